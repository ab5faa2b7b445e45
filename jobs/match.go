package jobs

import (
	"context"
	"time"

	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// matches solves each morning which children and tutors could go together, and
// shows it to their coordinators before anyone is asked.
func matches(t Tools) Job {
	return Job{Name: "match", Schedule: "0 7 * * *", Do: func(ctx context.Context, r Run) (n int, err error) {
		err = t.Store.Tx(ctx, func(tx *models.Store) error {
			n, err = t.Match(ctx, tx, r.At)
			return err
		})
		return n, err
	}}
}

// absences looks after lessons whose other side is not there, at any hour.
func (j reminder) absences(ctx context.Context, r Run) (n int, err error) {
	err = j.Store.Tx(ctx, func(tx *models.Store) error {
		n, err = j.Watch(ctx, tx, r.At)
		return err
	})
	return n, err
}

// sundays is when guardians are asked about their week.
const sundays calendar.Clock = 19 * 60

// hearings asks guardians about the week on Sunday evening, and takes two days of
// silence for a yes.
func (j reminder) hearings(ctx context.Context, r Run) (n int, err error) {
	if _, err := j.Store.Assume(ctx, r.At.Add(-48*time.Hour), r.At); err != nil {
		return 0, err
	}
	if err := j.Store.Tx(ctx, func(tx *models.Store) error {
		n, err = j.Follow(ctx, tx, r.At)
		return err
	}); err != nil || r.At.Weekday() != time.Sunday || calendar.ClockOf(r.At) < sundays {
		return n, err
	}
	err = j.Store.Tx(ctx, func(tx *models.Store) error {
		asked, err := j.Confirm(ctx, tx, r.At)
		n += asked
		return err
	})
	return n, err
}

// offers reminds of pairings that were not answered, and ends them in time.
func (j reminder) offers(ctx context.Context, r Run) (n int, err error) {
	err = j.Store.Tx(ctx, func(tx *models.Store) error {
		n, err = j.Chase(ctx, tx, r.At)
		return err
	})
	return n, err
}
