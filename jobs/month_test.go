package jobs_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"xiaoqing/bot/digest"
	"xiaoqing/jobs"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
	"xiaoqing/models/modeltest"
	"xiaoqing/models/post"
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

// checkWeeks works out every weekly digest anew.
func (m *month) checkWeeks() {
	m.Helper()
	entries, seen := m.entries(), map[string]bool{}
	for _, l := range m.letters("weekly") {
		due := at(strings.Replace(strings.Split(l.Key, "/")[2], "T", " ", 1))
		if seen[l.Key] || due.Weekday() != time.Monday {
			m.Errorf("posted twice, or not for a Monday: %s", l.Key)
		}
		seen[l.Key] = true
		monday := calendar.DayOf(due)
		sum := m.sum(m.groups[l.GroupID], due, entries)
		within := func(from, to calendar.Day) map[string]int64 {
			return sum(func(e models.Entry) bool { return e.Day >= from && e.Day <= to })
		}
		now, before, total := within(monday.Add(-7), monday.Add(-1)), within(monday.Add(-14), monday.Add(-8)), within("", monday.Add(-1))
		m.wantLines(m.words(l).Text, "本周："+m.line(now, now, before), "上周："+m.line(before, now, before), "累计："+m.line(total, total))
	}
	if want := 4 * len(m.groups); len(seen) != want {
		m.Errorf("%d weekly digests, want %d", len(seen), want)
	}
}

// checkPreviews works out anew what coordinators were shown.
func (m *month) checkPreviews() {
	m.Helper()
	entries, letters := m.entries(), m.letters("preview")
	seen := map[string]bool{}
	for _, l := range letters {
		parts := strings.Split(l.Key, ":")
		i := slices.IndexFunc(m.orgs, func(o models.Org) bool { return fmt.Sprint(o.ID) == parts[1] })
		day := calendar.Day(parts[2])
		if seen[parts[1]+parts[2]+fmt.Sprint(l.PersonID)] {
			m.Errorf("shown twice: %s", l.Key)
		}
		seen[parts[1]+parts[2]+fmt.Sprint(l.PersonID)] = true
		sum := m.sum(m.orgs[i], day.At(17*60+40, m.s.Zone), entries)
		now, before := sum(func(e models.Entry) bool { return e.Day == day }), sum(func(e models.Entry) bool { return e.Day == day.Add(-1) })
		total := sum(func(e models.Entry) bool { return e.Day <= day })
		m.wantLines(m.words(l).Text, "今日："+m.line(now, now, before), "昨日全天："+m.line(before, now, before), "累计："+m.line(total, total))
	}
	if len(letters) != m.shown {
		m.Errorf("%d previews, want %d", len(letters), m.shown)
	}
}

// check works out every digest anew.
func (m *month) check(want int) {
	m.Helper()
	entries := m.entries()
	letters := m.letters("digest")
	seen, corrected := map[string]bool{}, 0
	posted := map[int64][]calendar.Day{}
	for _, l := range letters {
		day, _, _ := strings.Cut(strings.Split(l.Key, "/")[2], "T")
		posted[l.GroupID] = append(posted[l.GroupID], calendar.Day(day))
	}
	for _, l := range letters {
		if seen[l.Key] {
			m.Errorf("posted twice: %s", l.Key)
		}
		seen[l.Key] = true
		due := at(strings.Replace(strings.Split(l.Key, "/")[2], "T", " ", 1))
		org, day := m.groups[l.GroupID], calendar.DayOf(due)
		if m.held[choiceKey(org, day)] {
			m.Errorf("it was held back: %s", l.Key)
		}
		if sent, some := m.early[choiceKey(org, day)]; some {
			due = sent
		}
		if note := m.noted[choiceKey(org, day)]; note != "" {
			m.wantLines(m.words(l).Text, "补充："+note)
		}
		corrected += m.recompute(l, m.groups[l.GroupID], due, before(posted[l.GroupID], day), entries)
	}
	if len(letters) != want {
		m.Errorf("%d digests, want %d", len(letters), want)
	}
	if corrected < 20 {
		m.Errorf("only %d digests told of corrections: the month was too quiet", corrected)
	}
}

// before is the last of days that is before day, the day before where none is.
func before(days []calendar.Day, day calendar.Day) calendar.Day {
	last := calendar.Day("")
	for _, d := range days {
		if d < day {
			last = max(last, d)
		}
	}
	if last == "" {
		last = day.Add(-1)
	}
	return last
}

// entries are read by plain SQL.
func (m *month) entries() (all []models.Entry) {
	m.Helper()
	rows, err := modeltest.Raw(m.T, m.s.Database).Query("SELECT measure, org_id, day, delta, recorded_at FROM entries")
	m.must(err)
	defer rows.Close()
	for rows.Next() {
		var e models.Entry
		var day string
		m.must(rows.Scan(&e.Measure, &e.OrgID, &day, &e.Delta, &e.RecordedAt))
		e.Day = calendar.Day(day)
		all = append(all, e)
	}
	m.must(rows.Err())
	return all
}

// recompute writes the lines of figures of one digest from entries alone and wants
// them in what was posted; it returns 1 when there were corrections since the digest
// of the day told.
func (m *month) recompute(l post.Letter, org models.Org, due time.Time, told calendar.Day, entries []models.Entry) int {
	m.Helper()
	today := calendar.DayOf(due)
	sum := m.sum(org, due, entries)
	now, before := sum(func(e models.Entry) bool { return e.Day == today }), sum(func(e models.Entry) bool { return e.Day == today.Add(-1) })
	total := sum(func(e models.Entry) bool { return e.Day <= today })
	text := m.words(l).Text
	if len(total) == 0 && strings.HasSuffix(text, "\n今天还没有新的报名和课程，一有动静就报上来。") {
		return 0
	}
	m.wantLines(text, "今日："+m.line(now, now, before), "昨日全天："+m.line(before, now, before), "累计："+m.line(total, total))
	return m.corrections(text, told, sum)
}

// sum adds up what org and all below it had recorded until cutoff.
func (m *month) sum(org models.Org, cutoff time.Time, entries []models.Entry) func(func(models.Entry) bool) map[string]int64 {
	return func(on func(e models.Entry) bool) map[string]int64 {
		f := map[string]int64{}
		for _, e := range entries {
			i := slices.IndexFunc(m.orgs, func(o models.Org) bool { return o.ID == e.OrgID })
			if e.RecordedAt <= cutoff.UnixMilli() && m.orgs[i].Within(org) && on(e) {
				f[e.Measure] += e.Delta
			}
		}
		return f
	}
}

// wantLines wants each of the lines in what was posted.
func (m *month) wantLines(text string, lines ...string) {
	m.Helper()
	for _, want := range lines {
		if !slices.Contains(strings.Split(text, "\n"), want) {
			m.Errorf("want the line\n%s\nin\n%s", want, text)
		}
	}
}

// line is how the figures of a period read, those that are shown with others.
func (m *month) line(f map[string]int64, shownWith ...map[string]int64) string {
	var parts []string
	some := false
	for _, x := range []struct{ id, form string }{{"signups", "报名%d人"}, {"signups_verified", "审核通过%d人"}, {"enrolments", "报云托班%d人"}, {"lessons_planned", "排课%d节"},
		{"lessons_given", "上课%d节"}, {"tutoring_turns", "辅导%d人次"}, {"periods", "共%s课时"}} {
		if !slices.ContainsFunc(shownWith, func(f map[string]int64) bool { return f[x.id] != 0 }) {
			continue
		}
		some = some || f[x.id] != 0
		if x.id == "periods" {
			parts = append(parts, fmt.Sprintf(x.form, strings.TrimSuffix(fmt.Sprintf("%.1f", float64(f[x.id])/2), ".0")))
		} else {
			parts = append(parts, fmt.Sprintf(x.form, f[x.id]))
		}
	}
	if !some {
		return "没有新增"
	}
	return strings.Join(parts, "，")
}

// corrections wants 更正 told where, and only where, a figure of a sealed day
// changed since the digest of the day last, the last that its group was sent.
func (m *month) corrections(text string, last calendar.Day, sum func(func(models.Entry) bool) map[string]int64) int {
	m.Helper()
	told := last.At(models.DigestClock, m.s.Zone).UnixMilli()
	changed := 0
	for day := calendar.Day("2022-03-20"); day <= last; day = day.Add(1) {
		sealed := day.Add(1).At(10, m.s.Zone).UnixMilli()
		for id, delta := range sum(func(e models.Entry) bool { return e.Day == day && e.RecordedAt > max(told, sealed) }) {
			if delta == 0 || id == models.EnrolmentsPaired || id == models.EnrolmentsWaiting {
				continue
			}
			changed++
			now := sum(func(e models.Entry) bool { return e.Day == day })[id]
			_, month, d := day.Date()
			if id == models.Signups && !strings.Contains(text, fmt.Sprintf("报名%d人改为%d人", now-delta, now)) && !strings.Contains(text, "一共") || !strings.Contains(text, fmt.Sprintf("%d月%d日", month, d)) && !strings.Contains(text, "一共") {
				m.Errorf("%s of %s: %d became %d, which is not told in\n%s", id, day, now-delta, now, text)
			}
		}
	}
	if strings.Contains(text, "更正：") != (changed > 0) {
		m.Errorf("%d changes, but\n%s", changed, text)
	}
	return min(changed, 1)
}
