package when

import "xiaoqing/bot/parse/script"

// colon reads 19:30, 7:30pm, 17:55:23, 7pm and, after a part of the day, 7.30.
func (r reader) colon(i int, after bool) (Clock, int) {
	h, j := r.run(i)
	if j-i > 2 || h > 24 {
		return Clock{}, 0
	}
	c := Clock{Given: true, Sec: h * 3600, Sure: h > 12, Lead: r.t.At(i) == '0'}
	if r.t.At(j) == ':' && r.ratio(i) {
		return Clock{}, 0
	}
	k := r.t.Skip(j)
	if e := r.half(&c, k, h); e > 0 {
		return c, e
	}
	if r.t.At(j) != ':' && !(after && r.t.At(j) == '.') {
		return Clock{}, 0
	}
	m, e := r.run(j + 1)
	if e-j != 3 || m > 59 {
		return Clock{}, 0
	}
	c.Sec += m * 60
	if s, f := r.run(e + 1); r.t.At(e) == ':' && f == e+3 && s < 60 {
		c.Sec, e = c.Sec+s, f
	}
	if f := r.half(&c, r.t.Skip(e), h); f > 0 {
		return c, f
	}
	if r.t.At(e) == '时' || r.t.At(e) == '分' {
		e++
	}
	return c, e
}

// ratio says whether the figures at i compare: 比例1:10, 比分3:20.
func (r reader) ratio(i int) bool {
	return r.t.Before(i, "比") || r.t.Before(i, "比例") || r.t.Before(i, "比分") || r.t.Before(i, "比分是") || r.t.Before(i, "比例是")
}

// dottedClock says whether 19.30 at i may be a time of day: minutes in quarters
// and no unit after it. It is one only beside a day, or as an end of a stretch.
func (r reader) dottedClock(i int) bool {
	if !script.Digit(r.t.At(i)) {
		return false
	}
	h, j := r.run(i)
	m, e := r.run(j + 1)
	return j-i <= 2 && h >= 6 && h <= 23 && r.t.At(j) == '.' && e-j == 3 && m%15 == 0 && m < 60 && r.t.At(e) != '.' && !measured(r.t, e)
}

// dottedRange says whether 19.30-21.00 stands at i, the first past noon, or
// 7.30-8.30.
func (r reader) dottedRange(i int) bool {
	h, j := r.run(i)
	m, k := r.run(j + 1)
	k += r.sep(k)
	h2, e := r.run(k)
	m2, _ := r.run(e + 1)
	return k > j+3 && r.dottedClock(k) && (h > 12 || m%30+m2%30 == 0 && h2 > h && h2 <= h+4)
}

// half reads am, pm, a.m., p at i and settles c.
func (r reader) half(c *Clock, i, h int) int {
	n := r.t.Any(i, "a.m.", "p.m.", "am", "pm", "a", "p")
	if n == 0 || script.Latin(r.t.At(i+n)) || h > 12 && r.t.At(i) == 'a' {
		return 0
	}
	if n == 1 && r.t.At(i-1) == ' ' {
		return 0
	}
	if c.Sure = true; r.t.At(i) == 'p' && h < 12 {
		c.Sec += 12 * 3600
	} else if r.t.At(i) == 'a' && h == 12 {
		c.Sec -= 12 * 3600
	}
	return i + n
}
