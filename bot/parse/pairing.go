package parse

func (m *message) isPair() bool {
	return m.said("结对", "配对", "结队", "结个对", "配个对") && !m.has(tQuestion) && !m.said("结对了", "已经结对", "还没结对", "我的结对", "没有结对", "等结对", "结对老师", "结对的", "取消结对") && (m.said("老师") || m.begins("结对", "配对", "结队") > 0)
}

func fillPair(m *message, f *Fields) {
	f.Tickets = m.ticket
	for i := m.body; i < m.t.Len(); i++ {
		if m.t.Has(i, "老师") == 0 {
			continue
		}
		if name := m.nameBefore(i); name != "" {
			f.Tutor = name
			return
		}
		if e := m.nameAt(m.t.Skip(i + 2)); e > 0 {
			f.Tutor = m.t.Said(m.t.Skip(i+2), e)
			return
		}
	}
	if name, _ := m.after("结对给", "配给", "给", "跟", "和", "与", "由", "老师"); name != "" {
		f.Tutor = name
		return
	}
	for _, s := range m.segments() {
		if !m.inTicket(s.i) && m.isName(s.i, s.j) {
			f.Tutor = m.cut(s.i)
		}
	}
	if f.Tutor == "" {
		f.Tutor, _ = m.after("结对", "配对", "结队")
	}
}

// nameBefore is the name that ends at i: 王老师 is 王, 欧阳老师 is 欧阳.
func (m *message) nameBefore(i int) string {
	for _, n := range [...]int{4, 3, 2, 1} {
		from := i - n
		if from < m.body || !allHan(m.t, from, i) || n > 1 && m.surname(from) == 0 || n > m.surname(from)+2 {
			continue
		}
		if m.inside(from) || n == 1 && m.surname(from) == 0 || n > 1 && m.functional(from) && m.surname(from) < 2 || n > 1 && m.crosses(from, i) {
			continue
		}
		return m.t.Said(from, i)
	}
	return ""
}

// inside says whether i stands in the middle of a known word.
func (m *message) inside(i int) bool {
	k, ok := m.markOver(i)
	return ok && k.i < i
}

// crosses says whether a name from i to j would swallow a function word: 和王.
func (m *message) crosses(i, j int) bool {
	for k := i; k < j; k++ {
		if k > i && (m.functional(k) && (k > i+1 || m.surname(i) < 2) || m.t.At(k) == '对' || m.t.At(k) == '由') {
			return true
		}
	}
	c := m.t.At(i)
	return c == '和' || c == '由' || c == '于' || c == '对'
}

func (m *message) isSchedule() bool {
	return m.said("排课", "排个课", "排一下课") && !m.has(tQuestion) && !m.said("我的排课", "排课表")
}

func fillSchedule(m *message, f *Fields) {
	f.Tickets = m.ticket
	f.Slots = m.slots(true)
	f.Periods = m.periods()
}
