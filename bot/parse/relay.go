package parse

import "xiaoqing/bot/parse/script"

// isRelay: something to be passed on to the other side of a lesson: 跟老师说 今天晚10分钟,
// 告诉家长 带好语文书. What is a request of its own (请假, 改时间) is that.
func (m *message) isRelay() bool {
	_, _, ok := m.relayed()
	if !ok {
		return false
	}
	if m.answered() {
		return true
	}
	return !(m.has(tCloud) && m.has(tSign)) && !m.isLeave() && !m.isMove() && !m.isNoShow() && !m.isConcern()
}

// answered: 回一句, the button under what was passed on.
func (m *message) answered() bool {
	return m.t.Any(m.start(), "回一句", "回他一句", "回她一句") > 0
}

// fillRelay takes to whom and what.
func fillRelay(m *message, f *Fields) {
	who, at, _ := m.relayed()
	f.Tickets, f.Who = m.ticket, who
	for at < m.t.Len() && (m.t.At(at) == ' ' || m.t.At(at) == ',' || m.t.At(at) == ':' || m.t.At(at) == '\n') {
		at++
	}
	f.Words = m.trimmed(at, m.t.Len())
}

// relayed is to whom something is to be passed on and where it begins.
func (m *message) relayed() (who string, at int, ok bool) {
	i := m.start()
	if m.answered() {
		at = i + 3 + m.t.Any(i+3, "句")
		if len(m.spans) > 0 {
			at = max(at, m.spans[0][1])
		}
		return "", at, true
	}
	i += m.t.Any(i, "能不能", "可以", "能", "替我", "代我", "给我", "你")
	i += m.t.Any(i, "帮我", "替我", "帮忙", "请", "麻烦")
	if n := m.t.Any(i, "转告", "转达", "带句话给", "带个话给", "捎句话给", "捎个话给", "传个话给", "传话给", "带话给", "捎话给", "留言给", "告诉", "通知一下", "提醒一下", "提醒", "问一下", "问问", "问下", "问"); n > 0 {
		asks := m.t.At(i) == '问'
		if who, at = m.addressee(i + n); who == "" {
			return "", i + n, m.t.Any(i, "转告", "转达") > 0 && m.t.Any(i+n, "我", "你", "他们", "大家", "各", "全", "所有", "居民", "群") == 0
		}
		at += m.t.Any(at, "一声", "一下", "说一声", "说")
		return who, at, !asks || at < m.t.Len() && m.t.At(at) != '的'
	}
	n := m.t.Any(i, "跟", "和", "同", "对", "给", "向")
	if n == 0 {
		return "", 0, false
	}
	if who, at = m.addressee(i + n); who == "" {
		return "", 0, false
	}
	said := m.t.Any(at, "说一声", "说一下", "说声", "说句", "说下", "讲下", "讲声", "说", "讲一声", "讲一下", "讲", "带句话", "带个话", "捎句话", "捎个话", "传个话", "转告", "转达", "留个言", "留言")
	told := m.t.Any(at+said, "好了", "好的", "了", "过", "的", "得", "到") > 0 // and not to be said
	return who, at + said, said > 0 && !told
}

// addressee is the side that stands at i, and where it ends: 王老师, 家长, 朵朵的妈妈.
func (m *message) addressee(i int) (who string, end int) {
	for k := i; k <= i+6 && k < m.t.Len(); k++ {
		if n := m.t.Any(k, "辅导老师", "老师", "辅导员", "志愿者哥哥", "志愿者姐姐"); n > 0 {
			return "tutor", k + n
		}
		if n := m.t.Any(k, "孩子家长", "学生家长", "家长", "孩子妈妈", "孩子爸爸", "妈妈", "爸爸", "奶奶", "爷爷", "外婆", "外公"); n > 0 {
			return "guardian", k + n
		}
		if c := m.t.At(k); !script.Han(c) || m.t.Any(k, "我", "你", "说", "讲", "班主", "居委", "社区", "街道", "志愿", "校") > 0 {
			return "", 0
		}
	}
	return "", 0
}
