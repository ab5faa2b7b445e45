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
	case j-i == 4 && v >= 1990 && v <= 2040 && r.aloneYear(i, j):
		return ofYear(v), j
	case j-i == 8 && !script.Latin(r.t.At(i-1)):
		return r.exact(v/10000, v/100%100, v%100, j, 8)
	case j-i == 4 && v >= 1900 && v < 2200 && (sep == '-' || sep == '/' || sep == '.' || sep == ' '):
		return r.fromYear(v, j, sep)
	case j-i <= 2 && (sep == '/' || sep == '-' || sep == '.' || sep == '·'):
		return r.monthSlash(i, v, j, sep)
	}
	return Date{}, 0
}

// aloneYear says whether four figures stand by themselves, as a year does.
func (r reader) aloneYear(i, j int) bool {
	prev, next := r.t.At(i-1), r.t.At(r.t.Skip(j))
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

// monthSlash reads a day and month without year. What could as well be a
// fraction, a room or a price needs more to be one.
func (r reader) monthSlash(i, m, j int, sep rune) (Date, int) {
	d, e := r.run(j + 1)
	if e == j+1 || e-j > 3 || !exists(2000, m, d) || script.Digit(r.t.At(e)) || r.inRow(i, e, sep) {
		return Date{}, 0
	}
	day := Date{kind: monthDay, m: m, d: d}
	if c := r.t.At(e); c == '日' || c == '号' && !house(r.t, e) {
		return day, e + 1
	}
	if sep == '/' && r.t.At(e) != '%' {
		return day, e
	}
	if sep == '·' || sep == '-' && r.t.At(i) == '0' && j-i == 2 && e-j == 3 || (sep == '.' || sep == '-' && e-j == 3) && r.timeFollows(e) {
		return day, e
	}
	return Date{}, 0
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
	return j > i && lateClock(r.t, j)
}
