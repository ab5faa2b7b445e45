package models

import (
	"context"
	"strings"
	"time"

	"gorm.io/gorm/clause"

	"xiaoqing/models/calendar"
)

// Entry (流水) is one change to one figure: it is appended in the transaction of
// its cause and never changed. A figure is the sum of its entries; as of a
// cut-off it is the sum of those recorded until then. Tallies spare the adding up.
type Entry struct {
	ID         int64
	Measure    string       `gorm:"size:24"`
	OrgID      int64        `gorm:"index:entry_day,priority:1;index:entry_open,priority:2"`
	Day        calendar.Day `gorm:"size:10;index:entry_day,priority:2"`
	Delta      int64
	Subject    string `gorm:"size:24;index"` // the row's ticket
	RecordedAt int64  `gorm:"index:entry_open,priority:3"`
	Folded     bool   `gorm:"index:entry_open,priority:1;default:false"` // the tallies have it
}

// Rows is how many rows an entry stands for: those of 岗1–岗99 are 99. What was
// brought in without any is one.
func (e Entry) Rows() int64 {
	first, last, some := strings.Cut(e.Subject, "–")
	from, ok := ParseTicket(first)
	to, also := ParseTicket(last)
	if !some || !ok || !also || to.ID < from.ID {
		return 1
	}
	return to.ID - from.ID + 1
}

// First says who was already counted in a first-time measure. Its id is the
// subject's key, so that counting twice is impossible.
type First struct {
	ID      int64
	Measure string `gorm:"size:24;uniqueIndex:first_once,priority:1"`
	Key     string `gorm:"column:subject_key;size:44;uniqueIndex:first_once,priority:2"`
	Subject string `gorm:"size:24"` // the record by which they were counted
}

// enter appends one entry, and mirrors it for each Partner of its row, in one
// statement.
func (s *Store) enter(ctx context.Context, e Entry, now time.Time) error {
	t, _ := ParseTicket(e.Subject)
	owners, mirrored := ownersQueries[t.Prefix]
	if !mirrored {
		return s.writeEntry(ctx, e, now)
	}
	args := []any{e.Measure, e.Day, e.Delta, e.Subject, now.UnixMilli(), e.OrgID}
	for range strings.Count(owners, "?") {
		args = append(args, []int64{t.ID})
	}
	return s.db(ctx).Exec(`INSERT INTO entries (measure, org_id, day, delta, subject, recorded_at)
		SELECT ?, org, ?, ?, ?, ? FROM (SELECT ? AS org UNION ALL SELECT partner FROM (`+owners+`) AS owners) AS whose`, args...).Error
}

func (s *Store) writeEntry(ctx context.Context, e Entry, now time.Time) error {
	return s.db(ctx).Exec("INSERT INTO entries (measure, org_id, day, delta, subject, recorded_at) VALUES (?, ?, ?, ?, ?, ?)",
		e.Measure, e.OrgID, e.Day, e.Delta, e.Subject, now.UnixMilli()).Error
}

// enterOnce appends e unless the same person or child was counted before.
func (s *Store) enterOnce(ctx context.Context, e Entry, key string, now time.Time) error {
	made, err := s.first(ctx, First{Measure: e.Measure, Key: key, Subject: e.Subject})
	if err != nil || !made {
		return err
	}
	return s.enter(ctx, e, now)
}

// first keeps that someone is counted; made is false when they were before.
func (s *Store) first(ctx context.Context, f First) (made bool, err error) {
	kept := s.db(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(&f)
	return kept.RowsAffected > 0, kept.Error
}

// moveEntries lets what a record counted follow it to another Org: taken back
// there and entered here, on the days it was counted.
func (s *Store) moveEntries(ctx context.Context, r Record, from, to int64, now time.Time) error {
	var sums []Entry
	err := s.db(ctx).Model(&Entry{}).Select("measure, day, SUM(delta) AS delta").Where("subject = ? AND org_id = ?", r.Ticket().String(), from).
		Group("measure, day").Having("SUM(delta) <> 0").Order("measure, day").Find(&sums).Error
	if err != nil {
		return err
	}
	for _, e := range sums {
		for org, delta := range map[int64]int64{from: -e.Delta, to: e.Delta} {
			if err := s.writeEntry(ctx, Entry{Measure: e.Measure, OrgID: org, Day: e.Day, Delta: delta, Subject: r.Ticket().String()}, now); err != nil {
				return err
			}
		}
	}
	return nil
}

// uncount takes back, today, that a withdrawn record was counted, and lets the
// person be counted again one day. waited says that it stood in the queue.
func (s *Store) uncount(ctx context.Context, r Record, waited bool, now time.Time) error {
	v := r.review()
	e := Entry{Measure: Signups, OrgID: v.OrgID, Day: calendar.DayOf(now), Delta: -1, Subject: r.Ticket().String()}
	if r.Ticket().Prefix == EnrolmentPrefix {
		e.Measure = Enrolments
	}
	gone := s.db(ctx).Where("measure = ? AND subject_key = ? AND subject = ?", e.Measure, v.CountKey, e.Subject).Delete(&First{})
	if gone.Error != nil {
		return gone.Error
	}
	if gone.RowsAffected > 0 {
		if err := s.enter(ctx, e, now); err != nil {
			return err
		}
	}
	if !waited {
		return nil
	}
	e.Measure = EnrolmentsWaiting
	return s.enter(ctx, e, now)
}

// Figures are sums of entries by measure; a measure without entries is absent.
type Figures map[string]int64

// add adds other to f.
func (f Figures) add(other Figures) {
	for measure, n := range other {
		f[measure] += n
	}
}

// take takes other from f.
func (f Figures) take(other Figures) {
	for measure, n := range other {
		f[measure] -= n
	}
}
