package workflow

import (
	"context"

	"xiaoqing/bot/digest"
	"xiaoqing/bot/form"
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
			return digest.Full(ctx, t.Store, org, t.By.Now)
		}
		return digest.Compose(ctx, t.Store, org, t.By.Now, false)
	}
	return digest.Range(ctx, t.Store, org, f.From, f.To, f.Topic, t.By.Now)
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
