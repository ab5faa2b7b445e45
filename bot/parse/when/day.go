// Package when reads Chinese days, clock times, parts of the day, stretches,
// lengths and repetitions. It is pure: the moment it counts from is handed in.
package when

import (
	"time"

	"xiaoqing/models/calendar"
)

// Bias is which way an open day is looked for: 周三 without more.
type Bias int

const (
	Near   Bias = iota // lately, else the next to come
	Past               // the nearest that has been, today included
	Coming             // the nearest still to come, today included
)

// days counts days since 1970-01-01, so that they add and compare as numbers.
type days int

func dayOf(t time.Time) days {
	y, m, d := t.Date()
	return date(y, int(m), d)
}

// date counts the days to a civil date (H. Hinnant, days_from_civil).
func date(y, m, d int) days {
	if m <= 2 {
		y--
	}
	era := floor(y, 400)
	yoe := y - era*400
	doy := (153*((m+9)%12)+2)/5 + d - 1
	return days(era*146097 + yoe*365 + yoe/4 - yoe/100 + doy - 719468)
}

// civil is date the other way round.
func (n days) civil() (y, m, d int) {
	z := int(n) + 719468
	era := floor(z, 146097)
	doe := z - era*146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	d, m = doy-(153*mp+2)/5+1, (mp+2)%12+1
	if y = yoe + era*400; m <= 2 {
		y++
	}
	return y, m, d
}

func (n days) year() int {
	y, _, _ := n.civil()
	return y
}

func floor(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// weekday is 1 for Monday to 7 for Sunday.
func (n days) weekday() int { return floorMod(int(n)+3, 7) + 1 }

func floorMod(a, b int) int { return a - floor(a, b)*b }

func (n days) monday() days { return n - days(n.weekday()-1) }

// exists says whether a month has that day.
func exists(y, m, d int) bool { return m >= 1 && m <= 12 && d >= 1 && d <= monthDays(y, m) }

func monthDays(y, m int) int {
	switch m {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// addMonths keeps the day of the month, or takes the month's last.
func (n days) addMonths(k int) days {
	y, m, d := n.civil()
	y, m = shift(y, m, k)
	return date(y, m, min(d, monthDays(y, m)))
}

// shift adds k months to a month.
func shift(y, m, k int) (int, int) {
	k += m - 1
	return y + floor(k, 12), floorMod(k, 12) + 1
}

// Day prints n as the calendar does.
func (n days) Day() calendar.Day {
	y, m, d := n.civil()
	if y < 0 || y > 9999 {
		return ""
	}
	var b [10]byte
	digits(b[0:4], y)
	digits(b[5:7], m)
	digits(b[8:10], d)
	b[4], b[7] = '-', '-'
	return calendar.Day(b[:])
}

// daysTo counts the days to a day of the calendar.
func daysTo(d calendar.Day) days {
	y, m, day := d.Date()
	return date(y, int(m), day)
}

func digits(b []byte, v int) {
	for i := len(b) - 1; i >= 0; i-- {
		b[i] = byte('0' + v%10)
		v /= 10
	}
}
