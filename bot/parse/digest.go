package parse

import (
	"xiaoqing/bot/parse/when"
	"xiaoqing/models/calendar"
)

// isDigest asks for figures.
func (m *message) isDigest() bool {
	if m.has(tQuestion) && m.said("怎么统计", "怎么看日报", "日报怎么") || m.said("日报社", "统计局", "晚报") {
		return false
	}
	if m.asksReport() {
		return !m.said("订日报") && m.t.Len()-m.body < 60
	}
	return m.short(40) && (m.begins("统计", "汇总", "看统计", "出统计", "查统计", "报表", "数据", "看数据", "看一下数据") > 0 || m.said("统计一下", "的统计", "统计数据", "数据统计", "数据汇总", "汇总数据", "报表", "汇总表", "统计表", "需求统计", "报名统计", "课时统计", "上岗统计", "资源统计", "统计")) && !m.has(tTeach&^tLesson) || m.short(30) && m.said("统计", "汇总") && !m.said("给我统计核酸")
}

// asksReport says whether 日报 or the like is said, and not 女儿周周报名.
func (m *message) asksReport() bool {
	for i := m.body; i < m.t.Len(); i++ {
		n := m.t.Any(i, "日报", "周报", "月报", "战报", "简报")
		if n > 0 && (m.t.Any(i+n, "名", "到", "道", "云托", "志愿") == 0 || m.said("多少", "人数", "统计", "数据", "情况", "汇总", "总数")) {
			return true
		}
	}
	return false
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
		f.From, f.To = today[:8]+"01", today
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
