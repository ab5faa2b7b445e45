package models

import (
	"context"
	"time"

	"xiaoqing/models/calendar"
)

// Meeting (会议) is how the two sides of a pairing get into their online lessons.
// It is for them and their coordinators, and never for a group.
type Meeting struct {
	Link   string `json:"link,omitempty"`   // https, of a known kind of meeting
	Number string `json:"number,omitempty"` // 会议号
	Code   string `json:"code,omitempty"`   // 密码
}

// KeepMeeting (会议链接) keeps the meeting of a pairing in place of the one before.
// Its tutor, whoever covers a lesson of it, the child's guardian and the coordinators
// may.
func (s *Store) KeepMeeting(ctx context.Context, by Actor, pairing int64, m Meeting) (p Pairing, changed bool, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		if p, err = tx.changeable(ctx, by, pairing); err != nil {
			return err
		}
		if changed = p.Meeting == nil || *p.Meeting != m; !changed {
			return nil
		}
		p.Meeting = &m
		if err := tx.db(ctx).Save(&p).Error; err != nil {
			return err
		}
		return tx.audit(ctx, by, "meeting", Ticket{EnrolmentPrefix, p.EnrolmentID}.String(), p.OrgID, "")
	})
	return p, changed, err
}

// changeable is a pairing, its turn taken, that both sides and their coordinators
// may change.
func (s *Store) changeable(ctx context.Context, by Actor, pairing int64) (p Pairing, err error) {
	if p, err = s.Pairing(ctx, pairing); err != nil {
		return p, err
	}
	if err := s.lockTutor(ctx, p.TutorID); err != nil {
		return p, err
	}
	if p, err = s.Pairing(ctx, pairing); err != nil {
		return p, err
	}
	e, err := s.Enrolment(ctx, p.EnrolmentID)
	if err != nil {
		return p, err
	}
	org, err := s.Org(ctx, p.OrgID)
	if err != nil {
		return p, err
	}
	if by.Person == p.TutorID || by.Person == e.PersonID || by.Holds(Coordinator, org) {
		return p, nil
	}
	var covers int64
	err = s.db(ctx).Model(&Lesson{}).Where("pairing_id = ? AND tutor_id = ? AND dropped = ? AND day >= ?", p.ID, by.Person, false, calendar.DayOf(by.Now)).Count(&covers).Error
	if err == nil && covers == 0 {
		err = Refuse(Forbidden, "%s不归您管，改不了。", e.Ticket())
	}
	return p, err
}

// OwnPairings are those that a person teaches, or whose child is theirs, and those
// of which they cover a lesson within two weeks, in order.
func (s *Store) OwnPairings(ctx context.Context, person int64, now time.Time) (ps []Pairing, err error) {
	today := calendar.DayOf(now)
	children := s.db(ctx).Model(&Enrolment{}).Select("id").Where("person_id = ?", person)
	covered := s.db(ctx).Model(&Lesson{}).Select("pairing_id").Where("tutor_id = ? AND day >= ? AND day <= ? AND dropped = ?", person, today, today.Add(14), false)
	err = s.db(ctx).Where("active = ? AND (tutor_id = ? OR enrolment_id IN (?) OR id IN (?))", true, person, children, covered).Order("id").Find(&ps).Error
	return ps, err
}

// NextLesson is the next lesson of a pairing that has not begun; its ID is 0 when
// there is none.
func (s *Store) NextLesson(ctx context.Context, pairing int64, now time.Time) (l Lesson, err error) {
	var ls []Lesson
	err = s.db(ctx).Where("pairing_id = ? AND day >= ? AND dropped = ? AND given = ?", pairing, calendar.DayOf(now), false, false).Order("day, start, id").Limit(20).Find(&ls).Error
	for _, l := range ls {
		if l.Ends(s.Zone).After(now) {
			return l, err
		}
	}
	return l, err
}
