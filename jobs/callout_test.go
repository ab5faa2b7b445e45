package jobs_test

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"xiaoqing/bot/channel"
	"xiaoqing/bot/channel/wecom"
	"xiaoqing/bot/channel/wecom/wecomtest"
	"xiaoqing/bot/say"
	"xiaoqing/bot/workflow"
	"xiaoqing/jobs"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
	"xiaoqing/models/modeltest"
	"xiaoqing/models/post"
)

var people = flag.Int("people", 500, "how many a call-out goes to")

// talkative are those who get forty other letters in the same minute: more than the
// platform lets through to one member.
const talkative = 5

// muster is a call-out to many people through a double of WeCom that lives by the
// same hand-moved clock as the outbox.
type muster struct {
	*testing.T
	dsn    string
	double *wecomtest.Server
	mu     sync.Mutex
	wall   time.Time
	clock  *calendar.Programme
	hung   chan struct{} // closed when the test ends: those who died may go on then
	dying  sync.WaitGroup
}

func (m *muster) now() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.wall
}

func (m *muster) pass(d time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.wall = m.wall.Add(d)
	m.clock.Set(m.clock.Now().Add(d))
}

func newMuster(t *testing.T, kind string) *muster {
	m := &muster{T: t, dsn: modeltest.DSN(t, kind), wall: time.Date(2026, 11, 22, 2, 0, 0, 0, time.UTC), hung: make(chan struct{})}
	m.double = wecomtest.Start(t, m.now)
	s := modeltest.Open(t, m.dsn)
	m.clock = calendar.NewProgramme(s.Zone)
	m.clock.Set(at("2022-04-08 10:00"))
	t.Cleanup(func() { close(m.hung); m.dying.Wait() }) // before the databases go
	return m
}

// volunteers makes n of them, each with an account, and a call-out that goes to all.
func (m *muster) volunteers(s *models.Store, n int) {
	m.Helper()
	must := func(err error) {
		m.Helper()
		if err != nil {
			m.Fatal(err)
		}
	}
	root, err := s.Root(bg)
	must(err)
	now := m.clock.Now()
	for i := 0; i < n; i += 500 {
		must(s.Tx(bg, func(tx *models.Store) error {
			for k := i; k < min(i+500, n); k++ {
				a, err := tx.Account(bg, wecom.Name, fmt.Sprint("user-", k), now)
				if err != nil {
					return err
				}
				if err := tx.GrantRole(bg, a.PersonID, models.Volunteer, root, 0, now); err != nil {
					return err
				}
			}
			return nil
		}))
	}
	for i := range talkative {
		a, err := s.FindAccount(bg, wecom.Name, fmt.Sprint("user-", i))
		must(err)
		for k := range 40 {
			must(s.TellAccount(bg, a, models.Notice{Key: fmt.Sprint("other:", i, ":", k), Kind: "other", Now: now, Urgent: true, OwnWords: true, Body: say.Text("别的事%d-%d", i, k)}))
		}
	}
	boss, err := s.Account(bg, wecom.Name, "boss", now)
	must(err)
	must(s.GrantRole(bg, boss.PersonID, models.Coordinator, root, 0, now))
	standings, err := s.Standings(bg, boss.PersonID)
	must(err)
	by := models.Actor{Person: boss.PersonID, Standings: standings, Now: now}
	c := models.Callout{MadeKey: "k", OrgID: root.ID, Volunteers: true, Remind: -1, CalloutPrivate: models.CalloutPrivate{Task: "核酸引导", Place: "五角场广场"}}
	must(s.DraftCallout(bg, by, &c))
	_, _, err = s.Launch(bg, by, c.ID, func(_ models.Callout, now time.Time) time.Time { return now })
	must(err)
}

// mortality is a channel whose process dies: from one sending on, each that is on
// its way stops before or after the platform has it, and never comes back.
type mortality struct {
	*wecom.WeCom
	m      *muster
	mu     sync.Mutex
	left   int // sendings until death
	dead   chan struct{}
	flying sync.WaitGroup // sendings that the platform is about to have
	buried bool           // nothing leaves it any more
}

// bury waits until the platform has what left it before it died: nothing of the dead
// arrives hours later.
func (c *mortality) bury() {
	c.mu.Lock()
	c.buried = true
	c.mu.Unlock()
	c.flying.Wait()
}

func (c *mortality) Send(ctx context.Context, o channel.Outgoing) error {
	c.mu.Lock()
	c.left--
	dies, first := c.left < 0, c.left == -1
	goes := !dies || !c.buried && rand.IntN(2) == 0
	if goes {
		c.flying.Add(1)
	}
	c.mu.Unlock()
	if !dies {
		defer c.flying.Done()
		return c.WeCom.Send(ctx, o)
	}
	if goes {
		_ = c.WeCom.Send(ctx, o)
		c.flying.Done()
	}
	if first {
		close(c.dead)
	}
	<-c.m.hung
	return &channel.Error{Fault: channel.Doubt, Err: io.ErrClosedPipe}
}

// life is one process: a store of its own on the database, an outbox, and how many
// letters it sends before it dies.
func (m *muster) life(letters, batches int) (*jobs.Outbox, *mortality) {
	m.Helper()
	s := modeltest.Open(m.T, m.dsn)
	app, err := wecom.New(m.double.Config(), wecom.Deps{Tokens: &wecomtest.Tokens{}, Now: m.now})
	if err != nil {
		m.Fatal(err)
	}
	c := &mortality{WeCom: app, m: m, left: letters, dead: make(chan struct{})}
	crier := workflow.Crier{Store: s, Links: workflow.Linker{Base: "https://xq.example.org.cn", Vault: s.Vault()}}
	o := jobs.NewOutbox(jobs.Outbox{Store: s, Channels: []channel.Channel{c}, Clock: m.clock, Wall: m.now, Timeout: time.Hour,
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Spread: func(ctx context.Context, now time.Time) (bool, error) {
			if batches--; batches < 0 { // it dies in the middle of a batch: nothing of that is kept
				_ = s.Tx(ctx, func(tx *models.Store) error {
					if _, err := tx.Spread(ctx, 50, func(models.Callout, models.Org, models.Recipient) []models.Notice { return nil }); err != nil {
						return err
					}
					return io.ErrClosedPipe
				})
				return false, io.ErrClosedPipe
			}
			return crier.Spread(ctx, now)
		}})
	return o, c
}

// TestACalloutReachesEverybodyOnce kills the process three times: in the middle of
// a batch of letters, and twice among sendings that are on their way. The platform
// takes 30 a minute for each member and 10,000 in all; none of that is broken, no
// letter is lost and none is shown twice. With -people 20000 it is a whole city.
func TestACalloutReachesEverybodyOnce(t *testing.T) {
	for _, kind := range modeltest.Kinds {
		t.Run(kind, func(t *testing.T) {
			m := newMuster(t, kind)
			m.volunteers(modeltest.Open(t, m.dsn), *people)
			began, from := time.Now(), m.now()

			o, _ := m.life(0, 2)
			if err := o.Drain(bg); err == nil {
				t.Fatal("it did not die among the batches")
			}
			for _, letters := range []int{*people / 20, *people / 10} {
				o, c := m.life(letters, 1<<30)
				m.dying.Go(func() { m.until(o, c.dead) })
				<-c.dead
				c.bury()
				m.pass(2 * time.Hour) // the lease of what it had begun is over
			}
			o, _ = m.life(1<<30, 1<<30)
			m.until(o, nil)
			m.judge(o.Store, began, from)
		})
	}
}

// until works as the service does, second by second, until nothing waits or the
// process has died. What waits behind a letter of the dead waits for its lease.
func (m *muster) until(o *jobs.Outbox, dead chan struct{}) {
	idle, last := 0, int64(0)
	for {
		err := o.Drain(bg)
		select {
		case <-dead:
			return
		default:
		}
		if err != nil {
			m.Error(err)
			return
		}
		counts, err := o.Store.Post(bg).Counts()
		if idle++; counts[post.Sent] != last {
			idle, last = 0, counts[post.Sent]
		}
		switch {
		case err != nil || counts[post.Waiting]+counts[post.Sending] == 0:
			return
		case counts[post.Waiting] == 0, idle > 60:
			m.pass(time.Minute)
		default:
			m.pass(time.Second)
		}
	}
}

func (m *muster) judge(s *models.Store, began, from time.Time) {
	m.Helper()
	got := map[string]int{}
	var all []time.Time
	others := 0
	for _, d := range m.double.Delivered() {
		if all = append(all, d.At); strings.Contains(d.Text, "别的事") {
			others++
			continue
		}
		got[d.To]++
		if !strings.Contains(d.Text, "核酸引导") || !strings.Contains(d.Text, "https://xq.example.org.cn/l/") {
			m.Fatalf("a letter says %q", d.Text)
		}
	}
	for i := range *people {
		if n := got[fmt.Sprint("user-", i)]; n != 1 {
			m.Errorf("user-%d was told %d times", i, n)
		}
	}
	if n := m.double.Dropped(); n != 0 || len(got) != *people || others != 40*talkative {
		m.Errorf("%d dropped, %d people told of %d, and %d other letters", n, len(got), *people, others)
	}
	if n := most(all); n > 10_000 {
		m.Errorf("%d within a minute", n)
	}
	counts, err := s.Post(bg).Counts()
	if err != nil || counts[post.Sent] != int64(*people+40*talkative) || len(counts) != 1 {
		m.Errorf("letters stand at %v (%v)", counts, err)
	}
	m.Logf("%d people in %s of the clock's time, %s of ours; %d repeated and not shown twice; at most %d in a minute",
		*people, m.now().Sub(from), time.Since(began).Round(time.Millisecond), m.double.Repeats(), most(all))
}

// most is how many there are within any minute.
func most(times []time.Time) (n int) {
	i := 0
	for j, t := range times {
		for t.Sub(times[i]) >= time.Minute {
			i++
		}
		n = max(n, j-i+1)
	}
	return n
}
