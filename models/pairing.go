package models

import (
	"context"
	"errors"

	"gorm.io/gorm"

	"xiaoqing/models/calendar"
)

// PairingStage is where a pairing stands.
type PairingStage string

const (
	PairingProposed PairingStage = "proposed" // 拟结对: a round found it, a coordinator looks at it
	PairingAsked    PairingStage = "asked"    // 征求同意: both sides were asked
	PairingAgreed   PairingStage = "agreed"   // 结对中
	PairingDeclined PairingStage = "declined" // 没谈成: one side said no or nothing
	PairingOver     PairingStage = "over"     // 已结束
)

// Pairing (结对) is a child and a tutor. A child has at most one that is active,
// and one that is proposed or asked.
type Pairing struct {
	ID             int64
	EnrolmentID    int64        `gorm:"index"`
	TutorID        int64        `gorm:"index"` // a Person
	OrgID          int64        // the child's
	Stage          PairingStage `gorm:"size:12;index:pairing_made,priority:1"`
	Active         bool
	Score          int   // of the round that proposed it
	AskedAt        int64 // when both sides were asked
	GuardianSaid   int64 // when the guardian said yes
	TutorSaid      int64 // when the tutor said yes
	Reminded       bool  // of the question, once
	EndedAt        int64
	MadeBy         int64
	MadeAt         int64 `gorm:"index:pairing_made,priority:2"`
	Sealed         []byte
	PairingPrivate `gorm:"-"`
}

// PairingPrivate is why it was proposed, when the first lesson could be, and why
// it came to nothing or ended.
type PairingPrivate struct {
	Why    []string       `json:"why,omitempty"`
	Slot   *calendar.Slot `json:"slot,omitempty"`
	Reason string         `json:"reason,omitempty"`
}

func (p *Pairing) private() (any, *[]byte) { return &p.PairingPrivate, &p.Sealed }

// Pair (结对) gives a child a tutor. It refuses (Conflict) before a guardian's
// tap, before the child's enrolment passed, and a tutor who is the guardian.
func (s *Store) Pair(ctx context.Context, by Actor, t Ticket, tutor int64) (p Pairing, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		r, err := tx.reviewable(ctx, by, t)
		if err != nil {
			return err
		}
		e, ok := r.(*Enrolment)
		if !ok {
			return Refuse(Invalid, "结对要用孩子的编号，比如“结对 托123 王老师”。")
		}
		if err := tx.pairable(ctx, *e, tutor); err != nil {
			return err
		}
		p = Pairing{EnrolmentID: e.ID, TutorID: tutor, OrgID: e.OrgID, Stage: PairingAgreed, Active: true, MadeBy: by.Person, MadeAt: by.Now.UnixMilli()}
		if err := tx.db(ctx).Create(&p).Error; err != nil {
			return err
		}
		if err := tx.dropOffers(ctx, e.ID); err != nil {
			return err
		}
		return tx.paired(ctx, by, e)
	})
	return p, err
}

// dropOffers forgets what a round proposed for a child that a coordinator paired
// by hand.
func (s *Store) dropOffers(ctx context.Context, enrolment int64) error {
	return s.db(ctx).Where("enrolment_id = ? AND stage IN ?", enrolment, []PairingStage{PairingProposed, PairingAsked}).Delete(&Pairing{}).Error
}

func (s *Store) pairable(ctx context.Context, e Enrolment, tutor int64) error {
	if e.ConsentID == 0 {
		return Refuse(Conflict, "%s还没有监护人的同意，先不能结对。请监护人在自己的页面上点“我是监护人，同意”。", e.Ticket())
	}
	if e.Stage.HasTutor() {
		return Refuse(Conflict, "%s已经结对了。", e.Ticket())
	}
	if e.Stage != Waiting {
		return Refuse(Conflict, "%s现在是“%s”，通过以后才能结对。", e.Ticket(), e.Stage.Chinese())
	}
	if place, err := s.PlaceOf(ctx, e.ID); err != nil || place.Waits() {
		if err == nil {
			err = Refuse(Conflict, "%s还在候补，排第%d位，有了名额才能结对。", e.Ticket(), place.Number)
		}
		return err
	}
	if e.PersonID == tutor {
		return Refuse(Forbidden, "%s是这位老师自己家的孩子，请换一位老师。", e.Ticket())
	}
	return nil
}

// pairingStage is that of a child who came by a sheet with a tutor.
func pairingStage(child Stage) PairingStage {
	if child.HasTutor() {
		return PairingAgreed
	}
	return PairingOver
}

// Pairing is the pairing of that id.
func (s *Store) Pairing(ctx context.Context, id int64) (p Pairing, err error) {
	err = s.db(ctx).Take(&p, id).Error
	return p, err
}

// PairingOf is a child's active pairing; it refuses (NotFound) when there is none.
func (s *Store) PairingOf(ctx context.Context, enrolment int64) (p Pairing, err error) {
	err = s.db(ctx).Where("enrolment_id = ? AND active = ?", enrolment, true).Take(&p).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		t := Ticket{EnrolmentPrefix, enrolment}
		return p, Refuse(NotFound, "%s还没有结对，先说“结对 %s 王老师”。", t, t)
	}
	return p, err
}

// Pupil is a child as the tutor may see it: form of address, grade, subjects and
// nothing else.
type Pupil struct {
	PairingID int64
	Enrolment int64
	Child     string
	Grade     int
	Subjects  []string
	Covered   bool // somebody else's: the tutor covers lessons
}

// Pupils are the children that a tutor has now, and those of whom they cover a
// lesson within a week of today.
func (s *Store) Pupils(ctx context.Context, tutor int64, today calendar.Day) ([]Pupil, error) {
	var pairings []Pairing
	if err := s.db(ctx).Where("tutor_id = ? AND active = ?", tutor, true).Order("id").Find(&pairings).Error; err != nil {
		return nil, err
	}
	covered := s.db(ctx).Model(&Lesson{}).Select("pairing_id").Where("tutor_id = ? AND day >= ? AND day <= ? AND dropped = ?", tutor, today.Add(-7), today.Add(7), false)
	var others []Pairing
	if err := s.db(ctx).Where("id IN (?) AND tutor_id <> ?", covered, tutor).Order("id").Find(&others).Error; err != nil {
		return nil, err
	}
	out := make([]Pupil, 0, len(pairings)+len(others))
	for _, p := range append(pairings, others...) {
		e, err := s.Enrolment(ctx, p.EnrolmentID)
		if err != nil {
			return nil, err
		}
		out = append(out, Pupil{p.ID, e.ID, e.Child, e.Grade, e.Subjects, p.TutorID != tutor})
	}
	return out, nil
}

// TutorsIn are the people who tutor in orgs and below, oldest grant first.
func (s *Store) TutorsIn(ctx context.Context, orgs []Org) (people []Person, err error) {
	ids := s.db(ctx).Model(&Grant{}).Select("person_id").Where("role = ? AND org_id IN (?)", Tutor, s.below(ctx, orgs))
	err = s.db(ctx).Where("id IN (?)", ids).Order("id").Find(&people).Error
	return people, err
}
