package parse

import (
	"unicode"

	"xiaoqing/bot/parse/script"
)

// Ordered is one thing of an order.
type Ordered struct {
	Name     string // 鸡蛋; "" for so many of what the list is about: +2
	Quantity float64
	Unit     string // 盒, "" when none was said
}

// Order reads what a line of a list asks for: 鸡蛋2盒 牛奶一箱, A套餐×2, 2份, +1. A
// thing without a number is one of it. Addresses, phones and heads (3-502, 5号楼,
// 我家2人) are none.
func Order(text string) (out []Ordered) {
	t := script.New(text)
	for i := 0; i < t.Len(); {
		e := i
		for e < t.Len() && !between(t, e) {
			e++
		}
		if o, ok := orderedAt(t, i, e); ok {
			out = append(out, o)
		}
		i = e + 1
	}
	return out
}

// between says whether a new thing begins behind i.
func between(t *script.Text, i int) bool {
	switch t.At(i) {
	case ' ', ',', '、', ';', '。', '\n', '/', '和', '(', ')':
		return true
	case '+':
		return i > 0 && !script.Digit(t.At(i+1))
	}
	return false
}

// orderedAt reads one thing from i to e.
func orderedAt(t *script.Text, i, e int) (o Ordered, ok bool) {
	if i == e || placeOrPhone(t, i, e) {
		return o, false
	}
	i += t.Any(i, "要", "订", "来", "买", "加")
	from, to := i, e // of the name
	o.Quantity = 1
	for k := i; k < e; k++ {
		n, found := t.Number(k)
		if !found || n.End > e || n.Value <= 0 || n.Value > 9999 {
			continue
		}
		unit := n.End
		if _, w := measures.At(t, unit); w > 0 && unit+w <= e {
			unit += w
		}
		switch {
		case unit == e: // 鸡蛋2盒, 鸡蛋*2, +2
			to = k
		case k == i && unit > n.End: // 2盒鸡蛋
			from = unit
		default:
			k = n.End - 1
			continue
		}
		o.Quantity, o.Unit = n.Value, t.Said(n.End, unit)
		break
	}
	for to > from && times(t.At(to-1)) {
		to--
	}
	o.Name = t.Said(from, to)
	return o, o.Name != "" || to < e || from > i
}

func times(c rune) bool {
	return c == '*' || c == 'x' || c == '×' || c == '+' || c == ':' || c == '-' || c == '共'
}

// placeOrPhone says whether i to e is where or who somebody is: 3-502, 5号楼502,
// 我家2人, a phone.
func placeOrPhone(t *script.Text, i, e int) bool {
	digits := 0
	for k := i; k < e; k++ {
		if script.Digit(t.At(k)) {
			digits++
		}
		if t.At(k) == '-' && script.Digit(t.At(k-1)) && script.Digit(t.At(k+1)) || t.At(k) == '#' {
			return true
		}
		if t.Any(k, "号楼", "栋", "单元", "弄", "室", "楼", "幢", "我家", "门牌", "电话", "谢谢", "已付", "已转", "收到", "自提", "辛苦") > 0 {
			return true
		}
	}
	if t.At(e-1) == '人' || t.At(e-1) == '号' && digits > 0 {
		return true
	}
	letters := 0
	for k := i; k < e; k++ {
		if unicode.IsLetter(t.At(k)) {
			letters++
		}
	}
	return digits >= 5 || letters == 0 && t.At(i) != '+' && digits != e-i || letters == 0 && digits >= 3
}
