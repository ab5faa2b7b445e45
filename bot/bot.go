// Package bot is the conversation: one message in, and everything that follows
// from it in one transaction.
package bot

import (
	"context"
	"encoding/json"
	"log/slog"
	"time"

	"xiaoqing/bot/channel"
	"xiaoqing/bot/say"
	"xiaoqing/bot/workflow"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// Bot answers messages.
type Bot struct {
	Store       *models.Store
	Workflows   workflow.Set
	Clock       *calendar.Programme
	Links       workflow.Linker
	Hotline     string          // a human number, "" when there is none
	Transcripts map[string]bool // the channels whose chats are kept here: web, sim
	Answers     map[string]int  // bytes that a channel's own response holds; what is over follows by letter
	Wake        func()          // tells the outbox that letters may be waiting
	Log         *slog.Logger
	names       names
}

// patience is how long a message may take: WeCom gives up after a few seconds,
// and a person who waits longer sends it again.
const patience = 900 * time.Millisecond

// Hear handles one message and returns the answer for the platform's response,
// the zero Reply when there is nothing to say. Everything that follows from the
// message is kept in one transaction; the same delivery again gets the same
// answer and changes nothing. An error means that nothing was kept. Of an event
// that nobody handles nothing is kept either.
func (b *Bot) Hear(ctx context.Context, m channel.Message) (reply say.Reply, err error) {
	if m.Kind == channel.Event && m.Text != channel.Enter && m.Text != channel.Subscribe {
		return reply, nil
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	// Where there is one writer, whatever can be read before its turn comes is; else a
	// second delivery is looked for under the lock. Its row at the end is the last word.
	var seen models.Speaker
	if !b.Store.Server() {
		if reply, found, err := b.Heard(ctx, m); err != nil || found {
			return reply, err
		}
		if seen, err = b.Store.Speaker(ctx, m.Channel, m.From, m.Chat); err != nil {
			return reply, err
		}
	}
	err = b.Store.Tx(ctx, func(tx *models.Store) error {
		reply, err = b.hear(ctx, tx, m, seen)
		return err
	})
	if models.Duplicate(err) { // the same delivery was handled meanwhile
		if reply, found, e := b.Heard(ctx, m); e == nil && found {
			return reply, nil
		}
	}
	if err != nil {
		return say.Reply{}, err
	}
	b.Wake()
	return reply, nil
}

// Heard is the answer to a delivery that was already handled.
func (b *Bot) Heard(ctx context.Context, m channel.Message) (reply say.Reply, found bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	answer, found, err := b.Store.Post(ctx).Answered(m.Channel, m.ID)
	if err != nil || !found {
		return reply, false, err
	}
	err = json.Unmarshal(answer, &reply)
	return reply, true, err
}

func (b *Bot) hear(ctx context.Context, tx *models.Store, m channel.Message, seen models.Speaker) (reply say.Reply, err error) {
	now := b.Clock.Now()
	speaker, err := tx.LockConversation(ctx, m.Channel, m.From, m.Chat, seen, now)
	if err != nil {
		return reply, err
	}
	c := speaker.Conversation
	if c.ID != 0 && b.Store.Server() { // else a message would be worked through, and its number spent, to be undone
		if answer, found, err := tx.Post(ctx).Answered(m.Channel, m.ID); err != nil {
			return reply, err
		} else if found {
			err = json.Unmarshal(answer, &reply)
			return reply, err
		}
	}
	h := &hearing{bot: b, m: m, last: time.UnixMilli(speaker.Account.HeardAt), new: c.ID == 0}
	if err := h.open(ctx, tx, speaker, now); err != nil {
		return reply, err
	}
	if reply, err = h.respond(ctx); err != nil {
		return reply, err
	}
	if reply, err = h.fit(ctx, reply); err != nil {
		return reply, err
	}
	if err := h.close(ctx, tx, &c, reply); err != nil {
		return reply, err
	}
	answer, err := json.Marshal(reply)
	if err != nil {
		return reply, err
	}
	return reply, tx.Post(ctx).Remember(m.Channel, m.ID, speaker.Account.ID, answer, now)
}
