package bot

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"xiaoqing/bot/channel"
	"xiaoqing/bot/parse"
	"xiaoqing/bot/say"
	"xiaoqing/bot/workflow"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
	"xiaoqing/models/post"
)

// hearing is one message being worked on.
type hearing struct {
	bot    *Bot
	m      channel.Message
	words  string // as they were said: m.Text is the label when a button was pressed by its number
	mem    memory
	turn   *workflow.Turn
	reader parse.Context // what the message was read against
	last   time.Time     // when this account was heard before
	new    bool          // nothing was ever said here
}

// open gathers who speaks, where, and what was said.
func (h *hearing) open(ctx context.Context, tx *models.Store, speaker models.Speaker, now time.Time) (err error) {
	a := speaker.Account
	if h.mem, err = remembered(speaker.Conversation); err != nil {
		return err
	}
	if h.m.Door != 0 {
		h.mem.Home = h.m.Door
	}
	h.words = h.m.Text
	h.press()
	h.turn = &workflow.Turn{
		Store: tx, Account: a, Chat: h.m.Chat, Home: h.mem.Home, Listed: h.mem.Listed, Text: h.m.Text, Links: h.bot.Links, Hotline: h.bot.Hotline,
		By:  models.Actor{Person: a.PersonID, Standings: speaker.Standings, Via: h.m.Channel, Now: now},
		Key: tx.Vault().Lookup("submission", h.m.Channel+"\x00"+h.m.ID),
	}
	if h.m.Chat != "" {
		if err := h.group(ctx); err != nil {
			return err
		}
	}
	return h.read(ctx)
}

// group finds the Org that the chat speaks for; an unbound group has none.
func (h *hearing) group(ctx context.Context) error {
	g, err := h.turn.Store.FindGroup(ctx, h.m.Channel, h.m.Chat)
	if err == nil {
		h.turn.Group = &g
		return nil
	}
	return ignoreMissing(err)
}

// press turns the number of a button of the last answer into its label. Within a
// dialog numbers are the dialog's own.
func (h *hearing) press() {
	n, err := strconv.Atoi(strings.TrimSpace(h.m.Text))
	if h.mem.Open == nil && err == nil && n >= 1 && n <= len(h.mem.Buttons) {
		h.m.Text = h.mem.Buttons[n-1]
	}
}

// read parses the message with the names that may be meant.
func (h *hearing) read(ctx context.Context) error {
	orgs, err := h.bot.names.of(ctx, h.turn.Store)
	if err != nil {
		return err
	}
	c := parse.Context{At: h.turn.By.Now, Orgs: orgs, Off: h.turn.Store.Holidays()}
	c.Tutor = h.turn.By.Has(models.Tutor)
	if c.Tutor {
		pupils, err := h.turn.Store.Pupils(ctx, h.turn.By.Person, calendar.DayOf(h.turn.By.Now))
		if err != nil {
			return err
		}
		for _, p := range pupils {
			c.People = append(c.People, p.Child)
		}
	}
	h.reader = c
	if r, ok := workflow.ReadCases(h.m.Text); ok && (h.turn.By.Has(models.SocialWorker) || h.turn.By.Has(models.Coordinator)) {
		h.turn.Reading = r
		return nil
	}
	if r, ok := workflow.ReadRound(h.m.Text); ok && h.turn.By.Has(models.Coordinator) {
		h.turn.Reading = r
		return nil
	}
	if r, ok := workflow.ReadPlaces(h.m.Text, h.turn.By.Has(models.Coordinator)); ok {
		h.turn.Reading = r
		return nil
	}
	if r, ok := workflow.ReadAftercare(h.m.Text); ok {
		h.turn.Reading = r
		return nil
	}
	if h.turn.By.Has(models.Coordinator) {
		if r, ok := workflow.ReadPartner(h.m.Text, c, workflow.OnlyPartners(h.turn.By)); ok {
			h.turn.Reading = r
			return nil
		}
	}
	if r, ok := workflow.ReadFigures(h.m.Text, h.mem.Open != nil); ok && h.turn.By.Has(models.Coordinator) {
		h.turn.Reading = r
		return nil
	}
	text := h.m.Text
	if _, rest, ok := workflow.DigestShape(text); ok && h.turn.By.Has(models.Coordinator) && parse.Read(rest, c).Intent == workflow.Digest.Intent {
		text = rest
	}
	if h.turn.By.Has(models.Coordinator) && workflow.AsksFigure(text) {
		text = "统计 " + text
	}
	h.turn.Reading = workflow.Invited(parse.Read(text, c))
	slips(h.m.Text, &h.turn.Reading.Fields)
	if h.turn.By.Has(models.Tutor) && workflow.AsksHours(h.turn.Reading, h.m.Text) {
		h.turn.Reading.Intent = workflow.Hours.Intent
	}
	if r, ok, err := workflow.ReadRemark(ctx, h.turn); err != nil {
		return err
	} else if ok {
		h.turn.Reading = r
	}
	return h.proposed(ctx)
}

// proposed takes 结对 托3 without a tutor's name for the proposals of the last round,
// where there are some for all of its children.
func (h *hearing) proposed(ctx context.Context) error {
	r := &h.turn.Reading
	switch r.Intent {
	case workflow.Bind.Intent, workflow.Invite.Intent, workflow.Digest.Intent:
		return h.partner(ctx)
	}
	if r.Intent != "pair" || r.Fields.Tutor != "" || len(r.Fields.Tickets) == 0 {
		return nil
	}
	all, err := h.turn.Store.HaveProposals(ctx, r.Fields.Tickets)
	if all {
		r.Intent = workflow.Ask.Intent
	}
	return err
}

// partner finds the Partner that a command is about: parse knows the tree alone.
func (h *hearing) partner(ctx context.Context) error {
	if !h.turn.By.Has(models.Coordinator) {
		return nil
	}
	name, err := workflow.PartnerSaid(ctx, h.turn.Store, h.m.Text)
	if f := &h.turn.Reading.Fields; name != "" && strings.Contains(name, f.Org) {
		f.Org = name
	}
	return err
}

// close keeps what the next message needs, and the transcript where the channel
// has none of its own.
func (h *hearing) close(ctx context.Context, tx *models.Store, c *models.Conversation, reply say.Reply) error {
	if h.turn.Lists != nil {
		h.mem.Listed = h.turn.Lists
	}
	if h.turn.Erased {
		h.mem, c.ID = memory{}, 0
	}
	now := h.turn.By.Now
	if h.mem.Buttons = nil; h.mem.Open == nil {
		h.mem.Buttons = reply.Buttons
	}
	before := *c
	if err := h.mem.keep(c, now); err != nil {
		return err
	}
	if c.ID == 0 || c.OpenSince != before.OpenSince || !bytes.Equal(c.State, before.State) {
		if err := tx.SaveConversation(ctx, c); err != nil {
			return err
		}
	}
	if now.Sub(h.last) > time.Minute {
		if err := tx.HeardFrom(ctx, h.turn.Account.ID, now); err != nil {
			return err
		}
	}
	for _, fix := range h.turn.Fixes {
		if err := h.bot.askToFix(ctx, tx, fix, now); err != nil {
			return err
		}
	}
	if !h.bot.Transcripts[h.m.Channel] {
		return nil
	}
	return h.transcribe(ctx, tx, reply, now)
}

func (h *hearing) transcribe(ctx context.Context, tx *models.Store, reply say.Reply, now time.Time) error {
	chat := ChatOf(h.m.From, h.m.Chat)
	if h.m.Kind != channel.Event {
		if err := sayLine(ctx, tx, h.m.Channel, chat, strconv.FormatInt(h.turn.Account.ID, 10), Line{Reply: say.Reply{Text: h.words}, ID: h.m.ID}, now); err != nil {
			return err
		}
	}
	if reply.Empty() {
		return nil
	}
	return sayLine(ctx, tx, h.m.Channel, chat, post.Bot, Line{Reply: reply}, now)
}

// respond decides what the message is and answers it.
func (h *hearing) respond(ctx context.Context) (say.Reply, error) {
	switch {
	case h.m.Kind == channel.Event:
		return h.event(), nil
	case h.m.Kind == channel.Voice && h.m.Text == "":
		return h.bot.cannot("我听不了语音，麻烦长按“转文字”发我，"), nil
	case h.m.Kind == channel.Image || h.m.Kind == channel.Other:
		return h.bot.cannot("这个我看不了，麻烦打字告诉我，"), nil
	case h.turn.Reading.Intent == "crisis":
		return h.crisis(ctx)
	case h.m.Chat != "":
		return h.inGroup(ctx)
	case h.mem.Open != nil:
		return h.inDialog(ctx)
	}
	return h.fresh(ctx)
}

// event greets who comes in: not again within a day, for the platforms say it
// each time a chat is opened.
func (h *hearing) event() say.Reply {
	if h.m.Text == channel.Subscribe || h.m.Text == channel.Enter && (h.new || h.turn.By.Now.Sub(h.last) > 24*time.Hour) {
		return h.bot.greeting(h.turn.By)
	}
	return say.Reply{}
}

// cannot is said to what we cannot read, with the ways that work.
func (b *Bot) cannot(lead string) say.Reply {
	r := say.Reply{Text: lead + "或点这里填。", Links: []say.Link{{Label: "给孩子报云托班", URL: b.Links.Page("f", "enrol")}, {Label: "报名当志愿者", URL: b.Links.Page("f", "signup")}}}
	if b.Hotline != "" {
		r.Text += fmt.Sprintf("也可以打%s。", b.Hotline)
	}
	return r
}
