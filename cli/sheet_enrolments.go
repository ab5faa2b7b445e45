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
	"xiaoqing/models/calendar"
)

// enrolmentSheet (云托班报名) is the form with what became of it: a paired child
// has a tutor.
func enrolmentSheet() form.Form {
	f := sheet.Of(workflow.Enrol.Form)
	f.Name = "enrolments"
	f.Fields = append(f.Fields, reviewFields(models.EnrolmentPrefix, stages(models.Applied, models.Returned, models.Eligible, models.Waiting, models.Paired, models.Trial, models.Running, models.Paused, models.Ended, models.Rejected, models.Withdrawn))...)
	f.Fields = append(f.Fields, form.Field{Name: "tutor", Label: "老师", Kind: form.Name{}, Optional: true},
		form.Field{Name: "tutor_phone", Label: "老师电话", Kind: form.Phone{}, Optional: true},
		form.Field{Name: "paired", Label: "结对日期", Kind: form.Date{Past: true}, Optional: true})
	return f
}

func newEnrolmentBatch(zone *time.Location, now time.Time) batch {
	org, _ := workflow.Enrol.Form.Field("org")
	return &recordBatch{zone: zone, now: now, label: org.Label, fill: fillEnrolment, check: checkEnrolment}
}

func fillEnrolment(a form.Answers) (models.Record, *models.Review) {
	e := &models.Enrolment{ID: ticketID(a.Get("ticket")), EnrolmentPrivate: models.EnrolmentPrivate{
		Child: a.Get("child"), Phone: a.Get("phone"), Gender: a.Get("gender"), Guardian: a.Get("guardian"), Unit: a.Get("unit"),
		Subjects: list(a.Get("subjects")), Remark: models.Remark{Reason: a.Get("reason")}}}
	e.Grade, _ = strconv.Atoi(a.Get("grade"))
	e.Slots, _ = form.DecodeSlots(a.Get("slots"))
	return e, &e.Review
}

func checkEnrolment(p *models.Past, stage models.Stage) (bads []sheet.Bad) {
	bad := func(label, say string) { bads = append(bads, sheet.Bad{Label: label, Say: say}) }
	tutor := p.Tutor.Name != "" && p.Tutor.Phone != ""
	switch {
	case stage.HasTutor() && !tutor:
		bad("老师", "已结对的孩子，老师和老师电话都要写。")
	case (p.Tutor.Name != "" || p.Tutor.Phone != "") && !tutor:
		bad("老师电话", "老师和老师电话要么都写，要么都不写。")
	case tutor && !stage.HasTutor() && stage != models.Ended:
		bad("老师", "只有已结对和已结束的才写老师，请核对状态。")
	case tutor && p.Tutor == models.Named{Name: p.Record.(*models.Enrolment).Guardian, Phone: p.Contact()}:
		bad("老师", "这是老师自己家的孩子，请换一位老师。")
	case tutor && p.Consent.GivenAt == 0:
		bad("监护人同意", "还没有监护人的同意，不能结对。请写同意的日期，比如2022-04-08。")
	}
	if strings.Contains(p.Who(), "、") {
		bad("孩子", "一行写一个孩子。")
	}
	return bads
}

func exportEnrolments(ctx context.Context, s *models.Store, x models.Extent, w *rowWriter) error {
	t, err := loadTree(ctx, s)
	if err != nil {
		return err
	}
	return s.ListEnrolments(ctx, x, func(rows []models.Enrolment, total int64) error {
		w.total = total
		var ids, people, consents []int64
		for _, e := range rows {
			ids, people, consents = append(ids, e.ID), append(people, e.PersonID), append(consents, e.ConsentID)
		}
		x, err := lookAround(ctx, s, t, people, consents)
		if err != nil {
			return err
		}
		tutors, err := tutorsOf(ctx, s, ids)
		if err != nil {
			return err
		}
		for i := range rows {
			e := &rows[i]
			a := append(x.answers(e, e.ConsentID), answers([2]string{"child", e.Child}, [2]string{"grade", strconv.Itoa(e.Grade)},
				[2]string{"phone", e.Phone}, [2]string{"gender", e.Gender}, [2]string{"subjects", say.List(e.Subjects)}, [2]string{"slots", form.EncodeSlots(e.Slots)},
				[2]string{"unit", e.Unit}, [2]string{"guardian", e.Guardian})...)
			if e.Stage.HasTutor() || e.Stage == models.Ended {
				a = append(a, tutors[e.ID]...)
			}
			if err := w.write(a); err != nil {
				return err
			}
		}
		return nil
	})
}

// tutorsOf are the columns about the tutor that each child has, or had last.
func tutorsOf(ctx context.Context, s *models.Store, enrolments []int64) (map[int64]form.Answers, error) {
	pairings, err := s.PairingsOf(ctx, enrolments)
	if err != nil {
		return nil, err
	}
	last := map[int64]models.Pairing{}
	var ids []int64
	for child, ps := range pairings {
		for _, p := range ps {
			if !last[child].Active {
				last[child] = p
			}
		}
		ids = append(ids, last[child].TutorID)
	}
	people, err := s.PeopleByID(ctx, ids)
	out := map[int64]form.Answers{}
	for child, p := range last {
		tutor := people[p.TutorID]
		out[child] = answers([2]string{"tutor", tutor.Name}, [2]string{"tutor_phone", tutor.Phone},
			[2]string{"paired", string(calendar.DayOf(time.UnixMilli(p.MadeAt).In(s.Zone)))})
	}
	return out, err
}
