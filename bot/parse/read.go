package parse

import (
	"time"

	"xiaoqing/bot/parse/script"
	"xiaoqing/bot/parse/when"
)

// Read understands one whole message: its intent, its fields and what is still
// missing. A cry for help comes before everything else.
func Read(text string, c Context) Reading {
	m := newMessage(text, c)
	r := Reading{Intent: m.intent()}
	if fill := fills[r.Intent]; fill != nil {
		fill(m, &r.Fields)
	}
	r.Missing = missing(r.Intent, r.Fields)
	return r
}

// message is a text on its way to a Reading.
type message struct {
	t      *script.Text
	c      Context
	at     time.Time
	marks  []mark
	tags   word
	times  []when.Item
	closes []when.Item // ends of stretches told apart from their beginnings
	ticket []string
	spans  [][2]int // where tickets stand
	word   []int32  // by rune, one more than the index of the mark that covers it
	time   []int32  // the same for times
	body   int      // where the message begins after @小青 and greetings
}

// mark is a known word in the text.
type mark struct {
	i, j int
	tags word
}

func newMessage(text string, c Context) *message {
	m := &message{t: script.New(cleaned(text)), c: c, at: c.At}
	m.body = m.skipMention()
	m.marks = make([]mark, 0, 24)
	for i := m.body; i < m.t.Len(); {
		tags, n := vocabulary.At(m.t, i)
		if n == 0 {
			i++
			continue
		}
		m.marks = append(m.marks, mark{i, i + n, tags})
		m.tags |= tags
		i += n
	}
	if !m.isChain() { // whose notes are kept as they are
		m.times = when.Scan(m.t, m.at, c.Off)
		m.joinHours()
		m.ticket, m.spans = tickets(m.t)
	}
	m.index()
	return m
}

// index says of each character which known word and which time it belongs to.
func (m *message) index() {
	both := make([]int32, 2*m.t.Len())
	m.word, m.time = both[:m.t.Len()], both[m.t.Len():]
	for k, x := range m.marks {
		for i := x.i; i < x.j; i++ {
			m.word[i] = int32(k + 1)
		}
	}
	for k, it := range m.times {
		for i := it.I; i < it.J; i++ {
			m.time[i] = int32(k + 1)
		}
	}
	for k, it := range m.closes {
		for i := it.I; i < it.J; i++ {
			m.time[i] = int32(-k - 1)
		}
	}
}

// markOver is the known word that i belongs to.
func (m *message) markOver(i int) (mark, bool) {
	if i < 0 || i >= len(m.word) || m.word[i] == 0 {
		return mark{}, false
	}
	return m.marks[m.word[i]-1], true
}

// timeOver is the expression of time that i belongs to, nil for none.
func (m *message) timeOver(i int) *when.Item {
	if i < 0 || i >= len(m.time) || m.time[i] == 0 {
		return nil
	}
	if m.time[i] < 0 {
		return &m.closes[-m.time[i]-1]
	}
	return &m.times[m.time[i]-1]
}

// skipMention skips @小青 and blanks at the beginning.
func (m *message) skipMention() int {
	i := m.t.Skip(0)
	if m.t.At(i) == '@' {
		for i < m.t.Len() && m.t.At(i) != ' ' && m.t.At(i) != '\n' && m.t.At(i) != ',' && m.t.Any(i, "小青") == 0 {
			i++
		}
		i += m.t.Any(i, "小青")
		for m.t.At(i) == ' ' || m.t.At(i) == '\n' || m.t.At(i) == ',' {
			i++
		}
	}
	return i
}

// has says whether any known word has one of tags.
func (m *message) has(tags word) bool { return m.tags&tags != 0 }

// find is the first mark from i on with one of tags.
func (m *message) find(i int, tags word) (mark, bool) {
	for _, k := range m.marks {
		if k.i >= i && k.tags&tags != 0 {
			return k, true
		}
	}
	return mark{}, false
}

// count is how many marks have one of tags.
func (m *message) count(tags word) (n int) {
	for _, k := range m.marks {
		if k.tags&tags != 0 {
			n++
		}
	}
	return n
}

// said says whether one of words stands anywhere.
func (m *message) said(words ...string) bool {
	for _, w := range words {
		if m.t.Contains(m.body, w) {
			return true
		}
	}
	return false
}

// where is the first place at which one of words stands, -1 for none.
func (m *message) where(words ...string) int {
	first := -1
	for _, w := range words {
		if i := m.t.Find(m.body, w); i >= 0 && (first < 0 || i < first) {
			first = i
		}
	}
	return first
}

// present are those of words that stand anywhere, in their order; few is room
// for them.
func (m *message) present(words []string, few *[12]string) []string {
	out := few[:0]
	for _, w := range words {
		if m.t.Contains(m.body, w) && len(out) < len(few) {
			out = append(out, w)
		}
	}
	return out
}

// clause is the end of the clause that i stands in.
func (m *message) clause(i int) int {
	for ; i < m.t.Len(); i++ {
		switch m.t.At(i) {
		case ',', '。', '!', '?', ';', '\n', '|':
			return i
		}
	}
	return i
}

// stop is the end of what was written without a pause from i on: no blank, no
// punctuation.
func (m *message) stop(i int) int {
	for most := i + 24; i < m.t.Len() && i < most; i++ {
		if c := m.t.At(i); !script.Han(c) && !script.Latin(c) && !script.Digit(c) && c != '(' && c != ')' && c != '-' {
			return i
		}
	}
	return i
}
