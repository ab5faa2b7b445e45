package pages

import (
	"fmt"
	"time"
)

// between is the silence after which a conversation shows the time again.
const between = 10 * time.Minute

var weekdays = [...]string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}

// apart says whether a time is shown between two lines.
func apart(a, b time.Time) bool {
	return b.Sub(a) >= between || a.YearDay() != b.YearDay()
}

// stamp writes t in Chinese order as seen at now, in now's zone: 今天 19:02,
// 昨天 19:02, 4月8日 周五 19:02, 2021年4月8日 周四 19:02.
func stamp(t, now time.Time) string {
	t = t.In(now.Location())
	clock := t.Format("15:04")
	switch t.Format(time.DateOnly) {
	case now.Format(time.DateOnly):
		return "今天 " + clock
	case now.AddDate(0, 0, -1).Format(time.DateOnly):
		return "昨天 " + clock
	}
	day := fmt.Sprintf("%d月%d日 %s %s", t.Month(), t.Day(), weekdays[t.Weekday()], clock)
	if t.Year() != now.Year() {
		day = fmt.Sprintf("%d年%s", t.Year(), day)
	}
	return day
}
