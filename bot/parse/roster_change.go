package parse

import (
	"slices"
	"strings"

	"xiaoqing/bot/parse/script"
	"xiaoqing/bot/parse/when"
)

var (
	// rearrangeWords stand before what a roster is to be from now on.
	rearrangeWords = []string{"改成", "改为", "改到", "改在", "改至", "改", "换成", "换到", "挪到", "调到", "调整到", "调整为", "推迟到", "延后到", "延到", "提前到", "扩到", "扩大到", "增加到", "加到", "减到", "减少到", "减为", "缩到", "延长到", "延长至"}
	moreWords      = []string{"再加", "增加", "再要", "多要", "多招", "再招", "扩招", "加"}
	lessWords      = []string{"减少", "减掉", "少要", "减"}
	laterWords     = []string{"推迟", "延后", "顺延", "往后推", "晚"}
	earlierWords   = []string{"提前", "提早", "往前提", "早"}
	longerWords    = []string{"延长到", "延长至", "结束改到", "结束时间改到", "结束时间改成"}
)

// isRearrange: a roster that is put down already is changed. 班12加我 joins it.
func (m *message) isRearrange() bool {
	if !m.only("班") || m.has(tQuestion) || m.said("我来", "我报", "我去", "我不", "给我") {
		return false
	}
	if how, _ := m.shifted(); how != "" {
		return true
	}
	cue, n := m.rearranged()
	if cue < 0 {
		return false
	}
	_, more := m.amountAt(cue + n)
	return m.where(rearrangeWords...) >= 0 || more
}

// shifted reads 班12推迟半小时, 班12提前一小时: later or earlier, by so many minutes; ""
// for neither.
func (m *message) shifted() (how string, minutes int) {
	if m.where(rearrangeWords...) >= 0 || !m.short(20) || m.said("迟到", "早退", "晚到", "早到", "签", "我") {
		return "", 0
	}
	for _, x := range [...]struct {
		how   string
		words []string
	}{{"later", laterWords}, {"earlier", earlierWords}} {
		if i := m.where(x.words...); i >= 0 {
			l, _ := when.LengthAt(m.t, m.t.Skip(i+m.t.Any(i, x.words...)))
			if minutes, _ = l.Minutes(); minutes > 0 {
				return x.how, minutes
			}
		}
	}
	return "", 0
}

// rearranged is where the word stands that changes a roster, -1 for nowhere, and how
// long it is.
func (m *message) rearranged() (cue, n int) {
	for _, words := range [...][]string{rearrangeWords, moreWords, lessWords} {
		if i := m.where(words...); i >= 0 {
			return i, m.t.Any(i, words...)
		}
	}
	return -1, 0
}

// amountAt reads 5人, 5个 or 5 at i.
func (m *message) amountAt(i int) (v float64, ok bool) {
	i = m.t.Skip(i)
	if v, e := m.headcount(i); e > 0 {
		return v, true
	}
	if c := m.t.At(i); !script.Digit(c) && !script.Numeric(c) {
		return 0, false
	}
	n, ok := m.t.Number(i)
	if !ok || n.End == i || m.timeOver(i) != nil {
		return 0, false
	}
	return n.Value, true
}

// fillRearrange takes what is to be different; how much more or less is counted from
// how the roster stands.
func fillRearrange(m *message, f *Fields) {
	f.Tickets = m.ticket
	if f.How, f.Minutes = m.shifted(); f.How != "" {
		return
	}
	cue, n := m.rearranged()
	if m.where(rearrangeWords...) < 0 {
		f.How = "more"
		if m.where(moreWords...) < 0 {
			f.How = "less"
		}
		f.Quantity, _ = m.amountAt(cue + n)
		return
	}
	m.rearrangeTime(f, cue)
	label := m.label(m.body, cue)
	f.Phone = m.phone()
	if v, ok := m.amountAt(cue + n); ok && f.Start == "" && f.Date == "" {
		f.Quantity = v
	}
	for _, p := range m.pieces(cue + n) {
		p.i += m.t.Any(p.i, rearrangeWords...) // 改成3人 地点改成体育馆
		text := m.trimmed(p.i, p.j)
		switch {
		case p.heads > 0:
			f.Quantity = p.heads
		case text == "" || f.Quantity > 0 && len([]rune(text)) < 2 || m.isTicket(p.i):
		case p.label == "contact" || m.where("联系人", "对接人") >= 0 && m.where("联系人", "对接人") < cue:
			if f.Who == "" {
				f.Who = text
			}
		case m.where("任务", "内容") >= 0 && m.where("任务", "内容") < cue:
			f.Title = text
		case p.label == "place" || label == "place" || f.Date == "" && f.Start == "" && f.Quantity == 0 && !noPlace(text) || m.begins("地点") > 0:
			f.Place = text
		}
	}
}

// noPlace says that something else is meant than where: 全天, 晚班, 老时间.
func noPlace(text string) bool {
	return slices.ContainsFunc([]string{"时间", "全天", "半天", "班", "名额", "人数", "时候"}, func(w string) bool { return strings.Contains(text, w) })
}

func (m *message) isTicket(i int) bool {
	for _, s := range m.spans {
		if s[0] <= i && i < s[1] {
			return true
		}
	}
	return false
}

// rearrangeTime takes the day and the hours behind i; what was before it was. Hours
// without a day are of the roster's own.
func (m *message) rearrangeTime(f *Fields, i int) {
	was := m.times
	defer func() { m.times = was }()
	for len(m.times) > 0 && m.times[0].I < i {
		m.times = m.times[1:]
	}
	if len(m.times) == 0 {
		return
	}
	s := m.asWritten(m.coming())
	it, timed, _, dayed := m.meant(anyTime)
	if from, to, loose, _ := it.Hours(); timed && !dayed && loose && from >= 5*hour {
		s.from, s.to = from, to
	}
	if dayed {
		f.Date = s.day
	}
	f.Start, f.End = hhmm(s.from), hhmm(s.to)
	if f.Minutes = lasts(f.Start, f.End); f.Minutes == 0 {
		f.Minutes = m.length()
	}
	if m.where(longerWords...) >= 0 && f.End == "" {
		f.Start, f.End = "", f.Start
	}
}
