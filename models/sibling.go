package models

import (
	"context"
	"slices"
	"strings"
	"time"
)

// Together are the child and those who learn together with it, in order; one who
// learns alone is alone. Who has left is not among them.
func (s *Store) Together(ctx context.Context, enrolment int64) (es []Enrolment, err error) {
	lead, err := s.lead(ctx, enrolment)
	if err != nil {
		return nil, err
	}
	err = s.db(ctx).Where("id = ? OR lead_id = ? AND stage NOT IN ?", enrolment, lead, []Stage{Withdrawn, Rejected, Ended}).Order("id").Find(&es).Error
	return es, err
}

// lead is the child under whose number those who learn together are paired and
// taught: the first of them, or one who learns alone.
func (s *Store) lead(ctx context.Context, enrolment int64) (int64, error) {
	var e Enrolment
	err := s.db(ctx).Select("id", "lead_id").Where("id = ?", enrolment).Limit(1).Find(&e).Error
	if e.LeadID == 0 {
		return enrolment, err
	}
	return e.LeadID, err
}

// leadTicket is t, or the number of the child whom t's learns together with.
func (s *Store) leadTicket(ctx context.Context, t Ticket) (Ticket, error) {
	if t.Prefix != EnrolmentPrefix {
		return t, nil
	}
	id, err := s.lead(ctx, t.ID)
	return Ticket{EnrolmentPrefix, id}, err
}

// Learner is a child as a lesson has it: of those who learn together the names and
// subjects of all. It is to be shown, never saved.
func (s *Store) Learner(ctx context.Context, enrolment int64) (e Enrolment, err error) {
	if e, err = s.Enrolment(ctx, enrolment); err != nil || e.LeadID == 0 {
		return e, err
	}
	all, err := s.Together(ctx, enrolment)
	if err != nil || len(all) < 2 {
		return e, err
	}
	var names []string
	e.Subjects, e.Grades = nil, nil
	for _, x := range all {
		names, e.Grades = append(names, x.Child), append(e.Grades, x.Grade)
		for _, subject := range x.Subjects {
			if !slices.Contains(e.Subjects, subject) {
				e.Subjects = append(e.Subjects, subject)
			}
		}
	}
	e.Child = strings.Join(names, "和")
	return e, nil
}

// Siblings are a person's children who have no tutor yet, in order: for them 一起上
// and 分开上 can still be said.
func (s *Store) Siblings(ctx context.Context, person int64) (es []Enrolment, err error) {
	err = s.db(ctx).Where("person_id = ? AND stage IN ?", person, []Stage{Applied, Returned, Eligible, Waiting}).Order("id").Find(&es).Error
	return es, err
}

// LearnTogether (一起上) makes children of one person one in pairing and lessons;
// LearnApart (分开上) makes each its own again. Both are refused (Conflict) while a
// tutor is being asked.
func (s *Store) LearnTogether(ctx context.Context, by Actor, ids []int64) error {
	return s.arrange(ctx, by, ids, slices.Min(ids), "together")
}

// LearnApart is described at LearnTogether.
func (s *Store) LearnApart(ctx context.Context, by Actor, ids []int64) error {
	return s.arrange(ctx, by, ids, 0, "apart")
}

func (s *Store) arrange(ctx context.Context, by Actor, ids []int64, lead int64, act string) error {
	return s.Tx(ctx, func(tx *Store) error {
		own, err := tx.Siblings(ctx, by.Person)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if !slices.ContainsFunc(own, func(e Enrolment) bool { return e.ID == id }) {
				return Refuse(Conflict, "托%d不在等老师的孩子里，定不了。已经结对的要换，请联系协调员。", id)
			}
		}
		var asked int64
		if err := tx.db(ctx).Model(&Pairing{}).Where("stage = ? AND enrolment_id IN ?", PairingAsked, ids).Count(&asked).Error; err != nil {
			return err
		}
		if asked > 0 {
			return Refuse(Conflict, "正在问一位老师，先回“同意”或“换一位”，再来定一起上还是分开上。")
		}
		if err := tx.db(ctx).Where("stage = ? AND enrolment_id IN ?", PairingProposed, ids).Delete(&Pairing{}).Error; err != nil {
			return err
		}
		for _, e := range own {
			if !slices.Contains(ids, e.ID) {
				continue
			}
			if err := tx.db(ctx).Model(&Enrolment{}).Where("id = ?", e.ID).Update("lead_id", lead).Error; err != nil {
				return err
			}
			if err := tx.audit(ctx, by, act, e.Ticket().String(), e.OrgID, ""); err != nil {
				return err
			}
		}
		return nil
	})
}

// goAlong lets those who learn together with a child go from stage was to where it is
// now.
func (s *Store) goAlong(ctx context.Context, e Enrolment, was Stage, now time.Time) error {
	if e.LeadID == 0 || e.Stage == was {
		return nil
	}
	all, err := s.Together(ctx, e.ID)
	if err != nil {
		return err
	}
	for i := range all {
		x := &all[i]
		if x.ID == e.ID || x.Stage != was {
			continue
		}
		x.Stage, x.StageAt, x.PausedFrom, x.PausedUntil, x.GoesFirst = e.Stage, e.StageAt, e.PausedFrom, e.PausedUntil, e.GoesFirst
		if err := s.db(ctx).Save(x).Error; err != nil {
			return err
		}
		if err := s.countStage(ctx, *x, was, now); err != nil {
			return err
		}
	}
	return nil
}

// leaveSiblings takes a child out of those it learns together with, whose lessons go
// on without it; others are they, none for one who learned alone.
func (s *Store) leaveSiblings(ctx context.Context, e *Enrolment) (others []Enrolment, err error) {
	all, err := s.Together(ctx, e.ID)
	if err != nil || len(all) < 2 {
		return nil, err
	}
	others = slices.DeleteFunc(all, func(x Enrolment) bool { return x.ID == e.ID })
	next, lead := others[0].ID, others[0].ID
	if len(others) == 1 {
		lead = 0
	}
	for _, x := range others {
		if err := s.db(ctx).Model(&Enrolment{}).Where("id = ?", x.ID).Update("lead_id", lead).Error; err != nil {
			return nil, err
		}
	}
	if e.LeadID == e.ID {
		if err := s.db(ctx).Model(&Pairing{}).Where("enrolment_id = ? AND stage IN ?", e.ID, []PairingStage{PairingProposed, PairingAsked, PairingAgreed}).Update("enrolment_id", next).Error; err != nil {
			return nil, err
		}
		if err := s.db(ctx).Model(&Lesson{}).Where("enrolment_id = ? AND given = ?", e.ID, false).Update("enrolment_id", next).Error; err != nil {
			return nil, err
		}
	}
	e.LeadID = 0
	return others, s.db(ctx).Model(&Enrolment{}).Where("id = ?", e.ID).Update("lead_id", 0).Error
}

// stay are the names of those who go on without a child that left, and their
// pairing; its ID is 0 when they have none.
func (s *Store) stay(ctx context.Context, first Enrolment) (names string, p Pairing, err error) {
	learner, err := s.Learner(ctx, first.ID)
	if err != nil {
		return "", p, err
	}
	lead, err := s.lead(ctx, first.ID)
	if err != nil {
		return "", p, err
	}
	p, err = s.activePairing(ctx, lead)
	return learner.Child, p, err
}

// left lets siblings go on without a child that is withdrawn or rejected.
func (s *Store) left(ctx context.Context, r Record) error {
	e, ok := r.(*Enrolment)
	if !ok || e.LeadID == 0 {
		return nil
	}
	_, err := s.leaveSiblings(ctx, e)
	return err
}
