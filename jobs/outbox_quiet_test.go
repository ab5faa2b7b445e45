package jobs_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"xiaoqing/bot/channel"
	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/modeltest"
	"xiaoqing/models/post"
)

// clock sets the programme's clock to a time of the third of April.
func (d *desk) clock(hour, minute int) {
	d.Clock.Set(time.Date(2022, 4, 3, hour, minute, 0, 0, d.Store.Zone))
}

// tell writes one letter to someone on the platform.
func (d *desk) tell(who, key string, urgent bool, expires time.Time, r say.Reply) {
	d.Helper()
	a, err := d.Store.Account(background, d.p.name, who, d.Clock.Now())
	if err != nil {
		d.Fatal(err)
	}
	n := d.notice(key, r)
	n.Urgent, n.Expires = urgent, expires
	if err := d.Store.Tell(background, a.PersonID, n); err != nil {
		d.Fatal(err)
	}
}

func TestWhatCanWaitWaitsForTheMorning(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, s *models.Store) {
		d := newDesk(t, s, &platform{})
		d.clock(21, 59)
		d.toPerson("a", "晚上")
		d.drain()
		d.clock(22, 0)
		d.toPerson("a", "夜里")
		d.tell("a", "紧急", true, time.Time{}, say.Text("紧急"))
		d.tell("a", "过时", false, d.Clock.Now().Add(time.Hour), say.Text("过时"))
		d.drain()
		d.toGroup("g", say.Text("群里"))
		d.drain()
		d.tried("晚上", "紧急", "群里")
		d.clock(24, 30)
		d.toPerson("b", "半夜")
		d.drain()
		d.clock(30, 59)
		d.drain()
		d.want(post.Sent, 3)
		d.want(post.Expired, 1)
		d.clock(31, 0)
		d.drain()
		if got := d.p.texts()[3:]; len(got) != 2 || !slices.Contains(got, "夜里") || !slices.Contains(got, "半夜") {
			t.Errorf("in the morning %q", got)
		}
	})
}

// A letter that could not be sent in the evening is not sent in the night either.
func TestARetryIsNoReasonToWakeAnyone(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, s *models.Store) {
		d := newDesk(t, s, &platform{answer: func(try int, _ channel.Outgoing) error {
			if try == 1 {
				return fault(channel.Retry, 0)
			}
			return nil
		}})
		d.clock(21, 59)
		d.toPerson("a", "1")
		d.drain()
		d.clock(22, 1)
		d.wall = d.wall.Add(2 * time.Minute)
		d.drain()
		d.tried("1")
		d.clock(31, 1)
		d.drain()
		d.tried("1", "1")
		d.want(post.Sent, 1)
	})
}

func TestLettersForOnePersonGoTogether(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, s *models.Store) {
		d := newDesk(t, s, &platform{})
		ask := say.Reply{Text: "合适吗？", Buttons: []string{"同意 托1", "换一位 托1"}, Links: []say.Link{{Label: "看", URL: "http://localhost/x"}}}
		d.tell("a", "1", false, time.Time{}, say.Text("托1审核通过了。"))
		d.tell("a", "2", false, time.Time{}, ask)
		d.tell("a", "3", true, time.Time{}, say.Text("老师没来"))
		d.tell("a", "4", false, time.Time{}, say.Reply{Text: "都上了吗？", Buttons: []string{"都上了 托2", "同意 托1"}})
		d.tell("b", "5", false, time.Time{}, ask)
		d.drain()
		texts := d.p.texts()
		slices.Sort(texts)
		if want := []string{"合适吗？", "托1审核通过了。\n\n合适吗？\n\n都上了吗？", "老师没来"}; !slices.Equal(texts, want) {
			t.Errorf("sent %q", texts)
		}
		for _, o := range d.p.got {
			r := o.Reply
			if strings.HasPrefix(r.Text, "托1") && (!slices.Equal(r.Buttons, []string{"同意 托1", "换一位 托1", "都上了 托2"}) || len(r.Links) != 1 ||
				!strings.HasSuffix(r.Everything(), "\n回“同意 托1”或“换一位 托1”或“都上了 托2”\n看：http://localhost/x")) {
				t.Errorf("%+v\n%s", r, r.Everything())
			}
		}
		d.want(post.Sent, 5)

		d.p.got = nil
		long := strings.Repeat("长", 250)
		for _, n := range []string{"6", "7", "8", "9"} {
			d.tell("a", n, false, time.Time{}, say.Text("%s", n+long))
		}
		d.drain()
		if texts := d.p.texts(); len(texts) != 2 || len(texts[0]) > 1800 || !strings.HasPrefix(texts[1], "8") {
			t.Errorf("%d messages", len(texts))
		}
		d.want(post.Sent, 9)
	})
}

// Killed between sending and recording, a joined message is in doubt as a whole:
// none of its letters goes again, unless the platform knows the key.
func TestAJoinedMessageIsNotPostedTwice(t *testing.T) {
	for _, kind := range modeltest.Kinds {
		for _, repeats := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s/repeats-%v", kind, repeats), func(t *testing.T) {
				dsn := modeltest.DSN(t, kind)
				begun, release, ended := make(chan struct{}), make(chan struct{}), make(chan struct{})
				p := &platform{repeats: repeats, answer: func(try int, _ channel.Outgoing) error {
					if try > 1 {
						return nil
					}
					close(begun)
					<-release
					return errors.New("killed")
				}}
				dead, next := newDesk(t, modeltest.Open(t, dsn), p), newDesk(t, modeltest.Open(t, dsn), p)
				dead.Timeout = time.Hour
				dead.toPerson("a", "1", "2")
				go func() { defer close(ended); _ = dead.Drain(background) }()
				<-begun
				next.toPerson("a", "3")
				next.wall = next.wall.Add(2 * time.Hour)
				next.drain()
				next.drain()
				if repeats {
					next.tried("1\n\n2", "1\n\n2", "3")
					next.want(post.Sent, 3)
					if p.got[0].Key != p.got[1].Key {
						t.Error("repeated under another key")
					}
				} else {
					next.tried("1\n\n2", "3")
					next.want(post.Doubtful, 2)
				}
				close(release)
				<-ended
			})
		}
	}
}
