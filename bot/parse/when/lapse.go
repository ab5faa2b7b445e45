package when

// lapse reads a moment counted from now: 三天前, 半小时后, 十分钟之前.
func (r reader) lapse(i int) (Item, bool) {
	again := r.t.Any(i, "再过", "过")
	l, e := lengthAt(r.t, i+again)
	if e == 0 || l.Months > 12*3000 {
		return Item{}, false
	}
	j := r.t.Skip(e)
	if n := r.t.Any(j, "以来"); n > 0 && l.Secs == 0 {
		it := Item{I: i, J: j + n, Kind: Window, Length: l, to: instant{day: r.today, day1: true}}
		it.from = instant{day: r.away(l, -1).Date.rounded(l).a, day1: true}
		return it, true
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
	if it.A.Date = it.A.Date.rounded(l); l.unit == weeks && it.Open == Since {
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
