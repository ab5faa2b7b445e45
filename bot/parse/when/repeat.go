package when

// every reads a repetition at i: 每天晚上8点, 每周二、四, 每月4号, 每半个钟头.
func (r reader) every(i int) (Item, bool) {
	if c := r.t.At(i); c == '隔' {
		return r.alternate(i)
	} else if c == '除' {
		return r.except(i)
	} else if c != '每' && c != '逢' {
		return Item{}, false
	}
	n := r.t.Any(i, "每逢", "每隔", "每到", "每个", "每", "逢")
	it := Item{I: i, Kind: Repeating}
	j := r.t.Skip(i + n)
	rule, e := r.rule(j, r.t.At(i+n-1) == '隔')
	if e == 0 {
		return it, false
	}
	it.Rule, it.J = rule, e
	it, ok := r.timed(it)
	if rule.Freq == "DAILY" && rule.Interval == 0 {
		it = r.without(it)
	}
	return it, ok
}

func (r reader) rule(j int, apart bool) (Rule, int) {
	if m, e := daysAt(r.t, j); m != 0 {
		return Rule{Freq: "WEEKLY", Mask: m}, e
	}
	if n := r.t.Any(j, "周周末", "周末", "周的周末", "双休日"); n > 0 {
		return Rule{Freq: "WEEKLY", Mask: ends}, j + n
	}
	if k := weekPrefix(r.t, j); k > 0 {
		return r.weekRule(j + k)
	}
	if n := r.t.Any(j, "工作日"); n > 0 {
		return Rule{Freq: "WEEKLY", Mask: workday}, j + n
	}
	switch r.t.At(j) {
	case '天', '日':
		return Rule{Freq: "DAILY"}, j + 1
	case '早', '晚', '上', '下', '中', '夜', '清', '傍', '凌':
		if _, n := partAt(r.t, j); n > 0 {
			return Rule{Freq: "DAILY"}, j
		}
	case '月':
		return r.monthRule(j + 1)
	case '年':
		return r.yearRule(j + 1)
	}
	return r.interval(j, apart)
}

func (r reader) weekRule(j int) (Rule, int) {
	j = r.t.Skip(j + r.t.Any(j, "的"))
	if n := r.t.Any(j, "工作日"); n > 0 {
		return Rule{Freq: "WEEKLY", Mask: workday}, j + n
	}
	if m, e := daysAt(r.t, j); m != 0 {
		return Rule{Freq: "WEEKLY", Mask: m}, e
	}
	return Rule{Freq: "WEEKLY"}, j
}

func (r reader) monthRule(j int) (Rule, int) {
	if k := r.t.Any(j, "月底", "底", "末", "最后一天", "的最后一天"); k > 0 {
		return Rule{Freq: "MONTHLY", MonthDay: -1}, j + k
	}
	var d Date
	if e := r.ordinal(&d, r.t.Skip(j+r.t.Has(j, "的"))); e > 0 && (d.part == nthWeekday || d.part == lastWeekday) {
		return Rule{Freq: "MONTHLY", Mask: bit(d.wday), Nth: d.nth}, e
	}
	n, ok := r.t.Number(r.t.Skip(j + r.t.Has(j, "的")))
	if c := r.t.At(n.End); ok && (c == '号' || c == '日') && n.Value <= 31 {
		return r.alsoOn(Rule{Freq: "MONTHLY", MonthDay: int(n.Value)}, n.End+1)
	}
	return Rule{Freq: "MONTHLY"}, j
}

// alsoOn takes the second day of 每月1号和15号.
func (r reader) alsoOn(u Rule, i int) (Rule, int) {
	k := r.t.Any(i, "和", "、", "跟", "及")
	n, ok := r.t.Number(i + k)
	if c := r.t.At(n.End); k > 0 && ok && (c == '号' || c == '日') && n.Value <= 31 && n.Value > 0 {
		u.And = int(n.Value)
		return u, n.End + 1
	}
	return u, i
}

func (r reader) yearRule(j int) (Rule, int) {
	d, e := r.dateAt(r.t.Skip(j + r.t.Has(j, "的")))
	switch {
	case e > 0 && d.kind == monthDay:
		return Rule{Freq: "YEARLY", Month: d.m, MonthDay: d.d}, e
	case e > 0 && d.kind == month:
		return Rule{Freq: "YEARLY", Month: d.m}, e
	case e > 0 && d.kind == feast:
		a, _, _ := d.span(r.today, Near)
		this, _, _ := r.today.civil()
		if n, ok := d.inYear(this); ok {
			a = n
		}
		_, m, day := a.civil()
		return Rule{Freq: "YEARLY", Month: m, MonthDay: day}, e
	}
	return Rule{Freq: "YEARLY"}, j
}

// interval reads 两小时, 半个钟头, 200秒, 小时 after 每.
func (r reader) interval(j int, apart bool) (Rule, int) {
	l, e := lengthAt(r.t, j)
	if e == 0 {
		u, n := lengthUnit(r.t, j)
		if n == 0 || u == noUnit || u >= hours && r.t.Any(j, "小时", "分钟", "秒") == 0 {
			return Rule{}, 0
		}
		l.unit, e = u, j+n
		l.Months = 3 * b2i(u == quarters)
		l.Secs = map[unit]int{hours: 3600, minutes: 60, secs: 1}[u]
	}
	rule, ok := ruleOf(l, apart)
	if !ok {
		return Rule{}, 0
	}
	return rule, e
}

// ruleOf repeats every l; apart is the 隔 of 每隔一周, which skips that long.
func ruleOf(l Length, apart bool) (Rule, bool) {
	more := b2i(apart)
	switch {
	case l.unit >= hours && l.Secs%3600 == 0 && l.Secs > 0:
		return Rule{Freq: "HOURLY", Interval: l.Secs / 3600}, true
	case l.unit >= hours && l.Secs%60 == 0 && l.Secs >= 60 && l.unit != secs:
		return Rule{Freq: "MINUTELY", Interval: l.Secs / 60}, true
	case l.unit >= hours && l.Secs > 0:
		return Rule{Freq: "SECONDLY", Interval: l.Secs}, true
	case l.Days%7 == 0 && l.Days > 0 && l.unit == weeks:
		return Rule{Freq: "WEEKLY", Interval: l.Days/7 + more}, true
	case l.Days > 0:
		return Rule{Freq: "DAILY", Interval: l.Days + more}, true
	case l.Months > 0:
		return Rule{Freq: "MONTHLY", Interval: l.Months + more}, true
	}
	return Rule{}, false
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// timed reads the part of the day and the hours of a repetition.
func (r reader) timed(it Item) (Item, bool) {
	p := Point{I: r.glue(it.J), J: r.glue(it.J)}
	r.partToo(&p)
	r.clockToo(&p)
	if !p.Given() {
		return it, true
	}
	p.Date = Date{}
	tail, ok := r.till(p)
	if ok && tail.Open == Closed {
		it.A, it.B, it.J = tail.A, tail.B, tail.J
	}
	return it, true
}
