package jobs_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"xiaoqing/models"
	"xiaoqing/models/calendar"
	"xiaoqing/models/modeltest"
	"xiaoqing/models/post"
)

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
