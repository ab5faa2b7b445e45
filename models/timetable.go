package models

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"

	"xiaoqing/models/calendar"
)

const (
	// timetableBack is how many days back a timetable goes.
	timetableBack = 30
	// timetableOn is how many days it goes on after the season's end: a lesson that
	// was moved past it must not vanish.
	timetableOn = 31
)

// Appointment is a planned lesson as a calendar shows it, to its tutor or the
// child's guardian: no names.
type Appointment struct {
	Lesson    `gorm:"embedded"`
	Subjects  []string `gorm:"-"` // that the child is taught
	Meeting   *Meeting `gorm:"-"` // how to get in, nil when nobody has said
	Revision  int      // how often something happened to it since it was put down; it only grows
	ChangedAt int64    // when something did last, in milliseconds; 0 for never
}

// timetable reads a person's planned lessons in one statement, so that a lesson
// and its revision belong together. Every verb that changes a lesson writes an
// audit row that names it: those are counted.
const timetable = `
SELECT lessons.*,
  (SELECT COUNT(*) FROM audits WHERE audits.ticket = CONCAT(@prefix, lessons.id)) AS revision,
  (SELECT COALESCE(MAX(at), 0) FROM audits WHERE audits.ticket = CONCAT(@prefix, lessons.id)) AS changed_at
FROM lessons JOIN (
  SELECT taught.id FROM lessons AS taught WHERE taught.tutor_id = @person AND taught.day >= @from AND taught.day <= @to
    AND EXISTS (SELECT 1 FROM grants WHERE person_id = @person AND role = @tutor)
  UNION
  SELECT taken.id FROM enrolments JOIN lessons AS taken ON taken.enrolment_id = enrolments.id
    WHERE enrolments.person_id = @person AND enrolments.forgotten = @no AND taken.day >= @from AND taken.day <= @to
) AS own ON own.id = lessons.id
WHERE lessons.planned = @yes
ORDER BY lessons.day, lessons.start, lessons.id`

// Timetable (课程表) are the planned lessons of a person, as tutor and as guardian,
// from 30 days ago to a month after the season's end, dropped ones too. Who became
// somebody else's account since has that person's.
func (s *Store) Timetable(ctx context.Context, person int64, now time.Time) (as []Appointment, err error) {
	if person, err = s.standing(ctx, person); err != nil {
		return nil, err
	}
	err = s.db(ctx).Raw(timetable, map[string]any{"prefix": LessonPrefix, "person": person, "tutor": Tutor, "yes": true, "no": false,
		"from": calendar.DayOf(now).Add(-timetableBack), "to": s.TimetableEnd(now)}).Scan(&as).Error
	if err != nil {
		return nil, err
	}
	return as, s.addDetails(ctx, as)
}

// Duties are the rosters in which a person has a place, those that were called off
// too, over the days of their timetable.
func (s *Store) Duties(ctx context.Context, person int64, now time.Time) (rs []Roster, err error) {
	if person, err = s.standing(ctx, person); err != nil {
		return nil, err
	}
	err = s.joinedAs(ctx, person, Seated, calendar.DayOf(now).Add(-timetableBack), s.TimetableEnd(now)).Find(&rs).Error
	return rs, err
}

// TimetableEnd is the last day of a timetable: a month after the season's end.
func (s *Store) TimetableEnd(now time.Time) calendar.Day { return s.seasonEnd(now).Add(timetableOn) }

// standing is the person that someone is now, after their accounts were joined.
func (s *Store) standing(ctx context.Context, person int64) (int64, error) {
	for {
		p, err := s.Person(ctx, person)
		if err != nil || p.JoinedTo == 0 {
			return person, err
		}
		person = p.JoinedTo
	}
}

func (s *Store) addDetails(ctx context.Context, as []Appointment) error {
	ids := map[int64]bool{}
	for _, a := range as {
		ids[a.EnrolmentID] = true
	}
	taught := make(map[int64][]string, len(ids))
	for id := range ids {
		e, err := s.Enrolment(ctx, id)
		if err != nil {
			return err
		}
		taught[id] = e.Subjects
	}
	ids = map[int64]bool{}
	for _, a := range as {
		ids[a.PairingID] = true
	}
	meetings := make(map[int64]*Meeting, len(ids))
	for id := range ids {
		p, err := s.Pairing(ctx, id)
		if err != nil && !errors.Is(err, gorm.ErrRecordNotFound) {
			return err
		}
		meetings[id] = p.Meeting
	}
	for i := range as {
		as[i].Subjects, as[i].Meeting = taught[as[i].EnrolmentID], meetings[as[i].PairingID]
	}
	return nil
}
