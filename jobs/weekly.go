package jobs

import (
	"context"

	"xiaoqing/bot/digest"
	"xiaoqing/models"
)

// weeklies (周报) are posted on Monday at 9:00 to every group: the week that is over
// and the one before.
func weeklies(t Tools) Job {
	j := digestJob{t.Store}
	return Job{Name: "weekly", Schedule: "0 9 * * 1", Once: true, Scopes: j.groups, Do: j.week}
}

func (j digestJob) week(ctx context.Context, r Run) (int, error) {
	return j.letters(ctx, r, func(org models.Org, g models.Group) ([]models.Notice, error) {
		return digest.Weekly(ctx, j.store, org, digest.Posting{Group: g.ID, Due: r.Due, Cutoff: r.Cutoff, Now: r.At, Expires: r.Due.Add(reach), Late: r.Late})
	})
}
