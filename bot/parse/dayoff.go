package parse

import (
	"xiaoqing/bot/parse/when"
	"xiaoqing/models/calendar"
)

// feastsOff are the holidays that have days off, as people call them, with the name
// by which they are arranged.
var feastsOff = []struct{ said, name string }{{"元旦", "元旦"}, {"春节", "春节"}, {"过年", "春节"}, {"清明", "清明"}, {"五一", "劳动节"}, {"劳动节", "劳动节"},
	{"端午", "端午"}, {"中秋", "中秋"}, {"国庆", "国庆"}, {"十一假期", "国庆"}, {"十一期间", "国庆"}, {"十一长假", "国庆"}, {"十一不上", "国庆"}, {"十一停课", "国庆"}}

// everyFeast is how people speak of all holidays together.
var everyFeast = []string{"节假日", "法定假日", "法定节日", "放假的日子", "所有假期", "每个假期", "国家放假", "逢年过节", "放假就", "过节都", "假日都", "节日都"}

// isDayOff: no lessons on some days that have nothing to do with someone who cannot
// come: 清明不上课, 五一期间停课, 节假日都不上课, 4月5日不上.
func (m *message) isDayOff() bool {
	if !m.short(40) || m.has(tQuestion|tCloud|tSign) || !m.said("不上", "不用上", "不要上", "停", "别", "不排", "不安排", "取消", "休", "放假", "暂停", "照", "也上课", "还上课", "正常上") || m.said("请假", "来不了", "发烧", "生病", "网课", "学校", "小区", "公司", "单位", "不上班", "不上学") {
		return false
	}
	if _, _, call := m.callAt(); call {
		return false
	}
	stops := m.said("不上课", "停课", "不用上", "不要上", "停一次", "停上", "课停", "课不上", "别上课", "别排课", "不排课", "课取消", "不安排课", "休课", "暂停上课")
	usual := m.said("照常上", "正常上", "照样上", "照上", "照常", "课照旧", "还上课", "也上课")
	bare := stops || m.said("不上", "放假", "休息", "暂停")
	if m.said(everyFeast...) {
		return bare || usual
	}
	if m.feast() != "" {
		return bare || usual && m.said("课", "上")
	}
	if usual {
		return false
	}
	for _, it := range m.times {
		a, b, ok := it.Days(m.at, when.Coming)
		if !ok || !m.dated(it) || b.Sub(a) > 7 { // longer is a rest or a pause
			continue
		}
		numbered := m.where("月", "号", "日") >= 0 && !m.said("今日", "明日", "周日", "星期日", "本月")
		if stops && (a != b || numbered) || numbered && m.said("不上") && m.short(14) && !m.has(tLesson) {
			return true
		}
	}
	return false
}

// feast is the holiday that is named, "" for none.
func (m *message) feast() string {
	for _, h := range feastsOff {
		if m.said(h.said) {
			return h.name
		}
	}
	return ""
}

// fillDayOff takes the days: those that were said, else those that the holiday has
// off; all of them are the standing wish.
func fillDayOff(m *message, f *Fields) {
	f.Tickets = m.ticket
	off := !m.said("照常", "照样", "照上", "正常上", "照旧", "还上课", "也上课")
	f.Off = &off
	if f.All = m.said(everyFeast...); f.All {
		return
	}
	for _, it := range m.times {
		a, b, ok := it.Days(m.at, when.Coming)
		if !ok || !m.dated(it) {
			continue
		}
		if f.From == "" || a < f.From {
			f.From = a
		}
		f.To = max(f.To, b)
	}
	if name := m.feast(); name != "" && (f.From == f.To && !m.said("当天", "那天", "当日") && m.where("月", "号") < 0) {
		f.From, f.To = feastDays(name, calendar.DayOf(m.at))
	}
}

// feastDays are the days off of a holiday that is on or next to come.
func feastDays(name string, today calendar.Day) (from, to calendar.Day) {
	y, _, _ := today.Date()
	for _, year := range [...]int{y, y + 1} {
		if first, last, ok := calendar.Arranged().Span(name, year); ok && last >= today {
			return first, last
		}
	}
	return "", ""
}
