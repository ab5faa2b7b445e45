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
	offers := ProfileOf(g)
	offers.RestReason = profile.RestReason
	profile.PersonID, profile.OrgID, profile.Seats, profile.TutorProfilePrivate, profile.Since = g.PersonID, g.OrgID, offers.Seats, offers.TutorProfilePrivate, t.By.Now.UnixMilli()
	profile.Checked(vouch)
	return t.Store.SaveTutorProfile(ctx, &profile, t.By)
}

// ProfileOf is what a tutor offers by their sign-up.
func ProfileOf(g *models.Signup) models.TutorProfile {
	p := models.TutorProfile{PersonID: g.PersonID, OrgID: g.OrgID, Seats: max(1, g.Seats), TutorProfilePrivate: models.TutorProfilePrivate{Slots: g.Slots, University: g.Unit, Gender: g.Gender}}
	for _, name := range parse.Subjects(say.List(g.Skills)) {
		p.Subjects = append(p.Subjects, models.TaughtSubject{Name: name})
	}
	return p
}
