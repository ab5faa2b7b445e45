package models

import (
	"context"
	"time"

	"xiaoqing/models/calendar"
)

// Unpaired are the children of the whole city who wait for a tutor, have a seat
// where seats are limited, and about whom nobody was asked yet, the longest wait
// first.
func (s *Store) Unpaired(ctx context.Context) (es []Enrolment, err error) {
	asked := s.db(ctx).Model(&Pairing{}).Select("enrolment_id").Where("stage = ?", PairingAsked)
	err = s.db(ctx).Where("stage = ? AND consent_id > 0 AND id NOT IN (?) AND NOT EXISTS (?)", Waiting, asked, s.listed(ctx)).Order("waiting_since, id").Find(&es).Error
	return es, err
}

// Parted are, by child, the tutors that a child had or was offered before: the
// same two are never brought together again.
func (s *Store) Parted(ctx context.Context) (map[int64][]int64, error) {
	var rows []Pairing
	err := s.db(ctx).Select("enrolment_id", "tutor_id").Where("stage IN ?", []PairingStage{PairingDeclined, PairingOver}).Order("id").Find(&rows).Error
	out := map[int64][]int64{}
	for _, p := range rows {
		out[p.EnrolmentID] = append(out[p.EnrolmentID], p.TutorID)
	}
	return out, err
}

// Propose (拟结对) puts what a round found in the place of what the last one did.
func (s *Store) Propose(ctx context.Context, found []Pairing, now time.Time) error {
	return s.Tx(ctx, func(tx *Store) error {
		if err := tx.db(ctx).Where("stage = ?", PairingProposed).Delete(&Pairing{}).Error; err != nil {
			return err
		}
		for i := range found {
			found[i].Stage, found[i].MadeAt = PairingProposed, now.UnixMilli()
			if err := tx.db(ctx).Create(&found[i]).Error; err != nil {
				return err
			}
		}
		return nil
	})
}

// Proposals are what the last round found for children of orgs and below, the
// highest score first.
func (s *Store) Proposals(ctx context.Context, orgs []Org, limit int) (ps []Pairing, err error) {
	err = s.db(ctx).Where("stage = ?", PairingProposed).Where("org_id IN (?)", s.below(ctx, orgs)).Order("score DESC, enrolment_id").Limit(limit).Find(&ps).Error
	return ps, err
}

// HaveProposals says whether there is a proposal for each of the tickets.
func (s *Store) HaveProposals(ctx context.Context, tickets []string) (bool, error) {
	var ids []int64
	for _, text := range tickets {
		if t, ok := ParseTicket(text); ok && t.Prefix == EnrolmentPrefix {
			ids = append(ids, t.ID)
		}
	}
	var n int64
	err := s.db(ctx).Model(&Pairing{}).Where("stage = ? AND enrolment_id IN ?", PairingProposed, ids).Count(&n).Error
	return n > 0 && int(n) == len(tickets), err
}

// AskBoth (征求同意) accepts the proposal for a child: both sides are asked. It
// refuses (NotFound) where there is none any more, and (Conflict) when the tutor's
// seats were taken meanwhile.
func (s *Store) AskBoth(ctx context.Context, by Actor, t Ticket) (p Pairing, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		t, err := tx.leadTicket(ctx, t)
		if err != nil {
			return err
		}
		r, err := tx.reviewable(ctx, by, t)
		if err != nil {
			return err
		}
		if p, err = tx.proposal(ctx, t); err != nil {
			return err
		}
		e, ok := r.(*Enrolment)
		if !ok {
			return Refuse(Invalid, "结对要用孩子的编号，比如“结对 托123”。")
		}
		if err := tx.lockTutor(ctx, p.TutorID); err != nil {
			return err
		}
		if err := tx.allPairable(ctx, *e, p.TutorID, calendar.DayOf(by.Now)); err != nil {
			return err
		}
		profile, err := tx.TutorProfile(ctx, p.TutorID)
		if err != nil {
			return err
		}
		if taken, err := tx.seatsTaken(ctx); err != nil || taken[p.TutorID] >= max(profile.Seats, 1) {
			if err == nil {
				err = Refuse(Conflict, "%s：这位老师刚刚满了，回“结对”再看一眼新的。", t)
			}
			return err
		}
		p.Stage, p.AskedAt, p.MadeBy = PairingAsked, by.Now.UnixMilli(), by.Person
		if err := tx.db(ctx).Save(&p).Error; err != nil {
			return err
		}
		return tx.audit(ctx, by, "ask", t.String(), p.OrgID, "")
	})
	return p, err
}

// Discard (不结对) drops the proposal for a child: these two are not proposed again.
func (s *Store) Discard(ctx context.Context, by Actor, t Ticket, reason string) (p Pairing, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		if _, err := tx.reviewable(ctx, by, t); err != nil {
			return err
		}
		if p, err = tx.proposal(ctx, t); err != nil {
			return err
		}
		return tx.decline(ctx, by, &p, "discard", reason)
	})
	return p, err
}

func (s *Store) proposal(ctx context.Context, t Ticket) (p Pairing, err error) {
	found := s.db(ctx).Where("enrolment_id = ? AND stage = ?", t.ID, PairingProposed).Limit(1).Find(&p)
	if found.Error == nil && found.RowsAffected == 0 {
		return p, Refuse(NotFound, "%s现在没有拟结对的老师，回“结对”再看一眼。", t)
	}
	return p, found.Error
}

// Offers are the pairings about which a person was asked and has not answered, as
// guardian or as tutor, the oldest first.
func (s *Store) Offers(ctx context.Context, person int64) (ps []Pairing, err error) {
	children := s.db(ctx).Model(&Enrolment{}).Select("id").Where("person_id = ?", person)
	err = s.db(ctx).Where("stage = ? AND (tutor_id = ? AND tutor_said = 0 OR enrolment_id IN (?) AND guardian_said = 0)", PairingAsked, person, children).Order("id").Find(&ps).Error
	return ps, err
}

// OfferOf is the pairing about which both sides of a child are being asked, the zero
// Pairing for none.
func (s *Store) OfferOf(ctx context.Context, enrolment int64) (p Pairing, err error) {
	lead, err := s.lead(ctx, enrolment)
	if err != nil {
		return p, err
	}
	err = s.db(ctx).Where("enrolment_id = ? AND stage = ?", lead, PairingAsked).Limit(1).Find(&p).Error
	return p, err
}

// Answer keeps what one side says of an offer. With both yes the pairing stands:
// agreed is then true. A no ends it, and the child waits on in the old place.
func (s *Store) Answer(ctx context.Context, by Actor, id int64, yes bool, reason string) (p Pairing, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		if err := tx.db(ctx).Take(&p, id).Error; err != nil {
			return err
		}
		if err := tx.lockTutor(ctx, p.TutorID); err != nil {
			return err
		}
		if err := tx.db(ctx).Take(&p, id).Error; err != nil {
			return err
		}
		e, err := tx.Enrolment(ctx, p.EnrolmentID)
		if err != nil {
			return err
		}
		switch {
		case p.Stage != PairingAsked:
			return Refuse(Gone, "%s这次结对已经有结果了，回“我的”看看。", e.Ticket())
		case by.Person != p.TutorID && by.Person != e.PersonID:
			return Refuse(Forbidden, "%s不是问您的。", e.Ticket())
		case !yes:
			return tx.decline(ctx, by, &p, "decline", reason)
		}
		if by.Person == p.TutorID {
			profile, err := tx.TutorProfile(ctx, p.TutorID)
			if err != nil {
				return err
			}
			if !profile.AgreedToConduct() { // nothing begins before it
				return Refuse(Conflict, "先看一眼老师守则，回“守则”就行。")
			}
			p.TutorSaid = by.Now.UnixMilli()
		}
		if by.Person == e.PersonID {
			p.GuardianSaid = by.Now.UnixMilli()
		}
		if p.TutorSaid == 0 || p.GuardianSaid == 0 {
			return tx.db(ctx).Save(&p).Error
		}
		p.Stage, p.Active = PairingAgreed, true
		if p.HolidaysOff, err = tx.wishedOff(ctx, p.EnrolmentID); err != nil {
			return err
		}
		if err := tx.db(ctx).Save(&p).Error; err != nil {
			return err
		}
		return tx.paired(ctx, by, &e)
	})
	return p, err
}

// Lapse ends an offer that one side did not answer.
func (s *Store) Lapse(ctx context.Context, p *Pairing, now time.Time) error {
	return s.Tx(ctx, func(tx *Store) error {
		return tx.decline(ctx, Actor{Via: "command", Now: now}, p, "lapse", "")
	})
}

func (s *Store) decline(ctx context.Context, by Actor, p *Pairing, act, reason string) error {
	p.Stage, p.EndedAt, p.Reason = PairingDeclined, by.Now.UnixMilli(), reason
	if err := s.db(ctx).Save(p).Error; err != nil {
		return err
	}
	return s.audit(ctx, by, act, Ticket{EnrolmentPrefix, p.EnrolmentID}.String(), p.OrgID, reason)
}

// Unanswered are the offers that were made before t, the oldest first.
func (s *Store) Unanswered(ctx context.Context, t time.Time) (ps []Pairing, err error) {
	err = s.db(ctx).Where("stage = ? AND asked_at <= ?", PairingAsked, t.UnixMilli()).Order("id").Find(&ps).Error
	return ps, err
}

// RemindedOf marks that an offer was brought to mind, once.
func (s *Store) RemindedOf(ctx context.Context, p *Pairing) error {
	p.Reminded = true
	return s.Tx(ctx, func(tx *Store) error { return tx.db(ctx).Save(p).Error })
}

// paired lets a child, with those who learn together with it, leave the queue for a
// tutor, and counts each.
func (s *Store) paired(ctx context.Context, by Actor, first *Enrolment) error {
	together, err := s.Together(ctx, first.ID)
	for i := range together {
		if err == nil {
			err = s.pairedOne(ctx, by, &together[i])
		}
	}
	return err
}

func (s *Store) pairedOne(ctx context.Context, by Actor, e *Enrolment) error {
	was := e.Stage
	if err := e.advance(e.Ticket(), "pair", Paired, Deciding, by.Now); err != nil {
		return err
	}
	e.GoesFirst = false
	if err := s.db(ctx).Model(e).Select("stage", "stage_at", "goes_first").Updates(e).Error; err != nil {
		return err
	}
	if err := s.countStage(ctx, *e, was, by.Now); err != nil {
		return err
	}
	return s.audit(ctx, by, "pair", e.Ticket().String(), e.OrgID, "")
}
