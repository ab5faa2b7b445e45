package workflow

import (
	"context"
	"fmt"

	"xiaoqing/bot/form"
	"xiaoqing/bot/say"
	"xiaoqing/models"
)

// Revoke (撤回同意): a guardian takes their consent back, after being told what
// follows.
var Revoke = Workflow{
	Intent: "revoke", Words: "撤回监护人同意，说“撤回同意”", Direct: true,
	Form: form.Form{Name: "revoke", Title: "撤回同意", Fields: []form.Field{whichChild, {Name: "link", Hidden: true, Kind: form.Text{}},
		{Name: "sure", Label: "确认", Ask: "确定撤回吗？", Tap: true, Kind: form.OneOf{Options: []form.Option{{Value: "yes", Label: "确定撤回"}, {Value: "no", Label: "先不撤回"}}}}}},
	Prepare: prepareRevoke,
	Save:    saveRevoke,
}

func prepareRevoke(ctx context.Context, t *Turn) (Start, error) {
	s, err := prepareChild("revoke")(ctx, t)
	if err != nil {
		return s, err
	}
	if ticket, ok := models.ParseTicket(s.Answers.Get("tickets")); ok {
		r, err := t.Store.Record(ctx, ticket)
		if err != nil || models.ReviewOf(r).PersonID != t.By.Person {
			return s, models.Refuse(models.Forbidden, "%s不是您的孩子，要由监护人自己来撤。", ticket)
		}
	}
	s.Lead = RevokeLines
	return s, nil
}

// RevokeLines is what follows from taking a consent back.
const RevokeLines = "撤回以后：课马上停，老师只知道课不上了，不知道原因；孩子的称呼、年级和您的电话30天后删掉，想马上删就再说一句“删掉我的信息”；已经上过的课时只留数字，没有名字。以后想再报，随时可以重新同意。"

func saveRevoke(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	ticket, err := t.ticketOf(a)
	if err != nil {
		return say.Reply{}, err
	}
	if a.Get("sure") != "yes" {
		return say.Text("好的，一切照旧。"), nil
	}
	by := t.By
	if a.Get("link") == "yes" { // the guardian's own page: only its handler says so
		by.Via = models.ByLink
	}
	end, err := t.Store.Revoke(ctx, by, ticket)
	if err != nil {
		return say.Reply{}, err
	}
	tutor := fmt.Sprintf("%s后面的课不上了，谢谢你的陪伴！课时都算数，有合适的孩子再来找你。", end.Enrolment.Child)
	if end.Staying != "" {
		tutor = fmt.Sprintf("%s后面的课不上了，%s的课照常上。", end.Enrolment.Child, end.Staying)
	}
	if err := t.tellOthers(ctx, end, "revoke:"+t.Key, fmt.Sprintf("%s的监护人撤回了同意，不再安排上课。", ticket), tutor); err != nil {
		return say.Reply{}, err
	}
	freed := "课停了，老师的位置空出来了"
	switch {
	case end.Pairing.ID == 0:
		freed = "不再排队"
	case end.Staying != "":
		freed = "一起上的孩子照常上课"
	}
	org, err := t.Store.Org(ctx, end.Enrolment.OrgID)
	if err != nil {
		return say.Reply{}, err
	}
	if _, err := t.Store.TellHolders(ctx, models.Coordinator, org, t.By.Person, models.Notice{Key: "revoke:" + t.Key + ":coordinator", Kind: "stage", Now: t.By.Now,
		Body: say.Text("%s的监护人撤回了同意，%s，资料30天后删掉。", ticket, freed)}); err != nil {
		return say.Reply{}, err
	}
	r := say.Text("撤回了，%s的课停了，已经告诉老师不用上了。30天内改主意，点下面重新同意就行。", ticket)
	switch {
	case end.Staying != "" && end.Pairing.ID != 0:
		r = say.Text("撤回了，%s不上了，%s的课照常上，已经告诉老师。30天内改主意，点下面重新同意就行。", ticket, end.Staying)
	case end.Pairing.ID == 0:
		r = say.Text("撤回了，%s不再排队。30天内改主意，点下面重新同意就行。", ticket)
	}
	r.Links = []say.Link{{Label: "重新同意", URL: t.Links.Personal(Link{To: ToConsent, ID: ticket.ID, Expires: t.By.Now.AddDate(0, 0, 30)})}}
	return r, t.tellSeated(ctx)
}
