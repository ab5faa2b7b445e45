package models

import (
	"context"
	"time"

	"xiaoqing/models/calendar"
)

// shiftsWaiting are the stages at which a shift waits for a coordinator.
var shiftsWaiting = []Stage{ShiftOff, ShiftClaimed}

// ShiftsWaiting are the shifts of orgs and the units below whose length waits to be
// approved, the oldest first.
func (s *Store) ShiftsWaiting(ctx context.Context, orgs []Org, limit int) (all []Shift, err error) {
	if len(orgs) == 0 {
		return nil, nil
	}
	err = s.db(ctx).Where(unapproved+" AND stage IN ?", shiftsWaiting).Where("org_id IN (?)", s.below(ctx, orgs)).Order("id").Limit(limit).Find(&all).Error
	return all, err
}

// ApproveShift (通过 岗10) approves the length of a shift: minutes, or as the clock
// says it, or as it was told where nobody clocked, when minutes is 0. Approving it
// again with other minutes corrects it.
func (s *Store) ApproveShift(ctx context.Context, by Actor, t Ticket, minutes int) (Shift, error) {
	return s.decideShift(ctx, by, t, "approve", func(sh *Shift) error {
		switch {
		case sh.Stage == ShiftApproved && (minutes == 0 || minutes == sh.Approved):
			return Refuse(Conflict, "%s已经核过了，记的是%s。要改就说“%s 3小时”，写应该是多久。", t, hoursAndMinutes(sh.Approved), t)
		case minutes < 0 || minutes > longestShift:
			return Refuse(Invalid, "时长要在1分钟到16小时之间，比如“3小时”。")
		}
		if minutes == 0 {
			minutes = sh.Minutes()
		}
		if minutes == 0 {
			return Refuse(Invalid, "%s签到不到1分钟就签退了，没有时长可核。要算就写多久，比如“%s 3小时”；不算就“拒绝 %s 没上岗”。", t, t, t)
		}
		sh.Stage, sh.Approved, sh.Reason = ShiftApproved, minutes, ""
		return nil
	})
}

// longestShift is how many minutes a coordinator can approve: more is a slip.
const longestShift = 16 * 60

// RejectShift (拒绝 岗10) lets a shift fall: it counts nothing.
func (s *Store) RejectShift(ctx context.Context, by Actor, t Ticket, reason string) (Shift, error) {
	return s.decideShift(ctx, by, t, "reject", func(sh *Shift) error {
		if sh.Stage == ShiftRejected {
			return Refuse(Conflict, "%s已经拒绝过了。", t)
		}
		sh.Stage, sh.Approved, sh.Reason = ShiftRejected, 0, reason
		return nil
	})
}

// UndecideShift (撤销) lets a shift that the actor decided on wait again.
func (s *Store) UndecideShift(ctx context.Context, by Actor, t Ticket) (Shift, error) {
	return s.decideShift(ctx, by, t, "undo", func(sh *Shift) error {
		if sh.Stage != ShiftApproved && sh.Stage != ShiftRejected || sh.DecidedBy != by.Person {
			return Refuse(Conflict, "%s现在是“%s”，撤不回来。", t, sh.State())
		}
		sh.Stage, sh.Approved, sh.Reason = ShiftClaimed, 0, ""
		if sh.OutAt != 0 {
			sh.Stage = ShiftOff
		}
		return nil
	})
}

// decideShift changes a shift for a coordinator of its unit, never their own.
func (s *Store) decideShift(ctx context.Context, by Actor, t Ticket, act string, change func(sh *Shift) error) (sh Shift, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		if sh, err = tx.Shift(ctx, t.ID); err != nil {
			return err
		}
		if err := tx.turnOf(ctx, sh.PersonID); err != nil {
			return err
		}
		if sh, err = tx.Shift(ctx, t.ID); err != nil {
			return err
		}
		org, err := tx.Org(ctx, sh.OrgID)
		switch {
		case err != nil:
			return err
		case !by.Holds(Coordinator, org):
			return Refuse(Forbidden, "%s归%s管，您这边没有权限处理。", t, org.Name)
		case sh.PersonID == by.Person:
			return Refuse(Forbidden, "%s是您自己的，按回避的规矩请另一位协调员来核。", t)
		case sh.Stage == ShiftOn:
			return Refuse(Conflict, "%s还在岗，签退以后再核。", t)
		case sh.Stage == ShiftHeld:
			return Refuse(Conflict, "%s的人还没核实，先核实报名，签到就算数。", t)
		case sh.Stage == ShiftVoid:
			return Refuse(Conflict, "%s已经作废了。", t)
		}
		if err := change(&sh); err != nil {
			return err
		}
		sh.DecidedBy, sh.DecidedAt = by.Person, by.Now.UnixMilli()
		if err := tx.countShift(ctx, &sh, by.Now); err != nil {
			return err
		}
		return tx.audit(ctx, by, act, t.String(), org.ID, sh.Reason)
	})
	return sh, err
}

// releaseHeld lets the 签到 of who has just been verified count, from when it was.
func (s *Store) releaseHeld(ctx context.Context, by Actor, person int64) error {
	var held []Shift
	if err := s.db(ctx).Where("person_id = ? AND stage = ?", person, ShiftHeld).Order("id").Find(&held).Error; err != nil {
		return err
	}
	for i := range held {
		sh := &held[i]
		sh.Stage = ShiftOn
		if sh.OutAt != 0 {
			sh.Stage = ShiftOff
		}
		if err := s.countShift(ctx, sh, by.Now); err != nil {
			return err
		}
	}
	return nil
}

// Told is a shift as a volunteer tells it afterwards.
type Told struct {
	Day     calendar.Day
	Start   *calendar.Clock // nil when it was not said
	Minutes int
	Place   string
}

// backTold is how many days back a shift can be told.
const backTold = 14

// TellShift (补报) keeps what a volunteer says of a shift: beside the clock's, where
// there is one on that day and at that time, else as one that waits for the
// coordinator. Telling the same again changes nothing, and fresh is false.
func (s *Store) TellShift(ctx context.Context, by Actor, told Told) (sh Shift, fresh bool, err error) {
	if !by.Verified() {
		return sh, false, Refuse(Forbidden, "补报要先报名、由街道核实。还没报名，说一句“报名 姓名 电话 街道”就行。")
	}
	if err := tellable(by.Now, told, s.Zone); err != nil {
		return sh, false, err
	}
	err = s.Tx(ctx, func(tx *Store) error {
		if err := tx.turnOf(ctx, by.Person); err != nil {
			return err
		}
		near, err := tx.shiftsOn(ctx, by.Person, told.Day.Add(-1), told.Day.Add(1))
		if err != nil {
			return err
		}
		if old, err := tx.meant(near, told); err != nil || old != nil {
			if err != nil {
				return err
			}
			sh, fresh = *old, old.Claimed != told.Minutes
			sh.Claimed = told.Minutes
			return tx.countShift(ctx, &sh, by.Now)
		}
		fresh = true
		sh, err = tx.putTold(ctx, by, told)
		return err
	})
	return sh, fresh, err
}

func tellable(now time.Time, told Told, zone *time.Location) error {
	today := calendar.DayOf(now)
	switch {
	case told.Minutes < 10 || told.Minutes > longestShift:
		return Refuse(Invalid, "时长要在10分钟到16小时之间，比如“3小时”。")
	case told.Day > today || told.Start != nil && told.Day.At(*told.Start, zone).Add(time.Duration(told.Minutes)*time.Minute).After(now.Add(10*time.Minute)):
		return Refuse(Invalid, "这段时间还没过完，离岗以后再报；人已经到了就说“签到”。")
	case today.Sub(told.Day) > backTold:
		return Refuse(Invalid, "只能补报%d天以内的。更早的请协调员来补。", backTold)
	}
	return nil
}

// meant is the shift that is told of: at the same time or, without hours, the only
// one of that day; nil for none. It refuses (Conflict) one that was decided on.
func (s *Store) meant(near []Shift, told Told) (*Shift, error) {
	var found []*Shift
	for i := range near {
		sh := &near[i]
		if sh.Stage == ShiftVoid || sh.Stage == ShiftRejected || sh.Day != told.Day {
			continue
		}
		from, to := sh.span(s.Zone)
		if told.Start != nil && sh.InAt != 0 {
			begin := told.Day.At(*told.Start, s.Zone)
			if !from.Before(begin.Add(time.Duration(told.Minutes)*time.Minute)) || !begin.Before(to) {
				continue
			}
		}
		found = append(found, sh)
	}
	if len(found) == 0 {
		return nil, nil
	}
	sh := found[len(found)-1]
	switch {
	case sh.Stage == ShiftApproved && sh.Approved != told.Minutes:
		return nil, Refuse(Conflict, "%s已经核过了，记的是%s。有出入请找协调员改。", sh.Ticket(), hoursAndMinutes(sh.Approved))
	case sh.Stage == ShiftOn || sh.Stage == ShiftHeld && sh.OutAt == 0:
		return nil, Refuse(Conflict, "你还在岗（%s），要走就说“签退”，时长会自动记。", sh.Ticket())
	}
	return sh, nil
}

func (s *Store) putTold(ctx context.Context, by Actor, told Told) (Shift, error) {
	who, err := s.serving(ctx, by)
	if err != nil {
		return Shift{}, err
	}
	sh := Shift{PersonID: by.Person, Day: told.Day, OrgID: who.org, Stage: ShiftClaimed, Claimed: told.Minutes, Door: by.Via, MadeAt: by.Now.UnixMilli(), ShiftPrivate: ShiftPrivate{Place: told.Place}}
	if told.Start != nil {
		sh.InAt = told.Day.At(*told.Start, s.Zone).UnixMilli()
	}
	seats, err := s.SeatsOf(ctx, by.Person, told.Day, told.Day)
	if err != nil {
		return sh, err
	}
	for _, r := range seats { // they forgot to sign in
		if told.Start == nil && len(seats) == 1 || told.Start != nil && told.Day.At(*told.Start, s.Zone).Before(r.Ends(s.Zone)) && r.Begins(s.Zone).Before(told.Day.At(*told.Start, s.Zone).Add(time.Duration(told.Minutes)*time.Minute)) {
			sh.RosterID, sh.OrgID, sh.Task = r.ID, r.OrgID, r.Task
			if sh.Place == "" {
				sh.Place = r.RosterPrivate.Place
			}
		}
	}
	err = s.countShift(ctx, &sh, by.Now)
	return sh, err
}

// ClaimShift keeps how long the actor says one of their own shifts was.
func (s *Store) ClaimShift(ctx context.Context, by Actor, id int64, minutes int) (sh Shift, err error) {
	err = s.ownShift(ctx, by, id, func(tx *Store, own *Shift) error {
		switch {
		case minutes < 1 || minutes > longestShift:
			return Refuse(Invalid, "时长要在1分钟到16小时之间，比如“3小时”。")
		case own.Stage == ShiftOn || own.Stage == ShiftHeld:
			return Refuse(Conflict, "%s还在岗，签退以后再说多久。", own.Ticket())
		case own.Stage != ShiftOff && own.Stage != ShiftClaimed:
			return Refuse(Conflict, "%s现在是“%s”，有出入请找协调员改。", own.Ticket(), own.State())
		}
		own.Claimed = minutes
		sh = *own
		return tx.countShift(ctx, &sh, by.Now)
	})
	return sh, err
}

// DropTold (撤销补报) takes back a shift that was only told and that nobody has
// looked at.
func (s *Store) DropTold(ctx context.Context, by Actor, id int64) error {
	return s.ownShift(ctx, by, id, func(tx *Store, sh *Shift) error {
		switch sh.Stage {
		case ShiftClaimed:
			sh.Stage = ShiftVoid
		case ShiftOff:
			sh.Claimed = 0
		default:
			return Refuse(Conflict, "%s现在是“%s”，撤不回来了。", sh.Ticket(), sh.State())
		}
		return tx.countShift(ctx, sh, by.Now)
	})
}

// Hours are a volunteer's time on duty: how often, and the minutes each way.
type Hours struct {
	Turns, Claimed, Clocked, Approved, Waiting int // Waiting: shifts that nobody has looked at
}

// HoursOf sums a person's shifts of the days from to to; "" is open.
func (s *Store) HoursOf(ctx context.Context, person int64, from, to calendar.Day) (h Hours, err error) {
	q := s.db(ctx).Model(&Shift{}).Where("person_id = ? AND stage IN ?", person, []Stage{ShiftOn, ShiftOff, ShiftClaimed, ShiftApproved})
	if from != "" {
		q = q.Where("day >= ?", from)
	}
	if to != "" {
		q = q.Where("day <= ?", to)
	}
	err = q.Select("COUNT(*) AS turns, COALESCE(SUM(claimed), 0) AS claimed, COALESCE(SUM(clocked), 0) AS clocked, COALESCE(SUM(approved), 0) AS approved, COALESCE(SUM(CASE WHEN stage IN ? THEN 1 ELSE 0 END), 0) AS waiting", shiftsWaiting).Scan(&h).Error
	return h, err
}

// ShiftsOf are a person's last shifts, newest first.
func (s *Store) ShiftsOf(ctx context.Context, person int64, limit int) (all []Shift, err error) {
	err = s.db(ctx).Where("person_id = ? AND stage <> ?", person, ShiftVoid).Order("day DESC, id DESC").Limit(limit).Find(&all).Error
	return all, err
}

// ShiftsIn are the shifts of a roster, in the order of coming.
func (s *Store) ShiftsIn(ctx context.Context, roster int64) (all []Shift, err error) {
	err = s.db(ctx).Where(rostered+" AND roster_id = ? AND stage <> ?", roster, ShiftVoid).Order("in_at, id").Find(&all).Error
	return all, err
}
