package parse

func fillReport(m *message, f *Fields) {
	m.passed().put(f)
	if f.Minutes == 0 {
		f.Minutes = m.length()
	}
	f.Periods = m.periods()
	f.Subjects = m.subjects()
	m.children(f, m.taught())
}

func fillShift(m *message, f *Fields) {
	m.passed().put(f)
	if f.Minutes == 0 {
		f.Minutes = m.length()
	}
	f.Place = m.site()
}

func fillLeave(m *message, f *Fields) {
	s := m.coming()
	f.Date, f.Start, f.End = s.day, hhmm(s.from), hhmm(s.to)
	m.children(f, m.taught())
	f.Reason = m.reason()
}

func fillSite(m *message, f *Fields) { f.Place = m.site() }

// subjects are those of the message; after a correction only the later ones.
func (m *message) subjects() []string {
	if i := m.correction(); i > m.body {
		if out := subjectsIn(m.t, i, m.t.Len()); len(out) > 0 {
			return out
		}
	}
	return subjectsIn(m.t, m.body, m.t.Len())
}

// correction is where a correction inside the message begins, -1 for none.
func (m *message) correction() int {
	return m.where("啊打错", "打错", "说错", "不对,", "哦不对", "啊不对", "不对不对", "写错", "更正", "应该是", "报错", "口误", "不是")
}
