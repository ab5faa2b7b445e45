package models

import (
	"context"
	"time"

	"xiaoqing/models/calendar"
)

// Rest (休息) lets a tutor take no new children until a day, Forever until they are
// back. Proposals that nobody was asked about yet are dropped; offers that they
// were asked about are declined and returned. Reason is what a coordinator reads.
func (s *Store) Rest(ctx context.Context, by Actor, tutor int64, until calendar.Day, reason string) (declined []Pairing, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		who := by
		who.Person = tutor
		t, err := tx.profileOf(ctx, who)
		if err != nil {
			return err
		}
		if err := tx.lockTutor(ctx, tutor); err != nil {
			return err
		}
		t.RestingUntil, t.RestReason = until, reason
		if err := tx.db(ctx).Save(&t).Error; err != nil {
			return again(err)
		}
		if err := tx.db(ctx).Where("tutor_id = ? AND stage = ?", tutor, PairingProposed).Delete(&Pairing{}).Error; err != nil {
			return err
		}
		declined = nil
		var asked []Pairing
		if err := tx.db(ctx).Where("tutor_id = ? AND stage = ?", tutor, PairingAsked).Order("id").Find(&asked).Error; err != nil {
			return err
		}
		for _, p := range asked {
			if err := tx.decline(ctx, by, &p, "decline", "老师要休息一阵"); err != nil {
				return err
			}
			declined = append(declined, p)
		}
		return tx.audit(ctx, by, "rest", "", t.OrgID, string(until))
	})
	return declined, err
}

// Back (我回来了) ends a rest; absences from before it count no more. was is the
// profile as it stood; its RestingUntil is "" when nobody rested.
func (s *Store) Back(ctx context.Context, by Actor, tutor int64) (was TutorProfile, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		t, err := tx.TutorProfile(ctx, tutor)
		if was = t; err != nil || t.ID == 0 || t.RestingUntil == "" {
			return err
		}
		t.RestingUntil, t.RestReason, t.ReturnedAt = "", "", by.Now.UnixMilli()
		if err := tx.db(ctx).Save(&t).Error; err != nil {
			return err
		}
		return tx.audit(ctx, by, "return", "", t.OrgID, "")
	})
	return was, err
}

// LessonsOfTutor are the lessons that a tutor gives from a day to another, both
// included, and that have not begun, in order.
func (s *Store) LessonsOfTutor(ctx context.Context, tutor int64, from, to calendar.Day, now time.Time) (coming []Lesson, err error) {
	var ls []Lesson
	err = s.db(ctx).Where("tutor_id = ? AND day >= ? AND day <= ? AND dropped = ? AND given = ?", tutor, from, to, false, false).Order("day, start, id").Find(&ls).Error
	for _, l := range ls {
		if l.Begins(s.Zone).After(now) {
			coming = append(coming, l)
		}
	}
	return coming, err
}

// NoShows is how many lessons a tutor missed without a word before, since they last
// came back; a lesson that they had asked leave for is none.
func (s *Store) NoShows(ctx context.Context, tutor int64) (n int64, err error) {
	t, err := s.TutorProfile(ctx, tutor)
	if err != nil {
		return 0, err
	}
	lessons := s.db(ctx).Model(&Lesson{}).Select("id").Where("tutor_id = ?", tutor)
	left := s.db(ctx).Model(&Cover{}).Select("lesson_id").Where("tutor_id = ?", tutor)
	err = s.db(ctx).Model(&Absence{}).Where("missing = ? AND stage = ? AND said_at > ? AND lesson_id IN (?) AND lesson_id NOT IN (?)", "tutor", DidNotCome, t.ReturnedAt, lessons, left).Count(&n).Error
	return n, err
}
