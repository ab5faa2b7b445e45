package jobs

import "context"

// outbox carries the letters that are due, when somebody asks for it by hand; the
// service does it all the time (Outbox.Run).
func outbox(t Tools) Job {
	return Job{Name: "outbox", Do: func(ctx context.Context, _ Run) (int, error) { return 0, t.Drain(ctx) }}
}
