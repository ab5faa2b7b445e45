package when

import "xiaoqing/bot/parse/script"

// run is a row of Arabic digits from i: its value and where it ends.
func (r reader) run(i int) (v, end int) {
	for end = i; script.Digit(r.t.At(end)) && end-i < 9; end++ {
		v = v*10 + int(r.t.At(end)-'0')
	}
	return v, end
}

// figuresAt reads a date in figures at i: 2022-04-08, 20220408, 4/8, 04-08, 9.20.
func (r reader) figuresAt(i int) (Date, int) {
	v, j := r.run(i)
	sep := r.t.At(j)
	switch {
	case j-i == 4 && v >= 1900 && v <= 2100 && !script.Latin(r.t.At(i-1)) && r.tillYear(v, j) && !(v < 2000 && r.tightRange(i)):
		return ofYear(v), j
	case j-i == 4 && v >= 1990 && v <= 2040 && r.aloneYear(i, j):
		return ofYear(v), j
	case j-i == 8 && !script.Latin(r.t.At(i-1)):
		return r.exact(v/10000, v/100%100, v%100, j, 8)
	case j-i == 4 && v >= 1900 && v < 2200 && (sep == '-' || sep == '/' || sep == '.' || sep == ' '):
		return r.fromYear(v, j, sep)
	case j-i == 2 && sep == '-' && r.shortYear(i, v, j):
		m, e := r.run(j + 1)
		d, f := r.run(e + 1)
		return r.exact(2000+v, m, d, f, 0)
	case j-i <= 2 && (sep == '/' || sep == '-' || sep == '.' || sep == '·'):
		return r.monthSlash(i, v, j, sep)
	}
	return Date{}, 0
}

// aloneYear says whether four figures stand by themselves, as a year does.
func (r reader) aloneYear(i, j int) bool {
	prev, next := r.t.At(i-1), r.t.At(r.t.Skip(j))
	if (prev == '-' || prev == '~' || prev == '至' || prev == '到') && script.Digit(r.t.At(i-2)) {
		prev = 0 // 2014-2018
	}
	return (prev == 0 || prev == ' ' && !script.Digit(r.t.At(i-2)) && !script.Han(r.t.At(i-2))) && (r.t.At(j) == 0 || r.t.At(j) == ' ' && script.Han(next))
}

func (r reader) exact(y, m, d, end, width int) (Date, int) {
	if y < 1900 || y > 2199 || !exists(y, m, d) || width == 8 && script.Digit(r.t.At(end)) {
		return Date{}, 0
	}
	return one(date(y, m, d)), end
}

// fromYear reads month and day after 2022-, 2022/, 2022. or 2022 and a blank.
func (r reader) fromYear(y, j int, sep rune) (Date, int) {
	m, e := r.run(r.t.Skip(j + 1))
	if e == r.t.Skip(j+1) || e-j > 4 || m < 1 || m > 12 {
		return Date{}, 0
	}
	if r.t.At(e) == sep {
		d, f := r.run(r.t.Skip(e + 1))
		if f > r.t.Skip(e+1) && (f-e <= 3 || f-e == 5 && r.t.At(f) == ':') {
			if f-e == 5 { // 2021-09-0910:09
				f -= 2
				d /= 100
			}
			return r.exact(y, m, d, f, 0)
		}
	}
	if sep == '.' && e-j == 3 || sep == '-' && e-j == 3 && r.t.At(e) != '-' {
		return ofMonth(y, m), e
	}
	return Date{}, 0
}

// shortYear says whether 22-4-8 stands at i, y its year. Figures of three groups
// also number a flat: a year far away, or more figures beside it, is none.
func (r reader) shortYear(i, y, j int) bool {
	m, e := r.run(j + 1)
	d, f := r.run(e + 1)
	prev, next := r.t.At(i-1), r.t.At(f)
	return y >= 16 && y <= 29 && exists(2000+y, m, d) && r.t.At(e) == '-' && e-j <= 3 && f-e <= 3 && f > e+1 &&
		prev != '-' && prev != '.' && !street(prev) && prev != '住' && prev != '号' && prev != '区' && prev != '家' && prev != '址' && !script.Digit(prev) && !script.Latin(prev) &&
		next != '-' && !script.Latin(next) && next != '室' && next != '号' && next != '栋' && next != '幢'
}

// yearLast reads 21/04/2016 and 04/21/2016, where only one order is a date.
func (r reader) yearLast(a, b, j int) (Date, int) {
	y, e := r.run(j + 1)
	if e-j != 5 || script.Digit(r.t.At(e)) {
		return Date{}, 0
	}
	if a > 12 {
		a, b = b, a
	}
	return r.exact(y, a, b, e, 0)
}

// monthSlash reads a day and month without year. What could as well be a
// fraction, a room or a price needs more to be one.
func (r reader) monthSlash(i, m, j int, sep rune) (Date, int) {
	d, e := r.run(j + 1)
	if e-j <= 3 && e > j+1 && sep == '/' && r.t.At(e) == '/' {
		return r.yearLast(m, d, e)
	}
	if e == j+1 || e-j > 3 || !exists(2000, m, d) || script.Digit(r.t.At(e)) || r.inRow(i, e, sep) {
		return Date{}, 0
	}
	day := Date{kind: monthDay, m: m, d: d}
	if c := r.t.At(e); (c == '日' || c == '号' && !house(r.t, e)) && !(sep == '-' && d > m && r.t.At(i) != '0') {
		return day, e + 1 // 8-10号 are days
	}
	if sep == '/' && r.t.At(e) != '%' {
		return day, e
	}
	if sep == '.' && !priced(r.t.At(i-1)) && (r.tillDotted(m, d, e) || r.fromDotted(i) && !measured(r.t, e)) {
		return day, e
	}
	if sep == '.' && e-j == 3 && recorded(r.t, i) && !measured(r.t, e) {
		return day, e
	}
	if sep == '-' && r.t.At(e) == ' ' && (r.colonClock(e+1) || r.tightRange(e+1)) {
		return day, e
	}
	if sep == '·' || sep == '-' && r.t.At(i) == '0' && j-i == 2 && e-j == 3 || (sep == '.' || sep == '-' && e-j == 3) && r.timeFollows(e) {
		return day, e
	}
	return Date{}, 0
}

// recorded says whether a word stands before i that a record of a day begins with:
// 补报4.24.
func recorded(t *script.Text, i int) bool {
	if i > 0 && t.At(i-1) == ' ' {
		i--
	}
	return t.Before(i, "补报") || t.Before(i, "补登") || t.Before(i, "补录") || t.Before(i, "补记") || t.Before(i, "日期:")
}

// colonClock says whether 19:00 stands at i.
func (r reader) colonClock(i int) bool {
	_, j := r.run(i)
	return j > i && j-i <= 2 && r.t.At(j) == ':' && script.Digit(r.t.At(j+1)) && script.Digit(r.t.At(j+2))
}

// tillDotted says whether "-5.20" follows the 5.8 of 5.8-5.20. A price, a score
// or a length (3.5-4.5公里) is told by its unit.
func (r reader) tillDotted(m, d, e int) bool {
	k := e + r.sep(e)
	m2, f := r.run(k)
	d2, g := r.run(f + 1)
	if d%30+d2%30 == 0 && m2 > m && m2 <= m+4 {
		return false // 7.30-8.30 are hours
	}
	return k > e && f > k && f-k <= 2 && r.t.At(f) == '.' && g > f+1 && g-f <= 3 && exists(2000, m2, d2) && 31*m2+d2 > 31*m+d &&
		!script.Digit(r.t.At(g)) && !script.Latin(r.t.At(g)) && r.t.At(g) != '.' && !measured(r.t, g)
}

// fromDotted says whether "5.8-" stands before the 5.20 at i.
func (r reader) fromDotted(i int) bool {
	k := i - 1
	for k > 0 && (r.t.At(k) == '-' || r.t.At(k) == '~' || r.t.At(k) == '到' || r.t.At(k) == '至') {
		k--
	}
	j := k
	for j > 0 && script.Digit(r.t.At(j)) && k-j < 3 {
		j--
	}
	m := j - 1
	for m > 0 && script.Digit(r.t.At(m)) && j-m < 3 {
		m--
	}
	return k < i-1 && j < k && r.t.At(j) == '.' && script.Digit(r.t.At(j-1)) && !priced(r.t.At(m))
}

// priced says whether c before a figure makes it a price, a size or a mark.
func priced(c rune) bool {
	switch c {
	case '价', '格', '温', '分', '寸', '厚', '宽', '高', '重', '费', '均':
		return true
	}
	return false
}

// measured says whether a unit at i makes what stands before it a quantity.
func measured(t *script.Text, i int) bool {
	if t.Any(t.Skip(i), "元宝", "元旦", "元元") > 0 {
		return false // a child's name, behind the hours
	}
	switch t.At(t.Skip(i)) {
	case '%', '元', '块', '万', '千', '亿', '米', '公', '斤', '吨', '升', '度', '折', '倍', '级', '分', '岁', '个', '小', '天', '年', '月', '周', '寸', '平', '毛', '课', '节', '人', '弄', '室', '楼', '℃':
		return true
	}
	return false
}

// inRow says whether the figures belong to a longer row: 1.2.3, 3-4-5, 1/2/3.
func (r reader) inRow(i, e int, sep rune) bool {
	prev := r.t.At(i - 1)
	return prev == sep || prev == '.' || prev == ':' || script.Digit(prev) || script.Latin(prev) || prev == '#' || r.t.At(e) == sep && script.Digit(r.t.At(e+1)) ||
		script.Latin(r.t.At(e)) || prev == ' ' && script.Digit(r.t.At(i-2)) && sep == '/'
}

// timeFollows says whether a part of the day, a clock time or (周三) follows.
func (r reader) timeFollows(i int) bool {
	j := r.t.Skip(i)
	if _, n := partAt(r.t, j); n > 0 {
		return true
	}
	if r.t.At(j) == '(' && weekPrefix(r.t, j+1) > 0 || weekPrefix(r.t, j) > 0 {
		return true
	}
	return j > i && (lateClock(r.t, j) || r.dottedClock(j) && j-i == 1)
}
