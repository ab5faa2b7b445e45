package bot

import (
	"context"
	"fmt"
	"time"

	"xiaoqing/bot/form"
	"xiaoqing/bot/parse"
	"xiaoqing/bot/say"
	"xiaoqing/models"
)

// crisis answers a cry for help before anything else: two numbers at once, a
// case that only social workers read, and a letter to whoever is on duty. The
// open dialog stays as it was. In a group nothing is shown: the answer goes in
// private.
func (h *hearing) crisis(ctx context.Context) (say.Reply, error) {
	store, now := h.turn.Store, h.turn.By.Now
	c, err := h.bot.raise(ctx, store, h.turn.Account, h.m.Text, now)
	if err != nil {
		return say.Reply{}, err
	}
	if h.m.Chat == "" {
		return h.bot.comfort(), nil
	}
	return say.Reply{}, store.Tell(ctx, h.turn.By.Person, models.Notice{Key: fmt.Sprintf("comfort:%d:%d", c.ID, len(c.Words)), Kind: "case", Urgent: true, Now: now, Body: h.bot.comfort()})
}

// raise opens the case, or adds to the person's open one, and calls who is on
// duty, at any hour.
func (b *Bot) raise(ctx context.Context, tx *models.Store, a models.Account, text string, now time.Time) (c models.Case, err error) {
	home, err := tx.HomeOf(ctx, a.PersonID)
	if err != nil {
		return c, err
	}
	duty, staffed, err := tx.DutyOrg(ctx, models.SocialWorker, home)
	if err != nil {
		return c, err
	}
	if staffed {
		home = duty
	}
	if c, err = tx.CryForHelp(ctx, a, home, text, now); err != nil {
		return c, err
	}
	role, words := models.SocialWorker, say.Text("%s有人求助，请马上看。回“%s”看内容，只有社工能看。", c.Ticket(), c.Ticket())
	if !staffed { // nobody is on duty: someone must be found at once, told nothing but that
		role = models.Coordinator
		if duty, _, err = tx.DutyOrg(ctx, role, home); err != nil {
			return c, err
		}
		words = say.Text("%s有人求助，现在没有值班社工。请马上联系12355，并请人来值班：回“邀请 %s 社工”。", c.Ticket(), duty.Name)
	}
	_, err = tx.TellHolders(ctx, role, duty, 0, models.Notice{Key: fmt.Sprintf("case:%d:%d", c.ID, len(c.Words)), Kind: "case", Urgent: true, Now: now, Body: words})
	return c, err
}

// comfort is what the person hears at once.
func (b *Bot) comfort() say.Reply {
	text := "谢谢你告诉我。先确认人是安全的：有危险马上打110。\n想说说话，青少年服务热线12355随时有人接，也可以打12356心理援助热线。\n我已经叫值班社工了，会有人联系你，别一个人扛着。"
	if b.Hotline != "" {
		text += "\n也可以打" + b.Hotline + "。"
	}
	return say.Reply{Text: text, Links: []say.Link{{Label: "打110", URL: "tel:110"}, {Label: "打12355", URL: "tel:12355"}}}
}

// crying finds a cry for help among a page's answers.
func crying(f form.Form, a form.Answers) (text string, found bool) {
	for _, x := range a {
		if _, ok := f.Field(x.Field); ok && x.Value != nil && parse.Crisis(*x.Value) {
			return *x.Value, true
		}
	}
	return "", false
}

// comforting is a page's answer after what must be said first.
func (b *Bot) comforting(reply say.Reply) say.Reply {
	first := b.comfort()
	reply.Text = first.Text + "\n" + reply.Text
	reply.Links = append(first.Links, reply.Links...)
	return reply
}

// raiseFor raises the case of a person who cried on a page.
func (b *Bot) raiseFor(ctx context.Context, tx *models.Store, person int64, text string, now time.Time) error {
	a := models.Account{PersonID: person}
	accounts, err := tx.Accounts(ctx, person)
	if err != nil {
		return err
	}
	if len(accounts) > 0 {
		a = accounts[0]
	}
	_, err = b.raise(ctx, tx, a, text, now)
	return err
}
