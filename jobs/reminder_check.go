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

// checkNotice is how many days before a 入职查询 runs out its coordinators hear of it.
const checkNotice = 30

// expiring are the tutors of one coordinator whose checks run out, or have.
type expiring struct{ soon, over []models.Expiring }

// checks tells the coordinators of a tutor's university and street that a check runs
// out, 30 days before and on the day, once each, in one letter a coordinator.
func (j reminder) checks(ctx context.Context, at time.Time) (count int, err error) {
	today := calendar.DayOf(at)
	found, err := j.Store.ExpiringChecks(ctx, today, today.Add(checkNotice))
	if err != nil || len(found) == 0 {
		return 0, err
	}
	due, err := j.checksByCoordinator(ctx, found)
	if err != nil {
		return 0, err
	}
	err = j.Store.Tx(ctx, func(tx *models.Store) error {
		for _, person := range slices.Sorted(maps.Keys(due)) {
			words, err := checkWords(ctx, tx, *due[person], today)
			if err != nil {
				return err
			}
			n := models.Notice{Key: fmt.Sprintf("check:%d:%s:%d", person, today, at.UnixMilli()), Kind: "reminder", Now: at, Expires: at.Add(7 * 24 * time.Hour), Body: words}
			if err := tx.Tell(ctx, person, n); err != nil {
				return err
			}
		}
		for _, x := range found {
			if err := tx.ToldOfCheck(ctx, x); err != nil {
				return err
			}
		}
		return nil
	})
	return len(due), err
}

func (j reminder) checksByCoordinator(ctx context.Context, found []models.Expiring) (map[int64]*expiring, error) {
	due := map[int64]*expiring{}
	for _, x := range found {
		var people []int64
		for _, id := range []int64{x.OrgID, x.Partner} {
			if id == 0 {
				continue
			}
			org, err := j.Store.Org(ctx, id)
			if err != nil {
				return nil, err
			}
			some, err := j.Store.NearestHolders(ctx, models.Coordinator, org)
			if err != nil {
				return nil, err
			}
			people = append(people, some...)
		}
		slices.Sort(people)
		for _, p := range slices.Compact(people) {
			if due[p] == nil {
				due[p] = &expiring{}
			}
			due[p].add(x)
		}
	}
	return due, nil
}

func (e *expiring) add(x models.Expiring) {
	if x.Over {
		e.over = append(e.over, x)
	} else {
		e.soon = append(e.soon, x)
	}
}

// checkNames is how many tutors one letter names.
const checkNames = 10

func checkWords(ctx context.Context, s *models.Store, e expiring, today calendar.Day) (say.Reply, error) {
	var lines []string
	for _, part := range []struct {
		form string
		of   []models.Expiring
	}{
		{"%d位辅导老师的入职查询到期了，过了期就不再结对、派代课：%s。", e.over},
		{"%d位辅导老师的入职查询快到期了：%s。", e.soon},
	} {
		if len(part.of) == 0 {
			continue
		}
		var names []string
		for _, x := range part.of[:min(len(part.of), checkNames)] {
			p, err := s.Person(ctx, x.PersonID)
			if err != nil {
				return say.Reply{}, err
			}
			names = append(names, fmt.Sprintf("%s（%s）", p.Name, say.Day(x.CheckedUntil, today)))
		}
		list := say.List(names)
		if len(part.of) > checkNames {
			list += "等"
		}
		lines = append(lines, fmt.Sprintf(part.form, len(part.of), list))
	}
	return say.Reply{Text: strings.Join(lines, "\n"), Hint: "请校团委重新查过，再把名单贴给我：“担保 姓名 手机号 无记录”。"}, nil
}
