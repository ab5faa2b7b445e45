package digest_test

import (
	"context"
	"database/sql"
	"fmt"
	"syscall"
	"testing"
	"time"

	"xiaoqing/bot/digest"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
	"xiaoqing/models/modeltest"
)

// The season, on the 65 days from 28 March: 1 + 16 + 36 + 36 units.
const seasonFirst calendar.Day = "2022-03-28"

const (
	seasonDays   = 65
	seasonShifts = 2_200_000
	seasonPeople = 273_000
)

// season is a database with so many days of history, each as full as the season's.
type season struct {
	s    *models.Store
	raw  *sql.DB
	orgs []models.Org
	due  time.Time
}

// newSeason fills a database by plain SQL and folds all but the last ten minutes
// before the last day's digest, as the tally job would have.
func newSeason(t testing.TB, days int) *season {
	t.Helper()
	dsn := modeltest.DSN(t, "sqlite")
	w := &season{s: modeltest.Open(t, dsn), raw: modeltest.Raw(t, dsn)}
	ctx := context.Background()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	last := seasonFirst.Add(seasonDays - 1)
	w.due = last.At(models.DigestClock, w.s.Zone)
	city, err := w.s.Root(ctx)
	must(err)
	w.orgs = []models.Org{city}
	add := func(n int, name string, level models.Level, above []models.Org) (made []models.Org) {
		for i := range n {
			o, err := w.s.AddOrg(ctx, above[i%len(above)], fmt.Sprintf("第%d%s", i+1, name), level, true, w.due)
			must(err)
			made = append(made, o)
		}
		w.orgs = append(w.orgs, made...)
		return made
	}
	communities := add(36, "社区", models.Community, add(36, "街道", models.Street, add(16, "区", models.District, w.orgs[:1])))
	w.fill(t, communities[0].ID, last.Add(1-days), days)
	must(w.s.FoldHistory(ctx))
	_, err = w.s.SealDays(ctx, models.SealDue(w.due))
	must(err)
	_, err = w.raw.Exec("INSERT INTO entries (measure, org_id, day, delta, subject, recorded_at) SELECT measure, org_id, day, delta, subject, recorded_at FROM entries WHERE day = ? LIMIT 4000", last)
	must(err) // the last ten minutes, which the tallies do not have yet
	return w
}

// fill enters shifts and sign-ups evenly over the days and the 36 communities from
// the id first on; each is recorded in the course of its day. With -short it is a
// fiftieth.
func (w *season) fill(t testing.TB, first int64, from calendar.Day, days int) {
	t.Helper()
	exec := func(query string, args ...any) {
		t.Helper()
		if _, err := w.raw.Exec(query, args...); err != nil {
			t.Fatal(err)
		}
	}
	exec("PRAGMA synchronous = OFF")
	shifts, people := seasonShifts*days/seasonDays, seasonPeople*days/seasonDays
	if testing.Short() {
		shifts, people = shifts/50, people/50
	}
	morning := from.At(8*60, w.s.Zone).UnixMilli()
	const numbers = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?1) "
	const day = "date(?2, '+' || (i * ?3 / ?1) || ' days')"
	const moment = "?4 + (i * ?3 / ?1) * 86400000 + (i * 7919) % 36000000"
	for _, m := range []struct {
		id, prefix, delta string
		n                 int
	}{{models.Shifts, "岗", "1", shifts}, {models.ShiftMinutes, "岗", "180 + i % 120", shifts}, {models.OnDutyPeople, "岗", "1", people * 242 / 273}, {models.Signups, "志", "1", people}, {models.SignupsVerified, "志", "1", people}} {
		exec("INSERT INTO entries (measure, org_id, day, delta, subject, recorded_at) "+numbers+"SELECT ?5, ?6 + i % 36, "+day+", "+m.delta+", ?7 || i, "+moment+" FROM n",
			m.n, from, days, morning, m.id, first, m.prefix)
	}
	exec("INSERT INTO signups (programme, org_id, person_id, stage, applied_on, waiting_since, reviewed_at) "+numbers+
		"SELECT 'volunteer', ?5 + i % 36, i, CASE WHEN i % 500 = 0 THEN 'applied' ELSE 'verified' END, "+day+", "+moment+", ?4 FROM n", people, from, days, morning, first)
}

// all composes the digests of every unit.
func (w *season) all(t testing.TB) (texts []string) {
	for _, o := range w.orgs {
		r, err := digest.Compose(context.Background(), w.s, o, w.due, false)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, r.Text)
	}
	return texts
}

// plain adds up what the city's digest tells, by SQL over all entries.
func (w *season) plain(t testing.TB) {
	today := calendar.DayOf(w.due)
	rows, err := w.raw.Query("SELECT org_id, measure, SUM(delta), SUM(CASE WHEN day = ? THEN delta ELSE 0 END), SUM(CASE WHEN day = ? THEN delta ELSE 0 END) FROM entries "+
		"WHERE recorded_at <= ? AND day <= ? GROUP BY org_id, measure", today, today.Add(-1), w.due.UnixMilli(), today)
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
	}
	if err := rows.Close(); err != nil {
		t.Fatal(err)
	}
}

// BenchmarkDigests composes all 89 digests of a day from the tallies, with the
// season's history and with a tenth of it, beside the figures of the city's alone
// by plain SQL over all rows.
func BenchmarkDigests(b *testing.B) {
	for _, days := range []int{seasonDays / 10, seasonDays} {
		w := newSeason(b, days)
		b.Run(fmt.Sprintf("89 by tallies/days=%d", days), func(b *testing.B) {
			w.all(b) // the first reads the file; with few runs it would count for much
			began := cpu(b)
			for b.Loop() {
				w.all(b)
			}
			b.ReportMetric(float64(cpu(b)-began)/float64(b.N), "cpu-ns/op")
		})
		b.Run(fmt.Sprintf("1 by plain SQL/days=%d", days), func(b *testing.B) {
			began := cpu(b)
			for b.Loop() {
				w.plain(b)
			}
			b.ReportMetric(float64(cpu(b)-began)/float64(b.N), "cpu-ns/op")
		})
	}
}

// cpu is what this process has computed so far, whatever else the machine did.
func cpu(b *testing.B) time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
