package parse

// reason is why: after 原因 or 因为, else the clause after the refusal.
func (m *message) reason() string {
	if i, ok := m.labelled("原因", "理由", "事由", "请假原因", "退回原因", "驳回原因"); ok {
		return m.trimmed(i, m.sentence(i))
	}
	if i := m.where("因为", "由于", "理由是", "原因是"); i >= 0 {
		i += m.t.Any(i, "因为", "由于", "理由是", "原因是")
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
	if m.t.Any(i, "谢谢", "抱歉", "不好意思", "麻烦", "对不起", "辛苦", "请", "可以", "想", "能", "改", "下次", "老师") > 0 || k.tags&tAbsent != 0 && m.timeAt(i) {
		return ""
	}
	return m.trimmed(i, m.clause(i))
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
