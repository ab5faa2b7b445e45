package models

import (
	"context"
	"time"

	"xiaoqing/models/calendar"
)

// vouch (校团委担保) marks a tutor's sign-up as confirmed by the university and brings
// what is known of the tutor up to date. Who did not pass the check is proposed to no
// child any more, and what was asked of them is dropped.
func (s *Store) vouch(ctx context.Context, by Actor, g *Signup, l RollLine) error {
	if err := s.setPartner(ctx, g, l.OrgID, by); err != nil {
		return err
	}
	profile, err := s.TutorProfile(ctx, g.PersonID)
	if err != nil {
		return err
	}
	if profile.ID != 0 && profile.Checked(l) {
		if err := s.db(ctx).Save(&profile).Error; err != nil {
			return err
		}
	}
	if l.Failed {
		if err := s.withdrawOffers(ctx, by, g.PersonID); err != nil {
			return err
		}
	}
	if g.VouchID == l.ID && l.SignupID == g.ID {
		return nil
	}
	g.VouchID = l.ID
	if err := s.db(ctx).Model(g).UpdateColumn("vouch_id", l.ID).Error; err != nil {
		return err
	}
	if err := s.db(ctx).Model(&RollLine{}).Where("id = ?", l.ID).UpdateColumn("signup_id", g.ID).Error; err != nil {
		return err
	}
	return s.audit(ctx, by, "vouch", g.Ticket().String(), g.OrgID, "")
}

// Checked takes over what a line says of the 入职查询; false when it says nothing new.
func (t *TutorProfile) Checked(l RollLine) bool {
	if l.CheckedOn == "" || l.CheckedOn < t.CheckedOn {
		return false
	}
	if t.CheckedOn != l.CheckedOn || t.CheckedUntil != l.Until {
		t.SoonTold, t.EndTold = false, false
	}
	t.CheckedOn, t.CheckedUntil, t.Barred = l.CheckedOn, l.Until, l.Failed
	return true
}

// withdrawOffers ends what was proposed to a tutor, or asked of them.
func (s *Store) withdrawOffers(ctx context.Context, by Actor, tutor int64) error {
	if err := s.db(ctx).Where("tutor_id = ? AND stage = ?", tutor, PairingProposed).Delete(&Pairing{}).Error; err != nil {
		return err
	}
	var asked []Pairing
	if err := s.db(ctx).Where("tutor_id = ? AND stage = ?", tutor, PairingAsked).Find(&asked).Error; err != nil {
		return err
	}
	for i := range asked {
		if err := s.decline(ctx, by, &asked[i], "discard", ""); err != nil {
			return err
		}
	}
	return nil
}

// vouched looks whether a tutor who signs up was vouched for before.
func (s *Store) vouched(ctx context.Context, g *Signup, now time.Time) error {
	if g.Programme != "tutor" || g.PhoneKey == "" {
		return nil
	}
	var l RollLine
	found := s.db(ctx).Where("kind = ? AND phone_key = ? AND name_key = ? AND (failed = ? OR until >= ?)", RollTutors, g.PhoneKey, g.NameKey, true, calendar.DayOf(now)).
		Order("failed DESC, made_at DESC").Limit(1).Find(&l)
	if found.Error != nil || found.RowsAffected == 0 {
		return found.Error
	}
	return s.vouch(ctx, Actor{Person: l.ByID, Via: "list", Now: now}, g, l)
}

// passListed looks whether the guardian of a new child is on the list of their unit.
func (s *Store) passListed(ctx context.Context, e *Enrolment, now time.Time) error {
	if e.Stage != Applied || e.PhoneKey == "" {
		return nil
	}
	var l RollLine
	found := s.db(ctx).Where("kind = ? AND phone_key = ? AND until >= ?", RollStaff, e.PhoneKey, calendar.DayOf(now)).Order("made_at DESC, id DESC").Limit(1).Find(&l)
	if found.Error != nil || found.RowsAffected == 0 {
		return found.Error
	}
	_, err := s.passBy(ctx, e, l, Actor{Person: l.ByID, Via: "list", Now: now})
	return err
}

// remeet looks again for the lists, after a record was corrected.
func (s *Store) remeet(ctx context.Context, r Record, now time.Time) error {
	switch x := r.(type) {
	case *Signup:
		return s.vouched(ctx, x, now)
	case *Enrolment:
		return s.passListed(ctx, x, now)
	}
	return nil
}

// VouchOf is the line by which a tutor's university vouched for a sign-up; its ID is
// 0 when it did not.
func (s *Store) VouchOf(ctx context.Context, g *Signup) (l RollLine, err error) {
	if g.VouchID != 0 {
		err = s.db(ctx).Where("id = ?", g.VouchID).Limit(1).Find(&l).Error
	}
	return l, err
}

// cleared refuses (Conflict) to make a tutor of someone whose check was not passed.
func (s *Store) cleared(ctx context.Context, g *Signup) error {
	if g.Programme != "tutor" {
		return nil
	}
	l, err := s.VouchOf(ctx, g)
	if err == nil && l.Failed {
		err = Refuse(Conflict, "%s的入职查询没有通过，不能当辅导老师。请“拒绝 %s 这次没有安排”，原因里别写查询结果。", g.Ticket(), g.Ticket())
	}
	return err
}

// forgetListed takes a person who is erased off the lists. That somebody may not be
// with children is kept, by the keys alone.
func (s *Store) forgetListed(ctx context.Context, r Record) error {
	v := r.review()
	if v.PhoneKey == "" {
		return nil
	}
	q := s.db(ctx).Where("phone_key = ? AND kind = ?", v.PhoneKey, RollStaff)
	if r.Ticket().Prefix == SignupPrefix {
		q = s.db(ctx).Where("phone_key = ? AND name_key = ?", v.PhoneKey, v.NameKey)
		failed := s.db(ctx).Model(&RollLine{}).Where("phone_key = ? AND name_key = ? AND failed = ?", v.PhoneKey, v.NameKey, true).UpdateColumn("sealed", []byte{})
		if failed.Error != nil {
			return failed.Error
		}
	}
	return q.Where("failed = ?", false).Delete(&RollLine{}).Error
}
