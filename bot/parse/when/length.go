package when

import "xiaoqing/bot/parse/script"

// Length is a length of time: calendar months, days and seconds do not turn
// into one another.
type Length struct {
	Months, Days int
	Secs         int
	unit         unit // the finest that was named
	rough        bool // 多, 几, 大半
	half         bool
	more         int     // how many units more 十几, 100多 and 几十 may be
	upto         *Length // the longer end of 3~6个月
}

type unit uint8

const (
	noUnit unit = iota
	years
	quarters
	months
	weeks
	daily
	hours
	minutes
	secs
)

// Minutes is the length in whole minutes; ok is false when it is not one of
// hours and minutes.
func (l Length) Minutes() (n int, ok bool) {
	return l.Secs / 60, l.Months == 0 && l.Days == 0 && l.Secs >= 60 && l.upto == nil && l.more <= l.Secs/60
}

// Given says whether a length was said.
func (l Length) Given() bool { return l.unit != noUnit }

// lengthAt reads a length of time at i: 两个半小时, 1小时30分, 三年半, 90分钟, 3h.
func lengthAt(t *script.Text, i int) (l Length, end int) {
	j := i
	for {
		k := l.part(t, j)
		if k == j {
			return l, end
		}
		j, end = k, k
		if n := t.Any(t.Skip(j), "又", "零", "余", "多", "加", "外加", "和"); n > 0 && script.Numeric(t.At(t.Skip(t.Skip(j)+n))) {
			j = t.Skip(t.Skip(j) + n)
		} else {
			j = t.Skip(j)
		}
	}
}

// part adds one number with its unit; finer units follow coarser ones.
func (l *Length) part(t *script.Text, i int) int {
	if n := t.Any(i, "大半天", "大半日"); n > 0 && !l.Given() {
		l.Secs, l.unit, l.rough = 12*3600, hours, true
		return i + n
	}
	if t.At(i) == '半' {
		return l.halfFirst(t, i)
	}
	n, ok := t.Number(i)
	switch {
	case t.Has(i, "几十") > 0:
		n, ok, l.more = script.Numeral{Value: 20, End: i + 2}, true, 80
	case t.Has(i, "几") > 0:
		n, ok = script.Numeral{Value: 3, End: i + 1}, true
	case ok && spanned(t, i) > 0:
		n = script.Numeral{Value: float64(script.Figure(t.At(i + 1))), End: i + 2}
	}
	if !ok || n.Value < 0 || n.Value > 1e6 {
		return i
	}
	j := n.End
	if t.At(j) == ' ' {
		if w, _ := weekdayAt(t, t.Skip(j)); w > 0 {
			return i // 小四 礼拜六, 13800003131 礼拜天
		}
	}
	if k := t.Any(j, "来", "多", "几", "余"); k > 0 && !l.Given() {
		j += k
		l.rough, l.more = true, magnitude(int(n.Value))
	}
	return l.counted(t, i, j, n.Value)
}

// spanned is the smaller of two digits that mean about so many: 三四天, 三五个,
// 0 when none stand at i.
func spanned(t *script.Text, i int) int {
	a, b := script.Figure(t.At(i)), script.Figure(t.At(i+1))
	if a < 1 || b-a != 1 && !(a == 3 && b == 5) || script.Digit(t.At(i)) || script.Digit(t.At(i+1)) || script.Numeric(t.At(i+2)) || script.Numeric(t.At(i-1)) || t.At(i-1) == '第' {
		return 0
	}
	return a
}

// magnitude is how much 多 may add: 20多 is under 30, 100多 under 200.
func magnitude(v int) int {
	unit := 1
	for v >= 10*unit {
		unit *= 10
	}
	if unit == 1 {
		return 0
	}
	return unit
}

// counted reads 个, 半 and the unit after a number.
func (l *Length) counted(t *script.Text, i, j int, v float64) int {
	k := t.Skip(j)
	if t.At(k) == '个' || t.At(k) == '個' {
		k++
		if t.At(k) == '半' {
			v += 0.5
			k++
		}
		if t.At(k) == '多' || t.At(k) == '来' {
			k++
		}
		if c := t.At(k); c == '钟' && t.At(k+1) != '头' {
			return l.add(t, v, hours, k+1, i)
		} else if c == '日' || c == '年' {
			return i
		}
	}
	if inMonth(t, i) {
		return i // 2月30日
	}
	u, n := lengthUnit(t, k)
	if u == years && (v >= 1000 || t.At(i) == '0' || t.At(i) == '零') && t.At(k-1) != '多' {
		return i // 2018年, 07年
	}
	switch {
	case n > 0 && k > j && t.At(j) == '个':
		return l.add(t, v, u, k+n, i)
	case u == quarters && v <= 4 && t.At(i) != '两':
		return i // 三季度 is July to September
	case n > 0 && (u == months && t.At(i) != '两' && t.At(i) != '半') && l.unit == noUnit && !spacedMonth(t, i):
		return i
	case n > 0:
		return l.add(t, v, u, k+n, i)
	case t.At(k) == '刻' && v <= 3 && !(v == 1 && t.Any(k+1, "不", "也", "都", "没", "难", "千", "值", "未") > 0): // 一刻不停
		return l.add(t, v*15, minutes, k+1+t.Has(k+1, "钟"), i)
	case t.At(k) == '分' && (l.unit == hours || spokenSeconds(t, k+1)) && t.At(k+1) != '之':
		return l.add(t, v, minutes, k+1, i)
	case l.unit == hours && v < 60 && v >= 10 && t.At(j) != '个':
		return i
	}
	return i
}

// inMonth says whether a month with its number stands before i.
func inMonth(t *script.Text, i int) bool {
	for i > 0 && t.At(i-1) == ' ' {
		i--
	}
	return t.At(i-1) == '月' && (script.Numeric(t.At(i-2)) || t.At(i-2) == ' ' && script.Numeric(t.At(i-3)))
}

// spacedMonth: 两月 and 近三月 are lengths, 3月 is March.
func spacedMonth(t *script.Text, i int) bool {
	return t.At(i) == '仨' || t.Before(i, "近") || t.Before(i, "前")
}

func spokenSeconds(t *script.Text, i int) bool {
	n, ok := t.Number(i)
	return ok && t.At(n.End) == '秒'
}

// halfFirst reads 半小时, 半个钟头, 半天, 半年.
func (l *Length) halfFirst(t *script.Text, i int) int {
	j := i + 1 + t.Any(i+1, "个多", "个来", "个")
	if c := t.At(j); c == '钟' && t.At(j+1) != '头' && j > i+1 {
		return l.add(t, 0.5, hours, j+1, i)
	}
	u, n := lengthUnit(t, j)
	if n == 0 || u == daily && t.Any(j+n, "没", "不", "都", "也", "才") > 0 { // 半天没人
		return i
	}
	return l.add(t, 0.5, u, j+n, i)
}

// add puts v units in; a unit that is not finer than the last one ends the length.
func (l *Length) add(t *script.Text, v float64, u unit, end, start int) int {
	if l.unit >= u || script.Latin(t.At(end)) && script.Latin(t.At(end-1)) {
		return start
	}
	if t.At(end) == '半' && t.Any(end+1, "钟头", "小时", "个") == 0 {
		v += 0.5
		end++
		l.half = true
	}
	if v != float64(int(v)) {
		l.half = true
	}
	if t.At(end) == '多' && (t.Any(end+1, "以", "之", "前", "后", "来", "的", "了") > 0 || t.At(end+1) == 0) {
		end++
		l.rough = true
	}
	l.unit = u
	switch u {
	case years:
		l.Months += int(v * 12)
	case quarters:
		l.Months += int(v * 3)
	case months:
		l.Months += int(v)
		if v != float64(int(v)) {
			l.Days += 15
		}
	case weeks:
		l.Days += int(v * 7)
	case daily:
		l.addDays(v)
		if t.At(end) != '半' {
			end = nights(t, end)
		}
	case hours:
		l.Secs += int(v*3600 + 0.5)
	case minutes:
		l.Secs += int(v*60 + 0.5)
	case secs:
		l.Secs += int(v + 0.5)
	}
	return end
}

// addDays: half a day (半天) is twelve hours.
func (l *Length) addDays(v float64) {
	l.Days += int(v)
	if v != float64(int(v)) {
		l.Secs += 12 * 3600
	}
}

// nights skips the 5晚 of 6天5晚.
func nights(t *script.Text, i int) int {
	if n, ok := t.Number(i); ok && t.At(n.End) == '晚' && t.At(n.End+1) != '上' {
		return n.End + 1
	}
	return i
}
