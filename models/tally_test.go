package models_test

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"xiaoqing/models"
	"xiaoqing/models/calendar"
	"xiaoqing/models/modeltest"
)

// ledger is a small city whose entries are known twice: in the database, and here,
// to be added up one by one.
type ledger struct {
	*testing.T
	s       *models.Store
	raw     *sql.DB
	r       *rand.Rand
	city    models.Org
	orgs    []models.Org
	entries []models.Entry
}

var bg = context.Background()

func eachLedger(t *testing.T, f func(l *ledger)) {
	for _, kind := range modeltest.Kinds {
		t.Run(kind, func(t *testing.T) {
			dsn := modeltest.DSN(t, kind)
			l := &ledger{T: t, s: modeltest.Open(t, dsn), raw: modeltest.Raw(t, dsn), r: rand.New(rand.NewPCG(1, 2))}
			var err error
			l.city, err = l.s.Root(bg)
			l.must(err)
			l.orgs = []models.Org{l.city}
			for _, x := range []struct {
				parent int
				name   string
				level  models.Level
			}{{0, "杨浦区", models.District}, {0, "徐汇区", models.District}, {1, "五角场街道", models.Street}, {1, "四平路街道", models.Street}, {3, "国年路社区", models.Community}, {3, "政府路社区", models.Community}, {0, "某某街道", models.Street}} {
				o, err := l.s.AddOrg(bg, l.orgs[x.parent], x.name, x.level, true, time.Now())
				l.must(err)
				l.orgs = append(l.orgs, o)
			}
			f(l)
		})
	}
}

func (l *ledger) must(err error) {
	l.Helper()
	if err != nil {
		l.Fatal(err)
	}
}

func moment(text string) time.Time {
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

var counted = []string{models.Signups, models.LessonsGiven, models.HalfPeriods, models.EnrolmentsWaiting, models.OnDutyToday, models.LessonsPlanned}

// enter writes some entries as recorded at a moment: for that day, late ones, and
// some for days to come.
func (l *ledger) enter(n int, at time.Time) {
	l.Helper()
	var rows []string
	for range n {
		day := calendar.DayOf(at)
		switch l.r.IntN(8) {
		case 0:
			day = day.Add(-1)
		case 1:
			day = day.Add(-l.r.IntN(9))
		case 2:
			day = day.Add(l.r.IntN(3))
		}
		e := models.Entry{OrgID: l.orgs[l.r.IntN(len(l.orgs))].ID, Day: day, Measure: counted[l.r.IntN(len(counted))], Delta: int64(l.r.IntN(7) - 2), RecordedAt: at.UnixMilli() + int64(l.r.IntN(1000))}
		l.entries = append(l.entries, e)
		rows = append(rows, fmt.Sprintf("('%s', %d, '%s', %d, '志1', %d)", e.Measure, e.OrgID, e.Day, e.Delta, e.RecordedAt))
	}
	_, err := l.raw.Exec("INSERT INTO entries (measure, org_id, day, delta, subject, recorded_at) VALUES " + strings.Join(rows, ","))
	l.must(err)
}

// sum adds up by hand what was recorded until a cut-off, below org.
func (l *ledger) sum(org models.Org, cutoff time.Time, on func(e models.Entry) bool) models.Figures {
	f := models.Figures{}
	for _, e := range l.entries {
		if e.RecordedAt <= cutoff.UnixMilli() && l.below(org, e.OrgID) && on(e) {
			f[e.Measure] += e.Delta
		}
	}
	return f
}

func (l *ledger) below(org models.Org, id int64) bool {
	for _, o := range l.orgs {
		if o.ID == id {
			return o.Within(org)
		}
	}
	return false
}

func behaves(e models.Entry, all ...models.Behaviour) bool {
	m, _ := models.MeasureOf(e.Measure)
	for _, b := range all {
		if m.Behaviour == b {
			return true
		}
	}
	return false
}

// check opens org's book and compares it with what is added up by hand.
func (l *ledger) check(org models.Org, from, to calendar.Day, cutoff time.Time) {
	l.Helper()
	b, err := l.s.Book(bg, org, from, to, cutoff)
	l.must(err)
	span := func(e models.Entry) bool {
		return behaves(e, models.Flow, models.FirstTime) && e.Day >= from && e.Day <= to || behaves(e, models.Stock) && e.Day <= to || behaves(e, models.DayStock) && e.Day == to
	}
	total := func(e models.Entry) bool {
		return behaves(e, models.Flow, models.FirstTime, models.Stock) && e.Day <= to || behaves(e, models.DayStock) && e.Day == to
	}
	for name, part := range map[string]struct {
		got []models.UnitFigures
		on  func(models.Entry) bool
	}{"span": {b.Span(from, to), span}, "total": {b.Total(), total}} {
		l.same(fmt.Sprintf("%s of %s %s to %s as of %s", name, org.Name, from, to, cutoff), models.Sum(part.got), l.sum(org, cutoff, part.on))
		for _, u := range part.got[1:] {
			l.same(name+" of "+u.Org.Name+" in "+org.Name, u.Figures, l.sum(u.Org, cutoff, part.on))
		}
	}
	if to == calendar.DayOf(cutoff) {
		l.checkCorrections(b, org, to, cutoff)
	}
}

func (l *ledger) checkCorrections(b *models.Book, org models.Org, to calendar.Day, cutoff time.Time) {
	l.Helper()
	told := to.Add(-1).At(18*60, l.s.Zone).UnixMilli()
	want := map[string]int64{}
	for _, e := range l.entries {
		if l.below(org, e.OrgID) && e.RecordedAt > told && e.RecordedAt <= cutoff.UnixMilli() && e.RecordedAt > e.Day.Add(1).At(10, l.s.Zone).UnixMilli() && behaves(e, models.Flow, models.FirstTime) {
			want[string(e.Day)+e.Measure] += e.Delta
		}
	}
	maps.DeleteFunc(want, func(_ string, n int64) bool { return n == 0 })
	got := map[string]int64{}
	for _, c := range b.Corrections() {
		got[string(c.Day)+c.Measure.ID] = c.New - c.Old
		now := l.sum(org, cutoff, func(e models.Entry) bool { return e.Day == c.Day })
		if now[c.Measure.ID] != c.New {
			l.Errorf("corrected to %d, but is %d: %s %s", c.New, now[c.Measure.ID], c.Day, c.Measure.ID)
		}
	}
	if !maps.Equal(got, want) {
		l.Errorf("corrections of %s as of %s\ngot  %v\nwant %v", org.Name, cutoff, got, want)
	}
}

func (l *ledger) same(what string, got, want models.Figures) {
	l.Helper()
	for _, measure := range counted {
		if got[measure] != want[measure] {
			l.Errorf("%s: %s is %d, want %d", what, measure, got[measure], want[measure])
		}
	}
}

// TestTalliesAreTheSumOfEntries plays three weeks with late entries, nights that
// were missed, folding at odd moments, clocks that go back and a unit that moves;
// at each digest, and for cut-offs long past, the book is what all entries add up
// to.
func TestTalliesAreTheSumOfEntries(t *testing.T) {
	eachLedger(t, func(l *ledger) {
		var cutoffs []time.Time
		for day := calendar.Day("2022-04-01"); day < "2022-04-22"; day = day.Add(1) {
			for _, clock := range []calendar.Clock{5, 9 * 60, 17*60 + 59, 18*60 + 1, 23 * 60} {
				at := day.At(clock, l.s.Zone)
				l.enter(4, at)
				if l.r.IntN(3) == 0 {
					_, err := l.s.Fold(bg, at.Add(-time.Duration(l.r.IntN(30))*time.Hour))
					l.must(err)
				}
				if clock == 5 && l.r.IntN(4) != 0 {
					_, err := l.s.Fold(bg, at)
					l.must(err)
					_, err = l.s.SealDays(bg, models.SealDue(day.At(10, l.s.Zone)))
					l.must(err)
				}
			}
			l.enter(2, day.Add(-4).At(12*60, l.s.Zone)) // a clock that was set back, or a transaction that took long
			cutoffs = append(cutoffs, day.At(18*60, l.s.Zone))
			for _, org := range []models.Org{l.city, l.orgs[1+l.r.IntN(len(l.orgs)-1)]} {
				l.check(org, day.Add(-1), day, day.At(18*60, l.s.Zone))
			}
			if day == "2022-04-10" {
				l.must(l.s.PlaceOrg(bg, l.orgs[7], l.orgs[2]))
				var err error
				l.orgs[7], err = l.s.Org(bg, l.orgs[7].ID)
				l.must(err)
			}
		}
		for _, cutoff := range cutoffs { // what was posted can be worked out again
			day := calendar.DayOf(cutoff)
			for _, org := range []models.Org{l.city, l.orgs[3]} {
				l.check(org, day.Add(-1), day, cutoff)
				l.check(org, day.Add(-9), day.Add(-3), cutoff.Add(90*time.Minute))
			}
		}
		l.check(l.city, "2022-03-01", "2022-05-01", moment("2022-05-02 09:00"))
	})
}

// TestHistoryIsFoldedAtOnce fills a database that has been sealed in parts.
func TestHistoryIsFoldedAtOnce(t *testing.T) {
	eachLedger(t, func(l *ledger) {
		for day := calendar.Day("2022-04-01"); day < "2022-04-12"; day = day.Add(1) {
			l.enter(30, day.At(12*60, l.s.Zone))
			if day == "2022-04-06" {
				l.must(l.s.FoldHistory(bg))
				_, err := l.s.SealDays(bg, "2022-04-05")
				l.must(err)
			}
		}
		l.must(l.s.FoldHistory(bg))
		l.check(l.orgs[1], "2022-04-03", "2022-04-11", moment("2022-04-12 09:00"))
		if n, err := l.s.Fold(bg, moment("2022-05-01 00:00")); n != 0 || err != nil {
			l.Errorf("%d entries were left (%v)", n, err)
		}
	})
}

// TestManyFoldAtOnce lets four replicas fold and seal the same entries while more
// come in and books are read.
func TestManyFoldAtOnce(t *testing.T) {
	eachLedger(t, func(l *ledger) {
		at := moment("2022-04-08 12:00")
		for range 20 {
			l.enter(300, at)
		}
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				for range 3 {
					if _, err := l.s.Fold(bg, at.Add(time.Hour)); err != nil {
						l.Error(err)
					}
					if _, err := l.s.SealDays(bg, "2022-04-07"); err != nil {
						l.Error(err)
					}
				}
			})
		}
		for range 10 {
			l.check(l.city, "2022-04-01", "2022-04-08", at.Add(time.Minute))
		}
		all.Wait()
		l.check(l.city, "2022-04-01", "2022-04-08", at.Add(time.Minute))
		if n, err := l.s.Fold(bg, at.Add(time.Hour)); n != 0 || err != nil {
			l.Errorf("%d entries were folded again (%v)", n, err)
		}
		if days, err := l.s.SealDays(bg, "2022-04-07"); days != 0 || err != nil {
			l.Errorf("%d days were sealed again (%v)", days, err)
		}
	})
}

func TestOpeningFigures(t *testing.T) {
	eachLedger(t, func(l *ledger) {
		street := l.orgs[3]
		by := models.Actor{Person: 5, Via: "sim", Now: moment("2022-04-02 10:00"), Standings: []models.Standing{{Role: models.Coordinator, Org: street}}}
		o := models.OpeningFigure{OrgID: street.ID, Measure: models.Signups, Day: "2022-03-27", Value: 120, OpeningPrivate: models.OpeningPrivate{Source: "街道台账"}}
		for i, want := range []bool{true, false} {
			if changed, err := l.s.SetOpening(bg, by, o); changed != want || err != nil {
				l.Errorf("time %d: changed %v, %v", i, changed, err)
			}
		}
		by.Now = moment("2022-04-05 10:00")
		o.Value = 118
		_, err := l.s.SetOpening(bg, by, o)
		l.must(err)
		for _, c := range []struct {
			to     calendar.Day
			cutoff string
			want   int64
		}{{"2022-04-01", "2022-04-01 18:00", 0}, {"2022-04-02", "2022-04-02 18:00", 120}, {"2022-04-05", "2022-04-05 18:00", 118}, {"2022-03-26", "2022-04-05 18:00", 0}, {"2022-03-27", "2022-04-05 18:00", 118}} {
			b, err := l.s.Book(bg, l.city, c.to, c.to, moment(c.cutoff))
			l.must(err)
			if got := models.Sum(b.Total())[models.Signups]; got != c.want {
				l.Errorf("until %s as of %s: %d, want %d", c.to, c.cutoff, got, c.want)
			}
			if got := models.Sum(b.Day(c.to))[models.Signups]; got != 0 {
				l.Errorf("it counts as a day's own: %d", got)
			}
		}
		for _, bad := range []models.OpeningFigure{{OrgID: street.ID, Measure: models.EnrolmentsWaiting, Day: "2022-03-27"}, {OrgID: street.ID, Measure: models.Signups, Day: "2022-04-06"}, {OrgID: street.ID, Measure: models.Signups, Day: "2022-03-27", Value: -1}} {
			if _, err := l.s.SetOpening(bg, by, bad); models.KindOf(err) != models.Invalid {
				l.Errorf("%+v: %v", bad, err)
			}
		}
		if _, err := l.s.SetOpening(bg, by, models.OpeningFigure{OrgID: l.city.ID, Measure: models.Signups, Day: "2022-03-27"}); models.KindOf(err) != models.Forbidden {
			l.Errorf("of an Org that is not theirs: %v", err)
		}
	})
}
