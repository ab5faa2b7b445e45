// Package jobs is what happens by the clock: one file a job. Each run is claimed
// in the database, so that any number of replicas does it once, and marked done
// in the transaction that writes its letters.
package jobs

import (
	"context"
	"log/slog"
	"strconv"
	"time"

	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/post"
)

// Job is one thing that happens by the clock.
type Job struct {
	Name     string
	Schedule string // cron's five fields in the programme's zone; "" is done only when asked for
	// Once says that what was done for a slot is not done again, also when it is
	// asked for by hand.
	Once bool
	// Scopes are what r is done for, each claimed on its own: ids of groups. Nil:
	// one run for all.
	Scopes func(ctx context.Context, r Run) ([]int64, error)
	// Do does it and says how many letters it wrote or rows it removed. What it did
	// before an error is done again, so it must be safe to repeat.
	Do func(ctx context.Context, r Run) (int, error)
}

// Run is one occasion of a job.
type Run struct {
	At     time.Time // the programme's now
	Due    time.Time // the slot that it is for
	Cutoff time.Time // what is counted until: Due, or At when asked for before its time
	Late   bool      // 补发: it was missed
	Asked  bool      // by hand
	Scope  int64     // one of Scopes, 0 when there are none

	claim *post.JobRun // nil when it needs none
	wall  func() time.Time
}

// Finish marks the run done, in the transaction of what it wrote. A job that
// does not call it is marked done after Do.
func (r Run) Finish(ctx context.Context, tx *models.Store) error {
	if r.claim == nil {
		return nil
	}
	return tx.Post(ctx).FinishRun(r.claim, r.wall())
}

// scope is the run's scope as its row has it.
func (r Run) scope() string {
	if r.Scope == 0 {
		return ""
	}
	return strconv.FormatInt(r.Scope, 10)
}

func (j Job) scopes(ctx context.Context, r Run) ([]int64, error) {
	if j.Scopes == nil {
		return []int64{0}, nil
	}
	return j.Scopes(ctx, r)
}

// Tools are what the jobs work with.
type Tools struct {
	Store *models.Store
	Wall  func() time.Time
	Log   *slog.Logger
	// Limits are how long what waits may wait before the level above hears of it.
	Limits models.Limits
	// Drain sends the letters that are due, until none is left.
	Drain func(ctx context.Context) error
	// LessonLink is the personal link on which a lesson's tutor reports it.
	LessonLink func(l models.Lesson, expires time.Time) string
	// Coming is what both sides are told half an hour before a lesson.
	Coming func(ctx context.Context, tx *models.Store, l models.Lesson, at time.Time) (guardian int64, tutor, parent say.Reply, err error)
	// Evening tells everyone tomorrow's lessons; Unasked writes the one letter a day to
	// each parent for whom something waits.
	Evening, Unasked func(ctx context.Context, tx *models.Store, at time.Time) (int, error)
	// Match solves a round of pairing and tells the coordinators; Chase goes after
	// those who were asked and have not answered; Watch after lessons whose other side
	// is not there; Confirm asks guardians about the week's lessons, Follow how lessons
	// go and whether a pause is over; Late goes after worries and appeals whose day has
	// passed; Seat tells those whose children moved up from a waiting list. Each says how many letters it wrote.
	Match, Chase, Watch, Confirm, Follow, Late, Seat func(ctx context.Context, tx *models.Store, at time.Time) (int, error)
	// Unfinished is how a person is reminded of the dialog they left; false when
	// there is nothing to remind of.
	Unfinished func(ctx context.Context, tx *models.Store, c models.Conversation) (say.Reply, bool, error)
}

// All are the jobs of the product.
func All(t Tools) []Job {
	all := []Job{previews(t), digests(t), weeklies(t), reminders(t), matches(t), tallies(t), outbox(t), retention(t), erasures(t)}
	return append(all, watchdog(t, all))
}
