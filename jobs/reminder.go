package jobs

import (
	"context"
	"errors"
	"time"

	"xiaoqing/models"
)

// reminders go every five minutes to the one person whose turn it is: both sides the
// evening before a lesson and half an hour before, a tutor after one that is not
// reported, a volunteer before duty, a coordinator whose queue has waited a day, whose tutors' 入职查询 runs out
// or whose unit has not reported today, whoever left a dialog open. Each is a letter whose key makes
// it happen once, and which is dropped when it comes too late.
func reminders(t Tools) Job {
	j := reminder{t}
	return Job{Name: "reminder", Schedule: "*/5 * * * *", Do: j.do}
}

type reminder struct{ Tools }

// do lets no sort of reminder wait for another that fails.
func (j reminder) do(ctx context.Context, r Run) (count int, err error) {
	since, err := j.since(ctx, r)
	if err != nil {
		return 0, err
	}
	parts := []func() (int, error){
		func() (int, error) { return j.lessons(ctx, since, r.At) },
		func() (int, error) { return j.evening(ctx, since, r.At) },
		func() (int, error) { return j.absences(ctx, r) },
		func() (int, error) { return j.seats(ctx, r.At) },
		func() (int, error) { return j.forgotten(ctx, r.At) },
		func() (int, error) { return j.rosters(ctx, since, r.At) },
	}
	if !models.Night(r.At) {
		parts = append(parts,
			// Before what takes the day of a parent by itself: a dialog that was left alone.
			func() (int, error) { return j.hearings(ctx, r) },
			func() (int, error) { return j.Unasked(ctx, j.Store, r.At) },
			func() (int, error) { return j.queues(ctx, r.At) },
			func() (int, error) { return j.dialogs(ctx, r.At) },
			func() (int, error) { return j.offers(ctx, r) },
			func() (int, error) { return j.climbs(ctx, r.At) },
			func() (int, error) { return j.late(ctx, r) },
			func() (int, error) { return j.checks(ctx, r.At) },
			func() (int, error) { return j.reports(ctx, since, r.At) },
			func() (int, error) { n, err := j.Store.RemindSilent(ctx, r.At); return int(n), err })
	}
	var errs []error
	for _, part := range parts {
		n, err := part()
		count += n
		errs = append(errs, err)
	}
	return count, errors.Join(errs...)
}

// since is when reminders were last looked for, so that they are not all written
// again each time; long ago when that is not known, or one asks.
func (j reminder) since(ctx context.Context, r Run) (time.Time, error) {
	last, found, err := j.Store.Post(ctx).LastRun("reminder", "")
	if err != nil || !found || r.Asked || last.Due > r.At.UnixMilli() {
		return r.At.Add(-2 * reach), err
	}
	return time.UnixMilli(last.Due), nil
}

// late goes after the worries and appeals whose day has passed.
func (j reminder) late(ctx context.Context, r Run) (n int, err error) {
	err = j.Store.Tx(ctx, func(tx *models.Store) error {
		n, err = j.Late(ctx, tx, r.At)
		return err
	})
	return n, err
}
