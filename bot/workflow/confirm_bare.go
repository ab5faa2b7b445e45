package workflow

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// bare are the whole answers to 怎么样 and 都上了吗 without a number, by the button
// that they mean.
var bare = map[string]string{
	"上了": "上了", "上过了": "上了", "上好了": "上了", "上完了": "上了", "正常上了": "上了", "上课了": "上了", "都上了": "都上了", "都上过了": "都上了", "都上好了": "都上了",
	"没上": "没上成", "没上成": "没上成", "没有上": "没上成", "没上课": "没上成", "有异议": "没上成", "有出入": "没上成", "没都上": "没上成",
}

// confirmedBare answers a word without a number, where the guardian was asked about
// lessons; which one is asked where several are open.
func (t *Turn) confirmedBare(ctx context.Context, text string) (r say.Reply, ok bool, err error) {
	word := bare[strings.Trim(polite.Replace(text), " ，,。！!的啊呀啦~～")]
	if word == "" {
		return r, false, nil
	}
	logs, err := t.heardReports(ctx)
	said := slices.ContainsFunc(logs, func(l models.TutoringLog) bool { return l.Heard == models.HeardYes })
	logs = slices.DeleteFunc(logs, func(l models.TutoringLog) bool { return l.Heard != models.HeardAsked })
	switch {
	case err != nil:
		return r, false, err
	case len(logs) == 0 && said && strings.HasSuffix(word, "上了"):
		return say.Text("已经记上了，谢谢您！"), true, nil
	case len(logs) == 0:
		return r, false, nil
	}
	if word == "都上了" || word == "上了" && len(logs) == 1 {
		for _, l := range logs {
			if r, err = given(ctx, t, lessonTicket(l), ""); err != nil {
				return r, true, err
			}
		}
		if len(logs) > 1 {
			r.Text = fmt.Sprintf("好的，%d节都记上了。谢谢您！", len(logs))
		}
		return r, true, nil
	}
	if len(logs) == 1 {
		r, err = notGiven(ctx, t, lessonTicket(logs[0]), "")
		return r, true, err
	}
	lines := []string{"是哪一节？"}
	for _, l := range logs {
		line, err := t.reportLine(ctx, l)
		if err != nil {
			return r, true, err
		}
		lines, r.Buttons = append(lines, line), append(r.Buttons, word+" "+lessonTicket(l).String())
	}
	if r.Text = strings.Join(lines, "\n"); word == "上了" {
		r.Buttons = append(r.Buttons, "都上了")
	}
	return r, true, nil
}

// heardReports are those of the last week about the speaker's children.
func (t *Turn) heardReports(ctx context.Context) ([]models.TutoringLog, error) {
	return t.Store.ReportsAbout(ctx, t.By.Person, calendar.DayOf(t.By.Now).Add(-7))
}

// reportLine is a report as its guardian knows it: 课1 朵朵 4月4日 周一 19:00 45分钟.
func (t *Turn) reportLine(ctx context.Context, log models.TutoringLog) (string, error) {
	l, err := t.Store.Lesson(ctx, log.LessonID)
	if err != nil {
		return "", err
	}
	e, err := t.Store.Learner(ctx, l.EnrolmentID)
	return fmt.Sprintf("%s %s %s %s %s", l.Ticket(), e.Child, say.Date(log.Day), log.Start, say.Minutes(log.Minutes)), err
}

func lessonTicket(log models.TutoringLog) models.Ticket {
	return models.Ticket{Prefix: models.LessonPrefix, ID: log.LessonID}
}
