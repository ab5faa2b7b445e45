package models

import (
	"context"
	"time"

	"gorm.io/gorm"
)

// DraftCallout keeps a call-out that nobody has heard of yet. The same MadeKey
// again gives the one that is there. It refuses (Forbidden) an Org that the actor
// does not coordinate, and (Invalid) a beginning that is over.
func (s *Store) DraftCallout(ctx context.Context, by Actor, c *Callout) error {
	return s.Tx(ctx, func(tx *Store) error {
		org, err := tx.Org(ctx, c.OrgID)
		if err != nil {
			return err
		}
		if !by.Holds(Coordinator, org) {
			return Refuse(Forbidden, "%s不归您管，动员令发不了。请那边的协调员来发。", org.Name)
		}
		var old Callout
		found := tx.db(ctx).Where("made_key = ?", c.MadeKey).Limit(1).Find(&old)
		if found.Error != nil || found.RowsAffected > 0 {
			*c = old
			return found.Error
		}
		c.PersonID, c.Stage, c.MadeAt = by.Person, CalloutDraft, by.Now.UnixMilli()
		if err := c.coming(by.Now); err != nil {
			return err
		}
		return tx.db(ctx).Create(c).Error
	})
}

func (c Callout) coming(now time.Time) error {
	if c.StartsAt != 0 && !now.Before(c.Ends(now.Location())) {
		return Refuse(Invalid, "这个时间已经过了，请写今天以后的时间，比如“明早7点”。")
	}
	return nil
}

// lockCallout takes the turn on a call-out and reads it.
func (s *Store) lockCallout(ctx context.Context, by Actor, id int64) (c Callout, err error) {
	if err := s.db(ctx).Model(&Callout{}).Where("id = ?", id).Update("version", gorm.Expr("version + 1")).Error; err != nil {
		return c, err
	}
	return s.Callout(ctx, by, id)
}

// ChangeDraft lets f change a draft of the actor's own. It refuses (Conflict) one
// that has gone out.
func (s *Store) ChangeDraft(ctx context.Context, by Actor, id int64, f func(c *Callout) error) (c Callout, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		if c, err = tx.ownDraft(ctx, by, id); err != nil {
			return err
		}
		if err := f(&c); err != nil {
			return err
		}
		if err := c.coming(by.Now); err != nil {
			return err
		}
		return tx.db(ctx).Save(&c).Error
	})
	return c, err
}

func (s *Store) ownDraft(ctx context.Context, by Actor, id int64) (c Callout, err error) {
	if c, err = s.lockCallout(ctx, by, id); err != nil {
		return c, err
	}
	switch {
	case c.PersonID != by.Person:
		return c, Refuse(Forbidden, "%s不是您发的。", c.Ticket())
	case c.Stage != CalloutDraft:
		return c, Refuse(Conflict, "%s已经发出去了，改不了。要停就说“停止 %s”，再发一条新的。", c.Ticket(), c.Ticket())
	}
	return c, nil
}

// DropDraft (先不发) forgets a draft.
func (s *Store) DropDraft(ctx context.Context, by Actor, id int64) error {
	return s.Tx(ctx, func(tx *Store) error {
		c, err := tx.ownDraft(ctx, by, id)
		if err != nil {
			return err
		}
		return tx.db(ctx).Delete(&c).Error
	})
}

// Launch (发出) lets a draft go out: from now on its letters are written, to go when
// going says. One that has gone out changes nothing; fresh is then false. It refuses
// (Invalid) one whose beginning is over.
func (s *Store) Launch(ctx context.Context, by Actor, id int64, going func(c Callout, now time.Time) time.Time) (c Callout, fresh bool, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		if c, err = tx.lockCallout(ctx, by, id); err != nil {
			return err
		}
		if fresh = c.Stage == CalloutDraft; !fresh && c.PersonID == by.Person {
			return nil
		}
		if c, err = tx.ownDraft(ctx, by, id); err != nil {
			return err
		}
		org, err := tx.Org(ctx, c.OrgID)
		if err != nil {
			return err
		}
		if !by.Holds(Coordinator, org) {
			return Refuse(Forbidden, "%s不归您管了，动员令发不了。", org.Name)
		}
		if err := c.coming(by.Now); err != nil {
			return err
		}
		c.Stage, c.CalledAt, c.Spreading, c.After, c.RemindAt = CalloutCalled, by.Now.UnixMilli(), ToGroups, 0, c.reminder(going(c, by.Now))
		if err := tx.db(ctx).Save(&c).Error; err != nil {
			return err
		}
		return tx.audit(ctx, by, "call", c.Ticket().String(), c.OrgID, "")
	})
	return c, fresh, err
}

// soonest is how long the silent are left alone at most, when nobody said.
const soonest = 2 * time.Hour

// reminder is when the silent are reminded: as it was said, else after two hours
// or half of the time that is left, whichever is less.
func (c Callout) reminder(going time.Time) int64 {
	wait := time.Duration(c.Remind) * time.Minute
	switch {
	case c.Remind < 0 || !c.Volunteers:
		return 0
	case c.Remind == 0:
		wait = min(soonest, c.Ends(going.Location()).Sub(going)/2)
	}
	at := going.Add(wait)
	if !at.Before(c.Ends(going.Location())) {
		return 0
	}
	return at.UnixMilli()
}

// StopCallout (停止) ends a call-out at once: letters that have not gone are
// dropped, and those who joined are told. Stopping again changes nothing. It
// refuses (Forbidden) who does not coordinate its Org.
func (s *Store) StopCallout(ctx context.Context, by Actor, id int64) (c Callout, fresh bool, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		if c, err = tx.lockCallout(ctx, by, id); err != nil {
			return err
		}
		org, err := tx.Org(ctx, c.OrgID)
		if err != nil {
			return err
		}
		switch fresh = c.Stage == CalloutCalled; {
		case !by.Holds(Coordinator, org):
			return Refuse(Forbidden, "%s是%s发的，要停请找那边的协调员。", c.Ticket(), org.Name)
		case c.Stage == CalloutDraft:
			return Refuse(Conflict, "%s还没发出去。不发了就回“先不发 %s”。", c.Ticket(), c.Ticket())
		case !fresh:
			return nil
		}
		c.Stage, c.StoppedAt, c.Spreading, c.After, c.RemindAt = CalloutStopped, by.Now.UnixMilli(), OfStop, 0, 0
		if err := tx.db(ctx).Save(&c).Error; err != nil {
			return err
		}
		if err := tx.Post(ctx).Drop(c.keys()); err != nil {
			return err
		}
		return tx.audit(ctx, by, "stop", c.Ticket().String(), c.OrgID, "")
	})
	return c, fresh, err
}
