package workflow

import (
	"context"
	"strconv"

	"xiaoqing/bot/form"
	"xiaoqing/bot/say"
	"xiaoqing/models"
)

// Arrive (扫码签到) is the page behind the code at a place of duty. It is no word of
// chat: who is not known says name and phone, and is signed up on the spot.
var Arrive = Workflow{
	Intent: "arrive",
	Form: form.Form{Name: "arrive", Title: "签到", Fields: []form.Field{
		{Name: "name", Label: "姓名", Kind: form.Name{}},
		{Name: "phone", Label: "电话", Kind: form.Phone{}},
		{Name: "do", Kind: form.Text{}, Hidden: true},
		{Name: "org", Kind: form.Text{}, Hidden: true},
		{Name: "roster", Kind: form.Text{}, Hidden: true},
		{Name: "place", Kind: form.Text{}, Hidden: true},
	}},
	Save: saveArrive,
}

func saveArrive(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	if a.Get("do") == "out" {
		return saveCheckOut(ctx, t, a)
	}
	id, err := strconv.ParseInt(a.Get("org"), 10, 64)
	if err != nil {
		return say.Reply{}, err
	}
	at := models.Arrival{Place: a.Get("place")}
	if at.Org, err = t.Store.Org(ctx, id); err != nil {
		return say.Reply{}, err
	}
	at.Roster, _ = rowOf(a.Get("roster"))
	if a.Get("name") != "" && !t.By.Verified() {
		if err := t.enter(ctx, at.Org, a.Get("name"), a.Get("phone")); err != nil {
			return say.Reply{}, err
		}
	}
	reply, err := t.checkIn(ctx, at)
	reply.Buttons = nil                                       // the page has its own
	if err == nil && a.Get("name") != "" && t.By.Verified() { // anyone could have written it
		err = t.tell(ctx, t.By.Person, "duty", "scanned:"+t.Key, say.Text("有人写了你的姓名和电话，在%s扫码签到。是你就不用管，不是你请马上告诉协调员。", orPlace(at)))
	}
	return reply, err
}

// orPlace is what to call the place of an arrival.
func orPlace(at models.Arrival) string {
	if at.Place == "" {
		return at.Org.Name
	}
	return at.Place
}

// enter signs someone up as a volunteer of the place's unit, unless they are.
func (t *Turn) enter(ctx context.Context, org models.Org, name, phone string) error {
	g := &models.Signup{Programme: "volunteer", Review: models.Review{OrgID: org.ID, PersonID: t.By.Person, Channel: t.By.Via}, SignupPrivate: models.SignupPrivate{Name: name, Phone: phone}}
	err := t.Store.Try(ctx, func(tx *models.Store) error { return tx.SignUp(ctx, g, t.By.Now) })
	if models.KindOf(err) == models.Conflict {
		return nil // they are already
	}
	if err != nil {
		return err
	}
	return t.Store.Introduce(ctx, t.By.Person, models.PersonPrivate{Name: name, Phone: phone})
}
