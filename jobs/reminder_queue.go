package jobs

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// patience is how long a review may wait before its coordinator is reminded.
const patience = 24 * time.Hour

// queues reminds each coordinator, once a day and by counts alone, of what has
// waited for their review a day or longer.
func (j reminder) queues(ctx context.Context, at time.Time) (count int, err error) {
	root, err := j.Store.Root(ctx)
	if err != nil {
		return 0, err
	}
	backlogs, err := j.Store.Backlogs(ctx, root, at.Add(-patience), at)
	if err != nil {
		return 0, err
	}
	partners, err := j.Store.Partners(ctx)
	if err != nil {
		return 0, err
	}
	for _, p := range partners {
		own, err := j.Store.Backlogs(ctx, p, at.Add(-patience), at)
		if err != nil {
			return 0, err
		}
		backlogs = append(backlogs, own...)
	}
	if len(backlogs) == 0 {
		return 0, nil
	}
	due, err := j.byCoordinator(ctx, backlogs)
	if err != nil {
		return 0, err
	}
	err = j.Store.Tx(ctx, func(tx *models.Store) error {
		for _, person := range slices.Sorted(maps.Keys(due)) {
			n := models.Notice{Key: fmt.Sprintf("remind:review:%d:%s", person, calendar.DayOf(at)), Kind: "reminder", Now: at,
				Expires: at.Add(6 * time.Hour), Body: queueWords(due[person], at)}
			if err := tx.Tell(ctx, person, n); err != nil {
				return err
			}
		}
		return nil
	})
	return len(due), err
}

// byCoordinator sums what waits for each: a unit's own coordinators or, where it
// has none, those of the nearest unit above.
func (j reminder) byCoordinator(ctx context.Context, backlogs []models.Backlog) (map[int64]models.Backlog, error) {
	due := map[int64]models.Backlog{}
	for _, b := range backlogs {
		people, err := j.Store.NearestHolders(ctx, models.Coordinator, models.Org{Path: b.Path})
		if err != nil {
			return nil, err
		}
		for _, person := range people {
			due[person] = due[person].Plus(b)
		}
	}
	return due, nil
}

func queueWords(b models.Backlog, at time.Time) say.Reply {
	var parts []string
	for _, x := range []struct {
		n    int64
		form string
	}{{b.Signups, "报名%s人"}, {b.Enrolments, "报云托班%s人"}, {b.Reports, "课时上报%s条"}, {b.Shifts, "上岗时长%s条"}} {
		if x.n > 0 {
			parts = append(parts, fmt.Sprintf(x.form, say.Count(x.n)))
		}
	}
	return say.Reply{Text: fmt.Sprintf("您这边等审核超过一天的有：%s，最久的等了%s。", strings.Join(parts, "，"), say.Waited(at.Sub(b.Oldest))),
		Hint: "回“待审核”看名单，可以一次都通过。"}
}
