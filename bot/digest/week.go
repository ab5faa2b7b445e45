package digest

import (
	"context"
	"time"

	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

var weekly = kind{"周报", "本周", "上周", "上周", "weekly", "这一周没有新的报名和课程。"}

// lookWeek reads the week from monday on, until cutoff where it is not over then,
// and the one before.
func lookWeek(ctx context.Context, s *models.Store, org models.Org, monday calendar.Day, cutoff time.Time) (d day, err error) {
	d.kind, d.org, d.due = weekly, org, cutoff.In(s.Zone)
	last := min(monday.Add(6), calendar.DayOf(d.due))
	if d.book, err = s.Book(ctx, org, monday.Add(-7), last, cutoff); err != nil {
		return d, err
	}
	return d, d.read(ctx, s, d.book.Span(monday, last), d.book.Span(monday.Add(-7), monday.Add(-1)))
}
