package when

// except reads 除了周三每天 and 除周末外都: the days that are left.
func (r reader) except(i int) (Item, bool) {
	m, j := r.excepted(i)
	if m == 0 {
		return Item{}, false
	}
	out := r.t.Any(j, "之外", "以外", "外")
	j += out
	if r.t.At(j) == ',' {
		j = r.t.Skip(j + 1)
	}
	n := r.t.Any(j, "每天", "天天", "其他时间", "其它时间", "其他日子", "其余时间", "其余", "其他")
	if n == 0 && (out == 0 || r.t.Any(j, "都", "全", "均") == 0) {
		return Item{}, false
	}
	return r.timed(Item{I: i, J: j + n, Kind: Repeating, Rule: Rule{Freq: "WEEKLY", Mask: Daily &^ m}})
}

// excepted reads 除了周三 and 除周末: the days left out.
func (r reader) excepted(i int) (Mask, int) {
	n := r.t.Any(i, "除了", "除开", "除去", "除")
	if n == 0 {
		return 0, 0
	}
	j := r.t.Skip(i + n)
	if k := r.t.Any(j, "每周末", "周末", "双休日"); k > 0 {
		return ends, j + k
	}
	m, e := daysAt(r.t, j+r.t.Has(j, "每"))
	return m, e
}

// without takes 除了周三 after 每天 or 每天晚上7点.
func (r reader) without(it Item) Item {
	j := r.t.Skip(it.J)
	if r.t.At(j) == ',' || r.t.At(j) == '(' {
		j = r.t.Skip(j + 1)
	}
	if r.t.At(j) != '除' {
		return it
	}
	if m, e := r.excepted(j); m != 0 {
		it.Rule, it.J = Rule{Freq: "WEEKLY", Mask: Daily &^ m}, e+r.t.Any(e, "之外", "以外", "外")
	}
	return it
}

// alternate reads 隔周, 隔天.
func (r reader) alternate(i int) (Item, bool) {
	it := Item{I: i, Kind: Repeating}
	switch {
	case r.t.At(i) != '隔':
		return it, false
	case r.t.Any(i, "隔周", "隔一周", "隔星期") > 0:
		it.Rule, it.J = Rule{Freq: "WEEKLY", Interval: 2}, i+r.t.Any(i, "隔一周", "隔周", "隔星期")
		if m, e := daysAt(r.t, it.J-1); m != 0 {
			it.Rule.Mask, it.J = m, e
		} else if m, e := daysAt(r.t, r.t.Skip(it.J)); m != 0 {
			it.Rule.Mask, it.J = m, e
		}
		return r.timed(it)
	case r.t.Any(i, "隔天", "隔一天", "隔日") > 0 && r.t.Any(i+2, "就", "再", "又", "才") == 0:
		it.Rule, it.J = Rule{Freq: "DAILY", Interval: 2}, i+r.t.Any(i, "隔天", "隔一天", "隔日")
		it.J += r.t.Any(it.J, "一次")
		return r.timed(it)
	}
	return it, false
}
