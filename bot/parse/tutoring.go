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
	m.children(f, m.lessonOf())
	f.Reason = m.reason()
}

// lessonOf are the children whose lesson falls out: as taught says, but no stretch
// that is only unfamiliar, which is rather a reason or the speaker's own name.
func (m *message) lessonOf() []string {
	names := m.taught()
	if len(names) == 1 && names[0] != "" && len(m.people()) == 0 {
		if i := m.t.Find(m.body, folded(names[0])); i >= 0 && edge(m.t.At(i-1)) && edge(m.t.At(i+len([]rune(names[0])))) && m.surname(i) == 0 && m.pets(i, i+len([]rune(names[0]))) == nil && len(m.cuedChild()) == 0 {
			return nil
		}
	}
	return names
}

func fillSite(m *message, f *Fields) {
	if f.Place = m.site(); m.only("班") { // 签到 班12
		f.Tickets, f.Place = m.ticket, ""
	}
}

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
