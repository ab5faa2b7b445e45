package parse

import "strings"

// isAppeal reads what a person says who will not leave a decision about a lesson as
// it is: 申诉 课9, 我要申诉.
func (m *message) isAppeal() bool {
	if len(m.ticket) > 0 && strings.HasPrefix(m.ticket[0], "课") && m.said("少算", "算少", "漏算", "没算进", "没给算", "不算数", "没算上", "少记", "漏记") && !m.has(tQuestion) {
		return true
	}
	return m.said("申诉", "我不服", "不服气", "要复核", "申请复核", "请复核", "要求复核", "复议") && !m.asksHow() && !m.isAppealAnswer()
}

// isAppealAnswer reads what a coordinator says of appeals: 待申诉, 申诉通过 课9 核对过了.
func (m *message) isAppealAnswer() bool {
	return m.appealTopic() != "" || m.short(14) && m.said("待申诉", "申诉名单", "申诉列表", "看申诉", "看看申诉", "有申诉吗", "有哪些申诉", "哪些申诉", "谁在申诉", "谁申诉")
}

func (m *message) appealTopic() string {
	if m.begins("申诉不通过", "申诉不成立", "申诉驳回", "驳回申诉", "申诉没通过", "不通过申诉", "申诉维持") > 0 {
		return "dismissed"
	}
	if m.begins("申诉通过", "申诉成立", "通过申诉", "申诉同意", "同意申诉", "申诉有理") > 0 {
		return "upheld"
	}
	return ""
}

func (m *message) asksHow() bool {
	return m.said("怎么申诉", "如何申诉", "怎样申诉", "哪里申诉", "申诉怎么")
}

// fillAppeal takes the lesson and, behind it or behind the word, the reason.
func fillAppeal(m *message, f *Fields) {
	f.Tickets, f.Topic = m.ticket, m.appealTopic()
	from := m.where("申诉", "复核", "不服", "复议")
	if len(m.spans) > 0 {
		from = m.spans[len(m.spans)-1][1]
	} else if from >= 0 {
		from += m.t.Any(from, "申诉", "复核", "不服气", "不服", "复议")
	}
	if from < 0 {
		return
	}
	from += m.t.Any(from, "我要申诉", "要申诉", "申诉一下", "申诉", "的课时", "的处理", "的结果", "这节课", "这节", "一下")
	f.Reason = strings.Trim(m.trimmed(from, m.t.Len()), " ,，.。!！:：;；、")
	if i := strings.Index(f.Reason, "申诉"); i >= 0 && len(f.Tickets) > 0 { // 课9被退了，我要申诉
		f.Reason = strings.Trim(strings.TrimSuffix(f.Reason[:i], "我要"), " ,，、我要想了")
	}
}

// isHours reads that hours are missing: 我少了2小时, 课时少算了.
func (m *message) isHours() bool {
	return m.short(40) && m.said("课时", "时长", "小时", "服务时间") && m.said("少了", "少算", "漏算", "没算进", "没给我算", "没给算", "对不上", "少给", "少记", "漏记", "漏了", "没记上", "没算上", "少2", "少两", "少一") && len(m.ticket) == 0 && !m.said("孩子", "改成", "应该是", "多少", "上岗")
}

// isSiblings reads how two children of one family are to learn: 一起上, 分开上.
func (m *message) isSiblings() bool {
	return m.short(24) && m.togetherness() != "" && len(m.times) == 0 && !m.said("云托班", "报名", "年级", "怎么", "吗", "?", "一起上的", "上岗", "上海", "上班", "上报", "上门") && m.where("编程", "数学", "语文", "英语", "物理", "化学", "美术") < 0
}

func (m *message) togetherness() string {
	switch {
	case m.said("分开上", "分别上", "各上各的", "单独上", "不一起上", "不要一起上", "分开教", "分开学"):
		return "apart"
	case m.said("一起上", "一块上", "一块儿上", "一起学", "一起教", "一道上"):
		return "together"
	}
	return ""
}

func fillSiblings(m *message, f *Fields) { f.Tickets, f.Topic = m.ticket, m.togetherness() }

// fillErase takes whose traces are to go: a child's that is named, some child of the
// speaker's (topic child), or else the speaker's own.
func fillErase(m *message, f *Fields) {
	from := m.where("删除", "删掉", "删了", "清除", "清空", "抹掉", "移除", "注销", "把")
	if from < 0 {
		return
	}
	from += m.t.Any(from, "删除", "删掉", "删了", "清除", "清空", "抹掉", "移除", "注销", "把")
	to := m.where("的信息", "的资料", "的数据", "的记录", "的报名", "的档案", "的所有", "的全部", "的个人")
	if to <= from {
		return
	}
	name := strings.TrimSpace(m.t.Said(from, to))
	for _, w := range []string{"一下", "我们家", "我家", "咱家", "我的", "我", "家里"} {
		name = strings.TrimPrefix(name, w)
	}
	for _, w := range []string{"孩子", "小孩", "女儿", "儿子", "娃", "宝贝", "小朋友", "闺女"} {
		if rest, found := strings.CutPrefix(name, w); found {
			name, f.Topic = strings.TrimSpace(rest), "child"
		}
	}
	if n := len([]rune(name)); n > 0 && n <= 8 && !strings.Contains("个人自己本人全部所有全家", name) {
		f.Child = name
	}
}
