package models

import (
	"context"
	"slices"
	"time"

	"xiaoqing/models/calendar"
)

// Pause (暂停) stops a child's lessons, until a day or until somebody resumes: what
// was to come falls, the tutor keeps the seat.
func (s *Store) Pause(ctx context.Context, by Actor, t Ticket, until calendar.Day) (end Ending, err error) {
	return s.leading(ctx, by, t, func(tx *Store, e *Enrolment, side Side) (end Ending, err error) {
		was := e.Stage
		if was == Paused { // said again, with another day or none
			was = e.PausedFrom
		} else if err := e.advance(t, "pause", Paused, side, by.Now); err != nil {
			return end, err
		}
		if end.Pairing, err = tx.PairingOf(ctx, e.ID); err != nil {
			return end, err
		}
		if err := tx.lockTutor(ctx, end.Pairing.TutorID); err != nil {
			return end, err
		}
		if end.Lessons, err = tx.comingLessons(ctx, e.ID, "", "", by.Now); err != nil {
			return end, err
		}
		if weekly := patternOf(end.Lessons); weekly != nil {
			end.Pairing.Weekly = weekly
			if err := tx.db(ctx).Save(&end.Pairing).Error; err != nil {
				return end, err
			}
		}
		if err := tx.drop(ctx, by, end.Lessons); err != nil {
			return end, err
		}
		e.PausedFrom, e.PausedUntil = was, until
		if err := tx.db(ctx).Save(e).Error; err != nil {
			return end, err
		}
		if err := tx.db(ctx).Model(&Enrolment{}).Where("lead_id = ? AND stage = ?", e.ID, Paused).Update("paused_until", until).Error; err != nil {
			return end, err
		}
		end.Enrolment, end.By = *e, side
		return end, tx.audit(ctx, by, "pause", t.String(), e.OrgID, string(until))
	})
}

// Skip (这几天不上) lets a child's lessons of some days to come fall; those after
// stand.
func (s *Store) Skip(ctx context.Context, by Actor, t Ticket, from, to calendar.Day) (end Ending, err error) {
	return s.leading(ctx, by, t, func(tx *Store, e *Enrolment, side Side) (end Ending, err error) {
		if !e.Stage.May(side, "pause") {
			return end, Refuse(Conflict, "%s现在是“%s”，%s。", t, e.Stage.Chinese(), refusals["pause"])
		}
		if end.Pairing, err = tx.PairingOf(ctx, e.ID); err != nil {
			return end, err
		}
		if end.Lessons, err = tx.comingLessons(ctx, e.ID, from, to, by.Now); err != nil {
			return end, err
		}
		end.Enrolment, end.By = *e, side
		return end, tx.drop(ctx, by, end.Lessons)
	})
}

// Resume (恢复) lets a child's lessons go on: they are put down again at the
// pairing's weekly time. clash says that the tutor teaches somebody else then, so
// that no lessons stand yet.
func (s *Store) Resume(ctx context.Context, by Actor, t Ticket) (end Ending, clash bool, err error) {
	end, err = s.leading(ctx, by, t, func(tx *Store, e *Enrolment, side Side) (end Ending, err error) {
		to := e.PausedFrom
		if to == "" {
			to = Running
		}
		if err := e.advance(t, "resume", to, side, by.Now); err != nil {
			return end, err
		}
		e.PausedFrom, e.PausedUntil = "", ""
		if err := tx.db(ctx).Save(e).Error; err != nil {
			return end, err
		}
		if end.Pairing, err = tx.PairingOf(ctx, e.ID); err != nil {
			return end, err
		}
		if end.Lessons, clash, err = tx.lay(ctx, by, end.Pairing); err != nil {
			return end, err
		}
		end.Enrolment, end.By = *e, side
		return end, tx.audit(ctx, by, "resume", t.String(), e.OrgID, "")
	})
	return end, clash, err
}

// Unpause (撤销暂停) takes a pause back: the lessons that fell stand again.
func (s *Store) Unpause(ctx context.Context, by Actor, t Ticket, lessons []Ticket) (end Ending, err error) {
	return s.leading(ctx, by, t, func(tx *Store, e *Enrolment, side Side) (end Ending, err error) {
		if e.Stage == Paused {
			if err := e.advance(t, "resume", e.PausedFrom, side, by.Now); err != nil {
				return end, err
			}
			e.PausedFrom, e.PausedUntil = "", ""
			if err := tx.db(ctx).Save(e).Error; err != nil {
				return end, err
			}
		}
		if end.Pairing, err = tx.PairingOf(ctx, e.ID); err != nil {
			return end, err
		}
		if err := tx.lockTutor(ctx, end.Pairing.TutorID); err != nil {
			return end, err
		}
		end.Enrolment, end.By = *e, side
		if err := tx.undrop(ctx, by, lessons); err != nil {
			return end, err
		}
		return end, tx.audit(ctx, by, "undo", t.String(), e.OrgID, "")
	})
}

// lay puts the weekly lessons of a pairing down, from now to the end of the
// season; clash says that the tutor's own lessons are in the way.
func (s *Store) lay(ctx context.Context, by Actor, p Pairing) (ls []Lesson, clash bool, err error) {
	slots, periods := p.Weekly, calendar.Periods(0)
	if len(slots) == 0 {
		if p.Slot == nil {
			return nil, false, nil
		}
		slot := *p.Slot
		slot.End, periods = "", 2
		slots = []calendar.Slot{slot}
	}
	err = s.Try(ctx, func(tx *Store) error {
		if err := tx.lockTutor(ctx, p.TutorID); err != nil {
			return err
		}
		if ls, err = tx.weekly(p, slots, periods, by.Now); err != nil {
			return err
		}
		for i := range ls {
			if _, err := tx.put(ctx, &ls[i], by.Now); err != nil {
				return err
			}
		}
		return nil
	})
	if KindOf(err) == Conflict && err != nil {
		return nil, true, nil
	}
	return ls, false, err
}

// patternOf is the weekly time that lessons keep: what recurs, or all of it where
// nothing does; nil for none.
func patternOf(ls []Lesson) (slots []calendar.Slot) {
	type at struct {
		day            time.Weekday
		start, minutes int
	}
	count := map[at]int{}
	var order []at
	for _, l := range ls {
		k := at{l.Day.Weekday(), int(l.Start), l.Minutes}
		if count[k]++; count[k] == 1 {
			order = append(order, k)
		}
	}
	recurs := slices.ContainsFunc(order, func(k at) bool { return count[k] > 1 })
	for _, k := range order {
		if count[k] > 1 || !recurs {
			slots = append(slots, calendar.Slot{Days: []string{calendar.WeekdayName(k.day)}, Start: calendar.Clock(k.start).String(), End: calendar.Clock(k.start + k.minutes).String()})
		}
	}
	return slots
}

// PausesOver are the children whose pause was to end by a day, of those who learn
// together the first; their guardian is asked whether to go on.
func (s *Store) PausesOver(ctx context.Context, day calendar.Day) (es []Enrolment, err error) {
	err = s.db(ctx).Where("stage = ? AND paused_until <> '' AND paused_until <= ? AND lead_id IN (0, id)", Paused, day).Order("id").Find(&es).Error
	return es, err
}

// AskedToResume keeps that the guardian was asked: the pause is open from then on.
func (s *Store) AskedToResume(ctx context.Context, e Enrolment) error {
	return s.Tx(ctx, func(tx *Store) error {
		return tx.db(ctx).Model(&Enrolment{}).Where("id = ? AND stage = ?", e.ID, Paused).Update("paused_until", "").Error
	})
}
