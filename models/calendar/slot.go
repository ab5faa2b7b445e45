package calendar

import (
	"fmt"
	"time"
)

// Clock (钟点) is a time of day in minutes since midnight; 24:00 is 1440, and
// an end past midnight counts on.
type Clock int

// ClockOf is the time of day that t's own zone shows at t.
func ClockOf(t time.Time) Clock { return Clock(t.Hour()*60 + t.Minute()) }

// ParseClock reads "19:00"; ok is false for anything else.
func ParseClock(s string) (c Clock, ok bool) {
	var h, m int
	if n, err := fmt.Sscanf(s, "%d:%d", &h, &m); n != 2 || err != nil || len(s) != 5 {
		return 0, false
	}
	return Clock(h*60 + m), h >= 0 && h <= 24 && m >= 0 && m < 60 && h*60+m <= 1440
}

// String is the 24-hour clock: "19:00".
func (c Clock) String() string { return fmt.Sprintf("%02d:%02d", int(c)/60%24, int(c)%60) }

// Slot (时段) is a weekly stretch of time, as it is stored and printed:
// {"days":["mon","wed"],"start":"19:00","end":"20:30"}. End is "" when only a
// start was named.
type Slot struct {
	Days  []string `json:"days"`
	Start string   `json:"start"`
	End   string   `json:"end,omitempty"`
}

var weekdays = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// WeekdayName is the short English name that slots use: "mon" … "sun".
func WeekdayName(w time.Weekday) string { return weekdays[w] }

// ParseWeekday reads "mon" … "sun".
func ParseWeekday(s string) (w time.Weekday, ok bool) {
	for i, name := range weekdays {
		if name == s {
			return time.Weekday(i), true
		}
	}
	return 0, false
}

// Periods (课时) are lesson-hours counted in halves: 3 is 1.5课时.
type Periods int

// PeriodsOf turns clock minutes into Periods: minutes ÷ length, rounded down to
// a half; length is the minutes of one 课时, 45 unless configured.
func PeriodsOf(minutes, length int) Periods { return Periods(2 * minutes / length) }

// String prints "2" or "1.5".
func (p Periods) String() string {
	if p%2 == 0 {
		return fmt.Sprint(int(p) / 2)
	}
	return fmt.Sprintf("%d.5", int(p)/2)
}
