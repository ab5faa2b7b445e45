package jobs

import (
	"context"

	"xiaoqing/models"
)

// tallies (封账) take what was entered into the tallies every ten minutes, so that
// a digest finds little left to add up, and seal the day before at ten past
// midnight: what comes for it later is a correction (更正). A night that was missed
// is sealed by the next run.
func tallies(t Tools) Job {
	return Job{Name: "tally", Schedule: "*/10 * * * *", Do: func(ctx context.Context, r Run) (int, error) {
		folded, err := t.Store.Fold(ctx, r.At)
		if err != nil {
			return folded, err
		}
		_, err = t.Store.SealDays(ctx, models.SealDue(r.At))
		return folded, err
	}}
}
