package parse

// onlyAsks says whether the message asks for whom the class is, and for no child:
// 云托班收初三的吗.
func (m *message) onlyAsks() bool {
	return m.has(tQuestion) && !m.has(tKid) && m.phone() == "" && m.nameAlone() == "" && !m.said("想给", "我要", "我想", "帮我", "给我", "报一个", "叫", "姓名", "我家", "登记", "报两个", "报三个", "报个", "有的话")
}

// isEnrol: a child for the cloud class.
func (m *message) isEnrol() bool {
	kid := m.has(tKid) || m.graded()
	switch {
	case m.has(tNeg), m.notCloud(), m.comesToTeach(), m.onlyAsks():
		return false
	case m.has(tTutorRole) && !m.forKid():
		return false
	case m.has(tCloud) && (kid || m.has(tSign)) && (m.has(tWant|tSign) || m.personal()) && (!m.wantsToTeach() || m.onBehalf()):
		return m.asks()
	}
	return m.graded() && m.has(tWant|tSign) && (m.has(tTeach) || len(subjectsIn(m.t, m.body, m.t.Len())) > 0) && !m.has(tVolunteer) && !m.wantsToTeach() && !m.has(tAdvice) && m.asks() && !m.lessonGiven()
}

func (m *message) lessonGiven() bool {
	if m.timed() && m.said("忘报", "补报", "漏报", "忘记报", "忘了报", "没报的", "报课时", "昨天的课", "昨晚的课") {
		return true
	}
	return m.timed() && m.said("给", "上了", "完", "结束") && m.has(tDone) && !m.said("想", "需要", "希望", "要补")
}

// forKid: 给孩子找云托班老师 enrols, 我想当云托班老师 signs up.
func (m *message) forKid() bool {
	if m.has(tKid) && m.graded() && !m.wantsToTeach() || m.onBehalf() {
		return true
	}
	return m.has(tKid) && m.said("给孩子", "给儿子", "给女儿", "给娃", "帮孩子", "为孩子", "给我家", "给小孩", "找老师", "找个", "找一个", "求", "孩子需要", "需要辅导老师", "需要老师", "要辅导老师", "安排老师", "配个", "我家")
}

func (m *message) wantsToTeach() bool {
	return m.said("当老师", "做老师", "当辅导", "做辅导", "可以教", "能教", "我会教", "当志愿者", "做志愿者", "志愿者报名", "报名志愿者", "应聘", "可辅导", "可以辅导", "能辅导", "可教", "我来教", "我想教", "我来做", "来做云", "来当", "想当", "想做", "教孩子们", "辅导孩子们", "辅导小朋友们") && !m.said("我家孩子", "给孩子报", "给女儿报", "给儿子报", "孩子叫")
}

func (m *message) graded() bool {
	for i := m.body; i < m.t.Len(); i++ {
		if _, e := gradeAt(m.t, i); e > 0 {
			return true
		}
	}
	return false
}

// asks says whether the message is a request and not only a question about the
// programme or a tale of others.
func (m *message) asks() bool {
	if m.has(tQuestion) && !m.personal() && !m.presents() {
		return m.said("我要", "我想报", "想给", "帮我报", "给我报", "想报", "要报", "帮我登记", "给孩子报", "报名参加", "算我", "给我儿子报", "给我女儿报", "安排云托班", "申请云托班", "我报") && !m.said("什么条件", "要什么条件", "收费吗", "多少钱", "怎么收费", "是什么", "做什么的", "谁来教", "谁教", "有什么要求", "哪些条件", "什么要求", "怎么报", "如何报", "在哪报", "哪里报", "还能报吗", "可以报吗", "什么人", "几岁", "要钱吗", "有用吗", "好不好", "靠谱吗", "有什么区别", "什么时候", "名额", "交钱", "要不要钱", "收钱", "要收费")
	}
	return !m.has(tAgo) || m.personal() || m.said("我要", "我想", "我也想", "我也要", "我也来", "我来报", "来报名", "本人", "帮我", "给我报", "想给", "想报")
}
