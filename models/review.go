package models

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"

	"xiaoqing/models/calendar"
)

// Stage is where a record stands.
type Stage string

const (
	Applied   Stage = "applied"   // 待审核
	Returned  Stage = "returned"  // 待补充
	Verified  Stage = "verified"  // 已核实: a signup's good end
	Eligible  Stage = "eligible"  // 符合条件: an enrolment that passed, before a guardian's tap
	Waiting   Stage = "waiting"   // 等结对: it passed and the guardian agreed
	Paired    Stage = "paired"    // 已结对, no lesson given yet
	Trial     Stage = "trial"     // 试课: the first lesson was given, nobody has said yet how it went
	Running   Stage = "running"   // 上课中
	Paused    Stage = "paused"    // 暂停: the tutor keeps the seat
	Ended     Stage = "ended"     // 已结束
	Rejected  Stage = "rejected"  // 未通过
	Withdrawn Stage = "withdrawn" // 已撤回
)

// Chinese is what people read of the stage.
func (s Stage) Chinese() string {
	return map[Stage]string{Applied: "待审核", Returned: "等您补充", Verified: "已通过", Eligible: "符合条件，等监护人同意", Waiting: "已通过，等结对",
		Paired: "已结对", Trial: "试课中", Running: "上课中", Paused: "暂停中", Ended: "已结束", Rejected: "没有通过", Withdrawn: "已撤回"}[s]
}

// Learning says that the child of an enrolment has a tutor and lessons go on.
func (s Stage) Learning() bool { return s == Paired || s == Trial || s == Running }

// HasTutor says that a tutor's seat is the child's, also while lessons rest.
func (s Stage) HasTutor() bool { return s.Learning() || s == Paused }

// Review is the part that a Signup and an Enrolment share: whose turn it is.
type Review struct {
	OrgID        int64        `gorm:"index:,composite:queue,priority:1"`
	PersonID     int64        `gorm:"index"` // who asked, and who may never decide
	Stage        Stage        `gorm:"size:16;index:,composite:queue,priority:2;index:,composite:line,priority:1"`
	AppliedOn    calendar.Day `gorm:"size:10"`
	WaitingSince int64        `gorm:"index:,composite:line,priority:2"` // kept by 转出 and 退回: the wait is the person's
	NameKey      string       `gorm:"size:44;index"`
	PhoneKey     string       `gorm:"size:44;index"`
	CountKey     string       `gorm:"size:44"` // who is counted, once
	Channel      string       `gorm:"size:20"` // by which door it came
	ReviewedBy   int64
	ReviewedAt   int64  `gorm:"index"`
	ReviewedVia  string `gorm:"size:20"` // how: chat or page
	StageAt      int64  // since when it stands at its stage, 0 when that is not known
	EndedAt      int64  // when it was rejected, withdrawn or ended
	Forgotten    bool   // its words were taken out
	Version      int64
}

func (r *Review) review() *Review { return r }

// Remark is what a reviewer said when it was not a plain yes.
type Remark struct {
	Reason string `json:"reason,omitempty"`
	Field  string `json:"field,omitempty"` // the one thing to mend
}

// Record is what a coordinator reviews: a *Signup or an *Enrolment.
type Record interface {
	Ticket() Ticket
	Title() string // 志愿者报名
	Who() string   // 张三, or how the child is called
	Contact() string
	remark() *Remark
	review() *Review
	confidential
}

// ReviewOf is the shared part of a record.
func ReviewOf(r Record) Review { return *r.review() }

// RemarkOf is what the last reviewer said of a record.
func RemarkOf(r Record) Remark { return *r.remark() }

// Actor is who does something: a person with the roles they hold, through a door.
type Actor struct {
	Person    int64
	Standings []Standing
	Via       string // chat, page, command
	Now       time.Time
}

// Holds says whether the actor has role in org or above it; a Partner has the city above
// it.
func (a Actor) Holds(role Role, org Org) bool {
	for _, s := range a.Standings {
		if s.Role == role && (org.Within(s.Org) || org.Level == Beside && s.Org.Level == City) {
			return true
		}
	}
	return false
}

// Has says whether the actor has role anywhere.
func (a Actor) Has(role Role) bool { return len(a.Orgs(role)) > 0 }

// Orgs are the units in which the actor has role, the highest first.
func (a Actor) Orgs(role Role) (orgs []Org) {
	for _, s := range a.Standings {
		if s.Role == role {
			orgs = append(orgs, s.Org)
		}
	}
	return orgs
}

// Record is the record of a ticket.
func (s *Store) Record(ctx context.Context, t Ticket) (Record, error) {
	var r Record
	switch t.Prefix {
	case SignupPrefix:
		r = &Signup{}
	case EnrolmentPrefix:
		r = &Enrolment{}
	case ShiftPrefix:
		return nil, Refuse(Invalid, "%s是上岗时长，只有“通过”“拒绝”和改时长，改就说“%s 3小时”。", t, t)
	default:
		return nil, Refuse(Invalid, "%s不用审核。", t)
	}
	err := s.db(ctx).Take(r, t.ID).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, Refuse(NotFound, "没有找到%s，请核对编号。", t)
	}
	return r, err
}

// Reviewable takes the turn on a record and checks that the actor may decide:
// a coordinator of its Org or above, never of their own or their child's.
func (s *Store) reviewable(ctx context.Context, by Actor, t Ticket) (Record, error) {
	r, err := s.take(ctx, t)
	if err != nil {
		return nil, err
	}
	return r, s.mayReview(ctx, by, r)
}

func (s *Store) mayReview(ctx context.Context, by Actor, r Record) error {
	org, err := s.Org(ctx, r.review().OrgID)
	if err != nil {
		return err
	}
	if !by.Holds(Coordinator, org) {
		return Refuse(Forbidden, "%s归%s管，您这边没有权限处理。", r.Ticket(), org.Name)
	}
	return s.avoids(ctx, by, r)
}

// take takes the turn on a record and reads it.
func (s *Store) take(ctx context.Context, t Ticket) (Record, error) {
	r, err := s.Record(ctx, t)
	if err != nil {
		return nil, err
	}
	if err := s.db(ctx).Model(r).Update("version", gorm.Expr("version + 1")).Error; err != nil {
		return nil, err
	}
	return s.Record(ctx, t)
}

// confirmable is reviewable, and for an enrolment the coordinator of the guardian's
// unit may too.
func (s *Store) confirmable(ctx context.Context, by Actor, t Ticket) (Record, error) {
	r, err := s.take(ctx, t)
	if err != nil {
		return nil, err
	}
	ours, err := s.ofUnit(ctx, by, r)
	switch {
	case err != nil:
		return nil, err
	case ours:
		return r, s.avoids(ctx, by, r)
	}
	return r, s.mayReview(ctx, by, r)
}

// ofUnit says whether the actor coordinates the Partner that an enrolment names.
func (s *Store) ofUnit(ctx context.Context, by Actor, r Record) (bool, error) {
	e, ok := r.(*Enrolment)
	if !ok || e.PartnerID == 0 {
		return false, nil
	}
	unit, err := s.Org(ctx, e.PartnerID)
	return err == nil && by.Holds(Coordinator, unit), err
}

// avoids is 回避: nobody decides on themselves or their own child.
func (s *Store) avoids(ctx context.Context, by Actor, r Record) error {
	own := r.review().PersonID == by.Person
	if p, err := s.Person(ctx, by.Person); err != nil {
		return err
	} else if p.PhoneKey != "" && p.PhoneKey == r.review().PhoneKey {
		own = own || p.NameKey == r.review().NameKey || r.Ticket().Prefix == EnrolmentPrefix
	}
	if own {
		return Refuse(Forbidden, "%s是您自己或家里的，按回避的规矩请另一位协调员来处理。", r.Ticket())
	}
	return nil
}

// Return (退回) asks the person to mend one thing; the wait goes on counting.
func (s *Store) Return(ctx context.Context, by Actor, t Ticket, remark Remark) (Record, error) {
	return s.decide(ctx, by, t, Returned, remark, "return")
}

// Reject (拒绝) ends a record.
func (s *Store) Reject(ctx context.Context, by Actor, t Ticket, remark Remark) (Record, error) {
	return s.decide(ctx, by, t, Rejected, remark, "reject")
}

// Approve (通过) lets a record go on: a signup is verified, an enrolment waits
// for a tutor, or first for its guardian's tap. One that was already approved changes nothing.
func (s *Store) Approve(ctx context.Context, by Actor, t Ticket) (Record, error) {
	if t.Prefix != EnrolmentPrefix {
		return s.decide(ctx, by, t, Verified, Remark{}, "approve")
	}
	return s.decide(ctx, by, t, Eligible, Remark{}, "approve")
}

func (s *Store) decide(ctx context.Context, by Actor, t Ticket, next Stage, remark Remark, act string) (r Record, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		may := tx.reviewable
		if next == Eligible {
			may = tx.confirmable
		}
		if r, err = may(ctx, by, t); err != nil {
			return err
		}
		v := r.review()
		if e, ok := r.(*Enrolment); ok && next == Eligible && e.ConsentID != 0 {
			next = Waiting
		}
		if err := v.advance(t, act, next, Deciding, by.Now); err != nil {
			return err
		}
		v.ReviewedBy, v.ReviewedAt, v.ReviewedVia = by.Person, by.Now.UnixMilli(), by.Via
		*r.remark() = remark
		if next == Rejected {
			v.EndedAt = v.ReviewedAt
		}
		if err := tx.db(ctx).Save(r).Error; err != nil {
			return err
		}
		if next == Rejected {
			if err := tx.left(ctx, r); err != nil {
				return err
			}
			if err := tx.vacate(ctx, r, by.Now); err != nil {
				return err
			}
		}
		if err := tx.passed(ctx, by, r, next); err != nil {
			return err
		}
		if next != Returned {
			if err := tx.dropBadge(ctx, r); err != nil {
				return err
			}
		}
		return tx.audit(ctx, by, act, t.String(), v.OrgID, remark.Reason)
	})
	return r, err
}

// passed is what follows from a yes.
func (s *Store) passed(ctx context.Context, by Actor, r Record, next Stage) error {
	org, err := s.Org(ctx, r.review().OrgID)
	if err != nil {
		return err
	}
	switch x := r.(type) {
	case *Signup:
		if next == Verified {
			return s.verified(ctx, by, x, org)
		}
	case *Enrolment:
		if next == Waiting {
			return s.enter(ctx, Entry{Measure: EnrolmentsWaiting, OrgID: org.ID, Day: calendar.DayOf(by.Now), Delta: 1, Subject: r.Ticket().String()}, by.Now)
		}
	}
	return nil
}

// Transfer (转出) hands a record to the right Org; its waiting time is kept, and
// what was counted moves along.
func (s *Store) Transfer(ctx context.Context, by Actor, t Ticket, to Org) (r Record, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		if r, err = tx.reviewable(ctx, by, t); err != nil {
			return err
		}
		v := r.review()
		if v.Stage != Applied && v.Stage != Returned {
			return Refuse(Conflict, "%s现在是“%s”，不能再转了。", t, v.Stage.Chinese())
		}
		if v.OrgID == to.ID {
			return Refuse(Conflict, "%s已经在%s了。", t, to.Name)
		}
		return tx.Rehome(ctx, r, to, by)
	})
	return r, err
}

// Mended puts a returned record back in the queue with what the person changed.
func (s *Store) Mended(ctx context.Context, r Record, by Actor) error {
	return s.Tx(ctx, func(tx *Store) error {
		before, err := tx.Record(ctx, r.Ticket())
		if err != nil {
			return err
		}
		v := r.review()
		if v.Stage == Returned {
			if err := v.advance(r.Ticket(), "correct", Applied, Owner, by.Now); err != nil {
				return err
			}
		}
		*r.remark() = Remark{}
		tx.rekey(r)
		if err := tx.db(ctx).Save(r).Error; err != nil {
			return err
		}
		if err := tx.resettle(ctx, r, before, by); err != nil {
			return err
		}
		if err := tx.remeet(ctx, r, by.Now); err != nil {
			return err
		}
		return tx.audit(ctx, by, "correct", r.Ticket().String(), v.OrgID, "")
	})
}

// Rehome follows a person who corrects their own Org: the record goes there,
// waiting time and figures with it.
func (s *Store) Rehome(ctx context.Context, r Record, to Org, by Actor) error {
	return s.Tx(ctx, func(tx *Store) error {
		v := r.review()
		from := v.OrgID
		v.OrgID = to.ID
		if err := tx.db(ctx).Save(r).Error; err != nil {
			return err
		}
		if err := tx.reseat(ctx, r, by.Now); err != nil {
			return err
		}
		if err := tx.moveEntries(ctx, r, from, to.ID, by.Now); err != nil {
			return err
		}
		return tx.audit(ctx, by, "rehome", r.Ticket().String(), from, to.Name)
	})
}

// Withdraw (撤回) is the person's own: the record ends, and its figure with it.
func (s *Store) Withdraw(ctx context.Context, by Actor, t Ticket) (r Record, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		if r, err = tx.Record(ctx, t); err != nil {
			return err
		}
		v := r.review()
		if v.PersonID != by.Person {
			return Refuse(Forbidden, "%s不是您的报名，撤不了。", t)
		}
		waited := v.Stage == Waiting
		if err := v.advance(t, "withdraw", Withdrawn, Owner, by.Now); err != nil {
			return err
		}
		v.EndedAt = by.Now.UnixMilli()
		if err := tx.db(ctx).Save(r).Error; err != nil {
			return err
		}
		if err := tx.left(ctx, r); err != nil {
			return err
		}
		if err := tx.vacate(ctx, r, by.Now); err != nil {
			return err
		}
		if err := tx.uncount(ctx, r, waited, by.Now); err != nil {
			return err
		}
		if err := tx.dropBadge(ctx, r); err != nil {
			return err
		}
		return tx.audit(ctx, by, "withdraw", t.String(), v.OrgID, "")
	})
	return r, err
}
