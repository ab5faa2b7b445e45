package jobs

import (
	"context"
	"time"

	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

const (
	// kept is how long the bodies of messages and letters live.
	kept = 30 * 24 * time.Hour
	// purgeBatch is how many rows of a kind go in one transaction: few enough that
	// no message has to wait for it.
	purgeBatch = 100
)

// retention forgets each night what may not be kept: what was heard, letters and
// chats and what was told unasked after 30 days, and the budgets and job runs that
// nobody asks for any more; pasted lists 30 days after they last
// grew, partners' lists 30 days after they ran out; the words of
// cloud-class records go 30 days after those ended, those of cases 30 days after they
// were closed. Other
// records and what was handed in for them stay.
func retention(t Tools) Job {
	j := retainer{t}
	return Job{Name: "retention", Schedule: "20 3 * * *", Do: j.do}
}

type retainer struct{ Tools }

func (j retainer) do(ctx context.Context, r Run) (int, error) {
	before := r.At.Add(-kept)
	calls, err := j.untilNone(func() (int64, error) { return j.Store.ForgetCallouts(ctx, before, purgeBatch) }) // before their letters go
	if err != nil {
		return calls, err
	}
	bodies, err := j.untilNone(func() (n int64, err error) {
		err = j.Store.Tx(ctx, func(tx *models.Store) error {
			n, err = tx.Post(ctx).Purge(before, purgeBatch)
			return err
		})
		return n, err
	})
	bodies += calls
	if err != nil {
		return bodies, err
	}
	total := bodies
	for _, forget := range []func() (int64, error){
		func() (int64, error) { return j.Store.ForgetRuns(ctx, before, purgeBatch) },
		func() (int64, error) { return j.Store.ForgetUnasked(ctx, before, purgeBatch) },
		func() (int64, error) { n, err := j.Store.ForgetChains(ctx, before, purgeBatch); return int64(n), err },
		func() (int64, error) { return j.Store.ForgetRoll(ctx, calendar.DayOf(before), purgeBatch) },
		func() (int64, error) { n, err := j.Store.ForgetEnded(ctx, before, purgeBatch); return int64(n), err },
		func() (int64, error) { n, err := j.Store.ForgetCases(ctx, before, purgeBatch); return int64(n), err },
	} {
		n, err := j.untilNone(forget)
		if total += n; err != nil {
			return total, err
		}
	}
	return total, j.Store.Tx(ctx, func(tx *models.Store) error { return tx.Post(ctx).PurgeBudgets(j.Wall()) })
}

func (j retainer) untilNone(purge func() (int64, error)) (total int, err error) {
	for {
		n, err := purge()
		total += int(n)
		if err != nil || n == 0 {
			return total, err
		}
	}
}
