package models

import (
	"context"
	"time"

	"xiaoqing/models/calendar"
)

// Absence (没来) is one side of a lesson waiting for the other. There is one a
// lesson; it ends when the other comes, or says that they cannot.
type Absence struct {
	ID        int64
	LessonID  int64  `gorm:"uniqueIndex"`
	Missing   string `gorm:"size:8"`  // tutor or child
	Stage     string `gorm:"size:12"` // waiting, came, missed
	SaidBy    int64
	SaidAt    int64
	Escalated bool // the coordinator was told
	Offered   bool // a new time was proposed
}

// Stages of an absence.
const (
	StillAwaited = "waiting" // 在等
	CameAfterAll = "came"    // 来了
	DidNotCome   = "missed"  // 没上成
)

// LessonNow is the lesson of a tutor or of a person's child that should be going
// on: begun within the last hour and a half, or about to begin within ten minutes.
// Its ID is 0 when there is none.
func (s *Store) LessonNow(ctx context.Context, person int64, now time.Time) (l Lesson, err error) {
	children := s.db(ctx).Model(&Enrolment{}).Select("id").Where("person_id = ?", person)
	var ls []Lesson
	err = s.db(ctx).Where("day = ? AND dropped = ? AND (tutor_id = ? OR enrolment_id IN (?))", calendar.DayOf(now), false, person, children).Order("start DESC").Find(&ls).Error
	for _, l := range ls {
		begins := l.Begins(s.Zone)
		if now.After(begins.Add(-10*time.Minute)) && now.Before(begins.Add(90*time.Minute)) {
			return l, err
		}
	}
	return l, err
}

// Miss (没来) keeps that one side of a lesson is not there. Said again it is the
// same; fresh is then false. A lesson that was reported is refused (Conflict).
func (s *Store) Miss(ctx context.Context, by Actor, l Lesson, missing string) (a Absence, fresh bool, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		if err := tx.lockTutor(ctx, l.TutorID); err != nil {
			return err
		}
		if l.Given {
			return Refuse(Conflict, "%s已经报过课时了。时间不对就说一声，比如“有异议 %s”。", l.Ticket(), l.Ticket())
		}
		found := tx.db(ctx).Where("lesson_id = ?", l.ID).Limit(1).Find(&a)
		if found.Error != nil || found.RowsAffected > 0 && a.Stage == StillAwaited {
			return found.Error
		}
		a.LessonID, a.Missing, a.Stage, a.SaidBy, a.SaidAt, a.Escalated = l.ID, missing, StillAwaited, by.Person, by.Now.UnixMilli(), false
		fresh = true
		if err := tx.db(ctx).Save(&a).Error; err != nil {
			return err
		}
		return tx.audit(ctx, by, "absence", l.Ticket().String(), l.OrgID, missing)
	})
	return a, fresh, err
}

// AbsenceOf is that of a lesson; its ID is 0 when nobody was missed.
func (s *Store) AbsenceOf(ctx context.Context, lesson int64) (a Absence, err error) {
	err = s.db(ctx).Where("lesson_id = ?", lesson).Limit(1).Find(&a).Error
	return a, err
}

// SettleAbsence says how it ended.
func (s *Store) SettleAbsence(ctx context.Context, by Actor, a *Absence, stage string) error {
	return s.Tx(ctx, func(tx *Store) error {
		a.Stage = stage
		if err := tx.db(ctx).Save(a).Error; err != nil {
			return err
		}
		return tx.audit(ctx, by, "absence", Ticket{LessonPrefix, a.LessonID}.String(), 0, stage)
	})
}

// Awaited are the absences that are still open.
func (s *Store) Awaited(ctx context.Context) (as []Absence, err error) {
	err = s.db(ctx).Where("stage = ? OR stage = ? AND offered = ?", StillAwaited, DidNotCome, false).Order("id").Find(&as).Error
	return as, err
}

// SaveAbsence keeps what was done about one.
func (s *Store) SaveAbsence(ctx context.Context, a *Absence) error {
	return s.Tx(ctx, func(tx *Store) error { return tx.db(ctx).Save(a).Error })
}

// FallThrough (没上成) says that a lesson did not take place, whoever says so; what it
// counted as planned is taken back. Again it changes nothing.
func (s *Store) FallThrough(ctx context.Context, by Actor, l Lesson) error {
	return s.Tx(ctx, func(tx *Store) error {
		done := tx.db(ctx).Model(&Lesson{}).Where("id = ? AND dropped = ? AND given = ?", l.ID, false, false).Update("dropped", true)
		if done.Error != nil || done.RowsAffected == 0 {
			return done.Error
		}
		if l.Planned {
			if err := tx.enter(ctx, Entry{Measure: LessonsPlanned, OrgID: l.OrgID, Day: l.Day, Delta: -1, Subject: l.Ticket().String()}, by.Now); err != nil {
				return err
			}
		}
		return tx.audit(ctx, by, "drop", l.Ticket().String(), l.OrgID, "")
	})
}

// FreeTimes are the next days, at most limit of them, on which a lesson could be
// made up at its own hour: neither tutor nor child has another then.
func (s *Store) FreeTimes(ctx context.Context, l Lesson, from calendar.Day, days, limit int) (free []calendar.Day, err error) {
	var busy []Lesson
	if err := s.db(ctx).Where("day >= ? AND day < ? AND dropped = ? AND (tutor_id = ? OR enrolment_id = ?)", from, from.Add(days), false, l.TutorID, l.EnrolmentID).Find(&busy).Error; err != nil {
		return nil, err
	}
	for d := from; d < from.Add(days) && len(free) < limit; d = d.Add(1) {
		clash := false
		for _, o := range busy {
			clash = clash || o.Day == d && l.Start < o.Start+calendar.Clock(o.Minutes) && o.Start < l.Start+calendar.Clock(l.Minutes)
		}
		if !clash {
			free = append(free, d)
		}
	}
	return free, nil
}

// MakeUp (同意补课) plans a lesson in place of one that fell through, at the time
// that the other side asked for, once. It refuses (Conflict) a time at which the
// tutor teaches.
func (s *Store) MakeUp(ctx context.Context, by Actor, l Lesson) (next Lesson, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		if err := tx.lockTutor(ctx, l.TutorID); err != nil {
			return err
		}
		if l, err = tx.Lesson(ctx, l.ID); err != nil {
			return err
		}
		if err := tx.askedOf(ctx, by, l); err != nil {
			return err
		}
		next = Lesson{PairingID: l.PairingID, TutorID: l.TutorID, EnrolmentID: l.EnrolmentID, OrgID: l.OrgID, Day: l.AskedDay, Start: l.AskedStart,
			Minutes: l.Minutes, Periods: l.Periods, Planned: true, MadeAt: by.Now.UnixMilli()}
		if !next.Begins(tx.Zone).After(by.Now) {
			return Refuse(Invalid, "这个时间已经过了，换个后面的时间吧。")
		}
		if _, err := tx.put(ctx, &next, by.Now); err != nil {
			return err
		}
		if err := tx.Unask(ctx, l); err != nil {
			return err
		}
		return tx.audit(ctx, by, "makeup", next.Ticket().String(), l.OrgID, l.Ticket().String())
	})
	return next, err
}
