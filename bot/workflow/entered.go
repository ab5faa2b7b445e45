package workflow

import (
	"context"
	"fmt"
	"strconv"

	"xiaoqing/bot/form"
	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// Enter (补录): a coordinator puts down a lesson that was given, for a tutor who
// cannot.
var Enter = Workflow{
	Intent: "enter", Words: "补录课时，比如“补录 托1 4月8日 19:00 90分钟”", For: coordinators,
	Form: form.Form{Name: "enter", Title: "补录课时", Fields: []form.Field{tickets,
		{Name: "tutor", Label: "老师", Ask: "哪位老师上的？", Kind: form.OneOf{}},
		{Name: "date", Label: "日期", Ask: "哪一天上的？比如“4月8日”。", Kind: form.Date{Past: true}},
		{Name: "start", Label: "开始", Ask: "几点开始的？比如“19:00”。", Kind: form.Clock{}},
		{Name: "minutes", Label: "时长", Ask: "上了多久？比如“一个半小时”。", Kind: form.Minutes{Min: 10, Max: 240}},
		{Name: "came", Label: "孩子", Kind: form.OneOf{Options: cameOptions}, Optional: true, Later: true},
		{Name: "note", Label: "备注", Kind: form.Text{Max: 200}, Optional: true, Later: true},
	}},
	Prepare: prepareEnter,
	Save:    saveEnter,
	Undo:    undoReport,
}

// prepareEnter takes the tutor from the pairing, or the one who was named.
func prepareEnter(ctx context.Context, t *Turn) (s Start, err error) {
	said := t.Reading.Fields.Tickets
	ticket, ok := models.Ticket{}, len(said) == 1
	if ok {
		ticket, ok = models.ParseTicket(said[0])
	}
	if !ok || ticket.Prefix != models.EnrolmentPrefix {
		return s, models.Refuse(models.Invalid, "一次补录一个孩子的一节课，比如“补录 托123 4月8日 19:00 90分钟”。")
	}
	if err := t.coordinates(ctx, ticket); err != nil {
		return s, err
	}
	s = Start{Answers: t.said().Without("tutor").Set("tickets", ticket.String())}
	var people []models.Person
	if name := t.Reading.Fields.Tutor; name != "" {
		people, err = t.tutorsNamed(ctx, name)
	} else {
		people, err = t.tutorOf(ctx, ticket)
	}
	if err != nil {
		return s, err
	}
	options := tutorOptions(people)
	s.Options = map[string][]form.Option{"tutor": options}
	if len(options) == 1 {
		s.Answers = s.Answers.Set("tutor", options[0].Value)
	}
	return t.saidPeriods(s), nil
}

func (t *Turn) tutorOf(ctx context.Context, ticket models.Ticket) ([]models.Person, error) {
	p, err := t.Store.PairingOf(ctx, ticket.ID)
	if models.KindOf(err) == models.NotFound && err != nil {
		return nil, models.Refuse(models.NotFound, "%s现在没有结对的老师。请写上是哪位老师上的，比如“补录 %s 王老师 4月8日 19:00 90分钟”。", ticket, ticket)
	}
	if err != nil {
		return nil, err
	}
	tutor, err := t.Store.Person(ctx, p.TutorID)
	return []models.Person{tutor}, err
}

func saveEnter(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	ticket, known := models.ParseTicket(a.Get("tickets"))
	tutor, err := rowOf(a.Get("tutor"))
	start, ok := calendar.ParseClock(a.Get("start"))
	minutes, err2 := strconv.Atoi(a.Get("minutes"))
	if !known || !ok || err != nil || err2 != nil {
		return say.Reply{}, models.Refuse(models.Invalid, "请写上哪天、几点开始、上了多久，比如“4月8日 19:00 90分钟”。")
	}
	l := models.Lesson{TutorID: tutor, Day: calendar.Day(a.Get("date")), Minutes: minutes, Periods: calendar.PeriodsOf(minutes, t.Store.PeriodMinutes)}
	log, err := t.Store.EnterLesson(ctx, t.By, ticket, l, models.Report{Start: start, Minutes: minutes, Absent: a.Get("came") == "no", Note: a.Get("note")})
	if err != nil {
		return say.Reply{}, err
	}
	t.Subject = models.Ticket{Prefix: models.LessonPrefix, ID: log.LessonID}
	if l, err = t.Store.Lesson(ctx, log.LessonID); err != nil {
		return say.Reply{}, err
	}
	if err := t.firstLesson(ctx, l, log); err != nil {
		return say.Reply{}, err
	}
	when := fmt.Sprintf("%s %s，%s", say.Date(log.Day), log.Start, say.Minutes(log.Minutes+log.Waited))
	if err := t.tell(ctx, tutor, "report", fmt.Sprintf("entered:%d", log.ID), say.Text("协调员替你补录了%s：%s，%s课时。不对就直接改，比如“%s改成45分钟”。", t.Subject, when, log.Periods, t.Subject)); err != nil {
		return say.Reply{}, err
	}
	if log.Held {
		return say.Text("%s收到了：%s。%s，要另一位协调员看过才算数。已经告诉老师。", t.Subject, when, log.Why), nil
	}
	return say.Text("%s补录好了：%s，%s课时，记着是您补录的。已经告诉老师，家长那边照常会问。", t.Subject, when, log.Periods), nil
}
