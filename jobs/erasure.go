package jobs

import "context"

// erasures goes on with those that could not look through every row in the message
// itself, a few thousand rows a transaction.
func erasures(t Tools) Job {
	return Job{Name: "erasure", Schedule: "* * * * *", Do: func(ctx context.Context, r Run) (total int, err error) {
		for range 60 {
			n, err := t.Store.Sweep(ctx, sweepBatch, r.At)
			if total += n; err != nil || n == 0 {
				return total, err
			}
		}
		return total, nil
	}}
}

// sweepBatch is how many rows one transaction looks through: few enough that no
// message has to wait for it.
const sweepBatch = 2000
