package models

import (
	"context"

	"xiaoqing/models/calendar"
)

// farthest is how many days ahead a lesson may be put.
const farthest = 60

// AskForTime keeps that one side of a lesson asks for another time: to move it, or
// to make it up when it fell through. It refuses (Invalid) a time that is over or
// too far away.
func (s *Store) AskForTime(ctx context.Context, by Actor, l Lesson, day calendar.Day, start calendar.Clock) error {
	switch {
	case !day.At(start, s.Zone).After(by.Now):
		return Refuse(Invalid, "这个时间已经过了，换个后面的时间吧。")
	case day > calendar.DayOf(by.Now).Add(farthest):
		return Refuse(Invalid, "约得太远了，请说两个月以内的时间，比如“周六上午10点”。")
	}
	return s.Tx(ctx, func(tx *Store) error {
		e, err := tx.Enrolment(ctx, l.EnrolmentID)
		if err != nil {
			return err
		}
		if by.Person != l.TutorID && by.Person != e.PersonID {
			return Refuse(Forbidden, "%s不是您的课。", l.Ticket())
		}
		if err := tx.db(ctx).Model(&Lesson{}).Where("id = ?", l.ID).Updates(map[string]any{"asked_by": by.Person, "asked_day": day, "asked_start": start}).Error; err != nil {
			return err
		}
		return tx.audit(ctx, by, "ask_time", l.Ticket().String(), l.OrgID, "")
	})
}

// Unask forgets a time that was asked for.
func (s *Store) Unask(ctx context.Context, l Lesson) error {
	return s.Tx(ctx, func(tx *Store) error {
		return tx.db(ctx).Model(&Lesson{}).Where("id = ?", l.ID).Updates(map[string]any{"asked_by": 0, "asked_day": "", "asked_start": 0}).Error
	})
}

// TimesAsked are the lessons for which the other side waits for a person's answer to a
// time still to come: dropped ones are to be made up, the others moved.
func (s *Store) TimesAsked(ctx context.Context, by Actor) (ls []Lesson, err error) {
	children := s.db(ctx).Model(&Enrolment{}).Select("id").Where("person_id = ?", by.Person)
	err = s.db(ctx).Where("(tutor_id = ? OR enrolment_id IN (?)) AND asked_by NOT IN ? AND asked_day >= ?", by.Person, children, []int64{0, by.Person}, calendar.DayOf(by.Now)).Order("id").Find(&ls).Error
	return ls, err
}

// askedOf refuses (Gone) when nobody asked the actor for another time of a lesson.
func (s *Store) askedOf(ctx context.Context, by Actor, l Lesson) error {
	e, err := s.Enrolment(ctx, l.EnrolmentID)
	if err != nil {
		return err
	}
	if by.Person != l.TutorID && by.Person != e.PersonID {
		return Refuse(Forbidden, "%s不是您的课。", l.Ticket())
	}
	if l.AskedBy == 0 || l.AskedBy == by.Person {
		return Refuse(Gone, "%s没有等您回复的时间。要改时间直接说，比如“明天的课改到周六上午10点”。", l.Ticket())
	}
	return nil
}

// AgreeToMove (同意改课) moves a lesson to the time that the other side asked for.
func (s *Store) AgreeToMove(ctx context.Context, by Actor, l Lesson) (moved Lesson, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		if err := tx.askedOf(ctx, by, l); err != nil {
			return err
		}
		if moved, err = tx.MoveLesson(ctx, by, l.Ticket(), l.AskedDay, l.AskedStart); err != nil {
			return err
		}
		return tx.Unask(ctx, l)
	})
	return moved, err
}

// MoveLesson (改课) gives a planned lesson another day and time of the same length,
// and counts it there. Its tutor, the child's guardian and the coordinators may, once
// the other side agreed. It refuses (Conflict)
// one that was given or dropped and a time that overlaps another of the tutor's,
// and (Invalid) a time that is over. The same again changes nothing.
func (s *Store) MoveLesson(ctx context.Context, by Actor, t Ticket, day calendar.Day, start calendar.Clock) (l Lesson, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		if l, err = tx.movable(ctx, by, t); err != nil || l.Day == day && l.Start == start {
			return err
		}
		if !day.At(start, tx.Zone).After(by.Now) {
			return Refuse(Invalid, "这个时间已经过了，换个后面的时间吧。")
		}
		was := l.Day
		l.Day, l.Start = day, start
		other, err := tx.overlapping(ctx, l)
		if err != nil {
			return err
		}
		if other != nil {
			return Refuse(Conflict, "%s和这位老师的%s（%s开始）撞了，换个时间吧。", l.Start, other.Ticket(), other.Start)
		}
		if err := tx.db(ctx).Model(&Lesson{}).Where("id = ?", l.ID).Updates(map[string]any{"day": day, "start": start}).Error; err != nil {
			return err
		}
		if err := tx.replan(ctx, by, l, was); err != nil {
			return err
		}
		return tx.audit(ctx, by, "move", t.String(), l.OrgID, "")
	})
	return l, err
}

// movable is the lesson, its tutor's turn taken, if it may be moved.
func (s *Store) movable(ctx context.Context, by Actor, t Ticket) (l Lesson, err error) {
	if l, err = s.Lesson(ctx, t.ID); err != nil {
		return l, err
	}
	org, err := s.Org(ctx, l.OrgID)
	if err != nil {
		return l, err
	}
	e, err := s.Enrolment(ctx, l.EnrolmentID)
	if err != nil {
		return l, err
	}
	if l.TutorID != by.Person && e.PersonID != by.Person && !by.Holds(Coordinator, org) {
		return l, Refuse(Forbidden, "%s不归您管，改不了时间。", t)
	}
	if err := s.lockTutor(ctx, l.TutorID); err != nil {
		return l, err
	}
	if l, err = s.Lesson(ctx, t.ID); err == nil && (l.Given || l.Dropped || !l.Planned) {
		err = Refuse(Conflict, "%s已经上过或者取消了，改不了时间。", t)
	}
	return l, err
}

// replan counts a moved lesson as planned on its new day.
func (s *Store) replan(ctx context.Context, by Actor, l Lesson, was calendar.Day) error {
	if was == l.Day {
		return nil
	}
	e := Entry{Measure: LessonsPlanned, OrgID: l.OrgID, Day: was, Delta: -1, Subject: l.Ticket().String()}
	if err := s.enter(ctx, e, by.Now); err != nil {
		return err
	}
	e.Day, e.Delta = l.Day, 1
	return s.enter(ctx, e, by.Now)
}
