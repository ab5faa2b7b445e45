package jobs_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"xiaoqing/bot/digest"
	"xiaoqing/jobs"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// month is thirty days in a small city: people sign up, are reviewed and sent on,
// tutors report late and correct themselves, while three replicas do the jobs.
type month struct {
	*service
	r        *rand.Rand
	orgs     []models.Org
	groups   map[int64]models.Org
	replicas []*jobs.Clock
	lead     int64
	child    models.Lesson // what a lesson of the child is like
	signups  []models.Ticket
	people   int
	held     map[string]bool      // digests that a coordinator held back, by org and day
	early    map[string]time.Time // or sent before their time, and when
	noted    map[string]string    // or added words to
	shown    int                  // previews that there must be
}

func newMonth(w *service) *month {
	m := &month{service: w, r: rand.New(rand.NewPCG(7, 11)), groups: map[int64]models.Org{},
		held: map[string]bool{}, early: map[string]time.Time{}, noted: map[string]string{}}
	m.orgs = []models.Org{w.city, w.street}
	for i, name := range []string{"国年路社区", "政府路社区", "四平路街道"} {
		above, level := w.street, models.Community
		if i == 2 {
			above, level = w.city, models.Street
		}
		o, err := w.s.AddOrg(bg, above, name, level, true, at("2022-04-01 08:00"))
		w.must(err)
		m.orgs = append(m.orgs, o)
	}
	for _, o := range []models.Org{w.city, w.street, m.orgs[2]} {
		m.groups[w.group(o.Name, o, "2022-04-01 09:00").ID] = o
	}
	m.lead = w.coordinator("lead of all", w.city)
	m.child = w.lesson()
	for range 3 {
		t := w.tools()
		all := slices.DeleteFunc(jobs.All(t), func(j jobs.Job) bool {
			return !slices.Contains([]string{"digest", "preview", "weekly", "tally"}, j.Name)
		})
		c, err := jobs.NewClock(t, w.programme, all)
		w.must(err)
		m.replicas = append(m.replicas, c)
	}
	return m
}

func clock(now time.Time) string { return now.Format("2006-01-02 15:04") }

// live does a few things at that time, as people do, also for days past.
func (m *month) live(now time.Time) {
	m.Helper()
	for range 1 + m.r.IntN(3) {
		m.people++
		m.signups = append(m.signups, m.signUp(m.orgs[1+m.r.IntN(4)], fmt.Sprintf("人%d", m.people), clock(now)))
	}
	by, some := m.actor(m.lead, clock(now)), m.signups[m.r.IntN(len(m.signups))]
	switch m.r.IntN(3) { // refused when it was decided on before: then nothing follows
	case 0:
		_, _ = m.s.Approve(bg, by, some)
	case 1:
		_, _ = m.s.Transfer(bg, by, some, m.orgs[1+m.r.IntN(4)])
	}
	if m.r.IntN(2) == 0 {
		m.report(now)
	}
}

// report is of a lesson that nobody had planned, today's or one of days past; some
// are corrected at once.
func (m *month) report(now time.Time) {
	m.Helper()
	l := m.child
	l.ID, l.Planned, l.Given = 0, false, false
	l.Day = calendar.DayOf(now).Add(-m.r.IntN(4))
	l.Start = calendar.Clock(6*60 + m.r.IntN(4)*60)
	for _, minutes := range []int{45, 60}[:1+m.r.IntN(2)] {
		if _, err := m.s.ReportLesson(bg, m.actor(l.TutorID, clock(now)), l, models.Report{Start: l.Start, Minutes: minutes}); err != nil && models.KindOf(err) == models.Internal {
			m.Fatal(err)
		}
	}
}

// work lets some replicas at once do what is due.
func (m *month) work(now time.Time, replicas int) {
	m.Helper()
	var all sync.WaitGroup
	for _, c := range m.replicas[:replicas] {
		all.Go(func() {
			if err := c.CatchUp(bg, now); err != nil {
				m.Error(err)
			}
		})
	}
	all.Wait()
}

// TestAMonthOfDigestsCanBeWorkedOutAgain compares each digest that was posted with
// what all entries recorded until its cut-off add up to.
func TestAMonthOfDigestsCanBeWorkedOutAgain(t *testing.T) {
	each(t, func(w *service) {
		m := newMonth(w)
		down := map[calendar.Day]int{"2022-04-12": 12, "2022-04-20": 12, "2022-04-21": 0, "2022-04-22": 0} // from which hour on nobody is up
		for day := calendar.Day("2022-04-07"); day < "2022-05-07"; day = day.Add(1) {
			for _, hour := range []int{0, 9, 12, 17, 18, 23} {
				now := day.At(calendar.Clock(hour*60+11), m.s.Zone)
				switch hour {
				case 17: // the preview, of 17:40, is out by then
					now = day.At(17*60+45, m.s.Zone)
				case 18:
					now = day.At(models.DigestClock, m.s.Zone)
				}
				if hour != 18 {
					m.live(now)
				}
				m.wall = m.wall.Add(time.Hour)
				if from, some := down[day]; some && hour >= from || hour == 0 && m.r.IntN(3) == 0 { // or a night that nobody seals
					continue
				}
				m.work(now, 1+m.r.IntN(3))
				if hour == 17 {
					m.shown += 2 // the city and the street have groups and coordinators
					m.choose(day, now)
				}
				if hour < 23 {
					continue
				}
				if key := choiceKey(m.street, day); day == "2022-04-28" { // held back, and let go late
					delete(m.held, key)
					m.send(m.street, day, now)
				}
				switch day {
				case "2022-04-15": // the clock runs ahead past midnight, and is set right
					m.work(day.Add(1).At(12*60, m.s.Zone), 2)
				case "2022-04-25": // it is set back to before what was posted, and right again
					m.work(day.At(17*60+30, m.s.Zone), 3)
					m.work(now, 3)
				}
			}
		}
		// From the day before the first on, each but those of the 20th and 21st, which were
		// more than a day late when somebody was up again.
		m.check((31-2)*len(m.groups) - len(m.held))
		m.checkWeeks()
		m.checkPreviews()
	})
}

func choiceKey(o models.Org, day calendar.Day) string { return fmt.Sprint(o.ID, day) }

// choose is what coordinators say of some previews: to hold the digest back, to send
// it at once, to add words.
func (m *month) choose(day calendar.Day, now time.Time) {
	m.Helper()
	due, by := day.At(models.DigestClock, m.s.Zone), m.actor(m.lead, clock(now))
	switch day {
	case "2022-04-14", "2022-04-28":
		m.must(m.s.HoldDigest(bg, by, m.street, due))
		m.held[choiceKey(m.street, day)] = true
	case "2022-04-18":
		m.early[choiceKey(m.city, day)] = now
		m.send(m.city, day, now)
	case "2022-04-24":
		m.noted[choiceKey(m.street, day)] = "明早8点体育馆集合"
		m.must(m.s.NoteDigest(bg, by, m.street, due, "明早8点体育馆集合"))
	}
}

// send posts a digest by hand, as of now or, when that is over, as of its own time.
func (m *month) send(o models.Org, day calendar.Day, now time.Time) {
	m.Helper()
	due, cutoff := day.At(models.DigestClock, m.s.Zone), now
	if due.Before(now) {
		cutoff = due
	}
	groups, err := m.s.GroupsOf(bg, o.ID)
	m.must(err)
	m.must(m.s.Tx(bg, func(tx *models.Store) error {
		for _, g := range groups {
			all, err := digest.Letters(bg, tx, o, digest.Posting{Group: g.ID, Due: due, Cutoff: cutoff, Now: now, Expires: due.Add(24 * time.Hour), Late: now.After(due)})
			if err != nil {
				return err
			}
			for _, n := range all {
				if err := tx.TellGroup(bg, g, n); err != nil {
					return err
				}
			}
		}
		return tx.SentDigest(bg, m.actor(m.lead, clock(now)), o, due)
	}))
}
