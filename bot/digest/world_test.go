package digest_test

import (
	"context"
	"testing"
	"time"

	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// world is a small city, filled by the store's own verbs.
type world struct {
	*testing.T
	s                          *models.Store
	city, street, guonian, zfu models.Org
}

func newWorld(t *testing.T, s *models.Store) *world {
	w := &world{T: t, s: s}
	root, err := s.Root(context.Background())
	w.must(err)
	w.city = root
	district := w.org(root, "杨浦区", models.District, true)
	w.street = w.org(district, "五角场街道", models.Street, true)
	w.guonian = w.org(w.street, "国年路社区", models.Community, true)
	w.zfu = w.org(w.street, "政府路社区", models.Community, true)
	return w
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w *world) org(parent models.Org, name string, level models.Level, placed bool) models.Org {
	w.Helper()
	o, err := w.s.AddOrg(context.Background(), parent, name, level, placed, at("2022-04-01 08:00"))
	w.must(err)
	return o
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

func (w *world) person(account string, now time.Time) int64 {
	w.Helper()
	a, err := w.s.Account(context.Background(), "sim", account, now)
	w.must(err)
	return a.PersonID
}

// lead is a coordinator of the city.
func (w *world) lead(now time.Time) models.Actor {
	w.Helper()
	p := w.person("lead", now)
	w.must(w.s.GrantRole(context.Background(), p, models.Coordinator, w.city, 0, now))
	return w.actor(p, now)
}

func (w *world) actor(person int64, now time.Time) models.Actor {
	w.Helper()
	standings, err := w.s.Standings(context.Background(), person)
	w.must(err)
	return models.Actor{Person: person, Standings: standings, Via: "chat", Now: now}
}

func (w *world) signUp(org models.Org, name string, now time.Time) models.Ticket {
	w.Helper()
	g := &models.Signup{Programme: "volunteer", Review: models.Review{OrgID: org.ID, PersonID: w.person(name, now)},
		SignupPrivate: models.SignupPrivate{Name: name, Phone: "13812345678", Age: 30}}
	w.must(w.s.SignUp(context.Background(), g, now))
	return g.Ticket()
}

// enrol leaves an agreed enrolment in its Org's queue.
func (w *world) enrol(org models.Org, child string, now time.Time) models.Ticket {
	w.Helper()
	ctx, p := context.Background(), w.person("parent of "+child, now)
	e := &models.Enrolment{Review: models.Review{OrgID: org.ID, PersonID: p}, EnrolmentPrivate: models.EnrolmentPrivate{Child: child, Grade: 3, Phone: "13812340000"}}
	w.must(w.s.Enrol(ctx, e, now))
	w.must(w.s.Agree(ctx, e.Ticket(), w.actor(p, now)))
	return e.Ticket()
}

func (w *world) approve(ticket models.Ticket, now time.Time) {
	w.Helper()
	_, err := w.s.Approve(context.Background(), w.lead(now), ticket)
	w.must(err)
}

// pair gives the child a tutor, and lessons on Fridays at seven.
func (w *world) pair(ticket models.Ticket, tutor string, now time.Time) []models.Lesson {
	w.Helper()
	ctx, by := context.Background(), w.lead(now)
	_, err := w.s.Pair(ctx, by, ticket, w.person(tutor, now))
	w.must(err)
	ls, _, err := w.s.Plan(ctx, by, ticket, []calendar.Slot{{Days: []string{"fri"}, Start: "15:00"}}, 2)
	w.must(err)
	return ls
}

func (w *world) report(l models.Lesson, minutes int, now time.Time) {
	w.Helper()
	_, err := w.s.ReportLesson(context.Background(), w.actor(l.TutorID, now), l, models.Report{Start: l.Start, Minutes: minutes})
	w.must(err)
}
