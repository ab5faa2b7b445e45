package parse

import "strings"

// isEntered: a coordinator puts down a lesson that was given: 补录 托1 4月8日 19:00
// 90分钟. Without a child's number it is a report of the speaker's own.
func (m *message) isEntered() bool {
	if len(m.ticket) == 0 || !strings.HasPrefix(m.ticket[0], "托") || m.has(tQuestion) {
		return false
	}
	return m.begins("补录课时", "补录", "登记课时", "补登课时", "补登", "代报课时", "代报", "录入课时", "录课时", "录入", "记课时", "补报课时", "补报", "代登记", "补记") > 0
}

// fillEntered takes the lesson as in a report, and the tutor where one is named.
func fillEntered(m *message, f *Fields) {
	m.passed().put(f)
	if f.Minutes == 0 {
		f.Minutes = m.length()
	}
	f.Periods, f.Tickets = m.periods(), m.ticket
	for i := m.body; i < m.t.Len(); i++ {
		if m.t.Has(i, "老师") > 0 {
			f.Tutor = m.nameBefore(i)
		}
	}
}
