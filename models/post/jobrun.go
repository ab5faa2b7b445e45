package post

import (
	"errors"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// ErrTaken says that another replica has taken the run over: everything that was
// done for it must be undone.
var ErrTaken = errors.New("post: another one has taken this run over")

// JobRun is one run of a job that was due once: (job, scope, due). It is done
// once, whoever claims it.
type JobRun struct {
	ID         int64
	Job        string `gorm:"size:32;uniqueIndex:job_run,priority:1"`
	Scope      string `gorm:"size:64;uniqueIndex:job_run,priority:2"` // what it is for: an Org's id, or ""
	Due        int64  `gorm:"uniqueIndex:job_run,priority:3"`         // programme time
	LeaseUntil int64  // wall time
	DoneAt     int64
	Attempts   int
	Late       bool // 补发: it ran after it was missed
}

// ClaimRun takes the run until wall+lease; false, with the row, when it is done
// or another one is at it.
func (b *Box) ClaimRun(job, scope string, due, wall time.Time, lease time.Duration) (*JobRun, bool, error) {
	row := JobRun{Job: job, Scope: scope, Due: ms(due)}
	if err := b.DB.Clauses(clause.OnConflict{DoNothing: true}).Create(&row).Error; err != nil {
		return nil, false, err
	}
	this := func() *gorm.DB {
		return b.DB.Model(&JobRun{}).Where("job = ? AND scope = ? AND due = ?", job, scope, ms(due))
	}
	done := this().Where("done_at = 0 AND lease_until <= ?", ms(wall)).
		Updates(map[string]any{"lease_until": ms(wall.Add(lease)), "attempts": gorm.Expr("attempts + 1")})
	if done.Error != nil {
		return nil, false, done.Error
	}
	run := &JobRun{}
	err := this().Take(run).Error
	return run, err == nil && done.RowsAffected == 1, err
}

// FinishRun marks the run done, in the transaction of what it wrote, and keeps
// run.Late. It refuses with ErrTaken when the run is no longer the caller's.
func (b *Box) FinishRun(run *JobRun, at time.Time) error {
	done := b.DB.Model(&JobRun{}).Where("id = ? AND attempts = ? AND done_at = 0", run.ID, run.Attempts).
		Updates(map[string]any{"done_at": ms(at), "late": run.Late, "lease_until": 0})
	if done.Error != nil {
		return done.Error
	}
	if done.RowsAffected != 1 {
		return ErrTaken
	}
	run.DoneAt = ms(at)
	return nil
}

// LastRun is the latest due run of the job that is done; false when none is.
func (b *Box) LastRun(job, scope string) (run JobRun, found bool, err error) {
	err = b.DB.Where("job = ? AND scope = ? AND done_at > 0", job, scope).Order("due DESC").Take(&run).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return run, false, nil
	}
	return run, err == nil, err
}

// UnfinishedBefore are the runs that were begun, are not done, and were due
// before the time given, oldest first: for the watchdog.
func (b *Box) UnfinishedBefore(due time.Time) (runs []JobRun, err error) {
	err = b.DB.Where("done_at = 0 AND due < ?", ms(due)).Order("due, id").Find(&runs).Error
	return runs, err
}
