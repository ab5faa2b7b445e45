package parse

import (
	"math"
	"strconv"

	"xiaoqing/bot/parse/script"
	"xiaoqing/bot/parse/when"
)

// moneyAt reads a sum at i, in fen: 两万元, 1.5万, ￥300, 三块五, 50元6角三分.
func moneyAt(t *script.Text, i int) (fen int64, end int) {
	sign := t.Any(i, "￥", "¥", "rmb", "人民币")
	j := t.Skip(i + sign)
	n, ok := t.Number(j)
	if !ok || n.Value <= 0 || script.Digit(t.At(i-1)) {
		return 0, 0
	}
	k := t.Skip(n.End)
	if c := t.At(k); c == '多' || c == '来' || c == '余' || c == '几' { // 五千多元
		k = t.Skip(k + 1)
	}
	if u := t.Any(k, "元钱", "元整", "块钱", "元", "块", "圆", "人民币"); u > 0 && t.At(k+u) != '素' && t.Any(k, "元宝", "元旦", "元月", "元宵", "元元") == 0 {
		return small(t, yuan(n.Value), k+u)
	}
	if t.At(k) == '角' && t.Any(k+1, "大", "场", "星", "形", "度", "落") == 0 || t.At(k) == '毛' && t.At(k+1) != '巾' && t.At(k+1) != '毯' && t.At(k+1) != '毛' {
		if fen, e := small(t, 0, j); e > j { // 10角 is no way to say it
			return fen, e
		}
		return 0, 0
	}
	if sign > 0 || priced(t, i) {
		return yuan(n.Value), n.End
	}
	return 0, 0
}

func yuan(v float64) int64 { return int64(math.Round(v * 100)) }

// priced says whether a price word stands just before i.
func priced(t *script.Text, i int) bool {
	for _, w := range [...]string{"费", "费用", "价", "收费", "捐款", "善款", "价格", "资金"} {
		if t.Before(i, w) {
			return true
		}
	}
	return false
}

// small reads 角 and 分 after the yuan: 三块五, 十块三毛, 6角三分.
func small(t *script.Text, fen int64, j int) (int64, int) {
	worth := int64(10)
	for end := j; ; end = j {
		n, ok := t.Number(j)
		if !ok || n.Value >= 10 || n.Value != math.Trunc(n.Value) {
			return fen, end
		}
		c := t.At(n.End)
		switch {
		case c == '角' || c == '毛':
			fen, worth, j = fen+int64(n.Value)*10, 1, n.End+1
		case c == '分' && t.At(n.End+1) != '钟':
			fen, j = fen+int64(n.Value), n.End+1
		case end > 0 && !script.Han(c) && !script.Digit(c) && n.End == end+1:
			return fen + int64(n.Value)*worth, n.End
		default:
			return fen, end
		}
		j += t.Has(j, "钱")
	}
}

// ageAt reads an age at i: 五岁, 8岁半, 十个月大, 七周岁.
func ageAt(t *script.Text, i int) (years float64, iso string, end int) {
	n, ok := t.Number(i)
	if ok && n.Value <= 130 && n.Value >= 0 {
		j := t.Skip(n.End)
		j += t.Has(j, "来") + t.Has(j, "多")
		if u := t.Any(j, "周岁", "岁"); u > 0 {
			return aged(t, n.Value, j+u)
		}
		if e := oldAt(t, i, n); e > 0 {
			return n.Value, isoYears(n.Value), e
		}
	}
	if t.At(i+1) == '旬' {
		if v, e := decadesAt(t, i); e > 0 {
			return v, isoYears(v), e
		}
	}
	if !t.May("大") {
		return 0, "", 0
	}
	l, e := when.LengthAt(t, i)
	if e > 0 && t.At(e) == '大' && t.At(e+1) != '概' {
		return float64(l.Months)/12 + float64(l.Days)/365, l.ISO(), e + 1
	}
	return 0, "", 0
}

func isoYears(v float64) string { return "P" + strconv.FormatFloat(v, 'f', -1, 64) + "Y" }

// aged takes the months after the years: 8岁半, 两岁零三个月.
func aged(t *script.Text, v float64, j int) (years float64, iso string, end int) {
	if t.At(j) == '半' {
		return v + 0.5, isoYears(v) + "6M", j + 1
	}
	k := t.Skip(j)
	k += t.Any(k, "零", "又", "多")
	n, ok := t.Number(k)
	if m, whole := n.Int(); ok && whole && m > 0 && m < 12 && t.Has(n.End, "个月") > 0 {
		return v + float64(m)/12, isoYears(v) + strconv.Itoa(m) + "M", n.End + 2
	}
	return v, isoYears(v), j
}

// oldAt reads an age without 岁: 奔七十, 六十出头, 年近八十, 虚岁9. Its end is 0 for
// any other number.
func oldAt(t *script.Text, i int, n script.Numeral) int {
	switch t.At(i - 1) {
	case '奔', '近', '过', '逾', '岁', '龄', '满':
	default:
		if t.At(n.End) != '出' {
			return 0
		}
	}
	v, whole := n.Int()
	if !whole || v == 0 {
		return 0
	}
	tens := v >= 20 && v%10 == 0
	next := t.At(n.End)
	switch {
	case tens && t.Has(n.End, "出头") > 0:
		return n.End + 2
	case next == '人' || next == '个' || next == '元' || next == '分' || next == '万' || next == '名' || next == '号':
		return 0
	case tens && (t.Before(i, "奔") || t.Before(i, "年近") || t.Before(i, "年过") || t.Before(i, "年逾")):
		return n.End
	case t.Before(i, "虚岁") || t.Before(i, "虚龄") || t.Before(i, "周岁") || t.Before(i, "年满"):
		return n.End
	}
	return 0
}

// decadesAt reads 七旬 and 八旬, ten years each.
func decadesAt(t *script.Text, i int) (years float64, end int) {
	d := script.Figure(t.At(i))
	if d < 4 || d > 9 {
		return 0, 0
	}
	return float64(10 * d), i + 2
}
