package workflow

import (
	"context"
	"fmt"
	"time"

	"xiaoqing/bot/form"
	"xiaoqing/bot/say"
	"xiaoqing/models"
)

// Transfer (转) hands records that wait to another Org, with the time they have waited.
var Transfer = Workflow{
	Intent: "transfer", Words: "转给别的街道，比如“转 志678 到 四平路街道”", For: coordinators, Direct: true,
	Form: form.Form{Name: "transfer", Title: "转出", Fields: []form.Field{tickets,
		{Name: "org", Label: "转到", Ask: "转到哪个街道或社区？", Kind: form.Org{}}}},
	Prepare: prepareTickets, Save: saveTransfer, Undo: undoTransfer,
}

func saveTransfer(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	org, err := t.org(ctx, a.Get("org"))
	if err != nil {
		return say.Reply{}, err
	}
	reply, err := t.decide(ctx, a, "转到"+org.Name, func(ctx context.Context, ticket models.Ticket) (models.Record, say.Reply, error) {
		if ticket.Prefix == models.CertificatePrefix {
			return nil, say.Reply{}, models.Refuse(models.Invalid, "%s由本人自己的单位签发，转不了。", ticket)
		}
		old, err := t.Store.Record(ctx, ticket)
		if err != nil {
			return nil, say.Reply{}, err
		}
		from := models.ReviewOf(old).OrgID
		r, err := t.Store.Transfer(ctx, t.By, ticket, org)
		if err != nil {
			return nil, say.Reply{}, err
		}
		t.Did.Before = t.Did.Before.Set(ticket.String(), rowOption(from)).Set("to", rowOption(org.ID))
		if _, err := t.Store.TellHolders(ctx, models.Coordinator, org, t.By.Person, models.Notice{Kind: "review", Now: t.By.Now, Expires: t.By.Now.Add(48 * time.Hour),
			Key: fmt.Sprintf("transferred:%s:%d", ticket, models.ReviewOf(r).Version), Body: say.Text("%s转到%s了，等您审核。回“待审核”看名单。", ticket, org.Name)}); err != nil {
			return r, say.Reply{}, err
		}
		words, err := t.rehomed(ctx, r, fmt.Sprintf("%s转给%s审核了，等的时间照算。", ticket, org.Name))
		return r, words, err
	})
	if err != nil {
		return reply, err
	}
	return reply, t.tellSeated(ctx)
}

// rehomed adds to what is said of a record in another Org how its child stands
// for a seat there.
func (t *Turn) rehomed(ctx context.Context, r models.Record, text string) (say.Reply, error) {
	e, ok := r.(*models.Enrolment)
	if !ok {
		return say.Text("%s", text), nil
	}
	place, waits, err := t.place(ctx, *e)
	if waits {
		text += place
	}
	return say.Text("%s", text), err
}

// undoTransfer brings back what was just handed over.
func undoTransfer(ctx context.Context, t *Turn, last Saved) (say.Reply, error) {
	to, err := t.org(ctx, last.Before.Get("to"))
	if err != nil {
		return say.Reply{}, err
	}
	reply, err := t.decide(ctx, form.Answers{}.Set("tickets", say.List(last.Tickets)), "撤回来了", func(ctx context.Context, ticket models.Ticket) (models.Record, say.Reply, error) {
		from, err := t.org(ctx, last.Before.Get(ticket.String()))
		if err != nil {
			return nil, say.Reply{}, err
		}
		r, err := t.Store.Recall(ctx, t.By, ticket, from, to)
		if err != nil {
			return r, say.Reply{}, err
		}
		words, err := t.rehomed(ctx, r, fmt.Sprintf("%s还由%s审核，等的时间照算。", ticket, from.Name))
		return r, words, err
	})
	if err != nil {
		return reply, err
	}
	return reply, t.tellSeated(ctx)
}
