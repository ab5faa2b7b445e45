package parse

import (
	"xiaoqing/bot/parse/when"
	"xiaoqing/models/calendar"
)

const (
	hour    = 3600
	halfDay = 12 * hour
	fullDay = 24 * hour
)

// span is when something was or will be: seconds of the day, -1 for what was not
// said.
type span struct {
	day      calendar.Day
	from, to int
}

// chosen is the expression that the message means in the end: the first one, or
// the last one that follows a correction. Negated ones (不是今天) do not count.
func (m *message) chosen(ok func(when.Item) bool) (when.Item, bool) {
	var best when.Item
	found := false
	for _, it := range m.times {
		if !ok(it) || m.denied(it.I) || m.nowish(it) {
			continue
		}
		if found && it.Kind == when.Moment && best.A.Clock.Given && m.t.Before(it.I, "到") && m.corrected(it.I) {
			best.Kind, best.B = when.Stretch, it.A // 8点到8点50,说错了是到9点
		} else if !found || m.corrected(it.I) {
			best, found = it, true
		}
	}
	return best, found
}

func (m *message) denied(i int) bool {
	return m.t.Before(i, "不是") && !m.t.Before(i, "是不是") || m.t.Before(i, "并非")
}

func hasHours(it when.Item) bool {
	_, _, _, ok := it.Hours()
	return ok && it.Kind != when.Window
}

// dated says whether an item names a day that is no mere habit.
func (m *message) dated(it when.Item) bool {
	_, _, ok := it.Days(m.at, when.Past)
	return ok && it.Kind != when.Window && !it.A.Date.Every && !it.A.Date.Soft() && !m.longAgo(it)
}

// longAgo: 2018年 or 今年 is no day of a lesson.
func (m *message) longAgo(it when.Item) bool {
	a, b, _ := it.Days(m.at, when.Past)
	return b.Sub(a) > 40
}

// meant are the time and the day that a message means; one phrase may be both,
// unless another day corrects it.
func (m *message) meant(ok func(when.Item) bool) (it when.Item, timed bool, di when.Item, dayed bool) {
	it, timed = m.chosen(func(it when.Item) bool { return hasHours(it) && ok(it) })
	di, dayed = m.chosen(func(it when.Item) bool { return m.dated(it) && ok(it) })
	if timed && m.dated(it) && (it.A.Date.Given() || !dayed) && !(dayed && di.I > it.I && m.corrected(di.I)) {
		di, dayed = it, true
	}
	return it, timed, di, dayed
}

// anyTime leaves out no expression of time.
func anyTime(when.Item) bool { return true }

// passed is when something that is reported took place.
func (m *message) passed() span {
	s := span{from: -1, to: -1}
	it, timed, di, dayed := m.meant(m.happened())
	if !timed {
		if dayed {
			s.day, _, _ = di.Days(m.at, when.Past)
		}
		return s
	}
	if from, to, _, _ := it.Hours(); !dayed && m.noSuchDay() {
		return span{from: from, to: to}
	}
	if dayed && it.A.Part == when.NoPart && di.A.Part != when.NoPart && !it.A.Date.Given() {
		it.A.Part = di.A.Part
	}
	from, to, loose, _ := it.Hours()
	if dayed {
		s = m.onDay(di, from, to, loose)
	} else {
		s = m.justPassed(from, to, loose)
	}
	if it.Kind == when.Moment && m.isEnd(it) {
		s.from, s.to = -1, s.from
	}
	return s
}

// onDay settles hours on a day that was named.
func (m *message) onDay(di when.Item, from, to int, loose bool) span {
	day, _, _ := di.Days(m.at, when.Past)
	now := m.now()
	if day == calendar.DayOf(m.at) {
		if loose && from+halfDay <= now && last(from, to)+halfDay <= now+hour/2 {
			from, to = from+halfDay, lift(to)
		}
		if from > now && di.A.Date.Weekly() {
			day = day.Add(-7)
		}
	} else if loose && (from < 6*hour || from < 9*hour && from >= 6*hour && m.has(tTeach)) {
		from, to = from+halfDay, lift(to)
	}
	return span{day, from, to}
}

func (m *message) now() int {
	h, mi, s := m.at.Clock()
	return h*hour + mi*60 + s
}

func last(from, to int) int {
	if to > from {
		return to
	}
	return from
}

func lift(to int) int {
	if to < 0 {
		return to
	}
	return to + halfDay
}

// justPassed settles hours without a day: the nearest that have passed.
func (m *message) justPassed(from, to int, loose bool) span {
	now, today := m.now(), calendar.DayOf(m.at)
	for _, k := range [...]int{0, -1} {
		for _, add := range [...]int{halfDay, 0} {
			if add > 0 && !loose {
				continue
			}
			f, t := from+add, to
			if add > 0 {
				t = lift(to)
			}
			if k < 0 && add == 0 && loose && f < 6*hour || last(f, t)+k*fullDay > now+hour/2 {
				continue
			}
			return span{today.Add(k), f, t}
		}
	}
	return span{today.Add(-1), from, to}
}

// coming is when something that is planned will take place.
func (m *message) coming() span {
	s := span{from: -1, to: -1}
	it, timed, di, dayed := m.meant(anyTime)
	if !timed {
		if dayed {
			s.day, _, _ = di.Days(m.at, when.Coming)
		} else if p, ok := m.chosen(func(it when.Item) bool { return it.A.Part != when.NoPart }); ok {
			_, end := p.A.Part.Span()
			s.day = m.dayFor(end * 60)
		}
		return s
	}
	if dayed && it.A.Part == when.NoPart && !it.A.Date.Given() {
		it.A.Part = di.A.Part
	}
	from, to, loose, _ := it.Hours()
	if dayed {
		day, _, _ := di.Days(m.at, when.Coming)
		if loose && (from < 7*hour || from < 8*hour && m.has(tTeach|tLesson) || day == calendar.DayOf(m.at) && from < m.now()) {
			from, to = from+halfDay, lift(to)
		}
		return span{day, from, to}
	}
	if loose && (from < 7*hour || from < m.now() && from+halfDay > m.now()) {
		from, to = from+halfDay, lift(to)
	}
	if m.noSuchDay() {
		return span{from: from, to: to}
	}
	return span{m.dayFor(from), from, to}
}

// dayFor is today while that second is still to come, else tomorrow.
func (m *message) dayFor(sec int) calendar.Day {
	today := calendar.DayOf(m.at)
	if sec >= m.now() {
		return today
	}
	return today.Add(1)
}

// hhmm prints seconds of the day as 19:00.
func hhmm(sec int) string {
	if sec < 0 {
		return ""
	}
	return calendar.Clock(sec / 60 % 1440).String()
}

// put writes a span into fields with the minutes that follow from it.
func (s span) put(f *Fields) {
	f.Date, f.Start, f.End = s.day, hhmm(s.from), hhmm(s.to)
	if s.to > s.from && s.from >= 0 {
		f.Minutes = (s.to - s.from) / 60
	}
}
