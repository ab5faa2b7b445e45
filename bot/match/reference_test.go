package match_test

import (
	"fmt"
	"slices"
	"time"

	"xiaoqing/bot/match"
	"xiaoqing/models/calendar"
)

// The rules once more, read anew: time is a list of minutes; nothing is shared with
// the solver but the types.

const week = 7 * 24 * 60

var weekdays = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}

// minutes are the minutes of the week in slots.
func minutes(slots []calendar.Slot) (free [week]bool) {
	for _, s := range slots {
		from, to := clock(s.Start), clock(s.Start)+45
		if s.End != "" {
			to = clock(s.End)
		}
		if to < from {
			to += 24 * 60
		}
		for _, d := range s.Days {
			for m := from; m < to; m++ {
				free[(slices.Index(weekdays, d)*24*60+m)%week] = true
			}
		}
	}
	return free
}

func clock(s string) (m int) {
	var h int
	fmt.Sscanf(s, "%d:%d", &h, &m)
	return h*60 + m
}

// shared are the minutes of the week that both have, where both named some; else of
// the one who did.
func shared(a, b []calendar.Slot) (free [week]bool, both bool) {
	x, y := minutes(a), minutes(b)
	for m := range week {
		free[m] = (len(a) == 0 || x[m]) && (len(b) == 0 || y[m]) && len(a)+len(b) > 0
	}
	return free, len(a) > 0 && len(b) > 0
}

// lessonAt says whether 45 minutes from m on are free.
func lessonAt(free *[week]bool, m int) bool {
	for k := range 45 {
		if !free[(m+k)%week] {
			return false
		}
	}
	return true
}

// starts are where a lesson can begin, those after Sunday midnight in a stretch that
// began on Sunday last.
func starts(free *[week]bool) (out []int) {
	late := 0
	if free[0] && free[week-1] {
		for late < week && free[late] {
			late++
		}
	}
	for k := range week {
		if m := (k + late) % week; lessonAt(free, m) && late < week {
			out = append(out, m)
		}
	}
	return out
}

func fits(grade *int, grades []int) bool {
	return grade == nil || grades == nil || grades[0] <= *grade && *grade <= grades[1]
}

func teaches(t match.Tutor, subject string, grade *int) bool {
	return subject == "作业" || subject == "陪伴" ||
		slices.ContainsFunc(t.Subjects, func(s match.Subject) bool { return s.Name == subject && fits(grade, s.Grades) })
}

func days(now, since time.Time) int {
	if since.IsZero() || since.After(now) {
		return 0
	}
	return int(now.Sub(since).Hours()) / 24
}

// value says whether c and t may be paired, and what that is worth.
func value(p match.Problem, c match.Child, t match.Tutor) (score int, may bool) {
	n := 0
	for _, s := range c.Subjects {
		if teaches(t, s, c.Grade) {
			n++
		}
	}
	may = (n > 0 || len(c.Subjects) == 0) && fits(c.Grade, t.Grades) && !slices.Contains(c.Not, t.ID)
	may = may && (c.TutorGender == "" || c.TutorGender == t.Gender)
	for _, s := range c.Must {
		may = may && teaches(t, s, c.Grade)
	}
	if !may {
		return -1, false
	}
	score = 40*min(n, 3) + 3*min(days(p.Now, c.Since), 60)
	if free, both := shared(c.Slots, t.Slots); both {
		sum := 0
		for _, f := range free {
			if f {
				sum++
			}
		}
		score += 10 * min(sum/60, 6)
		may = len(starts(&free)) > 0
	}
	if c.District != "" && c.District == t.District {
		score += 15
	}
	return score, may
}

// seatsOf are a tutor's seats, no more than the lessons that its own time holds.
func seatsOf(t match.Tutor) int {
	seats, hold, next := 1, 0, 0
	if t.Seats != nil {
		seats = *t.Seats
	}
	free := minutes(t.Slots)
	all := starts(&free)
	for _, m := range all {
		if since := (m - all[0] + week) % week; since >= next {
			next = since + 45
			hold++
		}
	}
	if hold > 0 {
		return min(seats, hold)
	}
	return seats
}
