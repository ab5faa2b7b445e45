package models

import (
	"context"
	"fmt"

	"xiaoqing/models/calendar"
)

// PastReport (补报) is the report of a lesson, as an operator's sheet has it.
type PastReport struct {
	Lesson    int64 // of its 课号, 0 for none
	Enrolment int64 // the child's
	Tutor     Named
	Day       calendar.Day
	Start     calendar.Clock
	Minutes   int
	Absent    bool // 孩子没来
	Note      string
	Held      bool

	Known   bool   // out: it is there already
	Problem string // out: why it cannot be taken, a sentence; "" for a good one
	Field   string // out: which of lesson, enrolment, start, minutes it is about

	child   Enrolment
	tutor   int64 // below 0 for one that nobody knows yet
	pairing int64
	lesson  Lesson // that it is of
	fresh   bool   // nobody had planned that lesson
}

func (p *PastReport) refuse(field, format string, args ...any) {
	p.Field, p.Problem = field, fmt.Sprintf(format, args...)
}

// log is the report as it is kept.
func (p *PastReport) log(period int) TutoringLog {
	l := TutoringLog{LessonID: p.lesson.ID, TutorID: p.tutor, OrgID: p.child.OrgID, Day: p.Day, Start: p.Start, Minutes: p.Minutes,
		Periods: calendar.PeriodsOf(p.Minutes, period), Held: p.Held, Standing: true, TutoringPrivate: TutoringPrivate{Note: p.Note}}
	if p.Absent {
		l.Waited, l.Minutes, l.Periods = p.Minutes, 0, 0
	}
	return l
}

// tutorDay is where reports can overlap.
type tutorDay struct {
	tutor int64
	day   calendar.Day
}

// diary is what is known of the tutors of a sheet.
type diary struct {
	*Store
	children map[int64]Enrolment
	pairings map[int64][]Pairing
	tutors   map[Named]int64
	byKey    map[Named]map[int64]bool // the tutors that children have, by name key and phone key
	byID     map[int64]Lesson
	lessons  map[tutorDay][]Lesson
	reports  map[tutorDay][]TutoringLog
	claimed  map[int64]bool // the lessons whose 课号 stands in the sheet
}

// RecogniseReports finds the child, the tutor and the lesson of each report:
// whether it is there already, or what speaks against it, in the words of chat.
func (s *Store) RecogniseReports(ctx context.Context, rows []*PastReport, at Actor) error {
	d := &diary{Store: s, claimed: map[int64]bool{}}
	if err := d.people(ctx, rows); err != nil {
		return err
	}
	for _, p := range rows {
		p.Known, p.Problem, p.Field, p.lesson, p.pairing, p.fresh = false, "", "", Lesson{}, 0, false
		d.claimed[p.Lesson] = true
		d.meet(p)
	}
	if err := d.load(ctx, rows); err != nil {
		return err
	}
	for _, p := range rows {
		if p.Problem == "" {
			d.judge(p, at)
		}
	}
	return nil
}

// people loads the children, their pairings and the tutors.
func (d *diary) people(ctx context.Context, rows []*PastReport) error {
	var ids, tutors []int64
	var names []Named
	for _, p := range rows {
		ids, names = append(ids, p.Enrolment), append(names, p.Tutor)
	}
	children, err := find[Enrolment](d.db(ctx), "id", ids)
	if err != nil {
		return err
	}
	d.children = indexed(children, func(e Enrolment) int64 { return e.ID })
	if d.pairings, err = d.PairingsOf(ctx, ids); err != nil {
		return err
	}
	for _, ps := range d.pairings {
		for _, p := range ps {
			tutors = append(tutors, p.TutorID)
		}
	}
	paired, err := find[Person](d.db(ctx).Select("id", "name_key", "phone_key"), "id", tutors)
	if err != nil {
		return err
	}
	d.byKey = map[Named]map[int64]bool{}
	for _, p := range paired {
		key := Named{p.NameKey, p.PhoneKey}
		if d.byKey[key] == nil {
			d.byKey[key] = map[int64]bool{}
		}
		d.byKey[key][p.ID] = true
	}
	d.tutors, err = d.PeopleMeant(ctx, names, []Role{Tutor})
	return err
}

// meet finds the child and the tutor of a report.
func (d *diary) meet(p *PastReport) {
	t := Ticket{EnrolmentPrefix, p.Enrolment}
	var ok bool
	if p.child, ok = d.children[p.Enrolment]; !ok {
		p.refuse("enrolment", "没有找到%s，请核对编号。", t)
		return
	}
	if p.child.ConsentID == 0 {
		p.refuse("enrolment", "%s还没有监护人的同意，不能算课时。", t)
		return
	}
	known := d.byKey[Named{d.nameKey(p.Tutor.Name), d.phoneKey(p.Tutor.Phone)}]
	if p.tutor = d.tutors[p.Tutor]; p.tutor == 0 {
		p.tutor = -int64(len(d.tutors)) - 1
		d.tutors[p.Tutor] = p.tutor
	}
	for _, x := range d.pairings[p.Enrolment] {
		if known[x.TutorID] || x.TutorID == p.tutor {
			p.tutor, p.pairing = x.TutorID, x.ID
		}
	}
	if p.child.PersonID == p.tutor {
		p.refuse("enrolment", "%s是这位老师自己家的孩子，请换一位老师。", t)
	}
}

// load reads the tutors' lessons and reports on the days of the sheet.
func (d *diary) load(ctx context.Context, rows []*PastReport) error {
	var ids, tutors []int64
	from, to := calendar.Day("9999-12-31"), calendar.Day("")
	for _, p := range rows {
		ids, from, to = append(ids, p.Lesson), min(from, p.Day), max(to, p.Day)
		if p.tutor > 0 {
			tutors = append(tutors, p.tutor)
		}
	}
	var err error
	if d.byID, err = d.LessonsByID(ctx, ids); err != nil {
		return err
	}
	lessons, err := find[Lesson](d.db(ctx).Where("day >= ? AND day <= ? AND dropped = ?", from, to, false), "tutor_id", tutors)
	if err != nil {
		return err
	}
	d.lessons = grouped(lessons, func(l Lesson) tutorDay { return tutorDay{l.TutorID, l.Day} })
	logs, err := find[TutoringLog](d.db(ctx).Where("day >= ? AND day <= ? AND standing = ?", from, to, true), "tutor_id", tutors)
	d.reports = grouped(logs, func(l TutoringLog) tutorDay { return tutorDay{l.TutorID, l.Day} })
	return err
}
