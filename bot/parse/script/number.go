package script

// Numeral is a number as it stands in a text, Arabic, Chinese or mixed.
type Numeral struct {
	Value  float64
	End    int  // the position after it
	Arabic bool // written with digits only
	Digits int  // how many digits, when it is a row of them (2022, 二〇二二), else 0
	Zero   bool // the row begins with a nought: 07, 零八
}

// Int is the whole value; ok is false for a fraction.
func (n Numeral) Int() (v int, ok bool) {
	v = int(n.Value)
	return v, float64(v) == n.Value
}

// What a character is in a numeral: a digit (its value and one), or one of these.
const (
	ten = iota + 11
	hundred
	thousand
	tenThousand
	hundredMillion
	twenty
	thirty
	half
)

var numerals = classify()

func classify() (table [0xa000 - 0x4e00]uint8) {
	for code, runes := range map[uint8]string{1: "零", 2: "一壹幺", 3: "二两贰俩", 4: "三叁仨", 5: "四肆", 6: "五伍", 7: "六陆", 8: "七柒", 9: "八捌", 10: "九玖",
		ten: "十拾", hundred: "百佰", thousand: "千仟", tenThousand: "万", hundredMillion: "亿", twenty: "廿", thirty: "卅", half: "半"} {
		for _, r := range runes {
			table[r-0x4e00] = code
		}
	}
	return table
}

func numeral(r rune) uint8 {
	if r >= 0x4e00 && r < 0xa000 {
		return numerals[r-0x4e00]
	}
	if r == '〇' {
		return 1
	}
	return 0
}

// digitOf is the value of a Chinese digit, -1 for anything else.
func digitOf(r rune) int {
	if k := numeral(r); k > 0 && k < ten {
		return int(k) - 1
	}
	return -1
}

// unitOf is the value of 十 to 亿, 0 for anything else; 廿 and 卅 are not units.
func unitOf(r rune) float64 {
	switch numeral(r) {
	case ten:
		return 10
	case hundred:
		return 100
	case thousand:
		return 1000
	case tenThousand:
		return 1e4
	case hundredMillion:
		return 1e8
	}
	return 0
}

// Numeric says whether r can be part of a numeral.
func Numeric(r rune) bool { return Digit(r) || r >= 0x3000 && numeral(r) > 0 }

// Figure is the value of one digit, Chinese or Arabic, -1 for anything else.
func Figure(r rune) int {
	if Digit(r) {
		return int(r - '0')
	}
	return digitOf(r)
}

// longest is how many characters a number may have, so that a page of figures is
// not read again from each of them.
const longest = 32

// Number reads the longest number at i; ok is false when none begins there. A
// leading 负 or minus belongs to it.
func (t *Text) Number(i int) (n Numeral, ok bool) {
	c := t.At(i)
	if !Numeric(c) && c != '-' && c != '.' && c != '负' || c == '半' {
		return n, false
	}
	m := &t.memo[i&3]
	if !m.known || m.i != i {
		m.known, m.i = true, i
		m.n, m.ok = t.number(i)
	}
	return m.n, m.ok
}

func (t *Text) number(i int) (n Numeral, ok bool) {
	if r := t.At(i); r == '负' || r == '-' && (Digit(t.At(i+1)) || t.At(i+1) == '.') {
		if next := t.At(i + 1); next == '负' || next == '-' {
			return n, false
		}
		n, ok = t.Number(i + 1)
		n.Value, n.Digits = -n.Value, 0
		return n, ok && n.End > i+1
	}
	if Digit(t.At(i)) {
		if n, ok = t.Plain(i); !Numeric(t.At(n.End)) || t.At(n.End) == '半' {
			return t.thousands(n), ok
		}
	} else if n, ok = t.row(i); ok {
		return n, true
	}
	return t.counted(i)
}

// row reads a row of Chinese digits without units: 二〇二二, 零八, 幺三八.
func (t *Text) row(i int) (n Numeral, ok bool) {
	j, zero, v := i, false, 0.0
	for ; digitOf(t.At(j)) >= 0 && j-i < longest; j++ {
		d := digitOf(t.At(j))
		zero = zero || d == 0 || t.At(j) == '幺'
		v = v*10 + float64(d)
	}
	if j-i < 2 || unitOf(t.At(j)) > 0 || !zero && j-i < 3 && t.At(j) != '年' {
		return n, false
	}
	return Numeral{Value: v, End: j, Digits: j - i, Zero: digitOf(t.At(i)) == 0}, true
}

// Plain reads a row of Arabic digits at i with commas and a fraction: 2022,
// 1,100, 1.5, .5.
func (t *Text) Plain(i int) (n Numeral, ok bool) {
	j, v := i, 0.0
	for ; Digit(t.At(j)) && j-i < longest; j++ {
		v = v*10 + float64(t.At(j)-'0')
	}
	n = Numeral{Value: v, End: j, Arabic: true, Digits: j - i, Zero: t.At(i) == '0' && j-i > 1}
	n = t.grouped(n)
	if t.At(n.End) == '.' && Digit(t.At(n.End+1)) {
		n = t.fraction(n)
	}
	return n, n.End > i
}

// thousands takes the w or k that stands for 万 or 千 in chat: 10w, 3k.
func (t *Text) thousands(n Numeral) Numeral {
	c := t.At(n.End)
	if c != 'w' && c != 'k' || Latin(t.At(n.End+1)) || Digit(t.At(n.End+1)) {
		return n
	}
	if n.Value *= 1000; c == 'w' {
		n.Value *= 10
	}
	n.End, n.Digits, n.Arabic = n.End+1, 0, false
	return n
}

// grouped takes ",100" groups of three after one to three digits.
func (t *Text) grouped(n Numeral) Numeral {
	if n.Digits == 0 || n.Digits > 3 {
		return n
	}
	for k := 0; k < 8 && t.At(n.End) == ',' && t.group(n.End+1); k++ {
		for d := 1; d <= 3; d++ {
			n.Value = n.Value*10 + float64(t.At(n.End+d)-'0')
		}
		n.End, n.Digits, n.Zero = n.End+4, 0, false
	}
	return n
}

func (t *Text) group(i int) bool {
	return Digit(t.At(i)) && Digit(t.At(i+1)) && Digit(t.At(i+2)) && !Digit(t.At(i+3))
}

func (t *Text) fraction(n Numeral) Numeral {
	scale := 1.0
	for n.End++; Digit(t.At(n.End)) && scale < 1e18; n.End++ {
		scale *= 10
		n.Value = n.Value*10 + float64(t.At(n.End)-'0')
	}
	n.Value, n.Digits, n.Zero = n.Value/scale, 0, false
	return n
}
