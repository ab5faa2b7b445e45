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

// lessons reminds tutors of what became due after since. One that fails does not
// stop the others.
func (j reminder) lessons(ctx context.Context, since, at time.Time) (count int, err error) {
	today := calendar.DayOf(at)
	ls, err := j.Store.LessonsBetween(ctx, today.Add(-2), today.Add(1))
	if err != nil {
		return 0, err
	}
	var errs []error
	for _, l := range ls {
		n, ok, err := j.lesson(ctx, l, since, at)
		if err == nil && ok {
			err = j.Store.Tell(ctx, l.TutorID, n)
			count++
		}
		errs = append(errs, err)
	}
	return count, errors.Join(errs...)
}

// lesson is what its tutor has to be told now, if anything.
func (j reminder) lesson(ctx context.Context, l models.Lesson, since, at time.Time) (n models.Notice, ok bool, err error) {
	begins, ends := l.Begins(j.Store.Zone), l.Ends(j.Store.Zone)
	soon, missed := begins.Add(-beforeLesson), ends.Add(afterLesson)
	if made := time.UnixMilli(l.MadeAt); made.After(soon) {
		soon = made // put down at the last minute
	}
	n = models.Notice{Kind: "reminder", Now: at}
	switch {
	case l.Given:
		return n, false, nil
	case soon.After(since) && !soon.After(at) && at.Before(begins):
		n.Key, n.Expires, n.Urgent = "remind:"+l.Ticket().String()+":before", begins, true
		n.Body, err = j.coming(ctx, l)
	case missed.After(since) && !missed.After(at) && at.Before(missed.Add(reach)):
		n.Key, n.Expires = "remind:"+l.Ticket().String()+":after", missed.Add(reach)
		n.Body, err = j.unreported(ctx, l, at)
	default:
		return n, false, nil
	}
	return n, err == nil, err
}

func (j reminder) coming(ctx context.Context, l models.Lesson) (say.Reply, error) {
	e, err := j.Store.Learner(ctx, l.EnrolmentID)
	return say.Text("%s的课快到了：%s %s，%s课时（%s）。辛苦啦！", e.Child, say.Date(l.Day), l.Start, l.Periods, l.Ticket()), err
}

func (j reminder) unreported(ctx context.Context, l models.Lesson, at time.Time) (say.Reply, error) {
	e, err := j.Store.Learner(ctx, l.EnrolmentID)
	r := say.Text("%s的课（%s %s，%s）还没报课时。点下面的链接看一眼就能报好，没上成也在那里点一下；直接回我也行，比如“%s 上了%s”。",
		e.Child, say.Date(l.Day), l.Start, l.Ticket(), l.Start, say.Minutes(l.Minutes))
	r.Links = []say.Link{{Label: "报课时", URL: j.LessonLink(l, at.Add(linkLife))}}
	return r, err
}
