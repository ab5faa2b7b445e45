package workflow

import (
	"context"
	"fmt"
	"strings"

	"xiaoqing/bot/form"
	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// Move (改课): one side of a lesson asks for another time, the other agrees.
var Move = Workflow{
	Intent: "move", Words: "改上课时间，比如“明天的课改到周六上午10点”", Direct: true,
	Form: form.Form{Name: "move", Title: "改时间", Fields: []form.Field{
		{Name: "lesson", Label: "课", Ask: "是哪一节课？", Kind: form.OneOf{}},
		{Name: "to_date", Label: "改到", Ask: "改到哪一天？比如“周六”。", Kind: form.Date{Future: true}},
		{Name: "start", Label: "几点", Ask: "几点开始？比如“10:00”。", Kind: form.Clock{}}}},
	Prepare: prepareMove,
	Save:    saveMove,
}

// prepareMove finds the lesson as for a leave; a day without an hour keeps the
// lesson's, and an hour without a day its day.
func prepareMove(ctx context.Context, t *Turn) (Start, error) {
	s, err := prepareLeave(ctx, t)
	if err != nil {
		return s, err
	}
	f := t.Reading.Fields
	id, _ := rowOf(s.Answers.Get("lesson"))
	if id == 0 {
		id, _ = rowOf(s.Options["lesson"][0].Value)
	}
	l, err := t.Store.Lesson(ctx, id)
	switch {
	case err != nil:
		return s, err
	case f.ToDate != "":
		s.Answers = s.Answers.Set("to_date", string(f.ToDate))
	case f.Start != "":
		s.Answers = s.Answers.Set("to_date", string(l.Day))
	}
	switch {
	case f.Start != "":
		s.Answers = s.Answers.Set("start", f.Start)
	case f.ToDate != "" && !partOfDay(t.Text):
		s.Answers = s.Answers.Set("start", l.Start.String())
	}
	return s, nil
}

// partOfDay says whether a message names 上午, 下午 or the like, so that the old hour
// may not be what is meant.
func partOfDay(text string) bool {
	for _, word := range []string{"早上", "上午", "中午", "下午", "傍晚", "晚上", "夜里"} {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}

func saveMove(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	id, err := rowOf(a.Get("lesson"))
	if err != nil {
		return say.Reply{}, models.Refuse(models.Invalid, "没认出是哪节课，请从列出来的里面选一个。")
	}
	l, err := t.Store.Lesson(ctx, id)
	if err != nil {
		return say.Reply{}, err
	}
	e, err := t.Store.Learner(ctx, l.EnrolmentID)
	if err != nil {
		return say.Reply{}, err
	}
	start, _ := calendar.ParseClock(a.Get("start"))
	when := fmt.Sprintf("%s %s", say.Date(calendar.Day(a.Get("to_date"))), start)
	if err := t.Store.AskForTime(ctx, t.By, l, calendar.Day(a.Get("to_date")), start); err != nil {
		return say.Reply{}, err
	}
	other, words := e.PersonID, fmt.Sprintf("老师想把%s %s %s的课改到%s，您看可以吗？", e.Child, say.Date(l.Day), l.Start, when)
	if t.By.Person == e.PersonID {
		other, words = l.TutorID, fmt.Sprintf("家长想把%s %s %s的课改到%s，你可以吗？", e.Child, say.Date(l.Day), l.Start, when)
	}
	body := say.Reply{Text: words, Buttons: []string{"可以改 " + l.Ticket().String(), "改不了 " + l.Ticket().String()}}
	if err := t.tellNow(ctx, other, "move:"+t.Key, body); err != nil {
		return say.Reply{}, err
	}
	return say.Text("好的，去问对方了。对方点了头才改，有回音马上告诉您。"), nil
}

func agreeMove(ctx context.Context, t *Turn, l models.Lesson, _ string) (say.Reply, error) {
	e, err := t.Store.Learner(ctx, l.EnrolmentID)
	if err != nil {
		return say.Reply{}, err
	}
	moved, err := t.Store.AgreeToMove(ctx, t.By, l)
	if err != nil {
		return say.Reply{}, err
	}
	when := fmt.Sprintf("%s %s", say.Date(moved.Day), moved.Start)
	err = t.tellNow(ctx, otherSide(t.By.Person, moved, e), "moved:"+t.Key, say.Text("对方同意了，%s改到%s。", l.Ticket(), when))
	return say.Text("好的，%s改到%s，已经告诉对方。", l.Ticket(), when), err
}

func refuseMove(ctx context.Context, t *Turn, l models.Lesson, _ string) (say.Reply, error) {
	e, err := t.Store.Learner(ctx, l.EnrolmentID)
	if err != nil {
		return say.Reply{}, err
	}
	if t.By.Person != e.PersonID && t.By.Person != l.TutorID {
		return say.Reply{}, models.Refuse(models.Forbidden, "%s不是您的课。", l.Ticket())
	}
	if err := t.Store.Unask(ctx, l); err != nil {
		return say.Reply{}, err
	}
	err = t.tellNow(ctx, otherSide(t.By.Person, l, e), "notmoved:"+t.Key, say.Text("对方那个时间不方便，%s还是%s %s。要再改就说一个别的时间。", l.Ticket(), say.Date(l.Day), l.Start))
	return say.Text("好的，时间不变，已经告诉对方。"), err
}

// otherSide is the guardian for the tutor, and the other way round.
func otherSide(person int64, l models.Lesson, e models.Enrolment) int64 {
	if person == e.PersonID {
		return l.TutorID
	}
	return e.PersonID
}
