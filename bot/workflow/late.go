package workflow

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// RunsLate offers to pass on that one side of today's next lesson, or of the one that goes
// on, comes late: 堵车，晚十分钟. ok is false for anything else.
func RunsLate(ctx context.Context, t *Turn) (r say.Reply, ok bool, err error) {
	text := strings.TrimSpace(t.Text)
	if t.Reading.Intent != "unknown" || utf8.RuneCountInString(text) > 25 || !saysLate(text) {
		return r, false, nil
	}
	l, err := t.Store.LessonNow(ctx, t.By.Person, t.By.Now)
	if err != nil {
		return r, false, err
	}
	if l.ID == 0 {
		coming, err := t.Store.OwnLessons(ctx, t.By.Person, t.By.Now)
		if err != nil || len(coming) == 0 || coming[0].Day != calendar.DayOf(t.By.Now) {
			return r, false, err
		}
		l = coming[0]
	}
	e, err := t.Store.Learner(ctx, l.EnrolmentID)
	ticket := models.Ticket{Prefix: models.EnrolmentPrefix, ID: l.EnrolmentID}
	other := map[bool]string{true: "老师", false: "家长"}[e.PersonID == t.By.Person]
	return say.Reply{Text: fmt.Sprintf("%s今天%s的课，要我告诉%s吗？", e.Child, l.Start, other), Buttons: []string{fmt.Sprintf("回一句 %s %s", ticket, text)}}, true, err
}

func saysLate(text string) bool {
	for _, word := range []string{"堵车", "晚到", "迟到", "晚点到", "晚一点到", "晚一会", "晚一歇", "晚一眼", "迟一点", "迟一会", "稍晚", "要晚"} {
		if strings.Contains(text, word) {
			return true
		}
	}
	before, _, minutes := strings.Cut(text, "分钟")
	return minutes && (strings.Contains(before, "晚") || strings.Contains(before, "迟"))
}
