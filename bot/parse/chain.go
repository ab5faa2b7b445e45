package parse

import "xiaoqing/bot/parse/script"

// isChain: a pasted 接龙, by its first line: #接龙, or one that speaks of a 接龙
// and has entries below it.
func (m *message) isChain() bool {
	i := m.t.Skip(m.body)
	if m.t.Any(i, chainHeads...) > 0 {
		return true
	}
	e := m.line(i)
	if e == m.t.Len() {
		return false
	}
	head := m.t.Find(i, "接龙")
	return head == i && e-i <= 4 || head >= i && head < e && m.numberedBelow(e)
}

// chainHeads are how a 接龙 begins.
var chainHeads = []string{"#接龙", "# 接龙", "#群接龙", "#小程序接龙", "[接龙]"}

func (m *message) numberedBelow(i int) bool {
	for ; i < m.t.Len(); i = m.line(i + 1) {
		if n, _ := entryNumber(m.t, m.t.Skip(i+1)); n == 1 {
			return true
		}
	}
	return false
}

func fillChain(m *message, f *Fields) {
	i := m.t.Skip(m.body)
	i += m.t.Any(i, chainHeads...)
	if m.t.Has(i, "接龙") > 0 && m.t.At(i+2) == '\n' {
		i += 2
	}
	at := 1
	for k := 0; k < i; k++ {
		if m.t.At(k) == '\n' {
			at++
		}
	}
	for ; i < m.t.Len(); at++ {
		e := m.line(i)
		m.chainLine(f, at, i, e)
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

// chainLine reads one line: an entry, the title, or nothing. What stands among the
// entries and is none is kept as unread.
func (m *message) chainLine(f *Fields, at, i, e int) {
	i, e = m.t.Skip(i), m.lineEnd(i, e)
	if i >= e {
		return
	}
	example := m.t.Any(i, "例 ", "例:", "例如", "例,", "例子", "示例", "格式", "(例", "[例") > 0
	if n, j := m.entryHead(f, i); j > 0 {
		if j >= e || m.t.Any(j, "例 ", "例:", "示例", "(例", "[例") > 0 {
			return
		}
		if entry, ok := m.entry(n, j, e); ok {
			f.Entries = append(f.Entries, entry)
		} else {
			f.Unread = append(f.Unread, Line{at, m.t.Said(i, e)})
		}
		return
	}
	switch {
	case example:
	case len(f.Entries) > 0:
		f.Unread = append(f.Unread, Line{at, m.t.Said(i, e)})
	case f.Title == "":
		i = min(m.t.Skip(i+m.t.Any(i, ":")), e)
		f.Title = m.t.Said(i, e)
	}
}

// lineEnd is e without the blanks before it.
func (m *message) lineEnd(i, e int) int {
	for e > i && (m.t.At(e-1) == ' ' || m.t.At(e-1) == '\n') {
		e--
	}
	return e
}

// entryHead is entryNumber, but for a title that begins with a date: 4.16大筛.
func (m *message) entryHead(f *Fields, i int) (n, end int) {
	n, end = entryNumber(m.t, i)
	if end > 0 && script.Digit(m.t.At(end)) && m.t.At(end-1) == '.' && (f.Title == "" || len(f.Entries) == 0 && n != 1) {
		return 0, 0
	}
	return n, end
}

// entryNumber reads the number at the head of a line: "12. ", "1、", "(1)", "【1】",
// "①", "1️⃣", "1：", "1 ".
func entryNumber(t *script.Text, i int) (n, end int) {
	if n, ok := ringed(t.At(i)); ok {
		return n, afterNumber(t, i+1)
	}
	open := t.At(i) == '(' || t.At(i) == '['
	j := i
	if open {
		j++
	}
	first, keycap := j, false
	for script.Digit(t.At(j)) && j-first < 12 {
		n = n*10 + int(t.At(j)-'0')
		j++
		for t.At(j) == variation || t.At(j) == keycapMark {
			j, keycap = j+1, true
		}
	}
	if j == first || n > 9999 {
		return 0, 0
	}
	if open {
		if c := t.At(j); c != ')' && c != ']' {
			return 0, 0
		}
		return n, afterNumber(t, j+1)
	}
	return n, bareNumber(t, i, j, keycap)
}

// An emoji digit is the digit with these behind it.
const (
	variation  = 0xfe0f
	keycapMark = 0x20e3
)

// ringed reads ⑩ to ⑳ and 🔟; smaller ones are folded to their digit.
func ringed(c rune) (int, bool) {
	switch {
	case c >= '⑩' && c <= '⑳':
		return int(c-'⑩') + 10, true
	case c >= '⑽' && c <= '⒇':
		return int(c-'⑽') + 10, true
	case c >= '⒑' && c <= '⒛':
		return int(c-'⒑') + 10, true
	case c == '🔟':
		return 10, true
	}
	return 0, false
}

// afterNumber skips one more mark behind a number that ended by itself: ①. 张三.
func afterNumber(t *script.Text, i int) int {
	return t.Skip(i + t.Any(i, ".", "、", ":", ","))
}

// bareNumber is where an entry begins whose number stands from i to j.
func bareNumber(t *script.Text, i, j int, keycap bool) (end int) {
	if keycap {
		return afterNumber(t, j)
	}
	switch c := t.At(j); {
	case c == '.' || c == '、' || c == ')' || c == ',' || c == '·' || c == ':' && !script.Digit(t.At(j+1)):
		return t.Skip(j + 1)
	case c == ' ':
		return t.Skip(j)
	case c == '\n' || j == t.Len():
		return j
	case c == '+' || c == '-' && t.At(j+1) == ' ':
		return j
	}
	if script.Han(t.At(j)) && t.Any(j, "号", "月", "点", "日", "人", "楼", "栋", "弄", "年", "室", "个", "位", "名", "份", "岁", "班", "级", "组", "队", "区", "周", "天", "小时", "分") == 0 || script.Latin(t.At(j)) && t.Raw[i] != t.At(i) {
		return j
	}
	return 0
}
