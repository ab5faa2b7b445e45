package match

import "slices"

// index finds the tutors that a child may go with by subject, grade, gender and
// hour of the week, without looking at each child and tutor together.
type index struct {
	problem *Problem
	tutors  []Tutor
	weeks   []week
	place   map[string]int
	taught  map[string][]teaching
	teach   map[lesson]set // who teaches a subject to a grade, as children asked
	grades  map[int]set    // whose own grades have it
	gender  map[string]set
	seated  set // with at least one seat
	anyTime set // named no time
	hours   [weekHours]set
	union   set // for able
}

// teaching is one tutor's subject.
type teaching struct {
	tutor  int
	grades []int
}

// lesson is a subject as taught to a grade.
type lesson struct {
	subject string
	grade   int
}

// noGrade is the grade of a child who has none: every grade fits.
const noGrade = -1 << 31

func newIndex(p *Problem, tutors []Tutor) *index {
	x := &index{
		problem: p, tutors: tutors, weeks: make([]week, len(tutors)), place: make(map[string]int, len(tutors)),
		taught: map[string][]teaching{}, teach: map[lesson]set{}, grades: map[int]set{}, gender: map[string]set{},
		seated: newSet(len(tutors)), anyTime: newSet(len(tutors)), union: newSet(len(tutors)),
	}
	for h := range x.hours {
		x.hours[h] = newSet(len(tutors))
	}
	for i, t := range tutors {
		x.enter(i, t)
	}
	return x
}

func (x *index) enter(i int, t Tutor) {
	x.place[t.ID] = i
	for _, s := range t.Subjects {
		x.taught[s.Name] = append(x.taught[s.Name], teaching{i, s.Grades})
	}
	if x.gender[t.Gender] == nil {
		x.gender[t.Gender] = newSet(len(x.tutors))
	}
	x.gender[t.Gender].add(i)
	if t.seats() > 0 {
		x.seated.add(i)
	}
	x.weeks[i] = weekOf(t.Slots, x.problem.period())
	if !x.weeks[i].given {
		x.anyTime.add(i)
	}
	x.weeks[i].hours(func(h int) { x.hours[h].add(i) })
}

func (t Tutor) seats() int {
	if t.Seats == nil {
		return 1
	}
	return *t.Seats
}

// within says whether a child's grade is among grades; where either is absent it is.
func within(grade int, grades []int) bool {
	return grade == noGrade || len(grades) != 2 || grades[0] <= grade && grade <= grades[1]
}

func (c Child) grade() int {
	if c.Grade == nil {
		return noGrade
	}
	return *c.Grade
}

// teaches are those whose subject counts for a grade.
func (x *index) teaches(subject string, grade int) set {
	key := lesson{subject, grade}
	s, ok := x.teach[key]
	if !ok {
		s = newSet(len(x.tutors))
		for _, t := range x.taught[subject] {
			if within(grade, t.grades) {
				s.add(t.tutor)
			}
		}
		x.teach[key] = s
	}
	return s
}

func (x *index) fits(grade int) set {
	s, ok := x.grades[grade]
	if !ok {
		s = newSet(len(x.tutors))
		for i, t := range x.tutors {
			if within(grade, t.Grades) {
				s.add(i)
			}
		}
		x.grades[grade] = s
	}
	return s
}

// able puts into s those who fit grade, share a subject with c if c asks for any,
// and teach all that c must have; 作业 and 陪伴 are everyone's.
func (x *index) able(c Child, grade int, s set) {
	copy(s, x.fits(grade))
	if !asksAnyone(c) {
		clear(x.union)
		for _, subject := range c.Subjects {
			x.union.or(x.teaches(subject, grade))
		}
		s.and(x.union)
	}
	for _, subject := range c.Must {
		if !anyone(subject) {
			s.and(x.teaches(subject, grade))
		}
	}
}

// asksAnyone says whether every tutor shares a subject with c, or none needs to.
func asksAnyone(c Child) bool {
	for _, s := range c.Subjects {
		if anyone(s) {
			return true
		}
	}
	return len(c.Subjects) == 0
}

// genderOf narrows s to the gender that c asks for.
func (x *index) genderOf(c Child, s set) {
	if c.TutorGender == "" {
		return
	}
	if of, ok := x.gender[c.TutorGender]; ok {
		s.and(of)
	} else {
		clear(s)
	}
}

// sameHours narrows s to those who named no time or an hour of w; whether it is
// enough for a lesson is still to be seen.
func (x *index) sameHours(w week, s, scratch set) {
	if !w.given {
		return
	}
	copy(scratch, x.anyTime)
	w.hours(func(h int) { scratch.or(x.hours[h]) })
	s.and(scratch)
}

// allowed takes out those whom c must not be paired with.
func (x *index) allowed(c Child, s set) {
	for _, id := range c.Not {
		if i, ok := x.place[id]; ok {
			s.remove(i)
		}
	}
}

// shared are those of c's subjects that tutor t teaches to c's grade, in order.
func (x *index) shared(c Child, t int) []string {
	return slices.DeleteFunc(ordered(c.Subjects), func(s string) bool { return !x.shares(c, s, t) })
}

// ordered are subjects in an order of their own, each once.
func ordered(subjects []string) []string {
	return slices.Compact(slices.Sorted(slices.Values(subjects)))
}

func (x *index) shares(c Child, subject string, t int) bool {
	return anyone(subject) || x.teaches(subject, c.grade()).has(t)
}
