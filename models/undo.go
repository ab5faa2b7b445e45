package models

import (
	"context"
	"errors"

	"gorm.io/gorm"

	"xiaoqing/models/calendar"
)

// Undecide (撤销) takes back a decision of the actor's own: the record waits for
// review again, and what the decision counted and granted is gone. It refuses
// (Conflict) once something else was built on it.
func (s *Store) Undecide(ctx context.Context, by Actor, t Ticket) (r Record, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		if r, err = tx.confirmable(ctx, by, t); err != nil {
			return err
		}
		v := r.review()
		was := v.Stage
		if v.ReviewedBy != by.Person || was != Verified && was != Eligible && was != Waiting && was != Returned && was != Rejected {
			return Refuse(Conflict, "%s现在是“%s”，撤不回来了。", t, was.Chinese())
		}
		v.Stage, v.StageAt, v.ReviewedBy, v.ReviewedAt, v.ReviewedVia, v.EndedAt = Applied, by.Now.UnixMilli(), 0, 0, "", 0
		*r.remark() = Remark{}
		if err := tx.db(ctx).Save(r).Error; err != nil {
			return err
		}
		if was == Rejected {
			if err := tx.reseat(ctx, r, by.Now); err != nil {
				return err
			}
		}
		if err := tx.unpassed(ctx, by, r, was); err != nil {
			return err
		}
		return tx.audit(ctx, by, "undo", t.String(), v.OrgID, "")
	})
	return r, err
}

// unpassed takes back what followed from a yes.
func (s *Store) unpassed(ctx context.Context, by Actor, r Record, was Stage) error {
	e := Entry{OrgID: r.review().OrgID, Day: calendar.DayOf(by.Now), Delta: -1, Subject: r.Ticket().String()}
	switch was {
	case Waiting:
		e.Measure = EnrolmentsWaiting
	case Verified:
		e.Measure = SignupsVerified
		if err := s.ungrant(ctx, by, r.(*Signup)); err != nil {
			return err
		}
	default:
		return nil
	}
	return s.enter(ctx, e, by.Now)
}

// ungrant takes back the role that a yes gave, unless it was there before or
// another verified signup holds it up; a tutor who has a child stays one.
func (s *Store) ungrant(ctx context.Context, by Actor, g *Signup) error {
	role := g.role()
	if pupils, err := s.Pupils(ctx, g.PersonID, calendar.DayOf(by.Now)); err != nil || role == Tutor && len(pupils) > 0 {
		if err == nil {
			err = Refuse(Conflict, "%s已经有结对的孩子了，撤不回来。", g.Ticket())
		}
		return err
	}
	var others []Signup
	err := s.db(ctx).Select("id", "programme").Where("person_id = ? AND stage = ? AND org_id = ?", g.PersonID, Verified, g.OrgID).Find(&others).Error
	if err != nil {
		return err
	}
	for _, o := range others {
		if o.role() == role {
			return nil
		}
	}
	return s.db(ctx).Where("person_id = ? AND role = ? AND org_id = ? AND by_id = ?", g.PersonID, role, g.OrgID, by.Person).Delete(&Grant{}).Error
}

// Reinstate (恢复) takes back a withdrawal: the record stands as before, its place
// in the queue too, and counts again.
func (s *Store) Reinstate(ctx context.Context, by Actor, t Ticket, stage Stage) error {
	return s.Tx(ctx, func(tx *Store) error {
		r, err := tx.Record(ctx, t)
		if err != nil {
			return err
		}
		v := r.review()
		if v.PersonID != by.Person || v.Stage != Withdrawn || v.Forgotten || stage != Applied && stage != Returned && stage != Eligible && stage != Waiting {
			return Refuse(Conflict, "%s现在恢复不了，请重新报一次。", t)
		}
		v.Stage, v.StageAt, v.EndedAt = stage, by.Now.UnixMilli(), 0
		if err := tx.db(ctx).Save(r).Error; err != nil {
			return err
		}
		if err := tx.reseat(ctx, r, by.Now); err != nil {
			return err
		}
		if err := tx.recount(ctx, r, by); err != nil {
			return err
		}
		return tx.audit(ctx, by, "reinstate", t.String(), v.OrgID, "")
	})
}

// recount is uncount taken back.
func (s *Store) recount(ctx context.Context, r Record, by Actor) error {
	v := r.review()
	e := Entry{Measure: Signups, OrgID: v.OrgID, Day: calendar.DayOf(by.Now), Delta: 1, Subject: r.Ticket().String()}
	if r.Ticket().Prefix == EnrolmentPrefix {
		e.Measure = Enrolments
	}
	if err := s.enterOnce(ctx, e, v.CountKey, by.Now); err != nil || v.Stage != Waiting {
		return err
	}
	e.Measure = EnrolmentsWaiting
	return s.enter(ctx, e, by.Now)
}

// Recall (撤回转出) brings a record that the actor handed over back to where it
// came from, while it still waits there.
func (s *Store) Recall(ctx context.Context, by Actor, t Ticket, from, to Org) (r Record, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		if r, err = tx.Record(ctx, t); err != nil {
			return err
		}
		v := r.review()
		if v.OrgID != to.ID || v.Stage != Applied && v.Stage != Returned || !by.Holds(Coordinator, from) {
			return Refuse(Conflict, "%s那边已经在处理了，撤不回来。", t)
		}
		return tx.Rehome(ctx, r, from, by)
	})
	return r, err
}

// Unpair (撤销结对) takes back a pairing that has no lessons yet: the child waits
// again in the old place.
func (s *Store) Unpair(ctx context.Context, by Actor, t Ticket) (p Pairing, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		r, err := tx.reviewable(ctx, by, t)
		if err != nil {
			return err
		}
		if p, err = tx.PairingOf(ctx, t.ID); err != nil {
			return err
		}
		var lessons int64
		if err := tx.db(ctx).Model(&Lesson{}).Where("pairing_id = ? AND dropped = ?", p.ID, false).Count(&lessons).Error; err != nil {
			return err
		}
		if lessons > 0 || p.MadeBy != by.Person {
			return Refuse(Conflict, "%s已经排了课，结对撤不回来。", t)
		}
		if err := tx.db(ctx).Delete(&p).Error; err != nil {
			return err
		}
		together, err := tx.Together(ctx, r.Ticket().ID)
		if err != nil {
			return err
		}
		for _, e := range together {
			was := e.Stage
			e.Stage, e.StageAt = Waiting, by.Now.UnixMilli()
			if err := tx.db(ctx).Save(&e).Error; err != nil {
				return err
			}
			if err := tx.countStage(ctx, e, was, by.Now); err != nil {
				return err
			}
		}
		return tx.audit(ctx, by, "undo", t.String(), p.OrgID, "")
	})
	return p, err
}

// Unplan (撤销排课) takes back lessons that were just put down and not given; what
// they counted as planned goes with them.
func (s *Store) Unplan(ctx context.Context, by Actor, t Ticket, lessons []Ticket) (ls []Lesson, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		r, err := tx.reviewable(ctx, by, t)
		if err != nil {
			return err
		}
		lead, err := tx.lead(ctx, t.ID)
		if err != nil {
			return err
		}
		for _, lesson := range lessons {
			l, err := tx.Lesson(ctx, lesson.ID)
			if errors.Is(err, gorm.ErrRecordNotFound) || err == nil && (l.EnrolmentID != lead || l.Given || l.Dropped || !l.Planned) {
				return Refuse(Conflict, "%s的课已经有变动，撤不回来。", t)
			}
			if err != nil {
				return err
			}
			if err := tx.enter(ctx, Entry{Measure: LessonsPlanned, OrgID: l.OrgID, Day: l.Day, Delta: -1, Subject: l.Ticket().String()}, by.Now); err != nil {
				return err
			}
			if err := tx.db(ctx).Delete(&l).Error; err != nil { // last: whose it is the entry has to find
				return err
			}
			ls = append(ls, l)
		}
		return tx.audit(ctx, by, "undo", t.String(), r.review().OrgID, "")
	})
	return ls, err
}

// Unsettle (撤销审核) lets a report that was approved or refused wait for the
// coordinator again.
func (s *Store) Unsettle(ctx context.Context, by Actor, t Ticket) (log TutoringLog, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		l, err := tx.Lesson(ctx, t.ID)
		if err != nil {
			return err
		}
		org, err := tx.Org(ctx, l.OrgID)
		if err != nil {
			return err
		}
		if err := tx.lockTutor(ctx, l.TutorID); err != nil {
			return err
		}
		if err := tx.db(ctx).Where("lesson_id = ?", l.ID).Order("id DESC").Limit(1).Find(&log).Error; err != nil {
			return err
		}
		if !by.Holds(Coordinator, org) || l.TutorID == by.Person || log.ID == 0 || log.Held || log.Standing != l.Given {
			return Refuse(Conflict, "%s的课时已经有变动，撤不回来。", t)
		}
		if err := tx.unsettle(ctx, by, &log); err != nil {
			return err
		}
		if err := tx.db(ctx).Model(&l).Update("given", true).Error; err != nil {
			return err
		}
		return tx.audit(ctx, by, "undo", t.String(), org.ID, "")
	})
	return log, err
}

// unsettle lets a report wait as it did before a decision: disputed ones count, the
// others are held.
func (s *Store) unsettle(ctx context.Context, by Actor, log *TutoringLog) error {
	was := *log
	log.Standing, log.Refused, log.DecidedBy, log.DecidedIn, log.DecidedAt, log.Refusal = true, false, 0, 0, 0, ""
	switch log.Heard {
	case HeardSettled:
		log.Heard = HeardOtherwise
	case HeardOtherwise:
	default:
		log.Held = true
	}
	if err := s.db(ctx).Save(log).Error; err != nil {
		return err
	}
	switch {
	case was.Standing && log.Held:
		return s.countReport(ctx, was, -1, by.Now)
	case was.Standing:
		return s.hears(ctx, *log, was.Heard, by.Now)
	case !log.Held:
		return s.countReport(ctx, *log, 1, by.Now)
	}
	return nil
}
