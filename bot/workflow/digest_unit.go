package workflow

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"xiaoqing/models"
)

// digestOrg is the unit whose figures are meant: the one named, the group's, or the
// speaker's own. Who names one that nobody knows gets no other unit's figures.
func (t *Turn) digestOrg(ctx context.Context) (org models.Org, err error) {
	f := &t.Reading.Fields
	name := cmp.Or(f.Org, f.Named)
	switch level, any := anyUnit(name); {
	case any:
		org, err = t.ownAt(ctx, level)
	case name != "":
		org, err = t.inCharge(ctx, name)
	case t.Group != nil:
		org, err = t.Store.Org(ctx, t.Group.OrgID)
	default:
		return t.By.Orgs(models.Coordinator)[0], nil
	}
	switch {
	case f.Org == "" && f.Named != "" && models.KindOf(err) == models.NotFound && err != nil:
		return org, models.Refuse(models.NotFound, "没认出“%s”是哪个单位，写全名再说一次，比如“五角场街道日报”。看自己的，只说“日报”就行。", name)
	case err != nil:
		return org, err
	case !t.By.Holds(models.Coordinator, org) && name == "":
		return org, models.Refuse(models.Forbidden, "这个群的日报归%s的协调员看。", org.Name)
	case !t.By.Holds(models.Coordinator, org):
		return org, models.Refuse(models.Forbidden, "%s不归您管。请那边的协调员来做，或请上一级邀请您。", org.Name)
	}
	if name == "" {
		return org, nil
	}
	if err = t.seenHere(ctx, org); err == nil {
		f.Org, err = t.fullName(ctx, org)
	}
	return org, err
}

// seenHere keeps the figures of units that are not below a group's own out of it:
// those who read along there may not see them.
func (t *Turn) seenHere(ctx context.Context, org models.Org) error {
	if t.Group == nil {
		return nil
	}
	own, err := t.Store.Org(ctx, t.Group.OrgID)
	if err == nil && !org.Within(own) {
		err = models.Refuse(models.Forbidden, "这个群只放%s的数，%s的请私下问我。", own.Name, org.Name)
	}
	return err
}

// anyUnit reads what units of a level call themselves: 全市, 全区, 本街道, 我们社区.
func anyUnit(name string) (level models.Level, ok bool) {
	for _, w := range []string{"全", "本", "我", "我们", "咱们"} {
		if rest, found := strings.CutPrefix(name, w); found && slices.Contains([]string{"市", "区", "街道", "镇", "乡", "社区", "居委"}, rest) {
			return models.LevelOf(rest), true
		}
	}
	return 0, false
}

// ownAt is the unit of that level that is the group's or the speaker's, or above it;
// who is higher up is asked.
func (t *Turn) ownAt(ctx context.Context, level models.Level) (org models.Org, err error) {
	org = t.By.Orgs(models.Coordinator)[0]
	if t.Group != nil {
		org, err = t.Store.Org(ctx, t.Group.OrgID)
	}
	if err == nil && org.Level == models.Beside {
		return t.Store.Root(ctx)
	}
	for err == nil && org.Level > level && org.ParentID != 0 {
		org, err = t.Store.Org(ctx, org.ParentID)
	}
	if err == nil && org.Level < level {
		err = models.Refuse(models.Invalid, "要看哪一个？连名字一起说，比如“五角场街道日报”。")
	}
	return org, err
}
