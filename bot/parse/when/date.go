package when

import "xiaoqing/models/calendar"

// Date is a day or a stretch of days as it was said. Most are settled at once;
// the open ones (周三, 4月8日, 8号, 4月, 中秋) wait for a Bias.
type Date struct {
	kind  kind
	Mask  Mask   // weekdays
	Every bool   // 每, 工作日, 平时: a repetition, no single day
	part  within // 上旬, 月底, 第二周 of it
	soft  bool   // a solar term that is also a common name: 小满, 谷雨
	whole grain
	m, d  int  // monthDay, dayOnly, month; feast: d is its index
	a, b  days // fixed: first and last day
	off   days // 国庆前一天 is one day off
	nth   int
	wday  int
	by    *calendar.Holidays // which days are off; nil is as they came with the release
}

// arranged says which days are off, as far as that matters to d.
func (d Date) arranged() *calendar.Holidays {
	if d.by == nil {
		return calendar.Arranged()
	}
	return d.by
}

type kind uint8

const (
	none kind = iota
	fixed
	weekdays
	monthDay
	dayOnly
	month
	feast
	weekend
	vacation // d is its feast, m its year, 0 for open
)

// grain is how much one Date spans: it decides whether 前 and 后 may follow and
// what a range may inherit.
type grain uint8

const (
	oneDay grain = iota
	someDays
	oneWeek
	oneMonth
	someMonths
	oneYear
)

// within names a part of a stretch of days.
type within uint8

const (
	all within = iota
	early
	middle
	late
	lastDay
	firstDays
	nthWeek
	nthWeekday
	lastWeekday
	firstMonths
	nthMonth
	firstWeeks
	lastWeek
	nthDay
	nthWorkday
	lastWorkday
	workdayPast // the first after it
)

// Given says whether anything was said.
func (d Date) Given() bool { return d.kind != none }

// Soft says whether the words are as likely a person's name: 小满, 谷雨.
func (d Date) Soft() bool { return d.soft }

// Open says whether the Date depends on a Bias.
func (d Date) Open() bool { return d.kind != none && d.kind != fixed }

// Weekly says whether only days of the week were said.
func (d Date) Weekly() bool { return d.kind == weekdays || d.kind == weekend }

// span is the first and last day that d means, said on today.
func (d Date) span(today days, bias Bias) (a, b days, ok bool) {
	a, b, ok = d.base(today, bias)
	if ok && d.part != all {
		a, b, ok = d.narrow(a, b)
	}
	return a + d.off, b + d.off, ok
}

func (d Date) base(today days, bias Bias) (a, b days, ok bool) {
	switch d.kind {
	case fixed:
		return d.a, d.b, true
	case weekdays:
		a, b = d.Mask.near(today, bias)
	case weekend:
		a, _ = sat.near(today, bias)
		if today.weekday() == 7 && bias != Past {
			a = today - 1
		}
		b = a + 1
	case monthDay, feast:
		a, ok = d.yearly(today, bias)
		return a, a, ok
	case dayOnly:
		a, ok = d.monthly(today, bias)
		return a, a, ok
	case month:
		a, b = d.monthSpan(today, bias)
	case vacation:
		return d.vacation(today, bias)
	}
	return a, b, d.kind != none
}

// yearly finds the year of a month and day or of a feast.
func (d Date) yearly(today days, bias Bias) (days, bool) {
	if d.kind == feast && bias == Near {
		bias = Coming
	}
	y, _, _ := today.civil()
	best, found := days(0), false
	around := 1
	if d.m == 2 && d.d == 29 {
		around = 8
	}
	for k := -around; k <= around; k++ {
		n, ok := d.inYear(y + k)
		if ok && (!found || closer(n, best, today, bias)) {
			best, found = n, true
		}
	}
	return best, found
}

func (d Date) inYear(y int) (days, bool) {
	if d.kind == feast {
		return feasts[d.d].in(y)
	}
	if !exists(y, d.m, d.d) {
		return 0, false
	}
	return date(y, d.m, d.d), true
}

// recent is how far back Near looks for a day and month before it takes the
// next one to come.
const recent = 60

// closer says whether n fits better than best.
func closer(n, best, today days, bias Bias) bool {
	return rank(n, today, bias) < rank(best, today, bias)
}

// rank orders days by how well they fit, the best first; days on the wrong side
// come after all others.
func rank(n, today days, bias Bias) int {
	gap, wrong := int(n-today), 1<<20
	switch {
	case bias == Past && gap <= 0:
		return -gap
	case bias == Past:
		return wrong + gap
	case gap >= 0:
		return gap + recent
	case bias == Near && gap > -recent && n.year() == today.year():
		return -gap
	}
	return wrong - gap
}

// monthly finds the month of a bare day: 8号.
func (d Date) monthly(today days, bias Bias) (days, bool) {
	y, m, _ := today.civil()
	step := 1
	if bias == Past {
		step = -1
	}
	for k := 0; k < 12; k++ {
		yy, mm := shift(y, m, k*step)
		if n := date(yy, mm, d.d); exists(yy, mm, d.d) && (n-today)*days(step) >= 0 {
			return n, true
		}
	}
	return 0, false
}

func (d Date) monthSpan(today days, bias Bias) (a, b days) {
	y, m, _ := today.civil()
	switch {
	case bias == Past && d.m > m:
		y--
	case bias == Coming && d.m < m:
		y++
	}
	return date(y, d.m, 1), date(y, d.m, monthDays(y, d.m))
}

// one is a settled day.
func one(n days) Date { return Date{kind: fixed, a: n, b: n} }

// stretch is a settled stretch of days.
func stretch(a, b days, g grain) Date { return Date{kind: fixed, a: a, b: b, whole: g} }

func ofMonth(y, m int) Date {
	return stretch(date(y, m, 1), date(y, m, monthDays(y, m)), oneMonth)
}

func ofYear(y int) Date { return stretch(date(y, 1, 1), date(y, 12, 31), oneYear) }
