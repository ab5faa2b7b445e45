package when

// yearPart reads 年底, 首季度, Q3, 第三十七个星期, 夏天, 暑假 of year y at i.
func (r reader) yearPart(y, i int) (Date, int) {
	switch r.t.At(i) {
	case '年', '初', '伊', '底', '末', '岁', '首':
		if d, e := r.turnOfYear(y, i); e > 0 {
			return d, e
		}
	case '暑', '春', '夏', '秋', '冬':
		return r.season(y, i)
	}
	if d, e := r.quarterAt(y, i); e > 0 {
		return d, e
	}
	d := ofYear(y)
	if e := r.ordinal(&d, i); e > 0 {
		return d, e
	}
	return Date{}, 0
}

// turnOfYear reads 年初, 年底 and 首月.
func (r reader) turnOfYear(y, i int) (Date, int) {
	for _, p := range [...]struct {
		words  [3]string
		m1, m2 int
	}{{[3]string{"年初", "初", "年头"}, 1, 2}, {[3]string{"伊始", "首月", "首月"}, 1, 1}, {[3]string{"年底", "底", "年末"}, 11, 12}, {[3]string{"末", "岁末", "岁尾"}, 11, 12},
		{[3]string{"年中", "年中", "年中"}, 6, 7}} {
		if n := r.t.Any(i, p.words[:]...); n > 0 && !(r.t.At(i+n-1) == '初' && lunarDigit(r.t.At(i+n))) {
			return fromTo(y, p.m1, p.m2), i + n
		}
	}
	return Date{}, 0
}

// lunarDigit says whether 初 before c begins a lunar day, 初一.
func lunarDigit(c rune) bool {
	return c == '一' || weekdayChar(c) > 1 || c == '七' || c == '八' || c == '九' || c == '十'
}

func fromTo(y, first, last int) Date {
	y2, m2 := shift(y, first, last-first)
	return stretch(date(y, first, 1), date(y2, m2, monthDays(y2, m2)), someMonths)
}

// season reads 春天, 夏季, 暑假: winter begins in December.
func (r reader) season(y, i int) (Date, int) {
	for _, p := range [...]struct {
		words    [2]string
		from, to int
	}{{[2]string{"暑假", "暑期"}, 7, 8}, {[2]string{"春天", "春季"}, 3, 5}, {[2]string{"夏天", "夏季"}, 6, 8}, {[2]string{"秋天", "秋季"}, 9, 11}, {[2]string{"冬天", "冬季"}, 12, 14}} {
		if n := r.t.Any(i, p.words[:]...); n > 0 {
			return fromTo(y, p.from, p.to), i + n
		}
	}
	return Date{}, 0
}

// quarterAt reads 第三季度, 三季度, 首季 and Q3 of year y at i.
func (r reader) quarterAt(y, i int) (Date, int) {
	c := r.t.At(i)
	if c == 'q' {
		if v := r.t.At(i+1) - '0'; v >= 1 && v <= 4 && !r.letter(i-1) && !r.letter(i+2) {
			return r.quarterPart(y, int(3*v-2), i+2+r.t.Any(i+2, "季度"))
		}
		return Date{}, 0
	}
	if c == '首' {
		if n := r.t.Any(i, "首季度", "首季"); n > 0 {
			return r.quarterPart(y, 1, i+n)
		}
		return Date{}, 0
	}
	j := i + r.t.Any(i, "第")
	v := weekdayChar(r.t.At(j))
	n := r.t.Any(j+1, "季度", "季")
	if v < 1 || v > 4 || n == 0 || n == 1 && (j == i || y == r.today.year()) {
		return Date{}, 0 // 第一季 alone is of a serial
	}
	return r.quarterPart(y, 3*v-2, j+1+n)
}

// letter says whether a letter or digit stands at i.
func (r reader) letter(i int) bool {
	c := r.t.At(i)
	return c >= 'a' && c <= 'z' || c >= '0' && c <= '9'
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
