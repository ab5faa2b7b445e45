package say

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"xiaoqing/models/calendar"
)

const weekdayRunes = "日一二三四五六"

// Weekday is 周五.
func Weekday(w time.Weekday) string { return "周" + weekdayRune(w) }

func weekdayRune(w time.Weekday) string { return string([]rune(weekdayRunes)[w]) }

// Date is a day without regard to when it is read: 4月8日 周五. The weekday
// stands in for the year, so that a slip of a year shows.
func Date(d calendar.Day) string {
	_, month, day := d.Date()
	return fmt.Sprintf("%d月%d日 %s", month, day, Weekday(d.Weekday()))
}

// Day is d as today sees it: 今天, 明天, 4月8日 周五, and with the year when it is
// another one. A letter that is read days later should use Date.
func Day(d, today calendar.Day) string {
	switch year, _, _ := d.Date(); {
	case d == today:
		return "今天"
	case d == today.Add(1):
		return "明天"
	case year != yearOf(today):
		return fmt.Sprintf("%d年%s", year, Date(d))
	}
	return Date(d)
}

func yearOf(d calendar.Day) int {
	year, _, _ := d.Date()
	return year
}

// Moment is t in now's zone: 今天 19:00, 10月8日 周六 19:00.
func Moment(t, now time.Time) string {
	t = t.In(now.Location())
	return Day(calendar.DayOf(t), calendar.DayOf(now)) + " " + calendar.ClockOf(t).String()
}

// PartOfDay is what people call the hour: 早上, 上午, 中午, 下午, 晚上.
func PartOfDay(c calendar.Clock) string {
	switch h := c / 60; {
	case h < 9:
		return "早上"
	case h < 12:
		return "上午"
	case h < 13:
		return "中午"
	case h < 18:
		return "下午"
	}
	return "晚上"
}

// Minutes is a length of time: 1小时30分钟, 45分钟, 2小时.
func Minutes(n int) string {
	switch {
	case n < 60:
		return fmt.Sprintf("%d分钟", n)
	case n%60 == 0:
		return fmt.Sprintf("%d小时", n/60)
	}
	return fmt.Sprintf("%d小时%d分钟", n/60, n%60)
}

// Waited is how long something has waited, as roughly as people say it:
// 1天3小时, 3小时, 25分钟, 不到1分钟.
func Waited(d time.Duration) string {
	hours, minutes := int(d.Hours()), int(d.Minutes())
	switch {
	case minutes < 1:
		return "不到1分钟"
	case hours < 1:
		return fmt.Sprintf("%d分钟", minutes)
	case hours < 24:
		return fmt.Sprintf("%d小时", hours)
	case hours%24 == 0:
		return fmt.Sprintf("%d天", hours/24)
	}
	return fmt.Sprintf("%d天%d小时", hours/24, hours%24)
}

// Slots are weekly times: 周一、三、五 19:00–20:30；周末全天（9点–21点）.
func Slots(slots []calendar.Slot) string {
	parts := make([]string, len(slots))
	for i, s := range slots {
		parts[i] = slot(s)
	}
	return strings.Join(parts, "；")
}

func slot(s calendar.Slot) string {
	days := slotDays(s.Days)
	switch {
	case s.Start == "09:00" && s.End == "21:00":
		return days + "全天（9点–21点）"
	case s.End == "":
		return strings.TrimSpace(days + " " + s.Start + "起")
	}
	return strings.TrimSpace(days + " " + s.Start + "–" + s.End)
}

// slotDays names the days of a slot: 每天, 工作日, 周末, 周一、三、五.
func slotDays(days []string) string {
	switch strings.Join(days, " ") {
	case "mon tue wed thu fri sat sun":
		return "每天"
	case "mon tue wed thu fri":
		return "工作日"
	case "sat sun":
		return "周末"
	}
	var runes []string
	for _, name := range days {
		if w, ok := calendar.ParseWeekday(name); ok {
			runes = append(runes, weekdayRune(w))
		}
	}
	if runes == nil {
		return ""
	}
	return "周" + strings.Join(runes, "、")
}

// Grade is a school year as Shanghai names it: 小班, 三年级, 预初, 初一, 高三;
// n is 1–12 from the first year of primary school, -2 to 0 before it, and
// anything else comes back as a bare number.
func Grade(n int) string {
	names := []string{"小班", "中班", "大班", "一年级", "二年级", "三年级", "四年级", "五年级",
		"预初", "初一", "初二", "初三", "高一", "高二", "高三"}
	if n < -2 || n > 12 {
		return strconv.Itoa(n)
	}
	return names[n+2]
}

// ShortDate is 4月11日.
func ShortDate(d calendar.Day) string {
	_, m, n := d.Date()
	return fmt.Sprintf("%d月%d日", m, n)
}
