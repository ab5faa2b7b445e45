package jobs

import (
	"context"
	"errors"
	"time"

	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

const (
	beforeLesson = 30 * time.Minute
	afterLesson  = 2 * time.Hour
	// linkLife is how long a lesson can be reported on its link.
	linkLife = 7 * 24 * time.Hour
)

// evenings is when everyone is told tomorrow's lessons.
const evenings calendar.Clock = 19 * 60

// evening tells tomorrow's lessons, when that became due after since.
func (j reminder) evening(ctx context.Context, since, at time.Time) (n int, err error) {
	due := calendar.DayOf(at).At(evenings, j.Store.Zone)
	if due.After(at) || !due.After(since) {
		return 0, nil
	}
	err = j.Store.Tx(ctx, func(tx *models.Store) error {
		n, err = j.Evening(ctx, tx, at)
		return err
	})
	return n, err
}

// lessons reminds of what became due after since. One that fails does not stop the
// others.
func (j reminder) lessons(ctx context.Context, since, at time.Time) (count int, err error) {
	today := calendar.DayOf(at)
	ls, err := j.Store.LessonsBetween(ctx, today.Add(-2), today.Add(1))
	if err != nil {
		return 0, err
	}
	var errs []error
	for _, l := range ls {
		n, err := j.lesson(ctx, l, since, at)
		count += n
		errs = append(errs, err)
	}
	return count, errors.Join(errs...)
}

// lesson tells what has to be told of it now, if anything: how many letters.
func (j reminder) lesson(ctx context.Context, l models.Lesson, since, at time.Time) (int, error) {
	begins, ends := l.Begins(j.Store.Zone), l.Ends(j.Store.Zone)
	soon, missed := begins.Add(-beforeLesson), ends.Add(afterLesson)
	if made := time.UnixMilli(l.MadeAt); made.After(soon) {
		soon = made // put down at the last minute
	}
	switch {
	case l.Given:
		return 0, nil
	case soon.After(since) && !soon.After(at) && at.Before(begins):
		return 2, j.before(ctx, l, at)
	case missed.After(since) && !missed.After(at) && at.Before(missed.Add(reach)):
		n := models.Notice{Key: "remind:" + l.Ticket().String() + ":after", Kind: "reminder", Now: at, Expires: missed.Add(reach)}
		body, err := j.unreported(ctx, l, at)
		if err != nil {
			return 0, err
		}
		n.Body = body
		return 1, j.Store.Tell(ctx, l.TutorID, n)
	}
	return 0, nil
}

// before tells both sides of a lesson that is about to begin.
func (j reminder) before(ctx context.Context, l models.Lesson, at time.Time) error {
	return j.Store.Tx(ctx, func(tx *models.Store) error {
		guardian, tutor, parent, err := j.Coming(ctx, tx, l, at)
		if err != nil {
			return err
		}
		n := models.Notice{Key: "remind:" + l.Ticket().String() + ":before", Kind: "reminder", Now: at, Expires: l.Begins(tx.Zone), Urgent: true, Body: tutor}
		if err := tx.Tell(ctx, l.TutorID, n); err != nil {
			return err
		}
		n.Key, n.Kind, n.Body = "remind:"+l.Ticket().String()+":guardian", "lesson", parent
		return tx.Tell(ctx, guardian, n)
	})
}

func (j reminder) unreported(ctx context.Context, l models.Lesson, at time.Time) (say.Reply, error) {
	e, err := j.Store.Learner(ctx, l.EnrolmentID)
	r := say.Text("%s的课（%s %s，%s）还没报课时。点下面的链接看一眼就能报好，没上成也在那里点一下；直接回我也行，比如“%s 上了%s”。",
		e.Child, say.Date(l.Day), l.Start, l.Ticket(), l.Start, say.Minutes(l.Minutes))
	r.Links = []say.Link{{Label: "报课时", URL: j.LessonLink(l, at.Add(linkLife))}}
	return r, err
}
