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
)

// climbBatch is how many records of a queue climb at once; the rest follow five
// minutes later.
const climbBatch = 2000

// pile is what of one unit and queue climbs to one coordinator.
type pile struct {
	n      int64
	oldest time.Time
}

type heapKey struct {
	org   int64
	queue models.Queue
}

// climbs tells the level above of what has waited too long below, a step each time
// its limit passes, each record once a step, and by counts alone.
func (j reminder) climbs(ctx context.Context, at time.Time) (count int, err error) {
	err = j.Store.Tx(ctx, func(tx *models.Store) error {
		count = 0
		overdue, err := tx.Overdue(ctx, j.Limits, at, climbBatch)
		if err != nil || len(overdue) == 0 {
			return err
		}
		told, err := j.climb(ctx, tx, overdue, at)
		for _, person := range slices.Sorted(maps.Keys(told)) {
			words, err := climbWords(ctx, tx, told[person], at)
			if err != nil {
				return err
			}
			n := models.Notice{Key: fmt.Sprintf("climb:%d:%d", person, at.UnixMilli()), Kind: "reminder", Now: at, Body: words}
			if err := tx.Tell(ctx, person, n); err != nil {
				return err
			}
			count++
		}
		return err
	})
	return count, err
}

// climb moves each record to its next rung and says who is told of what there. The
// steps of a wait that was not looked at for long are gone in one.
func (j reminder) climb(ctx context.Context, tx *models.Store, overdue []models.Overdue, at time.Time) (map[int64]map[heapKey]pile, error) {
	ladders, told := map[int64][][]int64{}, map[int64]map[heapKey]pile{}
	for _, o := range overdue {
		rungs, known := ladders[o.OrgID]
		if !known {
			org, err := tx.Org(ctx, o.OrgID)
			if err != nil {
				return nil, err
			}
			if rungs, err = tx.Ladder(ctx, org); err != nil {
				return nil, err
			}
			ladders[o.OrgID] = rungs
		}
		step := int(at.Sub(o.Since) / j.Limits[o.Queue])
		if err := tx.Climbed(ctx, o, step, at); err != nil {
			return nil, err
		}
		if o.Step >= len(rungs)-1 {
			continue // it was told at the top already, or there is nobody above
		}
		for _, person := range rungs[min(step, len(rungs)-1)] {
			if told[person] == nil {
				told[person] = map[heapKey]pile{}
			}
			k := heapKey{o.OrgID, o.Queue}
			p := told[person][k]
			p.n++
			if p.oldest.IsZero() || o.Since.Before(p.oldest) {
				p.oldest = o.Since
			}
			told[person][k] = p
		}
	}
	return told, nil
}

// waitingWords are how many wait, by queue.
var waitingWords = map[models.Queue]string{models.SignupQueue: "报名等审核%s人", models.EnrolQueue: "报云托班等审核%s人",
	models.PairingQueue: "等结对的孩子%s个", models.ReportQueue: "课时等审核%s条", models.ShiftQueue: "上岗时长等审核%s条"}

func climbWords(ctx context.Context, tx *models.Store, piles map[heapKey]pile, at time.Time) (say.Reply, error) {
	orgs := map[int64]models.Org{}
	for k := range piles {
		org, err := tx.Org(ctx, k.org)
		if err != nil {
			return say.Reply{}, err
		}
		orgs[k.org] = org
	}
	keys := slices.SortedFunc(maps.Keys(piles), func(a, b heapKey) int {
		if c := strings.Compare(orgs[a.org].Path, orgs[b.org].Path); c != 0 {
			return c
		}
		return slices.Index(models.Queues, a.queue) - slices.Index(models.Queues, b.queue)
	})
	lines := []string{"下面这些等得太久了，他们那边还没处理："}
	for _, k := range keys {
		p := piles[k]
		lines = append(lines, fmt.Sprintf("%s：%s，最久%s", orgs[k.org].Name, fmt.Sprintf(waitingWords[k.queue], say.Count(p.n)), say.Waited(at.Sub(p.oldest))))
	}
	return say.Reply{Text: strings.Join(lines, "\n"), Hint: "打个电话催一下，或者回“待审核”直接处理。"}, nil
}
