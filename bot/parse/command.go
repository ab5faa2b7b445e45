package parse

import "xiaoqing/bot/parse/script"

// short says whether the message has at most n characters.
func (m *message) short(n int) bool { return m.t.Len()-m.body <= n }

// begins is the length of the first of words at the beginning, behind 请 and 帮我.
func (m *message) begins(words ...string) int {
	i := m.start()
	if n := m.t.Any(i, words...); n > 0 {
		return i + n - m.body
	}
	return 0
}

// start skips what is polite at the beginning.
func (m *message) start() int {
	i := m.body
	for {
		n := m.t.Any(i, "你好", "您好", "小青", "请帮我", "请", "麻烦你", "麻烦", "帮我", "帮忙", "我想", "我要", "老师好", ",", " ", "!", "。", "哎", "那个", "喂")
		if n == 0 {
			return i
		}
		i += n
	}
}

// command reads what is asked of the bot itself.
func (m *message) command() string {
	for _, c := range [...]struct {
		intent string
		is     func(*message) bool
	}{
		{"class_page", (*message).isClassPage}, {"undo", (*message).isUndo}, {"profile", (*message).isProfile}, {"rest", (*message).isRest}, {"resume", (*message).isResume}, {"pause", (*message).isPause},
		{"rematch", (*message).isRematch}, {"end", (*message).isLeaving}, {"attention", (*message).isAttention}, {"back", (*message).isBack}, {"skip", (*message).isSkip}, {"erase", (*message).isErase},
		{"appeal_answer", (*message).isAppealAnswer}, {"appeal", (*message).isAppeal}, {"hours", (*message).isHours}, {"siblings", (*message).isSiblings},
		{"bind", (*message).isBind}, {"invite", (*message).isInvite}, {"grow", (*message).isGrow}, {"mobilise", (*message).isMobilise}, {"join", (*message).isJoin},
		{"help", (*message).isHelp}, {"console", (*message).isConsole}, {"digest", (*message).isDigest}, {"approve", (*message).isApproveAll},
		{"pair", (*message).isPair}, {"schedule", (*message).isSchedule}, {"correct", (*message).isCorrect}, {"move", (*message).isMove},
		{"review", (*message).isReview}, {"status", (*message).isStatus}, {"cancel", (*message).isCancel},
	} {
		if c.is(m) {
			return c.intent
		}
	}
	return ""
}

// isClassPage: the page for whoever sits beside the child is wanted: 给外婆发个上课页.
func (m *message) isClassPage() bool {
	return m.short(20) && m.said("上课页") && len(m.ticket) == 0
}

func (m *message) isUndo() bool {
	if m.short(16) && m.said("刚才", "刚刚", "上一条", "上条", "前一条", "那条") && m.said("作废", "不算", "删掉", "撤", "取消", "别算") && !m.has(tQuestion) {
		return true
	}
	return m.short(20) && m.said("撤销", "撤消", "撤回", "收回", "不算数", "刚才那条不算", "刚才的不算", "刚刚的不算") && !m.said("报名", "申请", "需求", "项目") && !m.has(tQuestion)
}

func (m *message) isBack() bool {
	return m.short(16) && m.said("上一步", "返回上", "上一题", "上一项", "回到上", "退回上", "退回到上", "回到前一", "前一步", "上个问题", "上一个问题") && !m.has(tQuestion)
}

func (m *message) isSkip() bool {
	return m.short(16) && m.said("跳过", "略过", "先不填", "不想填", "暂时不填", "这个不填", "以后再填", "回头再填", "先空着", "不方便填", "不方便说", "不想说", "晚点再填", "下一题", "下一项") && !m.has(tQuestion)
}

func (m *message) isErase() bool {
	return m.said("删除", "删掉", "删了", "删干净", "清除", "清空", "注销", "抹掉", "移除", "销毁", "全删", "都删", "别留", "不要保留", "删一下") && m.said("信息", "资料", "数据", "账号", "账户", "记录", "个人", "隐私", "档案", "号") && !m.said("需求", "项目")
}

func (m *message) isConsole() bool {
	return m.said("后台", "控制台") && !m.said("后台回复", "后台数据统计") && (m.short(18) || m.said("登录", "登陆", "链接", "入口", "打开", "网址"))
}

func (m *message) isBind() bool {
	return m.said("绑定") && !m.said("账号", "手机", "微信号") && !m.has(tQuestion)
}

func (m *message) isInvite() bool {
	return m.begins("邀请", "发邀请", "邀请码", "生成邀请", "要邀请码", "要个邀请码", "要一个邀请码", "发个邀请", "给我邀请码", "开邀请") > 0 && !m.said("邀请您", "邀请你") || m.said("邀请码") && m.short(30)
}

func (m *message) isGrow() bool {
	n := m.begins("新建", "新增", "创建", "建立", "归属", "划归", "把")
	if n == 0 || m.begins("把") > 0 && !m.said("归属", "划归", "划到", "归到", "挂到") {
		return false
	}
	return m.said("街道", "镇", "乡", "社区", "居委", "村", "区") && !m.said("群", "项目", "活动", "账号")
}

func (m *message) isJoin() bool {
	return m.short(40) && (m.said("关联账号", "合并账号", "账号合并", "账号关联", "关联我的账号", "关联到原来", "换手机了", "换了手机", "换手机号了", "换了个手机", "换微信了", "换了微信", "换了个微信", "找回我的", "找回原来", "找回之前", "合并一下账号", "合并到一起", "两个账号", "原来的账号", "以前的账号", "之前的账号", "老账号", "旧账号") ||
		m.said("报过名", "报过了", "登记过", "注册过") && m.said("别处", "别的地方", "之前", "以前", "网页", "企业微信", "飞书", "钉钉", "公众号", "另一个", "其他地方", "已经")) && len(m.times) == 0
}

// isHelp: a question about using the bot, not about the programme.
func (m *message) isHelp() bool {
	if m.said("使用说明", "操作说明", "使用指南", "怎么用", "怎么使用", "怎样使用", "如何使用", "咋用", "有什么功能", "有哪些功能", "你会做什么", "你能做什么", "你能干什么", "你会什么", "能帮我干啥", "能帮我做啥", "能干啥", "会干啥", "能做啥", "会做啥", "会做点啥", "会点啥", "有啥功能", "啥功能", "能办什么", "能帮我们做什么", "教教我怎么", "能帮我做什么", "能帮我干什么", "帮助") && m.short(26) && !m.said("帮助别人", "帮助老人", "帮助大家", "提供帮助", "需要帮助", "帮助困难", "法律帮助", "心理帮助", "12355", "求帮助", "帮助孩子", "帮助社区") {
		return true
	}
	if m.said("后台", "控制台") {
		return false
	}
	if m.said("买到", "能买", "能配", "买得到", "配得到", "可以买", "可以配") {
		return false // 猫粮断了,哪里能买到
	}
	how := m.where("怎么", "如何", "咋", "哪能", "怎样", "在哪里", "在哪儿", "在哪", "哪里")
	if how < 0 || !m.short(30) || m.t.Any(how, "怎么样", "怎么办", "怎么还", "怎么没", "怎么不", "怎么这", "怎么那", "怎么会", "怎么回事", "怎么又", "怎么样") > 0 {
		return false
	}
	return m.said("签到", "签退", "报名", "上报", "报课时", "取消", "修改", "撤销", "绑定", "填", "弄", "操作", "登记", "请假", "查询", "查进度", "看记录", "看课时", "看时长", "认领", "打卡", "改电话", "改时间", "改信息", "改名字", "发起", "结对", "排课", "接龙", "导出", "审核", "切换", "报时长", "提交", "报云托班", "报需求", "发需求", "求助", "报备", "找人工", "联系人工", "转人工", "关联", "报到", "改资料", "注销", "开证明", "动员令", "下载", "哪里查", "哪里看", "在哪看", "在哪查", "哪查") &&
		!m.personal()
}

// personal says whether the message carries what only a request would: a phone,
// a grade, a name after 我叫.
func (m *message) personal() bool {
	if m.said("我叫", "名叫", "本人叫", ",叫", " 叫", "我姓", "姓名", "给我报", "帮我报", "帮我登记", "孩子叫", "儿子叫", "女儿叫", "名字叫", "电话1", "报一个,", "算我一个") {
		return true
	}
	for i := m.body; i < m.t.Len(); i++ {
		if _, e := gradeAt(m.t, i); e > 0 {
			return true
		}
		if _, e := mobileAt(m.t, i); e > 0 {
			return true
		}
	}
	return false
}

func (m *message) isApproveAll() bool {
	return m.said("全部通过", "都通过", "全通过", "全部同意", "全部批准", "统统通过", "全都通过", "一起通过", "全批了", "都批了", "所有的都通过", "全部审核通过", "全部过", "一键通过", "批量通过", "都给过", "全给过", "全过了") && m.short(24) && !m.has(tQuestion)
}

func (m *message) isReview() bool {
	return m.short(20) && (m.said("待审核", "待审", "要审的", "有谁要审", "谁要审", "看看报名", "审核列表", "没审的", "未审核", "待审批", "报名名单", "新报名") || m.begins("审核", "审批") > 0) && !m.said("我的", "我报") && len(m.ticket) == 0
}

// isStatus: what became of the speaker's own request.
func (m *message) isStatus() bool {
	if m.ownData() {
		return true
	}
	if !m.short(40) || m.has(tCloud) && m.graded() && !m.said("怎么样", "进度", "查") || m.has(tCloud) && m.has(tKid) && m.has(tWant) && !m.said("怎么样", "进度", "查") {
		return false
	}
	asks := m.said("查", "多少了", "有多少", "是多少", "审好", "审了", "审过", "批下来", "有下文", "排上", "下来了", "怎么样", "进度", "进展", "到哪", "审核", "审批", "有结果", "结果", "通过了吗", "通过了没", "批了吗", "批了没", "成功了吗", "成功没", "好了没", "好了吗", "多少课时", "多少小时", "多少时长", "几个课时", "多久了", "累计", "排到", "排第几", "轮到", "还要等", "报上了吗", "报上没", "看看我", "看一下我", "处理了吗", "处理了没", "有人接", "有人认领", "对上了吗", "安排了吗", "安排好", "状态", "有消息", "有没有消息", "有回音", "落实", "在吗我的")
	if m.asksOfPlan() {
		return true
	}
	own := m.said("我的", "我报", "我申请", "我提", "我登记", "我家", "我一共", "我总共", "我现在", "我有多少", "我累计", "我之前", "我上次", "我上周", "我昨天", "我这", "我", "俺", "咱")
	subject := m.said("报名", "报的名", "报了名", "报上名", "申请", "进度", "课时", "时长", "需求", "求助", "云托班", "登记", "记录", "上岗", "志愿", "结对", "托班", "编号", "排队", "订单", "配药", "服务", "小时")
	return asks && own && subject && !m.said("报名表", "我要报", "我想报", "给孩子报", "改成", "错了") && m.lastHours() < 0
}

// asksOfPlan: when the lessons are: 下次课什么时候, 明天有课吗, 今天几点上课.
func (m *message) asksOfPlan() bool {
	if !m.short(14) || len(m.ticket) > 0 || m.has(tSign|tCloud|tDuty|tWant) || m.said("网课", "能上", "可以上", "学校", "开课", "老师的课", "怎么") {
		return false
	}
	return m.said("课") && m.said("几点", "什么时候", "啥时候", "啥辰光", "哪天", "有课吗", "有课么", "有课伐", "有没有课", "有没课", "哪些课", "什么课", "有啥课", "几节课") && !m.said("上完", "报课时", "课时", "记录")
}

// skipsLesson: one lesson of a day that is named does not take place: 今晚不上了.
func (m *message) skipsLesson() bool {
	if !m.short(20) || len(m.times) == 0 || len(m.ticket) > 0 || m.has(tSign|tCloud|tQuestion|tDuty) || m.said("以后", "下学期", "这学期", "再也", "名额", "云托", "报名", "周末都", "每") {
		return false
	}
	return m.said("不上了", "先不上", "不上课了") && !m.awhile() || m.said("的课取消", "课取消", "课不上", "课先不上", "课停一次", "取消今天的课", "取消今晚的课", "取消明天的课", "取消明晚的课") && !m.awhile()
}

// isCancel: withdraws the speaker's own registration.
func (m *message) isCancel() bool {
	if m.skipsLesson() {
		return false
	}
	if m.has(tNeg) && m.short(40) && m.lastHours() < 0 && !m.said("不上了,要请假", "请假") && !(m.has(tAbsent) && m.said("的课", "这节课", "那节课") && len(m.times) > 0) {
		return true
	}
	return m.short(24) && m.said("取消", "放弃", "退出", "撤掉", "作废") && m.said("报名", "申请", "登记", "志愿者", "云托班", "求助", "需求", "名额", "突击队", "参加", "报到") && !m.has(tQuestion)
}

// lastHours is the last expression of time that names hours, -1 for none.
func (m *message) lastHours() int {
	for k := len(m.times) - 1; k >= 0; k-- {
		if _, _, _, ok := m.times[k].Hours(); ok {
			return k
		}
	}
	return -1
}

// chat is what is left: a greeting with more words, or nothing known.
func (m *message) chat() string {
	if m.begins("你好", "您好", "hi", "hello", "嗨", "哈喽") > 0 && m.short(8) && !m.has(tQuestion) || m.onlyGreets() {
		return "greet"
	}
	for _, k := range [...]struct {
		intent string
		words  []string
	}{{"agree", []string{"确认", "没问题", "没错", "对的", "是的", "好的", "可以的"}}, {"refuse", []string{"不对", "不是", "不行"}}} {
		if m.short(12) && m.begins(k.words...) > 0 && !m.has(tQuestion) && !m.said("不是很", "不是吧", "但", "不过") {
			return k.intent
		}
	}
	if m.worried() {
		return "concern"
	}
	if m.isCertificate() {
		return "certificate"
	}
	return "unknown"
}

// onlyGreets says whether nothing but a greeting was written: 早上好呀小青.
func (m *message) onlyGreets() bool {
	greeted := false
	for i := m.body; i < m.t.Len() && m.short(14); {
		if n := m.t.Any(i, "早上好", "上午好", "中午好", "下午好", "晚上好", "晚好", "早安", "晚安", "你好", "您好", "侬好", "大家好", "老师好", "哈喽", "哈啰", "嗨", "嘿", "hello", "hi", "早", "在不在", "在吗", "在伐", "在么", "有人吗", "有人伐", "新年快乐", "节日快乐", "新年好"); n > 0 {
			i, greeted = i+n, true
			continue
		}
		n := m.t.Any(i, "小青", "老师", "大家", "各位", "你", "侬", "好", "呀", "啊", "哦", "哇", "啦", "呢", "嘛", "哈", "同学", "朋友们")
		if n == 0 && (script.Han(m.t.At(i)) || script.Latin(m.t.At(i)) || script.Digit(m.t.At(i))) {
			return false
		}
		i += max(n, 1)
	}
	return greeted
}

// isConcern: worries told without a request that has its own workflow.
func (m *message) isConcern() bool {
	return m.worried() && !m.timed() && !m.said("12355", "心理老师", "咨询", "求助", "帮扶", "上门", "敲门", "看望", "配药", "买菜", "云托班", "报名", "志愿者") && m.address() == ""
}

// worried reads 我有点担心, short of a cry for help: someone should look.
func (m *message) worried() bool {
	return m.said("有点担心", "很担心", "挺担心", "好担心", "放心不下", "不放心", "状态不对", "不太对劲", "不对劲", "需要关注", "想反映", "反映一个情况", "反映个情况", "情绪不太对", "让人担心", "我担心", "老师骂", "老师打人", "老师打孩子", "老师很凶", "老师太凶", "凶孩子", "问我要钱", "要我转账", "要我打钱") && !m.said("不用担心", "别担心", "担心考", "不太会用")
}
