package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"xiaoqing/bot/channel"
	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/post"
)

// Line is what was said once in a chat that is kept here. ID is the message's,
// "" for what the bot said.
type Line struct {
	say.Reply
	ID   string    `json:"id,omitempty"`
	N    int64     `json:"-"`
	From string    `json:"-"` // an account's row id, or post.Bot
	At   time.Time `json:"-"`
}

// ChatOf is how transcripts call a chat: a group's id, or direct:ACCOUNT.
func ChatOf(account, group string) string {
	if group != "" {
		return group
	}
	return "direct:" + account
}

func sayLine(ctx context.Context, tx *models.Store, channel, chat, from string, l Line, now time.Time) error {
	body, err := json.Marshal(l)
	if err != nil {
		return err
	}
	box := tx.Post(ctx)
	_, err = box.Say(box.ChatKey(channel, chat), from, body, now, "")
	return err
}

// Lines are what was said in a chat after number after, oldest first.
func (b *Bot) Lines(ctx context.Context, channel, chat string, after int64, limit int) ([]Line, error) {
	box := b.Store.Post(ctx)
	rows, err := box.Lines(box.ChatKey(channel, chat), after, limit)
	out := make([]Line, len(rows))
	for i, row := range rows {
		words, err := box.Words(row)
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(words, &out[i]); err != nil {
			return nil, err
		}
		out[i].N, out[i].From, out[i].At = row.N, row.From, time.UnixMilli(row.At).In(b.Clock.Zone())
	}
	return out, err
}

// Newest are the last limit lines of a chat, oldest first.
func (b *Bot) Newest(ctx context.Context, channel, chat string, limit int) ([]Line, error) {
	box := b.Store.Post(ctx)
	last, err := box.Last(box.ChatKey(channel, chat))
	if err != nil {
		return nil, err
	}
	return b.Lines(ctx, channel, chat, max(last-int64(limit), 0), limit)
}

// Show puts a letter into a chat that is kept here; the same letter again adds
// nothing.
func (b *Bot) Show(ctx context.Context, ch string, o channel.Outgoing) error {
	body, err := json.Marshal(Line{Reply: o.Reply})
	if err != nil {
		return err
	}
	return b.Store.Tx(ctx, func(tx *models.Store) error {
		box := tx.Post(ctx)
		_, err := box.Say(box.ChatKey(ch, ChatOf(o.Account, o.Group)), post.Bot, body, b.Clock.Now(), o.Key)
		return err
	})
}

// fit keeps of an answer what the platform's response holds; the rest follows by
// letters, in order.
func (h *hearing) fit(ctx context.Context, r say.Reply) (say.Reply, error) {
	limit := h.bot.Answers[h.m.Channel]
	if limit == 0 || len(r.Everything()) <= limit {
		return r, nil
	}
	parts := r.Split(limit)
	for i, part := range parts[1:] {
		n := models.Notice{Key: fmt.Sprintf("rest:%s:%d", h.turn.Key, i), Kind: "rest", Urgent: true, Now: h.turn.By.Now, Body: part}
		if err := h.turn.Store.TellAccount(ctx, h.turn.Account, n); err != nil {
			return r, err
		}
	}
	return parts[0], nil
}
