package models

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"

	"xiaoqing/models/calendar"
)

// Roster (班次) is one stretch of duty that a unit needs people for: what, where,
// when and how many. 班12 is its ticket. It is at most eight hours long, for who
// works longer than that in a day is not let join.
type Roster struct {
	ID            int64
	OrgID         int64          `gorm:"index"`
	Day           calendar.Day   `gorm:"size:10;index"` // the day it begins on
	Start         calendar.Clock // on Day, in the programme's zone
	Minutes       int
	Places        int
	Taken         int // places that someone has, never more than Places
	Joined        int // how often someone joined: the turns of those who wait
	MadeBy        int64
	MadeAt        int64
	Cancelled     bool
	Revision      int   // how often it was changed or called off; it only grows
	ChangedAt     int64 // when it was last, 0 for never
	Sealed        []byte
	RosterPrivate `gorm:"-"`
}

// RosterPrivate is a coordinator's words.
type RosterPrivate struct {
	Task    string `json:"task"`
	Place   string `json:"place,omitempty"`
	Contact string `json:"contact,omitempty"` // whom to ask: a name, a phone
}

func (r *Roster) private() (any, *[]byte) { return &r.RosterPrivate, &r.Sealed }

// Ticket is 班12.
func (r Roster) Ticket() Ticket { return Ticket{RosterPrefix, r.ID} }

// Begins is the moment it starts.
func (r Roster) Begins(zone *time.Location) time.Time { return r.Day.At(r.Start, zone) }

// Ends is the moment it is over.
func (r Roster) Ends(zone *time.Location) time.Time {
	return r.Begins(zone).Add(time.Duration(r.Minutes) * time.Minute)
}

// Open is how many places nobody has.
func (r Roster) Open() int { return r.Places - r.Taken }

// PlaceState is how someone stands in a roster.
type PlaceState string

const (
	Seated  PlaceState = "seated"  // 有名额
	InQueue PlaceState = "waiting" // 候补
	Left    PlaceState = "left"    // 退了
)

// RosterPlace (报岗) is one volunteer in one roster.
type RosterPlace struct {
	ID       int64
	RosterID int64      `gorm:"uniqueIndex:place_once,priority:1"`
	PersonID int64      `gorm:"uniqueIndex:place_once,priority:2;index"`
	State    PlaceState `gorm:"size:12"`
	Turn     int        // in the order of joining
	MadeAt   int64
}

// mostPlaces is how many places a roster can have.
const mostPlaces = 1000

// MakeRoster (排班) puts a roster down for a unit that the actor coordinates. The
// same one again is that one, and fresh is false.
func (s *Store) MakeRoster(ctx context.Context, by Actor, org Org, r *Roster) (fresh bool, err error) {
	if !by.Holds(Coordinator, org) {
		return false, Refuse(Forbidden, "%s不归您管，排不了班。", org.Name)
	}
	if err := s.soundRoster(by, *r); err != nil {
		return false, err
	}
	err = s.Tx(ctx, func(tx *Store) error {
		var alike []Roster
		if err := tx.LockChains(ctx, org); err != nil { // one list after the other
			return err
		}
		if err := tx.db(ctx).Where("org_id = ? AND day = ? AND start = ? AND minutes = ? AND cancelled = ?", org.ID, r.Day, r.Start, r.Minutes, false).Order("id").Find(&alike).Error; err != nil {
			return err
		}
		for _, old := range alike {
			if old.Task == r.Task && old.RosterPrivate.Place == r.Place {
				*r, fresh = old, false
				return nil
			}
		}
		fresh = true
		r.ID, r.OrgID, r.MadeBy, r.MadeAt = 0, org.ID, by.Person, by.Now.UnixMilli()
		if err := tx.db(ctx).Create(r).Error; err != nil {
			return err
		}
		return tx.audit(ctx, by, "roster", r.Ticket().String(), org.ID, "")
	})
	return fresh, err
}

// soundRoster refuses (Invalid) what no roster can be.
func (s *Store) soundRoster(by Actor, r Roster) error {
	switch {
	case r.Minutes < 30:
		return Refuse(Invalid, "一班至少半小时，请写几点到几点，比如“8点到12点”。")
	case r.Minutes > longestDay:
		return Refuse(Invalid, "一班最长8小时，再长请分成两班排。")
	case r.Places < 1 || r.Places > mostPlaces:
		return Refuse(Invalid, "人数要在1到%d之间，比如“10人”。", mostPlaces)
	case !r.Ends(s.Zone).After(by.Now):
		return Refuse(Invalid, "这个时间已经过去了，请再看看是哪天。")
	}
	return nil
}

// Roster is the roster of that id; it refuses (NotFound) when there is none.
func (s *Store) Roster(ctx context.Context, id int64) (r Roster, err error) {
	err = s.db(ctx).Take(&r, id).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return r, Refuse(NotFound, "没有找到班%d，请核对编号。", id)
	}
	return r, err
}

// RostersOf are the rosters of orgs and the units below that are not over, the
// next first.
func (s *Store) RostersOf(ctx context.Context, orgs []Org, now time.Time, limit int) (rs []Roster, err error) {
	if len(orgs) == 0 {
		return nil, nil
	}
	return s.coming(ctx, s.db(ctx).Where("org_id IN (?)", s.below(ctx, orgs)), now, limit)
}

// OpenRosters are those that someone of orgs can join: of their own units, of the
// units below and of those above, with a place left.
func (s *Store) OpenRosters(ctx context.Context, orgs []Org, now time.Time, limit int) (rs []Roster, err error) {
	var ids []int64
	for _, o := range orgs {
		ids = append(ids, o.above()...)
	}
	if len(ids) == 0 {
		return nil, nil
	}
	return s.coming(ctx, s.db(ctx).Where("taken < places AND (org_id IN ? OR org_id IN (?))", ids, s.below(ctx, orgs)), now, limit)
}

func (s *Store) coming(_ context.Context, q *gorm.DB, now time.Time, limit int) (rs []Roster, err error) {
	var all []Roster
	err = q.Where("day >= ? AND cancelled = ?", calendar.DayOf(now).Add(-1), false).Order("day, start, id").Limit(limit + 20).Find(&all).Error
	for _, r := range all {
		if r.Ends(s.Zone).After(now) && len(rs) < limit {
			rs = append(rs, r)
		}
	}
	return rs, err
}

// RostersOn are all rosters of the days from to to, both included.
func (s *Store) RostersOn(ctx context.Context, from, to calendar.Day) (rs []Roster, err error) {
	err = s.db(ctx).Where("day >= ? AND day <= ? AND cancelled = ?", from, to, false).Order("day, start, id").Find(&rs).Error
	return rs, err
}

// SeatsOf are the rosters in which a person has a place on the days from to to.
func (s *Store) SeatsOf(ctx context.Context, person int64, from, to calendar.Day) ([]Roster, error) {
	return s.joinedOf(ctx, person, Seated, from, to)
}

// QueuesOf are those in which they wait for one.
func (s *Store) QueuesOf(ctx context.Context, person int64, from, to calendar.Day) ([]Roster, error) {
	return s.joinedOf(ctx, person, InQueue, from, to)
}

func (s *Store) joinedOf(ctx context.Context, person int64, state PlaceState, from, to calendar.Day) (rs []Roster, err error) {
	err = s.joinedAs(ctx, person, state, from, to).Where("rosters.cancelled = ?", false).Find(&rs).Error
	return rs, err
}

// joinedAs asks for the rosters in which a person stands so, called off or not.
func (s *Store) joinedAs(ctx context.Context, person int64, state PlaceState, from, to calendar.Day) *gorm.DB {
	return s.db(ctx).Joins("JOIN roster_places ON roster_places.roster_id = rosters.id").
		Where("roster_places.person_id = ? AND roster_places.state = ? AND rosters.day >= ? AND rosters.day <= ?", person, state, from, to).
		Order("rosters.day, rosters.start, rosters.id")
}

// RosterPlaces are those who have a place in a roster, then those who wait, each in
// the order of joining.
func (s *Store) RosterPlaces(ctx context.Context, roster int64) (seated, waiting []RosterPlace, err error) {
	var all []RosterPlace
	err = s.db(ctx).Where("roster_id = ? AND state <> ?", roster, Left).Order("turn, id").Find(&all).Error
	for _, p := range all {
		if p.State == Seated {
			seated = append(seated, p)
		} else {
			waiting = append(waiting, p)
		}
	}
	return seated, waiting, err
}

// CancelRoster (取消班次) calls a roster off; who had a place or waited is to be
// told. It refuses (Conflict) one that has begun.
func (s *Store) CancelRoster(ctx context.Context, by Actor, id int64) (r Roster, people []int64, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		people = nil
		if r, err = tx.lockRoster(ctx, id); err != nil {
			return err
		}
		org, err := tx.Org(ctx, r.OrgID)
		switch {
		case err != nil:
			return err
		case !by.Holds(Coordinator, org):
			return Refuse(Forbidden, "%s归%s管，您这边取消不了。", r.Ticket(), org.Name)
		case r.Cancelled:
			return Refuse(Conflict, "%s已经取消了。", r.Ticket())
		case !r.Begins(tx.Zone).After(by.Now):
			return Refuse(Conflict, "%s已经开始了，取消不了。没来的人，核时长时不通过就行。", r.Ticket())
		}
		seated, waiting, err := tx.RosterPlaces(ctx, id)
		if err != nil {
			return err
		}
		for _, p := range append(seated, waiting...) {
			people = append(people, p.PersonID)
		}
		off := map[string]any{"cancelled": true, "revision": r.Revision + 1, "changed_at": by.Now.UnixMilli()}
		if err := tx.db(ctx).Model(&Roster{}).Where("id = ?", id).Updates(off).Error; err != nil {
			return err
		}
		return tx.audit(ctx, by, "cancel", r.Ticket().String(), org.ID, "")
	})
	return r, people, err
}

// lockRoster takes the turn on a roster and reads it.
func (s *Store) lockRoster(ctx context.Context, id int64) (Roster, error) {
	if err := s.db(ctx).Model(&Roster{}).Where("id = ?", id).Update("joined", gorm.Expr("joined + 1")).Error; err != nil {
		return Roster{}, err
	}
	return s.Roster(ctx, id)
}
