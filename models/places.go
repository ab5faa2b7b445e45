package models

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"
)

// Places (云托班名额) is how many children the cloud class of an Org takes: those who
// live there, less those of a unit below that has a number of its own. Its row is
// the one lock of the class's seats, and its counts are changed under it alone.
type Places struct {
	ID      int64
	OrgID   int64 `gorm:"uniqueIndex"`
	Number  int64 // Unlimited once the limit was lifted
	Seated  int64 // children who have a seat
	Listed  int64 // children on the waiting list
	Version int64
}

// TableName keeps clear of the plural of a plural.
func (Places) TableName() string { return "places" }

// Unlimited is the Number of a class that takes everyone.
const Unlimited = -1

// Left is how many seats are free.
func (p Places) Left() int64 { return max(p.Number-p.Seated, 0) }

// PlacesFor is the class that children of org belong to: that of the nearest unit,
// org itself or above it, which has a number; found is false where none has.
func (s *Store) PlacesFor(ctx context.Context, org Org) (p Places, found bool, err error) {
	ids := strings.Split(strings.Trim(org.Path, "/"), "/")
	var rows []Places
	if err := s.db(ctx).Where("org_id IN ? AND number <> ?", ids, Unlimited).Find(&rows).Error; err != nil || len(rows) == 0 {
		return p, false, err
	}
	depth := func(p Places) int { return slices.Index(ids, fmt.Sprint(p.OrgID)) }
	return slices.MaxFunc(rows, func(a, b Places) int { return depth(a) - depth(b) }), true, nil
}

// PlacesIn are the classes with a number in orgs and below, the oldest first.
func (s *Store) PlacesIn(ctx context.Context, orgs []Org) (ps []Places, err error) {
	if len(orgs) == 0 {
		return nil, nil
	}
	err = s.db(ctx).Where("number <> ? AND org_id IN (?)", Unlimited, s.below(ctx, orgs)).Order("id").Find(&ps).Error
	return ps, err
}

// SetPlaces (云托班名额) sets how many children the class of org takes; Unlimited
// lifts the limit. Who was in keeps the seat, whatever the number; new seats go to
// those who have waited longest. It refuses (Forbidden) who does not coordinate
// the unit, or the one above whose number the children were counted in.
func (s *Store) SetPlaces(ctx context.Context, by Actor, org Org, number int64) (before, now Places, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		if !by.Holds(Coordinator, org) {
			return Refuse(Forbidden, "%s不归您管，名额定不了。", org.Name)
		}
		above, within, err := tx.placesAbove(ctx, by, org)
		if err != nil {
			return err
		}
		if now, err = tx.placesOf(ctx, org); err != nil {
			return err
		}
		before = now
		if err := tx.db(ctx).Model(&now).Update("number", number).Error; err != nil {
			return err
		}
		now.Number = number
		if err := tx.audit(ctx, by, "places", "", org.ID, fmt.Sprint(number)); err != nil {
			return err
		}
		switch {
		case number == Unlimited && within: // its children go back to the class above
			return tx.settle(ctx, &above, by.Now)
		case number == Unlimited:
			return tx.moveUp(ctx, &now, by.Now)
		}
		if err := tx.settle(ctx, &now, by.Now); err != nil || !within {
			return err
		}
		return tx.settle(ctx, &above, by.Now)
	})
	return before, now, err
}

// placesAbove is the class that org's children belong to without a number of
// their own: whoever takes seats out of it must coordinate it.
func (s *Store) placesAbove(ctx context.Context, by Actor, org Org) (p Places, found bool, err error) {
	if org.ParentID == 0 {
		return p, false, nil
	}
	parent, err := s.Org(ctx, org.ParentID)
	if err != nil {
		return p, false, err
	}
	if p, found, err = s.PlacesFor(ctx, parent); err != nil || !found {
		return p, false, err
	}
	upper, err := s.Org(ctx, p.OrgID)
	if err == nil && !by.Holds(Coordinator, upper) {
		err = Refuse(Forbidden, "%s的孩子算在%s的名额里，要单独定，请%s的协调员来说。", org.Name, upper.Name, upper.Name)
	}
	return p, err == nil, err
}

// placesOf is org's row, made at the first number and locked.
func (s *Store) placesOf(ctx context.Context, org Org) (p Places, err error) {
	found := s.db(ctx).Where("org_id = ?", org.ID).Limit(1).Find(&p)
	if found.Error != nil {
		return p, found.Error
	}
	if found.RowsAffected == 0 {
		p = Places{OrgID: org.ID, Number: Unlimited}
		if err := again(s.db(ctx).Create(&p).Error); err != nil {
			return p, err
		}
	}
	return p, s.lockPlaces(ctx, &p)
}

// lockPlaces takes the turn on a class's seats and reads it anew.
func (s *Store) lockPlaces(ctx context.Context, p *Places) error {
	if err := s.db(ctx).Exec("UPDATE places SET version = version + 1 WHERE id = ?", p.ID).Error; err != nil {
		return err
	}
	id := p.ID
	*p = Places{}
	return s.db(ctx).Take(p, id).Error
}

// SettlePlaces puts each class right: seats of children who are gone are free,
// children who came without one or moved have theirs, and who is next moves up. It
// changes nothing where all is as it should be.
func (s *Store) SettlePlaces(ctx context.Context, now time.Time) error {
	var ids []int64
	if err := s.db(ctx).Model(&Places{}).Where("number <> ?", Unlimited).Order("id").Pluck("id", &ids).Error; err != nil {
		return err
	}
	for _, id := range ids {
		err := s.Tx(ctx, func(tx *Store) error { return tx.settle(ctx, &Places{ID: id}, now) })
		if err != nil {
			return err
		}
	}
	return nil
}

// settle does so for one class. Who is there without a seat was let in before
// there was a number, or by an operator's sheet, and keeps it.
func (s *Store) settle(ctx context.Context, p *Places, now time.Time) error {
	if err := s.lockPlaces(ctx, p); err != nil {
		return err
	}
	children, err := s.classOf(ctx, *p)
	if err != nil {
		return err
	}
	seats := func() *gorm.DB {
		return s.db(ctx).Model(&Seat{}).Joins("JOIN enrolments ON enrolments.id = seats.enrolment_id")
	}
	err = errors.Join(
		eachSome(seats().Where("places_id = ? AND stage IN ?", p.ID, closed), "enrolment_id", func(ids []int64) error {
			return s.db(ctx).Where("enrolment_id IN ?", ids).Delete(&Seat{}).Error
		}),
		eachSome(seats().Where("places_id <> ?", p.ID).Where(children), "enrolment_id", func(ids []int64) error {
			return s.db(ctx).Model(&Seat{}).Where("enrolment_id IN ?", ids).Update("places_id", p.ID).Error
		}),
		eachSome(s.db(ctx).Model(&Enrolment{}).Where(children).Where("NOT EXISTS (SELECT 1 FROM seats WHERE seats.enrolment_id = enrolments.id)"), "id", func(ids []int64) error {
			var rows []Seat
			for _, id := range ids {
				rows = append(rows, Seat{EnrolmentID: id, PlacesID: p.ID, Seated: true, Since: now.UnixMilli()})
			}
			return s.db(ctx).Create(&rows).Error
		}))
	if err != nil {
		return err
	}
	for seated, n := range map[bool]*int64{true: &p.Seated, false: &p.Listed} {
		if err := s.db(ctx).Model(&Seat{}).Where("places_id = ? AND seated = ?", p.ID, seated).Count(n).Error; err != nil {
			return err
		}
	}
	return s.moveUp(ctx, p, now)
}

// eachSome reads the ids of q first and then hands them to f, some at a time: a
// write that looks for its rows itself would lock those it looks at.
func eachSome(q *gorm.DB, id string, f func(ids []int64) error) error {
	var ids []int64
	if err := q.Order(id).Pluck(id, &ids).Error; err != nil {
		return err
	}
	for some := range slices.Chunk(ids, 500) {
		if err := f(some); err != nil {
			return err
		}
	}
	return nil
}

// classOf is a condition on enrolments: the standing children who belong to p.
func (s *Store) classOf(ctx context.Context, p Places) (*gorm.DB, error) {
	org, err := s.Org(ctx, p.OrgID)
	if err != nil {
		return nil, err
	}
	lower, err := s.PlacesIn(ctx, []Org{org})
	if err != nil {
		return nil, err
	}
	homes := s.db(ctx).Model(&Org{}).Select("id").Where("path LIKE ?", org.Path+"%")
	for _, l := range lower {
		o, err := s.Org(ctx, l.OrgID)
		if err != nil {
			return nil, err
		}
		if o.ID != org.ID {
			homes = homes.Where("path NOT LIKE ?", o.Path+"%")
		}
	}
	return s.db(ctx).Where("stage IN ? AND org_id IN (?)", standing, homes), nil
}
