package workflow

import (
	"context"
	"fmt"
	"time"

	"xiaoqing/bot/parse"
	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

const (
	// escalate is how long after the start of a lesson the coordinator is told that
	// someone is missing.
	escalate = 10 * time.Minute
	// makeUpDays and makeUpShown are how far ahead a new time is looked for, and how
	// many are offered.
	makeUpDays, makeUpShown = 7, 3
)

// WatchLessons looks after lessons that someone is missing from, and after those
// that someone is to cover.
func WatchLessons(ctx context.Context, tx *models.Store, now time.Time) (letters int, err error) {
	absences, err := watchAbsences(ctx, tx, now)
	if err != nil {
		return absences, err
	}
	covers, err := watchCovers(ctx, tx, now)
	return absences + covers, err
}

// watchAbsences tells coordinators of lessons whose other side is not there after
// ten minutes, and lets a lesson that came to its end fall. It returns how many
// letters it wrote.
func watchAbsences(ctx context.Context, tx *models.Store, now time.Time) (letters int, err error) {
	open, err := tx.Awaited(ctx)
	if err != nil {
		return 0, err
	}
	for i := range open {
		a := &open[i]
		l, err := tx.Lesson(ctx, a.LessonID)
		if err != nil {
			return letters, err
		}
		switch {
		case a.Stage == models.StillAwaited && now.After(l.Ends(tx.Zone)):
			a.Stage = models.DidNotCome
			_, _, err = missed(ctx, tx, a, 0, now)
		case a.Stage == models.StillAwaited && !a.Escalated && !now.Before(l.Begins(tx.Zone).Add(escalate)):
			err = tellMissing(ctx, tx, a, l, now)
		case a.Stage == models.DidNotCome:
			_, _, err = missed(ctx, tx, a, 0, now)
		default:
			continue
		}
		if err != nil {
			return letters, err
		}
		letters++
	}
	return letters, nil
}

// tellMissing gives the coordinator both numbers to call.
func tellMissing(ctx context.Context, tx *models.Store, a *models.Absence, l models.Lesson, now time.Time) error {
	e, err := tx.Learner(ctx, l.EnrolmentID)
	if err != nil {
		return err
	}
	tutor, err := tx.Person(ctx, l.TutorID)
	if err != nil {
		return err
	}
	org, err := tx.Org(ctx, l.OrgID)
	if err != nil {
		return err
	}
	who := map[string]string{"tutor": "老师还没来，孩子在等", "child": "孩子还没来，老师在等"}[a.Missing]
	body := say.Text("%s（今天%s）%s。请您打个电话：老师%s %s，家长%s。", l.Ticket(), l.Start, who, tutor.Name, tutor.Phone, e.Phone)
	if _, err := tx.TellHolders(ctx, models.Coordinator, org, 0, models.Notice{Key: fmt.Sprintf("absent:%d:%d:coordinator", a.ID, a.SaidAt), Kind: "absence", Urgent: true, Now: now,
		Expires: l.Ends(tx.Zone), Body: body}); err != nil {
		return err
	}
	a.Escalated = true
	return tx.SaveAbsence(ctx, a)
}

// missed lets a lesson fall whose other side did not come, tells both, and offers
// the guardian new times at once; who speaks now is told by the answer. ended says
// that it was the tutor's second time, so that the pairing is over instead.
func missed(ctx context.Context, tx *models.Store, a *models.Absence, speaker int64, now time.Time) (offer say.Reply, ended bool, err error) {
	l, err := tx.Lesson(ctx, a.LessonID)
	if err != nil {
		return offer, false, err
	}
	if err := tx.FallThrough(ctx, models.Actor{Person: a.SaidBy, Via: "chat", Now: now}, l); err != nil {
		return offer, false, err
	}
	a.Offered = true
	if err := tx.SaveAbsence(ctx, a); err != nil {
		return offer, false, err
	}
	if ended, err = tellNoShows(ctx, tx, a, l, now); err != nil || ended {
		return offer, ended, err
	}
	offer, err = tellMissed(ctx, tx, a, l, speaker, now)
	return offer, false, err
}

// tellMissed offers the guardian new times, and tells the tutor.
func tellMissed(ctx context.Context, tx *models.Store, a *models.Absence, l models.Lesson, speaker int64, now time.Time) (offer say.Reply, err error) {
	if offer, err = offerMakeUp(ctx, tx, l, now); err != nil {
		return offer, err
	}
	e, err := tx.Learner(ctx, l.EnrolmentID)
	if err != nil {
		return offer, err
	}
	for person, body := range map[int64]say.Reply{e.PersonID: offer, l.TutorID: say.Text("%s今天%s没上成，先记着。补课的时间家长选好了来问你。", l.Ticket(), l.Start)} {
		if person == speaker {
			continue
		}
		if err := tx.Tell(ctx, person, models.Notice{Key: fmt.Sprintf("missed:%d:%d", a.ID, person), Kind: "absence", Urgent: true, Now: now, Body: body}); err != nil {
			return offer, err
		}
	}
	return offer, nil
}

// offerMakeUp is the guardian's choice of new times.
func offerMakeUp(ctx context.Context, tx *models.Store, l models.Lesson, now time.Time) (say.Reply, error) {
	times, err := tx.FreeTimes(ctx, l, max(calendar.DayOf(now), l.Day).Add(1), makeUpDays, makeUpShown)
	r := say.Reply{Text: fmt.Sprintf("今天%s的课没上成，不好意思。补一节好吗？选个时间，我去问老师。", l.Start)}
	for _, day := range times {
		r.Buttons = append(r.Buttons, fmt.Sprintf("补课 %s %s %s", l.Ticket(), say.Date(day), l.Start))
	}
	r.Buttons = append(r.Buttons, "不补 "+l.Ticket().String())
	return r, err
}

// makeUp asks the tutor for the time that the guardian chose.
func makeUp(ctx context.Context, t *Turn, l models.Lesson, chosen string) (say.Reply, error) {
	e, err := t.Store.Learner(ctx, l.EnrolmentID)
	if err != nil {
		return say.Reply{}, err
	}
	day, ok := parse.Day(chosen, t.By.Now, false, t.Store.Holidays())
	clock, timed := parse.Clock(chosen, t.By.Now)
	switch {
	case e.PersonID != t.By.Person:
		return say.Reply{}, models.Refuse(models.Forbidden, "%s不是您孩子的课。", l.Ticket())
	case !l.Dropped:
		return say.Reply{}, models.Refuse(models.Conflict, "%s还照常上。要改时间，说一声改到哪天几点就行。", l.Ticket())
	case !ok || !timed:
		return say.Reply{}, models.Refuse(models.Invalid, "请说清楚哪天几点，比如“补课 %s 周六 10:00”。", l.Ticket())
	}
	if err := t.Store.AskForTime(ctx, t.By, l, day, clock); err != nil {
		return say.Reply{}, err
	}
	body := say.Reply{Text: fmt.Sprintf("%s的课想补到%s %s，可以吗？", e.Child, say.Date(day), clock), Buttons: []string{"可以补 " + l.Ticket().String(), "补不了 " + l.Ticket().String()}}
	if err := t.tellNow(ctx, l.TutorID, "makeup:"+t.Key, body); err != nil {
		return say.Reply{}, err
	}
	return say.Text("好的，去问老师了，有回音马上告诉您。"), nil
}

func agreeMakeUp(ctx context.Context, t *Turn, l models.Lesson, _ string) (say.Reply, error) {
	next, err := t.Store.MakeUp(ctx, t.By, l)
	if err != nil {
		return say.Reply{}, err
	}
	e, err := t.Store.Learner(ctx, l.EnrolmentID)
	if err != nil {
		return say.Reply{}, err
	}
	when := fmt.Sprintf("%s %s", say.Date(next.Day), next.Start)
	err = t.tellNow(ctx, e.PersonID, fmt.Sprintf("madeup:%d", next.ID), say.Text("老师说可以，补课约在%s（%s）。", when, next.Ticket()))
	return say.Text("好的，补课约在%s（%s），已经告诉家长。", when, next.Ticket()), err
}

func refuseMakeUp(ctx context.Context, t *Turn, l models.Lesson, _ string) (say.Reply, error) {
	e, err := t.Store.Learner(ctx, l.EnrolmentID)
	if err != nil {
		return say.Reply{}, err
	}
	switch t.By.Person {
	case e.PersonID:
		return say.Text("好的，这节不补了，下次课照常。"), nil
	case l.TutorID:
		err := t.tellNow(ctx, e.PersonID, "nomakeup:"+t.Key, say.Reply{Text: "老师这个时间不方便，换一个时间好吗？",
			Hint: fmt.Sprintf("直接说，比如“补课 %s 周六 10:00”。", l.Ticket())})
		return say.Text("好的，我请家长换个时间。"), err
	}
	return say.Reply{}, models.Refuse(models.Forbidden, "%s不是您的课。", l.Ticket())
}
