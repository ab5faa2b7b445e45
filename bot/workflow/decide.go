package workflow

import (
	"context"
	"fmt"
	"strings"

	"xiaoqing/bot/form"
	"xiaoqing/bot/say"
	"xiaoqing/models"
)

// verdict is one decision on one ticket, and what to tell the person.
type verdict func(ctx context.Context, ticket models.Ticket) (models.Record, say.Reply, error)

// decide runs a verdict over all tickets. Each stands alone: what cannot be
// decided is named with its reason, the others are done.
func (t *Turn) decide(ctx context.Context, a form.Answers, done string, v verdict) (say.Reply, error) {
	var ok, refused []string
	for _, s := range list(a.Get("tickets")) {
		ticket, valid := models.ParseTicket(strings.TrimSpace(s))
		if !valid {
			refused = append(refused, "“"+s+"”不是编号")
			continue
		}
		err := t.one(ctx, ticket, v)
		if models.KindOf(err) == models.Internal && err != nil || models.KindOf(err) == models.Unavailable {
			return say.Reply{}, err
		}
		if err != nil {
			refused = append(refused, models.SayOf(err))
			continue
		}
		ok = append(ok, ticket.String())
	}
	t.Did.Tickets = ok
	return outcome(done, ok, refused, t.mutes), nil
}

// undoDecision lets what was just decided wait for review again.
func undoDecision(ctx context.Context, t *Turn, last Saved) (say.Reply, error) {
	return t.decide(ctx, form.Answers{}.Set("tickets", say.List(last.Tickets)), "撤回来了", func(ctx context.Context, ticket models.Ticket) (models.Record, say.Reply, error) {
		if ticket.Prefix == models.CertificatePrefix {
			return nil, say.Reply{}, t.reopen(ctx, ticket)
		}
		if ticket.Prefix == models.ShiftPrefix {
			return nil, say.Reply{}, t.undecideShift(ctx, ticket)
		}
		words := say.Text("%s刚才的结果发早了，还在审核，有结果再告诉您。", ticket)
		if ticket.Prefix == models.LessonPrefix {
			log, err := t.Store.Unsettle(ctx, t.By, ticket)
			if err != nil {
				return nil, say.Reply{}, err
			}
			return nil, say.Reply{}, t.tell(ctx, log.TutorID, "review", "undone:"+ticket.String()+":"+t.Key, words)
		}
		r, err := t.Store.Undecide(ctx, t.By, ticket)
		return r, words, err
	})
}

// one decides on one ticket in a savepoint of its own and tells the person.
func (t *Turn) one(ctx context.Context, ticket models.Ticket, v verdict) error {
	outer := t.Store
	defer func() { t.Store = outer }()
	return outer.Try(ctx, func(tx *models.Store) error {
		t.Store = tx
		r, words, err := v(ctx, ticket)
		if err != nil || r == nil || words.Text == "" {
			return err
		}
		if mute, err := t.mute(ctx, models.ReviewOf(r)); err != nil || mute {
			return err
		}
		return t.tell(ctx, models.ReviewOf(r).PersonID, "review", fmt.Sprintf("%s:%s:%d", t.Reading.Intent, ticket, models.ReviewOf(r).Version), words)
	})
}

// mute says that a person came by a list and has no chat with us: whoever pasted
// it tells the group.
func (t *Turn) mute(ctx context.Context, v models.Review) (bool, error) {
	if v.Channel != models.ChainDoor {
		return false, nil
	}
	accounts, err := t.Store.Accounts(ctx, v.PersonID)
	if err == nil && len(accounts) == 0 {
		t.mutes++
	}
	return len(accounts) == 0, err
}

func outcome(done string, ok, refused []string, mutes int) say.Reply {
	var lines []string
	switch {
	case len(ok) > 3:
		lines = append(lines, fmt.Sprintf("%s%d个：%s。", done, len(ok), say.List(ranges(ok))))
	case len(ok) > 0:
		lines = append(lines, done+"："+say.List(ok)+"。")
	}
	switch {
	case len(ok) > mutes:
		lines[0] += "已经告诉本人。"
	case len(ok) > 0:
		lines[0] += "他们是接龙报的，请在群里说一声。"
	}
	if mutes > 0 && len(ok) > mutes {
		lines[0] += fmt.Sprintf("其中%d人是接龙报的，请在群里说一声。", mutes)
	}
	return say.Reply{Text: strings.Join(append(lines, refused...), "\n")}
}

// ranges writes runs of tickets short: 志10–志14.
func ranges(tickets []string) (out []string) {
	var first, last models.Ticket
	close := func() {
		switch {
		case first.ID == 0:
		case first == last:
			out = append(out, first.String())
		default:
			out = append(out, first.String()+"–"+last.String())
		}
	}
	for _, s := range tickets {
		t, _ := models.ParseTicket(s)
		if t.Prefix != last.Prefix || t.ID != last.ID+1 {
			close()
			first = t
		}
		last = t
	}
	close()
	return out
}
