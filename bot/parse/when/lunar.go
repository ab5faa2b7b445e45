package when

import "xiaoqing/models/calendar"

// lunarMonth is the first and last day of a month of the lunar calendar (农历);
// ok is false outside the calendar's table, or when the year has no such leap month.
func lunarMonth(y, m int, leap bool) (a, b days, ok bool) {
	first, length, ok := calendar.LunarMonth(y, m, leap)
	if !ok {
		return 0, 0, false
	}
	a = daysTo(first)
	return a, a + days(length) - 1, true
}

// lunarDay is a day of a lunar month; ok is false when the month is shorter.
func lunarDay(y, m, d int) (days, bool) {
	a, b, ok := lunarMonth(y, m, false)
	n := a + days(d) - 1
	return n, ok && d >= 1 && n <= b
}

// lunarNext is the next day to come, today included, that is the dth of a lunar
// month; ok is false outside the table.
func lunarNext(today days, d int) (days, bool) {
	y, m, _ := today.civil()
	for k := -2; k <= 2; k++ { // a lunar month begins in the civil month of its number, or in the next
		yy, mm := shift(y, m, k)
		for _, leap := range [...]bool{false, true} {
			if a, b, ok := lunarMonth(yy, mm, leap); ok && a+days(d-1) <= b && a+days(d-1) >= today {
				return a + days(d-1), true
			}
		}
	}
	return 0, false
}
