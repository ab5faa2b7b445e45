package jobs

import (
	"context"
	"fmt"
	"slices"
	"time"

	"xiaoqing/bot/digest"
	"xiaoqing/bot/say"
	"xiaoqing/models"
)

// untilPost is how long a coordinator has between the preview and the posting.
const untilPost = 20 * time.Minute

// previews show each Org's own coordinators at 17:40, alone, what will be posted at
// 18:00: to post it now, to add words, or to hold it back. Silence posts it.
func previews(t Tools) Job {
	j := previewJob{t.Store}
	return Job{Name: "preview", Schedule: "40 17 * * *", Once: true, Scopes: j.orgs, Do: j.show}
}

type previewJob struct{ store *models.Store }

// orgs are those that have a group.
func (j previewJob) orgs(ctx context.Context, _ Run) (ids []int64, err error) {
	groups, err := j.store.Groups(ctx)
	for _, g := range groups {
		if !slices.Contains(ids, g.OrgID) {
			ids = append(ids, g.OrgID)
		}
	}
	return ids, err
}

func (j previewJob) show(ctx context.Context, r Run) (count int, err error) {
	due := r.Due.Add(untilPost)
	if !r.At.Before(due) {
		return 0, nil // it is out
	}
	org, err := j.store.Org(ctx, r.Scope)
	if err != nil {
		return 0, err
	}
	people, err := j.store.Holders(ctx, models.Coordinator, org.ID)
	if err != nil || len(people) == 0 {
		return 0, err
	}
	groups, err := j.store.GroupsOf(ctx, org.ID)
	if err != nil {
		return 0, err
	}
	d, err := digest.Compose(ctx, j.store, org, r.Cutoff, false)
	if err != nil {
		return 0, err
	}
	body := say.Reply{Text: fmt.Sprintf("18:00发到%d个群，您先看一眼（到时候按18:00的数字，还有图和表格）：\n\n%s", len(groups), d.Text),
		Hint: "不回就照发。要贴到微信群或Word里，回“转发版”。", Buttons: []string{"现在发 " + org.Name, "加一句 " + org.Name, "今天先不发 " + org.Name, "转发版 " + org.Name}}
	return len(people), j.store.Tx(ctx, func(tx *models.Store) error {
		for _, p := range people {
			n := models.Notice{Key: fmt.Sprintf("preview:%d:%s:%d", org.ID, due.Format("2006-01-02"), p), Kind: "preview", Urgent: true, Now: r.At, Expires: due, Body: body}
			if err := tx.Tell(ctx, p, n); err != nil {
				return err
			}
		}
		return r.Finish(ctx, tx)
	})
}
