package parse

import "xiaoqing/bot/parse/when"

// lessonFailed: a lesson that did not take place.
func (m *message) lessonFailed() bool {
	return m.said("没上课", "没上成", "没讲成", "没教成", "没补成", "没辅导成", "白等", "课没上", "课取消", "课停了", "课黄了")
}

// asksOfLessons: a question about lessons, or what they cost, reports none.
func (m *message) asksOfLessons() bool {
	if m.has(tQuestion) && m.said("想问", "问下", "问一下", "请问", "一般", "几点", "多少钱", "怎么收", "什么时候") {
		return len(m.taught()) == 0
	}
	return m.said("收费", "太贵", "学费", "价格", "课时费") || m.money() >= 1000 // ten yuan: 二毛 is a name
}

// plansLessons: times that are hoped for or repeat are still to come.
func (m *message) plansLessons() bool {
	if m.said("给", "上完", "完成", "结束", "了课", "辅导了", "上了", "讲了", "教了", "补了", "陪", "带", "讲完", "补完", "教完", "昨", "前天", "刚") {
		return false
	}
	if m.said("希望", "想补", "想学", "想上", "想要", "需要补", "要补", "有空", "最好") {
		return true
	}
	for _, it := range m.times {
		if it.Kind == when.Repeating {
			return true
		}
	}
	return false
}

// ofOthers says whether the message asks about duty, or tells of others on it: a
// husband at his hospital, the guards, the volunteers who came.
func (m *message) ofOthers() bool {
	if m.has(tQuestion) && m.site() == "" || m.said("安排我", "请安排", "给我排", "帮我排") {
		return true
	}
	if m.said("上岗", "签到", "补登", "补录", "我和", "我跟", "志愿服务", "我在", "我值", "我站", "我守") {
		return false
	}
	return m.begins("老公", "老婆", "爱人", "我爸", "我妈", "我老公", "我老婆", "我爱人", "我儿子", "我女儿", "爸爸", "妈妈", "儿子", "女儿", "保安", "物业", "邻居", "居委", "他", "她", "医生", "护士", "外卖", "快递") > 0 ||
		m.said("志愿者给我们", "志愿者帮我们", "志愿者给我", "志愿者帮我", "给我们楼", "给我们小区", "公司值班", "单位值班", "没人", "缺人", "安排我", "请安排", "我报", "想报", "帮我报", "排我", "我能来", "我可以来", "物业说", "居委说", "群里说", "老师说", "通知说", "没人管", "没人值班", "谁值班")
}
