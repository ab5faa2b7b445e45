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
// after 给, 辅导, 学生, with a title, or by themselves; a name that was put right
// (给小天,说错了,是小田) is the right one.
func (m *message) taught() []string {
	if known := m.people(); len(known) > 0 {
		return known
	}
	if m.said("弟弟叫", "妹妹叫", "弟弟是", "妹妹是", "老二叫", "二宝叫") {
		if both := m.siblings(); len(both) > 1 {
			return both
		}
	}
	if both := m.eachCalled(); len(both) > 1 {
		return both
	}
	names := m.labelledChild()
	if len(names) == 0 {
		names = m.cuedChild()
	}
	if len(names) == 0 {
		names = m.aloneOrTitled()
	}
	if len(names) == 0 {
		names = m.fondName()
	}
	if len(names) == 1 {
		names[0] = m.setRight(names[0])
	}
	return names
}

func (m *message) labelledChild() []string {
	for _, l := range [...]string{"孩子姓名", "学生姓名", "孩子名字", "学生名字", "学员", "孩子", "学生", "小朋友", "辅导对象", "对象"} {
		if i, ok := m.labelled(l); ok {
			if names := m.namesFrom(i); len(names) > 0 {
				return names
			}
		}
	}
	return nil
}

// childCues stand before the name of a child, the surest first.
var childCues = [...]string{"孩子叫", "学生叫", "小朋友叫", "娃叫", "小囡叫", "娃是", "孩子是", "学生是", "给", "辅导了", "辅导完", "辅导", "甫导", "铺导", "负导", "府导", "辅倒", "辅到", "帮", "教了", "教", "陪着", "陪", "带着", "带", "学生", "学员", "小朋友", "看着", "盯着", "督促", "带的是", "上的是", "教的是", "补的是", "带的", "双胞胎", "兄弟俩", "姐妹俩", "对", "孩子名字", "学生名字", "讲给", "孩子", "小囡", "娃", "为", "我跟", "我和", "跟", "和", "补了", "补", "他叫", "她叫", "名叫", "名字叫", "名字是", "叫"}

func (m *message) cuedChild() []string {
	for _, cue := range childCues {
		for i := m.t.Find(m.body, cue); i >= 0; i = m.t.Find(i+1, cue) {
			n := m.t.Has(i, cue)
			if n == 0 || m.t.Before(i, "可以") && cue == "教" || m.denied(i) || (cue == "跟" || cue == "和") && !m.withChild(i) {
				continue
			}
			if k, ok := m.markOver(i); ok && k.j > i+n && k.tags == tCommon {
				continue // 辅导班
			}
			if _, e := subjectAt(m.t, i); e > i+n {
				continue // 陪伴课
			}
			if cue == "对" && !m.taughtTo(i+n) {
				continue
			}
			if names := m.namesFrom(m.t.Skip(i + n + m.t.Any(i+n, "那个谁", "我们家的", "我家", "一个叫"))); len(names) > 0 {
				return names
			}
		}
	}
	return nil
}

// withChild says whether 跟 or 和 at i follows a time, so that 今晚七点到八点跟珂珂
// names whom the lesson was with.
func (m *message) withChild(i int) bool {
	return m.timeOver(i-1) != nil || edge(m.t.At(i-1)) || ends(m.t, i, "刚刚", "刚才", "刚") > 0
}

// fondName reads 囡囡, 妞妞 and the like as a child's name only where one must stand.
func (m *message) fondName() []string {
	for i := m.body; i < m.t.Len(); i++ {
		if n := m.t.Any(i, "给", "陪", "教", "辅导", "铺导", "甫导", "负导", "带"); n > 0 && m.t.Any(i+n, "囡囡", "囝囝", "妞妞", "毛毛", "宝儿", "大宝", "二宝", "小宝") > 0 && m.t.Any(i+n+2, "们", "班") == 0 {
			return []string{m.t.Said(i+n, i+n+2)}
		}
	}
	return nil
}

// taughtTo says whether 对 before i leads to a child and what is taught: 对小石头的数学
// 辅导.
func (m *message) taughtTo(i int) bool {
	e := m.nameAt(i)
	if e == 0 {
		return false
	}
	e += m.t.Any(e, "小朋友", "同学")
	_, s := subjectAt(m.t, e+m.t.Any(e, "的", "进行", "进行了", "做了"))
	return s > 0 || m.t.Any(e, "的辅导", "进行辅导", "进行了辅导", "的一对一") > 0
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
