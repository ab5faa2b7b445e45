package models

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"

	"xiaoqing/models/calendar"
)

// Worry (我有点担心) opens a private case, or adds words to the person's open one;
// added is then true. duty is who looks at it, due by which day.
func (s *Store) Worry(ctx context.Context, a Account, duty Org, parties []int64, due calendar.Day, text string, now time.Time) (c Case, added bool, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		err := tx.db(ctx).Where("person_id = ? AND open = ?", a.PersonID, true).Take(&c).Error
		added = err == nil
		if errors.Is(err, gorm.ErrRecordNotFound) {
			c = Case{Kind: Worry, AccountID: a.ID, PersonID: a.PersonID, OrgID: duty.ID, Open: true, DueOn: due, MadeAt: now.UnixMilli(), CasePrivate: CasePrivate{Parties: parties}}
		} else if err != nil {
			return err
		}
		if n := len(c.Words); n > 0 && c.Words[n-1].Text == text { // a page that was sent twice
			return nil
		}
		c.Words = append(c.Words, CaseWords{now, text})
		return tx.db(ctx).Save(&c).Error
	})
	return c, added, err
}

// OtherSides are the people whom a person's lessons bring them together with: the
// tutors of their children, the guardians of the children they teach.
func (s *Store) OtherSides(ctx context.Context, person int64) (people []int64, err error) {
	var tutors, guardians []int64
	children := s.db(ctx).Model(&Enrolment{}).Select("id").Where("person_id = ?", person)
	if err := s.db(ctx).Model(&Lesson{}).Where("enrolment_id IN (?)", children).Distinct().Pluck("tutor_id", &tutors).Error; err != nil {
		return nil, err
	}
	var paired []int64
	if err := s.db(ctx).Model(&Pairing{}).Where("enrolment_id IN (?)", children).Distinct().Pluck("tutor_id", &paired).Error; err != nil {
		return nil, err
	}
	taught := s.db(ctx).Model(&Lesson{}).Select("enrolment_id").Where("tutor_id = ?", person)
	pupils := s.db(ctx).Model(&Pairing{}).Select("enrolment_id").Where("tutor_id = ?", person)
	err = s.db(ctx).Model(&Enrolment{}).Where("id IN (?) OR id IN (?)", taught, pupils).Distinct().Pluck("person_id", &guardians).Error
	return append(append(tutors, paired...), guardians...), err
}

// OpenCase is a person's own open case; its ID is 0 when there is none.
func (s *Store) OpenCase(ctx context.Context, person int64) (c Case, err error) {
	err = s.db(ctx).Where("person_id = ? AND open = ?", person, true).Limit(1).Find(&c).Error
	return c, err
}

// LateWorries are the worries at which nobody has looked by their day, and of which
// nobody was reminded yet.
func (s *Store) LateWorries(ctx context.Context, today calendar.Day) (cs []Case, err error) {
	err = s.db(ctx).Where("kind = ? AND open = ? AND taken_by = 0 AND due_on < ? AND reminded = ?", Worry, true, today, false).Order("id").Find(&cs).Error
	return cs, err
}

// RemindedOfWorry keeps that who must look at it was reminded.
func (s *Store) RemindedOfWorry(ctx context.Context, c *Case) error {
	return s.Tx(ctx, func(tx *Store) error {
		c.Reminded = true
		return tx.db(ctx).Save(c).Error
	})
}
