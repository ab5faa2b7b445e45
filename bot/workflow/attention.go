package workflow

import (
	"context"
	"fmt"
	"strings"
	"time"

	"xiaoqing/bot/form"
	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// Attention (关注): the children of a coordinator who have a tutor and had no lesson
// for a week.
var Attention = Workflow{
	Intent: "attention", Words: "看哪些孩子一周没上课，说“关注”；再办，比如“暂停 托12”“换一位老师 托12 原因”“结束 托12 原因”“恢复 王老师”", For: coordinators, Direct: true,
	Form: form.Form{Name: "attention", Title: "关注"},
	Save: saveAttention,
}

func saveAttention(ctx context.Context, t *Turn, _ form.Answers) (say.Reply, error) {
	idle, err := t.Store.Untaught(ctx, t.By.Orgs(models.Coordinator), t.By.Now)
	if err != nil {
		return say.Reply{}, err
	}
	if len(idle) == 0 {
		return say.Text("结了对的孩子，这一周都有课上。"), nil
	}
	lines := []string{fmt.Sprintf("有%d个孩子一周没上课：", len(idle))}
	for i, x := range idle {
		if i == queueShown {
			lines = append(lines, fmt.Sprintf("……还有%d个，点下面的页面看全。", len(idle)-i))
			break
		}
		line, err := IdleLine(ctx, t.Store, x, t.By.Now)
		if err != nil {
			return say.Reply{}, err
		}
		lines = append(lines, x.Ticket().String()+" "+x.Child+" "+line)
	}
	first := idle[0].Ticket().String()
	return say.Reply{Text: strings.Join(lines, "\n"), Hint: fmt.Sprintf("问过以后可以“暂停 %s”“换一位老师 %s 原因”“排课 %s 周三 19:00 1课时”。", first, first, first),
		Links: []say.Link{{Label: "在手机上看", URL: t.consoleLink()}}}, nil
}

// IdleLine is 已结对，王老师，3月1日以后没上课.
func IdleLine(ctx context.Context, s *models.Store, x models.Untaught, now time.Time) (string, error) {
	p, err := s.PairingOf(ctx, x.ID)
	if err != nil && models.KindOf(err) != models.NotFound {
		return "", err
	}
	words := []string{x.Stage.Chinese()}
	if p.ID != 0 {
		tutor, err := s.Person(ctx, p.TutorID)
		if err != nil {
			return "", err
		}
		words = append(words, tutor.Name)
	}
	if x.Since != "" {
		words = append(words, say.Day(x.Since, calendar.DayOf(now))+"以后没上课")
	}
	next, err := s.Coming(ctx, 0, x.ID, calendar.DayOf(now), 1)
	if err == nil && len(next) == 0 {
		words = append(words, "后面也没排")
	}
	return strings.Join(words, "，"), err
}

// TellUntaught tells each coordinator once of a child who had no lesson for a week,
// by counts and numbers alone. It returns how many letters it wrote.
func TellUntaught(ctx context.Context, tx *models.Store, now time.Time) (letters int, err error) {
	root, err := tx.Root(ctx)
	if err != nil {
		return 0, err
	}
	idle, err := tx.Untaught(ctx, []models.Org{root}, now)
	if err != nil {
		return 0, err
	}
	for _, x := range idle {
		org, err := tx.Org(ctx, x.OrgID)
		if err != nil {
			return letters, err
		}
		ticket := x.Ticket().String()
		n := models.Notice{Key: fmt.Sprintf("idle:%s:%s", ticket, x.Since), Kind: "reminder", Now: now, Expires: now.Add(72 * time.Hour),
			Body: say.Text("%s一周没上课了，请您问一声。回“关注”看名单。", ticket)}
		told, err := tx.TellHolders(ctx, models.Coordinator, org, 0, n)
		if err != nil {
			return letters, err
		}
		letters += told
	}
	return letters, nil
}
