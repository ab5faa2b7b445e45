package jobs

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"xiaoqing/models"
	"xiaoqing/models/calendar"
	"xiaoqing/models/post"
)

// claimed does j for each scope that nobody has done; all says that none is left.
// A scope that fails does not stop the others.
func (c *Clock) claimed(ctx context.Context, j Job, r Run) (count int, all bool, err error) {
	scopes, err := j.scopes(ctx, r)
	if err != nil {
		return 0, false, err
	}
	var errs []error
	all = true
	for _, scope := range scopes {
		r.Scope = scope
		n, done, err := c.once(ctx, j, r)
		count += n
		all = all && done
		errs = append(errs, err)
	}
	return count, all, errors.Join(errs...)
}

// once does one run unless it is done or somebody else is at it; done says that
// nothing is left to do.
func (c *Clock) once(ctx context.Context, j Job, r Run) (count int, done bool, err error) {
	var mine bool
	err = c.store.Tx(ctx, func(tx *models.Store) (err error) {
		r.claim, mine, err = tx.Post(ctx).ClaimRun(j.Name, r.scope(), r.Due, c.wall(), lease)
		return err
	})
	if err != nil || !mine {
		return 0, err == nil && r.claim.DoneAt != 0, err
	}
	ctx, cancel := context.WithTimeout(ctx, lease)
	defer cancel()
	began := c.wall()
	r.claim.Late, r.wall = r.Late, c.wall
	if count, err = j.Do(ctx, r); err == nil && r.claim.DoneAt == 0 {
		err = c.store.Tx(ctx, func(tx *models.Store) error { return r.Finish(ctx, tx) })
	}
	if errors.Is(err, post.ErrTaken) {
		return 0, false, nil // its new owner does it
	}
	if err != nil {
		return 0, false, fmt.Errorf("run of %s for %q: %w", j.Name, r.scope(), err)
	}
	c.log.Info("job done", "job", j.Name, "scope", r.scope(), "due", r.Due, "count", count, "late", r.Late, "took", c.wall().Sub(began))
	return count, true, nil
}

// Result is what became of a run that was asked for.
type Result struct {
	Job   string
	Due   time.Time
	Late  bool
	Count int // letters written or rows removed
}

// RunNow runs one job by hand as if the programme's time were at (zero: what it
// is), and returns when it is done; its letters wait in the outbox. Its slot is
// the latest of that day or, before the first, at itself. It refuses (NotFound) a
// name that no job has.
func (c *Clock) RunNow(ctx context.Context, name string, at time.Time) (Result, error) {
	e, err := c.entry(name)
	if err != nil {
		return Result{}, err
	}
	if at.IsZero() {
		at = c.programme.Now()
	}
	at = at.In(c.programme.Zone())
	r := Run{At: at, Due: at.Truncate(time.Minute), Cutoff: at, Asked: true, wall: c.wall}
	if due, ok := e.slot(at); ok && calendar.DayOf(due) == calendar.DayOf(at) {
		r.Due, r.Cutoff, r.Late = due, due, at.Sub(due) > lateAfter
	}
	result := Result{Job: name, Due: r.Due, Late: r.Late}
	if e.Once {
		result.Count, _, err = c.claimed(ctx, e.Job, r)
	} else {
		result.Count, err = e.Do(ctx, r)
	}
	return result, err
}

func (c *Clock) entry(name string) (*entry, error) {
	var names []string
	for _, e := range c.entries {
		if e.Name == name {
			return e, nil
		}
		names = append(names, e.Name)
	}
	return nil, models.Refuse(models.NotFound, "没有叫“%s”的任务，现在有：%s。", name, strings.Join(names, "、"))
}
