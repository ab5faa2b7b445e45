package cli

import (
	"context"
	"strconv"
	"strings"
	"time"

	"xiaoqing/bot/form"
	"xiaoqing/bot/form/sheet"
	"xiaoqing/bot/say"
	"xiaoqing/bot/workflow"
	"xiaoqing/models"
)

// signupSheet (报名) is the form with what became of it.
func signupSheet() form.Form {
	f := sheet.Of(workflow.Signup.Form)
	f.Name = "signups"
	for i := range f.Fields {
		if f.Fields[i].Name == "programme" {
			f.Fields[i].Optional = true // 志愿者
		}
	}
	f.Fields = append(f.Fields, reviewFields(models.SignupPrefix, stages(models.Applied, models.Returned, models.Verified, models.Rejected, models.Withdrawn, models.Ended))...)
	return f
}

func newSignupBatch(zone *time.Location, now time.Time) batch {
	org, _ := workflow.Signup.Form.Field("org")
	return &recordBatch{zone: zone, now: now, label: org.Label, fill: fillSignup, check: checkSignup}
}

func fillSignup(a form.Answers) (models.Record, *models.Review) {
	g := &models.Signup{ID: ticketID(a.Get("ticket")), Programme: a.Get("programme"), SignupPrivate: models.SignupPrivate{
		Name: a.Get("name"), Phone: a.Get("phone"), Gender: a.Get("gender"), Unit: a.Get("unit"), Skills: list(a.Get("skills")), Remark: models.Remark{Reason: a.Get("reason")}}}
	if g.Programme == "" {
		g.Programme = "volunteer"
	}
	g.Age, _ = strconv.Atoi(a.Get("age"))
	g.Seats, _ = strconv.Atoi(a.Get("quantity"))
	g.Slots, _ = form.DecodeSlots(a.Get("slots"))
	return g, &g.Review
}

func checkSignup(p *models.Past, stage models.Stage) []sheet.Bad {
	if p.Record.(*models.Signup).Minor() && stage == models.Verified && p.Consent.GivenAt == 0 {
		return []sheet.Bad{{Label: "监护人同意", Say: "未满18岁，监护人还没同意，不能通过。请写同意的日期，比如2022-04-08。"}}
	}
	return nil
}

// list splits 数学、英语; nil for nothing.
func list(value string) []string {
	if value == "" {
		return nil
	}
	return strings.Split(value, "、")
}

func exportSignups(ctx context.Context, s *models.Store, x models.Extent, w *rowWriter) error {
	t, err := loadTree(ctx, s)
	if err != nil {
		return err
	}
	return s.ListSignups(ctx, x, func(rows []models.Signup, total int64) error {
		w.total = total
		var people, consents []int64
		for _, g := range rows {
			people, consents = append(people, g.PersonID), append(consents, g.ConsentID)
		}
		x, err := lookAround(ctx, s, t, people, consents)
		if err != nil {
			return err
		}
		for i := range rows {
			g := &rows[i]
			a := append(x.answers(g, g.ConsentID), answers([2]string{"programme", g.Programme}, [2]string{"name", g.Name},
				[2]string{"phone", g.Phone}, [2]string{"gender", g.Gender}, [2]string{"age", digits(g.Age)}, [2]string{"unit", g.Unit},
				[2]string{"slots", form.EncodeSlots(g.Slots)}, [2]string{"skills", say.List(g.Skills)}, [2]string{"quantity", digits(g.Seats)})...)
			if err := w.write(a); err != nil {
				return err
			}
		}
		return nil
	})
}
