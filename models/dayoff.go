package models

import (
	"context"

	"xiaoqing/models/calendar"
)

// DropDays (停课) lets the planned lessons of a pairing on the days from to to fall;
// what they counted as planned is taken back. Both sides and their coordinators may.
// It returns those that fell now.
func (s *Store) DropDays(ctx context.Context, by Actor, pairing int64, from, to calendar.Day) (ls []Lesson, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		p, err := tx.changeable(ctx, by, pairing)
		if err != nil {
			return err
		}
		ls, err = tx.dropWhere(ctx, by, p, from, func(d calendar.Day) bool { return d <= to })
		return err
	})
	return ls, err
}

// dropWhere drops the lessons of a pairing that have not begun, from a day on, on
// the days that are meant.
func (s *Store) dropWhere(ctx context.Context, by Actor, p Pairing, from calendar.Day, meant func(calendar.Day) bool) (gone []Lesson, err error) {
	var ls []Lesson
	err = s.db(ctx).Where("pairing_id = ? AND day >= ? AND dropped = ? AND given = ? AND planned = ?", p.ID, max(from, calendar.DayOf(by.Now)), false, false, true).
		Order("day, start, id").Find(&ls).Error
	if err != nil {
		return nil, err
	}
	for _, l := range ls {
		if !meant(l.Day) || !l.Begins(s.Zone).After(by.Now) {
			continue
		}
		if err := s.FallThrough(ctx, by, l); err != nil {
			return nil, err
		}
		gone = append(gone, l)
	}
	return gone, nil
}

// SkipHolidays (节假日都不上课) keeps the wish that a pairing has no lessons on public
// holidays, and drops those that stand there; off false takes the wish back. Lessons
// that are laid down later obey it.
func (s *Store) SkipHolidays(ctx context.Context, by Actor, pairing int64, off bool) (ls []Lesson, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		p, err := tx.changeable(ctx, by, pairing)
		if err != nil {
			return err
		}
		if p.HolidaysOff != off {
			p.HolidaysOff = off
			if err := tx.db(ctx).Save(&p).Error; err != nil {
				return err
			}
			if err := tx.audit(ctx, by, "holidays", Ticket{EnrolmentPrefix, p.EnrolmentID}.String(), p.OrgID, ""); err != nil {
				return err
			}
		}
		if off {
			ls, err = tx.dropWhere(ctx, by, p, "", isHoliday)
		}
		return err
	})
	return ls, err
}

// isHoliday says whether a day belongs to a public holiday.
func isHoliday(d calendar.Day) bool {
	_, ok := calendar.Arranged().Name(d)
	return ok
}

// Undrop (撤销停课) puts lessons back that were dropped a moment ago, and counts them
// again. It refuses (Conflict) where the tutor has another lesson by now.
func (s *Store) Undrop(ctx context.Context, by Actor, pairing int64, lessons []Ticket) (ls []Lesson, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		p, err := tx.changeable(ctx, by, pairing)
		if err != nil {
			return err
		}
		for _, t := range lessons {
			l, err := tx.Lesson(ctx, t.ID)
			if err != nil {
				return err
			}
			if l.PairingID != p.ID || !l.Dropped || l.Given || !l.Begins(tx.Zone).After(by.Now) {
				return Refuse(Conflict, "%s已经有变动，撤不回来。", t)
			}
			if other, err := tx.overlapping(ctx, l); err != nil || other != nil {
				if err == nil {
					err = Refuse(Conflict, "%s那个时间老师已经有别的课了，撤不回来。", t)
				}
				return err
			}
			if err := tx.db(ctx).Model(&Lesson{}).Where("id = ?", l.ID).Update("dropped", false).Error; err != nil {
				return err
			}
			if err := tx.enter(ctx, Entry{Measure: LessonsPlanned, OrgID: l.OrgID, Day: l.Day, Delta: 1, Subject: t.String()}, by.Now); err != nil {
				return err
			}
			if err := tx.audit(ctx, by, "undo", t.String(), l.OrgID, ""); err != nil {
				return err
			}
			ls = append(ls, l)
		}
		return nil
	})
	return ls, err
}
