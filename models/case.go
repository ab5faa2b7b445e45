package models

import (
	"context"
	"errors"
	"slices"
	"time"

	"gorm.io/gorm"

	"xiaoqing/models/calendar"
)

// The kinds of a Case.
const (
	Crisis = ""      // 求助: a cry for help
	Worry  = "worry" // 担心: something that a tutor or parent wants looked at
)

// Case (个案) is a cry for help, or a worry. Only social workers read it, and the
// coordinators to whom one hands it on; never whom a worry may be about. It is in
// no group, no digest and no log.
type Case struct {
	ID          int64
	Kind        string `gorm:"size:8"`
	AccountID   int64
	PersonID    int64 `gorm:"index"`
	OrgID       int64 `gorm:"index"`
	Open        bool
	TakenBy     int64
	SharedWith  int64        // the Org whose coordinators may read it too, 0 for none
	DueOn       calendar.Day `gorm:"size:10"` // by when somebody looks at a worry
	Reminded    bool         // that day has passed, and was told once
	MadeAt      int64
	ClosedAt    int64 // 0 again when its words are gone
	Sealed      []byte
	CasePrivate `gorm:"-"`
}

// CasePrivate is what was said, each message with its time, and who must not read
// it: the other side of the speaker's lessons.
type CasePrivate struct {
	Words   []CaseWords `json:"words"`
	Parties []int64     `json:"parties,omitempty"`
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
		c.Kind, c.Words = Crisis, append(c.Words, CaseWords{now, text})
		return tx.db(ctx).Save(&c).Error
	})
	return c, err
}

// Cases are the open ones that someone may read, oldest first.
func (s *Store) Cases(ctx context.Context, by Actor) (cs []Case, err error) {
	if !by.Has(SocialWorker) && !by.Has(Coordinator) {
		return nil, errCaseClosed()
	}
	var all []Case
	err = s.db(ctx).Where("open = ?", true).Where("org_id IN (?) OR shared_with IN (?)", s.belowOrNone(ctx, by.Orgs(SocialWorker)), s.belowOrNone(ctx, by.Orgs(Coordinator))).Order("id").Find(&all).Error
	for _, c := range all {
		if len(cs) < 20 && c.may(by) {
			cs = append(cs, c)
		}
	}
	return cs, err
}

// belowOrNone is below, which of no Orgs is every one.
func (s *Store) belowOrNone(ctx context.Context, orgs []Org) any {
	if len(orgs) == 0 {
		return []int64{0}
	}
	return s.below(ctx, orgs)
}

// may says that the actor is neither who spoke nor the other side.
func (c Case) may(by Actor) bool {
	return by.Person != c.PersonID && !slices.Contains(c.Parties, by.Person)
}

func errCaseClosed() error { return Refuse(Forbidden, "这个只有值班社工能看。") }

// Case is one case, for who may read it; the look is kept in the audit.
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

// CloseCase ends a case. Only a social worker does.
func (s *Store) CloseCase(ctx context.Context, by Actor, id int64) (c Case, err error) {
	return s.changeCase(ctx, by, id, "close", func(c *Case) { c.Open, c.ClosedAt = false, by.Now.UnixMilli() })
}

// HandOnCase (转交) lets the coordinators of org, and those above, read a case too.
func (s *Store) HandOnCase(ctx context.Context, by Actor, id int64, org Org) (c Case, err error) {
	return s.changeCase(ctx, by, id, "hand_on", func(c *Case) { c.SharedWith = org.ID })
}

func (s *Store) changeCase(ctx context.Context, by Actor, id int64, act string, change func(*Case)) (c Case, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		if err := tx.mayRead(ctx, by, id, &c); err != nil {
			return err
		}
		org, err := tx.Org(ctx, c.OrgID)
		if err != nil {
			return err
		}
		if !by.Holds(SocialWorker, org) {
			return Refuse(Forbidden, "%s由社工来办结、转交。", c.Ticket())
		}
		change(&c)
		if err := tx.db(ctx).Save(&c).Error; err != nil {
			return err
		}
		return tx.audit(ctx, by, act, c.Ticket().String(), c.OrgID, "")
	})
	return c, err
}

// mayRead finds a case for who may read it; to anyone else none is there.
func (s *Store) mayRead(ctx context.Context, by Actor, id int64, c *Case) error {
	if !by.Has(SocialWorker) && !by.Has(Coordinator) {
		return errCaseClosed()
	}
	err := s.db(ctx).Where("id = ?", id).Where("org_id IN (?) OR shared_with IN (?)", s.belowOrNone(ctx, by.Orgs(SocialWorker)), s.belowOrNone(ctx, by.Orgs(Coordinator))).Take(c).Error
	if errors.Is(err, gorm.ErrRecordNotFound) || err == nil && !c.may(by) {
		*c = Case{}
		if !by.Has(SocialWorker) {
			return errCaseClosed()
		}
		return Refuse(NotFound, "没有找到案%d。", id)
	}
	return err
}
