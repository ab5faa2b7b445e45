package models

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"xiaoqing/models/post"
)

// Spreading is to whom letters of a call-out are still being written.
type Spreading string

const (
	ToGroups     Spreading = "groups" // every group at and below its Org
	ToVolunteers Spreading = "people" // then every volunteer
	ToSilent     Spreading = "again"  // the reminder, to who has not answered
	OfStop       Spreading = "stop"   // to those who joined
)

// CalloutLetter is that a call-out went to one group or one volunteer. The letter
// itself lives for thirty days; what became of it stays here.
type CalloutLetter struct {
	ID        int64
	CalloutID int64  `gorm:"index:callout_called,priority:1"`
	PersonID  int64  `gorm:"index:callout_called,priority:2;index"`
	GroupID   int64  `gorm:"index"`
	OrgID     int64  // where it is counted
	LetterKey string `gorm:"size:64;uniqueIndex"`
	Delivered bool   // kept when the letter goes
}

// Recipient is whom a letter of a call-out goes to.
type Recipient struct {
	Row     int64 // what the order goes by
	Group   Group // zero for a person
	Person  int64
	Org     int64
	account post.Letter // channel and account; without a channel nobody can be told
}

// keys is what the keys of all letters of a call-out begin with.
func (c Callout) keys() string { return fmt.Sprintf("callout:%d:", c.ID) }

// key is the key of the letter to r.
func (c Callout) key(r Recipient) string {
	if r.Group.ID != 0 {
		return fmt.Sprintf("%sgroup:%d", c.keys(), r.Group.ID)
	}
	return fmt.Sprintf("%s%s:%d", c.keys(), c.Spreading, r.Person)
}

// CalloutWords are the letters of org's call-out to r; the first is the one that is
// counted.
type CalloutWords func(c Callout, org Org, r Recipient) []Notice

// Spread writes the next letters of one call-out that has some left, at most limit
// of them, and says whether there may be more. A batch is one transaction with the
// step on, so that whoever dies in it leaves it undone and the next one goes on;
// any number may work at once.
func (s *Store) Spread(ctx context.Context, limit int, words CalloutWords) (more bool, err error) {
	var c Callout
	if err := s.db(ctx).Where("spreading <> ''").Order("urgent DESC, id").Limit(1).Find(&c).Error; err != nil || c.ID == 0 {
		return false, err
	}
	return true, s.Tx(ctx, func(tx *Store) error {
		taken := tx.db(ctx).Model(&Callout{}).Where("id = ? AND spreading = ? AND spread_after = ?", c.ID, c.Spreading, c.After).UpdateColumn("version", gorm.Expr("version + 1"))
		if taken.Error != nil || taken.RowsAffected == 0 {
			return taken.Error // another one has gone on from here
		}
		org, err := tx.Org(ctx, c.OrgID)
		if err != nil {
			return err
		}
		to, err := tx.recipients(ctx, c, org, limit)
		if err != nil {
			return err
		}
		if err := tx.writeTo(ctx, c, to, func(r Recipient) []Notice { return words(c, org, r) }); err != nil {
			return err
		}
		next, after := c.next()
		if len(to) == limit {
			next, after = c.Spreading, to[limit-1].Row
		}
		return tx.db(ctx).Model(&Callout{}).Where("id = ?", c.ID).UpdateColumns(map[string]any{"spreading": next, "spread_after": after}).Error
	})
}

func (c Callout) next() (Spreading, int64) {
	if c.Spreading == ToGroups && c.Volunteers {
		return ToVolunteers, 0
	}
	return "", 0
}

// recipients are the next ones that a call-out's letters go to.
func (s *Store) recipients(ctx context.Context, c Callout, org Org, limit int) (to []Recipient, err error) {
	if c.Spreading == ToGroups {
		var groups []Group
		err = s.db(ctx).Where("id > ? AND org_id IN (?)", c.After, s.below(ctx, []Org{org})).Order("id").Limit(limit).Find(&groups).Error
		for _, g := range groups {
			to = append(to, Recipient{Row: g.ID, Group: g, Org: g.OrgID})
		}
		return to, err
	}
	var rows []struct{ Row, PersonID, OrgID int64 }
	switch c.Spreading {
	case ToVolunteers:
		err = s.db(ctx).Table("grants").Select("person_id AS `row`, person_id, MIN(org_id) AS org_id").
			Where("role = ? AND person_id > ? AND org_id IN (?)", Volunteer, c.After, s.below(ctx, []Org{org})).
			Where("person_id NOT IN (?)", s.db(ctx).Model(&Person{}).Select("id").Where("calls_off > 0")).
			Group("person_id").Order("person_id").Limit(limit).Scan(&rows).Error
	case ToSilent:
		err = s.db(ctx).Table("callout_letters AS l").Select("l.id AS `row`, l.person_id, l.org_id").
			Joins("JOIN people ON people.id = l.person_id AND people.calls_off = 0").
			Where("l.callout_id = ? AND l.id > ? AND NOT EXISTS (?)", c.ID, c.After,
				s.db(ctx).Table("callout_answers AS a").Select("1").Where("a.callout_id = l.callout_id AND a.person_id = l.person_id")).
			Order("l.id").Limit(limit).Scan(&rows).Error
	default:
		err = s.db(ctx).Table("callout_answers").Select("id AS `row`, person_id, org_id").
			Where("callout_id = ? AND id > ? AND says = ? AND person_id > 0", c.ID, c.After, CallYes).Order("id").Limit(limit).Scan(&rows).Error
	}
	for _, r := range rows {
		to = append(to, Recipient{Row: r.Row, Person: r.PersonID, Org: r.OrgID})
	}
	if err != nil {
		return nil, err
	}
	return to, s.reach(ctx, to)
}

// reach finds the account of each person: the one they spoke from last.
func (s *Store) reach(ctx context.Context, to []Recipient) error {
	var people []int64
	for _, r := range to {
		people = append(people, r.Person)
	}
	var accounts []Account
	err := s.db(ctx).Select("id", "channel", "person_id").Where("person_id IN ? AND channel <> ?", people, FormChannel).Order("heard_at, id").Find(&accounts).Error
	last := map[int64]Account{}
	for _, a := range accounts {
		last[a.PersonID] = a
	}
	for i, r := range to {
		if a, ok := last[r.Person]; ok {
			to[i].account = post.Letter{Channel: a.Channel, AccountID: a.ID, PersonID: r.Person}
		}
	}
	return err
}

// writeTo writes a batch of letters, and that the first ones went out. Who has no
// chat is counted as called and gets none: a list of thousands to be passed on by
// hand helps nobody.
func (s *Store) writeTo(ctx context.Context, c Callout, to []Recipient, words func(Recipient) []Notice) error {
	var called []CalloutLetter
	var letters []post.Letter
	var bodies [][]byte
	for _, r := range to {
		if c.Spreading == ToGroups || c.Spreading == ToVolunteers {
			called = append(called, CalloutLetter{CalloutID: c.ID, PersonID: r.Person, GroupID: r.Group.ID, OrgID: r.Org, LetterKey: c.key(r)})
		}
		where := r.account
		if r.Group.ID != 0 {
			where = post.Letter{Channel: r.Group.Channel, GroupID: r.Group.ID}
		}
		if where.Channel == "" {
			continue
		}
		for i, n := range words(r) {
			if n.Key = c.key(r); i > 0 {
				n.Key += fmt.Sprintf(":%d", i)
			}
			l, body, err := n.letter()
			if err != nil {
				return err
			}
			l.Channel, l.AccountID, l.GroupID, l.PersonID = where.Channel, where.AccountID, where.GroupID, where.PersonID
			letters, bodies = append(letters, l), append(bodies, body)
		}
	}
	if len(called) > 0 {
		if err := s.db(ctx).Create(&called).Error; err != nil {
			return err
		}
	}
	return s.Post(ctx).WriteAll(letters, bodies)
}

// RemindSilent begins the reminders of call-outs whose time for it has come, and
// says of how many. Each is reminded of once.
func (s *Store) RemindSilent(ctx context.Context, now time.Time) (n int64, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		begun := tx.db(ctx).Model(&Callout{}).Where("stage = ? AND spreading = '' AND remind_at > 0 AND remind_at <= ?", CalloutCalled, now.UnixMilli()).
			UpdateColumns(map[string]any{"spreading": ToSilent, "spread_after": 0, "remind_at": 0})
		n = begun.RowsAffected
		return begun.Error
	})
	return n, err
}
