package calendar

// The Chinese lunar calendar (农历), from the published table of the Purple
// Mountain Observatory: for each year the lengths of its twelve months (bit 15
// for the first, 1 is 30 days), the leap month's number (low four bits) and
// whether that has 30 days (bit 16).

const (
	lunarFirst = 2000
	lunarLast  = 2049
)

var lunarYears = [...]int{
	0x0c960, 0x0d954, 0x0d4a0, 0x0da50, 0x07552, 0x056a0, 0x0abb7, 0x025d0, 0x092d0, 0x0cab5,
	0x0a950, 0x0b4a0, 0x0baa4, 0x0ad50, 0x055d9, 0x04ba0, 0x0a5b0, 0x15176, 0x052b0, 0x0a930,
	0x07954, 0x06aa0, 0x0ad50, 0x05b52, 0x04b60, 0x0a6e6, 0x0a4e0, 0x0d260, 0x0ea65, 0x0d530,
	0x05aa0, 0x076a3, 0x096d0, 0x04afb, 0x04ad0, 0x0a4d0, 0x1d0b6, 0x0d250, 0x0d520, 0x0dd45,
	0x0b5a0, 0x056d0, 0x055b2, 0x049b0, 0x0a577, 0x0a4b0, 0x0aa50, 0x1b255, 0x06d20, 0x0ada0,
}

// lunarEpoch is the first day of the lunar year 2000.
const lunarEpoch Day = "2000-02-05"

func lunarMonthDays(y, m int) int {
	if lunarYears[y-lunarFirst]&(0x10000>>m) != 0 {
		return 30
	}
	return 29
}

func leapMonth(y int) int { return lunarYears[y-lunarFirst] & 0xf }

func leapDays(y int) int {
	switch {
	case leapMonth(y) == 0:
		return 0
	case lunarYears[y-lunarFirst]&0x10000 != 0:
		return 30
	}
	return 29
}

// LunarMonth is the first day of month m of the lunar year y (农历) and how many
// days it has; leap asks for the leap month (闰月) that follows it. ok is false
// outside 2000 to 2049, or when the year has no such month.
func LunarMonth(y, m int, leap bool) (first Day, length int, ok bool) {
	if y < lunarFirst || y > lunarLast || m < 1 || m > 12 || leap && leapMonth(y) != m {
		return "", 0, false
	}
	n := lunarNewYear(y)
	for k := 1; k < m; k++ {
		if n += lunarMonthDays(y, k); k == leapMonth(y) {
			n += leapDays(y)
		}
	}
	if length = lunarMonthDays(y, m); leap {
		n, length = n+length, leapDays(y)
	}
	return lunarEpoch.Add(n), length, true
}

// lunarNewYear counts the days from lunarEpoch to 春节 of year y.
func lunarNewYear(y int) (n int) {
	for k := lunarFirst; k < y; k++ {
		n += leapDays(k)
		for m := 1; m <= 12; m++ {
			n += lunarMonthDays(k, m)
		}
	}
	return n
}
