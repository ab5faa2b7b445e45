package models

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"
)

// CalloutStage is how far a Callout is.
type CalloutStage string

const (
	CalloutDraft   CalloutStage = "draft"   // its reach was shown, nobody has heard of it
	CalloutCalled  CalloutStage = "called"  // 已发出
	CalloutStopped CalloutStage = "stopped" // 已停止
)

// Callout (动员令, 召集) calls people to one task: every group at and below an Org
// and, when asked for, every volunteer there in private. Its letters are written
// in batches after it was confirmed, so that no message waits for twenty thousand
// of them; what was written last stands in Spreading and After.
type Callout struct {
	ID             int64
	MadeKey        string       `gorm:"size:64;uniqueIndex"` // of the message or page that made it
	OrgID          int64        `gorm:"index"`
	PersonID       int64        `gorm:"index"` // who calls
	Stage          CalloutStage `gorm:"size:12"`
	Volunteers     bool         // every volunteer hears in private too
	Urgent         bool         // also at night
	StartsAt       int64        // when the task begins, 0 when nobody said
	Clock          bool         // its hour was said too, not the day alone
	Places         int          // 0 is as many as come
	Joined         int          // places taken
	Turns          int64        // how many ever stood on the waiting list
	People         int          // whom the preview counted
	Remind         int          // minutes after which the silent are reminded; 0 by itself, -1 never
	RemindAt       int64        // when, 0 never or done
	Spreading      Spreading    `gorm:"size:8;index"`
	After          int64        `gorm:"column:spread_after"` // the row that was written to last
	MadeAt         int64
	CalledAt       int64
	StoppedAt      int64
	Settled        bool // what was delivered stands in its own rows: the letters may go
	Version        int64
	Sealed         []byte
	CalloutPrivate `gorm:"-"`
}

// CalloutPrivate are the caller's own words.
type CalloutPrivate struct {
	Task    string `json:"task"`
	Place   string `json:"place,omitempty"`
	Contact string `json:"contact,omitempty"` // 王芳 021-…: given to be shown to all
}

func (c *Callout) private() (any, *[]byte) { return &c.CalloutPrivate, &c.Sealed }

// Ticket is 召12.
func (c Callout) Ticket() Ticket { return Ticket{CalloutPrefix, c.ID} }

// Starts is when the task begins; the zero time when nobody said.
func (c Callout) Starts(zone *time.Location) (t time.Time) {
	if c.StartsAt != 0 {
		t = time.UnixMilli(c.StartsAt).In(zone)
	}
	return t
}

// untold is how long a call-out without a day is open.
const untold = 7 * 24 * time.Hour

// Ends is until when it can be joined: the beginning of its task, the end of its
// day when no hour was said, or a week.
func (c Callout) Ends(zone *time.Location) time.Time {
	switch {
	case c.StartsAt == 0:
		return time.UnixMilli(max(c.CalledAt, c.MadeAt)).In(zone).Add(untold)
	case !c.Clock:
		return c.Starts(zone).AddDate(0, 0, 1)
	}
	return c.Starts(zone)
}

// Open says whether it can be joined at now.
func (c Callout) Open(now time.Time) bool {
	return c.Stage == CalloutCalled && now.Before(c.Ends(now.Location()))
}

// Left are the places that are free; -1 when there is no limit.
func (c Callout) Left() int {
	if c.Places == 0 {
		return -1
	}
	return max(c.Places-c.Joined, 0)
}

// Callout is the call-out of that number; it refuses (NotFound) when there is
// none, or only somebody else's draft.
func (s *Store) Callout(ctx context.Context, by Actor, id int64) (c Callout, err error) {
	err = s.db(ctx).Take(&c, id).Error
	if errors.Is(err, gorm.ErrRecordNotFound) || err == nil && c.Stage == CalloutDraft && c.PersonID != by.Person {
		err = Refuse(NotFound, "没有找到召%d，请核对编号。", id)
	}
	return c, err
}

// draftWaits is how long a draft is spoken of without its number.
const draftWaits = 12 * time.Hour

// DraftOf is the actor's newest draft of the last hours; its ID is 0 when there is
// none.
func (s *Store) DraftOf(ctx context.Context, by Actor) (c Callout, err error) {
	err = s.db(ctx).Where("person_id = ? AND stage = ? AND made_at > ?", by.Person, CalloutDraft, by.Now.Add(-draftWaits).UnixMilli()).Order("id DESC").Limit(1).Find(&c).Error
	return c, err
}

// Callouts are the newest that concern orgs: made there, below or above; without
// drafts.
func (s *Store) Callouts(ctx context.Context, orgs []Org, limit int) (cs []Callout, err error) {
	if len(orgs) == 0 {
		return nil, nil
	}
	var above []int64
	for _, o := range orgs {
		above = append(above, o.lineage()...)
	}
	err = s.db(ctx).Where("stage <> ?", CalloutDraft).Where("org_id IN (?) OR org_id IN ?", s.below(ctx, orgs), above).Order("id DESC").Limit(limit).Find(&cs).Error
	return cs, err
}

// CallFor is the newest open call-out that a person was called by; its ID is 0 when
// there is none.
func (s *Store) CallFor(ctx context.Context, person int64, now time.Time) (c Callout, err error) {
	return s.newestCall(ctx, "person_id", person, now)
}

// CallIn is the newest open call-out that went to a group; its ID is 0 when there
// is none.
func (s *Store) CallIn(ctx context.Context, group int64, now time.Time) (c Callout, err error) {
	return s.newestCall(ctx, "group_id", group, now)
}

func (s *Store) newestCall(ctx context.Context, column string, id int64, now time.Time) (open Callout, err error) {
	var ids []int64
	err = s.db(ctx).Model(&CalloutLetter{}).Where(column+" = ?", id).Order("id DESC").Limit(5).Pluck("callout_id", &ids).Error
	if err != nil || len(ids) == 0 {
		return open, err
	}
	var cs []Callout
	err = s.db(ctx).Where("id IN ?", ids).Order("id DESC").Find(&cs).Error
	for _, c := range cs {
		if c.Open(now) {
			return c, err
		}
	}
	return open, err
}

// MuteCalls (不要再发动员令) keeps that a person wants no call-outs in private, or, when
// not off, that they want them again.
func (s *Store) MuteCalls(ctx context.Context, by Actor, off bool) error {
	at := int64(0)
	if off {
		at = by.Now.UnixMilli()
	}
	return s.Tx(ctx, func(tx *Store) error {
		return tx.db(ctx).Model(&Person{}).Where("id = ?", by.Person).UpdateColumn("calls_off", at).Error
	})
}
