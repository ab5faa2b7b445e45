package jobs_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"xiaoqing/bot/channel"
	"xiaoqing/bot/say"
	"xiaoqing/jobs"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
	"xiaoqing/models/modeltest"
	"xiaoqing/models/post"
)

// platform is a channel that does as the test says.
type platform struct {
	name    string
	repeats bool
	limits  []channel.Limit
	answer  func(try int, o channel.Outgoing) error // nil: everything is taken

	mu  sync.Mutex
	got []channel.Outgoing // each try
}

func (p *platform) Name() string                              { return p.name }
func (p *platform) Repeats() bool                             { return p.repeats }
func (p *platform) Limits(o channel.Outgoing) []channel.Limit { return p.limits }

func (p *platform) Send(_ context.Context, o channel.Outgoing) error {
	p.mu.Lock()
	p.got = append(p.got, o)
	try := len(p.got)
	p.mu.Unlock()
	if p.answer == nil {
		return nil
	}
	return p.answer(try, o)
}

// texts are what was tried, in order.
func (p *platform) texts() (all []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, o := range p.got {
		all = append(all, o.Reply.Text)
	}
	return all
}

func fault(f channel.Fault, after time.Duration) error {
	return &channel.Error{Fault: f, After: after, Code: 45009, Err: errors.New("said the platform")}
}

// desk is an outbox with its store, its clocks in the test's hand, and one platform.
type desk struct {
	*testing.T
	*jobs.Outbox
	p    *platform
	wall time.Time
	logs *strings.Builder
	org  models.Org
}

var background = context.Background()

func newDesk(t *testing.T, s *models.Store, p *platform) *desk {
	d := &desk{T: t, p: p, wall: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC), logs: &strings.Builder{}}
	if p.name == "" {
		p.name = "fake"
	}
	clock := calendar.NewProgramme(s.Zone)
	clock.Set(time.Date(2022, 4, 3, 12, 0, 0, 0, s.Zone))
	d.Outbox = jobs.NewOutbox(jobs.Outbox{
		Store: s, Channels: []channel.Channel{p}, Clock: clock, Wall: func() time.Time { return d.wall },
		Jitter: func() float64 { return 0 }, Log: slog.New(slog.NewTextHandler(d.logs, nil)), Parallel: 4,
	})
	var err error
	if d.org, err = s.Root(background); err != nil {
		t.Fatal(err)
	}
	return d
}

func (d *desk) drain() {
	d.Helper()
	if err := d.Drain(background); err != nil {
		d.Fatal(err)
	}
}

func (d *desk) notice(key string, body any) models.Notice {
	return models.Notice{Key: key, Kind: "reminder", Now: d.Clock.Now(), Body: body}
}

// toPerson writes letters to someone on the platform, each saying its key.
func (d *desk) toPerson(who string, keys ...string) {
	d.Helper()
	a, err := d.Store.Account(background, d.p.name, who, d.Clock.Now())
	if err != nil {
		d.Fatal(err)
	}
	for _, key := range keys {
		if err := d.Store.Tell(background, a.PersonID, d.notice(key, say.Reply{Text: key})); err != nil {
			d.Fatal(err)
		}
	}
}

// toGroup writes letters to a group on the platform.
func (d *desk) toGroup(address string, replies ...say.Reply) {
	d.Helper()
	g, err := d.Store.BindGroup(background, d.p.name, address, "群", d.org, 0, d.Clock.Now())
	if err != nil {
		d.Fatal(err)
	}
	for _, r := range replies {
		if err := d.Store.TellGroup(background, g, d.notice(address+channel.Cut(r.Text, 20), r)); err != nil {
			d.Fatal(err)
		}
	}
}

func (d *desk) want(status post.Status, n int64) {
	d.Helper()
	counts, err := d.Store.Post(background).Counts()
	if err != nil || counts[status] != n {
		d.Errorf("letters %v, want %d %s (%v)", counts, n, status, err)
	}
}

func (d *desk) tried(want ...string) {
	d.Helper()
	if got := d.p.texts(); !slices.Equal(got, want) {
		d.Errorf("tried %q, want %q", got, want)
	}
}

func TestTwoOutboxesSendEachLetterOnceAndInOrder(t *testing.T) {
	for _, kind := range modeltest.Kinds {
		t.Run(kind, func(t *testing.T) {
			dsn, p := modeltest.DSN(t, kind), &platform{}
			one, two := newDesk(t, modeltest.Open(t, dsn), p), newDesk(t, modeltest.Open(t, dsn), p)
			for who := range 6 {
				one.toPerson(fmt.Sprint("p", who), fmt.Sprint("p", who, "-1"), fmt.Sprint("p", who, "-2"), fmt.Sprint("p", who, "-3"))
			}
			var group sync.WaitGroup
			for _, d := range []*desk{one, two} {
				group.Go(d.drain)
			}
			group.Wait()
			one.drain()
			one.want(post.Sent, 18)
			texts := strings.Split(strings.Join(p.texts(), "\n\n"), "\n\n") // those for one person may go together
			if len(texts) != 18 {
				t.Errorf("%d letters sent, want 18: %q", len(texts), texts)
			}
			perPerson := func(a, b string) int { return cmp.Compare(a[:2], b[:2]) }
			slices.SortStableFunc(texts, perPerson)
			if !slices.IsSorted(texts) {
				t.Errorf("out of order: %q", texts)
			}
		})
	}
}

func TestAllLimitsOrNone(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, s *models.Store) {
		d := newDesk(t, s, &platform{limits: []channel.Limit{{Key: "hour", N: 2, Per: time.Hour}, {Key: "minute", N: 1, Per: time.Minute}}})
		d.toPerson("a", "1")
		d.toPerson("b", "2")
		d.toPerson("c", "3")
		for i, want := range []int64{1, 2, 2} {
			d.drain()
			d.want(post.Sent, want)
			d.wall = d.wall.Add(62 * time.Second)
			if i == 0 {
				d.want(post.Waiting, 2)
			}
		}
		d.wall = d.wall.Add(time.Hour)
		d.drain()
		if got := slices.Sorted(slices.Values(d.p.texts())); !slices.Equal(got, []string{"1", "2", "3"}) {
			t.Errorf("tried %q", got)
		}
	})
}

func TestFailuresAreRetriedWithGrowingWaitsForADay(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, s *models.Store) {
		d := newDesk(t, s, &platform{})
		var waits []time.Duration
		last := d.wall
		d.p.answer = func(try int, o channel.Outgoing) error {
			waits = append(waits, d.wall.Sub(last))
			last = d.wall
			if try == 3 {
				return fault(channel.Retry, 2*time.Minute)
			}
			return fault(channel.Retry, 0)
		}
		d.toPerson("a", "1")
		for range 200 {
			d.drain()
			l := d.only(post.Waiting)
			if l.ID == 0 {
				break
			}
			d.wall = time.UnixMilli(l.NextTry)
		}
		if fmt.Sprint(waits[:6]) != "[0s 5s 10s 2m0s 40s 1m20s]" || slices.Max(waits) != 10*time.Minute {
			t.Errorf("waits: %v", waits)
		}
		if total := d.wall.Sub(d.started()); total < 24*time.Hour || total > 24*time.Hour+10*time.Minute {
			t.Errorf("given up after %s", total)
		}
		d.want(post.Refused, 1)
		if !strings.Contains(d.logs.String(), "level=ERROR msg=\"letter given up") {
			t.Error("it was given up silently")
		}
	})
}

func (d *desk) started() time.Time { return time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC) }

// only is the one letter at a status, the zero Letter when there is none.
func (d *desk) only(status post.Status) post.Letter {
	d.Helper()
	ls, err := d.Store.Post(background).InStatus(status, 0, 2)
	if err != nil || len(ls) > 1 {
		d.Fatalf("%d letters %s, %v", len(ls), status, err)
	}
	if len(ls) == 0 {
		return post.Letter{}
	}
	return ls[0]
}

func TestWhatNoChannelCarriesIsToBePassedOn(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, s *models.Store) {
		d := newDesk(t, s, &platform{answer: func(int, channel.Outgoing) error { return fault(channel.Refused, 0) }})
		d.toPerson("a", "张三的信")
		d.drain()
		if l := d.only(post.Undeliverable); l.Code != 45009 {
			t.Errorf("refused: %+v", l)
		}
		gone := post.Letter{Key: "gone", Channel: "fake", AccountID: 999}
		elsewhere := post.Letter{Key: "elsewhere", Channel: "kf", AccountID: 1}
		nobody := post.Letter{Key: "nobody", PersonID: 1}
		strange := post.Letter{Key: "strange", Channel: "fake", AccountID: 1}
		for _, l := range []post.Letter{gone, elsewhere, nobody, strange} {
			body := `{"text":"李四的信"}`
			if l.Key == "strange" {
				body = `"王五的信"`
			}
			if err := s.Tx(background, func(tx *models.Store) error { return tx.Post(background).Write(l, []byte(body)) }); err != nil {
				t.Fatal(err)
			}
		}
		d.drain()
		d.want(post.Undeliverable, 5)
		d.tried("张三的信")
		if strings.Contains(d.logs.String(), "的信") {
			t.Errorf("people's words in the log: %s", d.logs)
		}
	})
}

func TestAGroupThatFallsBehindGetsOneMessage(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, s *models.Store) {
		d := newDesk(t, s, &platform{})
		d.toGroup("few", say.Text("甲"), say.Text("乙"), say.Text("丙"))
		d.drain()
		d.tried("甲", "乙", "丙")

		d.p.got = nil
		linked := say.Reply{Text: "三", Links: []say.Link{{Label: "看", URL: "http://localhost/x"}}}
		pressed := say.Reply{Text: "五", Buttons: []string{"好"}}
		d.toGroup("many", say.Text("一"), say.Text("二"), linked, say.Text("四"), pressed, say.Text("六"))
		d.drain()
		d.tried("一\n\n二\n\n三\n\n四", "五", "六")
		if len(d.p.got[0].Reply.Links) != 1 {
			t.Error("a link was lost")
		}
		d.want(post.Sent, 9)

		d.p.got = nil
		long := strings.Repeat("长", 250)
		d.toGroup("long", say.Text("%s", "1"+long), say.Text("%s", "2"+long), say.Text("%s", "3"+long), say.Text("%s", "4"+long))
		d.drain()
		for _, text := range d.p.texts() {
			if len(text) > 2048 {
				t.Errorf("a message of %d bytes would be cut", len(text))
			}
		}
		d.want(post.Sent, 13)
	})
}

func TestExpiredLettersAreNotSent(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, s *models.Store) {
		d := newDesk(t, s, &platform{})
		a, err := s.Account(background, "fake", "a", d.Clock.Now())
		if err != nil {
			t.Fatal(err)
		}
		n := d.notice("late", say.Text("快上课了"))
		n.Expires = d.Clock.Now().Add(time.Hour)
		if err := s.Tell(background, a.PersonID, n); err != nil {
			t.Fatal(err)
		}
		d.Clock.Set(n.Expires)
		d.drain()
		d.tried()
		d.want(post.Expired, 1)
	})
}

func TestRunSendsWhenWokenAndRecordsBeforeItEnds(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, s *models.Store) {
		d := newDesk(t, s, &platform{})
		noon := time.FixedZone("noon", (12-time.Now().UTC().Hour())*3600) // by the wall clock it may be night
		d.Clock = calendar.NewProgramme(noon)
		d.Tick = time.Hour
		running, stop := context.WithCancel(background)
		begun, ended := make(chan struct{}), make(chan struct{})
		d.p.answer = func(try int, o channel.Outgoing) error {
			begun <- struct{}{}
			if try == 2 {
				stop() // in the middle of a sending
			}
			return nil
		}
		d.toPerson("a", "1")
		go func() { defer close(ended); d.Outbox.Run(running) }()
		<-begun // it looks once at its start
		d.toPerson("b", "2")
		d.Wake()
		<-begun
		<-ended
		d.want(post.Sent, 2)
	})
}

// TestABulkWaitsForEverybodyElse sends what came later before letters of which there
// are very many, and when their share is used up they all wait without being tried.
func TestABulkWaitsForEverybodyElse(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, s *models.Store) {
		d := newDesk(t, s, &platform{})
		for i := range 6 {
			a, err := s.Account(background, "fake", fmt.Sprint("p", i), d.Clock.Now())
			if err != nil {
				t.Fatal(err)
			}
			n := d.notice(fmt.Sprint("bulk-", i), say.Text("很多人"))
			n.Bulk, n.Urgent = true, true
			if err := s.Tell(background, a.PersonID, n); err != nil {
				t.Fatal(err)
			}
		}
		d.toPerson("cry", "要紧")
		d.Outbox.Parallel = 1
		d.p.limits = []channel.Limit{{Key: "bulk", N: 3, Per: time.Minute, Shared: true}}
		d.drain()
		d.tried("要紧", "很多人", "很多人")
		d.want(post.Waiting, 4)
		d.toPerson("cry", "再要紧")
		d.drain() // its own try finds no room; the bulk is not tried at all
		d.tried("要紧", "很多人", "很多人")
		d.wall = d.wall.Add(62 * time.Second)
		d.drain()
		d.tried("要紧", "很多人", "很多人", "再要紧", "很多人", "很多人")
	})
}
