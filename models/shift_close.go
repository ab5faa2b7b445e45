package models

import (
	"context"
	"fmt"
	"time"

	"xiaoqing/models/calendar"
)

// ForgetCheckIn (撤销签到) takes back a 签到 of a moment ago; ForgetCheckOut a 签退.
func (s *Store) ForgetCheckIn(ctx context.Context, by Actor, id int64) error {
	return s.ownShift(ctx, by, id, func(tx *Store, sh *Shift) error {
		if sh.Stage != ShiftOn && (sh.Stage != ShiftHeld || sh.OutAt != 0) {
			return Refuse(Conflict, "%s现在是“%s”，撤不回来了。", sh.Ticket(), sh.State())
		}
		sh.Stage = ShiftVoid
		return tx.countShift(ctx, sh, by.Now)
	})
}

// ForgetCheckOut (撤销签退) lets the actor be on duty again.
func (s *Store) ForgetCheckOut(ctx context.Context, by Actor, id int64) error {
	return s.ownShift(ctx, by, id, func(tx *Store, sh *Shift) error {
		if sh.Stage != ShiftOff && (sh.Stage != ShiftHeld || sh.OutAt == 0) {
			return Refuse(Conflict, "%s现在是“%s”，撤不回来了。", sh.Ticket(), sh.State())
		}
		if sh.Stage == ShiftOff {
			sh.Stage = ShiftOn
		}
		sh.OutAt, sh.Clocked = 0, 0
		return tx.countShift(ctx, sh, by.Now)
	})
}

// ownShift changes one of the actor's own under its lock.
func (s *Store) ownShift(ctx context.Context, by Actor, id int64, change func(tx *Store, sh *Shift) error) error {
	return s.Tx(ctx, func(tx *Store) error {
		if err := tx.turnOf(ctx, by.Person); err != nil {
			return err
		}
		sh, err := tx.Shift(ctx, id)
		if err != nil {
			return err
		}
		if sh.PersonID != by.Person {
			return Refuse(Forbidden, "%s不是你的，改不了。", sh.Ticket())
		}
		return change(tx, &sh)
	})
}

// CloseForgotten (自动签退) ends the shifts whose time was up before now and that
// nobody signed out of, each at that time; who was never verified drops out. It
// returns those that were closed, at most limit.
func (s *Store) CloseForgotten(ctx context.Context, now time.Time, limit int) (closed []Shift, err error) {
	var due []int64
	err = s.db(ctx).Model(&Shift{}).Where(unapproved+" AND stage IN ? AND ends_at <= ? AND out_at = 0", []Stage{ShiftOn, ShiftHeld}, now.UnixMilli()).Order("ends_at, id").Limit(limit).Pluck("id", &due).Error
	for _, id := range due {
		var sh Shift
		if err == nil {
			sh, err = s.closeOne(ctx, id, now)
		}
		if err != nil {
			return closed, fmt.Errorf("close shift %d: %w", id, err)
		}
		if sh.ID != 0 {
			closed = append(closed, sh)
		}
	}
	return closed, err
}

func (s *Store) closeOne(ctx context.Context, id int64, now time.Time) (closed Shift, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		closed = Shift{}
		sh, err := tx.Shift(ctx, id)
		if err != nil {
			return err
		}
		if err := tx.turnOf(ctx, sh.PersonID); err != nil {
			return err
		}
		if sh, err = tx.Shift(ctx, id); err != nil || sh.OutAt != 0 || sh.Stage != ShiftOn && sh.Stage != ShiftHeld {
			return err // they signed out just now
		}
		sh.OutAt, sh.Auto = max(sh.EndsAt, sh.InAt), true
		closed = sh
		err = tx.clockOut(ctx, &closed, now)
		return err
	})
	return closed, err
}

// ShiftNow is the shift that a person is on; its ID is 0 when they are on none.
func (s *Store) ShiftNow(ctx context.Context, person int64, now time.Time) (sh Shift, err error) {
	today := calendar.DayOf(now)
	err = s.db(ctx).Where("person_id = ? AND day >= ? AND stage IN ? AND out_at = 0", person, today.Add(-1), []Stage{ShiftOn, ShiftHeld}).Order("id DESC").Limit(1).Find(&sh).Error
	return sh, err
}

// VolunteerKnownAs is the person of that name and phone who is verified or, when
// none is, who has signed up; 0 for nobody.
func (s *Store) VolunteerKnownAs(ctx context.Context, name, phone string) (person int64, err error) {
	people, err := s.PeopleKnownAs(ctx, name, phone)
	for _, p := range people {
		standings, err := s.Standings(ctx, p.ID)
		if err != nil {
			return 0, err
		}
		if (Actor{Standings: standings}).Verified() {
			return p.ID, nil
		}
		var n int64
		if err := s.db(ctx).Model(&Signup{}).Where("person_id = ? AND stage IN ?", p.ID, []Stage{Applied, Returned}).Count(&n).Error; err != nil {
			return 0, err
		}
		if n > 0 && person == 0 {
			person = p.ID
		}
	}
	return person, err
}
