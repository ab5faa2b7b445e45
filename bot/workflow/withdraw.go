package workflow

import (
	"context"
	"slices"
	"strings"

	"xiaoqing/bot/form"
	"xiaoqing/bot/say"
	"xiaoqing/models"
)

// Withdraw (取消报名): one's own registration ends; without a number, the only one.
var Withdraw = Workflow{
	Intent: "cancel", Words: "取消报名，比如“取消 志678”", Direct: true,
	Form: form.Form{Name: "withdraw", Title: "取消报名", Fields: []form.Field{
		{Name: "ticket", Label: "编号", Ask: "要取消哪一个？", Kind: form.OneOf{}},
		{Name: "sure", Label: "确认", Ask: "取消以后要重新申请、重新排队。确定取消吗？", Tap: true,
			Kind: form.OneOf{Options: []form.Option{{Value: "yes", Label: "确定取消"}, {Value: "no", Label: "先不取消"}}}}}},
	Prepare: prepareWithdraw,
	Save:    saveWithdraw,
	Undo:    undoWithdraw,
}

func prepareWithdraw(ctx context.Context, t *Turn) (Start, error) {
	if ticket, ok := t.saidCertificate(); ok {
		return t.prepareCancel(ctx, ticket)
	}
	records, err := t.Store.RecordsOf(ctx, t.By.Person)
	if err != nil {
		return Start{}, err
	}
	s := Start{Options: map[string][]form.Option{}}
	for _, r := range records {
		switch models.ReviewOf(r).Stage {
		case models.Applied, models.Returned, models.Eligible, models.Waiting:
			ticket := r.Ticket().String()
			s.Options["ticket"] = append(s.Options["ticket"], form.Option{Value: ticket, Label: strings.TrimSpace(ticket + " " + r.Who() + " " + r.Title())})
			for _, said := range t.Reading.Fields.Tickets {
				if said == ticket {
					s.Answers = s.Answers.Set("ticket", ticket)
				}
			}
		}
	}
	options := s.Options["ticket"]
	if len(options) == 0 {
		return s, models.Refuse(models.NotFound, "您现在没有能取消的报名。已经结对的要退出，说“结束云托班”就行。")
	}
	if said := t.Reading.Fields.Tickets; len(said) > 0 && s.Answers == nil {
		return s, models.Refuse(models.Forbidden, "%s不是您的报名，撤不了。", said[0])
	}
	if len(options) == 1 {
		s.Answers = s.Answers.Set("ticket", options[0].Value)
	}
	if i := slices.IndexFunc(options, func(o form.Option) bool { return o.Value == s.Answers.Get("ticket") }); i >= 0 {
		s.Lead = options[i].Label + "："
	}
	if slices.ContainsFunc(records, func(r models.Record) bool { return models.ReviewOf(r).Stage.Learning() }) {
		s.Lead = "已经在上课的孩子要退出，说“结束云托班”。\n" + s.Lead
	}
	s.Lead = strings.TrimSuffix(s.Lead, "\n")
	return s, nil
}

func saveWithdraw(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	if a.Get("sure") != "yes" {
		return say.Text("好的，%s还留着。", a.Get("ticket")), nil
	}
	ticket, ok := models.ParseTicket(a.Get("ticket"))
	if !ok {
		return say.Reply{}, models.Refuse(models.Invalid, "请写编号，比如“取消 志678”。")
	}
	if ticket.Prefix == models.CertificatePrefix {
		t.Did.Tickets = []string{ticket.String()}
		return say.Text("%s取消了。点错了就回“撤销”，10分钟内都能恢复。", ticket), t.Store.CancelCertificate(ctx, t.By, ticket.ID)
	}
	before, err := t.Store.Record(ctx, ticket)
	if err != nil {
		return say.Reply{}, err
	}
	stage := models.ReviewOf(before).Stage
	if _, err := t.Store.Withdraw(ctx, t.By, ticket); err != nil {
		return say.Reply{}, err
	}
	t.Did = Saved{Tickets: []string{ticket.String()}, Before: form.Answers{}.Set("stage", string(stage))}
	return say.Text("%s取消了。点错了就回“撤销”，10分钟内都能恢复。想再报名，随时跟我说。", ticket), t.tellSeated(ctx)
}

// undoWithdraw lets a cancelled registration stand again, in its old place.
func undoWithdraw(ctx context.Context, t *Turn, last Saved) (say.Reply, error) {
	ticket, _ := models.ParseTicket(last.Tickets[0])
	if ticket.Prefix == models.CertificatePrefix {
		return say.Text("%s恢复了，还在等盖章。", ticket), t.Store.RestoreCertificate(ctx, t.By, ticket.ID)
	}
	if err := t.Store.Reinstate(ctx, t.By, ticket, models.Stage(last.Before.Get("stage"))); err != nil {
		return say.Reply{}, err
	}
	r, err := t.Store.Record(ctx, ticket)
	if err != nil {
		return say.Reply{}, err
	}
	if e, ok := r.(*models.Enrolment); ok {
		if place, waits, err := t.place(ctx, *e); err != nil || waits {
			return say.Text("%s恢复了。刚才空出来的名额给了后面的孩子，%s", ticket, strings.TrimPrefix(place, "名额满了，")), err
		}
	}
	return say.Text("%s恢复了，排的位置还在。", ticket), nil
}
