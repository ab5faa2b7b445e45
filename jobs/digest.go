package jobs

import (
	"context"
	"fmt"

	"xiaoqing/bot/digest"
	"xiaoqing/models"
)

// digests (日报) are posted at 18:00 to every group, for its Org and all below.
// Its figures are as of 18:00 whenever it is composed. A group bound after that
// gets none.
func digests(t Tools) Job {
	j := digestJob{t.Store}
	return Job{Name: "digest", Schedule: "0 18 * * *", Once: true, Scopes: j.groups, Do: j.post}
}

type digestJob struct{ store *models.Store }

func (j digestJob) groups(ctx context.Context, r Run) (ids []int64, err error) {
	groups, err := j.store.Groups(ctx)
	for _, g := range groups {
		// One bound later than r.At was bound by another clock, before the programme's
		// was set back.
		if g.BoundAt <= r.Cutoff.UnixMilli() || g.BoundAt > r.At.UnixMilli() {
			ids = append(ids, g.ID)
		}
	}
	return ids, err
}

// post composes outside the transaction: it reads what was there at the cut-off,
// which no longer changes, and nobody has to wait for it.
func (j digestJob) post(ctx context.Context, r Run) (int, error) {
	g, err := j.store.Group(ctx, r.Scope)
	if err != nil {
		return 0, err
	}
	org, err := j.store.Org(ctx, g.OrgID)
	if err != nil {
		return 0, err
	}
	reply, err := digest.Compose(ctx, j.store, org, r.Cutoff, r.Late)
	if err != nil {
		return 0, err
	}
	n := models.Notice{Key: fmt.Sprintf("digest/%d/%s/1", g.ID, r.Due.Format("2006-01-02T15:04")), Kind: "digest",
		Now: r.At, Expires: r.Due.Add(reach), Body: reply}
	return 1, j.store.Tx(ctx, func(tx *models.Store) error {
		if err := tx.TellGroup(ctx, g, n); err != nil {
			return err
		}
		return r.Finish(ctx, tx)
	})
}
