package jobs_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"xiaoqing/bot/channel"
	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/modeltest"
	"xiaoqing/models/post"
)

func TestDoubtIsRepeatedOnlyUnderAKeyThePlatformKnows(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, s *models.Store) {
		for _, repeats := range []bool{false, true} {
			d := newDesk(t, s, &platform{name: fmt.Sprint("repeats-", repeats), repeats: repeats})
			d.p.answer = func(try int, o channel.Outgoing) error {
				if try == 1 {
					return errors.New("connection reset by https://robot?key=secret")
				}
				return nil
			}
			d.toPerson("a", d.p.name)
			d.drain()
			d.wall = d.wall.Add(time.Minute)
			d.drain()
			if strings.Contains(d.logs.String(), "secret") {
				t.Error("an unknown error's text was logged")
			}
			if !repeats {
				d.tried(d.p.name)
				d.want(post.Doubtful, 1)
				continue
			}
			d.want(post.Sent, 1)
			if len(d.p.got) != 2 || d.p.got[0].Key != d.p.got[1].Key || d.p.got[0].Key == "" {
				t.Errorf("tries: %+v", d.p.got)
			}
		}
	})
}

func TestAChannelThatHangsOrPanicsLeavesDoubtAndHoldsUpNobody(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, s *models.Store) {
		release := make(chan struct{})
		t.Cleanup(func() { close(release) })
		bad := &platform{answer: func(_ int, o channel.Outgoing) error {
			if o.Account == "panic" {
				panic("张三")
			}
			<-release
			return nil
		}}
		d := newDesk(t, s, bad)
		good := &platform{name: "good"}
		d.Channels = append(d.Channels, good)
		d.Timeout = 20 * time.Millisecond
		d.toPerson("hang", "1")
		d.toPerson("panic", "2")
		d.p = good
		d.toPerson("a", "3")
		d.drain()
		d.want(post.Doubtful, 2)
		d.want(post.Sent, 1)
		if strings.Contains(d.logs.String(), "张三") {
			t.Error("a panic's words were logged")
		}
	})
}

func TestASenderThatDiedLeavesDoubt(t *testing.T) {
	for _, kind := range modeltest.Kinds {
		t.Run(kind, func(t *testing.T) {
			dsn := modeltest.DSN(t, kind)
			begun, release, ended := make(chan struct{}), make(chan struct{}), make(chan struct{})
			p := &platform{answer: func(int, channel.Outgoing) error { close(begun); <-release; return nil }}
			dead, next := newDesk(t, modeltest.Open(t, dsn), p), newDesk(t, modeltest.Open(t, dsn), p)
			dead.Timeout = time.Hour
			dead.toPerson("a", "1")
			go func() { defer close(ended); _ = dead.Drain(background) }()
			<-begun
			next.drain()
			next.want(post.Sending, 1)
			next.wall = next.wall.Add(time.Hour + time.Minute)
			next.drain()
			next.drain()
			next.tried("1")
			next.want(post.Doubtful, 1)
			close(release) // it was slow, not dead: now we know
			<-ended
			next.want(post.Sent, 1)
			next.tried("1")
		})
	}
}

func TestAJoinedMessageInDoubtIsRepeatedAsItWas(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, s *models.Store) {
		d := newDesk(t, s, &platform{repeats: true})
		d.p.answer = func(try int, o channel.Outgoing) error {
			switch try {
			case 1:
				return errors.New("no answer")
			case 2:
				return fault(channel.Retry, 0)
			}
			return nil
		}
		d.toGroup("g", say.Text("一"), say.Text("二"), say.Text("三"), say.Text("四"))
		for range 3 {
			d.drain()
			d.toGroup("g", say.Text("五"))
			d.wall = d.wall.Add(time.Minute)
		}
		d.drain()
		const joined = "一\n\n二\n\n三\n\n四"
		d.tried(joined, joined, joined, "五")
		if d.p.got[0].Key != d.p.got[2].Key || d.p.got[2].Key == d.p.got[3].Key {
			t.Error("the key must stay with the message")
		}
		d.want(post.Sent, 5)
	})
}
