package script

// counted reads a number with units: 二十三, 两千三, 3万4000, 1.5万, 廿三.
func (t *Text) counted(i int) (Numeral, bool) {
	c := counter{text: t, last: 1}
	n, ok := c.read(i)
	if ok && !n.Arabic {
		n = t.chineseFraction(n)
	}
	return n, ok
}

// counter keeps a sum while it is read: done holds what is under 万 and 亿,
// section what is under 千, digit the last digit without its unit.
type counter struct {
	text     *Text
	done     float64
	section  float64
	digit    float64
	has      bool // digit is set
	arabic   bool // digit was written with figures
	row      bool // with several, or with a fraction: 3万4000
	zero     bool // a 零 came before digit
	last     float64
	units    int
	fraction bool
}

func (c *counter) read(i int) (Numeral, bool) {
	j := i
	for {
		k := c.step(j)
		if k == j || k-i > longest {
			break
		}
		j = k
	}
	if !c.has && c.units == 0 && !c.zero {
		return Numeral{}, false
	}
	return c.result(i, j)
}

func (c *counter) result(i, j int) (Numeral, bool) {
	if j == i+1 && unitOf(c.text.At(i)) > 10 {
		return Numeral{}, false
	}
	if c.units == 0 && c.arabic {
		return c.text.Plain(i)
	}
	v := c.done + c.section
	if c.has && c.last > 1 && !c.zero && !c.row && c.digit < 10 { // 两千三, 2万3
		v += c.digit * c.last / 10
	} else if c.has {
		v += c.digit
	}
	return Numeral{Value: v, End: j}, true
}

func (c *counter) step(j int) int {
	r := c.text.At(j)
	if u := unitOf(r); u > 0 {
		return c.unit(j, u)
	}
	if c.has {
		return j
	}
	if r == '廿' || r == '卅' {
		return c.score(j, r)
	}
	if Digit(r) || r == '.' && Digit(c.text.At(j+1)) && c.units == 0 {
		return c.figures(j)
	}
	return c.single(j, r)
}

// unit closes a digit: 三 + 百. A unit without digit counts one (十三, 百三), but
// 万 alone is no number.
func (c *counter) unit(j int, u float64) int {
	if !c.has && u < 1e4 {
		if (c.section != 0 || c.done != 0) && !c.zero {
			return j
		}
		c.digit = 1
	}
	if u < 1e4 {
		if c.section != 0 && u >= c.last && c.last < 1e4 || c.fraction {
			return j
		}
		c.section += c.digit * u
		c.close(u)
		return j + 1
	}
	return c.big(j, u)
}

func (c *counter) big(j int, u float64) int {
	sum := c.section
	if c.has {
		sum += c.digit
	}
	if sum == 0 && c.done == 0 {
		return j
	}
	if u > 1e4 {
		sum, c.done = sum+c.done, 0
	} else if sum == 0 {
		return j
	}
	c.done, c.section = c.done+sum*u, 0
	c.close(u)
	return j + 1
}

func (c *counter) close(u float64) {
	c.last, c.digit, c.has, c.zero, c.arabic, c.row, c.fraction = u, 0, false, false, false, false, false
	c.units++
}

func (c *counter) score(j int, r rune) int {
	if c.section != 0 && c.last <= 10 {
		return j
	}
	if c.section += 20; r == '卅' {
		c.section += 10
	}
	c.close(10)
	c.zero = true // 廿三 is 23, not 20 and 3 tenths
	return j + 1
}

func (c *counter) figures(j int) int {
	n, _ := c.text.Plain(j)
	if c.units > 0 && n.Value >= c.last {
		return j
	}
	_, whole := n.Int()
	c.digit, c.has, c.arabic, c.fraction = n.Value, true, true, !whole
	c.row = n.End-j > 1
	return n.End
}

func (c *counter) single(j int, r rune) int {
	d := digitOf(r)
	if d < 0 {
		return j
	}
	if d == 0 {
		if c.zero || c.units > 0 && !Numeric(c.text.At(j+1)) {
			return j
		}
		c.zero = true
		return j + 1
	}
	c.digit, c.has, c.row = float64(d), true, false
	return j + 1
}

// chineseFraction takes 点 and the digits after it: 三点一四.
func (t *Text) chineseFraction(n Numeral) Numeral {
	if t.At(n.End) != '点' || digitOf(t.At(n.End+1)) < 0 || t.clockLike(n) {
		return n
	}
	scale := 1.0
	j := n.End + 1
	for ; digitOf(t.At(j)) >= 0 && scale > 1e-16; j++ {
		scale /= 10
		n.Value += float64(digitOf(t.At(j))) * scale
	}
	n.End, n.Digits = j, 0
	return n
}

// clockLike says whether 点 after n speaks of a time: 七点十分, 三点一刻, 八点三十.
func (t *Text) clockLike(n Numeral) bool {
	if n.Value > 24 || n.Value < 0 {
		return false
	}
	j := n.End + 1
	for digitOf(t.At(j)) >= 0 && j-n.End < longest {
		j++
	}
	if t.At(n.End+1) == '一' && t.Any(j, "起", "同", "样", "定", "边", "家") > 0 {
		return true
	}
	return unitOf(t.At(j)) > 0 || t.Any(j, "刻", "直", "分", "半") > 0 || t.At(n.End+1) == '零' && j > n.End+2
}
