package parse

import "xiaoqing/bot/parse/script"

// intent decides what the message is. The order is part of the rules: what can
// hurt comes first, then what is exact, then commands, then records.
func (m *message) intent() string {
	if cry(m.t) {
		return "crisis"
	}
	if m.isChain() {
		return "chain"
	}
	if m.isMeeting() {
		return "correct"
	}
	if m.isRevoke() {
		return "revoke"
	}
	if m.isConduct() {
		return "conduct"
	}
	if s := answer(m.core()); s != "" {
		return s
	}
	if s := m.ofLessons(); s != "" {
		return s
	}
	if s := m.duty(); s != "" {
		return s
	}
	if len(m.ticket) > 0 {
		if m.isAppealAnswer() {
			return "appeal_answer"
		}
		if m.isAppeal() {
			return "appeal"
		}
		if m.isSiblings() {
			return "siblings"
		}
		if s := m.onTickets(); s != "" {
			return s
		}
	}
	if s := m.command(); s != "" {
		return s
	}
	if s := m.record(); s != "" {
		return s
	}
	return m.chat()
}

// ofLessons reads what one side of a lesson, or a coordinator, says of a lesson that
// is no report of it: what stands in it would be read as something else.
func (m *message) ofLessons() string {
	switch {
	case m.isEntered():
		return "enter"
	case m.isRelay():
		return "relay"
	case m.isDayOff():
		return "day_off"
	}
	return ""
}

// core is the message without mention, punctuation, emoji and particles, to be
// looked up among the fixed answers; "" when it is too long to be one.
func (m *message) core() string {
	var b [14]rune
	n := 0
	for i := m.body; i < m.t.Len(); i++ {
		c := m.t.At(i)
		if !script.Han(c) && !script.Latin(c) && !script.Digit(c) {
			continue
		}
		if n == len(b) {
			return ""
		}
		b[n], n = c, n+1
	}
	out := b[:n]
	for len(out) > 1 && particle(out[len(out)-1]) {
		out = out[:len(out)-1]
	}
	for _, w := range [...]string{"小青", "请帮我", "请", "麻烦", "帮我", "那", "嗯"} {
		if k := has(out, w); k > 0 && len(out) > k {
			out = out[k:]
		}
	}
	return string(out)
}

// has is the length of word when out begins with it, else 0.
func has(out []rune, word string) int {
	n := 0
	for _, r := range word {
		if n == len(out) || out[n] != r {
			return 0
		}
		n++
	}
	return n
}

func particle(c rune) bool {
	switch c {
	case '吧', '啊', '呀', '哦', '噢', '了', '啦', '呢', '哈', '嘛', '喔', '诶', '哟', '滴', '呗', '咯', '喽', '噻':
		return true
	}
	return false
}
