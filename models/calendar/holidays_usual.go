package calendar

import (
	"fmt"
	"time"
)

// usual is how long a holiday lasts in a year without an arrangement: 春节 eight
// days from the eve, 国庆节 seven, 劳动节 five, the others with the weekend they
// touch (the principles in 国办发明电〔2024〕12号).
func (h Holidays) usual(name string, year int) (first, last Day, ok bool) {
	first, ok = feastDay(name, year)
	switch {
	case !ok:
		return "", "", false
	case name == "春节":
		return first.Add(-1), first.Add(6), true
	case name == "国庆节":
		return first, first.Add(6), true
	case name == "劳动节":
		return first, first.Add(4), true
	}
	for last = first; h.weekend(last.Add(1)) && last.Sub(first) < 2; {
		last = last.Add(1)
	}
	for h.weekend(first.Add(-1)) && last.Sub(first) < 2 {
		first = first.Add(-1)
	}
	return first, last, true
}

func (h Holidays) weekend(d Day) bool {
	w := d.Weekday()
	return (w == time.Saturday || w == time.Sunday) && !h.worked[d]
}

// feastDay is the day itself of a statutory holiday in year; 春节 is the first of
// the lunar year.
func feastDay(name string, year int) (Day, bool) {
	switch name {
	case "元旦":
		return civil(year, 1, 1), true
	case "劳动节":
		return civil(year, 5, 1), true
	case "国庆节":
		return civil(year, 10, 1), true
	case "清明节":
		return civil(year, 4, brightDay(year)), true
	case "春节":
		return lunarFeast(year, 1, 1)
	case "端午节":
		return lunarFeast(year, 5, 5)
	case "中秋节":
		return lunarFeast(year, 8, 15)
	}
	return "", false
}

func civil(y, m, d int) Day { return Day(fmt.Sprintf("%04d-%02d-%02d", y, m, d)) }

// brightDay is the day in April of 清明 in this century (寿星公式).
func brightDay(year int) int {
	k := year % 100
	return int(float64(k)*0.2422+4.81) - k/4
}

func lunarFeast(year, month, day int) (Day, bool) {
	first, _, ok := LunarMonth(year, month, false)
	if !ok {
		return "", false
	}
	return first.Add(day - 1), true
}

// statutory names the holiday that the law gives on d, weekends aside
// (全国年节及纪念日放假办法, as revised in 2013 and, from 2025, in 2024).
func statutory(d Day) (name string, ok bool) {
	year, _, _ := d.Date()
	for _, s := range [...]struct {
		name     string
		from, to int // days from the feast
		from25   int // the same since 2025
		to25     int
	}{{"元旦", 0, 0, 0, 0}, {"春节", 0, 2, -1, 2}, {"清明节", 0, 0, 0, 0}, {"劳动节", 0, 0, 0, 1}, {"端午节", 0, 0, 0, 0}, {"中秋节", 0, 0, 0, 0}, {"国庆节", 0, 2, 0, 2}} {
		feast, known := feastDay(s.name, year)
		if year >= 2025 {
			s.from, s.to = s.from25, s.to25
		}
		if n := d.Sub(feast); known && n >= s.from && n <= s.to {
			return s.name, true
		}
	}
	return "", false
}
