package when

import "xiaoqing/bot/parse/script"

// numericAt reads a date that begins with a figure at i: 2022-04-08, 4月8日,
// 8号, 4/8, 二〇二二年四月.
func (r reader) numericAt(i int) (Date, int) {
	if script.Digit(r.t.At(i)) {
		if d, e := r.figuresAt(i); e > 0 {
			return d, e
		}
	}
	n, ok := r.t.Number(i)
	v, whole := n.Int()
	if !ok || !whole || n.Value < 0 {
		return Date{}, 0
	}
	j := r.t.Skip(n.End)
	switch r.t.At(j) {
	case '年':
		return r.yearUnit(n, v, j)
	case '月':
		return r.monthUnit(i, v, j)
	case '日', '号':
		return r.dayUnit(i, n, v, j)
	case '世':
		if r.t.Has(j, "世纪") > 0 && v >= 10 && v <= 21 {
			return r.centuryAt(v, j+2)
		}
	}
	if v >= 1 && v <= 31 && n.End == j && (r.tillDay(n.End, v) || r.listedDay(n.End)) {
		return Date{kind: dayOnly, d: v}, j
	}
	return Date{}, 0
}

// tillUnit says whether "到 number unit" follows: the 2 of 2到4月.
func (r reader) tillUnit(i int, unit rune) bool {
	j := r.t.Skip(i)
	n := r.sep(j)
	if n == 0 {
		return false
	}
	k, ok := r.t.Number(r.t.Skip(j + n))
	c := r.t.At(r.t.Skip(k.End))
	return ok && (c == unit || unit == '日' && c == '号')
}

// sep is the length of what divides two ends of a stretch at i.
func (r reader) sep(i int) int {
	return r.t.Any(i, "一直到", "直到", "到了", "到", "至", "---", "--", "-", "~~", "~")
}

// tillDay says whether "-26日" follows the 22 of 22-26日.
func (r reader) tillDay(i, first int) bool {
	if n := r.sep(i); n > 0 && r.tillUnit(i, '日') {
		k, _ := r.t.Number(i + n)
		return k.Value > float64(first) && k.Value <= 31 && r.t.At(r.t.Skip(k.End)+1) != '楼'
	}
	return false
}

// listedDay reads the first days of 8、9、10号.
func (r reader) listedDay(i int) bool {
	for k := 0; r.t.At(i) == '、' && k < 31; k++ {
		n, ok := r.t.Number(i + 1)
		if v, whole := n.Int(); !ok || !whole || v < 1 || v > 31 {
			return false
		}
		i = n.End
	}
	return (r.t.At(i) == '号' || r.t.At(i) == '日') && script.Numeric(r.t.At(i-1)) && !house(r.t, i)
}

func (r reader) monthUnit(i, v, j int) (Date, int) {
	if v < 1 || v > 12 || r.t.At(i) == '两' {
		return Date{}, 0
	}
	d, e := r.inMonth(0, v, j+1)
	if d.m == 2 && d.d == 29 && r.t.At(i-1) == '年' && r.t.At(i-2) != '每' {
		return Date{}, 0 // a year without that day
	}
	return d, e
}

// inMonth reads what may follow a month (of year y, 0 when open) at i: a day, 底,
// 上旬, 第二周.
func (r reader) inMonth(y, m, i int) (Date, int) {
	if r.t.At(i) == '份' {
		i++
	}
	j := r.t.Skip(i)
	j += r.t.Has(j, "的")
	if n, ok := r.t.Number(j); ok {
		v, whole := n.Int()
		if whole && r.dayOfMonth(n, j, i) {
			return r.monthDay(y, m, v, n.End)
		}
		if c := r.t.At(r.t.Skip(n.End)); (c == '日' || c == '号') && (v < 1 || v > 31) {
			return Date{}, 0 // 4月0日
		}
	}
	d := Date{kind: month, m: m, whole: oneMonth}
	if y > 0 {
		d = ofMonth(y, m)
	}
	if e := r.monthPart(&d, j); e > 0 {
		return d, e
	}
	return d, i
}

// dayOfMonth says whether the number n at j is a day: with 日 or 号, or bare as
// in 八月十五 and in 9月22-26日.
func (r reader) dayOfMonth(n script.Numeral, j, i int) bool {
	v, _ := n.Int()
	if v < 1 || v > 31 {
		return false
	}
	k := r.t.Skip(n.End)
	if c := r.t.At(k); c == '日' || c == '号' {
		return !house(r.t, k)
	}
	if r.tillUnit(n.End, '日') {
		return true
	}
	return j == i && r.bare(n.End)
}

// bare says whether nothing counts what stands before i.
func (r reader) bare(i int) bool {
	switch c := r.t.At(i); c {
	case 0, ' ', ',', '。', '\n', '晚', '早', '下', '上', '中', '(', '、', '-', '~', '到', '至', '的':
		return true
	default:
		return c == '我' || c == '给'
	}
}

func (r reader) monthDay(y, m, v, end int) (Date, int) {
	if k := r.t.Skip(end); r.t.At(k) == '日' || r.t.At(k) == '号' {
		end = k + 1
	}
	leapYear := y
	if y == 0 {
		leapYear = 2000
	}
	switch {
	case !exists(leapYear, m, v):
		return Date{}, 0
	case y > 0:
		return one(date(y, m, v)), end
	}
	return Date{kind: monthDay, m: m, d: v}, end
}

// dayUnit reads a bare 8号; a house number, a length of days and 五日内 are not one.
func (r reader) dayUnit(i int, n script.Numeral, v, j int) (Date, int) {
	if v < 1 || v > 31 || r.t.At(i) == '两' || n.Zero && n.Digits > 2 || house(r.t, j) || street(r.t.At(i-1)) {
		return Date{}, 0
	}
	if r.t.At(j) == '日' && r.t.Any(j+1, "内", "之内", "以内", "之计", "游", "三餐") > 0 {
		return Date{}, 0
	}
	if r.t.At(i-1) == '第' || r.afterMonth(i) {
		return Date{}, 0
	}
	return Date{kind: dayOnly, d: v}, j + 1
}

// afterMonth says whether a month stands before i: a day that was not read with
// it is not in it, as in 2月30日 and 本月31号.
func (r reader) afterMonth(i int) bool {
	for i > 0 && r.t.At(i-1) == ' ' {
		i--
	}
	if r.t.At(i-1) == '的' || r.t.At(i-1) == '份' {
		i--
	}
	if c := r.t.At(i - 2); r.t.At(i-1) == '月' {
		return script.Numeric(c) || c == ' ' || c == '本' || c == '上' || c == '下' || c == '个' || c == '这' || c == '当' || c == '同' || c == '该'
	}
	return false
}
