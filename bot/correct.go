package bot

import (
	"context"
	"slices"
	"strings"
	"time"

	"xiaoqing/bot/dialog"
	"xiaoqing/bot/form"
	"xiaoqing/bot/parse"
	"xiaoqing/bot/say"
	"xiaoqing/bot/workflow"
	"xiaoqing/models"
)

// correct changes something already saved: the record that was named, else what
// was kept last, else the newest that can still be changed.
func (h *hearing) correct(ctx context.Context) (say.Reply, error) {
	if r, ok, err := h.adjust(ctx); ok || err != nil {
		return r, err
	}
	if r, ok, err := h.again(ctx); ok || err != nil {
		return r, err
	}
	ticket, ok, err := h.correctable(ctx)
	if err != nil {
		return told(say.Reply{}, err)
	}
	if !ok {
		return say.Text("没找到能改的报名。要改哪一个，请带上编号，比如“志678电话改成139…”。"), nil
	}
	w := workflowOf(h.bot.Workflows, ticket)
	a, err := w.Refill(ctx, h.turn, ticket)
	if err != nil {
		return told(say.Reply{}, err)
	}
	state := dialog.State{Form: w.Form.Name, Stage: dialog.Confirm, Answers: a, Quick: true, Subject: ticket.ID, Begun: h.turn.By.Now}
	res := dialog.Next(w.Form, state, h.answering(w))
	return h.follow(ctx, w, res, talk{})
}

// adjust takes 岗12改成3小时 for the length of a shift; ok is false for anything else.
func (h *hearing) adjust(ctx context.Context) (r say.Reply, ok bool, err error) {
	said := h.turn.Reading.Fields.Tickets
	minutes, timed := parse.Minutes(h.m.Text)
	if len(said) == 0 || !timed || !strings.HasPrefix(said[0], models.ShiftPrefix) {
		return r, false, nil
	}
	h.turn.Reading = parse.Reading{Intent: workflow.Adjust.Intent, Fields: parse.Fields{Tickets: said, Minutes: minutes}}
	r, err = h.begin(ctx, workflow.Adjust)
	return r, true, err
}

// again does a lesson's report or a command once more with what was wrong in it
// put right, in place of the first time; ok is false when the correction is of
// something else.
func (h *hearing) again(ctx context.Context) (r say.Reply, ok bool, err error) {
	before, ok, err := h.redoable(ctx)
	if err != nil || !ok {
		return r, false, err
	}
	fields, ok := parse.Amend(before.Intent, before.Fields, h.m.Text, h.reader)
	if !ok {
		return r, false, nil
	}
	w, _ := h.bot.Workflows.By(before.Intent)
	h.turn.Reading = parse.Reading{Intent: w.Intent, Fields: fields}
	h.turn.Instead = &before
	r, err = h.begin(ctx, w)
	return r, true, err
}

// redoable is what a correction can do again: the report that was named, what was
// saved last in this chat, or a tutor's last report. A command counts as long as
// it could be undone.
func (h *hearing) redoable(ctx context.Context) (s workflow.Saved, ok bool, err error) {
	if said := h.turn.Reading.Fields.Tickets; len(said) > 0 {
		if t, ok := models.ParseTicket(said[0]); ok && t.Prefix == models.LessonPrefix {
			return workflow.LastReport(ctx, h.turn, t)
		}
	}
	if l := h.mem.Last; l != nil && len(l.Saved) > 0 {
		s = l.Saved[len(l.Saved)-1]
		if said := h.turn.Reading.Fields.Tickets; len(said) > 0 && !slices.Contains(append(s.Tickets, s.Fields.Tickets...), said[0]) {
			return s, false, nil // another record is named
		}
		w, _ := h.bot.Workflows.By(s.Intent)
		return s, w.Undo != nil && w.Refill == nil && (!w.Direct || h.turn.By.Now.Sub(l.At) <= undoFor), nil
	}
	if !h.turn.By.Has(models.Tutor) || len(h.turn.Reading.Fields.Tickets) > 0 {
		return s, false, nil
	}
	return workflow.LastReport(ctx, h.turn, models.Ticket{})
}

// subject is the ticket of the record that a workflow changes.
func subject(w workflow.Workflow, id int64) models.Ticket {
	prefix := map[string]string{"signup": models.SignupPrefix, "enrol": models.EnrolmentPrefix, "report": models.LessonPrefix}[w.Form.Name]
	return models.Ticket{Prefix: prefix, ID: id}
}

func (h *hearing) correctable(ctx context.Context) (t models.Ticket, ok bool, err error) {
	if said := h.turn.Reading.Fields.Tickets; len(said) > 0 {
		t, ok = models.ParseTicket(said[0])
		return t, ok && t.Prefix != models.LessonPrefix, nil
	}
	if l := h.mem.Last; l != nil && len(l.Saved) > 0 {
		s := l.Saved[len(l.Saved)-1]
		if t, ok = models.ParseTicket(s.Tickets[0]); ok && (s.Intent == "signup" || s.Intent == "enrol") {
			return t, true, nil
		}
	}
	records, err := h.turn.Store.RecordsOf(ctx, h.turn.By.Person)
	for _, r := range records {
		if stage := models.ReviewOf(r).Stage; stage == models.Applied || stage == models.Returned {
			return r.Ticket(), true, err
		}
	}
	return t, false, err
}

func workflowOf(set workflow.Set, t models.Ticket) workflow.Workflow {
	intent := "signup"
	if t.Prefix == models.EnrolmentPrefix {
		intent = "enrol"
	}
	w, _ := set.By(intent)
	return w
}

// askToFix opens, in the person's own chat, the one question that their returned
// record needs; a dialog that is open there steps aside. Who has no chat goes by
// the link alone.
func (b *Bot) askToFix(ctx context.Context, tx *models.Store, fix workflow.Fix, now time.Time) error {
	accounts, err := tx.Accounts(ctx, fix.Person)
	if err != nil || len(accounts) == 0 {
		return err
	}
	speaker, err := tx.LockConversation(ctx, accounts[0].Channel, accounts[0].Account, "", models.Speaker{}, now)
	if err != nil {
		return err
	}
	c, a := speaker.Conversation, speaker.Account
	mem, err := remembered(c)
	if err != nil {
		return err
	}
	w := workflowOf(b.Workflows, fix.Ticket)
	answers, err := w.Refill(ctx, &workflow.Turn{Store: tx, By: models.Actor{Person: fix.Person, Now: now}, Account: a}, fix.Ticket)
	if err != nil {
		return err
	}
	mem.pause()
	mem.Open = &talk{State: fixState(w.Form, answers, fix, now), Fix: fix.Field != ""}
	if err := mem.keep(&c, now); err != nil {
		return err
	}
	return tx.SaveConversation(ctx, &c)
}

// fixState asks for the field that the reason named, or which one to change.
func fixState(f form.Form, a form.Answers, fix workflow.Fix, now time.Time) dialog.State {
	s := dialog.State{Form: f.Name, Stage: dialog.Change, Answers: a, Quick: true, Subject: fix.Ticket.ID, Begun: now}
	if fix.Field != "" {
		s.Stage, s.Asking, s.Answers = dialog.Ask, fix.Field, a.Without(fix.Field)
	}
	return s
}

// Remind is what to say when a dialog was left alone; ok is false when there is
// nothing left to say.
func (b *Bot) Remind(_ context.Context, _ *models.Store, c models.Conversation) (r say.Reply, ok bool, err error) {
	mem, err := remembered(c)
	if err != nil || mem.Open == nil {
		return r, false, err
	}
	w, ok := b.Workflows.By(mem.Open.Form)
	if !ok {
		return r, false, nil
	}
	r = dialog.Prompt(w.Form, mem.Open.State, true)
	r.Text = "您的" + w.Form.Title + "还没填完，填过的都在。\n" + r.Text
	return r, true, nil
}
