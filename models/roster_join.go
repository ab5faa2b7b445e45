package models

import (
	"context"
	"time"

	"gorm.io/gorm"

	"xiaoqing/models/calendar"
)

// Joining is what came of a wish to join a roster.
type Joining struct {
	Roster Roster
	Place  RosterPlace
	Number int     // among those who wait, from 1; 0 for who has a place
	Fresh  bool    // false when they stood in it already
	Lesson *Lesson // one of the volunteer's own at the same time, nil for none
}

// JoinRoster (报岗) gives the actor a place or, when all are taken, a number among
// those who wait. It refuses (Forbidden) who is not verified, and (Conflict) what
// overlaps or leaves too little rest (see rest.go).
func (s *Store) JoinRoster(ctx context.Context, by Actor, id int64) (j Joining, err error) {
	if !by.Verified() {
		return j, Refuse(Forbidden, "报岗要先报名、由街道核实。还没报名，说一句“报名 姓名 电话 街道”就行；报过的，通过了我马上告诉你。")
	}
	err = s.Tx(ctx, func(tx *Store) error {
		j = Joining{}
		if err := tx.lockTutor(ctx, by.Person); err != nil {
			return err
		}
		if j.Roster, err = tx.lockRoster(ctx, id); err != nil {
			return err
		}
		if err := tx.db(ctx).Where("roster_id = ? AND person_id = ?", id, by.Person).Limit(1).Find(&j.Place).Error; err != nil {
			return err
		}
		if j.Place.ID == 0 || j.Place.State == Left {
			if err := tx.takePlace(ctx, by, &j); err != nil {
				return err
			}
		}
		if j.Lesson, err = tx.lessonAt(ctx, by, j.Roster.Begins(tx.Zone), j.Roster.Ends(tx.Zone)); err != nil {
			return err
		}
		j.Number, err = tx.queueNumber(ctx, j.Place)
		return err
	})
	return j, err
}

// takePlace is the joining itself, under the locks of person and roster.
func (s *Store) takePlace(ctx context.Context, by Actor, j *Joining) error {
	r := &j.Roster
	switch {
	case r.Cancelled:
		return Refuse(Gone, "%s取消了，看看别的班吧，说“有哪些班”。", r.Ticket())
	case !r.Ends(s.Zone).After(by.Now):
		return Refuse(Gone, "%s已经结束了，看看别的班吧，说“有哪些班”。", r.Ticket())
	}
	busy, err := s.stints(ctx, by.Person, r.Day)
	if err != nil {
		return err
	}
	if why := tooMuch(busy, s.stint(*r)); why != "" {
		return Refuse(Conflict, "%s报不了：%s", r.Ticket(), why)
	}
	j.Fresh = true
	j.Place.RosterID, j.Place.PersonID, j.Place.Turn, j.Place.MadeAt, j.Place.State = r.ID, by.Person, r.Joined, by.Now.UnixMilli(), InQueue
	took := s.db(ctx).Model(&Roster{}).Where("id = ? AND taken < places", r.ID).Update("taken", gorm.Expr("taken + 1"))
	if took.Error != nil {
		return took.Error
	}
	if took.RowsAffected == 1 {
		j.Place.State = Seated
		r.Taken++
	}
	if err := s.db(ctx).Save(&j.Place).Error; err != nil {
		return err
	}
	return s.audit(ctx, by, "join", r.Ticket().String(), r.OrgID, "")
}

// queueNumber is someone's number among those who wait, 0 for who does not.
func (s *Store) queueNumber(ctx context.Context, p RosterPlace) (int, error) {
	if p.State != InQueue {
		return 0, nil
	}
	var before int64
	err := s.db(ctx).Model(&RosterPlace{}).Where("roster_id = ? AND state = ? AND turn < ?", p.RosterID, InQueue, p.Turn).Count(&before).Error
	return int(before) + 1, err
}

// QueueNumber is a person's number among those who wait in a roster, 0 for none.
func (s *Store) QueueNumber(ctx context.Context, roster, person int64) (int, error) {
	var p RosterPlace
	err := s.db(ctx).Where("roster_id = ? AND person_id = ?", roster, person).Limit(1).Find(&p).Error
	if err != nil {
		return 0, err
	}
	return s.queueNumber(ctx, p)
}

// LeaveRoster (退班) gives the actor's place up; moved is who has it now, nil when
// nobody waited. It refuses (Conflict) who is on duty there.
func (s *Store) LeaveRoster(ctx context.Context, by Actor, id int64) (r Roster, moved *RosterPlace, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		moved = nil
		if err := tx.lockTutor(ctx, by.Person); err != nil {
			return err
		}
		if r, err = tx.lockRoster(ctx, id); err != nil {
			return err
		}
		var p RosterPlace
		if err := tx.db(ctx).Where("roster_id = ? AND person_id = ? AND state <> ?", id, by.Person, Left).Limit(1).Find(&p).Error; err != nil {
			return err
		}
		if p.ID == 0 {
			return Refuse(NotFound, "你没有报%s，不用退。", r.Ticket())
		}
		var here int64
		if err := tx.db(ctx).Model(&Shift{}).Where("person_id = ? AND roster_id = ? AND stage <> ?", by.Person, id, ShiftVoid).Count(&here).Error; err != nil {
			return err
		}
		if here > 0 {
			return Refuse(Conflict, "%s你已经签到了，要走说“签退”就行。", r.Ticket())
		}
		seated := p.State == Seated
		if err := tx.db(ctx).Model(&p).Update("state", Left).Error; err != nil {
			return err
		}
		if seated {
			if moved, err = tx.promote(ctx, &r, by.Now); err != nil {
				return err
			}
		}
		return tx.audit(ctx, by, "leave", r.Ticket().String(), r.OrgID, "")
	})
	return r, moved, err
}

// promote gives a place that became free to the first who waits and can still come,
// nil for nobody.
func (s *Store) promote(ctx context.Context, r *Roster, now time.Time) (*RosterPlace, error) {
	free := func() error {
		r.Taken--
		return s.db(ctx).Model(&Roster{}).Where("id = ?", r.ID).Update("taken", gorm.Expr("taken - 1")).Error
	}
	if r.Cancelled || !r.Begins(s.Zone).After(now) {
		return nil, free()
	}
	next, err := s.nextUp(ctx, *r)
	if err != nil || next != nil {
		return next, err
	}
	return nil, free()
}

// nextUp seats the first who waits and can still come, nil for nobody.
func (s *Store) nextUp(ctx context.Context, r Roster) (*RosterPlace, error) {
	_, waiting, err := s.RosterPlaces(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	for i := range waiting {
		busy, err := s.stints(ctx, waiting[i].PersonID, r.Day)
		if err != nil {
			return nil, err
		}
		if tooMuch(busy, s.stint(r)) != "" {
			continue // they have joined something else meanwhile
		}
		waiting[i].State = Seated
		return &waiting[i], s.db(ctx).Model(&waiting[i]).Update("state", Seated).Error
	}
	return nil, nil
}

// lessonAt is a lesson that the actor gives between two moments, nil for none.
func (s *Store) lessonAt(ctx context.Context, by Actor, from, to time.Time) (*Lesson, error) {
	if !by.Has(Tutor) {
		return nil, nil
	}
	var ls []Lesson
	err := s.db(ctx).Where("tutor_id = ? AND day >= ? AND day <= ? AND dropped = ?", by.Person, calendar.DayOf(from.In(s.Zone)), calendar.DayOf(to.In(s.Zone)), false).Order("day, start, id").Find(&ls).Error
	for i, l := range ls {
		if l.Begins(s.Zone).Before(to) && from.Before(l.Ends(s.Zone)) {
			return &ls[i], err
		}
	}
	return nil, err
}

// forgetDuty takes a person out of the rosters to come, for those who wait, and out
// of their squads, and the words out of their shifts.
func (s *Store) forgetDuty(ctx context.Context, by Actor) error {
	today := calendar.DayOf(by.Now)
	for _, state := range []PlaceState{Seated, InQueue} {
		rs, err := s.joinedOf(ctx, by.Person, state, today, today.Add(366))
		if err != nil {
			return err
		}
		for _, r := range rs {
			if _, _, err := s.LeaveRoster(ctx, by, r.ID); err != nil && KindOf(err) != Conflict { // they are there now
				return err
			}
		}
	}
	if err := s.db(ctx).Model(&SquadMember{}).Where("person_id = ?", by.Person).Update("gone", true).Error; err != nil {
		return err
	}
	return s.db(ctx).Model(&Shift{}).Where("person_id = ?", by.Person).Update("sealed", []byte{}).Error
}
