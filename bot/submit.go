package bot

import (
	"context"
	"encoding/json"
	"fmt"

	"xiaoqing/bot/form"
	"xiaoqing/bot/parse"
	"xiaoqing/bot/say"
	"xiaoqing/bot/workflow"
	"xiaoqing/models"
)

// Page is a form as a page hands it in.
type Page struct {
	Workflow workflow.Workflow
	Channel  string // of the account that it makes or belongs to
	Account  string // "" when Person is given
	Person   int64  // who a signed link was made for
	Key      string // unique to the page: sent twice it is one submission
	Home     int64  // the Org of the poster that led here
	Subject  models.Ticket
	Answers  form.Answers
}

// Submit ends a page the way a chat ends: in one transaction, in one record. The
// same Key again gives the same answer.
func (b *Bot) Submit(ctx context.Context, p Page) (reply say.Reply, ticket models.Ticket, err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	reply, ticket, err = b.submit(ctx, p)
	if models.Duplicate(err) { // the same page was handled meanwhile: answer as it was
		reply, ticket, err = b.submit(ctx, p)
	}
	if err == nil {
		b.Wake()
	}
	return reply, ticket, err
}

func (b *Bot) submit(ctx context.Context, p Page) (reply say.Reply, ticket models.Ticket, err error) {
	err = b.Store.Tx(ctx, func(tx *models.Store) error {
		t, err := b.pageTurn(ctx, tx, p.Channel, p.Account, p.Person)
		if err != nil {
			return err
		}
		t.By.Via, t.Home, t.Subject = workflow.Page, p.Home, p.Subject
		t.Key = tx.Vault().Lookup("submission", "page\x00"+p.Key)
		if old, found, err := tx.Submitted(ctx, t.Key); err != nil || found {
			ticket, _ = models.ParseTicket(old.Ticket)
			if err == nil {
				err = json.Unmarshal(old.Answer, &reply)
			}
			if _, ok := crying(p.Workflow.Form, p.Answers); ok { // said again, raised once
				reply = b.comforting(reply)
			}
			return err
		}
		reply, err = p.Workflow.Finish(ctx, t, p.Answers)
		if t.Subject.ID != 0 {
			ticket = t.Subject
		}
		if text, ok := crying(p.Workflow.Form, p.Answers); ok && err == nil {
			reply, err = b.comforting(reply), b.raiseFor(ctx, tx, t.By.Person, text, t.By.Now)
		}
		return err
	})
	return reply, ticket, err
}

// Turn is the moment of a page for a person, inside tx: what Prepare and Refill
// need to draw it.
func (b *Bot) Turn(ctx context.Context, tx *models.Store, person int64) (*workflow.Turn, error) {
	return b.pageTurn(ctx, tx, "", "", person)
}

func (b *Bot) pageTurn(ctx context.Context, tx *models.Store, channel, account string, person int64) (*workflow.Turn, error) {
	now := b.Clock.Now()
	t := &workflow.Turn{Store: tx, Links: b.Links, Hotline: b.Hotline, By: models.Actor{Person: person, Via: workflow.Page, Now: now}}
	if account != "" {
		a, err := tx.Account(ctx, channel, account, now)
		if err != nil {
			return nil, err
		}
		t.Account, t.By.Person = a, a.PersonID
	}
	standings, err := tx.Standings(ctx, t.By.Person)
	t.By.Standings = standings
	return t, err
}

// TakeRoll keeps a Partner's list for a page, as a pasted one is kept.
func (b *Bot) TakeRoll(ctx context.Context, person int64, partner models.Org, kind models.RollKind, lines []models.RollLine) (reply say.Reply, err error) {
	err = b.Store.Tx(ctx, func(tx *models.Store) error {
		t, err := b.pageTurn(ctx, tx, "", "", person)
		if err != nil {
			return err
		}
		r, err := t.TakeRoll(ctx, partner, kind, lines)
		reply = workflow.RolledWords(kind, r)
		return err
	})
	if err == nil {
		b.Wake()
	}
	return reply, err
}

// Command does for a page what a coordinator could have said: the intent with
// its fields, in one transaction, with everything that follows from it.
func (b *Bot) Command(ctx context.Context, person int64, intent string, f parse.Fields) (reply say.Reply, err error) {
	w, ok := b.Workflows.By(intent)
	if !ok {
		return reply, fmt.Errorf("no workflow for %q", intent)
	}
	err = b.Store.Tx(ctx, func(tx *models.Store) error {
		t, err := b.pageTurn(ctx, tx, "", "", person)
		if err != nil {
			return err
		}
		t.Reading, t.Form = parse.Reading{Intent: intent, Fields: f}, w.Form
		start := workflow.Start{Answers: form.FromReading(f)}
		if w.Prepare != nil && w.May(t.By) {
			if start, err = w.Prepare(ctx, t); err != nil {
				return err
			}
		}
		if reply, err = w.Finish(ctx, t, start.Answers); err != nil {
			return err
		}
		for _, fix := range t.Fixes {
			if err := b.askToFix(ctx, tx, fix, t.By.Now); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		b.Wake()
	}
	return reply, err
}

// Do runs what a page asks for in one transaction, as person, 0 for a stranger.
func (b *Bot) Do(ctx context.Context, person int64, f func(t *workflow.Turn) error) error {
	err := b.Store.Tx(ctx, func(tx *models.Store) error {
		t, err := b.pageTurn(ctx, tx, "", "", person)
		if err != nil {
			return err
		}
		return f(t)
	})
	if err == nil {
		b.Wake()
	}
	return err
}

// CallOff does for a page what 取消 班12 does: the roster is off, everyone in it told.
func (b *Bot) CallOff(ctx context.Context, person, roster int64) (reply say.Reply, err error) {
	err = b.Do(ctx, person, func(t *workflow.Turn) (err error) {
		reply, err = workflow.CallOff(ctx, t, roster)
		return err
	})
	return reply, err
}
