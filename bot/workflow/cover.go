package workflow

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"xiaoqing/bot/match"
	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

const (
	// waveSize is how many tutors are asked at once to cover a lesson.
	waveSize = 3
	// waveWait is how long a wave has before the next one is asked too.
	waveWait = 20 * time.Minute
	// lastCall is how long before a lesson the search ends.
	lastCall = time.Hour
)

// askWave asks the next suitable tutors: least recently asked first, never one
// twice. It returns how many there were.
func askWave(ctx context.Context, tx *models.Store, c *models.Cover, l models.Lesson, now time.Time) (int, error) {
	people, err := suitable(ctx, tx, *c, l, now)
	if err != nil || len(people) == 0 {
		return 0, err
	}
	people = people[:min(len(people), waveSize)]
	if err := tx.AskToCover(ctx, c, people, now); err != nil {
		return 0, err
	}
	e, err := tx.Learner(ctx, l.EnrolmentID)
	if err != nil {
		return 0, err
	}
	ticket := l.Ticket().String()
	body := say.Reply{Text: fmt.Sprintf("能帮忙代一节课吗？%s %s，%s，%s，%s。", say.Date(l.Day), l.Start, say.Minutes(l.Minutes), grades(e), orAny(e.Subjects)),
		Hint: "谁先答应就请谁。", Buttons: []string{"我来代 " + ticket, "代不了 " + ticket}}
	for _, p := range people {
		n := models.Notice{Key: fmt.Sprintf("cover:%d:%d", c.ID, p), Kind: "cover", Urgent: true, Now: now, Expires: l.Begins(tx.Zone).Add(-lastCall), Body: body}
		if err := tx.Tell(ctx, p, n); err != nil {
			return 0, err
		}
	}
	return len(people), nil
}

// suitable are the tutors who may teach the child at the hour of the lesson and
// were not asked yet, those who were asked least recently first.
func suitable(ctx context.Context, tx *models.Store, c models.Cover, l models.Lesson, now time.Time) (people []int64, err error) {
	e, err := tx.Learner(ctx, l.EnrolmentID)
	if err != nil {
		return nil, err
	}
	tutors, err := tx.TutorsOn(ctx, l.Day)
	if err != nil {
		return nil, err
	}
	asks, err := tx.CoverAsks(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	busy, err := tx.Busy(ctx, l)
	if err != nil {
		return nil, err
	}
	out := []int64{c.TutorID, e.PersonID}
	for _, a := range asks {
		out = append(out, a.PersonID)
	}
	child := match.Child{ID: "c", Grade: &e.Grade, Subjects: e.Subjects,
		Slots: []calendar.Slot{{Days: []string{calendar.WeekdayName(l.Day.Weekday())}, Start: l.Start.String(), End: (l.Start + calendar.Clock(l.Minutes)).String()}}}
	for _, t := range tutors {
		p := match.Problem{Now: now, PeriodMinutes: min(l.Minutes, tx.PeriodMinutes), Children: []match.Child{child}, Tutors: []match.Tutor{asTutor(models.FreeTutor{TutorProfile: t}, nil)}}
		if !slices.Contains(out, t.PersonID) && !busy[t.PersonID] && len(match.Solve(p).Pairs) == 1 {
			people = append(people, t.PersonID)
		}
	}
	last, err := tx.LastAsked(ctx)
	slices.SortStableFunc(people, func(a, b int64) int { return cmp.Compare(last[a], last[b]) })
	return people, err
}

// covering answers 我来代 课9: the first yes wins, and everybody hears at once.
func covering(ctx context.Context, t *Turn, l models.Lesson, _ string) (say.Reply, error) {
	c, won, err := t.Store.AnswerCover(ctx, t.By, l, true)
	if err != nil {
		return say.Reply{}, err
	}
	e, err := t.Store.Learner(ctx, l.EnrolmentID)
	if err != nil {
		return say.Reply{}, err
	}
	when := fmt.Sprintf("%s %s", say.Date(l.Day), l.Start)
	thanks := say.Text("太好了，%s的课就请你了：%s，%s，%s（%s）。上完课说一句就能报课时。", when, e.Child, grades(e), orAny(e.Subjects), l.Ticket())
	if !won {
		return thanks, nil
	}
	me, err := t.Store.Person(ctx, t.By.Person)
	if err != nil {
		return say.Reply{}, err
	}
	key := fmt.Sprintf("covered:%d", c.ID)
	if err := t.tellNow(ctx, c.TutorID, key+":tutor", say.Text("%s的课（%s）有老师代了，安心休息。", when, l.Ticket())); err != nil {
		return say.Reply{}, err
	}
	if err := t.tellNow(ctx, e.PersonID, key+":guardian", say.Text("%s的课换%s老师来代，时间不变。", when, surname(me.Name))); err != nil {
		return say.Reply{}, err
	}
	asks, err := t.Store.CoverAsks(ctx, c.ID)
	for _, a := range asks {
		if a.Answer != "" || a.PersonID == t.By.Person || err != nil {
			continue
		}
		err = t.tellNow(ctx, a.PersonID, fmt.Sprintf("%s:%d", key, a.PersonID), say.Text("%s的课（%s）有人代了，谢谢你！", when, l.Ticket()))
	}
	return thanks, err
}

func notCovering(ctx context.Context, t *Turn, l models.Lesson, _ string) (say.Reply, error) {
	if _, _, err := t.Store.AnswerCover(ctx, t.By, l, false); err != nil {
		return say.Reply{}, err
	}
	return say.Text("好的，没关系，谢谢你回我。"), nil
}

// watchCovers asks the next wave where one was silent, and ends a search an hour
// before its lesson: guardian and coordinator hear, and the lesson falls.
func watchCovers(ctx context.Context, tx *models.Store, now time.Time) (letters int, err error) {
	open, err := tx.OpenCovers(ctx)
	if err != nil {
		return 0, err
	}
	for i := range open {
		c := &open[i]
		l, err := tx.Lesson(ctx, c.LessonID)
		if err != nil {
			return letters, err
		}
		n := 0
		switch {
		case l.Dropped || l.Given:
			err = tx.EndCover(ctx, c, models.CoverEnded)
		case !now.Before(l.Begins(tx.Zone).Add(-lastCall)):
			n, err = 2, noCover(ctx, tx, c, l, now)
		case now.Sub(time.UnixMilli(c.WaveAt)) >= waveWait:
			n, err = askWave(ctx, tx, c, l, now)
		}
		if err != nil {
			return letters, err
		}
		letters += n
	}
	return letters, nil
}

// noCover tells guardian and coordinator that nobody was found.
func noCover(ctx context.Context, tx *models.Store, c *models.Cover, l models.Lesson, now time.Time) error {
	if err := tx.EndCover(ctx, c, models.CoverFailed); err != nil {
		return err
	}
	if err := tx.FallThrough(ctx, models.Actor{Person: c.TutorID, Via: "command", Now: now}, l); err != nil {
		return err
	}
	e, err := tx.Learner(ctx, l.EnrolmentID)
	if err != nil {
		return err
	}
	offer, err := offerMakeUp(ctx, tx, l, now)
	if err != nil {
		return err
	}
	offer.Text = fmt.Sprintf("老师今天有事，%s的课没找到人代，先不上了，不好意思。补一节好吗？选个时间，我去问老师。", l.Start)
	key := fmt.Sprintf("uncovered:%d", c.ID)
	if err := tx.Tell(ctx, e.PersonID, models.Notice{Key: key + ":guardian", Kind: "cover", Urgent: true, Now: now, Body: offer}); err != nil {
		return err
	}
	org, err := tx.Org(ctx, l.OrgID)
	if err != nil {
		return err
	}
	_, err = tx.TellHolders(ctx, models.Coordinator, org, 0, models.Notice{Key: key, Kind: "cover", Now: now,
		Body: say.Text("%s（%s %s）老师请假，没找到人代课，这节先不上了，已经请家长选补课时间。", l.Ticket(), say.Date(l.Day), l.Start)})
	return err
}
