package models

import (
	"context"

	"gorm.io/gorm"

	"xiaoqing/models/calendar"
)

// RosterChange (改班) is how a roster is to be from now on.
type RosterChange struct {
	Day     calendar.Day
	Start   calendar.Clock
	Minutes int
	Places  int
	RosterPrivate
}

// Change is a roster as it stands.
func (r Roster) Change() RosterChange {
	return RosterChange{r.Day, r.Start, r.Minutes, r.Places, r.RosterPrivate}
}

// RosterChanged is what came of a change, and who is to hear of it.
type RosterChanged struct {
	Was, Roster Roster
	Moved       bool             // its time changed
	Seated      []RosterPlace    // who had a place and keeps it
	Waiting     []RosterPlace    // who waits still
	Up          []RosterPlace    // who moved up into one of the new places
	Clash       map[int64]string // by person: why the new time does not go with what they do besides
}

// ChangeRoster puts a roster of the actor's units otherwise; those who have a place
// keep it, and new places go to those who wait, in their order. It refuses (Conflict)
// fewer places than are taken, one that is over or off, and another time once
// someone is there.
func (s *Store) ChangeRoster(ctx context.Context, by Actor, id int64, to RosterChange) (c RosterChanged, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		c = RosterChanged{}
		if c.Was, err = tx.lockRoster(ctx, id); err != nil {
			return err
		}
		org, err := tx.Org(ctx, c.Was.OrgID)
		if err != nil {
			return err
		}
		r := c.Was
		r.Day, r.Start, r.Minutes, r.Places, r.RosterPrivate = to.Day, to.Start, to.Minutes, to.Places, to.RosterPrivate
		c.Roster, c.Moved = r, r.Day != c.Was.Day || r.Start != c.Was.Start || r.Minutes != c.Was.Minutes
		if err := tx.mayChange(ctx, by, org, c); err != nil {
			return err
		}
		c.Roster.Revision, c.Roster.ChangedAt = r.Revision+1, by.Now.UnixMilli()
		if err := tx.db(ctx).Save(&c.Roster).Error; err != nil {
			return err
		}
		if c.Seated, c.Waiting, err = tx.RosterPlaces(ctx, id); err != nil {
			return err
		}
		if err := tx.clashes(ctx, &c); err != nil {
			return err
		}
		if err := tx.seatMore(ctx, &c); err != nil {
			return err
		}
		return tx.audit(ctx, by, "change", r.Ticket().String(), org.ID, "")
	})
	return c, err
}

func (s *Store) mayChange(ctx context.Context, by Actor, org Org, c RosterChanged) error {
	was, r := c.Was, c.Roster
	switch {
	case !by.Holds(Coordinator, org):
		return Refuse(Forbidden, "%s归%s管，您这边改不了。", r.Ticket(), org.Name)
	case was.Cancelled:
		return Refuse(Conflict, "%s已经取消了，改不了。要人就重新排一班。", r.Ticket())
	case !was.Ends(s.Zone).After(by.Now):
		return Refuse(Conflict, "%s已经结束了，改不了。", r.Ticket())
	case r.Places < was.Taken:
		return Refuse(Conflict, "%s已经报了%d人，名额不能再少。要减人，先请人退班。", r.Ticket(), was.Taken)
	}
	if err := s.soundRoster(by, r); err != nil || !c.Moved {
		return err
	}
	var here int64
	if err := s.db(ctx).Model(&Shift{}).Where("roster_id = ? AND "+rostered+" AND stage <> ?", r.ID, ShiftVoid).Count(&here).Error; err != nil {
		return err
	}
	if here > 0 || !was.Begins(s.Zone).After(by.Now) {
		return Refuse(Conflict, "%s已经开始签到了，时间改不了。早走晚走，核时长时写实际的就行。", r.Ticket())
	}
	return nil
}

// clashes finds for whom a new time breaks the rest rule.
func (s *Store) clashes(ctx context.Context, c *RosterChanged) error {
	if !c.Moved {
		return nil
	}
	c.Clash = map[int64]string{}
	for _, p := range c.Seated {
		busy, err := s.stints(ctx, p.PersonID, c.Roster.Day)
		if err != nil {
			return err
		}
		if why := tooMuch(busy, s.stint(c.Roster)); why != "" {
			c.Clash[p.PersonID] = why
		}
	}
	return nil
}

// seatMore gives the places that nobody has to those who wait and can come.
func (s *Store) seatMore(ctx context.Context, c *RosterChanged) error {
	for c.Roster.Open() > 0 && len(c.Waiting) > 0 {
		next, err := s.nextUp(ctx, c.Roster)
		if err != nil || next == nil {
			return err
		}
		c.Roster.Taken++
		if err := s.db(ctx).Model(&Roster{}).Where("id = ?", c.Roster.ID).Update("taken", gorm.Expr("taken + 1")).Error; err != nil {
			return err
		}
		c.Up = append(c.Up, *next)
		if _, c.Waiting, err = s.RosterPlaces(ctx, c.Roster.ID); err != nil {
			return err
		}
	}
	return nil
}
