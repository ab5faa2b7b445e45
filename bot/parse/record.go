package parse

// record decides whether the message tells, asks or offers something that is
// kept: it looks at what kinds of words come together.
func (m *message) record() string {
	for _, c := range [...]struct {
		intent string
		is     func(*message) bool
	}{
		{"concern", (*message).isConcern}, {"no_show", (*message).isNoShow}, {"leave", (*message).isLeave}, {"resource", (*message).isResource}, {"enrol", (*message).isEnrol},
		{"signup", (*message).isSignup}, {"report", (*message).isReport}, {"shift", (*message).isShift}, {"check_out", (*message).isOut},
		{"check_in", (*message).isIn}, {"need", (*message).isNeed},
	} {
		if c.is(m) {
			return c.intent
		}
	}
	return ""
}

// timed says whether a stretch of hours, a length of hours, or 课时 was said.
func (m *message) timed() bool {
	for _, it := range m.times {
		if _, to, _, ok := it.Hours(); ok && to > 0 {
			return true
		}
		if _, ok := it.Length.Minutes(); ok {
			return true
		}
	}
	return m.periods() > 0
}

// isReport: a lesson given: teaching words with hours, and no wish.
func (m *message) isReport() bool {
	if m.asksOfLessons() || m.plansLessons() || m.lessonFailed() {
		return false
	}
	if m.said("上网课", "听网课", "学校网课", "空中课堂") && m.said("老师", "学校", "空中课堂") && !m.said("给", "我教", "我讲", "我上", "我给", "辅导", "陪") && len(m.taught()) == 0 {
		return false // what the child's school teaches
	}
	if m.has(tWant) && m.said("想找", "需要辅导", "想请", "求辅导", "找个", "给孩子报", "想报") {
		return false
	}
	if m.has(tDuty) && m.said("上岗", "值守", "值班", "站岗", "执勤") && len(subjectsIn(m.t, m.body, m.t.Len())) == 0 && !m.said("辅导", "上课", "课时", "讲课", "讲题", "补课", "补习", "家教", "学生", "孩子") {
		return false
	}
	if m.said("家长会", "开会", "讲座", "开班会") && len(m.cuedChild()) == 0 {
		return false
	}
	taught := m.has(tTeach) || len(subjectsIn(m.t, m.body, m.t.Len())) > 0
	if !taught || m.has(tQuestion) && !m.timed() {
		return false
	}
	if m.timed() {
		return !m.future() && (m.has(tTeach) && !m.said("学了", "自学", "复习了", "预习了", "刷题") || len(m.taught()) > 0)
	}
	return m.has(tDone) && m.has(tTeach) && (m.said("上完", "讲完", "辅导完", "教完", "补完", "上了", "课时登记", "报课时", "课结束", "上好", "辅导结束", "辅导完毕", "上完课", "辅导了", "讲了", "教了", "补了", "课时上报", "陪读完", "结束"))
}

// future says whether the hours are still to come, by the words around them.
func (m *message) future() bool {
	if m.said("以后", "下周", "打算", "准备给", "将", "明天", "明晚", "明早", "后天", "安排在", "想约", "约一下", "要给") && !m.said("上完", "上了", "辅导了", "完毕", "结束", "昨", "今天", "今晚", "刚") {
		return true
	}
	return false
}

// isShift: time on duty, over already.
func (m *message) isShift() bool {
	afterwards := m.begins("补报") > 0 && !m.has(tTeach|tLesson|tCloud|tKid)
	if !m.has(tDuty|tIn|tOut) && !afterwards && !m.post() && !m.volunteered() || m.has(tAsk) && m.has(tMedicine|tSupply|tVisit) {
		return false
	}
	if m.ofOthers() {
		return false
	}
	if m.has(tAgo) && m.said("看到", "看见", "听说", "据说", "新闻", "朋友圈") && !m.said("我在", "我站", "我值", "我守", "上岗", "签到", "补登") {
		return false // what others did
	}
	return m.lasted() && !m.future() && !m.said("还有吗", "要人吗", "招募")
}

// post says whether a post of duty is named, and nothing that is asked or told:
// 昨天7点到9点 国定路门岗.
func (m *message) post() bool {
	return m.said("门岗", "卡口", "岗亭", "护学岗", "哨位", "预检台", "预检") && !m.has(tQuestion|tAsk|tAbsent|tTrouble|tMove|tSupply|tMedicine)
}

// volunteered says whether someone served as a volunteer of some sort: 做核酸志愿者.
func (m *message) volunteered() bool {
	return m.has(tVolunteer) && m.said("做", "当", "帮") && !m.has(tWant|tAgo|tQuestion|tAsk) && !m.personal()
}

// lasted is timed without the minutes that someone was late or waited.
func (m *message) lasted() bool {
	for _, it := range m.times {
		if _, to, _, ok := it.Hours(); ok && to > 0 {
			return true
		}
	}
	return m.length() > 0 || m.periods() > 0
}

// isOut: going off duty now.
func (m *message) isOut() bool {
	if m.has(tCare) && !m.short(12) {
		return false // 下岗半年了,学费交不出
	}
	if !m.short(8) && m.begins("走", "我走", "我先走", "先走", "撤", "回家", "回去", "溜", "闪") == 0 && !m.said("签退", "签推", "签个退", "下班", "下岗", "下刚", "离岗", "离港", "收工", "交班", "换班", "撤", "结束", "完工", "完事", "下哨", "退岗", "忙完", "离场", "先走", "走人", "岗", "下线") {
		return false // 解封了,回家了
	}
	return m.has(tOut) && (m.short(26) || m.said("签退", "离岗", "下岗", "交班", "收工", "下班了", "先下班", "下班咯", "撤了", "先走了", "走了啊")) && !m.lasted() && !m.has(tQuestion) && !m.said("不想上班", "上班一直", "加班到", "没人", "撤销", "走不开", "走不了", "等我下班", "上下班", "每天下班", "平时下班", "离开上海", "药", "老师走了", "孩子走了", "走了吗", "老师下线", "要不要", "忘了签退", "忘记签退", "没签退", "漏签退", "补签退", "没有签退", "怎么签退", "签退怎么", "签退没", "签不了退")
}

// isIn: coming on duty now.
func (m *message) isIn() bool {
	arrived := m.said("签到", "签道", "签个到", "到岗", "我到了", "已经到", "已到", "人到了", "我到啦", "我来了")
	if !m.has(tIn) || m.lasted() || !m.short(30) && !(arrived && m.short(60)) || m.has(tQuestion) && !m.said("可以吗", "好吗", "行吗", "不要紧吗", "没关系吗", "对吗", "不要紧伐", "没关系伐", "好伐", "可以伐", "行伐", "不要紧吧", "没事伐", "没事吗") && !(arrived && m.said("找谁", "找哪位", "去哪", "要干", "做什么", "干什么", "哪里领", "在哪领", "在哪集合", "跟谁")) || m.said("签到了吗", "签到吗", "签到怎么", "怎么签到", "签到没", "没签到", "忘了签到", "忘记签到", "补签", "漏签", "签不了", "签不上", "签到不了", "签到失败", "要签到", "签到码", "签到表", "在哪签到", "哪里签到", "还没签到", "不用签到") {
		return false
	}
	if m.said("签到", "到岗") && m.short(60) && !m.has(tQuestion) {
		return !m.said("没到", "还没到", "没来", "老师到了", "孩子到了", "不能", "不想", "能到岗", "几点到岗", "才能到岗", "无法")
	}
	if k, _ := m.find(m.body, tIn); k.j-k.i == 2 && m.t.Has(k.i, "上班") > 0 && m.count(tIn) == 1 && !m.said("打卡") && (!m.short(6) || m.said("累", "忙", "烦", "困")) {
		return false
	}
	return !m.said("没到", "还没", "没来", "到了吗", "不想", "不能", "到家", "到货", "快到", "马上到", "就到", "在路上", "不想上班", "不上班", "在上班", "上班的", "上班族", "快递", "外卖", "送到了", "菜到了", "货到了", "药到了", "到了没", "收到", "上班呢", "老师到了", "孩子到了", "平时上班", "上班没", "上班忙", "白天上班", "天天上班", "春天", "夏天", "秋天", "冬天", "周末到了", "时间到", "找到", "买到", "看到", "想到", "遇到", "感到", "轮到", "讲到", "提到", "听到", "签到码", "签到表")
}

// isNoShow: the tutor or the child did not come.
func (m *message) isNoShow() bool {
	if !m.has(tMissing) || m.has(tDuty) && !m.has(tTeach) || m.said("报名", "链接", "通知", "记录", "日报", "周报", "推送") && !m.said("没来", "没到", "没上线", "没进") || m.said("我没来", "我没到", "没来过", "没到过", "没见过", "例假", "通知没来", "没来电话", "没来消息", "没来信", "药没来", "菜没来", "没来得及") {
		return false
	}
	if m.has(tElder) && !m.said("老师", "学生", "课") {
		return false
	}
	return (m.said("老师", "孩子", "小孩", "小囡", "学生", "小朋友", "同学", "辅导员", "志愿者", "家长", "娃", "上课", "会议室", "课堂") || m.childNamed() != "") && !m.has(tAsk) && !m.has(tMedicine|tCare) && !(m.has(tCloud) && m.has(tSign))
}

// isLeave: cannot come.
func (m *message) isLeave() bool {
	if m.signsUpAfterAll() || m.absentElse() {
		return false
	}
	if m.skipsLesson() {
		return true
	}
	if !m.has(tAbsent) || m.has(tMedicine) || m.has(tCare) && !m.said("请假") || m.has(tSupply) && m.has(tAsk) {
		return false
	}
	if m.said("怎么请假", "请假怎么", "如何请假", "请假扣", "公司请假", "单位不让请假", "跟单位请", "不用请假", "请假在家", "请了假在家", "请假陪", "请了假陪", "不批假", "请假了吗", "请假了没", "请假吗", "能不能请假", "可不可以请假") {
		return false
	}
	if m.said("上不了网", "上不了学", "上不了线", "上不了楼", "上不了车") && !m.said("请假") {
		return false
	}
	return !(m.has(tCloud) && m.has(tSign) && m.has(tKid)) && !(m.has(tVolunteer|tCommando|tTutorRole) && m.has(tSign) && !m.said("请假") && m.personal())
}

// presents says whether a name is given by itself and beside it what only someone
// who joins tells: an age, 男 or 女, or that it be put down.
func (m *message) presents() bool {
	return m.nameAlone() != "" && (m.said("会", "擅长", "能教") || m.age() > 0 && !m.said("岁可以", "岁能", "岁行", "岁了能") || m.gender(false) != "" || m.said("先给我登记", "给我登记", "我先报", "先报", "算我", "我来报", "我报", "给我报", "我能来", "报个名"))
}

// isSignup: joins a programme.
func (m *message) isSignup() bool {
	role := m.has(tVolunteer | tCommando | tReportIn | tSecretary | tCouncil | tTutorRole)
	if m.has(tNeg) || m.has(tAsk) && m.has(tMedicine|tVisit|tSupply|tCare|tTrouble) && !m.has(tSign) || m.asksForHelp() {
		return false
	}
	if m.has(tCloud) && m.wantsToTeach() || m.comesToTeach() {
		role = true
	}
	if m.tags&(tVolunteer|tCommando|tSecretary|tCouncil|tTutorRole) == 0 && m.has(tIn) && !m.personal() && !m.said("社区报", "双报") && !m.has(tWant) {
		role = false
	}
	if !role {
		return m.begins("报名", "我要报名", "我报名", "报个名") > 0 && !m.has(tCloud|tQuestion) && !m.has(tMedicine|tGive) && m.asks() && !m.past()
	}
	if m.timed() && m.has(tTeach|tDuty) && !m.personal() && !m.said("想", "要", "报名", "申请", "加入", "算我", "报到", "有空", "可以", "登记") {
		return false
	}
	if m.begins("志愿者", "突击队", "青年突击队", "书记助手", "议事会") > 0 && !m.has(tQuestion) && m.nameAlone() != "" {
		return true
	}
	if m.joins() {
		return true
	}
	if m.servesOnly() {
		return false
	}
	if m.phone() != "" && m.said("我是", "我叫", "姓名") && m.said("能报", "可以报", "能当", "可以当", "能做", "可以做") && m.ownName() != "" {
		return true
	}
	if m.comesToTeach() && m.asks() && !m.past() {
		return true
	}
	return (m.has(tSign) || m.has(tReportIn) || m.personal() || m.said("登记")) && m.asks() && !m.past()
}

// asksForHelp: volunteers are asked for, not joined.
func (m *message) asksForHelp() bool {
	return m.said("求志愿者", "请志愿者", "需要志愿者", "想请志愿者", "找志愿者", "有志愿者吗", "志愿者能", "志愿者来", "志愿者帮", "你们志愿者", "志愿者上门", "派志愿者", "安排志愿者", "有没有志愿者", "志愿者可以帮", "几名志愿者", "两名志愿者", "个志愿者来") && !m.said("我叫", "我能来", "我来报", "我可以来", "算我", "我报", "我想报名", "我要报名", "我报名", "报名当", "报名做", "想当", "当个志愿者", "做个志愿者", "当一名志愿者", "做一名志愿者", "一名志愿者", "当名志愿者")
}

// past: what the speaker did or saw, no wish to join.
func (m *message) past() bool {
	if m.said("没人联系", "没人理", "没消息", "没回音", "没下文", "没有消息", "没有回音", "怎么还没", "没人通知", "没人管") && !m.personal() {
		return true
	}
	return m.said("真好", "辛苦了", "感动", "点赞", "想当年", "当年", "曾经", "那会儿", "真棒", "谢谢志愿者", "感谢志愿者", "去当志愿者了", "在当志愿者", "当了志愿者", "当过志愿者了", "志愿者真", "致敬") && !m.personal() && !m.said("我也想", "我要", "我想")
}
