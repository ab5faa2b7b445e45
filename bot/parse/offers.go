package parse

// isResource: offers something.
func (m *message) isResource() bool {
	if m.givenByOthers() {
		return false
	}
	if !m.has(tGive) && !m.treats() && !m.said("免费", "义务", "支援", "送给", "我有", "我们有", "我家有", "店里有", "公司有", "单位有") || m.has(tCloud|tTutorRole|tReportIn) && m.has(tSign) && !m.said("捐") {
		return false
	}
	if m.has(tCare) && m.said("申请", "求助", "交不出", "交不起", "拿不出", "付不出", "付不起", "帮扶", "怎么办") && !m.said("捐", "赠", "资助", "赞助") {
		return false
	}
	if m.said("捐", "赠", "赞助") && m.quantity().unit == "" && m.money() == 0 && !m.said("我", "公司", "单位", "本人", "个人", "想", "愿", "可以", "企业", "店", "厂", "校友", "商会", "协会", "集团") {
		return false
	}
	if m.said("捐", "赠", "赞助", "借给", "免费借", "免费用", "无偿") {
		return !m.said("怎么捐", "哪里捐", "在哪捐", "捐了吗", "被捐", "捐款怎么", "能捐吗", "捐到哪", "收捐", "感谢捐", "谢谢捐", "谁捐", "昨天捐", "昨天我捐", "我昨天捐", "捐过", "已经捐", "刚捐", "上次捐", "上回捐") && !m.has(tAgo)
	}
	if m.said("资助", "出资", "拿出", "凑", "筹", "募") && m.said("愿", "想", "可以", "决定", "拟", "准备", "给", "支持") && (!m.has(tCare|tAsk) || m.said("愿意资助", "想资助", "可以资助", "决定资助", "拟资助")) && m.money() > 0 {
		return true
	}
	if m.treats() {
		return true
	}
	if m.has(tQuestion|tAsk) && m.said("谁能提供", "能否提供", "能不能提供", "可以提供吗", "能提供吗", "希望提供", "请提供", "需要提供", "求提供", "有没有提供", "提供一下") {
		return false
	}
	if m.said("我有", "我们有", "我家有", "店里有", "公司有", "单位有", "手里有", "这里有") && m.said("可以帮", "能帮", "可以用", "可以借", "可以给", "可以送", "可以支援", "能支援") && m.quantity().unit != "" {
		return true
	}
	if m.said("免费", "义务", "无偿") && m.said("可以", "愿意", "我能", "我们能", "提供", "为", "给") && !m.has(tQuestion) && (!m.has(tAsk) || m.said("可以免费", "能免费", "愿意免费", "可以义务", "愿意义务", "免费帮", "义务帮")) && !m.has(tCloud) && !(m.has(tSign) && m.has(tVolunteer|tCommando|tReportIn|tTutorRole)) {
		return true
	}
	offers := m.said("可以免费", "免费给", "免费为", "免费教", "可以提供", "愿意提供", "能提供", "可提供", "提供", "可以出", "能出", "可出", "出", "可以派", "能派", "派出", "可派", "腾出", "空出", "开放", "支援", "可以借", "借出", "可以支援", "贡献", "组织", "可以安排", "有一批", "送给", "抽调", "调配")
	if m.has(tQuestion) && !m.said("可以", "愿", "我", "能", "免费", "无偿") {
		return false
	}
	return offers && (m.quantity().unit != "" || m.has(tService|tVenue) || m.has(tAdvice) && m.said("我们可以免费", "我可以免费", "我们能免费", "我能免费", "我们免费")) && !(m.has(tTeach) && m.timed()) && !m.said("给我提供", "麻烦提供", "请支援", "求支援", "需要支援", "急需") && !(m.has(tAsk) && !m.said("需要的话", "有需要", "愿意", "可以提供", "可以派", "能派", "可以出", "能出", "可以支援", "支援", "我们可以免费", "我可以免费", "我们能免费", "我能免费", "我们免费"))
}

// givenByOthers says whether a gift is only told of or praised.
func (m *message) givenByOthers() bool {
	if m.said("我捐", "我们捐", "我要捐", "想捐", "我司", "我公司", "我单位", "愿意", "可以提供", "我提供", "我们提供") {
		return false
	}
	return m.said("赞一个", "点赞", "真棒", "真好", "感动", "致敬", "了不起", "佩服", "真大方", "好人", "暖心") && m.phone() == "" || m.said("取消了", "活动取消", "结束了", "办完了") && m.quantity().unit == "" && m.money() == 0
}
