package when

// lapse reads a moment counted from now: 三天前, 半小时后, 再过十分钟. again is the
// length of 过 before the length l, which ends at e.
func (r reader) lapse(i, again int, l Length, e int) (Item, bool) {
	if l.Months > 12*3000 || l.unit == daily && r.t.Before(e, "工作日") {
		return Item{}, false
	}
	j := r.t.Skip(e)
	if n := r.t.Any(j, "以来"); n > 0 {
		return r.sinceThen(i, j+n, l), true
	}
	n, sign := r.t.Any(j, "以前", "之前", "前"), -1
	if n == 0 {
		n, sign = r.t.Any(j, "以后", "之后", "过后", "后"), 1
	}
	if n == 0 && again == 0 || n == 1 && r.t.Any(j, "前后", "后天", "前往", "后来", "前面", "后面") > 0 {
		return r.inside(i, l, e)
	}
	if n == 0 {
		n, sign = 0, 1
	}
	it := Item{I: i, J: j + n, Kind: Moment, A: r.away(l, sign)}
	it.A.I, it.A.J, it.Length = i, j+n, l
	if n == 2 && (l.Secs == 0 || r.t.At(j) == '以') || again > 0 && r.t.At(j) == 0 {
		it.Open = Side((sign + 3) / 2)
	}
	it.A.Date = it.A.Date.rounded(l)
	if l.unit == years && l.more > 0 && l.more < 1000 && !l.half {
		it.A.Date, it.Open = it.A.Date.wider(sign*l.more), Closed
	}
	if l.unit == weeks && it.Open == Since && again == 0 {
		a := it.A.Date.a.monday()
		it.A.Date, it.Open = stretch(a, a+6, someDays), Closed
	}
	if it.Open == Closed && l.Secs == 0 {
		r.partToo(&it.A)
		r.clockToo(&it.A)
		it.J = it.A.J
	}
	return it, true
}

// sinceThen is the stretch of length l up to now: 三个月以来.
func (r reader) sinceThen(i, j int, l Length) Item {
	it := Item{I: i, J: j, Kind: Window, Length: l}
	if l.Secs == 0 {
		it.from = instant{day: r.away(l, -1).Date.rounded(l).a, day1: true}
		it.to = instant{day: r.today, day1: true}
		return it
	}
	it.to = instant{day: r.today, sec: r.now}
	it.from = instant{day: r.today.addMonths(-l.Months) - days(l.Days), sec: r.now}.add(-l.Secs)
	return it
}

// wider lets a settled year be up to years earlier or later: 二十几年前.
func (d Date) wider(years int) Date {
	if years < 0 {
		d.a = d.a.addMonths(12 * years)
	} else {
		d.b = d.b.addMonths(12 * years)
	}
	d.whole = someMonths
	return d
}

// inside reads 三天内, 一小时之内: until then.
func (r reader) inside(i int, l Length, e int) (Item, bool) {
	n := r.t.Any(e, "之内", "以内", "内")
	if n == 0 || r.t.Any(e, "内容", "内部", "内科") > 0 {
		return Item{}, false
	}
	it := Item{I: i, J: e + n, Kind: Moment, A: r.away(l, 1), Open: Until, Length: l, within: true}
	it.from = instant{day: r.today, sec: r.now}
	it.A.I, it.A.J = i, e+n
	return it, true
}

// away is the moment l before or after now.
func (r reader) away(l Length, sign int) Point {
	day := r.today.addMonths(sign*l.Months) + days(sign*l.Days)
	if l.Secs == 0 || l.Days > 0 && l.Secs == 12*3600 {
		return Point{Date: one(day)}
	}
	n := instant{day: day, sec: r.now}.add(sign * l.Secs)
	return Point{Date: one(n.day), Clock: Clock{Given: true, Sec: n.sec, Sure: true}}
}
