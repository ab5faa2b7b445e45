package calendar_test

import (
	"strings"
	"testing"
	"time"

	"xiaoqing/models/calendar"
)

func TestArrangedDays(t *testing.T) {
	off := calendar.Arranged()
	for day, want := range map[calendar.Day]string{
		"2022-04-29": "work", "2022-04-30": "劳动节", "2022-05-04": "劳动节", "2022-05-05": "work",
		"2022-04-24": "exchanged", "2022-05-07": "exchanged", "2022-04-23": "weekend", "2022-05-08": "weekend",
		"2020-01-19": "exchanged", "2020-01-31": "春节", "2020-02-01": "春节", "2020-02-02": "春节", "2020-02-03": "work",
		"2020-10-01": "国庆节、中秋节", "2020-10-10": "exchanged",
		"2021-02-11": "春节", "2021-02-20": "exchanged", "2021-09-18": "exchanged", "2021-09-21": "中秋节",
		"2022-12-31": "元旦", "2023-01-02": "元旦", "2023-01-28": "exchanged", "2023-10-06": "中秋节、国庆节",
		"2024-02-09": "work", "2024-02-17": "春节", "2024-10-12": "exchanged", "2024-06-08": "端午节",
		"2025-01-28": "春节", "2025-02-08": "exchanged", "2025-10-08": "国庆节、中秋节",
		"2026-01-04": "exchanged", "2026-02-23": "春节", "2026-09-20": "exchanged", "2026-09-27": "中秋节", "2026-11-22": "weekend",
		"2019-10-01": "国庆节", "2019-10-04": "work", "2019-02-05": "春节", "2028-05-02": "劳动节", "2028-01-25": "春节", "2028-05-03": "work", "2019-05-02": "work",
	} {
		if got := kindOf(off, day); got != want {
			t.Errorf("%s is %s, want %s", day, got, want)
		}
		if off.Working(day) == off.Off(day) {
			t.Errorf("%s is both off and worked, or neither", day)
		}
	}
}

func kindOf(off *calendar.Holidays, d calendar.Day) string {
	name, holiday := off.Name(d)
	switch {
	case holiday:
		return name
	case off.Exchanged(d):
		return "exchanged"
	case off.Off(d):
		return "weekend"
	}
	return "work"
}

func TestHolidaySpans(t *testing.T) {
	off := calendar.Arranged()
	for _, c := range []struct {
		name        string
		year        int
		first, last calendar.Day
	}{
		{"劳动节", 2022, "2022-04-30", "2022-05-04"}, {"国庆节", 2020, "2020-10-01", "2020-10-08"}, {"中秋节", 2020, "2020-10-01", "2020-10-08"},
		{"元旦", 2023, "2022-12-31", "2023-01-02"}, {"春节", 2026, "2026-02-15", "2026-02-23"}, {"清明节", 2023, "2023-04-05", "2023-04-05"},
		{"春节", 2028, "2028-01-25", "2028-02-01"}, {"国庆节", 2028, "2028-10-01", "2028-10-07"}, {"劳动节", 2028, "2028-05-01", "2028-05-05"},
		{"清明节", 2028, "2028-04-04", "2028-04-04"}, {"元旦", 2027, "2027-01-01", "2027-01-03"}, {"端午节", 2028, "2028-05-27", "2028-05-28"},
	} {
		if first, last, ok := off.Span(c.name, c.year); !ok || first != c.first || last != c.last {
			t.Errorf("%s %d is %s to %s (%v), want %s to %s", c.name, c.year, first, last, ok, c.first, c.last)
		}
	}
	for _, name := range []string{"", "圣诞节", "节"} {
		if _, _, ok := off.Span(name, 2028); ok {
			t.Errorf("%q is taken for a holiday", name)
		}
	}
}

// TestArrangedYears holds the embedded table to what every notice keeps: worked
// days are weekends outside the holidays, and each year has its seven feasts.
func TestArrangedYears(t *testing.T) {
	off := calendar.Arranged()
	for year := 2020; year <= 2026; year++ {
		for _, name := range []string{"元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节"} {
			first, last, ok := off.Span(name, year)
			if !ok || last.Sub(first) > 9 {
				t.Errorf("%s %d: %s to %s", name, year, first, last)
			}
		}
	}
	for d := calendar.Day("2020-01-01"); d < "2027-01-01"; d = d.Add(1) {
		weekend := d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
		if _, holiday := off.Name(d); off.Exchanged(d) && (holiday || !weekend || off.Off(d)) {
			t.Errorf("%s is worked in exchange, but is a holiday or no weekend", d)
		}
	}
}

func TestNextWorking(t *testing.T) {
	off := calendar.Arranged()
	for _, c := range []struct {
		from calendar.Day
		n    int
		want calendar.Day
	}{{"2022-04-22", 1, "2022-04-24"}, {"2022-04-29", 1, "2022-05-05"}, {"2022-04-20", 3, "2022-04-24"}, {"2022-09-30", 1, "2022-10-08"}, {"2022-04-08", 1, "2022-04-11"}} {
		if got := off.NextWorking(c.from, c.n); got != c.want {
			t.Errorf("working day %d after %s is %s, want %s", c.n, c.from, got, c.want)
		}
	}
}

// TestReadHolidays reads an operator's own file, and says which line is wrong.
func TestReadHolidays(t *testing.T) {
	off, err := calendar.ReadHolidays(strings.NewReader("# 校历\n\n2027 元旦 2027-01-01 2027-01-03\n 2027 春节 2027-02-05 2027-02-11 2027-01-31\n"))
	if err != nil {
		t.Fatal(err)
	}
	if off.Off("2027-01-31") || !off.Off("2027-02-11") || off.Off("2027-02-12") {
		t.Error("the file's days are not off, or its exchanged day is not worked")
	}
	for _, bad := range []string{"2027 元旦 2027-01-01", "x 元旦 2027-01-01 2027-01-03", "2027 元旦 2027-02-30 2027-03-01", "2027 元旦 2027-01-03 2027-01-01", "2027 元旦 2027-01-01 2027-01-03 周日"} {
		if _, err := calendar.ReadHolidays(strings.NewReader("# a comment\n" + bad)); err == nil || !strings.Contains(err.Error(), "line 2") {
			t.Errorf("%q: error %v does not name line 2", bad, err)
		}
	}
}

func TestLunarMonth(t *testing.T) {
	for _, c := range []struct {
		y, m   int
		leap   bool
		first  calendar.Day
		length int
	}{{2022, 1, false, "2022-02-01", 30}, {2020, 4, true, "2020-05-23", 29}, {2023, 2, true, "2023-03-22", 29}, {2025, 6, true, "2025-07-25", 29}, {2000, 1, false, "2000-02-05", 30}} {
		if first, n, ok := calendar.LunarMonth(c.y, c.m, c.leap); !ok || first != c.first || n != c.length {
			t.Errorf("%d-%d leap %v begins on %s and has %d days (%v), want %s and %d", c.y, c.m, c.leap, first, n, ok, c.first, c.length)
		}
	}
	for _, c := range [][3]int{{1999, 1, 0}, {2050, 1, 0}, {2022, 13, 0}, {2022, 0, 0}, {2022, 4, 1}} {
		if _, _, ok := calendar.LunarMonth(c[0], c[1], c[2] == 1); ok {
			t.Errorf("%v is taken for a lunar month", c)
		}
	}
}
