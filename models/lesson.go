package models

import (
	"context"
	"errors"
	"time"

	"github.com/teambition/rrule-go"
	"gorm.io/gorm"

	"xiaoqing/models/calendar"
)

// Lesson (课) is one planned meeting of a pairing; 课9 is its ticket. One that a
// tutor reports and nobody had planned has Planned false.
type Lesson struct {
	ID          int64
	PairingID   int64          `gorm:"index"`
	TutorID     int64          `gorm:"index:lesson_tutor_day,priority:1"`
	EnrolmentID int64          `gorm:"index"`
	OrgID       int64          // the child's
	Day         calendar.Day   `gorm:"size:10;index:lesson_tutor_day,priority:2;index"`
	Start       calendar.Clock // on Day, in the programme's zone
	Minutes     int            // planned, 0 when only 课时 were said
	Periods     calendar.Periods
	Planned     bool
	Given       bool // a report stands
	Dropped     bool // 没上
	MadeAt      int64
	// Another time that one side asked for and the other has not agreed to; AskedBy
	// is 0 when there is none.
	AskedBy    int64
	AskedDay   calendar.Day `gorm:"size:10"`
	AskedStart calendar.Clock
}

// Ticket is 课9.
func (l Lesson) Ticket() Ticket { return Ticket{LessonPrefix, l.ID} }

// Begins is the moment the lesson starts.
func (l Lesson) Begins(zone *time.Location) time.Time { return l.Day.At(l.Start, zone) }

// Ends is the moment it is over.
func (l Lesson) Ends(zone *time.Location) time.Time {
	return l.Begins(zone).Add(time.Duration(l.Minutes) * time.Minute)
}

// Plan (排课) puts a lesson down on each of the slots' days from now to the end
// of the season, and counts each on its own day; made are those that were not
// there before. A lesson that would overlap another of the same tutor is refused
// (Conflict).
func (s *Store) Plan(ctx context.Context, by Actor, t Ticket, slots []calendar.Slot, periods calendar.Periods) (ls, made []Lesson, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		if _, err := tx.reviewable(ctx, by, t); err != nil {
			return err
		}
		p, err := tx.PairingOf(ctx, t.ID)
		if err != nil {
			return err
		}
		if err := tx.lockTutor(ctx, p.TutorID); err != nil {
			return err
		}
		if ls, err = tx.weekly(p, slots, periods, by.Now); err != nil {
			return err
		}
		made = nil
		for i := range ls {
			there, err := tx.put(ctx, &ls[i], by.Now)
			if err != nil {
				return err
			}
			if !there {
				made = append(made, ls[i])
			}
		}
		return tx.audit(ctx, by, "schedule", t.String(), p.OrgID, "")
	})
	return ls, made, err
}

// Begin puts down the weekly lessons of a pairing that both sides agreed to, at the
// time that its round found, one 课时 each; Conflict where the tutor's lessons are
// in the way.
func (s *Store) Begin(ctx context.Context, by Actor, p Pairing) (ls []Lesson, err error) {
	err = s.Try(ctx, func(tx *Store) error {
		if err := tx.lockTutor(ctx, p.TutorID); err != nil {
			return err
		}
		slot := *p.Slot
		slot.End = ""
		if ls, err = tx.weekly(p, []calendar.Slot{slot}, 2, by.Now); err != nil {
			return err
		}
		for i := range ls {
			if _, err := tx.put(ctx, &ls[i], by.Now); err != nil {
				return err
			}
		}
		return tx.audit(ctx, by, "schedule", Ticket{EnrolmentPrefix, p.EnrolmentID}.String(), p.OrgID, "")
	})
	return ls, err
}

// put adds one planned lesson; the same one again changes nothing.
func (s *Store) put(ctx context.Context, l *Lesson, now time.Time) (there bool, err error) {
	other, err := s.overlapping(ctx, *l)
	if err != nil {
		return false, err
	}
	if other != nil {
		if other.PairingID == l.PairingID && other.Start == l.Start {
			*l = *other
			return true, nil
		}
		return false, Refuse(Conflict, "%s和这位老师的%s（%s开始）撞了，换个时间吧。", l.Start, other.Ticket(), other.Start)
	}
	if err := s.db(ctx).Create(l).Error; err != nil {
		return false, err
	}
	return false, s.enter(ctx, Entry{Measure: LessonsPlanned, OrgID: l.OrgID, Day: l.Day, Delta: 1, Subject: l.Ticket().String()}, now)
}

// weekly lays the slots out to the end of the season.
func (s *Store) weekly(p Pairing, slots []calendar.Slot, periods calendar.Periods, now time.Time) (ls []Lesson, err error) {
	for _, slot := range slots {
		start, ok := calendar.ParseClock(slot.Start)
		if !ok {
			return nil, Refuse(Invalid, "请写上几点开始，比如“排课 托123 周三 19:00 1课时”。")
		}
		length := int(periods) * s.PeriodMinutes / 2
		if end, ok := calendar.ParseClock(slot.End); ok {
			length = int(end - start)
		}
		units := periods
		if units == 0 {
			units = calendar.PeriodsOf(length, s.PeriodMinutes)
		}
		if length <= 0 || length > 240 || units == 0 {
			return nil, Refuse(Invalid, "一节课要在半课时到4小时之间，比如“周三 19:00 1课时”。")
		}
		days, err := s.daysOf(slot, now)
		if err != nil {
			return nil, err
		}
		for _, day := range days {
			if day.At(start, s.Zone).After(now) && !(p.HolidaysOff && isHoliday(day)) {
				ls = append(ls, Lesson{PairingID: p.ID, TutorID: p.TutorID, EnrolmentID: p.EnrolmentID, OrgID: p.OrgID, Day: day,
					Start: start, Minutes: length, Periods: units, Planned: true, MadeAt: now.UnixMilli()})
			}
		}
	}
	return ls, nil
}

func (s *Store) daysOf(slot calendar.Slot, now time.Time) ([]calendar.Day, error) {
	var weekdays []rrule.Weekday
	for _, name := range slot.Days {
		if w, ok := calendar.ParseWeekday(name); ok {
			weekdays = append(weekdays, []rrule.Weekday{rrule.SU, rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA}[w])
		}
	}
	if len(weekdays) == 0 {
		return nil, Refuse(Invalid, "请写上周几，比如“排课 托123 周三 19:00 1课时”。")
	}
	y, m, d := now.Date()
	rule, err := rrule.NewRRule(rrule.ROption{Freq: rrule.WEEKLY, Byweekday: weekdays, Dtstart: time.Date(y, m, d, 12, 0, 0, 0, time.UTC),
		Until: s.seasonEnd(now).At(24*60-1, time.UTC)})
	if err != nil {
		return nil, err
	}
	var days []calendar.Day
	for _, t := range rule.All() {
		days = append(days, calendar.DayOf(t))
	}
	return days, nil
}

// seasonEnd is the configured last day or, when that is past or not set, the end
// of the school term: 31 January, 30 June or 31 August.
func (s *Store) seasonEnd(now time.Time) calendar.Day {
	today := calendar.DayOf(now)
	if s.SeasonEnd >= today {
		return s.SeasonEnd
	}
	y, m, _ := now.Date()
	switch {
	case m == time.January:
		return calendar.DayOf(time.Date(y, 1, 31, 0, 0, 0, 0, time.UTC))
	case m <= time.June:
		return calendar.DayOf(time.Date(y, 6, 30, 0, 0, 0, 0, time.UTC))
	case m <= time.August:
		return calendar.DayOf(time.Date(y, 8, 31, 0, 0, 0, 0, time.UTC))
	}
	return calendar.DayOf(time.Date(y+1, 1, 31, 0, 0, 0, 0, time.UTC))
}

// overlapping is another lesson of the same tutor at the same time, nil if none.
func (s *Store) overlapping(ctx context.Context, l Lesson) (*Lesson, error) {
	var others []Lesson
	err := s.db(ctx).Where("tutor_id = ? AND day = ? AND dropped = ? AND id <> ?", l.TutorID, l.Day, false, l.ID).Order("id").Find(&others).Error
	for i, o := range others {
		if l.Start < o.Start+calendar.Clock(o.Minutes) && o.Start < l.Start+calendar.Clock(l.Minutes) {
			return &others[i], err
		}
	}
	return nil, err
}

// lockTutor takes the turn on a tutor's lessons.
func (s *Store) lockTutor(ctx context.Context, tutor int64) error {
	return s.db(ctx).Model(&Person{}).Where("id = ?", tutor).Update("made_at", gorm.Expr("made_at")).Error
}

// Lesson is the lesson of that id; it refuses (NotFound) when there is none.
func (s *Store) Lesson(ctx context.Context, id int64) (l Lesson, err error) {
	err = s.db(ctx).Take(&l, id).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return l, Refuse(NotFound, "没有找到课%d，请核对编号。", id)
	}
	return l, err
}

// LessonsOn are a tutor's lessons of a day, in order.
func (s *Store) LessonsOn(ctx context.Context, tutor int64, day calendar.Day) (ls []Lesson, err error) {
	err = s.db(ctx).Where("tutor_id = ? AND day = ? AND dropped = ?", tutor, day, false).Order("start, id").Find(&ls).Error
	return ls, err
}

// OwnLessons are the lessons of the next two weeks that a person gives, or that
// their children have, and that have not begun, in order.
func (s *Store) OwnLessons(ctx context.Context, person int64, now time.Time) (coming []Lesson, err error) {
	children := s.db(ctx).Model(&Enrolment{}).Select("id").Where("person_id = ?", person)
	today := calendar.DayOf(now)
	var ls []Lesson
	err = s.db(ctx).Where("day >= ? AND day <= ? AND dropped = ? AND given = ? AND (tutor_id = ? OR enrolment_id IN (?))", today, today.Add(14), false, false, person, children).
		Order("day, start, id").Find(&ls).Error
	for _, l := range ls {
		if l.Begins(s.Zone).After(now) {
			coming = append(coming, l)
		}
	}
	return coming, err
}

// LessonsBetween are all lessons of the days from to to, both included.
func (s *Store) LessonsBetween(ctx context.Context, from, to calendar.Day) (ls []Lesson, err error) {
	err = s.db(ctx).Where("day >= ? AND day <= ? AND dropped = ?", from, to, false).Order("day, start, id").Find(&ls).Error
	return ls, err
}

// Coming are the next lessons of a tutor (or, with enrolment, of a child).
func (s *Store) Coming(ctx context.Context, tutor, enrolment int64, from calendar.Day, limit int) (ls []Lesson, err error) {
	q := s.db(ctx).Where("day >= ? AND dropped = ? AND given = ?", from, false, false)
	if enrolment != 0 {
		if enrolment, err = s.lead(ctx, enrolment); err != nil {
			return nil, err
		}
		q = q.Where("enrolment_id = ?", enrolment)
	} else {
		q = q.Where("tutor_id = ?", tutor)
	}
	return ls, q.Order("day, start, id").Limit(limit).Find(&ls).Error
}
