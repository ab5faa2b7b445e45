package workflow

import (
	"context"

	"xiaoqing/bot/parse"
	"xiaoqing/bot/say"
	"xiaoqing/models"
)

// enlist gives a verified tutor the profile by which children are found for them,
// from what they said when they signed up.
func (t *Turn) enlist(ctx context.Context, g *models.Signup) error {
	profile, err := t.Store.TutorProfile(ctx, g.PersonID)
	if err != nil || profile.Seats > 0 {
		return err
	}
	vouch, err := t.Store.VouchOf(ctx, g)
	if err != nil {
		return err
	}
	profile.PersonID, profile.OrgID, profile.Seats, profile.Since = g.PersonID, g.OrgID, max(1, g.Seats), t.By.Now.UnixMilli()
	profile.Slots, profile.University, profile.Gender = g.Slots, g.Unit, g.Gender
	for _, name := range parse.Subjects(say.List(g.Skills)) {
		profile.Subjects = append(profile.Subjects, models.TaughtSubject{Name: name})
	}
	profile.Checked(vouch)
	return t.Store.SaveTutorProfile(ctx, &profile, t.By)
}
