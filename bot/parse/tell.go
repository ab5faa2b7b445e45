package parse

import (
	"xiaoqing/bot/parse/script"
	"xiaoqing/bot/parse/when"
	"xiaoqing/models/calendar"
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
		return m.trimmed(i, m.t.Len())
	}
	if i := m.where("因为", "由于", "理由是", "原因是"); i >= 0 {
		i += m.t.Any(i, "因为", "由于", "理由是", "原因是")
		return m.trimmed(i, m.clause(i))
	}
	verb := m.where("驳回", "拒绝", "退回", "打回", "不通过", "不予通过", "不同意", "退给", "否决", "拒了")
	if verb < 0 || len(m.spans) == 0 {
		return ""
	}
	from := max(verb+m.t.Any(verb, "驳回", "拒绝", "退回", "打回", "不通过", "不予通过", "不同意", "退给", "否决", "拒了"), m.spans[len(m.spans)-1][1])
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
	e := m.sentence(i)
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

func (m *message) isPair() bool {
	return m.said("结对", "配对", "结队", "结个对", "配个对") && !m.has(tQuestion) && !m.said("结对了", "已经结对", "还没结对", "我的结对", "没有结对", "等结对", "结对老师", "结对的", "取消结对") && (m.said("老师") || m.begins("结对", "配对", "结队") > 0)
}

func fillPair(m *message, f *Fields) {
	f.Tickets = m.ticket
	for i := m.body; i < m.t.Len(); i++ {
		if m.t.Has(i, "老师") == 0 {
			continue
		}
		if name := m.nameBefore(i); name != "" {
			f.Tutor = name
			return
		}
		if e := m.nameAt(m.t.Skip(i + 2)); e > 0 {
			f.Tutor = m.t.Said(m.t.Skip(i+2), e)
			return
		}
	}
	if name, _ := m.after("结对给", "配给", "给", "跟", "和", "与", "由", "老师"); name != "" {
		f.Tutor = name
		return
	}
	for _, s := range m.segments() {
		if !m.inTicket(s.i) && m.isName(s.i, s.j) {
			f.Tutor = m.cut(s.i)
		}
	}
	if f.Tutor == "" {
		f.Tutor, _ = m.after("结对", "配对", "结队")
	}
}

// nameBefore is the name that ends at i: 王老师 is 王, 欧阳老师 is 欧阳.
func (m *message) nameBefore(i int) string {
	for _, n := range [...]int{4, 3, 2, 1} {
		from := i - n
		if from < m.body || !allHan(m.t, from, i) || n > 1 && m.surname(from) == 0 || n > m.surname(from)+2 {
			continue
		}
		if m.inside(from) || n == 1 && m.surname(from) == 0 || n > 1 && m.functional(from) && m.surname(from) < 2 || n > 1 && m.crosses(from, i) {
			continue
		}
		return m.t.Said(from, i)
	}
	return ""
}

// inside says whether i stands in the middle of a known word.
func (m *message) inside(i int) bool {
	k, ok := m.markOver(i)
	return ok && k.i < i
}

// crosses says whether a name from i to j would swallow a function word: 和王.
func (m *message) crosses(i, j int) bool {
	for k := i; k < j; k++ {
		if k > i && (m.functional(k) && (k > i+1 || m.surname(i) < 2) || m.t.At(k) == '对' || m.t.At(k) == '由') {
			return true
		}
	}
	c := m.t.At(i)
	return c == '和' || c == '由' || c == '于' || c == '对'
}

func (m *message) isSchedule() bool {
	return m.said("排课", "排个课", "排一下课") && !m.has(tQuestion) && !m.said("我的排课", "排课表")
}

func fillSchedule(m *message, f *Fields) {
	f.Tickets = m.ticket
	f.Slots = m.slots(true)
	f.Periods = m.periods()
}

// isMove: a lesson is put to another time.
func (m *message) isMove() bool {
	if !m.has(tMove|tChange) || m.has(tWrong) || m.said("电话", "手机", "地址", "名字") {
		return false
	}
	lesson := m.said("课", "辅导", "上课", "补习", "岗", "值班", "值守")
	days := 0
	for _, it := range m.times {
		if day, _, ok := it.Days(m.at, when.Coming); ok && day < calendar.DayOf(m.at) && m.dated(it) {
			return false // what was, is told, not put off
		}
		if m.dated(it) || hasHours(it) {
			days++
		}
	}
	return lesson && days > 0 && (m.has(tMove) || m.said("改成", "换成", "改为", "改在")) && !m.said("怎么改") && !(m.has(tAbsent) && m.said("请假"))
}

func fillMove(m *message, f *Fields) {
	cue := m.where("改到", "挪到", "换到", "调到", "移到", "调整到", "推迟到", "延到", "延后到", "延期到", "提前到", "改在", "改约", "推到", "改至", "调至", "挪至", "改成", "换成", "改为", "调整为", "顺延到", "提到", "换在", "挪", "推后到", "调整成", "改")
	if cue < 0 {
		cue = m.t.Len()
	}
	for _, it := range m.times {
		day, _, ok := it.Days(m.at, when.Coming)
		switch {
		case it.J <= cue && ok && f.Date == "":
			f.Date = day
		case it.I >= cue && ok && f.ToDate == "":
			f.ToDate = day
		}
		if it.I >= cue && hasHours(it) {
			if it.A.Part == when.NoPart && !it.A.Date.Given() {
				it.A.Part = m.partBefore(it.I)
			}
			m.moveTo(f, it)
		}
	}
	if f.Date == "" && cue < m.t.Len() {
		m.sameWeek(f)
	}
	m.children(f, m.taught())
}

// partBefore is the part of the day that was named last before i.
func (m *message) partBefore(i int) when.Part {
	part := when.NoPart
	for _, it := range m.times {
		if it.J <= i && it.A.Part != when.NoPart {
			part = it.A.Part
		}
	}
	return part
}

// moveTo takes the new hours, in the part of the day that was said before.
func (m *message) moveTo(f *Fields, it when.Item) {
	from, to, loose, _ := it.Hours()
	if loose && from < 8*hour {
		from, to = from+halfDay, lift(to)
	}
	f.Start, f.End = hhmm(from), hhmm(to)
}

// sameWeek: 今晚的课改到九点 stays on its day, and a clock time alone names no new one.
func (m *message) sameWeek(f *Fields) {
	for _, it := range m.times {
		if it.A.Part != when.NoPart && f.ToDate == "" && f.Start != "" && it.A.Date.Given() {
			f.Date = calendar.DayOf(m.at)
		}
	}
}

func fillNoShow(m *message, f *Fields) {
	f.Who = "child"
	k, _ := m.find(m.body, tMissing)
	near := -1
	for i := m.body; i < m.t.Len(); i++ {
		n := m.t.Any(i, "老师", "辅导员", "志愿者", "学生", "孩子", "小朋友", "同学", "娃", "家长")
		if n == 0 || near >= 0 && i > k.i {
			continue
		}
		near = i
		f.Who = "child"
		if m.t.Any(i, "老师", "辅导员", "志愿者") > 0 && !m.vocative(i, n) {
			f.Who = "tutor"
		}
	}
}

// vocative: 老师, 孩子没来 calls the teacher.
func (m *message) vocative(i, n int) bool {
	return m.t.At(i+n) == ',' || m.t.Any(i+n, "您好", "你好", "好") > 0
}

// isDigest asks for figures.
func (m *message) isDigest() bool {
	if m.has(tQuestion) && m.said("怎么统计", "怎么看日报", "日报怎么") || m.said("日报社", "统计局", "晚报") {
		return false
	}
	if m.said("日报", "周报", "月报", "战报", "简报") {
		return !m.said("订日报") && m.t.Len()-m.body < 60
	}
	return m.short(40) && (m.begins("统计", "汇总", "看统计", "出统计", "查统计", "报表", "数据", "看数据", "看一下数据") > 0 || m.said("统计一下", "的统计", "统计数据", "数据统计", "数据汇总", "汇总数据", "报表", "汇总表", "统计表", "需求统计", "报名统计", "课时统计", "上岗统计", "资源统计", "统计")) && !m.has(tTeach&^tLesson) || m.short(30) && m.said("统计", "汇总") && !m.said("给我统计核酸")
}

func fillDigest(m *message, f *Fields) {
	f.Org = m.digestOrg()
	f.Topic = m.topic()
	today := calendar.DayOf(m.at)
	for _, it := range m.times {
		if from, to, ok := it.Days(m.at, when.Past); ok {
			f.From, f.To = from, minDay(to, today)
			if it.Open == when.Since {
				f.To = today
			}
		}
	}
	if f.From != "" && m.said("周报") && f.From == f.To {
		f.From = f.From.Monday()
		f.To = minDay(f.From.Add(6), today)
	}
	if f.From != "" {
		return
	}
	switch {
	case m.said("周报"):
		f.From, f.To = today.Monday(), today
	case m.said("月报"):
		y, mo, _ := today.Date()
		f.From, f.To = calendar.Day(today[:8])+"01", today
		_, _ = y, mo
	case m.said("日报", "战报", "简报"):
		f.From, f.To = today, today
	}
}

func minDay(a, b calendar.Day) calendar.Day {
	if a < b {
		return a
	}
	return b
}

func (m *message) digestOrg() string {
	if s := m.knownOrg(); s != "" {
		return s
	}
	for i := m.body; i < m.t.Len(); i++ {
		n := m.t.Any(i, "街道", "社区", "居委会", "居委", "镇", "乡", "区", "大学", "学院", "医院")
		if n == 0 || n == 1 && m.t.At(i) != '区' && !m.town(i) || m.t.Before(i, "社") || m.t.Before(i, "小") {
			continue
		}
		if from := m.unitStart(i); i-from >= 1 && i+n-from >= 2 && i-from < 10 {
			return m.t.Said(from, i+n)
		}
	}
	return ""
}

// topic is the workflow that figures are wanted of.
func (m *message) topic() string {
	switch {
	case m.said("云托班", "托班", "入托", "云拖班"):
		return "enrol"
	case m.said("课时", "辅导", "上课"):
		return "report"
	case m.said("上岗", "值守", "签到", "在岗"):
		return "shift"
	case m.said("需求", "求助"):
		return "need"
	case m.said("资源", "捐赠", "捐款"):
		return "resource"
	case m.said("请假"):
		return "leave"
	case m.said("报名", "志愿者", "报到", "突击队"):
		return "signup"
	}
	return ""
}

func fillBind(m *message, f *Fields) {
	f.Meeting = m.link()
	i := m.where("绑定")
	i += 2
	i = m.t.Skip(i + m.t.Any(i, "到", "为", "给", "成", "一下"))
	i = m.t.Skip(i + m.t.Any(i, "本群到", "这个群到", "本群", "这个群", ":", "到", "组织"))
	if f.Org = m.knownOrg(); f.Org == "" && m.t.Has(i, "http") == 0 {
		f.Org = m.trimmed(i, m.valueEnd(i))
	}
}

func fillInvite(m *message, f *Fields) {
	switch {
	case m.said("辅导老师", "志愿者老师", "老师", "导师"):
		f.Topic = "tutor"
	case m.said("社工", "社会工作者"):
		f.Topic = "social_worker"
	case m.said("管理员", "协调员", "团干部", "负责人", "干部", "书记", "联络员"):
		f.Topic = "coordinator"
	}
	f.Org = m.org()
}

func fillGrow(m *message, f *Fields) {
	i := m.start()
	i = m.t.Skip(i + m.t.Any(i, "新建", "新增", "创建", "建立", "归属", "划归", "把"))
	i = m.t.Skip(i + m.t.Any(i, "一个", "社区:", "街道:", "组织", ":"))
	e := i
	for e < m.t.Len() && script.Han(m.t.At(e)) && m.t.Any(e, "属于", "到", "归属", "归", "划", "挂", "在") == 0 || script.Digit(m.t.At(e)) {
		e++
	}
	f.Org = m.trimmed(i, e)
	e = m.t.Skip(e)
	if n := m.t.Any(e, "属于", "归属到", "归属于", "归属", "划归到", "划归", "划到", "挂到", "归到", "归", "到", "在", "隶属于", "隶属"); n > 0 {
		j := m.t.Skip(e + n)
		f.Place = m.trimmed(j, m.valueEnd(j))
	}
}

var callWords = []string{"发布动员令", "发动员令", "动员令", "发动员", "动员大家", "动员", "召集令", "召集", "发一个通知", "发个通知", "发一下通知", "发通知", "发一条通知", "发条通知", "发布通知", "发公告", "下通知", "通知各群", "通知所有群", "通知全体", "通知大家", "通知各街道", "群发通知", "群发", "号召", "发号召", "发召集", "发布召集", "紧急召集", "紧急动员", "紧急通知", "通知"}

// callAt is where the word of a call-out begins and ends; ok is false when the
// message is none.
func (m *message) callAt() (i, j int, ok bool) {
	i = m.start()
	if m.t.Any(i, "给", "向", "对") > 0 {
		for j = i + 1; j < m.t.Len() && j-i < 20; j++ {
			if n := m.t.Any(j, callWords...); n > 0 {
				return j, j + n, true
			}
		}
		return 0, 0, false
	}
	if n := m.t.Any(i, callWords...); n > 0 {
		return i, i + n, true
	}
	return 0, 0, false
}

func (m *message) isMobilise() bool {
	i, j, ok := m.callAt()
	if !ok || m.t.Any(i, "号召力", "动员会", "通知我", "通知没", "通知了", "通知书", "通知单", "号召双", "动员大会") > 0 {
		return false
	}
	return m.t.Skip(j) < m.t.Len() && !(m.has(tQuestion) && m.short(12)) || m.t.Len()-m.body <= 4
}

func fillMobilise(m *message, f *Fields) {
	i, j, _ := m.callAt()
	s := m.start()
	if n := m.t.Any(s, "给", "向", "对"); n > 0 && i > s {
		f.Org = m.trimmed(s+n, i)
		if m.t.Any(i-1, "的") > 0 {
			f.Org = m.trimmed(s+n, i-1)
		}
	}
	for j < m.t.Len() {
		if c := m.t.At(j); c != ' ' && c != ',' && c != ':' && c != '。' && c != '!' && c != '\n' && c != '-' {
			break
		}
		j++
	}
	f.Title = m.trimmed(j, m.t.Len())
}
