package cli_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"xiaoqing/cli"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
	"xiaoqing/models/modeltest"
)

func figuresOf(t *testing.T, s *models.Store, day string) string {
	t.Helper()
	root, err := s.Root(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	f, err := s.Figures(context.Background(), root, calendar.Day(day), calendar.Day(day), time.Date(2030, 1, 1, 0, 0, 0, 0, s.Zone))
	if err != nil {
		t.Fatal(err)
	}
	var parts []string
	for _, m := range slices.Sorted(maps.Keys(f)) {
		if f[m] != 0 && m != models.LessonsPlanned { // plans are no part of a sheet
			parts = append(parts, fmt.Sprint(m, " ", f[m]))
		}
	}
	return strings.Join(parts, " ")
}

// story fills a database by the programme's own verbs.
type story struct {
	*testing.T
	s   *models.Store
	ctx context.Context
	at  time.Time
}

func (y *story) must(err error) {
	y.Helper()
	if err != nil {
		y.Fatal(models.SayOf(err), err)
	}
}

// actor is the person of an account, with their roles.
func (y *story) actor(account string) models.Actor {
	y.Helper()
	a, err := y.s.Account(y.ctx, "web", account, y.at)
	y.must(err)
	standings, err := y.s.Standings(y.ctx, a.PersonID)
	y.must(err)
	return models.Actor{Person: a.PersonID, Standings: standings, Via: "web", Now: y.at}
}

// org is the unit of that name, the newest of several, or a street made for it.
func (y *story) org(name string) models.Org {
	y.Helper()
	orgs, err := y.s.OrgsNamed(y.ctx, name)
	y.must(err)
	if len(orgs) > 0 {
		return orgs[len(orgs)-1]
	}
	o, _, err := y.s.SettleOrg(y.ctx, name, y.at)
	y.must(err)
	return o
}

func (y *story) signup(account, programme, name, phone string, age int, org string) models.Ticket {
	y.Helper()
	o, by := y.org(org), y.actor(account)
	g := &models.Signup{Programme: programme, Review: models.Review{OrgID: o.ID, PersonID: by.Person, Channel: by.Via},
		SignupPrivate: models.SignupPrivate{Name: name, Phone: phone, Age: age, Skills: []string{"=开车", "急救"}, Slots: []calendar.Slot{{Days: []string{"sat", "sun"}, Start: "09:00", End: "21:00"}}}}
	y.must(y.s.SignUp(y.ctx, g, y.at))
	p, err := y.s.Person(y.ctx, by.Person)
	y.must(err)
	p.Name, p.Phone = name, phone
	y.must(y.s.SavePerson(y.ctx, &p))
	return g.Ticket()
}

func (y *story) enrol(account, child, phone, org string, grade int) models.Ticket {
	y.Helper()
	o, by := y.org(org), y.actor(account)
	e := &models.Enrolment{Review: models.Review{OrgID: o.ID, PersonID: by.Person, Channel: by.Via},
		EnrolmentPrivate: models.EnrolmentPrivate{Child: child, Grade: grade, Phone: phone, Guardian: "周芳", Subjects: []string{"数学", "英语"}}}
	y.must(y.s.Enrol(y.ctx, e, y.at))
	return e.Ticket()
}

func (y *story) report(account string, e models.Ticket, day string, start calendar.Clock, r models.Report) {
	y.Helper()
	p, err := y.s.PairingOf(y.ctx, e.ID)
	y.must(err)
	r.Start = start
	_, err = y.s.ReportLesson(y.ctx, y.actor(account), models.Lesson{PairingID: p.ID, TutorID: p.TutorID, EnrolmentID: e.ID, OrgID: p.OrgID,
		Day: calendar.Day(day), Start: start, Minutes: r.Minutes}, r)
	y.must(err)
}

func tell(t *testing.T, s *models.Store) {
	y := &story{t, s, context.Background(), time.Date(2022, 4, 8, 9, 30, 15, 0, s.Zone)}
	taken(t, s, "orgs", orgsFile)
	taken(t, s, "people", peopleFile+"\nweb:chief|团干部|13611111111|协调员|上海市")
	chief := func() models.Actor { return y.actor("chief") }
	tutor := y.signup("tutor", "tutor", "李老师", "13500000000", 20, "五角场街道")
	young := y.signup("young", "volunteer", "小青年", "13500000001", 16, "国定路社区")
	gone := y.signup("gone", "volunteer", "刘远", "13500000002", 30, "长海路街道")
	back := y.signup("back", "commando", "补一补", "13500000003", 0, "彭浦镇")
	y.signup("twin", "volunteer", "补一补", "13500000003", 0, "彭浦镇")
	_, err := s.Withdraw(y.ctx, y.actor("gone"), gone)
	y.must(err)
	one, two := y.enrol("mother", "朵朵", "13900000000", "五角场街道", 3), y.enrol("mother", "小宝", "13900000000", "彭浦镇", 0)
	y.enrol("father", "豆豆", "13900000001", "控江路街道", -1)
	y.must(errors.Join(s.Agree(y.ctx, young, y.actor("young")), s.Agree(y.ctx, one, y.actor("mother")), s.Agree(y.ctx, two, y.actor("mother"))))
	y.at = y.at.AddDate(0, 0, 1)
	for _, ticket := range []models.Ticket{tutor, young, one, two} {
		_, err := s.Approve(y.ctx, chief(), ticket)
		y.must(err)
	}
	_, err = s.Return(y.ctx, chief(), back, models.Remark{Reason: "电话打不通"})
	y.must(err)
	y.at = y.at.AddDate(0, 0, 1)
	_, err = s.Pair(y.ctx, chief(), one, y.actor("tutor").Person)
	y.must(err)
	_, err = s.Pair(y.ctx, chief(), two, y.actor("tutor").Person)
	y.must(err)
	y.at = y.at.AddDate(0, 0, 10)
	y.report("tutor", one, "2022-04-11", 19*60, models.Report{Minutes: 90})
	y.report("tutor", one, "2022-04-12", 19*60, models.Report{Minutes: 30, Absent: true, Note: "+等了半小时"})
	y.report("tutor", two, "2022-04-11", 20*60, models.Report{Minutes: 60, Note: "两个孩子一起上"}) // held
}

func TestRoundTrip(t *testing.T) {
	for _, ending := range []string{".xlsx", ".csv"} {
		t.Run(ending[1:], func(t *testing.T) {
			for _, kind := range modeltest.Kinds {
				t.Run(kind, func(t *testing.T) { roundTrip(t, kind, ending) })
			}
		})
	}
}

func roundTrip(t *testing.T, database, ending string) {
	ctx := context.Background()
	old, fresh := modeltest.Open(t, modeltest.DSN(t, database)), modeltest.Open(t, modeltest.DSN(t, database))
	tell(t, old)
	root, err := old.Root(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range allKinds {
		path := filepath.Join(t.TempDir(), kind+ending)
		n, err := cli.Export(ctx, old, kind, path, nil, models.Extent{Org: root}, operator(old), noStep)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := takenFile(t, old, kind, path), fmt.Sprint("0 0 ", n); got != want {
			t.Errorf("%s into its own database: %s, want %s", kind, got, want)
		}
		if got := takenFile(t, fresh, kind, path); !strings.HasPrefix(got, fmt.Sprint(n, " 0 0")) && kind != "orgs" { // the root is there
			t.Errorf("%s: %s, want %d new", kind, got, n)
		}
		if got, want := takenFile(t, fresh, kind, path), fmt.Sprint("0 0 ", n); got != want {
			t.Errorf("%s again: %s, want %s", kind, got, want)
		}
	}
	if got, want := everything(t, fresh), everything(t, old); got != want {
		t.Errorf("came back as\n%s\nfrom\n%s", got, want)
	}
	for day := calendar.Day("2022-04-07"); day < "2022-04-25"; day = day.Add(1) {
		if got, want := figuresOf(t, fresh, string(day)), figuresOf(t, old, string(day)); got != want {
			t.Errorf("%s: %q, was %q", day, got, want)
		}
	}
}

func TestDryRunsWriteNothing(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, s *models.Store) {
		path := file(t, "orgs.xlsx", rows(orgsFile))
		r, err := cli.Import(context.Background(), s, "orgs", path, true, operator(s), noStep)
		if err != nil || r.Rows != 7 || r.Added != 6 || r.Same != 1 {
			t.Errorf("%+v %v", r, err)
		}
		if got := exported(t, s, "orgs", models.Extent{}); strings.Count(got, "\n") != 2 {
			t.Errorf("there are now %s", got)
		}
	})
}

func TestExportsOfAUnitAndItsDays(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, s *models.Store) {
		tell(t, s)
		orgs, err := s.OrgsNamed(context.Background(), "静安区")
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			kind string
			x    models.Extent
			want int
		}{
			{"signups", models.Extent{}, 5}, {"signups", models.Extent{Org: orgs[0]}, 3}, {"signups", models.Extent{From: "2022-04-09"}, 0}, {"signups", models.Extent{To: "2022-04-08"}, 5},
			{"tutoring", models.Extent{From: "2022-04-12", To: "2022-04-12"}, 1}, {"orgs", models.Extent{Org: orgs[0]}, 3}, {"people", models.Extent{Org: orgs[0]}, 2},
			{"enrolments", models.Extent{Org: orgs[0]}, 1},
		} {
			if got := exported(t, s, c.kind, c.x); strings.Count(got, "\n")-1 != c.want {
				t.Errorf("%s %+v: want %d of\n%s", c.kind, c.x, c.want, got)
			}
		}
	})
}

func TestKindsThatAreNone(t *testing.T) {
	s := modeltest.Open(t, modeltest.DSN(t, "sqlite"))
	path := file(t, "a.csv", rows("姓名"))
	_, err := cli.Import(context.Background(), s, "hours", path, false, operator(s), noStep)
	if models.KindOf(err) != models.Invalid || !strings.Contains(models.SayOf(err), "orgs（组织）") {
		t.Error(err)
	}
	_, err = cli.Import(context.Background(), s, "orgs", path, false, operator(s), noStep)
	if err == nil || !strings.Contains(err.Error(), "没有内容") {
		t.Error(err)
	}
}
