package models

import (
	"context"

	"gorm.io/gorm"
)

// ListEntries hands f the entries of the days of x, a page at a time: the rows
// behind its figures. measure is one of Measures, "" for all.
func (s *Store) ListEntries(ctx context.Context, x Extent, measure string, f func(rows []Entry, total int64) error) error {
	q := s.extent(ctx, x, &Entry{}, "day")
	if measure != "" {
		q = q.Where("measure = ?", measure)
	}
	return pages(q.Session(&gorm.Session{}), func(e Entry) int64 { return e.ID }, f)
}

// EntriesOf are at most limit of the entries of x that make up one figure, in the
// order in which they were recorded; more says that there are others.
func (s *Store) EntriesOf(ctx context.Context, x Extent, measure string, limit int) (rows []Entry, more bool, err error) {
	err = s.extent(ctx, x, &Entry{}, "day").Where("measure = ?", measure).Order("recorded_at, id").Limit(limit + 1).Find(&rows).Error
	if len(rows) > limit {
		rows, more = rows[:limit], true
	}
	return rows, more, err
}
