package parse

import "xiaoqing/bot/parse/when"

// joinHours makes one stretch of the two ends of a lesson that are told apart:
// 七点给小明讲题讲到八点半, 讲到九点,八点开始的.
func (m *message) joinHours() {
	late := m.plannedEnd()
	for k := 1; k < len(m.times); k++ {
		a, b := &m.times[k-1], m.times[k]
		if !m.bothEnds(*a, b) {
			continue
		}
		switch {
		case m.over(b) || b.I == late:
			if b.A.Date.Given() && !a.A.Date.Given() {
				m.dayBefore(k - 1)
			}
			a.Kind, a.B = when.Stretch, b.A
		case (m.over(*a) || a.I == late) && m.t.Any(b.J, "整开的", "整开始", "整上的", "开始", "就开始", "才开始", "起的", "开的", "上的", "开讲", "开课", "到岗", "到的岗", "上岗") > 0:
			first := b.A
			if first.Part == when.NoPart && !first.Date.Given() {
				first.Date, first.Part = a.A.Date, a.A.Part
			}
			a.Kind, a.A, a.B = when.Stretch, first, a.A
		default:
			continue
		}
		m.closes = append(m.closes, b)
		m.times = append(m.times[:k], m.times[k+1:]...)
	}
}

// plannedEnd takes out when a lesson was to end and says where the time stands at
// which it did, -1 for none: 原定八点结束,实际八点二十.
func (m *message) plannedEnd() int {
	for k := 1; k < len(m.times); k++ {
		a, b := m.times[k-1], m.times[k]
		if ends(m.t, b.I, "实际", "实际是", "实际到", "实际上到", "结果", "结果到", "拖到", "其实") > 0 && b.A.Clock.Given && m.over(a) && m.superseded(a) {
			m.closes = append(m.closes, a)
			m.times = append(m.times[:k-1], m.times[k:]...)
			return b.I
		}
	}
	return -1
}

// dayBefore gives the k-th time the day that was named before it: 昨天晚上我值班,
// 从十点站到今天早上六点.
func (m *message) dayBefore(k int) {
	if k == 0 || m.times[k-1].A.Clock.Given || m.times[k-1].Kind != when.Moment {
		return
	}
	day, a := m.times[k-1].A, &m.times[k].A
	a.Date = day.Date
	if a.Part == when.NoPart {
		a.Part = day.Part
	}
}

// bothEnds says whether a and b are two clock times near each other, in one
// sentence; the second names a day of its own only after 到.
func (m *message) bothEnds(a, b when.Item) bool {
	return a.Kind == when.Moment && a.A.Clock.Given && b.Kind == when.Moment && b.A.Clock.Given && (!b.A.Date.Given() || m.t.Before(b.I, "到")) && b.I-a.J < 20 && m.together(a.J, b.I)
}

// together says whether i and j stand in one sentence.
func (m *message) together(i, j int) bool {
	for ; i < j; i++ {
		switch m.t.At(i) {
		case '。', '!', '\n', ';':
			return false
		}
	}
	return true
}

// over says whether it is when something ended: 到九点, 九点结束; 改到九点 and
// 迟到九点 are none.
func (m *message) over(it when.Item) bool {
	if m.t.Any(it.J, "收的", "收工的", "结的", "下的课", "下的", "停的", "完的", "散的", "结束", "下课", "讲完", "上完", "才结束", "收工", "下岗", "离岗", "交班", "签退") > 0 {
		return true
	}
	return m.t.Before(it.I, "到") && m.t.Any(it.I-2, "改到", "挪到", "调到", "换到", "推到", "迟到", "延到") == 0 && m.t.Any(it.I-3, "推迟到", "提前到", "延迟到") == 0
}
