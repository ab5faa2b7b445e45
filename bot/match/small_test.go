package match_test

import (
	"fmt"
	"math/rand/v2"
	"time"

	"xiaoqing/bot/match"
	"xiaoqing/models/calendar"
)

var now = time.Date(2022, 4, 8, 12, 0, 0, 0, time.FixedZone("", 8*3600))

// small makes a small problem in which nearly everything can tie and everything
// that may be said is sometimes said.
func small(r *rand.Rand) match.Problem {
	p := match.Problem{Now: now}
	for n := range 1 + r.IntN(5) {
		p.Children = append(p.Children, smallChild(r, fmt.Sprintf("c%d", n*7%5)))
	}
	for n := range r.IntN(6) {
		p.Tutors = append(p.Tutors, smallTutor(r, fmt.Sprintf("t%d", n*3%7)))
	}
	return p
}

func smallChild(r *rand.Rand, id string) match.Child {
	c := match.Child{ID: id, Subjects: some(r, "数学", "英语", "物理", "作业"), Since: ago(r), Slots: smallSlots(r)}
	if r.IntN(4) > 0 {
		grade := 3 + r.IntN(3)
		c.Grade = &grade
	}
	if r.IntN(5) == 0 {
		c.Must = some(r, "数学", "陪伴")
	}
	if r.IntN(6) == 0 {
		c.TutorGender = pick(r, "f", "m")
	}
	if r.IntN(4) == 0 {
		c.Not = []string{"t0", "t9"}
	}
	if r.IntN(3) == 0 {
		c.District = pick(r, "杨浦区", "徐汇区")
	}
	return c
}

func smallTutor(r *rand.Rand, id string) match.Tutor {
	t := match.Tutor{ID: id, Since: ago(r), Slots: smallSlots(r), Gender: pick(r, "f", "m", ""), District: pick(r, "杨浦区", "徐汇区", "")}
	for _, s := range some(r, "数学", "英语", "物理") {
		subject := match.Subject{Name: s}
		if r.IntN(4) == 0 {
			subject.Grades = []int{1, 4}
		}
		t.Subjects = append(t.Subjects, subject)
	}
	if r.IntN(3) == 0 {
		t.Grades = []int{1, 3 + r.IntN(3)}
	}
	if r.IntN(2) == 0 {
		seats := r.IntN(4)
		t.Seats = &seats
	}
	return t
}

// smallSlots are on quarter hours, close together, around Sunday midnight too.
func smallSlots(r *rand.Rand) (slots []calendar.Slot) {
	for range r.IntN(3) {
		from := 18*4 + r.IntN(24)
		to := from + 2 + r.IntN(10)
		s := calendar.Slot{Days: some(r, "sun", "mon"), Start: quarter(from), End: quarter(to)}
		if r.IntN(8) == 0 {
			s.End = ""
		}
		if len(s.Days) > 0 {
			slots = append(slots, s)
		}
	}
	return slots
}

func quarter(n int) string { return fmt.Sprintf("%02d:%02d", n/4%24, n%4*15) }

func ago(r *rand.Rand) time.Time { return now.Add(-time.Duration(r.IntN(80)) * time.Hour) }

func some(r *rand.Rand, all ...string) (out []string) {
	for _, s := range all {
		if r.IntN(2) == 0 {
			out = append(out, s)
		}
	}
	return out
}

func pick(r *rand.Rand, all ...string) string { return all[r.IntN(len(all))] }

// tied makes a problem of a few more children and tutors in which only waiting and
// ids tell one answer from another.
func tied(r *rand.Rand) match.Problem {
	p := match.Problem{Now: now}
	for n := range 4 + r.IntN(3) {
		c := match.Child{ID: fmt.Sprintf("c%d", n)}
		c.Not = some(r, "t0", "t1", "t2", "t3", "t4")
		p.Children = append(p.Children, c)
	}
	for n := range 5 {
		seats := 1 + r.IntN(5)/4
		p.Tutors = append(p.Tutors, match.Tutor{ID: fmt.Sprintf("t%d", n), Seats: &seats, Since: now.AddDate(0, 0, -r.IntN(3))})
	}
	return p
}
