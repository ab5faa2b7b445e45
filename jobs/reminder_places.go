package jobs

import (
	"context"
	"time"

	"xiaoqing/models"
)

// seats puts the places of the cloud class right, whatever changed them, and tells
// all who moved up, some a transaction.
func (j reminder) seats(ctx context.Context, at time.Time) (letters int, err error) {
	if err := j.Store.SettlePlaces(ctx, at); err != nil {
		return 0, err
	}
	for {
		var n int
		err := j.Store.Tx(ctx, func(tx *models.Store) (err error) {
			n, err = j.Seat(ctx, tx, at)
			return err
		})
		if letters += n; err != nil || n == 0 {
			return letters, err
		}
	}
}
