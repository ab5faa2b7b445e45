package models

import "context"

// ListEntries hands f the entries of the days of x, a page at a time: the rows
// behind its figures.
func (s *Store) ListEntries(ctx context.Context, x Extent, f func(rows []Entry, total int64) error) error {
	return pages(s.extent(ctx, x, &Entry{}, "day"), f)
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
