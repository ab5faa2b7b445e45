package models

import (
	"context"
	"time"
)

// Seat (位子) is one child in a class that takes so many: with a seat, or on the
// waiting list (候补), which goes by the number of the enrolment, so that who is
// handed over or comes back keeps their turn. A child of a class without a number
// has no row.
type Seat struct {
	EnrolmentID int64 `gorm:"primaryKey;autoIncrement:false;index:seat_line,priority:3"`
	PlacesID    int64 `gorm:"index:seat_line,priority:1"`
	Seated      bool  `gorm:"index:seat_line,priority:2"`
	Untold      bool  `gorm:"index"` // moved up, and the guardian does not know yet
	Since       int64 // when it stood so first
}

// standing are the stages in which a child needs a seat, closed the others.
var (
	standing = []Stage{Applied, Returned, Eligible, Waiting, Paired, Trial, Running, Paused}
	closed   = []Stage{Withdrawn, Rejected, Ended}
)

// Place is how a child stands for a seat.
type Place struct {
	Limited bool // the class takes only so many
	Seated  bool
	Number  int64 // on the waiting list, from 1; 0 with a seat
}

// Waits says that the child is on the waiting list.
func (p Place) Waits() bool { return p.Limited && !p.Seated }

// PlaceOf is how a child stands now.
func (s *Store) PlaceOf(ctx context.Context, enrolment int64) (p Place, err error) {
	var seat Seat
	found := s.db(ctx).Where("enrolment_id = ?", enrolment).Limit(1).Find(&seat)
	if found.Error != nil || found.RowsAffected == 0 {
		return p, found.Error
	}
	if p = (Place{Limited: true, Seated: seat.Seated}); seat.Seated {
		return p, nil
	}
	err = s.db(ctx).Model(&Seat{}).Where("places_id = ? AND seated = ? AND enrolment_id <= ?", seat.PlacesID, false, enrolment).Count(&p.Number).Error
	return p, err
}

// takeTurn takes the turn on the seats of org's class before an enrolment gets
// its number, so that numbers and seats have one order; nil where there is no
// limit.
func (s *Store) takeTurn(ctx context.Context, org int64) (*Places, error) {
	o, err := s.Org(ctx, org)
	if err != nil {
		return nil, err
	}
	p, found, err := s.PlacesFor(ctx, o)
	if err != nil || !found {
		return nil, err
	}
	return &p, s.lockPlaces(ctx, &p)
}

// seat gives a child of a class whose turn was taken a seat, or a place on its
// waiting list.
func (s *Store) seat(ctx context.Context, p *Places, e *Enrolment, now time.Time) error {
	if p == nil {
		return nil
	}
	seat := Seat{EnrolmentID: e.ID, PlacesID: p.ID, Seated: p.Left() > 0, Since: now.UnixMilli()}
	if seat.Seated {
		p.Seated++
	} else {
		p.Listed++
	}
	if err := s.db(ctx).Create(&seat).Error; err != nil {
		return err
	}
	return s.countSeats(ctx, p)
}

func (s *Store) countSeats(ctx context.Context, p *Places) error {
	return s.db(ctx).Exec("UPDATE places SET seated = ?, listed = ? WHERE id = ?", p.Seated, p.Listed, p.ID).Error
}

// reseat lets an enrolment that stands again, or in another Org, stand for a seat
// there: in its old turn.
func (s *Store) reseat(ctx context.Context, r Record, now time.Time) error {
	e, ok := r.(*Enrolment)
	if !ok {
		return nil
	}
	p, err := s.takeTurn(ctx, e.OrgID)
	if err != nil {
		return err
	}
	var seat Seat
	found := s.db(ctx).Where("enrolment_id = ?", e.ID).Limit(1).Find(&seat)
	if found.Error != nil || p != nil && seat.PlacesID == p.ID {
		return found.Error
	}
	if found.RowsAffected > 0 {
		if err := s.vacate(ctx, r, now); err != nil {
			return err
		}
	}
	return s.seat(ctx, p, e, now)
}

// vacate frees the seat of an enrolment that ended: the next on the waiting list
// moves up.
func (s *Store) vacate(ctx context.Context, r Record, now time.Time) error {
	if r.Ticket().Prefix != EnrolmentPrefix {
		return nil
	}
	var seat Seat
	if found := s.db(ctx).Where("enrolment_id = ?", r.Ticket().ID).Limit(1).Find(&seat); found.Error != nil || found.RowsAffected == 0 {
		return found.Error
	}
	p := Places{ID: seat.PlacesID}
	if err := s.lockPlaces(ctx, &p); err != nil {
		return err
	}
	if found := s.db(ctx).Where("enrolment_id = ? AND places_id = ?", seat.EnrolmentID, p.ID).Limit(1).Find(&seat); found.Error != nil || found.RowsAffected == 0 {
		return found.Error
	}
	if err := s.db(ctx).Delete(&seat).Error; err != nil {
		return err
	}
	if seat.Seated {
		p.Seated--
	} else {
		p.Listed--
	}
	return s.moveUp(ctx, &p, now)
}

// moveUp gives free seats to those who have waited longest, and keeps the counts.
func (s *Store) moveUp(ctx context.Context, p *Places, now time.Time) error {
	free := min(p.Left(), p.Listed)
	if p.Number == Unlimited {
		free = p.Listed
	}
	for free > 0 {
		var next []int64
		q := s.db(ctx).Model(&Seat{}).Where("places_id = ? AND seated = ?", p.ID, false).Order("enrolment_id").Limit(int(min(free, 500)))
		if err := q.Pluck("enrolment_id", &next).Error; err != nil || len(next) == 0 {
			return err
		}
		up := s.db(ctx).Model(&Seat{}).Where("enrolment_id IN ?", next).Updates(map[string]any{"seated": true, "untold": true, "since": now.UnixMilli()})
		if up.Error != nil {
			return up.Error
		}
		n := int64(len(next))
		p.Seated, p.Listed, free = p.Seated+n, p.Listed-n, free-n
	}
	return s.countSeats(ctx, p)
}

// Untold are children who moved up from a waiting list and whose guardians do not
// know it yet, the first enrolled first.
func (s *Store) Untold(ctx context.Context, limit int) (seats []Seat, err error) {
	err = s.db(ctx).Where("untold = ?", true).Order("enrolment_id").Limit(limit).Find(&seats).Error
	return seats, err
}

// Told marks that a child's guardian is told; false when somebody else did so. It
// belongs into the transaction that writes the letter.
func (s *Store) Told(ctx context.Context, seat Seat) (bool, error) {
	told := s.db(ctx).Model(&Seat{}).Where("enrolment_id = ? AND untold = ?", seat.EnrolmentID, true).Update("untold", false)
	return told.RowsAffected == 1, told.Error
}
