package workflow

import (
	"context"
	"fmt"
	"strings"

	"xiaoqing/bot/form"
	"xiaoqing/bot/parse"
	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// Hours (我的课时, 少了2小时): every lesson that a tutor reported, with what it counts
// or why it does not, and the way to appeal.
var Hours = Workflow{
	Intent: "hours", Words: "看每节课算没算、为什么，说“我的课时”", For: []models.Role{models.Tutor}, Direct: true,
	Form: form.Form{Name: "hours", Title: "我的课时"},
	Save: saveHours,
}

// AsksHours says that a tutor who asks for their records means the hours: 我的课时,
// 查我的时长.
func AsksHours(r parse.Reading, text string) bool {
	return r.Intent == "status" && len(r.Fields.Tickets) == 0 && (strings.Contains(text, "课时") || strings.Contains(text, "时长") || strings.Contains(text, "小时"))
}

// hoursShown is how many lessons that count one message lists; those that do not
// are all there.
const hoursShown = 15

func saveHours(ctx context.Context, t *Turn, _ form.Answers) (say.Reply, error) {
	logs, err := t.Store.TutorReports(ctx, t.By.Person)
	if err != nil {
		return say.Reply{}, err
	}
	r := say.Reply{}
	var good, bad []string
	minutes, turns, periods := 0, 0, calendar.Periods(0)
	for _, log := range logs {
		ticket := models.Ticket{Prefix: models.LessonPrefix, ID: log.LessonID}
		switch why := unsettled(log); {
		case !log.Standing && !log.Refused: // taken back
		case why != "":
			bad = append(bad, fmt.Sprintf("%s %s %s %s：%s", ticket, say.Date(log.Day), log.Start, say.Minutes(log.Minutes+log.Waited), why))
			if log.Contestable(false) && len(r.Buttons) < 5 {
				r.Buttons = append(r.Buttons, contest(ticket))
			}
		default:
			minutes, periods, turns = minutes+log.Minutes, periods+log.Periods, turns+1
			good = append(good, fmt.Sprintf("%s %s %s %s，%s", ticket, say.Date(log.Day), log.Start, say.Minutes(log.Minutes), counted(log)))
		}
	}
	missing, err := t.unreportedLines(ctx)
	if err != nil {
		return r, err
	}
	if bad = append(bad, missing...); len(good)+len(bad) == 0 {
		return say.Text("还没有课时。上完课说一句就能报，比如“今晚7点到8点半给小明辅导数学”。"), nil
	}
	heard, err := t.Store.Hearings(ctx, t.By.Person)
	if err != nil {
		return r, err
	}
	lines := []string{"算数的：" + Figures(minutes, periods, turns) + "。", fmt.Sprintf("家长确认%d节，默认%d节，有异议%d节。", heard[models.HeardYes], heard[models.HeardNothing], heard[models.HeardOtherwise])}
	if len(bad) > 0 {
		lines = append(append(lines, "没算数的："), bad...)
	}
	if len(good) > 0 {
		lines = append(append(lines, "算数的课："), good[:min(hoursShown, len(good))]...)
	}
	if n := len(good) - hoursShown; n > 0 {
		lines = append(lines, fmt.Sprintf("……更早还有%d节，都算数。", n))
	}
	r.Text = strings.Join(lines, "\n")
	if len(r.Buttons) > 0 {
		r.Hint = "觉得判得不对，点申诉，由上一级协调员在3个工作日内答复。"
	}
	return r, nil
}

// unreportedLines are the lessons of the last two months that nobody reported.
func (t *Turn) unreportedLines(ctx context.Context) (lines []string, err error) {
	ls, err := t.Store.Unreported(ctx, t.By.Person, calendar.DayOf(t.By.Now).Add(-60), t.By.Now)
	for _, l := range ls {
		lines = append(lines, fmt.Sprintf("%s %s %s：还没报。上了就补报，比如“%s 上了%s”", l.Ticket(), say.Date(l.Day), l.Start, l.Ticket(), say.Minutes(l.Minutes)))
	}
	return lines, err
}

// unsettled is why a report does not count, or may not, "" when it does.
func unsettled(log models.TutoringLog) string {
	switch {
	case log.Refused:
		return "没有通过，" + orWords(log.Refusal, "协调员没写原因")
	case log.Held:
		return log.Why + "，等协调员看"
	case log.Heard == models.HeardOtherwise:
		return "家长有异议，等协调员核对"
	}
	return ""
}

func orWords(words, other string) string {
	if words == "" {
		return other
	}
	return words
}

// counted is what a report counts, and whose word there is for it.
func counted(log models.TutoringLog) string {
	if log.Minutes == 0 {
		return "孩子没来，不算课时"
	}
	words := log.Periods.String() + "课时"
	switch {
	case log.Heard == models.HeardYes:
		words += "，家长确认"
	case log.Heard == models.HeardNothing:
		words += "，默认"
	case log.DecidedBy != 0:
		words += "，协调员看过"
	}
	if log.DecidedBy != 0 && log.Corrects != 0 {
		words += "，改过：" + orWords(log.Refusal, "协调员更正")
	}
	return words
}
