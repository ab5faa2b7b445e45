package parse

import (
	"xiaoqing/bot/parse/script"
	"xiaoqing/bot/parse/when"
	"xiaoqing/models/calendar"
)

var rosterWords = []string{"排班", "排个班", "排一班", "排一个班", "发个班", "发一班", "发班次", "发布班次", "新建班次", "加个班次", "加一班"}

func (m *message) isRoster() bool {
	_, i := m.rosterAt()
	return i > 0 && len(m.ticket) == 0 && !m.has(tQuestion) && (m.lastHours() >= 0 || m.t.Skip(i) >= m.t.Len()) && !m.said("排班表", "怎么排", "云托班老师")
}

// rosterAt is where what follows 排班 begins, 0 for nowhere, and the unit that stands
// before or right behind it: 四平路街道排班, 给四平路街道排班, 排班 四平路街道.
func (m *message) rosterAt() (org string, i int) {
	s := m.start()
	if i = s + m.t.Any(s, "给", "帮"); m.t.Any(s, rosterWords...) == 0 {
		if org, i = m.treeAt(i); org == "" {
			return "", 0
		}
	}
	i = m.t.Skip(i)
	n := m.t.Any(i, rosterWords...)
	if n == 0 {
		return "", 0
	}
	i += n
	if o, e := m.treeAt(m.t.Skip(i)); o != "" && org == "" && (m.t.At(e) == ' ' || m.t.At(e) == ',') {
		org, i = o, e
	}
	return org, i
}

// treeAt is the unit of the tree whose full name stands at i, and where it ends.
func (m *message) treeAt(i int) (org string, e int) {
	for _, o := range m.c.Orgs {
		if n := m.t.Any(i, folded(o)); n > 0 && len(o) > len(org) {
			org, e = o, i+n
		}
	}
	return org, e
}

// takeWords begin a wish to join a roster.
var takeWords = []string{"报岗", "报个岗", "报个班", "报班", "我报岗", "我报班", "认岗", "抢岗", "我来报岗", "领岗"}

func (m *message) isTake() bool {
	if m.has(tQuestion) || m.has(tKid|tCloud) {
		return false
	}
	if m.only("班") {
		return m.begins(takeWords...) > 0 || m.said("报岗", "报班", "报一下", "再报", "也报", "报上") && !m.said("谁", "名单", "情况", "名字") || m.said("我报", "报名", "我来", "我去", "算我", "我参加", "认领", "加我", "我可以", "我要去", "报一个", "我上")
	}
	return len(m.ticket) == 0 && m.short(30) && (m.begins("报岗", "报个岗", "认岗", "抢岗", "领岗", "我报岗") > 0 || m.begins("报班", "报个班", "我报班") > 0 && m.short(16))
}

func (m *message) isDrop() bool {
	if m.begins("退班", "我退班", "我要退班", "退掉班") > 0 && len(m.times) == 0 && m.short(24) {
		return true
	}
	return m.only("班") && m.said("退", "取消", "不去", "去不了", "来不了", "不来", "上不了", "不报", "让给", "不参加", "不上了", "没法去", "没法来")
}

// isAtRoster: 签到 班12, 我到班12了.
func (m *message) isAtRoster() bool {
	return m.only("班") && m.said("签到", "到岗", "我到", "到了", "已到", "就位") && !m.has(tQuestion)
}

func (m *message) isRosters() bool {
	switch m.trimmed(m.start(), m.t.Len()) {
	case "排班表", "看排班", "看看排班", "看一下排班", "排班情况", "今天的班", "明天的班", "这周的班", "本周的班", "所有的班", "所有班次", "班次":
		return true
	}
	return m.short(16) && m.said("有哪些班", "有什么班", "哪些班次", "看班次", "看看班次", "班次列表", "有哪些岗", "有什么岗", "还有哪些岗", "还有什么岗", "哪里缺人", "哪儿缺人", "哪个班缺人", "还缺人吗", "有班吗", "有岗吗", "有没有班", "有没有岗", "哪些班缺人", "有班可以报", "可以报的班", "能报的班", "看看有啥班", "有啥班", "有啥岗") && !m.has(tKid|tCloud)
}

// fillRoster takes what, when, where, how many and whom to ask.
func fillRoster(m *message, f *Fields) {
	s := m.asWritten(m.coming())
	f.Date, f.Start, f.End = s.day, hhmm(s.from), hhmm(s.to)
	f.Minutes = lasts(f.Start, f.End)
	if f.Minutes == 0 {
		f.Minutes = m.length()
	}
	org, i := m.rosterAt()
	if i == 0 {
		i = m.start()
	}
	f.Org = org
	for _, p := range m.pieces(i) {
		f.Quantity = max(f.Quantity, p.heads)
		switch text := m.trimmed(p.i, p.j); {
		case text == "":
		case p.label == "contact":
			f.Who = text
		case p.label == "org":
			f.Org = text
		case p.label == "place" || p.label == "" && f.Title != "" && f.Place == "":
			f.Place = text
		case f.Title == "":
			f.Title = text
		}
	}
	if f.Phone = m.phone(); f.Phone != "" && f.Who == "" {
		f.Who = f.Phone
	}
}

// asWritten takes a bare hour of a roster from five on for one of the morning: duty
// begins early, and who means the evening says so.
func (m *message) asWritten(s span) span {
	it, timed, _, _ := m.meant(anyTime)
	if !timed || m.said("晚", "夜", "下午", "傍晚", "下半天") {
		return s
	}
	from, to, loose, _ := it.Hours()
	if loose && from >= 5*hour && s.from == from+halfDay && (s.day != calendar.DayOf(m.at) || from >= m.now()) {
		s.from, s.to = from, to
	}
	return s
}

// lasts is the minutes from start to end, across midnight too; 0 when one is
// missing.
func lasts(start, end string) int {
	from, ok1 := calendar.ParseClock(start)
	to, ok2 := calendar.ParseClock(end)
	if !ok1 || !ok2 {
		return 0
	}
	return int(to-from+1440) % 1440
}

// piece is a stretch of a message between pauses, times and numbers of people.
type piece struct {
	run
	label string
	heads float64 // for a number of people
}

// pieces are those from i on.
func (m *message) pieces(i int) (out []piece) {
	label, from := "", -1
	flush := func(j int) {
		if from >= 0 && j > from {
			out = append(out, piece{run: run{from, j}, label: label})
			label = ""
		}
		from = -1
	}
	for i < m.t.Len() {
		if it := m.timeOver(i); it != nil && it.I <= i && m.realTime(*it) && !m.partOfTask(*it) {
			flush(i)
			i = it.J
			continue
		}
		if v, e := m.headcount(i); e > 0 {
			flush(i)
			out, i = append(out, piece{heads: v}), e
			continue
		}
		if from < 0 {
			if l, n := m.rosterLabel(i); n > 0 {
				label, i = l, i+n
				continue
			}
		}
		c := m.t.At(i)
		switch in := script.Han(c) || script.Latin(c) || script.Digit(c) || c == '-' || c == '(' || c == ')' || c == '·'; {
		case in && from < 0:
			from = i
		case !in:
			flush(i)
		}
		i++
	}
	flush(i)
	return out
}

// partOfTask says that a part of the day begins a word: 夜间值守, 早班.
func (m *message) partOfTask(it timeItem) bool {
	return it.Kind == when.Moment && !it.A.Date.Given() && !it.A.Clock.Given && script.Han(m.t.At(it.J))
}

// rosterLabel is what the next piece is, by the words before it.
func (m *message) rosterLabel(i int) (label string, n int) {
	for _, x := range [...]struct {
		label string
		words []string
	}{
		{"contact", []string{"联系人", "联系电话", "联系", "对接人", "找"}},
		{"place", []string{"集合地点", "地点", "地址", "位置", "在", "到"}},
		{"org", []string{"属于", "单位"}},
		{"", []string{"任务", "内容", "时间", "日期", "人数", "名额", "需要", "还要", "要", "招", "共", "一共", "每班", "是", "为", ":"}},
	} {
		if n := m.t.Any(i, x.words...); n > 0 && m.t.Any(i, "要道", "招待", "共青", "共富", "在线", "到岗", "到家", "找药") == 0 {
			return x.label, n
		}
	}
	return "", 0
}

// headcount reads 10人, 三个人, 8名志愿者 at i.
func (m *message) headcount(i int) (v float64, e int) {
	if c := m.t.At(i); !script.Digit(c) && !script.Numeric(c) {
		return 0, 0
	}
	n, ok := m.t.Number(i)
	if !ok || n.End == i {
		return 0, 0
	}
	if k := m.t.Any(n.End, "个志愿者", "名志愿者", "位志愿者", "个人", "个名额", "人", "名", "位"); k > 0 && m.t.Any(n.End, "人民", "名单", "位置") == 0 {
		return n.Value, n.End + k
	}
	return 0, 0
}

// fillTake takes the rosters, or what the wanted one is called.
func fillTake(m *message, f *Fields) {
	f.Tickets = m.ticket
	if f.Tickets != nil {
		return
	}
	i := m.start()
	i += m.t.Any(i, "报个岗", "报个班", "我来报岗", "我报岗", "我报班", "报岗", "报班", "认岗", "抢岗", "领岗")
	for _, p := range m.pieces(i) {
		if f.Title == "" && p.heads == 0 {
			f.Title = m.trimmed(p.i, p.j)
		}
	}
	if s := m.coming(); s.day != "" && len(m.times) > 0 {
		f.Date, f.Start = s.day, hhmm(s.from)
	}
}

func fillDrop(m *message, f *Fields) { f.Tickets = m.ticket }
