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

// PairingPrivate is why it was proposed, when the first lesson could be, why it came
// to nothing or ended, and what its two sides agreed on.
type PairingPrivate struct {
	Why    []string       `json:"why,omitempty"`
	Slot   *calendar.Slot `json:"slot,omitempty"`
	Reason string         `json:"reason,omitempty"`
	// Weekly is when lessons were before a pause, or are to be once the tutor has
	// agreed to the code; an end gives the length.
	Weekly []calendar.Slot `json:"weekly,omitempty"`
	// Meeting is how to get into the lessons, nil while nobody has said.
	Meeting *Meeting `json:"meeting,omitempty"`
	// HolidaysOff is the standing wish that there be no lessons on public holidays.
	HolidaysOff bool `json:"holidays_off,omitempty"`
}

func (p *Pairing) private() (any, *[]byte) { return &p.PairingPrivate, &p.Sealed }

// Pair (结对) gives a child a tutor. It refuses (Conflict) before a guardian's
// tap, before the child's enrolment passed, a tutor who is the guardian, and one
// from whom the child was parted for a reason.
func (s *Store) Pair(ctx context.Context, by Actor, t Ticket, tutor int64) (p Pairing, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		t, err := tx.leadTicket(ctx, t)
		if err != nil {
			return err
		}
		r, err := tx.reviewable(ctx, by, t)
		if err != nil {
			return err
		}
		e, ok := r.(*Enrolment)
		if !ok {
			return Refuse(Invalid, "结对要用孩子的编号，比如“结对 托123 王老师”。")
		}
		if err := tx.allPairable(ctx, *e, tutor, calendar.DayOf(by.Now)); err != nil {
			return err
		}
		if err := tx.unparted(ctx, *e, tutor); err != nil {
			return err
		}
		p = Pairing{EnrolmentID: e.ID, TutorID: tutor, OrgID: e.OrgID, Stage: PairingAgreed, Active: true, MadeBy: by.Person, MadeAt: by.Now.UnixMilli()}
		if p.HolidaysOff, err = tx.wishedOff(ctx, e.ID); err != nil {
			return err
		}
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

// wishedOff says whether the child's last pairing had no lessons on public holidays: the
// wish outlives the tutor.
func (s *Store) wishedOff(ctx context.Context, enrolment int64) (bool, error) {
	var last Pairing
	err := s.db(ctx).Where("enrolment_id = ? AND stage = ?", enrolment, PairingOver).Order("id DESC").Limit(1).Find(&last).Error
	return last.HolidaysOff, err
}

// unparted refuses (Conflict) to bring a child and a tutor together again who were
// parted for a reason.
func (s *Store) unparted(ctx context.Context, e Enrolment, tutor int64) error {
	var over []Pairing
	if err := s.db(ctx).Where("enrolment_id = ? AND tutor_id = ? AND stage = ?", e.ID, tutor, PairingOver).Find(&over).Error; err != nil {
		return err
	}
	for _, p := range over {
		if p.Reason != "" {
			return Refuse(Conflict, "%s和这位老师结过对，后来分开了（%s），换一位老师吧。", e.Ticket(), p.Reason)
		}
	}
	return nil
}

// dropOffers forgets what a round proposed for a child that a coordinator paired
// by hand.
func (s *Store) dropOffers(ctx context.Context, enrolment int64) error {
	return s.db(ctx).Where("enrolment_id = ? AND stage IN ?", enrolment, []PairingStage{PairingProposed, PairingAsked}).Delete(&Pairing{}).Error
}

// allPairable asks it of all who learn together.
func (s *Store) allPairable(ctx context.Context, e Enrolment, tutor int64, today calendar.Day) error {
	together, err := s.Together(ctx, e.ID)
	for _, x := range together {
		if err == nil {
			err = s.pairable(ctx, x, tutor, today)
		}
	}
	return err
}

func (s *Store) pairable(ctx context.Context, e Enrolment, tutor int64, today calendar.Day) error {
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
	profile, err := s.TutorProfile(ctx, tutor)
	switch {
	case err != nil:
		return err
	case profile.Barred:
		return Refuse(Forbidden, "%s：这位老师不能带孩子，请换一位老师。", e.Ticket())
	case !profile.Fit(today):
		return Refuse(Conflict, "%s：这位老师的入职查询%s到期了。请校团委重新查过、报上来再结对，或者换一位老师。", e.Ticket(), profile.CheckedUntil)
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
	lead, err := s.lead(ctx, enrolment)
	if err != nil {
		return p, err
	}
	err = s.db(ctx).Where("enrolment_id = ? AND active = ?", lead, true).Take(&p).Error
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
	Covered   bool // not the tutor's own now: they cover lessons, or did give some
}

// Pupils are the children that a tutor has now, and those of whom they cover a
// lesson within a week of today, or gave one before the pairing ended.
func (s *Store) Pupils(ctx context.Context, tutor int64, today calendar.Day) ([]Pupil, error) {
	var pairings []Pairing
	if err := s.db(ctx).Where("tutor_id = ? AND active = ?", tutor, true).Order("id").Find(&pairings).Error; err != nil {
		return nil, err
	}
	covered := s.db(ctx).Model(&Lesson{}).Select("pairing_id").Where("tutor_id = ? AND day >= ? AND day <= ? AND dropped = ?", tutor, today.Add(-7), today.Add(7), false)
	var others []Pairing
	if err := s.db(ctx).Where("id IN (?) AND (tutor_id <> ? OR active = ?)", covered, tutor, false).Order("id").Find(&others).Error; err != nil {
		return nil, err
	}
	out := make([]Pupil, 0, len(pairings)+len(others))
	for _, p := range append(pairings, others...) {
		e, err := s.Learner(ctx, p.EnrolmentID)
		if err != nil {
			return nil, err
		}
		out = append(out, Pupil{p.ID, e.ID, e.Child, e.Grade, e.Subjects, p.TutorID != tutor || !p.Active})
	}
	return out, nil
}

// TutorsIn are the people who tutor in orgs and below, oldest grant first.
func (s *Store) TutorsIn(ctx context.Context, orgs []Org) (people []Person, err error) {
	ids := s.db(ctx).Model(&Grant{}).Select("person_id").Where("role = ? AND org_id IN (?)", Tutor, s.below(ctx, orgs))
	err = s.db(ctx).Where("id IN (?)", ids).Order("id").Find(&people).Error
	return people, err
}
