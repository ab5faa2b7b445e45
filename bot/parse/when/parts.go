package when

import "xiaoqing/bot/parse/script"

// monthPart reads 初, 底, 上旬, 第二周, 最后一个星期一, 前4天 after a month at i.
func (r reader) monthPart(d *Date, i int) (end int) {
	i = r.t.Skip(i)
	for _, p := range [...]struct {
		word string
		part within
		nth  int
	}{{"上旬", early, 10}, {"中旬", middle, 0}, {"下旬", late, 21}, {"月初", early, 5}, {"初", early, 5}, {"月底", lastDay, 0}, {"底", lastDay, 0}, {"月末", lastDay, 0}, {"末", lastDay, 0},
		{"首周", nthWeek, 1}} {
		if n := r.t.Has(i, p.word); n > 0 {
			if p.part == early && p.nth == 5 && script.Numeric(r.t.At(i+n)) {
				return 0 // 初一
			}
			d.part, d.nth, d.whole = p.part, p.nth, someDays
			if p.part == lastDay {
				d.whole = oneDay
			}
			return i + n
		}
	}
	return r.ordinal(d, i)
}

// ordinal reads 第二周, 第一个星期一, 最后一个周五, 前4天 at i.
func (r reader) ordinal(d *Date, i int) int {
	last := r.t.Any(i, "最后一个", "最后1个")
	if last > 0 {
		return r.nthDay(d, i+last, -1)
	}
	first := r.t.Has(i, "前")
	n, ok := r.t.Number(i + max(first, r.t.Has(i, "第")))
	v, whole := n.Int()
	if first == 0 && r.t.At(i) != '第' || !ok || !whole || v < 1 || v > 60 {
		return 0
	}
	j := n.End + r.t.Has(n.End, "个")
	if first > 0 {
		return r.firsts(d, j, v)
	}
	if e := r.nthDay(d, j, v); e > 0 {
		return e
	}
	if k := weekPrefix(r.t, j); k > 0 && v <= 53 {
		d.part, d.nth, d.whole = nthWeek, v, oneWeek
		return j + k
	}
	if r.t.At(j) == '月' && v <= 12 && d.whole == oneYear {
		d.part, d.nth, d.whole = nthMonth, v, oneMonth
		return j + 1
	}
	return 0
}

func (r reader) nthDay(d *Date, j, v int) int {
	w, e := weekdayAt(r.t, j)
	if w == 0 {
		return 0
	}
	d.part, d.nth, d.wday, d.whole = nthWeekday, v, w, oneDay
	if v < 0 {
		d.part = lastWeekday
	}
	return e
}

// firsts reads the unit of 前4天, 前两周, 前三个月, 前两个季度.
func (r reader) firsts(d *Date, j, v int) int {
	switch n := weekPrefix(r.t, j); {
	case n > 0:
		d.part, d.nth, d.whole = firstWeeks, v, someDays
		return j + n
	case r.t.Any(j, "天", "日") > 0:
		d.part, d.nth, d.whole = firstDays, v, someDays
		return j + 1
	case d.whole == oneYear && r.t.At(j) == '月':
		d.part, d.nth, d.whole = firstMonths, v, someMonths
		return j + 1
	case d.whole == oneYear && r.t.Any(j, "季度", "季") > 0:
		d.part, d.nth, d.whole = firstMonths, 3*v, someMonths
		return j + r.t.Any(j, "季度", "季")
	}
	return 0
}

// yearPart reads 年底, 首季度, 第三十七个星期, 一季度, 暑假 of a year at i.
func (r reader) yearPart(y, i int) (Date, int) {
	for _, p := range [...]struct {
		words  [3]string
		m1, m2 int
	}{{[3]string{"年初", "初", "年头"}, 1, 2}, {[3]string{"伊始", "首月", "首月"}, 1, 1}, {[3]string{"年底", "底", "末"}, 11, 12}, {[3]string{"年末", "末", "岁末"}, 11, 12},
		{[3]string{"首季度", "首季", "q1季度"}, 1, 3}, {[3]string{"一季度", "第一季度", "1季度"}, 1, 3}, {[3]string{"二季度", "第二季度", "2季度"}, 4, 6},
		{[3]string{"三季度", "第三季度", "3季度"}, 7, 9}, {[3]string{"四季度", "第四季度", "4季度"}, 10, 12}, {[3]string{"暑假", "暑期", "暑假"}, 7, 8}} {
		if n := r.t.Any(i, p.words[:]...); n > 0 && !(r.t.At(i+n-1) == '初' && script.Numeric(r.t.At(i+n))) {
			d := stretch(date(y, p.m1, 1), date(y, p.m2, monthDays(y, p.m2)), someMonths)
			if p.m2-p.m1 == 2 {
				return r.quarterPart(y, p.m1, i+n)
			}
			return d, i + n
		}
	}
	d := ofYear(y)
	if e := r.ordinal(&d, i); e > 0 {
		return d, e
	}
	return Date{}, 0
}

// quarterPart is a quarter, or its first or last month when 初 or 末 follows.
func (r reader) quarterPart(y, m, i int) (Date, int) {
	switch {
	case r.t.Any(i, "末", "底") > 0:
		return ofMonth(y, m+2), i + 1
	case r.t.At(i) == '初':
		return ofMonth(y, m), i + 1
	}
	return stretch(date(y, m, 1), date(y, m+2, monthDays(y, m+2)), someMonths), i
}

// lunarAt reads a lunar month and day at i: 农历八月十五, 腊月初十, 闰四月. y is the
// lunar year, 0 for open.
func (r reader) lunarAt(i, y int) (Date, int) {
	named := r.t.Any(i, "农历", "阴历", "旧历")
	j := i + named
	if named > 0 {
		if n, ok := r.t.Number(j); ok && r.t.At(n.End) == '年' && n.Value >= 1900 {
			y = int(n.Value)
			j = n.End + 1
		}
		if d, e := feastAt(r.t, j); e > 0 && y > 0 {
			n, ok := feasts[d.d].in(y)
			return one(n), okEnd(ok, e)
		} else if e > 0 {
			return d, e
		}
	}
	leap := r.t.Has(j, "闰")
	m, k := r.lunarMonth(j + leap)
	if m == 0 {
		return Date{}, 0
	}
	d, e := r.lunarDay(k)
	if named+leap == 0 && m > 0 && !r.lunarWord(j, k) {
		return Date{}, 0
	}
	return r.lunar(y, m, d, leap > 0, max(e, k))
}

// lunarWord says whether the month at j or the day at k can only be lunar.
func (r reader) lunarWord(j, k int) bool {
	c := r.t.At(j)
	return c == '正' || c == '腊' || r.t.At(k) == '初' && script.Numeric(r.t.At(k+1))
}

func (r reader) lunarMonth(i int) (m, end int) {
	switch {
	case r.t.Has(i, "正月") > 0:
		return 1, i + 2
	case r.t.Has(i, "腊月") > 0:
		return 12, i + 2
	}
	n, ok := r.t.Number(i)
	if v, _ := n.Int(); ok && v >= 1 && v <= 12 && r.t.At(n.End) == '月' {
		return v, n.End + 1
	}
	return 0, 0
}

func (r reader) lunarDay(i int) (d, end int) {
	i += r.t.Has(i, "初")
	n, ok := r.t.Number(i)
	if v, _ := n.Int(); ok && v >= 1 && v <= 30 {
		return v, n.End + r.t.Any(n.End, "日", "号")
	}
	return 0, 0
}

// lunar settles a lunar day or month: without a year, the one nearest to come.
func (r reader) lunar(y, m, d int, leap bool, end int) (Date, int) {
	first, last := y, y
	if y == 0 {
		this := r.today.year()
		first, last = this, this+1
	}
	for ; first <= last; first++ {
		a, b, ok := lunarMonth(first, m, leap)
		if d > 0 {
			a, b = a+days(d-1), a+days(d-1)
		}
		if ok && (y > 0 || b >= r.today-180) {
			return stretch(a, b, lunarGrain(d)), end
		}
	}
	return Date{}, 0
}

func lunarGrain(d int) grain {
	if d > 0 {
		return oneDay
	}
	return oneMonth
}
