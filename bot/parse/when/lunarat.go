package when

import "xiaoqing/bot/parse/script"

// lunarAt reads a lunar month and day at i: 农历八月十五, 腊月初十, 闰四月. y is the
// lunar year, 0 for open.
func (r reader) lunarAt(i, y int) (Date, int) {
	if !r.maybeLunar(i) {
		return Date{}, 0
	}
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

// maybeLunar is a quick look whether a lunar day can stand at i.
func (r reader) maybeLunar(i int) bool {
	switch c := r.t.At(i); c {
	case '农', '阴', '旧', '闰', '正', '腊', '大', '年', '春':
		return true
	default:
		if !script.Numeric(c) {
			return false
		}
	}
	n, ok := r.t.Number(i)
	return ok && r.t.At(n.End) == '月'
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
	if n := r.t.Any(i, "大年", "年", "春节"); n > 0 && r.t.At(i+n) == '初' { // 大年初五
		return 1, i + n
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
		if day := a + days(d-1); d > 0 {
			ok = ok && day <= b
			a, b = day, day
		}
		if ok && (y > 0 || b >= r.today-180) {
			return stretch(a, b, lunarGrain(d)), end
		}
	}
	return Date{}, 0
}

// lunarAlone reads 初四 to 初十, the next to come; 初一 to 初三 are school years.
func (r reader) lunarAlone(i int) (Date, int) {
	v := script.Figure(r.t.At(i + 1))
	if r.t.At(i+1) == '十' {
		v = 10
	}
	if v < 4 || script.Digit(r.t.At(i+1)) || script.Numeric(r.t.At(i+2)) || r.t.Any(i+2, "中", "年级", "班", "(") > 0 || r.t.At(i-1) == '月' {
		return Date{}, 0
	}
	n, ok := lunarNext(r.today, v)
	return one(n), okEnd(ok, i+2)
}

func lunarGrain(d int) grain {
	if d > 0 {
		return oneDay
	}
	return oneMonth
}
