package when

// narrow takes the part of a stretch that was named: 下旬, 第二周, 第一个星期一.
func (d Date) narrow(a, b days) (days, days, bool) {
	switch d.part {
	case early:
		return a, min(a+days(d.nth)-1, b), true
	case middle:
		return a + 10, a + 19, true
	case late:
		return a + days(d.nth) - 1, b, true
	case lastDay:
		return b - days(d.nth), b, true
	case nthDay:
		return a + days(d.nth) - 1, a + days(d.nth) - 1, a+days(d.nth)-1 <= b
	case nthWorkday, lastWorkday, workdayPast:
		return d.workday(a, b)
	case lastWeek:
		return b.monday(), b.monday() + 6, true
	case firstDays:
		return a, a + days(d.nth) - 1, true
	case nthWeek, firstWeeks:
		return d.weeks(a)
	case nthWeekday, lastWeekday:
		return d.weekdayOf(a, b)
	case firstMonths:
		return a, a.addMonths(d.nth) - 1, true
	}
	return a.addMonths(d.nth - 1), a.addMonths(d.nth) - 1, true
}

// workday is the working day of a stretch that was named, or the first after it.
func (d Date) workday(a, b days) (days, days, bool) {
	off := d.arranged()
	n := b
	switch d.part {
	case nthWorkday:
		n = daysTo(off.NextWorking((a - 1).Day(), d.nth))
	case workdayPast:
		n = daysTo(off.NextWorking(b.Day(), 1))
		return n, n, true
	case lastWorkday:
		for n > a && off.Off(n.Day()) {
			n--
		}
	}
	return n, n, n >= a && n <= b
}

func (d Date) weeks(a days) (days, days, bool) {
	first := (a + 6).monday()
	if d.part == firstWeeks {
		return first, first + days(7*d.nth) - 1, true
	}
	first += days(7 * (d.nth - 1))
	return first, first + 6, true
}

func (d Date) weekdayOf(a, b days) (days, days, bool) {
	n := a + days(floorMod(d.wday-a.weekday(), 7)+7*(d.nth-1))
	if d.part == lastWeekday {
		n = b - days(floorMod(b.weekday()-d.wday, 7))
	}
	return n, n, n >= a && n <= b
}

// rounded widens a settled day to what a length counts in: two years ago is a
// year, half a year ago a month.
func (d Date) rounded(l Length) Date {
	y, m, _ := d.a.civil()
	switch {
	case l.unit == years && !l.half && l.Months%12 == 0:
		d = ofYear(y)
	case l.Days == 0 && (l.unit == months || l.unit == quarters || l.unit == years):
		d = ofMonth(y, m)
	}
	if d.whole != oneDay {
		d.whole = someDays
	}
	return d
}
