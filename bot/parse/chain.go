package parse

import "xiaoqing/bot/parse/script"

// isChain: a pasted 接龙, by its first line or by its numbered ones.
func (m *message) isChain() bool {
	i := m.t.Skip(m.body)
	if m.t.Any(i, "#接龙", "# 接龙", "#群接龙", "[接龙]") > 0 {
		return true
	}
	return m.t.Any(i, "接龙") > 0 && m.t.Find(i, "\n") >= 0
}

func fillChain(m *message, f *Fields) {
	i := m.t.Skip(m.body)
	i += m.t.Any(i, "#接龙", "# 接龙", "#群接龙", "[接龙]", "接龙")
	for i < m.t.Len() {
		e := m.line(i)
		m.chainLine(f, i, e)
		i = e + 1
	}
}

// line is the end of the line that i stands in.
func (m *message) line(i int) int {
	for i < m.t.Len() && m.t.At(i) != '\n' {
		i++
	}
	return i
}

// chainLine reads one line: an entry, the title, or nothing.
func (m *message) chainLine(f *Fields, i, e int) {
	i = m.t.Skip(i)
	for e > i && (m.t.At(e-1) == ' ' || m.t.At(e-1) == '\n') {
		e--
	}
	if i == e {
		return
	}
	if n, j := entryNumber(m.t, i); j > 0 && j <= e {
		if entry, ok := m.entry(n, j, e); ok {
			f.Entries = append(f.Entries, entry)
		}
		return
	}
	i = m.t.Skip(i + m.t.Any(i, ":"))
	if f.Title == "" && len(f.Entries) == 0 && m.t.Any(i, "例 ", "例:", "例如", "例,", "示例", "格式") == 0 {
		f.Title = m.t.Said(i, e)
	}
}

// entryNumber reads "12. " or "1、" at the head of a line.
func entryNumber(t *script.Text, i int) (n, end int) {
	j := i
	for ; script.Digit(t.At(j)) && j-i < 4; j++ {
		n = n*10 + int(t.At(j)-'0')
	}
	if j == i {
		return 0, 0
	}
	switch c := t.At(j); c {
	case '.', '、', ')', ',', '·':
		return n, t.Skip(j + 1)
	case ' ':
		return n, t.Skip(j)
	}
	if script.Han(t.At(j)) && t.Any(j, "号", "月", "点", "日", "人", "楼", "栋", "弄", "年", "室") == 0 {
		return n, j
	}
	return 0, 0
}

// entry is a name and what was noted behind it; a title is dropped.
func (m *message) entry(n, i, e int) (Entry, bool) {
	j := i
	for j < e && (script.Han(m.t.At(j)) || script.Latin(m.t.At(j)) || m.t.At(j) == '·' || script.Digit(m.t.At(j)) && j > i && script.Latin(m.t.At(j-1))) {
		j++
	}
	if j == i {
		return Entry{}, false
	}
	name, note := j, j
	for _, t := range titles {
		if k := len([]rune(t)); j-i > k && m.t.Before(j, t) {
			name = j - k
			break
		}
	}
	for note < e && (m.t.At(note) == ' ' || m.t.At(note) == ',' || m.t.At(note) == ':' || m.t.At(note) == '-' || m.t.At(note) == '、') {
		note++
	}
	return Entry{N: n, Name: m.t.Said(i, name), Note: m.t.Said(note, e)}, true
}
