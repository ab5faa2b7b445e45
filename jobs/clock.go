package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/robfig/cron/v3"

	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

const (
	// lease is how long a replica may take for one run; when it is over another
	// one takes it on.
	lease = 2 * time.Minute
	// lateAfter is how long after its slot a run counts as missed.
	lateAfter = 10 * time.Minute
	// reach is how far back a missed slot still makes sense.
	reach = 24 * time.Hour
	// tick is each minute at its fifth second: until then all that was begun before
	// a cut-off on the full minute is committed.
	tick = "5 * * * * *"
)

// Clock runs the jobs when they are due.
type Clock struct {
	store     *models.Store
	programme *calendar.Programme
	wall      func() time.Time
	log       *slog.Logger
	entries   []*entry
}

// entry is a job with its schedule.
type entry struct {
	Job
	schedule cron.Schedule // nil: only when asked for
	mu       sync.Mutex
	done     time.Time // the last slot that is known to be done, not to ask the database each minute
}

// NewClock refuses a schedule that cannot be read.
func NewClock(t Tools, programme *calendar.Programme, all []Job) (*Clock, error) {
	c := &Clock{store: t.Store, programme: programme, wall: t.Wall, log: t.Log}
	for _, j := range all {
		e := &entry{Job: j}
		if j.Schedule != "" {
			var err error
			if e.schedule, err = cron.ParseStandard(j.Schedule); err != nil {
				return nil, fmt.Errorf("job %s: %w", j.Name, err)
			}
		}
		c.entries = append(c.entries, e)
	}
	return c, nil
}

// Run runs what is due, first what was missed, until ctx ends, and returns when
// the last run has ended. While the programme's clock is simulated nothing runs
// by itself.
func (c *Clock) Run(ctx context.Context) {
	log := cronLog{c.log}
	ticks := cron.New(cron.WithSeconds(), cron.WithLocation(c.programme.Zone()), cron.WithLogger(log))
	chain := cron.NewChain(cron.SkipIfStillRunning(log), cron.Recover(log))
	var first sync.WaitGroup
	for _, e := range c.entries {
		job := chain.Then(cron.FuncJob(func() { c.tick(ctx, e) }))
		first.Go(job.Run)
		if _, err := ticks.AddJob(tick, job); err != nil {
			panic(err) // tick is a constant
		}
	}
	ticks.Start()
	<-ctx.Done()
	<-ticks.Stop().Done()
	first.Wait()
}

func (c *Clock) tick(ctx context.Context, e *entry) {
	if c.programme.Simulated() {
		return
	}
	if err := c.catchUp(ctx, e, c.programme.Now()); err != nil && ctx.Err() == nil {
		c.log.Error("job failed", "job", e.Name, "err", err)
	}
}

// CatchUp runs every job whose latest slot before at, the programme's now, was
// missed or is just due.
func (c *Clock) CatchUp(ctx context.Context, at time.Time) error {
	var errs []error
	for _, e := range c.entries {
		errs = append(errs, c.catchUp(ctx, e, at.In(c.programme.Zone())))
	}
	return errors.Join(errs...)
}

func (c *Clock) catchUp(ctx context.Context, e *entry, at time.Time) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	due, ok := e.slot(at)
	if !ok || due.Equal(e.done) {
		return nil
	}
	_, all, err := c.claimed(ctx, e.Job, Run{At: at, Due: due, Cutoff: due, Late: at.Sub(due) > lateAfter})
	if err == nil && all {
		e.done = due
	}
	return err
}

// slot is the job's latest one until at, none when it is too long ago.
func (e *entry) slot(at time.Time) (due time.Time, ok bool) { return latest(e.schedule, at) }

func latest(s cron.Schedule, at time.Time) (due time.Time, ok bool) {
	if s == nil {
		return due, false
	}
	for t := s.Next(at.Add(-reach)); !t.IsZero() && !t.After(at); t = s.Next(t) {
		due, ok = t, true
	}
	return due, ok
}

// cronLog lets cron speak to our log.
type cronLog struct{ *slog.Logger }

// Info is cron's chatter: a job was skipped as it still runs.
func (l cronLog) Info(msg string, args ...any) { l.Debug("cron: "+msg, args...) }

// Error is a panic in a job.
func (l cronLog) Error(err error, msg string, args ...any) {
	l.Logger.Error("cron: "+msg, append([]any{"err", err}, args...)...)
}
