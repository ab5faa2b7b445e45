package match

import (
	"slices"
	"strings"
	"time"

	"xiaoqing/models/calendar"
)

// causes finds why a child has nobody: it takes the rules one after another and
// names the one at which the last tutor drops out.
type causes struct {
	*graph
	able, timed, scratch set
}

func newCauses(g *graph) *causes {
	n := len(g.tutors)
	return &causes{g, newSet(n), newSet(n), newSet(n)}
}

// why is one line for child i, whom nobody took.
func (x *causes) why(i int) string {
	c := x.children[i]
	who := whoTeaches(c)
	if len(x.tutors) == 0 {
		return "暂时还没有志愿者"
	}
	if x.index.able(c, noGrade, x.able); x.able.empty() {
		return "暂时没有" + who + "志愿者"
	}
	if x.index.able(c, c.grade(), x.able); x.able.empty() {
		return who + "志愿者都不带这个年级"
	}
	if x.index.genderOf(c, x.able); x.able.empty() {
		return "暂时没有" + who + wanted(c)
	}
	return x.freeAndLeft(i, who+wanted(c))
}

// wanted is 志愿者, or 女老师 where that was asked for.
func wanted(c Child) string {
	if c.TutorGender != "" {
		return teacher(c.TutorGender)
	}
	return "志愿者"
}

// freeAndLeft goes on among those who could teach child i: the time, who it must
// not be paired with, the seats.
func (x *causes) freeAndLeft(i int, who string) string {
	copy(x.timed, x.able)
	if x.sameTime(x.weeks[i], x.timed); x.timed.empty() {
		return x.noTime(i, who)
	}
	if x.index.allowed(x.children[i], x.timed); x.timed.empty() {
		return "合适的志愿者都配过了，要等新的"
	}
	if !slices.Equal(x.timed, x.able) {
		who = "合适的志愿者"
	}
	if x.timed.and(x.index.seated); x.timed.empty() {
		return who + "都排满了"
	}
	return who + "这一轮都排满了"
}

// sameTime keeps in s those who share a stretch of at least one 课时 with w.
func (x *causes) sameTime(w week, s set) {
	if !w.given {
		return
	}
	x.index.sameHours(w, s, x.scratch)
	var both []span
	s.each(func(t int) {
		both = common(w, x.index.weeks[t], both[:0])
		if _, holds := measure(both, x.period); !holds && x.index.weeks[t].given {
			s.remove(t)
		}
	})
}

// noTime names the evening (or other part of the day) on which nobody is free,
// where the child asked for one part of the day and nobody has it.
func (x *causes) noTime(i int, who string) string {
	days, p := oneParts(x.children[i], x.period)
	if len(days) > 0 && len(days) <= 3 {
		w := week{given: true}
		for _, d := range days {
			w.add(p.span, monday(d)*dayMinutes)
		}
		if x.sameTime(w, x.able); x.able.empty() {
			return dayNames(days) + p.name + "暂时没有" + who
		}
	}
	return "和" + who + "时间都对不上"
}

// oneParts are the days of a child's slots, in order, and their part of the day, if
// it is the same for all.
func oneParts(c Child, period int) (days []time.Weekday, p part) {
	for n, s := range c.Slots {
		m, ok := minutesOf(s, period)
		if !ok {
			return nil, p
		}
		if n == 0 {
			p = partAt(m.from)
		}
		if m.from < p.from || m.to > p.to {
			return nil, p
		}
		for _, name := range s.Days {
			d, _ := calendar.ParseWeekday(name)
			days = append(days, d)
		}
	}
	slices.SortFunc(days, func(a, b time.Weekday) int { return monday(a) - monday(b) })
	return slices.Compact(days), p
}

func dayNames(days []time.Weekday) string {
	var names []string
	for _, d := range days {
		names = append(names, dayName(d))
	}
	return strings.Join(names, "、")
}

// whoTeaches is 能教物理的, 能教物理或化学的, "" where every tutor would do.
func whoTeaches(c Child) string {
	must, subjects := slices.DeleteFunc(ordered(c.Must), anyone), ordered(c.Subjects)
	shares := asksAnyone(c) || slices.ContainsFunc(must, func(s string) bool { return slices.Contains(subjects, s) })
	switch {
	case len(must) == 0 && shares:
		return ""
	case len(must) == 0:
		return "能教" + list(subjects, "或") + "的"
	case !shares:
		return "能教" + list(must, "和") + "、还能教" + list(subjects, "或") + "的"
	case len(must) == 1:
		return "能教" + must[0] + "的"
	}
	return "能同时教" + list(must, "和") + "的"
}
