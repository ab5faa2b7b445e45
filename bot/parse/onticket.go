package parse

// onTickets reads what is done with the tickets that are named. The verbs stand
// in the order in which they are looked for: 不通过 before 通过.
func (m *message) onTickets() string {
	for _, v := range [...]struct {
		intent string
		words  []string
	}{
		{"transfer", []string{"转到", "转给", "转交", "转去", "转往", "转至", "转入", "转移", "划到", "移交", "转出", "转 "}},
		{"pair", []string{"结对", "配对", "结队", "结个对", "配个对", "结一下对", "对接给", "结成对", "搭对", "匹配给", "配给"}},
		{"schedule", []string{"排课", "排个课", "排一下课", "课排", "排节课", "排到每", "排在", "排上", "安排课", "安排上课", "排 "}},
		{"correct", []string{"改成", "改为", "写错", "填错", "报错", "记错", "更正", "应该是", "改一下", "错了", "修改"}},
		{"return", []string{"退回", "打回", "退给", "退还给", "退一下", "返回给", "发回"}},
		{"reject", []string{"驳回", "拒绝", "不通过", "不予通过", "不同意", "不批", "不予", "拒了", "否决", "拒掉", "不给过", "不过审", "没通过", "不能通过"}},
		{"leave", []string{"请假", "来不了", "去不了", "上不了", "不能来", "请个假"}},
		{"move", []string{"改到", "挪到", "换到", "调到", "推迟到", "延到", "提前到", "改至", "顺延"}},
		{"cancel", []string{"取消", "不要了", "撤销", "撤回", "作废", "撤掉", "不用了", "撤了", "撤消", "不需要了", "算了", "不参加了", "退出", "关掉", "放弃"}},
		{"done", []string{"完成", "搞定", "送到", "办好", "办妥", "办结", "做完", "做好", "弄好", "解决", "结束", "送达", "已送", "好了", "完结", "办完", "配好", "配到", "买好", "买到", "送好", "送完", "看过了", "去过了", "去看过", "落实", "妥了", "结单", "修好", "销单", "闭环", "ok了", "搞掂", "关闭", "完工", "已办", "处理完", "处理好", "交付", "收尾", "已看望", "已上门", "送过去了"}},
		{"claim", []string{"认领", "我来", "我接", "接单", "我领", "领了", "领走", "领取", "我去", "我拿", "交给我", "我包", "我负责", "我们来", "我们接", "算我的", "归我", "给我吧", "我可以", "我搞", "接了", "我能", "承接", "接下", "包在我", "我办", "我跑", "我认", "抢", "认下", "我做", "我送", "我帮", "这单我"}},
		{"approve", []string{"通过", "同意", "批准", "准了", "批了", "过了", "审核ok", "没问题", "给过", "可以过", "放行", "准予", "都过", "核准", "审过", "批一下", "可以", "批", "准", "ok", "过"}},
		{"status", []string{"查", "怎么样", "进度", "状态", "到哪", "看看", "看一下", "看下", "审核", "情况", "如何", "进展", "好了吗", "呢", "吗", "啥", "什么", "谁", "多久"}},
	} {
		if m.verb(v.intent, v.words) {
			return v.intent
		}
	}
	if m.onlyTickets() {
		return "status"
	}
	return ""
}

func (m *message) verb(intent string, words []string) bool {
	i := m.where(words...)
	if i < 0 {
		return false
	}
	switch intent {
	case "transfer":
		return !m.said("转告")
	case "done":
		return !m.said("没完成", "没搞定", "没送到", "完成不了", "没办好", "还没", "好了吗", "好了没", "完成了吗", "完成没", "送到了吗", "办好了吗", "解决了吗", "搞定了吗", "处理好了吗", "处理完了吗")
	case "claim":
		return !m.said("我来不了", "我去不了", "谁认领", "认领了吗", "认领了没", "有人认领", "我接不了", "有人接")
	case "approve":
		return !m.said("通过了吗", "通过了没", "通过没", "通过了么", "批了吗", "批了没", "过了吗", "过了没", "是否通过")
	}
	return true
}

// onlyTickets says whether nothing but tickets was written.
func (m *message) onlyTickets() bool {
	n := 0
	for _, s := range m.spans {
		n += s[1] - s[0]
	}
	return m.t.Len()-m.body-n <= 6
}
