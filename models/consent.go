package models

import (
	"context"
	"time"
)

// ConsentVersion names the text that guardians agree to; a new text is a new
// version.
const ConsentVersion = "2026-11"

// Consent (监护人同意) is a guardian's own tap for one record of someone under 18.
type Consent struct {
	ID       int64
	Ticket   string `gorm:"size:24;index"`
	PersonID int64  // who tapped, 0 when they came by a link alone
	Version  string `gorm:"size:16"`
	Channel  string `gorm:"size:20"`
	GivenAt  int64
	EndedAt  int64 // when it was withdrawn, 0 while it stands
}

// Agree keeps a guardian's tap for a record. Agreeing again changes nothing.
func (s *Store) Agree(ctx context.Context, t Ticket, by Actor) error {
	return s.Tx(ctx, func(tx *Store) error {
		r, err := tx.Record(ctx, t)
		if err != nil {
			return err
		}
		var id *int64
		switch x := r.(type) {
		case *Signup:
			id = &x.ConsentID
		case *Enrolment:
			id = &x.ConsentID
		}
		if *id != 0 {
			return nil
		}
		c := Consent{Ticket: t.String(), PersonID: by.Person, Version: ConsentVersion, Channel: by.Via, GivenAt: by.Now.UnixMilli()}
		if err := tx.db(ctx).Create(&c).Error; err != nil {
			return err
		}
		*id = c.ID
		passed := r.review().Stage == Eligible
		if passed {
			r.review().Stage = Waiting
		}
		if err := tx.db(ctx).Save(r).Error; err != nil {
			return err
		}
		if passed {
			if err := tx.passed(ctx, by, r, Waiting); err != nil {
				return err
			}
		}
		return tx.audit(ctx, by, "consent", t.String(), r.review().OrgID, "")
	})
}

// ConsentOf is the consent that stands for a record.
func (s *Store) ConsentOf(ctx context.Context, id int64) (c Consent, given time.Time, err error) {
	err = s.db(ctx).Take(&c, id).Error
	return c, time.UnixMilli(c.GivenAt).In(s.Zone), err
}
