package jobs

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/robfig/cron/v3"

	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
	"xiaoqing/models/post"
)

const (
	// grace is how long after its slot a run may still be on its way.
	grace = 20 * time.Minute
	// doubtSeen is how long letters in doubt are spoken of.
	doubtSeen = 2 * reach
)

// watchdog looks every ten minutes for what nobody would notice: a job that did
// not run when it was due, letters in doubt, letters that nobody has passed on
// (待转告) for a day. It logs it each time and writes to the city's coordinators
// once a day, counts alone.
func watchdog(t Tools, all []Job) Job {
	j := guard{t, all}
	return Job{Name: "watchdog", Schedule: "*/10 * * * *", Do: j.do}
}

type guard struct {
	Tools
	all []Job
}

// trouble is what was found.
type trouble struct {
	missed      map[string]int // how many runs, by job
	doubtful    int64
	undelivered int64
}

func (j guard) do(ctx context.Context, r Run) (int, error) {
	found, err := j.look(ctx, r)
	if err != nil || found.none() {
		return 0, err
	}
	j.Log.Error("watchdog", "missed", found.missed, "in_doubt", found.doubtful, "undelivered", found.undelivered)
	if models.Night(r.At) {
		return 0, nil
	}
	return j.tell(ctx, found, r.At)
}

func (j guard) look(ctx context.Context, r Run) (found trouble, err error) {
	awake, err := j.awake(ctx, r)
	if err != nil {
		return found, err
	}
	if awake {
		if found.missed, err = j.missed(ctx, r.At); err != nil {
			return found, err
		}
	}
	found.doubtful, found.undelivered, err = j.Store.Stranded(ctx, r.At.Add(-doubtSeen), r.At.Add(-reach))
	return found, err
}

// awake says whether the service was up a while ago: right after a start, what
// was missed is just being caught up.
func (j guard) awake(ctx context.Context, r Run) (bool, error) {
	last, found, err := j.Store.Post(ctx).LastRun("watchdog", "")
	return r.Asked || found && last.Due >= r.At.Add(-grace).UnixMilli(), err
}

// missed counts the runs that should have been done at that time and are not.
func (j guard) missed(ctx context.Context, at time.Time) (map[string]int, error) {
	missed := map[string]int{}
	for _, job := range j.all {
		if job.Schedule == "" {
			continue
		}
		schedule, err := cron.ParseStandard(job.Schedule)
		if err != nil {
			return nil, err
		}
		due, ok := latest(schedule, at.Add(-grace))
		if !ok {
			continue
		}
		n, err := j.undone(ctx, job, Run{At: at, Due: due, Cutoff: due})
		if err != nil {
			return nil, err
		}
		if n > 0 {
			missed[job.Name] = n
		}
	}
	return missed, nil
}

// undone counts a job's scopes whose last run that is done was due before r was. A
// scope that never ran was missed; a job without scopes may be new, unless a run
// was begun.
func (j guard) undone(ctx context.Context, job Job, r Run) (n int, err error) {
	scopes, err := job.scopes(ctx, r)
	if err != nil {
		return 0, err
	}
	for _, r.Scope = range scopes {
		last, found, err := j.Store.Post(ctx).LastRun(job.Name, r.scope())
		if err != nil {
			return n, err
		}
		if found && last.Due >= r.Due.UnixMilli() {
			continue
		}
		if found || r.Scope != 0 {
			n++
			continue
		}
		begun, err := j.begun(ctx, job, r.Due)
		if err != nil {
			return n, err
		}
		n += begun
	}
	return n, nil
}

// begun is 1 when a run of the job that was due until due stands unfinished.
func (j guard) begun(ctx context.Context, job Job, due time.Time) (int, error) {
	runs, err := j.Store.Post(ctx).UnfinishedBefore(due.Add(time.Millisecond))
	if slices.ContainsFunc(runs, func(r post.JobRun) bool { return r.Job == job.Name }) {
		return 1, err
	}
	return 0, err
}

func (t trouble) none() bool {
	return len(t.missed) == 0 && t.doubtful == 0 && t.undelivered == 0
}

func (j guard) tell(ctx context.Context, found trouble, at time.Time) (int, error) {
	root, err := j.Store.Root(ctx)
	if err != nil {
		return 0, err
	}
	n := models.Notice{Key: "watchdog:" + string(calendar.DayOf(at)), Kind: "watchdog", Now: at, Expires: at.Add(reach / 2), Body: found.words(at)}
	told, err := j.Store.TellHolders(ctx, models.Coordinator, root, 0, n)
	if err == nil && told == 0 {
		j.Log.Error("watchdog has nobody to tell: the city has no coordinator")
	}
	return told, err
}

// words are counts alone.
func (t trouble) words(at time.Time) say.Reply {
	lines := []string{fmt.Sprintf("小青自查 %s %s", say.Date(calendar.DayOf(at)), calendar.ClockOf(at))}
	if n := t.missed["digest"]; n > 0 {
		lines = append(lines, fmt.Sprintf("日报有%d个群没按时发出", n))
	}
	if t.missed["reminder"] > 0 {
		lines = append(lines, "提醒没有按时发")
	}
	if t.missed["retention"] > 0 {
		lines = append(lines, "夜里的到期清理没有做")
	}
	if t.missed["tally"] > 0 {
		lines = append(lines, "数字没有按时封账，日报不受影响，只是慢一些")
	}
	if t.doubtful > 0 {
		lines = append(lines, say.Count(t.doubtful)+"条消息说不准有没有送到")
	}
	if t.undelivered > 0 {
		lines = append(lines, say.Count(t.undelivered)+"条消息没有办法送到，等人转告超过一天")
	}
	return say.Reply{Text: strings.Join(lines, "\n"), Hint: "请管系统的同事看一下运行日志。"}
}
