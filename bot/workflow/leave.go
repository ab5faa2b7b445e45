package workflow

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"xiaoqing/bot/form"
	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// Leave (请假): a tutor cannot give a lesson, and someone is found to cover it; or a
// child cannot come, and the tutor is told.
var Leave = Workflow{
	Intent: "leave", Words: "来不了就请假，比如“明天的课来不了”", Direct: true,
	Form: form.Form{Name: "leave", Title: "请假", Fields: []form.Field{
		{Name: "lesson", Label: "课", Ask: "是哪一节课？", Kind: form.OneOf{}}}},
	Prepare: prepareLeave,
	Save:    saveLeave,
}

// prepareLeave finds the speaker's lessons that were meant: those of the day that
// was said, else the next one; whose it is must be said where children of one
// guardian learn apart.
func prepareLeave(ctx context.Context, t *Turn) (s Start, err error) {
	all, err := t.Store.OwnLessons(ctx, t.By.Person, t.By.Now)
	if err != nil {
		return s, err
	}
	if all, err = t.meantOf(ctx, all); err != nil {
		return s, err
	}
	day := t.Reading.Fields.Date
	today := calendar.DayOf(t.By.Now)
	var options []form.Option
	var children []int64
	next := day == ""
	for _, l := range all {
		if day != "" && l.Day != day {
			continue
		}
		e, err := t.Store.Learner(ctx, l.EnrolmentID)
		if err != nil {
			return s, err
		}
		next = next && !slices.ContainsFunc(children, func(id int64) bool { return id != l.EnrolmentID && e.PersonID == t.By.Person })
		children = append(children, l.EnrolmentID)
		options = append(options, form.Option{Value: rowOption(l.ID), Label: fmt.Sprintf("%s %s %s %s", l.Ticket(), e.Child, say.Day(l.Day, today), l.Start)})
	}
	switch {
	case len(options) == 0:
		return s, t.onRoster(ctx, day)
	case len(options) == 1 || next:
		s.Answers = s.Answers.Set("lesson", options[0].Value)
	}
	s.Options = map[string][]form.Option{"lesson": options}
	return s, nil
}

// meantOf are those of the lessons whose number or child the message names; all of them
// where it names none.
func (t *Turn) meantOf(ctx context.Context, all []models.Lesson) (named []models.Lesson, err error) {
	for _, l := range all {
		if slices.Contains(t.Reading.Fields.Tickets, l.Ticket().String()) {
			return []models.Lesson{l}, nil
		}
		children, err := t.Store.Together(ctx, l.EnrolmentID)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(children, func(e models.Enrolment) bool { return e.Child != "" && strings.Contains(t.Text, e.Child) }) {
			named = append(named, l)
		}
	}
	if len(named) > 0 {
		return named, nil
	}
	return all, nil
}

// onRoster tells who has a place in a roster, and no lesson, how to give it up;
// anyone else's leave goes to the coordinator.
func (t *Turn) onRoster(ctx context.Context, day calendar.Day) error {
	from, to := calendar.DayOf(t.By.Now), calendar.DayOf(t.By.Now).Add(14)
	if day != "" {
		from, to = day, day
	}
	seats, err := t.Store.SeatsOf(ctx, t.By.Person, from, to)
	if err != nil || len(seats) == 0 {
		return cmp.Or(err, ErrPassOn)
	}
	return models.Refuse(models.Invalid, "你报了%s。来不了就回“退班 %s”，好让候补的人来。", t.rosterLine(seats[0]), seats[0].Ticket())
}

func saveLeave(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	id, err := rowOf(a.Get("lesson"))
	if err != nil {
		return say.Reply{}, models.Refuse(models.Invalid, "没认出是哪节课，请从列出来的里面选一个。")
	}
	l, err := t.Store.Lesson(ctx, id)
	if err != nil {
		return say.Reply{}, err
	}
	if l.TutorID != t.By.Person {
		return t.childAway(ctx, l)
	}
	c, err := t.Store.StartCover(ctx, t.By, l)
	if err != nil {
		return say.Reply{}, err
	}
	asked, err := askWave(ctx, t.Store, &c, l, t.By.Now)
	if err != nil {
		return say.Reply{}, err
	}
	when := fmt.Sprintf("%s %s", say.Date(l.Day), l.Start)
	if asked == 0 {
		return say.Text("记下了，%s的课（%s）你来不了。现在没有合适的老师能代，我请协调员一起想办法，家长那边我来说。", when, l.Ticket()), nil
	}
	return say.Text("记下了，%s的课（%s）你来不了。正在找人代课，找到了告诉你，安心休息。", when, l.Ticket()), nil
}

// childAway lets a lesson fall that the child cannot come to, and offers new times.
func (t *Turn) childAway(ctx context.Context, l models.Lesson) (say.Reply, error) {
	e, err := t.Store.Learner(ctx, l.EnrolmentID)
	if err != nil {
		return say.Reply{}, err
	}
	if e.PersonID != t.By.Person {
		return say.Reply{}, models.Refuse(models.Forbidden, "%s不是您孩子的课。", l.Ticket())
	}
	when := fmt.Sprintf("%s %s", say.Date(l.Day), l.Start)
	away, others, err := t.oneOf(ctx, l.EnrolmentID)
	if err != nil {
		return say.Reply{}, err
	}
	if others != "" {
		return say.Text("好的，%s的课%s请假，%s照常上，已经告诉老师。都来不了的话，说“来不了 %s”。", when, away, others, l.Ticket()),
			t.tellNow(ctx, l.TutorID, "away:"+t.Key, say.Text("%s的课（%s）%s请假，%s照常上。", when, l.Ticket(), away, others))
	}
	if err := t.Store.FallThrough(ctx, t.By, l); err != nil {
		return say.Reply{}, err
	}
	if err := t.tellNow(ctx, l.TutorID, "away:"+t.Key, say.Text("%s %s的课（%s）请假了，不用等。", e.Child, when, l.Ticket())); err != nil {
		return say.Reply{}, err
	}
	r, err := offerMakeUp(ctx, t.Store, l, t.By.Now)
	r.Text = fmt.Sprintf("好的，%s%s的课请假了，已经告诉老师。要补一节的话选个时间，我去问老师。", e.Child, when)
	return r, err
}

// oneOf are those of the children who learn together whom the message names, and the
// rest; both are "" where it names none, or all.
func (t *Turn) oneOf(ctx context.Context, enrolment int64) (named, others string, err error) {
	all, err := t.Store.Together(ctx, enrolment)
	var in, out []string
	for _, e := range all {
		if e.Child != "" && strings.Contains(t.Text, e.Child) {
			in = append(in, e.Child)
		} else {
			out = append(out, e.Child)
		}
	}
	if len(in) == 0 || len(out) == 0 {
		return "", "", err
	}
	return strings.Join(in, "和"), strings.Join(out, "和"), err
}
