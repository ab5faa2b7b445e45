package parse

// children puts one child into child, several into children.
func (m *message) children(f *Fields, names []string) {
	switch len(names) {
	case 0:
	case 1:
		f.Child = names[0]
	default:
		f.Children = names
	}
}

// taught are the children of a lesson: those whose names are known, then those
// after 给, 辅导, 学生, with a title, or by themselves.
func (m *message) taught() []string {
	if known := m.people(); len(known) > 0 {
		return known
	}
	for _, l := range [...]string{"孩子姓名", "学生姓名", "孩子名字", "学员", "孩子", "学生", "小朋友", "辅导对象", "对象"} {
		if i, ok := m.labelled(l); ok {
			if names := m.namesFrom(i); len(names) > 0 {
				return names
			}
		}
	}
	for _, cue := range [...]string{"孩子叫", "学生叫", "给", "辅导了", "辅导完", "辅导", "辅到", "帮", "教了", "教", "陪着", "陪", "带着", "带", "学生", "学员", "小朋友", "讲给", "孩子", "为", "我跟", "我和", "补了", "补"} {
		for i := m.t.Find(m.body, cue); i >= 0; i = m.t.Find(i+1, cue) {
			n := m.t.Has(i, cue)
			if n == 0 || m.t.Before(i, "可以") && cue == "教" {
				continue
			}
			if names := m.namesFrom(m.t.Skip(i + n)); len(names) > 0 {
				return names
			}
		}
	}
	if name := m.withTitle(); name != "" {
		return []string{name}
	}
	return m.alone()
}

// people are the known names that the message says, in order.
func (m *message) people() []string {
	var out []string
	for i := m.body; i < m.t.Len(); i++ {
		e := m.roster(i)
		if e == 0 {
			continue
		}
		if m.t.Any(e, "老师") == 0 {
			out = addOnce(out, m.t.Said(i, e))
		}
		i = e - 1
	}
	return out
}

// namesFrom reads 小明和小红, 小明、小红 at i; what has the title 老师 is a tutor.
func (m *message) namesFrom(i int) []string {
	var out []string
	if _, e := gradeAt(m.t, i); e > 0 {
		i = e + m.t.Any(e, "的学生", "的孩子", "的小朋友", "的", "学生")
	}
	i += m.t.Any(i, "完了", "完", "了")
	for {
		e := m.nameAt(i)
		if e == 0 || m.t.Any(e, "老师") > 0 || m.t.Any(e, "路", "街道", "小区") > 0 && len(out) == 0 {
			return out
		}
		out = addOnce(out, m.t.Said(i, e))
		e += m.t.Any(e, "小朋友", "同学", "宝贝", "小同学", "宝宝")
		n := m.t.Any(e, "和", "、", "跟", "与", "以及", "还有")
		if n == 0 {
			return out
		}
		i = m.t.Skip(e + n)
	}
}

// withTitle reads 思思同学, 许诺小朋友.
func (m *message) withTitle() string {
	for _, s := range m.segments() {
		for i := s.i; i < s.j-2; i++ {
			e := m.nameAt(i)
			if e > 0 && m.t.Any(e, "同学", "小朋友", "宝贝", "小同学") > 0 && m.t.Any(e, "同学们", "小朋友们") == 0 {
				return m.t.Said(i, e)
			}
		}
	}
	return ""
}

// alone are names that stand between pauses; nicknames too, when they are no
// known word.
func (m *message) alone() []string {
	for _, s := range m.segments() {
		i, j := m.skipTimes(s)
		if j-i < 2 || j-i > 4 || m.covered(i, j) {
			if e := m.headName(i, s.j); e > 0 {
				return []string{m.t.Said(i, e)}
			}
			continue
		}
		if e := m.nameAt(i); e == j && m.t.Any(j-2, "老师") == 0 {
			return []string{m.t.Said(i, j)}
		}
		if m.isName(i, j) {
			return []string{m.cut(i)}
		}
	}
	return nil
}

// headName reads a name at the head of a longer stretch: 小北数学, 小桃子今晚的课.
func (m *message) headName(i, j int) int {
	e := m.nameAt(i)
	if e == 0 || e >= j || m.t.Any(e, "老师") > 0 {
		return 0
	}
	_, isSubject := subjectAt(m.t, e)
	if isSubject > 0 || m.t.Any(e, "的课", "今晚的课", "明天的课", "今天的课", "这节课") > 0 || m.timeAt(e) && m.surnameOrSmall(i) {
		return e
	}
	return 0
}

func (m *message) surnameOrSmall(i int) bool {
	return m.surname(i) > 0 || m.small(i) || m.doubled(i)
}

// skipTimes leaves out times at the head of a stretch.
func (m *message) skipTimes(s run) (int, int) {
	i := s.i
	for it := m.timeOver(i); it != nil && it.I == i && it.J <= s.j && m.realTime(*it); it = m.timeOver(i) {
		i = it.J
	}
	return i, s.j
}
