package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"xiaoqing/bot/channel"
	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/post"
	"xiaoqing/models/vault"
)

// recording is what a lease leaves for recording, after Timeout.
const recording = time.Minute

// message is what one sending carries: a letter, or several joined, first first.
type message struct {
	letters []post.Letter
	out     channel.Outgoing
}

// carry takes one due letter as far as it goes now. moved is false when another
// sender was at it first. Once a letter is claimed it is sent and recorded even
// when ctx ends: a shutdown must leave nothing in doubt.
func (o *Outbox) carry(ctx context.Context, c channel.Channel, l post.Letter) (moved bool, err error) {
	if ctx.Err() != nil {
		return false, nil
	}
	ctx = context.WithoutCancel(ctx)
	if held, err := o.held(ctx, l); held || err != nil {
		return held, err
	}
	m, err := o.compose(ctx, l)
	if fault := new(channel.Error); errors.As(err, &fault) {
		return o.abandon(ctx, l, fault)
	}
	if err != nil {
		return false, err
	}
	wait, err := o.claim(ctx, c, &m)
	switch {
	case errors.Is(err, errTaken):
		return false, nil
	case errors.Is(err, errFull):
		return true, o.postpone(ctx, c, l, o.Wall().Add(wait), false)
	case errors.Is(err, errAllFull):
		return true, o.postpone(ctx, c, l, o.Wall().Add(wait), l.Bulk)
	case err != nil:
		return false, err
	}
	return true, o.record(ctx, c, m, o.send(ctx, c, m.out))
}

// held lets a letter that can wait do so through its person's quiet hours, whoever
// wrote it and however long it was on its way. What may have arrived already is
// repeated as it was; groups have no night of their own.
func (o *Outbox) held(ctx context.Context, l post.Letter) (bool, error) {
	if l.Urgent || l.PersonID == 0 || l.Repeated {
		return false, nil
	}
	until, quiet, err := o.Store.QuietUntil(ctx, l.PersonID, o.Clock.Now())
	if err != nil || !quiet {
		return false, err
	}
	return true, o.Store.Tx(ctx, func(tx *models.Store) error { return tx.Post(ctx).Hold(l, until) })
}

// postpone lets a letter wait for room, or all in bulk, where one of them has found
// none for any.
func (o *Outbox) postpone(ctx context.Context, c channel.Channel, l post.Letter, until time.Time, all bool) error {
	return o.Store.Tx(ctx, func(tx *models.Store) error {
		if all {
			return tx.Post(ctx).PostponeBulk(c.Name(), until)
		}
		return tx.Post(ctx).Postpone(l, until)
	})
}

// compose finds where the letter goes and what it says. A *channel.Error says
// that it cannot be sent at all.
func (o *Outbox) compose(ctx context.Context, l post.Letter) (message, error) {
	m := message{letters: []post.Letter{l}}
	box := o.Store.Post(ctx)
	m.out.Key, m.out.Own, m.out.Bulk = box.SendKey(l), l.OwnWords, l.Bulk
	err := o.address(ctx, l, &m.out)
	if err == nil {
		m.out.Reply, err = reply(box, l)
	}
	if err == nil {
		m, err = o.joined(box, m)
	}
	if a := m.out.Reply.Attachment; err == nil && a != nil {
		if m.out.Media, err = o.Draw(*a); err != nil {
			err = fmt.Errorf("%w: %w", errDraw, err)
		}
	}
	if models.Missing(err) || errors.Is(err, vault.ErrDamaged) || errors.Is(err, errBody) || errors.Is(err, errDraw) {
		err = &channel.Error{Fault: channel.Refused, Err: err}
	}
	return m, err
}

func (o *Outbox) address(ctx context.Context, l post.Letter, out *channel.Outgoing) error {
	if l.GroupID != 0 {
		g, err := o.Store.Group(ctx, l.GroupID)
		out.Group = g.Address
		return err
	}
	a, err := o.Store.AccountByID(ctx, l.AccountID)
	out.Account = a.Account
	return err
}

// errBody says so much of a body that cannot be read, and none of its words.
var errBody = errors.New("its body is not a reply")

// errDraw says that what it carries cannot be drawn, now or later.
var errDraw = errors.New("its attachment cannot be drawn")

// reply reads a letter's body.
func reply(box *post.Box, l post.Letter) (r say.Reply, err error) {
	body, err := box.Body(l)
	if err != nil {
		return r, err
	}
	if json.Unmarshal(body, &r) != nil {
		return r, errBody
	}
	r.Worded = true // by then a number may mean the buttons of something said since
	return r, nil
}

// What undoes a claim: a limit has no room, or another sender was first.
var (
	errFull    = errors.New("a limit is used up")
	errAllFull = errors.New("a limit that all share is used up")
	errTaken   = errors.New("another sender has it")
)

// claim takes all letters of m and room in all of its limits, or nothing: then
// it fails with errTaken, or with errFull or errAllFull and how long to wait for room.
func (o *Outbox) claim(ctx context.Context, c channel.Channel, m *message) (wait time.Duration, err error) {
	claimed := make([]post.Letter, len(m.letters))
	err = o.Store.Tx(ctx, func(tx *models.Store) error {
		box := tx.Post(ctx)
		copy(claimed, m.letters) // the transaction may run twice
		if err := o.take(box, claimed); err != nil {
			return err
		}
		for _, limit := range c.Limits(m.out) {
			var ok bool
			if ok, wait, err = box.Take(c.Name()+"/"+limit.Key, limit.N, limit.Per, o.Wall()); err != nil {
				return err
			}
			if !ok && limit.Shared {
				return errAllFull
			}
			if !ok {
				return errFull
			}
		}
		return nil
	})
	m.letters = claimed
	return wait, err
}

func (o *Outbox) take(box *post.Box, letters []post.Letter) error {
	for i := range letters {
		ok, err := box.Claim(&letters[i], o.Wall(), o.Timeout+recording)
		if err != nil {
			return err
		}
		if !ok {
			return errTaken
		}
	}
	if len(letters) > 1 {
		return box.Join(&letters[0], letters[1:])
	}
	return nil
}

// send makes one try. A channel that outlives its time or panics leaves doubt.
func (o *Outbox) send(ctx context.Context, c channel.Channel, out channel.Outgoing) error {
	ctx, cancel := context.WithTimeout(ctx, o.Timeout)
	defer cancel()
	result := make(chan error, 1)
	go func() {
		defer func() {
			if p := recover(); p != nil {
				result <- fmt.Errorf("the channel panicked: %T", p)
			}
		}()
		result <- c.Send(ctx, out)
	}()
	select {
	case err := <-result:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}
