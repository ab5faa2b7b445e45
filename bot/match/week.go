package match

import (
	"slices"
	"time"

	"xiaoqing/models/calendar"
)

const (
	dayMinutes  = 24 * 60
	weekMinutes = 7 * dayMinutes
	weekHours   = 7 * 24
)

// span is a stretch of the week in minutes from Monday 00:00; to is not part of it.
type span struct{ from, to int }

// week is when someone is free: spans in order, apart from each other, none past
// Sunday midnight. One that is not given asks for nothing.
type week struct {
	given bool
	spans []span
}

// wholeWeek is the week of someone who named no time.
var wholeWeek = []span{{0, weekMinutes}}

// weekOf joins slots. A slot whose end is before its start runs into the next day,
// on Sunday into Monday; one without an end holds one 课时, since no more was said.
// What cannot be read gives no time.
func weekOf(slots []calendar.Slot, period int) week {
	w := week{given: len(slots) > 0}
	for _, s := range slots {
		m, ok := minutesOf(s, period)
		for _, name := range s.Days {
			if day, known := calendar.ParseWeekday(name); ok && known {
				w.add(m, monday(day)*dayMinutes)
			}
		}
	}
	w.spans = joined(w.spans)
	return w
}

// minutesOf are the minutes of a slot from its day's midnight; ok is false for
// clocks that are none and for an end that is the start.
func minutesOf(s calendar.Slot, period int) (m span, ok bool) {
	start, ok := calendar.ParseClock(s.Start)
	if !ok {
		return span{}, false
	}
	if s.End == "" {
		return span{int(start), int(start) + period}, true
	}
	end, ok := calendar.ParseClock(s.End)
	if end < start {
		end += dayMinutes
	}
	return span{int(start), int(end)}, ok && end != start
}

// add puts m down on the day that begins at midnight, cut at the week's end.
func (w *week) add(m span, midnight int) {
	from, to := midnight+m.from, midnight+m.to
	if from < weekMinutes {
		w.spans = append(w.spans, span{from, min(to, weekMinutes)})
	}
	if to > weekMinutes {
		w.spans = append(w.spans, span{max(from, weekMinutes) - weekMinutes, to - weekMinutes})
	}
}

// joined sorts spans and makes one of those that touch.
func joined(spans []span) []span {
	slices.SortFunc(spans, func(a, b span) int { return a.from - b.from })
	n := 0
	for _, s := range spans {
		if n > 0 && s.from <= spans[n-1].to {
			spans[n-1].to = max(spans[n-1].to, s.to)
			continue
		}
		spans[n] = s
		n++
	}
	return spans[:n]
}

func (w week) free() []span {
	if w.given {
		return w.spans
	}
	return wholeWeek
}

// common appends to into what two weeks have in common. A stretch belongs to the
// day on which it begins: one that runs on over Sunday midnight is one span that
// ends past the week.
func common(a, b week, into []span) []span {
	start := len(into)
	x, y := a.free(), b.free()
	for i, j := 0, 0; i < len(x) && j < len(y); {
		if from, to := max(x[i].from, y[j].from), min(x[i].to, y[j].to); from < to {
			into = append(into, span{from, to})
		}
		if x[i].to < y[j].to {
			i++
		} else {
			j++
		}
	}
	return roundSunday(into, start)
}

func roundSunday(spans []span, start int) []span {
	last := len(spans) - 1
	if last > start && spans[start].from == 0 && spans[last].to == weekMinutes {
		spans[last].to += spans[start].to
		spans = slices.Delete(spans, start, start+1)
	}
	return spans
}

// measure is the sum of spans, and whether one of them holds a lesson.
func measure(spans []span, period int) (minutes int, holds bool) {
	for _, s := range spans {
		minutes += s.to - s.from
		holds = holds || s.to-s.from >= period
	}
	return minutes, holds
}

// hours calls f with every hour of the week, 0 to 167, that w touches.
func (w week) hours(f func(hour int)) {
	for _, s := range w.spans {
		for h := s.from / 60; h <= (s.to-1)/60; h++ {
			f(h)
		}
	}
}

// slotAt is the lesson that begins at start.
func slotAt(start, period int) *Slot {
	day := calendar.WeekdayName(weekday(start))
	c := calendar.Clock(start % dayMinutes)
	return &Slot{Day: day, Start: c.String(), End: (c + calendar.Clock(period)).String()}
}

// monday is how many days after Monday a weekday is.
func monday(day time.Weekday) int { return (int(day) + 6) % 7 }

// weekday is the day of the week at a minute of it.
func weekday(minute int) time.Weekday {
	return time.Weekday((minute/dayMinutes + 1) % 7)
}
