package workflow

import (
	"context"
	"fmt"
	"time"

	"xiaoqing/bot/form"
	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

func savePause(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	ticket, err := t.ticketOf(a)
	if err != nil {
		return say.Reply{}, err
	}
	today := calendar.DayOf(t.By.Now)
	from, until := calendar.Day(a.Get("from")), calendar.Day(a.Get("to"))
	if from > today && until != "" {
		return t.skip(ctx, ticket, from, until)
	}
	end, err := t.Store.Pause(ctx, t.By, ticket, until)
	if err != nil {
		return say.Reply{}, err
	}
	t.Did.Tickets = endTickets(ticket, end.Lessons)
	till := "了，再上的时候说“恢复 " + ticket.String() + "”。"
	if until != "" {
		till = fmt.Sprintf("到%s，到时候问%s要不要恢复。", say.Date(until), map[bool]string{true: "您", false: "家长"}[end.By == models.Owner])
	}
	if err := t.tellOthers(ctx, end, "pause:"+t.Key,
		fmt.Sprintf("%s的课先暂停%s。", end.Enrolment.Child, untilWords(until)), fmt.Sprintf("%s的课先暂停%s，你的位置给孩子留着，恢复了告诉你。", end.Enrolment.Child, untilWords(until))); err != nil {
		return say.Reply{}, err
	}
	return say.Text("%s的课暂停%s老师的位置留着，后面的%d节先不上，已经告诉%s。", ticket, till, len(end.Lessons), others(end)), nil
}

func untilWords(until calendar.Day) string {
	if until == "" {
		return ""
	}
	return "到" + say.Date(until)
}

// skip lets the lessons of some days to come fall; those after stand.
func (t *Turn) skip(ctx context.Context, ticket models.Ticket, from, to calendar.Day) (say.Reply, error) {
	end, err := t.Store.Skip(ctx, t.By, ticket, from, to)
	if err != nil {
		return say.Reply{}, err
	}
	span := Span(from, to)
	if len(end.Lessons) == 0 {
		return say.Text("%s本来就没有课，不用停。", span), nil
	}
	t.Did.Tickets = endTickets(ticket, end.Lessons)
	words := fmt.Sprintf("%s的课，%s先不上（%d节），之后照常。", end.Enrolment.Child, span, len(end.Lessons))
	if err := t.tellOthers(ctx, end, "skip:"+t.Key, words, words); err != nil {
		return say.Reply{}, err
	}
	return say.Text("好的，%s的课先不上（%d节），之后照常，已经告诉%s。", span, len(end.Lessons), others(end)), nil
}

func undoPause(ctx context.Context, t *Turn, last Saved) (say.Reply, error) {
	ticket, lessons := lastTickets(last)
	end, err := t.Store.Unpause(ctx, t.By, ticket, lessons)
	if err != nil {
		return say.Reply{}, err
	}
	words := fmt.Sprintf("%s的课照常上，刚才说的暂停不算。", end.Enrolment.Child)
	return say.Text("%s的课照常上，已经告诉%s。", ticket, others(end)), t.tellOthers(ctx, withoutLessons(end), "unpause:"+t.Key, words, words)
}

// AskPaused asks guardians whose pause has come to its day whether to go on, once.
// It returns how many letters it wrote.
func AskPaused(ctx context.Context, tx *models.Store, now time.Time) (letters int, err error) {
	es, err := tx.PausesOver(ctx, calendar.DayOf(now))
	if err != nil {
		return 0, err
	}
	for _, e := range es {
		learner, err := tx.Learner(ctx, e.ID)
		if err != nil {
			return letters, err
		}
		ticket := e.Ticket().String()
		n := models.Notice{Key: fmt.Sprintf("paused:%s:%s", ticket, e.PausedUntil), Kind: "stage", Now: now,
			Body: say.Reply{Text: fmt.Sprintf("%s的课暂停到今天，恢复吗？", learner.Child), Hint: "老师的位置还留着。", Buttons: []string{"恢复 " + ticket, "暂停 " + ticket, "结束 " + ticket}}}
		if err := tx.Mention(ctx, e.PersonID, n); err != nil {
			return letters, err
		}
		if err := tx.AskedToResume(ctx, e); err != nil {
			return letters, err
		}
		letters++
	}
	return letters, nil
}
