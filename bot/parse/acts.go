package parse

import (
	"xiaoqing/bot/parse/script"
)

func fillTickets(m *message, f *Fields) {
	f.Tickets = m.ticket
	f.All = len(m.ticket) == 0 && m.said("全部", "都通过", "全通过", "统统", "所有", "全都", "一键", "批量", "全批", "都批", "一起通过", "全给过", "都给过", "全过")
	f.Reason = m.ticketReason()
}

// ticketReason is why a ticket is sent back: after 原因, or what stands beside
// ticket and verb.
func (m *message) ticketReason() string {
	if i, ok := m.labelled("原因", "理由"); ok {
		return m.trimmed(i, m.reasonEnd(i))
	}
	if i := m.reasonLabel(); i > 0 {
		return m.trimmed(i, m.reasonEnd(i))
	}
	if i := m.where("因为", "由于", "理由是", "原因是"); i >= 0 {
		i += m.t.Any(i, "因为", "由于", "理由是", "原因是")
		return m.trimmed(i, m.clause(i))
	}
	verb := m.where("驳回", "拒绝", "退回", "打回", "不通过", "不予通过", "不同意", "退给", "否决", "拒了", "退志", "退托", "退需", "退资", "退项")
	if verb < 0 || len(m.spans) == 0 {
		return ""
	}
	from := max(verb+m.t.Any(verb, "驳回", "拒绝", "退回", "打回", "不通过", "不予通过", "不同意", "退给", "否决", "拒了", "退志", "退托", "退需", "退资", "退项"), m.spans[len(m.spans)-1][1])
	from += m.t.Any(from, "给家长", "给本人", "给他", "给她", "一下", "吧", "了", "掉", "给志愿者", "给报名人")
	for i := from; i < m.t.Len(); i++ {
		c := m.t.At(i)
		if c != ' ' && c != ',' && c != ':' && c != '(' && c != '-' && c != '。' && c != '!' {
			if i == from && script.Han(c) {
				return "" // 退回给家长补材料
			}
			return m.trimmed(i, m.reasonEnd(i))
		}
	}
	return ""
}

func (m *message) reasonEnd(i int) int {
	e := m.beforeLabel(i, m.sentence(i))
	if m.t.At(e-1) == ')' {
		e--
	}

	return e
}

func fillTransfer(m *message, f *Fields) {
	f.Tickets = m.ticket
	f.Org = m.org()
	if f.Org == "" {
		if i := m.where("转到", "转给", "转交", "转去", "转往", "转至", "转移到", "移交", "转"); i >= 0 {
			i = m.t.Skip(i + m.t.Any(i, "转到", "转给", "转交给", "转交", "转去", "转往", "转至", "转移到", "移交给", "移交", "转"))
			f.Org = m.trimmed(i, m.valueEnd(i))
		}
	}
}

func fillStatus(m *message, f *Fields) {
	f.Tickets = m.ticket
	if f.Phone = m.phone(); f.Phone == "" {
		f.Phone = m.lastFour()
	}
}

// lastFour are four digits by themselves: a phone's, that prove whose ticket it is.
func (m *message) lastFour() string {
	for i := m.body; i+4 <= m.t.Len(); i++ {
		if !script.Digit(m.t.At(i)) || script.Digit(m.t.At(i-1)) || m.inTicket(i) {
			continue
		}
		j := i
		for script.Digit(m.t.At(j)) {
			j++
		}
		if j-i == 4 {
			return m.t.Read(i, j)
		}
		i = j
	}
	return ""
}

func (m *message) inTicket(i int) bool {
	for _, s := range m.spans {
		if s[0] <= i && i < s[1] {
			return true
		}
	}
	return false
}
