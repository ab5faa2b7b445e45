package models

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"
)

// Case (个案) is a cry for help. Only social workers read it; it is in no group,
// no digest and no log.
type Case struct {
	ID          int64
	AccountID   int64
	PersonID    int64 `gorm:"index"`
	OrgID       int64 `gorm:"index"`
	Open        bool
	TakenBy     int64
	MadeAt      int64
	Sealed      []byte
	CasePrivate `gorm:"-"`
}

// CasePrivate is what was said, each message with its time.
type CasePrivate struct {
	Words []CaseWords `json:"words"`
}

// CaseWords is one message of a case.
type CaseWords struct {
	At   time.Time `json:"at"`
	Text string    `json:"text"`
}

func (c *Case) private() (any, *[]byte) { return &c.CasePrivate, &c.Sealed }

// TableName keeps clear of SQL's CASE.
func (Case) TableName() string { return "welfare_cases" }

// Ticket is 案7.
func (c Case) Ticket() Ticket { return Ticket{CasePrefix, c.ID} }

// CryForHelp opens a case, or adds words to the person's open one.
func (s *Store) CryForHelp(ctx context.Context, a Account, org Org, text string, now time.Time) (c Case, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		err := tx.db(ctx).Where("person_id = ? AND open = ?", a.PersonID, true).Take(&c).Error
		if errors.Is(err, gorm.ErrRecordNotFound) {
			c = Case{AccountID: a.ID, PersonID: a.PersonID, OrgID: org.ID, Open: true, MadeAt: now.UnixMilli()}
		} else if err != nil {
			return err
		}
		c.Words = append(c.Words, CaseWords{now, text})
		return tx.db(ctx).Save(&c).Error
	})
	return c, err
}

// Cases are the open ones that a social worker may read, oldest first.
func (s *Store) Cases(ctx context.Context, by Actor) (cs []Case, err error) {
	orgs := by.Orgs(SocialWorker)
	if len(orgs) == 0 {
		return nil, Refuse(Forbidden, "这个只有值班社工能看。")
	}
	err = s.db(ctx).Where("open = ?", true).Where("org_id IN (?)", s.below(ctx, orgs)).Order("id").Limit(20).Find(&cs).Error
	return cs, err
}

// Case is one case, for a social worker; the look is kept in the audit.
func (s *Store) Case(ctx context.Context, by Actor, id int64) (c Case, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		if err := tx.mayRead(ctx, by, id, &c); err != nil {
			return err
		}
		if c.TakenBy == 0 {
			c.TakenBy = by.Person
			if err := tx.db(ctx).Model(&c).Update("taken_by", by.Person).Error; err != nil {
				return err
			}
		}
		return tx.audit(ctx, by, "read", c.Ticket().String(), c.OrgID, "")
	})
	return c, err
}

// CloseCase ends a case.
func (s *Store) CloseCase(ctx context.Context, by Actor, id int64) (c Case, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		if err := tx.mayRead(ctx, by, id, &c); err != nil {
			return err
		}
		if err := tx.db(ctx).Model(&c).Update("open", false).Error; err != nil {
			return err
		}
		return tx.audit(ctx, by, "close", c.Ticket().String(), c.OrgID, "")
	})
	return c, err
}

func (s *Store) mayRead(ctx context.Context, by Actor, id int64, c *Case) error {
	orgs := by.Orgs(SocialWorker)
	if len(orgs) == 0 {
		return Refuse(Forbidden, "这个只有值班社工能看。")
	}
	err := s.db(ctx).Where("id = ?", id).Where("org_id IN (?)", s.below(ctx, orgs)).Take(c).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return Refuse(NotFound, "没有找到案%d。", id)
	}
	return err
}
