package models

import (
	"context"
	"time"

	"xiaoqing/models/calendar"
)

// What a guardian says of a reported lesson. Each is counted apart.
const (
	HeardAsked     = "asked"     // 问过家长, no answer yet
	HeardYes       = "confirmed" // 家长确认
	HeardNothing   = "default"   // 默认: nothing was said for 48 hours
	HeardOtherwise = "disputed"  // 有异议
	HeardSettled   = "settled"   // 有异议, and a coordinator found that it counts
)

// heardMeasures are the figures that a guardian's word counts in.
var heardMeasures = map[string]string{HeardYes: LessonsConfirmed, HeardNothing: LessonsDefault, HeardOtherwise: LessonsDisputed}

// hears enters that what is known of a guardian's word about a report is another
// than it was: the one figure loses it, the other has it.
func (s *Store) hears(ctx context.Context, log TutoringLog, was string, now time.Time) error {
	if log.Heard == was || log.Held || !log.Standing {
		return nil
	}
	for heard, delta := range map[string]int64{was: -1, log.Heard: 1} {
		e := Entry{Measure: heardMeasures[heard], OrgID: log.OrgID, Day: log.Day, Delta: delta, Subject: Ticket{LessonPrefix, log.LessonID}.String()}
		if e.Measure == "" {
			continue
		}
		if err := s.enter(ctx, e, now); err != nil {
			return err
		}
	}
	return nil
}

// AskGuardian keeps that a guardian was asked about reports, once each.
func (s *Store) AskGuardian(ctx context.Context, logs []TutoringLog, now time.Time) error {
	return s.Tx(ctx, func(tx *Store) error {
		for _, l := range logs {
			if err := tx.db(ctx).Model(&TutoringLog{}).Where("id = ? AND heard = ''", l.ID).Updates(map[string]any{"heard": HeardAsked, "asked_at": now.UnixMilli()}).Error; err != nil {
				return err
			}
		}
		return nil
	})
}

// Confirm keeps what a guardian says of the standing report of their child's
// lesson. It refuses (Forbidden) other people's children and (NotFound) a lesson
// without a report; saying it again changes it, and nothing else does.
func (s *Store) Confirm(ctx context.Context, by Actor, l Lesson, heard string) (log TutoringLog, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		e, err := tx.Enrolment(ctx, l.EnrolmentID)
		if err != nil {
			return err
		}
		if e.PersonID != by.Person {
			return Refuse(Forbidden, "%s不是您孩子的课。", l.Ticket())
		}
		if err := tx.lockTutor(ctx, l.TutorID); err != nil {
			return err
		}
		if log, err = tx.StandingReport(ctx, l.ID); err != nil {
			return err
		}
		if log.ID == 0 {
			return Refuse(NotFound, "%s老师还没报课时，报了我再问您。", l.Ticket())
		}
		was := log.Heard
		log.Heard = heard
		if err := tx.db(ctx).Model(&TutoringLog{}).Where("id = ?", log.ID).Update("heard", heard).Error; err != nil {
			return err
		}
		if err := tx.hears(ctx, log, was, by.Now); err != nil {
			return err
		}
		if err := tx.begun(ctx, by, &e); err != nil {
			return err
		}
		return tx.audit(ctx, by, heard, l.Ticket().String(), l.OrgID, "")
	})
	return log, err
}

// begun lets a trial go over into lessons, once the guardian has said how it went.
func (s *Store) begun(ctx context.Context, by Actor, e *Enrolment) error {
	if e.Stage != Trial {
		return nil
	}
	if err := e.advance(e.Ticket(), "run", Running, Owner, by.Now); err != nil {
		return err
	}
	if err := s.db(ctx).Model(e).Select("stage", "stage_at").Updates(e).Error; err != nil {
		return err
	}
	if err := s.goAlong(ctx, *e, Trial, by.Now); err != nil {
		return err
	}
	return s.audit(ctx, by, "run", e.Ticket().String(), e.OrgID, "")
}

// Unheard are the reports of one child's lessons since a day that their guardian
// was not asked about, in order.
func (s *Store) Unheard(ctx context.Context, enrolment int64, since calendar.Day) (logs []TutoringLog, err error) {
	lessons := s.db(ctx).Model(&Lesson{}).Select("id").Where("enrolment_id = ? AND day >= ?", enrolment, since)
	err = s.db(ctx).Where("lesson_id IN (?) AND standing = ? AND held = ? AND heard = ''", lessons, true, false).Order("day, start, id").Find(&logs).Error
	return logs, err
}

// AskedReports are those of one child about which the guardian was asked and has
// not answered.
func (s *Store) AskedReports(ctx context.Context, enrolment int64) (logs []TutoringLog, err error) {
	lessons := s.db(ctx).Model(&Lesson{}).Select("id").Where("enrolment_id = ?", enrolment)
	err = s.db(ctx).Where("lesson_id IN (?) AND standing = ? AND heard = ?", lessons, true, HeardAsked).Order("day, start, id").Find(&logs).Error
	return logs, err
}

// ReportsAbout are the standing reports of lessons of a guardian's children, of a day
// since, the oldest first.
func (s *Store) ReportsAbout(ctx context.Context, guardian int64, since calendar.Day) (logs []TutoringLog, err error) {
	children := s.db(ctx).Model(&Enrolment{}).Select("id").Where("person_id = ?", guardian)
	lessons := s.db(ctx).Model(&Lesson{}).Select("id").Where("enrolment_id IN (?) AND day >= ?", children, since)
	err = s.db(ctx).Where("lesson_id IN (?) AND standing = ?", lessons, true).Order("day, start, id").Find(&logs).Error
	return logs, err
}

// Taught are the children with a report that their guardian was not asked about,
// of a day since.
func (s *Store) Taught(ctx context.Context, since calendar.Day) (enrolments []int64, err error) {
	err = s.db(ctx).Model(&TutoringLog{}).Select("DISTINCT lessons.enrolment_id").Joins("JOIN lessons ON lessons.id = tutoring_logs.lesson_id").
		Where("tutoring_logs.day >= ? AND tutoring_logs.standing = ? AND tutoring_logs.held = ? AND tutoring_logs.heard = ''", since, true, false).
		Order("lessons.enrolment_id").Pluck("lessons.enrolment_id", &enrolments).Error
	return enrolments, err
}

// Assume (默认) takes silence since t for a yes. It returns how many reports.
func (s *Store) Assume(ctx context.Context, t, now time.Time) (n int64, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		var silent []TutoringLog
		if err := tx.db(ctx).Where("standing = ? AND heard = ? AND asked_at <= ?", true, HeardAsked, t.UnixMilli()).Order("id").Find(&silent).Error; err != nil {
			return err
		}
		for _, log := range silent {
			done := tx.db(ctx).Model(&TutoringLog{}).Where("id = ? AND standing = ? AND heard = ?", log.ID, true, HeardAsked).Update("heard", HeardNothing)
			if done.Error != nil {
				return done.Error
			}
			log.Heard = HeardNothing
			if done.RowsAffected == 0 {
				continue
			}
			if err := tx.hears(ctx, log, HeardAsked, now); err != nil {
				return err
			}
			n++
		}
		return nil
	})
	return n, err
}

// Hearings are how many of one tutor's lessons were confirmed, taken for granted
// and disputed, by what was heard.
func (s *Store) Hearings(ctx context.Context, tutor int64) (map[string]int64, error) {
	var rows []struct {
		Heard string
		N     int64
	}
	err := s.db(ctx).Model(&TutoringLog{}).Select("heard, COUNT(*) AS n").Where("standing = ? AND held = ? AND tutor_id = ?", true, false, tutor).Group("heard").Scan(&rows).Error
	out := map[string]int64{}
	for _, r := range rows {
		out[r.Heard] = r.N
	}
	return out, err
}
