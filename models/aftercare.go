package models

import (
	"context"
	"time"

	"gorm.io/gorm/clause"

	"xiaoqing/models/calendar"
)

// Aftercare (回访) is what a guardian is asked of a pairing after its first and every
// tenth lesson given.
type Aftercare struct {
	ID               int64
	PairingID        int64 `gorm:"uniqueIndex:aftercare_once,priority:1"`
	Nth              int   `gorm:"uniqueIndex:aftercare_once,priority:2"` // how many lessons had been given
	LessonID         int64 `gorm:"index"`
	EnrolmentID      int64
	OrgID            int64
	DueAt            int64 // not before: the day after the lesson
	AskedAt          int64 // 0 until then
	AnsweredAt       int64
	Sealed           []byte
	AftercarePrivate `gorm:"-"`
}

// AftercarePrivate is what the guardian answered.
type AftercarePrivate struct {
	How   string `json:"how,omitempty"` // good, fair, bad
	Words string `json:"words,omitempty"`
}

func (a *Aftercare) private() (any, *[]byte) { return &a.AftercarePrivate, &a.Sealed }

// every is how many lessons lie between two times that a guardian is asked.
const every = 10

// followUp keeps that the guardian is to be asked, when a report makes a lesson the
// pairing's first or another tenth.
func (s *Store) followUp(ctx context.Context, l Lesson, log TutoringLog, now time.Time) error {
	if log.Held || log.Minutes == 0 || l.PairingID == 0 {
		return nil
	}
	lessons := s.db(ctx).Model(&Lesson{}).Select("id").Where("pairing_id = ?", l.PairingID)
	var given int64
	if err := s.db(ctx).Model(&TutoringLog{}).Where("standing = ? AND held = ? AND minutes > 0 AND lesson_id IN (?)", true, false, lessons).Count(&given).Error; err != nil {
		return err
	}
	if given != 1 && given%every != 0 {
		return nil
	}
	due := calendar.DayOf(now).Add(1).At(10*60, s.Zone)
	a := Aftercare{PairingID: l.PairingID, Nth: int(given), LessonID: l.ID, EnrolmentID: l.EnrolmentID, OrgID: l.OrgID, DueAt: due.UnixMilli()}
	return s.db(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(&a).Error
}

// AftercaresDue are those that nobody was asked about yet and whose time has come,
// at most limit.
func (s *Store) AftercaresDue(ctx context.Context, now time.Time, limit int) (as []Aftercare, err error) {
	err = s.db(ctx).Where("asked_at = 0 AND due_at <= ?", now.UnixMilli()).Order("id").Limit(limit).Find(&as).Error
	return as, err
}

// AskedAftercare keeps that a guardian was asked, or need not be.
func (s *Store) AskedAftercare(ctx context.Context, a *Aftercare, now time.Time) error {
	a.AskedAt = now.UnixMilli()
	return s.Tx(ctx, func(tx *Store) error { return tx.db(ctx).Save(a).Error })
}

// AftercareOf is the one that was asked about a lesson. It refuses (Forbidden) who
// is not the child's guardian and (NotFound) where nothing was asked.
func (s *Store) AftercareOf(ctx context.Context, by Actor, lesson int64) (a Aftercare, err error) {
	l, err := s.Lesson(ctx, lesson)
	if err != nil {
		return a, err
	}
	e, err := s.Enrolment(ctx, l.EnrolmentID)
	switch {
	case err != nil:
		return a, err
	case e.PersonID != by.Person:
		return a, Refuse(Forbidden, "%s不是您孩子的课。", l.Ticket())
	}
	found := s.db(ctx).Where("lesson_id = ? AND asked_at > 0", lesson).Limit(1).Find(&a)
	if found.Error == nil && found.RowsAffected == 0 {
		return a, Refuse(NotFound, "%s没有要问您的。想说什么，直接告诉我就行。", l.Ticket())
	}
	return a, found.Error
}

// AnswerAftercare keeps what the guardian says; said again it takes the place of
// the first.
func (s *Store) AnswerAftercare(ctx context.Context, by Actor, lesson int64, says AftercarePrivate) (a Aftercare, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		if a, err = tx.AftercareOf(ctx, by, lesson); err != nil {
			return err
		}
		a.AftercarePrivate, a.AnsweredAt = says, by.Now.UnixMilli()
		if err := tx.db(ctx).Save(&a).Error; err != nil {
			return err
		}
		return tx.audit(ctx, by, "aftercare", Ticket{LessonPrefix, lesson}.String(), a.OrgID, "")
	})
	return a, err
}

// idleDays is after how many days without a lesson, holidays apart, a child is
// shown to the coordinator.
const idleDays = 7

// Untaught is a child with a tutor and without a lesson for a week.
type Untaught struct {
	Enrolment
	Since calendar.Day // of the last lesson given, or of the pairing
}

// Untaught (没上课) are the children of orgs and below who have a tutor, are not paused
// and had no lesson for seven days, the longest first.
func (s *Store) Untaught(ctx context.Context, orgs []Org, now time.Time) (idle []Untaught, err error) {
	if len(orgs) == 0 {
		return nil, nil
	}
	today := calendar.DayOf(now)
	lately := s.db(ctx).Model(&Lesson{}).Select("enrolment_id").Where("given = ? AND day > ?", true, today.Add(-idleDays))
	var es []Enrolment
	err = s.db(ctx).Where("stage IN ? AND id NOT IN (?)", learning, lately).Where("org_id IN (?)", s.below(ctx, orgs)).Order("id").Find(&es).Error
	if err != nil || len(es) == 0 {
		return nil, err
	}
	since, err := s.lastTaught(ctx, es)
	if err != nil {
		return nil, err
	}
	for _, e := range es {
		if day := since[e.ID]; schoolDays(day, today) >= idleDays {
			idle = append(idle, Untaught{e, day})
		}
	}
	return idle, nil
}

// schoolDays is how many days have passed since a day, holidays of three days and
// more apart.
func schoolDays(from, to calendar.Day) (n int) {
	holidays := calendar.Arranged()
	for d := from.Add(1); d <= to && n < idleDays; d = d.Add(1) {
		if _, festive := holidays.Name(d); !festive {
			n++
		}
	}
	return n
}

// lastTaught is, by child, the day of the last lesson given, else that on which
// the pairing began or a pause ended.
func (s *Store) lastTaught(ctx context.Context, es []Enrolment) (map[int64]calendar.Day, error) {
	since := map[int64]calendar.Day{}
	var ids []int64
	for _, e := range es {
		ids = append(ids, e.ID)
		if e.StageAt != 0 && e.Stage == Paired {
			since[e.ID] = calendar.DayOf(time.UnixMilli(e.StageAt).In(s.Zone))
		}
	}
	var rows []struct {
		EnrolmentID int64
		Day         calendar.Day
	}
	if err := s.db(ctx).Model(&Lesson{}).Select("enrolment_id, MAX(day) AS day").Where("given = ? AND enrolment_id IN ?", true, ids).Group("enrolment_id").Scan(&rows).Error; err != nil {
		return nil, err
	}
	for _, r := range rows {
		since[r.EnrolmentID] = max(since[r.EnrolmentID], r.Day)
	}
	var ps []Pairing
	if err := s.db(ctx).Select("enrolment_id", "made_at").Where("active = ? AND enrolment_id IN ?", true, ids).Find(&ps).Error; err != nil {
		return nil, err
	}
	for _, p := range ps {
		since[p.EnrolmentID] = max(since[p.EnrolmentID], calendar.DayOf(time.UnixMilli(p.MadeAt).In(s.Zone)))
	}
	return since, nil
}
