// Package calendar is the programme's calendar: days, clock times, weekly
// slots and lesson-hours. It knows no database and no language; anyone may
// import it.
package calendar

import "time"

// Day (日) is one day of the programme, "2022-04-08". It is text so that it
// sorts and reads the same in Go, in JSON and in every database; "" is no day.
type Day string

const dayLayout = "2006-01-02"

// DayOf is the day on which t falls in t's own zone.
func DayOf(t time.Time) Day { return Day(t.Format(dayLayout)) }

// ParseDay reads "2022-04-08"; ok is false for anything else, 2022-02-30 too, and
// in the year 9999: the day after its last would sort before it, and who goes from
// day to day would never arrive.
func ParseDay(s string) (d Day, ok bool) {
	t, err := time.Parse(dayLayout, s)
	return Day(s), err == nil && t.Format(dayLayout) == s && t.Year() < 9999
}

func (d Day) utc() time.Time {
	t, _ := time.Parse(dayLayout, string(d))
	return t
}

// Add is the day n days later (earlier when n is negative).
func (d Day) Add(n int) Day { return DayOf(d.utc().AddDate(0, 0, n)) }

// Sub is the number of days from other to d.
func (d Day) Sub(other Day) int { return int(d.utc().Sub(other.utc()).Hours() / 24) }

// Weekday is d's day of the week.
func (d Day) Weekday() time.Weekday { return d.utc().Weekday() }

// Date splits d into year, month and day of the month.
func (d Day) Date() (int, time.Month, int) { return d.utc().Date() }

// At is the moment when the clock shows c on d in zone.
func (d Day) At(c Clock, zone *time.Location) time.Time {
	y, m, day := d.Date()
	return time.Date(y, m, day, int(c)/60, int(c)%60, 0, 0, zone)
}

// Monday is the first day of d's week; weeks run Monday to Sunday.
func (d Day) Monday() Day { return d.Add(-(int(d.Weekday()) + 6) % 7) }
