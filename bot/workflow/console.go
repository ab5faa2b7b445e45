package workflow

import (
	"context"
	"fmt"
	"strings"

	"xiaoqing/bot/digest"
	"xiaoqing/bot/form"
	"xiaoqing/bot/parse"
	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// Console (后台): the login link to the coordinators' pages.
var Console = Workflow{
	Intent: "console", Words: "打开手机上的后台，说“后台”", For: coordinators, Direct: true,
	Form: form.Form{Name: "console", Title: "后台"},
	Save: func(_ context.Context, t *Turn, _ form.Answers) (say.Reply, error) {
		return say.Reply{Text: "这是您自己的登录链接，30分钟内有效，别转给别人。", Links: []say.Link{{Label: "打开后台", URL: t.consoleLink()}}}, nil
	},
}

// Digest (日报, 统计): the figures of a coordinator's own Org, or of the group's.
var Digest = Workflow{
	Intent: "digest", Words: "看数字，比如“日报”“昨天的日报”", For: coordinators, Direct: true, Group: true,
	Form: form.Form{Name: "digest", Title: "日报"},
	Save: saveDigest,
}

func saveDigest(ctx context.Context, t *Turn, _ form.Answers) (say.Reply, error) {
	org, err := t.digestOrg(ctx)
	if err != nil {
		return say.Reply{}, err
	}
	f, today := t.Reading.Fields, calendar.DayOf(t.By.Now)
	if f.Topic == "" && (f.From == "" || f.From == today) && (f.To == "" || f.To == today) {
		if t.Group == nil {
			r, err := digest.Full(ctx, t.Store, org, t.By.Now)
			r.Links = []say.Link{t.figuresLink(org, today, "")}
			return r, err
		}
		return digest.Compose(ctx, t.Store, org, t.By.Now, false)
	}
	return digest.Range(ctx, t.Store, org, f.From, f.To, f.Topic, t.By.Now)
}

// figuresLink leads to a day's figures of a unit and the rows behind them.
func (t *Turn) figuresLink(org models.Org, day calendar.Day, measure string) say.Link {
	return say.Link{Label: "看每个数的明细", URL: t.Links.Page("console", fmt.Sprintf("figures?org=%d&day=%s&measure=%s", org.ID, day, measure))}
}

func (t *Turn) digestOrg(ctx context.Context) (models.Org, error) {
	if name := t.Reading.Fields.Org; name != "" {
		return t.inCharge(ctx, name)
	}
	if t.Group != nil {
		org, err := t.Store.Org(ctx, t.Group.OrgID)
		if err == nil && !t.By.Holds(models.Coordinator, org) {
			err = models.Refuse(models.Forbidden, "这个群的日报归%s的协调员看。", org.Name)
		}
		return org, err
	}
	return t.By.Orgs(models.Coordinator)[0], nil
}

// Cases (个案): the cries for help that wait, and one of them, for social workers
// alone. 结案 closes one.
var Cases = Workflow{
	Intent: "cases", Words: "看紧急个案，说“个案”", For: []models.Role{models.SocialWorker}, Direct: true,
	Form: form.Form{Name: "cases", Title: "个案"},
	Save: saveCases,
}

func saveCases(ctx context.Context, t *Turn, _ form.Answers) (say.Reply, error) {
	if len(t.Reading.Fields.Tickets) == 0 {
		return t.listCases(ctx)
	}
	ticket, ok := models.ParseTicket(t.Reading.Fields.Tickets[0])
	if !ok {
		return say.Reply{}, models.Refuse(models.Invalid, "请写个案的编号，比如“案7”。")
	}
	if t.Reading.Fields.Reason == "close" {
		c, err := t.Store.CloseCase(ctx, t.By, ticket.ID)
		if err != nil {
			return say.Reply{}, err
		}
		return say.Text("%s结案了。辛苦了！", c.Ticket()), nil
	}
	c, err := t.Store.Case(ctx, t.By, ticket.ID)
	if err != nil {
		return say.Reply{}, err
	}
	lines := []string{c.Ticket().String() + " 只有社工能看，请别转发。"}
	for _, w := range c.Words {
		lines = append(lines, say.Moment(w.At.In(t.Store.Zone), t.By.Now)+"："+w.Text)
	}
	p, err := t.Store.Person(ctx, c.PersonID)
	if err != nil {
		return say.Reply{}, err
	}
	if p.Name != "" || p.Phone != "" {
		lines = append(lines, strings.TrimSpace(fmt.Sprintf("联系：%s %s", p.Name, p.Phone)))
	}
	return say.Reply{Text: strings.Join(lines, "\n"), Hint: fmt.Sprintf("处理完回“结案 %s”。", c.Ticket())}, nil
}

// ReadCases reads what a social worker says of cases: 个案, 案7, 结案 案7.
func ReadCases(text string) (r parse.Reading, ok bool) {
	r.Intent = Cases.Intent
	text = strings.TrimSpace(text)
	if text == "个案" || text == "看个案" {
		return r, true
	}
	rest, closes := strings.CutPrefix(text, "结案")
	ticket, ok := models.ParseTicket(strings.TrimSpace(rest))
	if closes {
		r.Fields.Reason = "close"
	}
	r.Fields.Tickets = []string{ticket.String()}
	return r, ok && ticket.Prefix == models.CasePrefix
}

func (t *Turn) listCases(ctx context.Context) (say.Reply, error) {
	cases, err := t.Store.Cases(ctx, t.By)
	if err != nil {
		return say.Reply{}, err
	}
	if len(cases) == 0 {
		return say.Text("现在没有等处理的个案。"), nil
	}
	var lines []string
	for _, c := range cases {
		state := "还没人接"
		if c.TakenBy != 0 {
			state = "有人在跟"
		}
		lines = append(lines, fmt.Sprintf("%s %s %s", c.Ticket(), say.Moment(c.Words[0].At.In(t.Store.Zone), t.By.Now), state))
	}
	return say.Reply{Text: strings.Join(lines, "\n"), Hint: "回编号看内容，比如“" + cases[0].Ticket().String() + "”。"}, nil
}
