package when

import "xiaoqing/bot/parse/script"

// clockAt reads a clock time at i: 七点一刻, 19:30, 7:30pm, 差五分八点, 20时. after
// says that a part of the day stood before: then 一点 and 7.30 are times too.
func (r reader) clockAt(i int, after bool) (Clock, int) {
	if r.t.At(i) == '差' {
		return r.lacking(i)
	}
	if r.t.Any(i, "零点", "零时") > 0 && !script.Numeric(r.t.At(i+2)) {
		return Clock{Given: true, Lead: true}, i + 2
	}
	if script.Digit(r.t.At(i)) {
		if c, e := r.colon(i, after); e > 0 {
			return c, e
		}
	}
	return r.spoken(i, after)
}

// lacking reads 差五分八点, 差一刻八点.
func (r reader) lacking(i int) (Clock, int) {
	j, gap := r.quarters(i + 1)
	if j == 0 {
		return Clock{}, 0
	}
	j += r.t.Any(j, "到")
	c, e := r.spoken(j, true)
	c.Sec -= gap
	return c, e
}

// quarters reads 五分, 十分钟, 一刻 at i as seconds.
func (r reader) quarters(i int) (end, sec int) {
	n, ok := r.t.Number(i)
	if !ok || n.Value > 59 {
		return 0, 0
	}
	switch r.t.At(n.End) {
	case '分':
		return n.End + 1 + r.t.Has(n.End+1, "钟"), int(n.Value) * 60
	case '刻':
		return n.End + 1 + r.t.Has(n.End+1, "钟"), int(n.Value) * 900
	}
	return 0, 0
}

// spoken reads 七点, 七点半, 19点三十分, 20时1刻, 5点多钟 and the 7 of 7-9点.
func (r reader) spoken(i int, after bool) (Clock, int) {
	if a := spanned(r.t, i); a > 0 && r.t.At(i+2) == '点' && script.Figure(r.t.At(i+1)) == a+1 { // 八九点
		return Clock{Given: true, Sec: a * 3600, Bare: true}, i + 1
	}
	n, ok := r.hour(i)
	if !ok {
		return Clock{}, 0
	}
	h := int(n.Value)
	c := Clock{Given: true, Sec: h * 3600, Sure: h > 12, Lead: h == 0 || n.Zero && n.Arabic}
	j := r.t.Skip(n.End)
	switch u := r.t.At(j); {
	case u == '点':
		return r.afterPoint(c, n, i, j+1, after)
	case u == '时' && r.t.At(j+1) != '候' && r.t.At(j+1) != '间' && r.t.At(i-1) != '小':
		return r.minutes(c, j+1)
	}
	if r.t.At(n.End) != ' ' && r.rangeHour(n.End) {
		c.Bare = true
		return c, n.End
	}
	return Clock{}, 0
}

// hour reads a whole number up to 24 that can be an hour.
func (r reader) hour(i int) (script.Numeral, bool) {
	n, ok := r.t.Number(i)
	if _, whole := n.Int(); !ok || !whole || n.Value < 0 || n.Value > 24 || r.t.At(i) == '第' || r.t.At(i-1) == '第' || r.t.At(i) == '廿' {
		return n, false
	}
	return n, true
}

// rangeHour says whether "-9点" follows the 7 of 7-9点.
func (r reader) rangeHour(i int) bool {
	n := r.sep(i)
	if n == 0 {
		return false
	}
	j := i + n
	if _, k := partAt(r.t, j); k > 0 {
		return false
	}
	m, ok := r.t.Number(j)
	return ok && m.Value <= 24 && clockUnit(r.t.At(m.End)) && (r.t.At(m.End) != ':' || script.Digit(r.t.At(m.End+1)))
}

// afterPoint reads what follows 点: 钟, 半, 一刻, minutes; and refuses what is no
// time: 一点都不, 9点赞, 三点五度.
func (r reader) afterPoint(c Clock, n script.Numeral, i, j int, after bool) (Clock, int) {
	if !after && n.Value == 1 && !n.Arabic && !r.oneOClock(i, j) || r.noClock(i, j) {
		return Clock{}, 0
	}
	if k := r.t.Any(j, "多钟", "钟", "整", "正", "多", "许", "来钟"); k > 0 {
		if r.t.At(j) == '钟' && r.t.At(j+1) == '半' {
			c.Sec += 1800
			k++
		}
		return c, j + k
	}
	return r.minutes(c, j)
}

func (r reader) minutes(c Clock, j int) (Clock, int) {
	if r.t.At(j) == '半' && r.t.At(j+1) != '小' && r.t.At(j+1) != '个' {
		c.Sec += 1800
		j++
		return r.seconds(c, j)
	}
	if r.t.At(j) == '搬' && (!script.Han(r.t.At(j+1)) || r.t.Any(j+1, "到", "至", "开始", "上课") > 0) {
		c.Sec += 1800 // 半, mistyped
		return c, j + 1
	}
	if e, gap := r.quarterPast(j); e > 0 {
		c.Sec += gap
		return c, e
	}
	k := j + r.t.Any(j, "过", "零", "〇")
	n, ok := r.t.Number(k)
	if r.t.Has(j, "零") > 0 || r.t.At(j) == '〇' {
		n, ok = r.afterNought(j)
	}
	v, whole := n.Int()
	if !ok || !whole || v > 59 || !r.minuteLike(n, k, j) {
		return r.shortOf(c, j)
	}
	c.Sec += v * 60
	if r.t.At(n.End) == '分' {
		return r.seconds(c, n.End+1)
	}
	return c, n.End
}

func (r reader) afterNought(j int) (script.Numeral, bool) {
	d := script.Figure(r.t.At(j + 1))
	return script.Numeral{Value: float64(d), End: j + 2}, d > 0 && !script.Numeric(r.t.At(j+2))
}

// quarterPast reads 一刻, 三刻, and 一直 as it is mistyped.
func (r reader) quarterPast(j int) (end, sec int) {
	k := j + r.t.Has(j, "过")
	f := script.Figure(r.t.At(k))
	if f != 1 && f != 2 && f != 3 {
		return 0, 0
	}
	if c := r.t.At(k + 1); c == '刻' || c == '直' && (!script.Han(r.t.At(k+2)) || r.t.At(k+2) == '给') || c == '克' {
		return k + 2 + r.t.Has(k+2, "钟"), f * 900
	}
	return 0, 0
}

// minuteLike says whether a number after 点 counts minutes: 八点二十, 八点零五, 八点5分.
func (r reader) minuteLike(n script.Numeral, k, j int) bool {
	if r.t.At(n.End) == '分' {
		return r.t.At(n.End+1) != '之'
	}
	if k > j {
		return true
	}
	if n.Value < 10 && !(n.Zero && n.Digits == 2) {
		return false
	}
	return r.t.Any(n.End, "度", "个", "人", "名", "位", "份", "箱", "年", "月", "号", "日", "岁", "天", "%", "分钟", "点", ":", "元", "块", "课", "节") == 0
}

// shortOf reads 八点差五分, 八点缺一刻.
func (r reader) shortOf(c Clock, j int) (Clock, int) {
	if k := r.t.Any(j, "差", "缺", "少"); k > 0 {
		if e, gap := r.quarters(j + k); e > 0 {
			c.Sec -= gap
			return c, e
		}
	}
	return c, j
}

func (r reader) seconds(c Clock, j int) (Clock, int) {
	n, ok := r.t.Number(j)
	if ok && r.t.At(n.End) == '秒' && n.Value < 60 {
		c.Sec += int(n.Value)
		return c, n.End + 1
	}
	return c, j
}

// noClock knows what 点 does not make a time.
func (r reader) noClock(i, j int) bool {
	if r.t.Any(j, "赞", "评", "击", "点", "儿", "滴", "名", "菜", "单", "外卖", "建议", "意见", "要求", "心", "内容", "原因") > 0 && r.t.Any(j, "点名") == 0 {
		return true
	}
	if next := r.t.At(j + 1); script.Figure(r.t.At(j)) >= 0 && !script.Numeric(next) && !script.Han(next) {
		return true // 八点八
	}
	n, ok := r.t.Number(j)
	return ok && r.t.Any(n.End, "度", "%", "倍", "万", "元", "块", "公里", "公斤", "米", "斤", "升", "折", "级") > 0 || script.Digit(r.t.At(i)) && script.Digit(r.t.At(i-1))
}

// oneOClock says whether 一点 is a time and not a little.
func (r reader) oneOClock(i, j int) bool {
	if r.t.Any(j, "半", "钟", "整", "一刻", "三刻", "十", "二十", "三十", "四十", "五十", "零", "左右", "到", "至", "-", "~", "前", "之前", "以前", "开始", "的课") > 0 {
		return r.t.At(j+1) != '都'
	}
	return r.t.Any(i-1, "到", "至", "-", "~") > 0 || i == 0 && j == r.t.Len()
}
