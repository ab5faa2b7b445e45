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
	if u := t.Any(k, "元钱", "元整", "块钱", "元", "块", "圆", "人民币"); u > 0 && t.At(k+u) != '素' {
		return small(t, yuan(n.Value), k+u)
	}
	if t.At(k) == '角' && t.Any(k+1, "大", "场", "星", "形", "度", "落") == 0 || t.At(k) == '毛' && t.At(k+1) != '巾' && t.At(k+1) != '毯' && t.At(k+1) != '毛' {
		return small(t, 0, j)
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
	if ok && n.Value <= 130 {
		j := t.Skip(n.End)
		j += t.Has(j, "来") + t.Has(j, "多")
		if u := t.Any(j, "周岁", "岁"); u > 0 {
			return aged(t, n.Value, j+u)
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

func aged(t *script.Text, v float64, j int) (years float64, iso string, end int) {
	iso = "P" + strconv.FormatFloat(v, 'f', -1, 64) + "Y"
	if t.At(j) == '半' {
		return v + 0.5, iso + "6M", j + 1
	}
	return v, iso, j
}
