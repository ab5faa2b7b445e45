package jobs_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"xiaoqing/bot/say"
	"xiaoqing/jobs"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
	"xiaoqing/models/modeltest"
	"xiaoqing/models/post"
)

// service is one replica on a small city, with a wall clock that is moved by hand.
type service struct {
	*testing.T
	*jobs.Clock
	s            *models.Store
	programme    *calendar.Programme
	wall         time.Time
	log          bytes.Buffer
	logger       *slog.Logger // one for all clocks: its handler is what keeps them from writing at once
	drained      int
	city, street models.Org
}

var bg = context.Background()

// each runs f on each kind of database.
func each(t *testing.T, f func(w *service)) {
	modeltest.Each(t, func(t *testing.T, s *models.Store) { f(newService(t, s)) })
}

func newService(t *testing.T, s *models.Store) *service {
	w := &service{T: t, s: s, programme: calendar.NewProgramme(s.Zone), wall: time.Date(2026, 11, 22, 1, 2, 3, 0, time.UTC)}
	w.logger = slog.New(slog.NewTextHandler(&w.log, nil))
	var err error
	w.city, err = s.Root(bg)
	w.must(err)
	w.street, err = s.AddOrg(bg, w.city, "五角场街道", models.Street, true, at("2022-04-01 08:00"))
	w.must(err)
	w.Clock = w.clock()
	return w
}

func (w *service) tools() jobs.Tools {
	return jobs.Tools{Limits: models.Limits{models.SignupQueue: 24 * time.Hour, models.ShiftQueue: 72 * time.Hour},
		Store: w.s, Wall: func() time.Time { return w.wall }, Log: w.logger,
		Drain: func(context.Context) error { w.drained++; return nil },
		LessonLink: func(l models.Lesson, expires time.Time) string {
			return fmt.Sprintf("http://x/l/%d-%d-%s", l.ID, l.TutorID, expires.Format("0102"))
		},
		Match: none, Chase: none, Watch: none, Confirm: none, Evening: none, Follow: none, Late: none, Seat: none, Unasked: none,
		Coming: func(_ context.Context, _ *models.Store, l models.Lesson, _ time.Time) (int64, say.Reply, say.Reply, error) {
			return w.person("parent"), say.Text("%s快到了", l.Ticket()), say.Text("%s快到了", l.Ticket()), nil
		},
		Unfinished: func(_ context.Context, _ *models.Store, c models.Conversation) (say.Reply, bool, error) {
			return say.Text("接着填吗？%s", c.State), string(c.State) != `"nothing"`, nil
		},
	}
}

// clock is one more replica's.
func (w *service) clock(more ...jobs.Job) *jobs.Clock {
	w.Helper()
	t := w.tools()
	c, err := jobs.NewClock(t, w.programme, append(jobs.All(t), more...))
	w.must(err)
	return c
}

func (w *service) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// at is a moment of the programme.
func at(text string) time.Time {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		panic(err)
	}
	t, err := time.ParseInLocation("2006-01-02 15:04", text, zone)
	if err != nil {
		panic(err)
	}
	return t
}

func (w *service) group(name string, org models.Org, bound string) models.Group {
	w.Helper()
	g, err := w.s.BindGroup(bg, "sim", name, name, org, 0, at(bound))
	w.must(err)
	return g
}

func (w *service) person(account string) int64 {
	w.Helper()
	a, err := w.s.Account(bg, "sim", account, at("2022-04-01 08:00"))
	w.must(err)
	return a.PersonID
}

func (w *service) coordinator(account string, org models.Org) int64 {
	w.Helper()
	p := w.person(account)
	w.must(w.s.GrantRole(bg, p, models.Coordinator, org, 0, at("2022-04-01 08:00")))
	return p
}

func (w *service) actor(person int64, now string) models.Actor {
	w.Helper()
	standings, err := w.s.Standings(bg, person)
	w.must(err)
	return models.Actor{Person: person, Standings: standings, Via: "chat", Now: at(now)}
}

func (w *service) signUp(org models.Org, name, now string) models.Ticket {
	w.Helper()
	g := &models.Signup{Programme: "volunteer", Review: models.Review{OrgID: org.ID, PersonID: w.person(name)},
		SignupPrivate: models.SignupPrivate{Name: name, Phone: "13812345678", Age: 30}}
	w.must(w.s.SignUp(bg, g, at(now)))
	return g.Ticket()
}

// lesson is one of 小明 with 王老师 on Friday, 8 April, from 19:00 to 20:30.
func (w *service) lesson() models.Lesson {
	w.Helper()
	parent, lead := w.person("parent"), w.coordinator("lead", w.street)
	e := &models.Enrolment{Review: models.Review{OrgID: w.street.ID, PersonID: parent}, EnrolmentPrivate: models.EnrolmentPrivate{Child: "小明", Grade: 3, Phone: "13812340000"}}
	w.must(w.s.Enrol(bg, e, at("2022-04-06 09:00")))
	w.must(w.s.Agree(bg, e.Ticket(), w.actor(parent, "2022-04-06 09:00")))
	by := w.actor(lead, "2022-04-06 10:00")
	_, err := w.s.Approve(bg, by, e.Ticket())
	w.must(err)
	_, err = w.s.Pair(bg, by, e.Ticket(), w.person("tutor"))
	w.must(err)
	ls, _, err := w.s.Plan(bg, by, e.Ticket(), []calendar.Slot{{Days: []string{"fri"}, Start: "19:00"}}, 4)
	w.must(err)
	return ls[0]
}

func (w *service) catchUp(now string) {
	w.Helper()
	w.must(w.CatchUp(bg, at(now)))
}

func (w *service) run(job, now string) jobs.Result {
	w.Helper()
	r, err := w.RunNow(bg, job, at(now))
	w.must(err)
	return r
}

// letters are all those of a kind that wait.
func (w *service) letters(kind string) (out []post.Letter) {
	w.Helper()
	all, err := w.s.Post(bg).InStatus(post.Waiting, 0, 1000)
	w.must(err)
	for _, l := range all {
		if l.Kind == kind {
			out = append(out, l)
		}
	}
	return out
}

func (w *service) words(l post.Letter) say.Reply {
	w.Helper()
	body, err := w.s.Post(bg).Body(l)
	w.must(err)
	var r say.Reply
	w.must(json.Unmarshal(body, &r))
	return r
}

// one is the only letter of a kind.
func (w *service) one(kind string) (post.Letter, string) {
	w.Helper()
	ls := w.letters(kind)
	if len(ls) != 1 {
		w.Fatalf("%d letters of kind %s", len(ls), kind)
	}
	return ls[0], w.words(ls[0]).Everything()
}

// none is a task that has nothing to do.
func none(context.Context, *models.Store, time.Time) (int, error) { return 0, nil }
