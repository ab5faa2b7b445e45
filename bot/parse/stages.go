package parse

import (
	"strings"

	"xiaoqing/bot/parse/when"
	"xiaoqing/models/calendar"
)

// ofChild says whether a child's number was named: 托12.
func (m *message) ofChild() bool {
	for _, t := range m.ticket {
		if strings.HasPrefix(t, "托") {
			return true
		}
	}
	return false
}

// onChildren reads what is done to a child's lessons as a whole.
func (m *message) onChildren() string {
	if !m.ofChild() || m.has(tQuestion) && !m.said("恢复吗") {
		return ""
	}
	for _, v := range [...]struct {
		intent string
		words  []string
	}{
		{"revoke", revokeWords},
		{"rematch", rematchWords},
		{"resume", []string{"恢复", "继续上", "复课", "接着上"}},
		{"pause", []string{"暂停", "停课", "先停", "停到", "停一", "停两", "停几"}},
		{"end", []string{"结束", "不上了", "不学了", "终止", "上完了不用了"}},
	} {
		if m.said(v.words...) && !m.said("结束时间", "几点结束", "结束后") {
			return v.intent
		}
	}
	return ""
}

var (
	revokeWords = []string{"撤回同意", "撤销同意", "撤消同意", "收回同意", "取消同意", "撤回授权", "撤销授权", "收回授权", "撤回监护人同意", "撤回我的同意", "收回我的同意", "不同意了", "不再同意", "不同意你们"}
	// rematchWords ask for another tutor.
	rematchWords = []string{"换一位", "换位老师", "换个老师", "换一个老师", "换老师", "换别的老师", "换其他老师", "重新找老师", "重新找个老师", "另外找个老师", "不想要这个老师", "不要这个老师", "不喜欢这个老师", "不想要这位老师", "老师不合适", "老师不太合适"}
)

// isRevoke: a guardian takes their consent back.
func (m *message) isRevoke() bool {
	if !m.short(40) || m.has(tQuestion) {
		return false
	}
	return m.said(revokeWords...) && !m.said("不同意了吗", "退款") ||
		m.said("不想让你们", "不让你们", "不愿意你们", "不要你们", "不想你们", "不希望你们", "别再") && m.said("留", "存", "用", "保留", "保存", "使用", "收集") && m.said("信息", "资料", "名字", "数据")
}

// isConduct: the code of conduct, asked for or agreed to.
func (m *message) isConduct() bool {
	return m.said("守则") && m.short(20) && !m.said("社区守则", "业主守则", "学生守则")
}

// isAttention: a coordinator asks which children have no lessons.
func (m *message) isAttention() bool {
	switch m.core() {
	case "关注", "关注名单", "看看关注", "要关注的", "要关注的孩子", "需要关注的孩子", "重点关注":
		return true
	}
	return m.short(24) && m.said("没上课", "没有上课", "没课上", "没课的") && m.said("哪些孩子", "哪个孩子", "谁", "孩子有哪些", "哪几个", "名单") && !m.said("老师没来", "为什么")
}

// isResume: someone who rested is there again, or lessons go on.
func (m *message) isResume() bool {
	if !m.short(20) || m.has(tQuestion) || m.timed() {
		return false
	}
	switch m.core() {
	case "我回来", "我又回来", "回来", "我可以上课", "我能上课", "我又能上课", "我又可以带", "我又能带", "我能带", "可以继续带", "休息好", "我休息好", "结束休息", "恢复上课", "恢复带课", "恢复接课", "可以恢复", "恢复吧", "恢复", "继续上课", "可以继续上课", "我可以继续带", "可以接着带", "考完试", "考完", "我考完", "我考完试":
		return true
	}
	return m.begins("恢复") > 0 && m.said("老师") || m.begins("我回来") > 0 && m.said("可以带", "能带", "可以上课", "能上课", "可以继续", "继续带", "接着带", "考完", "有空")
}

// isRest: a tutor takes no lessons for a while, or none any more.
func (m *message) isRest() bool {
	if !m.c.Tutor || len(m.ticket) > 0 || m.has(tQuestion) || !m.short(50) {
		return false
	}
	if m.leavesChild() {
		return false
	}
	if m.said("先不带", "不带了", "先不教", "不教了", "不想带", "没法带", "带不了了", "暂时不带", "暂时不接", "先不接", "先不上了", "教不了了", "没精力带", "不能带了", "这学期不带", "不再带") && len(m.teaches()) == 0 {
		return true
	}
	span := m.awhile()
	if m.said("休息", "歇", "停一停", "停一阵", "停一段", "长假", "暂停", "停课", "先停") {
		return span || m.said("一下", "一阵", "一段", "一会", "几天", "先", "想", "要", "暂停", "这学期", "最近")
	}
	return span && m.stops()
}

// stops says that lessons cannot be for a reason or none.
func (m *message) stops() bool {
	return m.said("不上课", "没空", "不能上课", "上不了课", "来不了", "请假", "不能教", "没时间", "停课", "出差", "实习", "期末", "考试", "不上了", "不在", "回老家", "军训", "复习", "出国", "手术", "住院")
}

// awhile says whether days on end were named: two weeks, 6月10日到25日.
func (m *message) awhile() bool {
	from, to := m.span()
	return to != "" && (from == "" || to > from)
}

// span is from when and until when: 两周, 6月10日到25日, 到5月10日, 下周一开始一个月. The last
// day is included; either may be "".
func (m *message) span() (from, to calendar.Day) {
	today := calendar.DayOf(m.at)
	for _, it := range m.times {
		a, b, ok := it.Days(m.at, when.Coming)
		switch {
		case !ok || b < today:
		case a != b:
			from, to = a, b
		case m.until(it):
			to = a
		case from == "":
			from = a
		default:
			to = a
		}
	}
	for _, it := range m.times {
		l := it.Length
		if to != "" || !l.Given() || l.Months == 0 && l.Days == 0 {
			continue
		}
		start := max(from, today)
		to = calendar.DayOf(start.At(0, m.at.Location()).AddDate(0, l.Months, l.Days)).Add(-1)
	}
	if from != "" && from <= today {
		from = ""
	}
	return from, to
}

// until says whether a day is an end: 停到5月10日, 5月10日前, 5月10日为止.
func (m *message) until(it when.Item) bool {
	return m.t.At(it.I) == '到' || m.t.At(it.I) == '至' || ends(m.t, it.I, "到", "至", "直到") > 0 || m.t.Any(it.J, "前", "之前", "以前", "为止", "止") > 0
}

// isPause: a guardian lets lessons stop for a while.
func (m *message) isPause() bool {
	if m.c.Tutor || !m.short(50) || m.has(tQuestion) || len(m.ticket) > 0 || m.said("暂停键") {
		return false
	}
	if m.begins("暂停", "先暂停") > 0 && m.awhile() {
		return true
	}
	lessons := m.said("课", "云托班", "辅导", "补习")
	if m.begins("暂停上课", "暂停云托班", "暂停辅导", "先暂停", "停课") > 0 && lessons || m.core() == "暂停" {
		return true
	}
	if m.said("暂停", "先停", "停一阵", "停一段", "停一停", "停两", "停一个") && lessons {
		return true
	}
	return m.awhile() && (m.said("不上课", "课先不上", "课都不上", "停课") || m.said("期末", "考试") && m.said("不上", "停"))
}

// isLeaving: a child is through with the cloud class, and no number was named.
func (m *message) isLeaving() bool {
	if m.leavesChild() {
		return true
	}
	return m.short(30) && !m.has(tQuestion) && len(m.ticket) == 0 && m.begins("结束云托班", "结束上课", "结束辅导", "结束课程", "结束结对", "结束") > 0 && (m.said("云托班", "上课", "辅导", "结对", "课程") || m.core() == "结束")
}

// leavesChild: a tutor will not go on with one child, who is named: 不想带阿木了.
func (m *message) leavesChild() bool {
	return m.c.Tutor && m.short(30) && !m.has(tQuestion) && len(m.times) == 0 && m.childNamed() != "" && m.said("不想带", "不带", "带不了", "没法带", "不能带", "不想教", "不教", "教不了", "没法教", "带不动")
}

// isRematch: another tutor is wished for, and no number was named.
func (m *message) isRematch() bool {
	return m.short(40) && len(m.ticket) == 0 && !m.has(tQuestion) && m.said(rematchWords...) && m.said("老师") && !m.has(tSign)
}

func fillRest(m *message, f *Fields) {
	f.From, f.To = m.span()
	f.Reason = m.pretext()
}

// pretext is why lessons stop, where a known word says so.
func (m *message) pretext() string {
	for _, w := range [...]string{"期末考试", "期中考试", "考研", "考试", "实习", "出差", "住院", "手术", "军训", "生病", "毕业设计", "毕业", "回老家", "复习", "出国", "期末", "暑假", "寒假"} {
		if m.said(w) {
			return w
		}
	}
	return ""
}

func fillPause(m *message, f *Fields) {
	f.Tickets = m.ticket
	f.From, f.To = m.span()
	f.Reason = m.pretext()
	f.Child = m.childNamed()
}

// childNamed is the child of the speaker's own that was named, "" for none.
func (m *message) childNamed() string {
	for _, name := range m.c.People {
		if m.said(folded(name)) {
			return name
		}
	}
	return ""
}

func fillResume(m *message, f *Fields) {
	f.Tickets = m.ticket
	if len(m.ticket) == 0 && m.said("老师") {
		fillPair(m, f)
	}
	if m.t.Any(m.start(), "恢复") == 0 {
		f.Tutor = ""
	}
}

func fillEnd(m *message, f *Fields) {
	f.Tickets = m.ticket
	f.Child = m.childNamed()
	f.Reason = m.why()
}

// why is what stands behind verb and number: 结束 托1 孩子上初中了.
func (m *message) why() string {
	from := m.body
	for _, s := range m.spans {
		from = max(from, s[1])
	}
	for i := m.body; i < m.t.Len(); i++ {
		for _, w := range [...]string{"结束云托班", "结束结对", "结束上课", "结束", "不上了", "不学了", "终止", "换一位老师", "换位老师", "换个老师", "换一个老师", "换别的老师", "换其他老师", "换老师", "换一位", "重新找老师"} {
			if n := m.t.Any(i, w); n > 0 {
				from = max(from, i+n)
			}
		}
	}
	for from < m.t.Len() && strings.ContainsRune(" ,。:;!、吧了呀啊", m.t.At(from)) {
		from++
	}
	from += m.t.Any(from, "因为", "原因是", "原因:", "原因", "理由是", "理由")
	for from < m.t.Len() && strings.ContainsRune(" ,:", m.t.At(from)) {
		from++
	}
	if from >= m.t.Len() {
		return ""
	}
	return m.trimmed(from, m.t.Len())
}
