package models

import (
	"context"

	"xiaoqing/models/calendar"
)

// ConductVersion names the code of conduct (守则) that tutors agree to; a new text is
// a new version, and everybody is asked again.
const ConductVersion = "2026-11"

// AgreedToConduct says whether the tutor has agreed to the code as it stands.
func (t TutorProfile) AgreedToConduct() bool {
	return t.ConductAt != 0 && t.ConductVersion == ConductVersion
}

// AgreeToConduct (同意守则) keeps a tutor's tap. What a coordinator had planned for
// them meanwhile is put down now; laid are those lessons, by pairing. Agreeing
// again changes nothing.
func (s *Store) AgreeToConduct(ctx context.Context, by Actor) (laid []Ending, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		t, err := tx.profileOf(ctx, by)
		if err != nil || t.AgreedToConduct() {
			return err
		}
		t.ConductAt, t.ConductVersion = by.Now.UnixMilli(), ConductVersion
		if err := tx.db(ctx).Save(&t).Error; err != nil {
			return again(err)
		}
		if laid, err = tx.layPlanned(ctx, by); err != nil {
			return err
		}
		return tx.audit(ctx, by, "conduct", "", t.OrgID, ConductVersion)
	})
	return laid, err
}

// profileOf is the actor's own profile, a new one without seats where there was
// none.
func (s *Store) profileOf(ctx context.Context, by Actor) (TutorProfile, error) {
	t, err := s.TutorProfile(ctx, by.Person)
	if err != nil || t.ID != 0 {
		return t, err
	}
	org, err := s.HomeOf(ctx, by.Person)
	return TutorProfile{PersonID: by.Person, OrgID: org.ID, Since: by.Now.UnixMilli()}, err
}

// layPlanned puts down the lessons of a tutor's pairings whose weekly time was said
// before they had agreed to the code.
func (s *Store) layPlanned(ctx context.Context, by Actor) (laid []Ending, err error) {
	var ps []Pairing
	if err := s.db(ctx).Where("tutor_id = ? AND active = ?", by.Person, true).Order("id").Find(&ps).Error; err != nil {
		return nil, err
	}
	for _, p := range ps {
		e, err := s.Enrolment(ctx, p.EnrolmentID)
		if err != nil {
			return nil, err
		}
		coming, err := s.comingLessons(ctx, e.ID, "", "", by.Now)
		if err != nil {
			return nil, err
		}
		if len(p.Weekly) == 0 || len(coming) > 0 || !e.Stage.Learning() {
			continue
		}
		ls, _, err := s.lay(ctx, by, p)
		if err != nil {
			return nil, err
		}
		laid = append(laid, Ending{Enrolment: e, Pairing: p, Lessons: ls, By: Teaching})
	}
	return laid, nil
}

// PlanLater keeps when a pairing's lessons are to be until its tutor has agreed to
// the code: then they are put down. By whom and when it refuses is as for Plan.
func (s *Store) PlanLater(ctx context.Context, by Actor, t Ticket, slots []calendar.Slot, periods calendar.Periods) (p Pairing, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		if _, err := tx.reviewable(ctx, by, t); err != nil {
			return err
		}
		if p, err = tx.PairingOf(ctx, t.ID); err != nil {
			return err
		}
		ls, err := tx.weekly(p, slots, periods, by.Now)
		if err != nil {
			return err
		}
		p.Weekly = patternOf(ls)
		if err := tx.db(ctx).Save(&p).Error; err != nil {
			return err
		}
		return tx.audit(ctx, by, "schedule", t.String(), p.OrgID, "")
	})
	return p, err
}
