package models

import (
	"context"

	"xiaoqing/models/calendar"
)

// TutorProfile (辅导老师) is what someone who tutors offers, and what is known of
// them beyond the role: one a person.
type TutorProfile struct {
	ID                  int64
	PersonID            int64        `gorm:"uniqueIndex"`
	OrgID               int64        `gorm:"index"` // where they were verified
	Seats               int          // how many children at once
	Since               int64        // when they were verified: who has waited longer comes first
	RestingUntil        calendar.Day `gorm:"size:10"` // the last day of a rest, Forever until they say so, "" for none
	CheckedOn           calendar.Day `gorm:"size:10"` // 入职查询: when it was made, "" for never
	CheckedUntil        calendar.Day `gorm:"size:10"` // and until when it holds
	ReturnedAt          int64        // when they came back from their last rest
	Barred              bool         // 入职查询没通过: never brought together with a child
	SoonTold, EndTold   bool         // the coordinators were told that the check is about to run out, and that it has
	ConductAt           int64        // when the code of conduct was agreed to
	ConductVersion      string       `gorm:"size:16"` // and which
	Sealed              []byte
	TutorProfilePrivate `gorm:"-"`
}

// TutorProfilePrivate is what they said of themselves.
type TutorProfilePrivate struct {
	Subjects   []TaughtSubject `json:"subjects,omitempty"`
	Grades     *GradeRange     `json:"grades,omitempty"` // nil: any
	Slots      []calendar.Slot `json:"slots,omitempty"`
	University string          `json:"university,omitempty"`
	Gender     string          `json:"gender,omitempty"`
	RestReason string          `json:"rest_reason,omitempty"` // why they rest
}

// TaughtSubject is a subject, for all grades or for some.
type TaughtSubject struct {
	Name   string      `json:"name"`
	Grades *GradeRange `json:"grades,omitempty"`
}

// GradeRange is from one grade to another, both included.
type GradeRange struct{ From, To int }

// Forever is the end of a rest that nobody knows.
const Forever calendar.Day = "9999-12-31"

func (t *TutorProfile) private() (any, *[]byte) { return &t.TutorProfilePrivate, &t.Sealed }

// Resting says whether the tutor takes no children on a day.
func (t TutorProfile) Resting(on calendar.Day) bool { return t.RestingUntil >= on }

// TutorProfile is a person's own; its ID is 0 when there is none.
func (s *Store) TutorProfile(ctx context.Context, person int64) (t TutorProfile, err error) {
	err = s.db(ctx).Where("person_id = ?", person).Limit(1).Find(&t).Error
	return t, err
}

// SaveTutorProfile keeps what is newly known of a tutor.
func (s *Store) SaveTutorProfile(ctx context.Context, t *TutorProfile, by Actor) error {
	return s.Tx(ctx, func(tx *Store) error {
		if err := tx.db(ctx).Save(t).Error; err != nil {
			return again(err)
		}
		return tx.audit(ctx, by, "tutor", "", t.OrgID, "")
	})
}

// Fit says whether nothing is known that keeps the tutor from children on a day: a
// check that was not passed, or that was given and has run out.
func (t TutorProfile) Fit(on calendar.Day) bool {
	return !t.Barred && (t.CheckedUntil == "" || t.CheckedUntil >= on)
}

// TutorsOn are all of the city who hold the role, are fit and do not rest on a day.
func (s *Store) TutorsOn(ctx context.Context, on calendar.Day) (profiles []TutorProfile, err error) {
	holders := s.db(ctx).Model(&Grant{}).Select("person_id").Where("role = ?", Tutor)
	err = s.db(ctx).Where("resting_until < ? AND person_id IN (?)", on, holders).
		Where("COALESCE(barred, ?) = ? AND (COALESCE(checked_until, '') = '' OR checked_until >= ?)", false, false, on).Order("person_id").Find(&profiles).Error
	return profiles, err
}

// FreeTutors are those of the whole city who hold the role, do not rest on a day
// and have a seat left; Taken of each is how many children are theirs, or asked
// about, or proposed.
func (s *Store) FreeTutors(ctx context.Context, on calendar.Day) (free []FreeTutor, err error) {
	profiles, err := s.TutorsOn(ctx, on)
	if err != nil {
		return nil, err
	}
	taken, err := s.seatsTaken(ctx)
	for _, p := range profiles {
		if n := taken[p.PersonID]; n < p.Seats {
			free = append(free, FreeTutor{p, n})
		}
	}
	return free, err
}

// FreeTutor is a tutor with a seat left.
type FreeTutor struct {
	TutorProfile
	Taken int
}

func (s *Store) seatsTaken(ctx context.Context) (map[int64]int, error) {
	var rows []struct {
		TutorID int64
		N       int
	}
	err := s.db(ctx).Model(&Pairing{}).Select("tutor_id, COUNT(*) AS n").Where("stage IN ?", []PairingStage{PairingAsked, PairingAgreed}).Group("tutor_id").Scan(&rows).Error
	taken := map[int64]int{}
	for _, r := range rows {
		taken[r.TutorID] = r.N
	}
	return taken, err
}
