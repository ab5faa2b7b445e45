package when

import "xiaoqing/bot/parse/script"

// lengthUnit reads a unit at i: its kind and length in runes.
func lengthUnit(t *script.Text, i int) (unit, int) {
	j := t.Skip(i)
	switch t.At(j) {
	case '年':
		if t.Any(j+1, "级", "纪", "龄", "糕", "夜", "货", "轻") > 0 {
			return noUnit, 0
		}
		return years, j - i + 1 + t.Has(j+1, "周年")
	case '月':
		return months, j - i + 1
	case '周', '星', '礼':
		if n := t.Any(j, "周年"); n > 0 {
			return years, j - i + n
		}
		if n := weekPrefix(t, j); n > 0 && t.At(j+n) != '岁' && t.At(j+n) != '围' && (t.At(j) != '周' || weekdayChar(t.At(j+n)) == 0 || !closesWeekday(t, j+n)) {
			return weeks, j - i + n
		}
	case '天':
		return daily, j - i + 1
	case '日':
		return daily, j - i + 1
	case '工':
		if n := t.Has(j, "工作日"); n > 0 {
			return daily, j - i + n
		}
	}
	return shortUnit(t, i, j)
}

func shortUnit(t *script.Text, i, j int) (unit, int) {
	switch {
	case t.Any(j, "小时", "钟头") > 0:
		return hours, j - i + 2
	case t.Has(j, "分钟") > 0:
		return minutes, j - i + 2
	case t.Has(j, "季度") > 0:
		return quarters, j - i + 2
	case t.At(j) == '秒':
		return secs, j - i + 1 + t.Has(j+1, "钟")
	}
	return latinUnit(t, i, j)
}

func latinUnit(t *script.Text, i, j int) (unit, int) {
	for _, w := range [...]struct {
		word string
		u    unit
	}{{"hours", hours}, {"hour", hours}, {"hrs", hours}, {"hr", hours}, {"h", hours}, {"minutes", minutes}, {"mins", minutes}, {"min", minutes}, {"m", minutes}} {
		if n := t.Has(j, w.word); n > 0 && !script.Latin(t.At(j+n)) {
			return w.u, j - i + n
		}
	}
	return noUnit, 0
}
