package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"xiaoqing/bot/channel"
	"xiaoqing/models"
	"xiaoqing/models/post"
)

const (
	givenUpAfter = 24 * time.Hour // of tries
	leastWait    = 5 * time.Second
	mostWait     = 10 * time.Minute
)

// record keeps what came of a sending. When even that fails the letters stay
// claimed, and are in doubt once their lease is over.
func (o *Outbox) record(ctx context.Context, c channel.Channel, m message, sent error) error {
	wall := o.Wall()
	log := o.Log.With("letter", m.letters[0].ID, "joined", len(m.letters)-1, "channel", c.Name(), "kind", m.letters[0].Kind)
	return o.Store.Tx(ctx, func(tx *models.Store) error {
		box := tx.Post(ctx)
		if sent == nil {
			return box.Sent(wall, m.letters...)
		}
		fault := faultOf(sent)
		log := log.With("code", fault.Code, "tries", m.letters[0].Attempts, "err", fault)
		old := wall.Sub(time.UnixMilli(m.letters[0].FirstTry)) >= givenUpAfter
		return o.fail(box, repeatable(c, m, wall), old, fault, m.letters, wall, log)
	})
}

// repeatable says that m may be sent once more without being shown twice.
func repeatable(c channel.Channel, m message, wall time.Time) bool {
	first := time.UnixMilli(m.letters[0].FirstTry)
	return c.Repeats() || m.out.Own && wall.Sub(first) < compares(c)
}

// compares is for how long the platform of c drops words that it was given before,
// 0 when it does not.
func compares(c channel.Channel) time.Duration {
	if by, ok := c.(channel.Comparing); ok {
		return by.Compares()
	}
	return 0
}

// fail decides what becomes of letters that were not, or perhaps not, sent.
func (o *Outbox) fail(box *post.Box, repeats, old bool, fault *channel.Error, ls []post.Letter, wall time.Time, log *slog.Logger) error {
	next := wall.Add(max(o.wait(ls[0].Attempts), fault.After))
	switch {
	case fault.Fault == channel.Refused:
		log.Warn("letter refused by the platform: a coordinator passes it on")
		return box.Undeliverable(fault.Code, ls...)
	case fault.Fault == channel.Retry && !old:
		log.Info("letter not sent yet", "next", next)
		return box.Retry(next, fault.Code, ls...)
	case fault.Fault == channel.Retry && !ls[0].Repeated:
		log.Error("letter given up after a day of tries")
		return box.Refuse(fault.Code, ls...)
	case fault.Fault == channel.Doubt && repeats && !old:
		log.Info("letter perhaps sent, repeated under the same key", "next", next)
		return box.Repeat(next, fault.Code, ls...)
	}
	log.Error("letter in doubt: it may have been sent and is not repeated")
	return box.Doubt(fault.Code, ls...)
}

// faultOf is err as what it says about the letter. The text of an error that no
// adapter vouches for is not logged: it may hold an address with its key.
func faultOf(err error) *channel.Error {
	fault := new(channel.Error)
	if errors.As(err, &fault) {
		return fault
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return &channel.Error{Fault: channel.Doubt, Err: errors.New("no answer in time")}
	}
	return &channel.Error{Fault: channel.Doubt, Err: fmt.Errorf("a %T", err)}
}

// wait grows with each try: 5, 10, 20 seconds … 10 minutes, and up to half as
// much again, so that what failed together is not tried together.
func (o *Outbox) wait(tries int) time.Duration {
	w := min(leastWait<<min(max(tries-1, 0), 10), mostWait)
	return w + time.Duration(o.Jitter()*float64(w)/2)
}

// abandon makes a letter 待转告 that cannot be sent at all, with those joined to it.
func (o *Outbox) abandon(ctx context.Context, l post.Letter, fault *channel.Error) (moved bool, err error) {
	err = o.Store.Tx(ctx, func(tx *models.Store) error {
		box := tx.Post(ctx)
		others, err := box.Joined(l)
		if err != nil {
			return err
		}
		letters := append([]post.Letter{l}, others...)
		if err := o.take(box, letters); err != nil {
			return err
		}
		return box.Undeliverable(fault.Code, letters...)
	})
	if errors.Is(err, errTaken) {
		return false, nil
	}
	if err == nil {
		o.Log.Error("letter cannot be sent: a coordinator passes it on", "letter", l.ID, "channel", l.Channel, "kind", l.Kind, "err", fault)
	}
	return err == nil, err
}
