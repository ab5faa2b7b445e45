package match

import (
	"slices"
	"strings"
	"time"

	"xiaoqing/models/calendar"
)

// kind is a tutor as the programme could look for: what they teach, and the part of
// the week when they are free, or any time.
type kind struct {
	subjects string // joined by and; "" where every tutor would do
	gender   string // where a child asked
	timed    bool
	day      time.Weekday
	part     part
}

// and joins the subjects of a kind; free strings hold anything else.
const and = "\x00"

// demands is how much the kind asks of a tutor: a free week is more than an evening.
func (k kind) demands() int {
	n := len(k.names())
	if !k.timed {
		n++
	}
	if k.gender != "" {
		n++
	}
	return n
}

func (k kind) names() []string {
	if k.subjects == "" {
		return nil
	}
	return strings.Split(k.subjects, and)
}

// text is 周三晚上有空、能教物理的志愿者.
func (k kind) text() string {
	words := "时间灵活"
	if k.timed {
		words = dayName(k.day) + k.part.name + "有空"
	}
	if k.subjects != "" {
		words += "、能教" + list(k.names(), "和")
	}
	if k.gender != "" {
		return words + "的" + teacher(k.gender)
	}
	return words + "的志愿者"
}

// tutor is one of that kind, who takes all grades.
func (k kind) tutor(seats int) Tutor {
	t := Tutor{Seats: &seats, Gender: k.gender}
	for _, name := range k.names() {
		t.Subjects = append(t.Subjects, Subject{Name: name})
	}
	if k.timed {
		from, to := calendar.Clock(k.part.from), calendar.Clock(k.part.to)
		t.Slots = []calendar.Slot{{Days: []string{calendar.WeekdayName(k.day)}, Start: from.String(), End: to.String()}}
	}
	return t
}

// kinds are those that one of the waiting children could go with, each once.
func (w *whatIf) kinds() (out []kind) {
	seen := map[kind]bool{}
	for _, i := range w.waiting {
		for _, subjects := range needs(w.children[i]) {
			for _, k := range w.times(i) {
				k.subjects, k.gender = subjects, w.children[i].TutorGender
				if !seen[k] {
					seen[k] = true
					out = append(out, k)
				}
			}
		}
	}
	return out
}

// needs are the subjects of a tutor that would do for c: all it must have, and one
// that it asks for.
func needs(c Child) []string {
	must := slices.DeleteFunc(ordered(c.Must), anyone)
	if asksAnyone(c) || slices.ContainsFunc(must, func(s string) bool { return slices.Contains(c.Subjects, s) }) {
		return []string{strings.Join(must, and)}
	}
	var out []string
	for _, s := range ordered(c.Subjects) {
		out = append(out, strings.Join(ordered(append(must, s)), and))
	}
	return out
}

// times are kinds without subjects: any time, and each part of the week in which
// child i has a stretch of at least one 课时.
func (w *whatIf) times(i int32) []kind {
	out := []kind{{}}
	if !w.weeks[i].given {
		return out
	}
	for day := range time.Weekday(7) {
		for _, p := range parts {
			only := week{given: true}
			only.add(p.span, monday(day)*dayMinutes)
			if _, holds := measure(common(w.weeks[i], only, nil), w.period); holds {
				out = append(out, kind{timed: true, day: day, part: p})
			}
		}
	}
	return out
}
