package jobs

import (
	"context"

	"xiaoqing/bot/digest"
	"xiaoqing/models"
)

// digests (日报) are posted at 18:00 to every group, for its Org and all below: words,
// picture and spreadsheet, with what a coordinator added, unless one held it back.
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

func (j digestJob) post(ctx context.Context, r Run) (int, error) {
	return j.letters(ctx, r, func(org models.Org, g models.Group) ([]models.Notice, error) {
		choice, err := j.store.DigestChoice(ctx, org.ID, r.Due)
		if err != nil || choice.Keeps(g) {
			return nil, err
		}
		return digest.Letters(ctx, j.store, org, digest.Posting{Group: g.ID, Due: r.Due, Cutoff: r.Cutoff, Now: r.At, Expires: r.Due.Add(reach), Late: r.Late, Note: choice.Note})
	})
}

// letters composes outside the transaction: it reads what was there at the cut-off,
// which no longer changes, and nobody has to wait for it.
func (j digestJob) letters(ctx context.Context, r Run, compose func(models.Org, models.Group) ([]models.Notice, error)) (int, error) {
	g, err := j.store.Group(ctx, r.Scope)
	if err != nil {
		return 0, err
	}
	org, err := j.store.Org(ctx, g.OrgID)
	if err != nil {
		return 0, err
	}
	parts, err := compose(org, g)
	if err != nil || len(parts) == 0 {
		return 0, err
	}
	return 1, j.store.Tx(ctx, func(tx *models.Store) error {
		for _, n := range parts {
			if err := tx.TellGroup(ctx, g, n); err != nil {
				return err
			}
		}
		return r.Finish(ctx, tx)
	})
}
