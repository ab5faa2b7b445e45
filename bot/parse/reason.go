package parse

// reason is why: after 原因 or 因为, else the clause after the refusal.
func (m *message) reason() string {
	if i, ok := m.labelled("原因", "理由", "事由", "请假原因", "退回原因", "驳回原因"); ok {
		return m.trimmed(i, m.beforeLabel(i, m.sentence(i)))
	}
	if i := m.where("因为", "由于", "理由是", "原因是"); i >= 0 {
		i += m.t.Any(i, "因为", "由于", "理由是", "原因是")
		return m.trimmed(i, m.clause(i))
	}
	if i := m.reasonLabel(); i > 0 {
		return m.trimmed(i, m.clause(i))
	}
	k, ok := m.find(m.body, tAbsent)
	if !ok {
		return ""
	}
	i := m.clause(k.j)
	if i+2 >= m.t.Len() {
		return ""
	}
	i = m.t.Skip(i + 1)
	if m.t.Any(i, "谢谢", "抱歉", "不好意思", "麻烦", "对不起", "辛苦", "请", "可以", "想", "能", "改", "下次", "老师", "给", "是", "不是", "那", "这", "再", "辛苦", "帮", "跟", "和") > 0 || k.tags&tAbsent != 0 && m.timeAt(i) {
		return ""
	}
	e := m.clause(i)
	if e-i < 2 || ends(m.t, e, "的课", "的岗", "的班", "那班", "值班", "上课", "岗", "课", "那节课", "谢谢", "卡口", "采样点") > 0 {
		return ""
	}
	return m.trimmed(i, e)
}

// reasonLabel is where a reason begins behind 原因 and a blank, 0 for none.
func (m *message) reasonLabel() int {
	for i := m.body; i < m.t.Len(); i++ {
		if n := m.t.Any(i, "原因", "理由", "事由"); n > 0 && m.t.At(i+n) == ' ' && m.t.Skip(i+n) < m.t.Len() {
			return m.t.Skip(i + n)
		}
	}
	return 0
}

// beforeLabel is where the next labelled value begins between i and e, else e.
func (m *message) beforeLabel(i, e int) int {
	for _, k := range m.marks {
		if k.i > i && k.j < e && k.tags&tLabel != 0 && m.t.At(k.j) == ':' && edge(m.t.At(k.i-1)) {
			return k.i
		}
	}
	return e
}

// sentence is the end of the sentence that i stands in.
func (m *message) sentence(i int) int {
	for ; i < m.t.Len(); i++ {
		switch m.t.At(i) {
		case '。', '!', '\n', ';':
			return i
		}
	}
	return i
}

// trimmed is what was said from i to j without blanks at its ends.
func (m *message) trimmed(i, j int) string {
	i = m.t.Skip(i)
	for j > i && (m.t.At(j-1) == ' ' || m.t.At(j-1) == ',' || m.t.At(j-1) == '\n') {
		j--
	}
	return m.t.Said(min(i, j), j)
}
