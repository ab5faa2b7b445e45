package parse

import (
	"xiaoqing/bot/parse/when"
	"xiaoqing/models/calendar"
)

// happened leaves out the times of what had been planned (本来说好七点,结果七点半),
// and moments when a stretch is told.
func (m *message) happened() func(when.Item) bool {
	stretch := -1
	for k, it := range m.times {
		if _, to, _, ok := it.Hours(); ok && to > 0 && it.Kind == when.Stretch && !m.denied(it.I) && !m.superseded(it) && stretch < 0 {
			stretch = k
		}
	}
	return func(it when.Item) bool {
		if m.superseded(it) || m.noDayOfPast(it) {
			return false
		}
		return stretch < 0 || it.Kind != when.Moment || !it.A.Clock.Given || it.I > m.times[stretch].J && m.corrected(it.I)
	}
}

// noDayOfPast says whether an expression names a day still to come, or a whole week
// or month: neither is the day of what is reported.
func (m *message) noDayOfPast(it when.Item) bool {
	a, b, ok := it.Days(m.at, when.Past)
	return ok && !it.A.Clock.Given && it.Kind == when.Moment && (a > calendar.DayOf(m.at) || a != b)
}

// superseded says whether it was only planned and what came of it is told later.
func (m *message) superseded(it when.Item) bool {
	from := max(m.body, it.I-8)
	plan := false
	for i := from; i < it.I; i++ {
		if c := m.t.At(i); c == '。' || c == '!' || c == '\n' {
			plan = false
		}
		plan = plan || m.t.Any(i, "本来", "原来", "原定", "原本", "说好", "约好", "约的", "约了", "讲好", "原计划", "计划") > 0
	}
	if !plan {
		return false
	}
	for _, later := range m.times {
		if later.I > it.I && later.Kind == when.Lasting && it.Kind == when.Lasting {
			return true
		}
		if later.I > it.I && later.A.Clock.Given == it.A.Clock.Given && (later.A.Clock.Given || m.dated(later)) {
			return true
		}
	}
	return false
}

// isEnd says whether a moment is when something was over: 上到九点, 九点结束的.
func (m *message) isEnd(it when.Item) bool {
	over := m.t.Any(m.t.Skip(it.J), "结束", "下课", "下岗", "交班", "收工", "才结束", "才下课", "上完", "讲完", "刚结束", "签退", "离岗") > 0
	return over || m.t.Before(it.I, "上到") || m.t.Before(it.I, "讲到") || m.t.Before(it.I, "教到") || m.t.Before(it.I, "补到") || m.t.Before(it.I, "辅导到") || m.t.Before(it.I, "守到") || m.t.Before(it.I, "站到") || m.t.Before(it.I, "忙到") || m.t.Before(it.I, "干到") || m.t.Before(it.I, "值到") || m.t.Before(it.I, "一直到")
}

// nowish: 现在 says when it is told, not when it was.
func (m *message) nowish(it when.Item) bool {
	return m.t.Any(it.I, "现在", "目前", "此刻", "眼下", "这会", "当前") > 0
}
