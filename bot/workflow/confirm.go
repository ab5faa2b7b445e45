package workflow

import (
	"context"
	"fmt"
	"strings"
	"time"

	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// silence is after what time a guardian's saying nothing counts as 默认.
const silence = 48 * time.Hour

// firstLesson asks the guardian how the first lesson of a pairing went, when it is
// reported; later ones are asked about once a week.
func (t *Turn) firstLesson(ctx context.Context, l models.Lesson, log models.TutoringLog) error {
	first, err := t.Store.FirstReport(ctx, l.PairingID)
	if err != nil || first != log.ID || log.Held {
		return err
	}
	e, err := t.Store.Learner(ctx, l.EnrolmentID)
	if err != nil {
		return err
	}
	if err := askGuardian(ctx, t.Store, e.PersonID, []models.TutoringLog{log}, t.By.Now); err != nil {
		return err
	}
	ticket := l.Ticket().String()
	text := fmt.Sprintf("%s的第一节课上完了（%s %s，%s）。怎么样？", e.Child, say.Date(log.Day), log.Start, say.Minutes(log.Minutes))
	if log.Minutes == 0 {
		text = fmt.Sprintf("老师说%s %s的课%s没来。是这样吗？", say.Date(log.Day), log.Start, e.Child)
	}
	return t.mention(ctx, e.PersonID, fmt.Sprintf("confirm:%d", log.ID), say.Reply{Text: text, Hint: "两天内不回，就当上过了。", Buttons: []string{"上了 " + ticket, "没上成 " + ticket, "有情况要说 " + ticket}})
}

// askGuardian keeps that a guardian is asked about reports when the question reaches
// them: their silence counts from then.
func askGuardian(ctx context.Context, tx *models.Store, guardian int64, logs []models.TutoringLog, now time.Time) error {
	at, err := tx.UnaskedAt(ctx, guardian, now)
	if err != nil {
		return err
	}
	return tx.AskGuardian(ctx, logs, at)
}

// Weekly asks each guardian once about the lessons of the week. It returns for how
// many children.
func Weekly(ctx context.Context, tx *models.Store, now time.Time) (letters int, err error) {
	since := calendar.DayOf(now).Add(-6)
	children, err := tx.Taught(ctx, since)
	if err != nil {
		return 0, err
	}
	for _, id := range children {
		e, err := tx.Learner(ctx, id)
		if err != nil {
			return letters, err
		}
		logs, err := tx.Unheard(ctx, id, since)
		if err != nil || len(logs) == 0 {
			return letters, err
		}
		var lines []string
		for _, log := range logs {
			lines = append(lines, fmt.Sprintf("%s %s %s %s", models.Ticket{Prefix: models.LessonPrefix, ID: log.LessonID}, say.Date(log.Day), log.Start, say.Minutes(log.Minutes)))
		}
		body := say.Reply{Text: fmt.Sprintf("%s本周%d节课，都上了吗？\n%s", e.Child, len(logs), strings.Join(lines, "\n")), Hint: "两天内不回，就当都上了。",
			Buttons: []string{"都上了 " + e.Ticket().String(), "有出入 " + e.Ticket().String()}}
		if err := askGuardian(ctx, tx, e.PersonID, logs, now); err != nil {
			return letters, err
		}
		n := models.Notice{Key: fmt.Sprintf("confirm:%s:%s", e.Ticket(), calendar.DayOf(now)), Now: now, Expires: now.Add(silence), Body: body}
		if err := tx.Mention(ctx, e.PersonID, n); err != nil {
			return letters, err
		}
		letters++
	}
	return letters, nil
}

// Confirmed answers what a guardian says of lessons: 上了 课1, 没上成 课1, 都上了 托1,
// or the word alone for those that they were asked about. ok is false for anything else.
func Confirmed(ctx context.Context, t *Turn) (r say.Reply, ok bool, err error) {
	text := strings.TrimSpace(t.Text)
	for _, w := range []struct {
		word string
		do   func(context.Context, *Turn, models.Ticket, string) (say.Reply, error)
	}{{"都上了", allGiven}, {"有出入", someNot}, {"没上成", notGiven}, {"有异议", notGiven}, {"上了", given}} {
		rest, found := strings.CutPrefix(text, w.word)
		if !found {
			continue
		}
		number, more, _ := strings.Cut(strings.TrimSpace(rest), " ")
		ticket, is := models.ParseTicket(number)
		if !is {
			break
		}
		r, err = w.do(ctx, t, ticket, strings.TrimSpace(more))
		return r, true, err
	}
	return t.confirmedBare(ctx, text)
}

func given(ctx context.Context, t *Turn, ticket models.Ticket, _ string) (say.Reply, error) {
	l, err := t.Store.Lesson(ctx, ticket.ID)
	if err != nil {
		return say.Reply{}, err
	}
	if _, err := t.Store.Confirm(ctx, t.By, l, models.HeardYes); err != nil {
		return say.Reply{}, err
	}
	return say.Text("好的，%s记上了。谢谢您！", ticket), nil
}

// notGiven keeps that a guardian disputes a report, and tells tutor and coordinator.
func notGiven(ctx context.Context, t *Turn, ticket models.Ticket, more string) (say.Reply, error) {
	l, err := t.Store.Lesson(ctx, ticket.ID)
	if err != nil {
		return say.Reply{}, err
	}
	log, err := t.Store.Confirm(ctx, t.By, l, models.HeardOtherwise)
	if err != nil {
		return say.Reply{}, err
	}
	org, err := t.Store.Org(ctx, l.OrgID)
	if err != nil {
		return say.Reply{}, err
	}
	if more == "" {
		more = "没上成"
	}
	key := fmt.Sprintf("disputed:%d", log.ID)
	words := say.Text("家长说%s（%s %s）和你报的不一样，协调员会来核对。报错了可以直接改，比如“%s改成45分钟”。", ticket, say.Date(log.Day), log.Start, ticket)
	words.Buttons = []string{contest(ticket)}
	if err := t.tell(ctx, l.TutorID, "confirm", key+":tutor", words); err != nil {
		return say.Reply{}, err
	}
	_, err = t.Store.TellHolders(ctx, models.Coordinator, org, t.By.Person, models.Notice{Key: key + ":" + t.Key, Kind: "confirm", Now: t.By.Now,
		Body: say.Text("%s（%s %s，报了%s）家长有异议：%s。请您核对一下。", ticket, say.Date(log.Day), log.Start, say.Minutes(log.Minutes), more)})
	return say.Text("知道了，%s记成有异议，%s的协调员会核对，再告诉您。", ticket, org.Name), err
}

func allGiven(ctx context.Context, t *Turn, ticket models.Ticket, _ string) (say.Reply, error) {
	logs, err := t.Store.AskedReports(ctx, ticket.ID)
	if err != nil {
		return say.Reply{}, err
	}
	for _, log := range logs {
		if _, err := given(ctx, t, models.Ticket{Prefix: models.LessonPrefix, ID: log.LessonID}, ""); err != nil {
			return say.Reply{}, err
		}
	}
	return say.Text("好的，%d节都记上了。谢谢您！", len(logs)), nil
}

func someNot(ctx context.Context, t *Turn, ticket models.Ticket, _ string) (say.Reply, error) {
	e, err := t.Store.Enrolment(ctx, ticket.ID)
	if err != nil || e.PersonID != t.By.Person {
		return say.Text("%s不是您的孩子。", ticket), err
	}
	logs, err := t.Store.AskedReports(ctx, ticket.ID)
	r := say.Reply{Text: "哪一节不对？"}
	for _, log := range logs {
		r.Buttons = append(r.Buttons, "没上成 "+models.Ticket{Prefix: models.LessonPrefix, ID: log.LessonID}.String())
	}
	if len(r.Buttons) == 0 {
		return say.Text("没有在等您确认的课。"), err
	}
	return r, err
}
