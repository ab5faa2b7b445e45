package when

import "xiaoqing/bot/parse/script"

// yearUnit reads on after the 年 of 2022年, 22年, 九八年 or 90年代; three years and
// 三年级 are not a year.
func (r reader) yearUnit(n script.Numeral, v, j int) (Date, int) {
	next := r.t.At(j + 1)
	switch {
	case next == '级' || v > 2200:
		return Date{}, 0
	case next == '代':
		return decade(v, j+2)
	case v >= 1900:
		return r.inYear(v, j+1)
	case n.Digits != 2 || next == '后' && !n.Zero || roughly(v) && !n.Arabic && !n.Zero:
		return Date{}, 0
	}
	spelt := !n.Arabic // 九八年 can only be a year
	if v += 2000; v > 2049 || spelt && v > r.today.year()+10 {
		v -= 100
	}
	if !spelt && !n.Zero && !r.dated(j+1) && !r.nearYear(v) {
		return Date{}, 0
	}
	return r.inYear(v, j+1)
}

// roughly says whether two digits in a row only mean about so many: 三四年, 七八年.
func roughly(v int) bool { return v/10 > 0 && v%10 == v/10+1 }

// decade is 90年代 or 1990年代, v its first year, that ends at end.
func decade(v, end int) (Date, int) {
	switch {
	case v%10 != 0:
		return Date{}, 0
	case v < 30:
		v += 2000
	case v < 100:
		v += 1900
	}
	return stretch(date(v, 1, 1), date(v+9, 12, 31), someMonths), end
}

// centuryAt reads 世纪 after its number: 21世纪, 二十世纪七十年代, 上世纪90年代.
func (r reader) centuryAt(century, j int) (Date, int) {
	first := 100 * (century - 1)
	if n, ok := r.t.Number(j); ok && r.t.Has(n.End, "年代") > 0 && n.Value < 100 {
		return decade(first+int(n.Value), n.End+2)
	}
	return stretch(date(first, 1, 1), date(first+99, 12, 31), someMonths), j
}

// tillYear reads the first year of 2019-2021年, 2014-2018 and 1985到89年9月.
func (r reader) tillYear(v, j int) bool {
	k := j + r.sep(j)
	if k == j {
		return false
	}
	last, e := r.run(k)
	if w := e - k; w == 2 && last > v%100 {
		return r.t.At(e) == '年'
	} else if w != 4 || last <= v || last > 2100 {
		return false
	}
	return r.t.At(e) == '年' || !script.Digit(r.t.At(e)) && r.t.At(e) != '-' && !script.Latin(r.t.At(e)) && !script.Han(r.t.At(e))
}

// dated says whether a month or the like follows a year of two digits.
func (r reader) dated(i int) bool {
	i = r.t.Skip(i)
	if n, ok := r.t.Number(i); ok && r.t.At(r.t.Skip(n.End)) == '月' {
		return true
	}
	_, e := feastAt(r.t, i)
	return e > 0 || r.t.Any(i, "底", "末", "初", "上半年", "下半年", "第", "农历") > 0
}

func (r reader) nearYear(y int) bool {
	this, _, _ := r.today.civil()
	return y-this <= 6 && this-y <= 6
}

// inYear reads what may follow a year at i: a month, a feast, a half, a quarter.
func (r reader) inYear(y, i int) (Date, int) {
	j := r.t.Skip(i)
	j = r.t.Skip(j + r.t.Any(j, "的", ",", "、"))
	if r.noSuchDay(y, j) {
		return Date{}, 0
	}
	if d, e := r.ofYear(y, j); e > 0 {
		return d, e
	}
	if n := r.t.Any(i, "以内", "之内", "内"); n > 0 {
		return ofYear(y), i + n
	}
	return ofYear(y), i
}

// noSuchDay says whether a month and day at j are not in the calendar of year y:
// 2月30日.
func (r reader) noSuchDay(y, j int) bool {
	m, ok := r.t.Number(j)
	k := r.t.Skip(m.End)
	if !ok || r.t.At(k) != '月' {
		return false
	}
	d, ok := r.t.Number(r.t.Skip(k + 1))
	c := r.t.At(r.t.Skip(d.End))
	return ok && (c == '日' || c == '号' || r.bare(d.End) && d.Value <= 31) && !exists(y, int(m.Value), int(d.Value))
}

func (r reader) ofYear(y, j int) (Date, int) {
	if n := r.t.Any(j, "本月", "当月", "这个月"); n > 0 {
		_, m, _ := r.today.civil()
		return r.inMonth(y, m, j+n)
	}
	if d, e := r.lunarAt(j, y); e > 0 {
		return d, e
	}
	if r.t.Has(j, "元月") > 0 {
		return r.newMonth(y, j)
	}
	if n, ok := r.t.Number(j); ok {
		if v, _ := n.Int(); v >= 1 && v <= 12 && r.t.At(r.t.Skip(n.End)) == '月' {
			return r.inMonth(y, v, r.t.Skip(n.End)+1)
		} else if v >= 1 && v <= 12 && r.tillUnit(n.End, '月') {
			return ofMonth(y, v), n.End
		}
	}
	if d, e := feastAt(r.t, j); e > 0 {
		if off, k := r.offAt(d, e, y); off.kind == vacation {
			return off, k
		}
		n, ok := feasts[d.d].in(y)
		return one(n), okEnd(ok, e)
	}
	if d, e := halfOf(r.t, j, y); e > 0 {
		return d, e
	}
	return r.yearPart(y, j)
}

func okEnd(ok bool, e int) int {
	if ok {
		return e
	}
	return 0
}
