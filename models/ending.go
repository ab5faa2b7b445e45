package models

import (
	"context"
	"time"

	"gorm.io/gorm"

	"xiaoqing/models/calendar"
)

// Ending is what a verb took away from a child: the pairing that is over, its
// coming lessons that fell, and who was being asked. Whoever tells people reads it.
type Ending struct {
	Enrolment Enrolment
	Pairing   Pairing   // ID 0: there was none
	Lessons   []Lesson  // in order
	Asked     []Pairing // offers that came to nothing
	Staying   string    // who learned together with the child and goes on, with the same tutor if any
	By        Side
}

// lockEnrolment takes the turn on a child's record.
func (s *Store) lockEnrolment(ctx context.Context, t Ticket) (*Enrolment, error) {
	if t.Prefix != EnrolmentPrefix {
		return nil, Refuse(Invalid, "这里要孩子的编号，比如“托123”。")
	}
	if err := s.db(ctx).Model(&Enrolment{}).Where("id = ?", t.ID).Update("version", gorm.Expr("version + 1")).Error; err != nil {
		return nil, err
	}
	r, err := s.Record(ctx, t)
	if err != nil {
		return nil, err
	}
	return r.(*Enrolment), nil
}

// sideOf is in what part the actor speaks of a child; Forbidden for strangers.
func (s *Store) sideOf(ctx context.Context, by Actor, e *Enrolment) (Side, error) {
	if e.PersonID == by.Person {
		return Owner, nil
	}
	lead, err := s.lead(ctx, e.ID)
	if err != nil {
		return "", err
	}
	p, err := s.activePairing(ctx, lead)
	if err != nil {
		return "", err
	}
	if p.ID != 0 && p.TutorID == by.Person {
		return Teaching, nil
	}
	org, err := s.Org(ctx, e.OrgID)
	if err != nil {
		return "", err
	}
	if !by.Holds(Coordinator, org) {
		return "", Refuse(Forbidden, "%s归%s管，您这边没有权限处理。", e.Ticket(), org.Name)
	}
	return Deciding, s.avoids(ctx, by, e)
}

// SideOf is in what part the actor speaks of a child; Forbidden for strangers.
func (s *Store) SideOf(ctx context.Context, by Actor, e Enrolment) (Side, error) {
	return s.sideOf(ctx, by, &e)
}

// activePairing is a child's own; its ID is 0 when there is none.
func (s *Store) activePairing(ctx context.Context, enrolment int64) (p Pairing, err error) {
	err = s.db(ctx).Where("enrolment_id = ? AND active = ?", enrolment, true).Limit(1).Find(&p).Error
	return p, err
}

// comingLessons are a child's lessons that have not begun, from a day to another
// ("" is open), in order.
func (s *Store) comingLessons(ctx context.Context, enrolment int64, from, to calendar.Day, now time.Time) (ls []Lesson, err error) {
	q := s.db(ctx).Where("enrolment_id = ? AND day >= ? AND dropped = ? AND given = ?", enrolment, max(from, calendar.DayOf(now)), false, false)
	if to != "" {
		q = q.Where("day <= ?", to)
	}
	var all []Lesson
	err = q.Order("day, start, id").Find(&all).Error
	for _, l := range all {
		if l.Begins(s.Zone).After(now) {
			ls = append(ls, l)
		}
	}
	return ls, err
}

// drop lets coming lessons fall.
func (s *Store) drop(ctx context.Context, by Actor, ls []Lesson) error {
	for _, l := range ls {
		if err := s.FallThrough(ctx, by, l); err != nil {
			return err
		}
	}
	return nil
}

// End (结束) ends a child's time in the cloud class: by the guardian or a
// coordinator. The seat is free, coming lessons fall, and the words go 30 days
// later.
func (s *Store) End(ctx context.Context, by Actor, t Ticket, reason string) (end Ending, err error) {
	return s.ending(ctx, by, t, func(tx *Store, e *Enrolment, side Side) (Ending, error) {
		if side == Teaching { // their part alone: the child goes on
			if e, err = tx.lockLead(ctx, e); err != nil {
				return Ending{}, err
			}
			e.GoesFirst = true
			if end, err = tx.finish(ctx, by, e, "repair", Waiting, side, reason); err != nil {
				return end, err
			}
			end.Enrolment, err = tx.Learner(ctx, e.ID)
			return end, err
		}
		return tx.finish(ctx, by, e, "end", Ended, side, reason)
	})
}

// Rematch (换一位老师) ends a pairing, not the child's time: the child waits
// again, as long as it has waited, and never for the same tutor.
func (s *Store) Rematch(ctx context.Context, by Actor, t Ticket, reason string) (end Ending, err error) {
	return s.leading(ctx, by, t, func(tx *Store, e *Enrolment, side Side) (Ending, error) {
		e.GoesFirst = e.GoesFirst || side == Teaching
		return tx.finish(ctx, by, e, "repair", Waiting, side, reason)
	})
}

// Release (老师两次没来) ends a pairing by rule: the child goes first in the next
// round.
func (s *Store) Release(ctx context.Context, by Actor, t Ticket, reason string) (end Ending, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		e, err := tx.lockEnrolment(ctx, t)
		if err == nil {
			e, err = tx.lockLead(ctx, e)
		}
		if err != nil {
			return err
		}
		e.GoesFirst = true
		if end, err = tx.finish(ctx, by, e, "repair", Waiting, System, reason); err != nil {
			return err
		}
		end.Enrolment, err = tx.Learner(ctx, e.ID)
		return err
	})
	return end, err
}

func (s *Store) ending(ctx context.Context, by Actor, t Ticket, do func(*Store, *Enrolment, Side) (Ending, error)) (end Ending, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		e, err := tx.lockEnrolment(ctx, t)
		if err != nil {
			return err
		}
		side, err := tx.sideOf(ctx, by, e)
		if err != nil {
			return err
		}
		end, err = do(tx, e, side)
		return err
	})
	return end, err
}

// leading is ending for what those who learn together do together: it is done to the
// first of them, and the others follow.
func (s *Store) leading(ctx context.Context, by Actor, t Ticket, do func(*Store, *Enrolment, Side) (Ending, error)) (Ending, error) {
	return s.ending(ctx, by, t, func(tx *Store, e *Enrolment, side Side) (end Ending, err error) {
		if e, err = tx.lockLead(ctx, e); err != nil {
			return end, err
		}
		was := e.Stage
		if end, err = do(tx, e, side); err != nil {
			return end, err
		}
		if err := tx.goAlong(ctx, *e, was, by.Now); err != nil {
			return end, err
		}
		end.Enrolment, err = tx.Learner(ctx, e.ID)
		return end, err
	})
}

// lockLead is the first of those whom a child learns together with, or the child.
func (s *Store) lockLead(ctx context.Context, e *Enrolment) (*Enrolment, error) {
	if e.LeadID == 0 || e.LeadID == e.ID {
		return e, nil
	}
	return s.lockEnrolment(ctx, Ticket{EnrolmentPrefix, e.LeadID})
}

// finish takes a child to a stage without a tutor: the pairing is over, what was
// to come falls, the figures follow.
func (s *Store) finish(ctx context.Context, by Actor, e *Enrolment, act string, to Stage, side Side, reason string) (end Ending, err error) {
	was := e.Stage
	if err := e.advance(e.Ticket(), act, to, side, by.Now); err != nil {
		return end, err
	}
	var others []Enrolment
	if to != Waiting {
		if others, err = s.leaveSiblings(ctx, e); err != nil {
			return end, err
		}
	}
	if len(others) > 0 {
		if end.Staying, end.Pairing, err = s.stay(ctx, others[0]); err != nil {
			return end, err
		}
	} else if was.HasTutor() {
		if end.Pairing, end.Lessons, err = s.part(ctx, by, e, reason); err != nil {
			return end, err
		}
	} else {
		if end.Asked, err = s.recallOffers(ctx, e.ID); err != nil {
			return end, err
		}
	}
	if e.PausedUntil, e.PausedFrom = "", ""; to != Waiting {
		e.EndedAt, e.GoesFirst = by.Now.UnixMilli(), false
	}
	if err := s.db(ctx).Save(e).Error; err != nil {
		return end, err
	}
	if to != Waiting {
		if err := s.vacate(ctx, e, by.Now); err != nil {
			return end, err
		}
	}
	end.Enrolment, end.By = *e, side
	if err := s.countStage(ctx, *e, was, by.Now); err != nil {
		return end, err
	}
	if err := s.goAlong(ctx, *e, was, by.Now); err != nil {
		return end, err
	}
	return end, s.audit(ctx, by, act, e.Ticket().String(), e.OrgID, reason)
}

// part ends the active pairing of a child.
func (s *Store) part(ctx context.Context, by Actor, e *Enrolment, reason string) (p Pairing, ls []Lesson, err error) {
	if p, err = s.PairingOf(ctx, e.ID); err != nil {
		return p, nil, err
	}
	if err := s.lockTutor(ctx, p.TutorID); err != nil {
		return p, nil, err
	}
	if ls, err = s.comingLessons(ctx, e.ID, "", "", by.Now); err != nil {
		return p, nil, err
	}
	if err := s.drop(ctx, by, ls); err != nil {
		return p, nil, err
	}
	p.Stage, p.Active, p.EndedAt, p.Reason = PairingOver, false, by.Now.UnixMilli(), reason
	return p, ls, s.db(ctx).Save(&p).Error
}

// recallOffers forgets what was proposed for a child who no longer waits; it
// returns those who were being asked.
func (s *Store) recallOffers(ctx context.Context, enrolment int64) (asked []Pairing, err error) {
	if err := s.db(ctx).Where("enrolment_id = ? AND stage = ?", enrolment, PairingAsked).Order("id").Find(&asked).Error; err != nil {
		return nil, err
	}
	return asked, s.dropOffers(ctx, enrolment)
}

// countStage lets the stocks follow a child from one stage to its present one.
func (s *Store) countStage(ctx context.Context, e Enrolment, was Stage, now time.Time) error {
	in := func(yes bool) int64 {
		if yes {
			return 1
		}
		return 0
	}
	for _, x := range []struct {
		measure string
		delta   int64
	}{{EnrolmentsWaiting, in(e.Stage == Waiting) - in(was == Waiting)}, {EnrolmentsPaired, in(e.Stage.HasTutor()) - in(was.HasTutor())}} {
		if x.delta == 0 {
			continue
		}
		if err := s.enter(ctx, Entry{Measure: x.measure, OrgID: e.OrgID, Day: calendar.DayOf(now), Delta: x.delta, Subject: e.Ticket().String()}, now); err != nil {
			return err
		}
	}
	return nil
}

// Reunite (撤销) takes an ending back: the pairing stands as before, and its lessons
// that fell are on the calendar again. It refuses (Conflict) once anything else
// has begun for the child.
func (s *Store) Reunite(ctx context.Context, by Actor, t Ticket, pairing int64, was Stage, lessons []Ticket) (p Pairing, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		e, err := tx.lockEnrolment(ctx, t)
		if err != nil {
			return err
		}
		if err := tx.db(ctx).Take(&p, pairing).Error; err != nil {
			return err
		}
		var others int64
		if err := tx.db(ctx).Model(&Pairing{}).Where("enrolment_id = ? AND stage IN ?", e.ID, []PairingStage{PairingAsked, PairingAgreed}).Count(&others).Error; err != nil {
			return err
		}
		if others > 0 || p.EnrolmentID != e.ID || p.Stage != PairingOver || e.ConsentID == 0 || e.Stage != Ended && e.Stage != Waiting || !was.HasTutor() {
			return Refuse(Conflict, "%s已经有变动，撤不回来了。", t)
		}
		if _, err := tx.sideOf(ctx, by, e); err != nil && p.TutorID != by.Person {
			return err
		}
		if err := tx.lockTutor(ctx, p.TutorID); err != nil {
			return err
		}
		p.Stage, p.Active, p.EndedAt, p.Reason = PairingAgreed, true, 0, ""
		if err := tx.db(ctx).Save(&p).Error; err != nil {
			return err
		}
		now := e.Stage
		e.Stage, e.StageAt, e.EndedAt, e.GoesFirst = was, by.Now.UnixMilli(), 0, false
		if err := tx.db(ctx).Save(e).Error; err != nil {
			return err
		}
		if err := tx.countStage(ctx, *e, now, by.Now); err != nil {
			return err
		}
		if err := tx.goAlong(ctx, *e, now, by.Now); err != nil {
			return err
		}
		if err := tx.reseat(ctx, e, by.Now); err != nil {
			return err
		}
		if err := tx.undrop(ctx, by, lessons); err != nil {
			return err
		}
		return tx.audit(ctx, by, "undo", t.String(), e.OrgID, "")
	})
	return p, err
}

// undrop puts lessons that fell back on the calendar, but for those that have
// begun meanwhile or are in the way of others.
func (s *Store) undrop(ctx context.Context, by Actor, lessons []Ticket) error {
	for _, t := range lessons {
		l, err := s.Lesson(ctx, t.ID)
		if err != nil {
			return err
		}
		other, err := s.overlapping(ctx, l)
		if err != nil {
			return err
		}
		if !l.Dropped || other != nil || !l.Begins(s.Zone).After(by.Now) {
			continue
		}
		if err := s.db(ctx).Model(&Lesson{}).Where("id = ?", l.ID).Update("dropped", false).Error; err != nil {
			return err
		}
		if !l.Planned {
			continue
		}
		if err := s.enter(ctx, Entry{Measure: LessonsPlanned, OrgID: l.OrgID, Day: l.Day, Delta: 1, Subject: l.Ticket().String()}, by.Now); err != nil {
			return err
		}
	}
	return nil
}
