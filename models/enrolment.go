package models

import (
	"context"
	"time"

	"gorm.io/gorm"

	"xiaoqing/models/calendar"
)

// Enrolment (报云托班) is one child in 爱心云托班. Nothing is paired before a
// guardian's own tap; until then only form of address, grade and the guardian's
// phone are kept.
type Enrolment struct {
	ID               int64
	Review           `gorm:"embedded"`
	ConsentID        int64        // the guardian's; 0 before their tap, and after it was withdrawn
	PausedFrom       Stage        `gorm:"size:16"` // the stage to go on at when a pause is over
	PausedUntil      calendar.Day `gorm:"size:10"` // when the guardian is asked whether to go on, "" when open
	GoesFirst        bool         `gorm:"index"`   // a tutor let the child down: first in the next round
	LeadID           int64        `gorm:"index"`   // of siblings who learn together the first, 0 for one who learns alone
	Grades           []int        `gorm:"-"`       // of a Learner: those of all, nil for one alone
	PartnerID        int64        `gorm:"index"`   // the guardian's frontline unit
	BadgeAskedAt     int64        // when a coordinator asked for a photo of the badge, 0 for never
	Sealed           []byte
	EnrolmentPrivate `gorm:"-"`
}

// EnrolmentPrivate is what only the guardian, the tutor (in part) and the
// coordinators may read.
type EnrolmentPrivate struct {
	Child    string          `json:"child"` // 孩子怎么称呼, 小名就行
	Grade    int             `json:"grade"`
	Gender   string          `json:"gender,omitempty"`
	Subjects []string        `json:"subjects,omitempty"`
	Slots    []calendar.Slot `json:"slots,omitempty"`
	Guardian string          `json:"guardian,omitempty"`
	Unit     string          `json:"unit,omitempty"` // 一线单位
	Phone    string          `json:"phone"`
	Remark   Remark          `json:"remark"`
}

func (e *Enrolment) private() (any, *[]byte) { return &e.EnrolmentPrivate, &e.Sealed }
func (e *Enrolment) remark() *Remark         { return &e.EnrolmentPrivate.Remark }

// Ticket is 托123.
func (e *Enrolment) Ticket() Ticket { return Ticket{EnrolmentPrefix, e.ID} }

// Title is 云托班报名.
func (e *Enrolment) Title() string { return "云托班报名" }

// Who is how the child is called.
func (e *Enrolment) Who() string { return e.Child }

// Contact is the guardian's phone.
func (e *Enrolment) Contact() string { return e.Phone }

// Enrol (报云托班) keeps a new enrolment and counts the child once; where places
// are limited it has a seat or a number on the waiting list. The same child again
// by the same person is refused (Conflict) with the standing ticket.
func (s *Store) Enrol(ctx context.Context, e *Enrolment, now time.Time) error {
	return s.Tx(ctx, func(tx *Store) error {
		tx.rekey(e)
		var standing Enrolment
		found := tx.db(ctx).Select("id", "stage").Where("person_id = ? AND name_key = ? AND stage NOT IN ?", e.PersonID, e.NameKey, []Stage{Withdrawn, Rejected, Ended}).
			Limit(1).Find(&standing)
		if found.Error != nil {
			return found.Error
		}
		if found.RowsAffected > 0 {
			return Refuse(Conflict, "这个孩子已经报过了，编号%s，现在是“%s”。要改哪一项直接说，比如“年级改成四年级”。", standing.Ticket(), standing.Stage.Chinese())
		}
		turn, err := tx.takeTurn(ctx, e.OrgID)
		if err != nil {
			return err
		}
		e.Stage, e.AppliedOn, e.WaitingSince = Applied, calendar.DayOf(now), now.UnixMilli()
		if e.PartnerID, err = tx.partnerOf(ctx, e); err != nil {
			return err
		}
		if err := tx.db(ctx).Create(e).Error; err != nil {
			return err
		}
		if err := tx.seat(ctx, turn, e, now); err != nil {
			return err
		}
		err = tx.enterOnce(ctx, Entry{Measure: Enrolments, OrgID: e.OrgID, Day: e.AppliedOn, Delta: 1, Subject: e.Ticket().String()}, e.CountKey, now)
		if err != nil {
			return err
		}
		return tx.passListed(ctx, e, now)
	})
}

// AheadAtMost is up to how many children Ahead counts: it costs the same however
// many there are.
const AheadAtMost = 1000

// Ahead is how many children of the city come before e and are in the way of a tutor,
// AheadAtMost at most: the honest place in the queue. Who was let down by a tutor
// goes first, then who has waited longer; who must mend something or tap first, or is
// on a waiting list, is not before anyone.
func (s *Store) Ahead(ctx context.Context, e Enrolment) (n int64, err error) {
	ready := func() *gorm.DB {
		return s.db(ctx).Model(&Enrolment{}).Select("1").Where("stage IN ? AND consent_id > 0 AND NOT EXISTS (?)", []Stage{Applied, Waiting}, s.listed(ctx))
	}
	longer := "waiting_since <= ? AND NOT (waiting_since = ? AND id >= ?)"
	before := ready().Where(longer, e.WaitingSince, e.WaitingSince, e.ID)
	if e.GoesFirst {
		before = before.Where("goes_first = ?", true)
	}
	if err = s.db(ctx).Table("(?) AS before_me", before.Limit(AheadAtMost)).Count(&n).Error; err != nil || e.GoesFirst {
		return n, err
	}
	var first int64
	later := ready().Where("goes_first = ? AND id <> ?", true, e.ID).Where("NOT ("+longer+")", e.WaitingSince, e.WaitingSince, e.ID)
	err = s.db(ctx).Table("(?) AS let_down", later.Limit(AheadAtMost)).Count(&first).Error
	n = min(n+first, AheadAtMost)
	return n, err
}

// listed is a condition: the seat of a child of the query around it, when it is
// only a place on a waiting list.
func (s *Store) listed(ctx context.Context) any {
	return s.db(ctx).Model(&Seat{}).Select("1").Where("seats.enrolment_id = enrolments.id AND seats.seated = ?", false)
}

// Enrolment is the record of that id.
func (s *Store) Enrolment(ctx context.Context, id int64) (e Enrolment, err error) {
	err = s.db(ctx).Take(&e, id).Error
	return e, err
}

// EnrolmentsAt are the children at a stage in orgs and below, longest wait first.
func (s *Store) EnrolmentsAt(ctx context.Context, stage Stage, orgs []Org, limit int) (es []Enrolment, err error) {
	err = s.db(ctx).Where("stage = ?", stage).Where("org_id IN (?)", s.below(ctx, orgs)).Order("waiting_since, id").Limit(limit).Find(&es).Error
	return es, err
}
