package jobs

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

const (
	// leftAlone is after what time an open dialog is reminded of.
	leftAlone = 2 * time.Hour
	// forgotten is after what time it no longer is.
	forgotten = 2 * reach
	idleBatch = 100
)

// dialogs reminds, once each, of the dialogs that were left alone. One that fails
// does not stop the others of its batch.
func (j reminder) dialogs(ctx context.Context, at time.Time) (count int, err error) {
	for {
		idle, err := j.Store.Idle(ctx, at.Add(-leftAlone), calendar.DayOf(at), idleBatch)
		if err != nil {
			return count, err
		}
		var errs []error
		for _, c := range idle {
			told, err := j.dialog(ctx, c, at)
			if told {
				count++
			}
			errs = append(errs, err)
		}
		if err := errors.Join(errs...); err != nil || len(idle) < idleBatch {
			return count, err
		}
	}
}

// dialog takes the conversation's turn and its one reminder, whether or not there
// is anything to say.
func (j reminder) dialog(ctx context.Context, idle models.Conversation, at time.Time) (told bool, err error) {
	err = j.Store.Tx(ctx, func(tx *models.Store) error {
		told = false
		c, taken, err := tx.RemindOnce(ctx, idle)
		if err != nil || !taken || at.Sub(time.UnixMilli(c.OpenSince)) > forgotten {
			return err
		}
		reply, ok, err := j.Unfinished(ctx, tx, c)
		if err != nil || !ok {
			return err
		}
		told, err = pickUp(ctx, tx, c, reply, at)
		return err
	})
	if errors.Is(err, errTomorrow) {
		return false, nil
	}
	return told, err
}

// errTomorrow gives a dialog its reminder back: its person had today's letter.
var errTomorrow = errors.New("heard something today")

// pickUp writes to the account that left the dialog: on another one of the same
// person it could not be gone on with.
func pickUp(ctx context.Context, tx *models.Store, c models.Conversation, reply say.Reply, at time.Time) (told bool, err error) {
	a, err := tx.AccountByID(ctx, c.AccountID)
	if err != nil || a.Channel == models.FormChannel {
		return false, err
	}
	key := fmt.Sprintf("remind:dialog:%d:%d", c.ID, c.OpenSince)
	if taken, err := tx.TakeDay(ctx, a.PersonID, key, at); err != nil || !taken {
		return false, cmp.Or(err, errTomorrow)
	}
	return true, tx.TellAccount(ctx, a, models.Notice{Key: key, Kind: "unasked", Now: at, Expires: at.Add(6 * time.Hour), Body: reply})
}
