package when

import (
	"time"

	"xiaoqing/bot/parse/script"
	"xiaoqing/models/calendar"
)

// Days are the first and last day of an item, said at at; ok is false when it
// names none.
func (it Item) Days(at time.Time, bias Bias) (from, to calendar.Day, ok bool) {
	if it.Kind != Moment && it.Kind != Stretch {
		return it.windowDays()
	}
	if !it.A.Date.Given() && !it.B.Date.Given() {
		return "", "", false
	}
	a, b, ok := it.days(dayOf(at), bias)
	if !ok {
		return "", "", false
	}
	return a.Day(), b.Day(), true
}

func (it Item) windowDays() (from, to calendar.Day, ok bool) {
	if it.Kind != Window || !it.from.day1 {
		return "", "", false
	}
	return it.from.day.Day(), it.to.day.Day(), true
}

// Weekdays are the days of the week that an item repeats on or names without a
// date; ok is false when it names none.
func (it Item) Weekdays() (Mask, bool) {
	switch {
	case it.Kind == Repeating && it.Rule.Mask != 0:
		return it.Rule.Mask, true
	case it.Kind == Repeating && it.Rule.Freq == "DAILY":
		return Daily, true
	case it.Kind == Moment && it.A.Date.Weekly(), it.Kind == Stretch && it.A.Date.Weekly() && !it.B.Date.Given():
		return it.A.Date.Mask, true
	}
	return 0, false
}

// At reads the one expression of time that begins at i.
func At(t *script.Text, i int, at time.Time) (Item, bool) {
	return newReader(t, at).item(i, begins(t.At(i)))
}

// LengthAt reads a length of time at i; end is 0 when none begins there.
func LengthAt(t *script.Text, i int) (l Length, end int) { return lengthAt(t, i) }

// ISO prints a length as ISO 8601.
func (l Length) ISO() string { return l.iso() }
