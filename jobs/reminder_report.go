package jobs

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// nudging is when units that have not reported are asked, an hour before the
// digest names them.
const nudging calendar.Clock = 17 * 60

// reports asks the coordinators of units that have not reported today, once and in
// private: whoever says 零报告 is not named as 未报.
func (j reminder) reports(ctx context.Context, since, at time.Time) (int, error) {
	today := calendar.DayOf(at)
	from, to := today.At(nudging, j.Store.Zone), today.At(models.DigestClock, j.Store.Zone)
	if !since.Before(from) || at.Before(from) || !at.Before(to) {
		return 0, nil
	}
	silent, err := j.silent(ctx, today, at)
	if err != nil || len(silent) == 0 {
		return 0, err
	}
	err = j.Store.Tx(ctx, func(tx *models.Store) error {
		for _, person := range slices.Sorted(maps.Keys(silent)) {
			n := models.Notice{Key: fmt.Sprintf("remind:nothing:%d:%s", person, today), Kind: "reminder", Now: at, Expires: to, Body: say.Reply{
				Text:    fmt.Sprintf("%s今天还没有数字。今天办的事，现在发给我还来得及算进18点的日报；确实没有，回“零报告”就行，日报里就不会写“未报”。", say.List(silent[person])),
				Buttons: []string{"零报告"}}}
			if err := tx.Tell(ctx, person, n); err != nil {
				return err
			}
		}
		return nil
	})
	return len(silent), err
}

// silent are, by coordinator, the names of their units that have not reported.
func (j reminder) silent(ctx context.Context, today calendar.Day, at time.Time) (map[int64][]string, error) {
	root, err := j.Store.Root(ctx)
	if err != nil {
		return nil, err
	}
	all, err := j.Store.OrgsBelow(ctx, root)
	if err != nil {
		return nil, err
	}
	parents := map[int64]bool{}
	for _, o := range all {
		parents[o.ParentID] = true
	}
	asked := map[int64][]string{}
	for _, o := range all {
		if !parents[o.ID] {
			continue
		}
		if err := j.silentBelow(ctx, o, today, at, asked); err != nil {
			return nil, err
		}
	}
	return asked, nil
}

func (j reminder) silentBelow(ctx context.Context, above models.Org, today calendar.Day, at time.Time, asked map[int64][]string) error {
	b, err := j.Store.Book(ctx, above, today, today, at)
	if err != nil {
		return err
	}
	states, err := j.Store.Reports(ctx, b)
	if err != nil {
		return err
	}
	for i, u := range b.Units {
		if i == 0 || states[i] != models.Silent {
			continue
		}
		people, err := j.Store.Holders(ctx, models.Coordinator, u.ID)
		if err != nil {
			return err
		}
		for _, p := range people {
			asked[p] = append(asked[p], u.Name)
		}
	}
	return nil
}
