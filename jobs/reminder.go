package jobs

import (
	"context"
	"errors"
	"time"

	"xiaoqing/models/calendar"
)

// Nobody hears before 7:00 or from 23:00 on what can wait until the morning.
const (
	morning calendar.Clock = 7 * 60
	night   calendar.Clock = 23 * 60
)

// reminders go every five minutes to the one person whose turn it is: a tutor
// before a lesson and after one that is not reported, a volunteer before duty, a coordinator whose queue
// has waited a day, whoever left a dialog open. Each is a letter whose key makes
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
	lessons, err1 := j.lessons(ctx, since, r.At)
	absences, err0 := j.absences(ctx, r)
	closed, err6 := j.forgotten(ctx, r.At)
	rosters, err7 := j.rosters(ctx, since, r.At)
	lessons, err1 = lessons+absences+closed+rosters, errors.Join(err0, err1, err6, err7)
	if clock := calendar.ClockOf(r.At); clock < morning || clock >= night {
		return lessons, err1
	}
	queues, err2 := j.queues(ctx, r.At)
	dialogs, err3 := j.dialogs(ctx, r.At)
	offers, err4 := j.offers(ctx, r)
	hearings, err5 := j.hearings(ctx, r)
	return lessons + queues + dialogs + offers + hearings, errors.Join(err1, err2, err3, err4, err5)
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
