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
	}
	if v >= 1 && v <= 31 && n.End == j && r.tillDay(n.End, v) {
		return Date{kind: dayOnly, d: v}, j
	}
	return Date{}, 0
}

// yearUnit reads on after the 年 of 2022年 or 22年; three years and 三年级 are
// not a year.
func (r reader) yearUnit(n script.Numeral, v, j int) (Date, int) {
	next := r.t.At(j + 1)
	if next == '级' || v > 2200 {
		return Date{}, 0
	}
	switch {
	case v >= 1900:
	case n.Digits != 2 || next == '后' && !n.Zero:
		return Date{}, 0
	default:
		if v += 2000; v > 2049 {
			v -= 100
		}
		if !n.Zero && !r.dated(j+1) && !r.nearYear(v) {
			return Date{}, 0
		}
	}
	return r.inYear(v, j+1)
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
	if d, e := r.ofYear(y, j); e > 0 {
		return d, e
	}
	if n := r.t.Any(i, "以内", "之内", "内"); n > 0 {
		return ofYear(y), i + n
	}
	return ofYear(y), i
}

func (r reader) ofYear(y, j int) (Date, int) {
	if n := r.t.Any(j, "本月", "当月", "这个月"); n > 0 {
		_, m, _ := r.today.civil()
		return r.inMonth(y, m, j+n)
	}
	if d, e := r.lunarAt(j, y); e > 0 {
		return d, e
	}
	if n, ok := r.t.Number(j); ok {
		if v, _ := n.Int(); v >= 1 && v <= 12 && r.t.At(r.t.Skip(n.End)) == '月' {
			return r.inMonth(y, v, r.t.Skip(n.End)+1)
		} else if v >= 1 && v <= 12 && r.tillUnit(n.End, '月') {
			return ofMonth(y, v), n.End
		}
	}
	if d, e := feastAt(r.t, j); e > 0 {
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

func (r reader) monthUnit(i, v, j int) (Date, int) {
	if v < 1 || v > 12 || r.t.At(i) == '两' {
		return Date{}, 0
	}
	return r.inMonth(0, v, j+1)
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
		if v, whole := n.Int(); whole && r.dayOfMonth(n, j, i) {
			return r.monthDay(y, m, v, n.End)
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
	if r.t.At(i-1) == '第' || r.t.At(i-1) == '月' && script.Numeric(r.t.At(i-2)) {
		return Date{}, 0
	}
	return Date{kind: dayOnly, d: v}, j + 1
}

// house says whether 号 at j numbers a house, a line, a bed.
func house(t *script.Text, j int) bool {
	if t.At(j) != '号' {
		return false
	}
	next := t.At(t.Skip(j + 1))
	return script.Digit(next) && !lateClock(t, t.Skip(j+1)) ||
		t.Any(j+1, "楼", "线", "门", "院", "床", "台", "采", "房", "室", "桌", "厅", "馆", "店", "库", "车", "机", "位", "口", "栋", "幢", "信", "码",
			"点", "桥", "地", "甲", "乙", "丙", "弄", "棚", "岗", "亭", "单元", "帐", "仓", "会议", "选手", "学生", "病", "公", "通道", "窗", "文件", "的居民", "居民", "小区", "邻居", "阿", "老", "家", "里", "有位", "有个", "那户", "住", "孤") > 0
}

// lateClock says whether a time of day stands at i: 8号19:00, 8号 7点.
func lateClock(t *script.Text, i int) bool {
	n, ok := t.Plain(i)
	return ok && clockUnit(t.At(t.Skip(n.End)))
}

func street(c rune) bool {
	return c == '弄' || c == '路' || c == '街' || c == '村' || c == '巷' || c == '道' || c == '苑' || c == '园' || c == '坊' || c == '楼'
}
