package when

// settled is p's second of the day with its half known; without a part of the
// day the hour is taken as it was written.
func (p Point) settled() int {
	if p.Clock.Sure || p.Part == NoPart {
		return p.Clock.Sec
	}
	return p.Part.settle(p.Clock.Sec)
}

// loose says whether the half of the day is still open.
func (p Point) loose() bool {
	return p.Clock.Given && !p.Clock.Sure && !p.Clock.Lead && p.Part == NoPart && p.Clock.Sec < 13*3600
}

const halfDay, wholeDay = 12 * 3600, 24 * 3600

// Hours are the clock times of a moment or a stretch in seconds, their halves of
// the day settled against each other; an end past midnight counts on. loose says
// that both may be twelve hours later. ok is false when no hour was said.
func (it Item) Hours() (from, to int, loose, ok bool) {
	if !it.A.Clock.Given {
		return 0, 0, false, false
	}
	from = it.A.settled()
	if it.Kind != Stretch && it.Kind != Repeating || !it.B.Clock.Given {
		return from, -1, it.A.loose(), true
	}
	if from, to = it.hours(from); to <= from && it.B.Date.Given() {
		to += wholeDay
	}
	return from, to, it.A.loose() && it.B.loose() && to < wholeDay && from < halfDay, true
}

func (it Item) hours(from int) (int, int) {
	b := it.B
	to := b.settled()
	if b.loose() && it.A.Part != NoPart {
		b.Part = it.A.Part
		to = b.settled()
	}
	if it.A.loose() && !it.B.loose() && to-from > halfDay {
		from += halfDay
	}
	if it.B.Date.Given() && it.A.Date.Given() {
		return from, to
	}
	if to <= from && it.B.loose() && to+halfDay > from {
		to += halfDay
	} else if to <= from {
		to += wholeDay
	}
	return from, to
}

// days settles the day or days of an item, said on today.
func (it Item) days(today days, bias Bias) (a, b days, ok bool) {
	a, b, ok = it.A.Date.span(today, bias)
	if it.Kind != Stretch || !it.B.Date.Given() {
		return a, b, ok
	}
	if !ok {
		a, ok = today, !it.A.Date.Given()
	}
	_, d, ok2 := it.B.Date.span(a, Coming)
	if it.B.Date.kind == dayOnly && a.beyondMonth(d, it.B.Date.d) {
		return a, d, false // 2月28日到30日
	}
	if !it.B.Date.Open() {
		_, d, ok2 = it.B.Date.span(today, bias)
		a = it.A.Date.notAfter(a, d)
	}
	return a, d, ok && ok2
}

// beyondMonth says whether d was sought in a later month only because a's month
// has no such day.
func (a days) beyondMonth(d days, day int) bool {
	y, m, first := a.civil()
	_, m2, _ := d.civil()
	return day > first && m2 != m && !exists(y, m, day)
}

// notAfter moves an open first end back a year when it came out after the last.
func (d Date) notAfter(a, last days) days {
	if a > last && d.Open() && (d.kind == monthDay || d.kind == month) {
		return a.addMonths(-12)
	}
	return a
}
