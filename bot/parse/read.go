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
	t      script.Text
	c      Context
	at     time.Time
	marks  []mark
	tags   word
	times  []when.Item
	ticket []string
	spans  [][2]int // where tickets stand
	body   int      // where the message begins after @小青 and greetings
}

// mark is a known word in the text.
type mark struct {
	i, j int
	tags word
}

func newMessage(text string, c Context) *message {
	m := &message{t: script.New(text), c: c, at: c.At}
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
	m.times = when.Scan(m.t, m.at)
	m.joinHours()
	m.ticket, m.spans = tickets(m.t)
	return m
}

// joinHours makes 七点给小明讲题讲到八点半 one stretch of hours.
func (m *message) joinHours() {
	for k := 1; k < len(m.times); k++ {
		a, b := &m.times[k-1], m.times[k]
		if a.Kind == when.Moment && a.A.Clock.Given && b.Kind == when.Moment && b.A.Clock.Given && !b.A.Date.Given() && m.t.Before(b.I, "到") && m.clause(a.J) >= b.I {
			if m.t.Any(b.I-2, "改到", "挪到", "调到", "换到", "推到", "迟到", "延到") == 0 && m.t.Any(b.I-3, "推迟到", "提前到", "延迟到") == 0 {
				a.Kind, a.B = when.Stretch, b.A
				m.times = append(m.times[:k], m.times[k+1:]...)
			}
		}
	}
}

// skipMention skips @小青 and blanks at the beginning.
func (m *message) skipMention() int {
	i := m.t.Skip(0)
	if m.t.At(i) == '@' {
		for i < m.t.Len() && m.t.At(i) != ' ' && m.t.At(i) != '\n' && m.t.At(i) != ',' && m.t.Any(i, "小青") == 0 {
			i++
		}
		i += m.t.Any(i, "小青")
		i = m.t.Skip(i)
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
func (m *message) said(words ...string) bool { return m.where(words...) >= 0 }

// where is the first place at which one of words stands, -1 for none.
func (m *message) where(words ...string) int {
	for i := m.body; i < m.t.Len(); i++ {
		if m.t.Any(i, words...) > 0 {
			return i
		}
	}
	return -1
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
	for ; i < m.t.Len(); i++ {
		if c := m.t.At(i); !script.Han(c) && !script.Latin(c) && !script.Digit(c) && c != '(' && c != ')' && c != '-' {
			return i
		}
	}
	return i
}
