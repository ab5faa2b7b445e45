package workflow

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"xiaoqing/bot/form"
	"xiaoqing/bot/say"
	"xiaoqing/models"
)

// ErrPassOn is returned by Prepare when a person has to take the matter on: the
// bot hands it to the coordinator in the speaker's own words.
var ErrPassOn = errors.New("a coordinator has to take this on")

// Absent (老师没来, 孩子没来): one side of a lesson waits for the other. The other is
// asked at once, the coordinator told at minute ten, a new time offered the same
// evening.
var Absent = Workflow{
	Intent: "no_show", Words: "上课时对方没来，说“老师没来”或“孩子没来”", Direct: true,
	Form:    form.Form{Name: "no_show", Title: "没来", Fields: []form.Field{{Name: "lesson", Hidden: true, Kind: form.Text{}}}},
	Prepare: prepareAbsent,
	Save:    saveAbsent,
}

func prepareAbsent(ctx context.Context, t *Turn) (s Start, err error) {
	l, err := t.Store.LessonNow(ctx, t.By.Person, t.By.Now)
	if err != nil {
		return s, err
	}
	if l.ID == 0 {
		return s, ErrPassOn
	}
	s.Answers = s.Answers.Set("lesson", l.Ticket().String())
	return s, nil
}

func saveAbsent(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	ticket, _ := models.ParseTicket(a.Get("lesson"))
	l, err := t.Store.Lesson(ctx, ticket.ID)
	if err != nil {
		return say.Reply{}, err
	}
	e, err := t.Store.Enrolment(ctx, l.EnrolmentID)
	if err != nil {
		return say.Reply{}, err
	}
	missing := "tutor"
	switch t.By.Person {
	case l.TutorID:
		missing = "child"
	case e.PersonID:
	default:
		return say.Reply{}, models.Refuse(models.Forbidden, "%s不是您的课。", l.Ticket())
	}
	absence, fresh, err := t.Store.Miss(ctx, t.By, l, missing)
	if err != nil {
		return say.Reply{}, err
	}
	if fresh {
		if err := t.askMissing(ctx, l, absence); err != nil {
			return say.Reply{}, err
		}
	}
	if absence.Missing != missing {
		return t.bothWait(ctx, l, absence)
	}
	if missing == "tutor" {
		return say.Text("已经在问老师了，一有回音马上告诉您。过了10分钟还没来，我请协调员打电话。孩子先歇一会儿，今天没上成也会约好补课的时间。"), nil
	}
	return say.Text("已经在问家长了，一有回音马上告诉你。先等一等，你等的时间会记着；过了10分钟还没来，我请协调员打电话。"), nil
}

// bothWait is for two who wait for each other: they are not in the same meeting.
func (t *Turn) bothWait(ctx context.Context, l models.Lesson, a models.Absence) (say.Reply, error) {
	p, err := t.Store.Pairing(ctx, l.PairingID)
	if err != nil {
		return say.Reply{}, err
	}
	r := withMeeting(say.Text("两边都在等，可能没进同一个会议，都进这个试试。"), p.Meeting, "")
	if p.Meeting == nil {
		r = say.Text("两边都在等，可能没进同一个会议。请老师把会议邀请贴给我，我马上发给家长。")
	}
	return r, t.tellNow(ctx, a.SaidBy, fmt.Sprintf("both:%d:%d", a.ID, a.SaidAt), r)
}

// askMissing asks the side that is not there.
func (t *Turn) askMissing(ctx context.Context, l models.Lesson, absence models.Absence) error {
	e, err := t.Store.Learner(ctx, l.EnrolmentID)
	if err != nil {
		return err
	}
	person, words := e.PersonID, fmt.Sprintf("%s的老师已经在等了，%s能来上课吗？", e.Child, e.Child)
	if absence.Missing == "tutor" {
		person, words = l.TutorID, fmt.Sprintf("%s已经在等你上课了（%s），你能来吗？", e.Child, l.Start)
	}
	return t.Store.Tell(ctx, person, models.Notice{Key: fmt.Sprintf("absent:%d:%d", absence.ID, absence.SaidAt), Kind: "absence", Urgent: true, Now: t.By.Now, Expires: l.Ends(t.Store.Zone),
		Body: say.Reply{Text: words, Buttons: []string{"马上来 " + l.Ticket().String(), "今天来不了 " + l.Ticket().String()}}})
}

// Awaited answers what the missing side says: 马上来, 今天来不了; and what is said of
// a new time: 补 课9 …. ok is false for anything else.
func Awaited(ctx context.Context, t *Turn) (r say.Reply, ok bool, err error) {
	text := strings.TrimRight(strings.TrimSpace(t.Text), "。！!～~")
	if do := map[string]func(context.Context, *Turn, models.Lesson, string) (say.Reply, error){"马上来": coming, "马上到": coming, "我马上来": coming, "来了": coming, "今天来不了": notComing, "来不了": notComing, "来不了了": notComing}[text]; do != nil {
		l, err := t.Store.LessonNow(ctx, t.By.Person, t.By.Now)
		if err != nil || l.ID == 0 {
			return r, false, err
		}
		if _, _, err := t.awaited(ctx, l); err != nil {
			return r, false, gone(err)
		}
		r, err = do(ctx, t, l, "")
		return r, true, err
	}
	if do := map[string]func(context.Context, *Turn, models.Lesson, string) (say.Reply, error){"我来代": covering, "我可以代": covering, "我能代": covering, "代不了": notCovering, "我代不了": notCovering}[text]; do != nil {
		l, err := t.Store.AskedOf(ctx, t.By.Person)
		if err != nil || l.ID == 0 {
			return r, false, err
		}
		r, err = do(ctx, t, l, "")
		return r, true, err
	}
	for _, w := range []struct {
		word string
		do   func(context.Context, *Turn, models.Lesson, string) (say.Reply, error)
	}{{"马上来", coming}, {"今天来不了", notComing}, {"补课", makeUp}, {"可以补", agreeMakeUp}, {"不补", refuseMakeUp}, {"补不了", refuseMakeUp},
		{"可以改", agreeMove}, {"改不了", refuseMove}, {"我来代", covering}, {"代不了", notCovering}} {
		rest, found := strings.CutPrefix(text, w.word)
		if !found {
			continue
		}
		number, more, _ := strings.Cut(strings.TrimSpace(rest), " ")
		ticket, is := models.ParseTicket(number)
		if !is || ticket.Prefix != models.LessonPrefix {
			return r, false, nil
		}
		l, err := t.Store.Lesson(ctx, ticket.ID)
		if err != nil {
			return r, true, err
		}
		r, err = w.do(ctx, t, l, strings.TrimSpace(more))
		return r, true, err
	}
	return t.askedBare(ctx)
}

// gone lets a matter that is settled pass for nothing.
func gone(err error) error {
	if models.KindOf(err) == models.Gone {
		return nil
	}
	return err
}

// awaited is the open absence of a lesson whose missing side is the speaker.
func (t *Turn) awaited(ctx context.Context, l models.Lesson) (a models.Absence, e models.Enrolment, err error) {
	if e, err = t.Store.Learner(ctx, l.EnrolmentID); err != nil {
		return a, e, err
	}
	if a, err = t.Store.AbsenceOf(ctx, l.ID); err != nil {
		return a, e, err
	}
	missing := l.TutorID
	if a.Missing == "child" {
		missing = e.PersonID
	}
	if a.ID == 0 || a.Stage != models.StillAwaited || missing != t.By.Person {
		err = models.Refuse(models.Gone, "%s没有在等的了，谢谢你告诉我。", l.Ticket())
	}
	return a, e, err
}

func coming(ctx context.Context, t *Turn, l models.Lesson, _ string) (say.Reply, error) {
	a, e, err := t.awaited(ctx, l)
	if err != nil {
		return say.Reply{}, err
	}
	if err := t.Store.SettleAbsence(ctx, t.By, &a, models.CameAfterAll); err != nil {
		return say.Reply{}, err
	}
	other, words := e.PersonID, say.Text("老师马上来，请稍等一下。")
	if a.Missing == "child" {
		other, words = l.TutorID, say.Text("%s马上来，稍等一下。", e.Child)
	}
	err = t.tellNow(ctx, other, fmt.Sprintf("came:%d:%d", a.ID, a.SaidAt), words)
	return say.Text("好的，已经告诉对方了，路上别急。"), err
}

func notComing(ctx context.Context, t *Turn, l models.Lesson, _ string) (say.Reply, error) {
	a, _, err := t.awaited(ctx, l)
	if err != nil {
		return say.Reply{}, err
	}
	if err := t.Store.SettleAbsence(ctx, t.By, &a, models.DidNotCome); err != nil {
		return say.Reply{}, err
	}
	offer, ended, err := missed(ctx, t.Store, &a, t.By.Person, t.By.Now)
	switch {
	case err != nil || t.By.Person != l.TutorID:
		return offer, err
	case ended:
		return say.Text("知道了，这节先不上，家长那边我来说。"), nil // what follows is in a letter of its own
	}
	return say.Text("知道了，这节先不上，家长那边我来说。补课的时间约好告诉你。"), nil
}

func (t *Turn) tellNow(ctx context.Context, person int64, key string, r say.Reply) error {
	return t.Store.Tell(ctx, person, models.Notice{Key: key, Kind: "absence", Urgent: true, Now: t.By.Now, Body: r})
}
