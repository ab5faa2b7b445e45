package workflow

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"xiaoqing/bot/form"
	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// Pause (暂停), Resume (恢复), End (结束) and Rematch (换一位老师) are what guardian,
// tutor and coordinator do to a child's lessons as a whole; models.Move says who may
// do which.
var (
	Pause = Workflow{
		Intent: "pause", Words: "课要停一阵、换老师、不上了，比如“托1 暂停到5月10日”“恢复 托1”“换一位老师”“结束 托1”", Direct: true,
		Form: form.Form{Name: "pause", Title: "暂停", Fields: []form.Field{whichChild,
			{Name: "from", Hidden: true, Kind: form.Text{}}, {Name: "to", Hidden: true, Kind: form.Text{}}}},
		Prepare: prepareChild("pause"), Save: savePause, Undo: undoPause,
	}
	Resume = Workflow{
		Intent: "resume", Direct: true,
		Form: form.Form{Name: "resume", Title: "恢复", Fields: []form.Field{{Name: "tutor", Hidden: true, Kind: form.Text{}},
			{Name: "tickets", Label: "孩子", Ask: "是哪个孩子？", Kind: form.OneOf{}, When: func(a form.Answers) bool { return a.Get("tutor") == "" }}}},
		Prepare: prepareResume, Save: saveResume,
	}
	End = Workflow{
		Intent: "end", Direct: true,
		Form: form.Form{Name: "end", Title: "结束", Fields: []form.Field{whichChild, whyField, sideField,
			{Name: "sure", Label: "确认", Ask: "确定结束吗？", Tap: true, When: notDeciding, Kind: form.OneOf{Options: []form.Option{{Value: "yes", Label: "确定结束"}, {Value: "no", Label: "先不结束"}}}}}},
		Prepare: prepareEnd, Save: saveEnd, Undo: undoEnd,
	}
	Rematch = Workflow{
		Intent: "rematch", Direct: true,
		Form: form.Form{Name: "rematch", Title: "换一位老师", Fields: []form.Field{whichChild,
			{Name: "reason", Label: "原因", Ask: "是什么原因？我照着找更合适的，不会告诉老师。", Kind: form.Text{Max: 100}}}},
		Prepare: prepareChild("repair"), Save: saveRematch, Undo: undoEnd,
	}
)

var (
	whichChild = form.Field{Name: "tickets", Label: "孩子", Ask: "是哪个孩子？", Kind: form.OneOf{}}
	whyField   = form.Field{Name: "reason", Label: "原因", Kind: form.Text{Max: 100}, Optional: true, Later: true}
	sideField  = form.Field{Name: "side", Hidden: true, Kind: form.Text{}}
)

// notDeciding: a coordinator is not asked twice; ten minutes are there to undo it.
func notDeciding(a form.Answers) bool { return a.Get("side") != string(models.Deciding) }

// prepareChild finds the child that is meant: the one of the number, else the only
// one of the speaker's own to whom they may do act.
func prepareChild(act string) func(context.Context, *Turn) (Start, error) {
	return func(ctx context.Context, t *Turn) (Start, error) {
		s := Start{Answers: t.said().Without("tickets")}
		if said := t.Reading.Fields.Tickets; len(said) > 0 {
			ticket, ok := models.ParseTicket(said[0])
			if !ok || ticket.Prefix != models.EnrolmentPrefix {
				return s, models.Refuse(models.Invalid, "这里要孩子的编号，比如“托123”。")
			}
			s.Answers = s.Answers.Set("tickets", ticket.String())
			s.Options = map[string][]form.Option{"tickets": {{Value: ticket.String(), Label: ticket.String()}}}
			return s, nil
		}
		options, err := t.movable(ctx, act)
		if err != nil {
			return s, err
		}
		switch {
		case len(options) == 0 && t.By.Has(models.Coordinator):
			return s, models.Refuse(models.Invalid, "请带上孩子的编号，比如“%s”。", examples[act])
		case len(options) == 0:
			return s, models.Refuse(models.NotFound, "%s", nothing[act])
		case len(options) == 1:
			s.Answers = s.Answers.Set("tickets", options[0].Value)
		}
		s.Options = map[string][]form.Option{"tickets": options}
		return s, nil
	}
}

var (
	examples = map[string]string{"pause": "暂停 托12", "resume": "恢复 托12", "end": "结束 托12 孩子上初中了", "repair": "换一位老师 托12 时间对不上", "revoke": "撤回同意 托12"}
	nothing  = map[string]string{"pause": "您现在没有在上的课，不用暂停。", "resume": "现在没有暂停的课。", "end": "您现在没有在上的课。还在排队、不想报了，说“取消报名”就行。",
		"repair": "您的孩子还没有结对的老师。找到了会先问您合不合适。", "revoke": "没有找到您同意过的孩子。要删别的信息，说“删掉我的信息”。"}
)

// movable are the speaker's own and, for a tutor, their pupils, to whom they may
// do act; those that are named when some are.
func (t *Turn) movable(ctx context.Context, act string) (options []form.Option, err error) {
	var named []form.Option
	add := func(e models.Enrolment) error {
		who := e
		if act != "end" && act != "revoke" && e.LeadID != 0 { // what those who learn together do together
			if who, err = t.Store.Learner(ctx, e.LeadID); err != nil {
				return err
			}
		}
		o := form.Option{Value: who.Ticket().String(), Label: who.Ticket().String() + " " + who.Child}
		if !slices.Contains(options, o) {
			options = append(options, o)
		}
		if strings.Contains(t.Text, e.Child) && !slices.Contains(named, o) {
			named = append(named, o)
		}
		return nil
	}
	records, err := t.Store.RecordsOf(ctx, t.By.Person)
	if err != nil {
		return nil, err
	}
	for _, r := range records {
		if e, ok := r.(*models.Enrolment); ok && e.Stage.May(models.Owner, act) && (act != "revoke" || e.ConsentID != 0) {
			if err := add(*e); err != nil {
				return nil, err
			}
		}
	}
	pupils, err := t.Store.Pupils(ctx, t.By.Person, calendar.DayOf(t.By.Now))
	for _, p := range pupils {
		e, err := t.Store.Enrolment(ctx, p.Enrolment)
		if err != nil {
			return nil, err
		}
		if !p.Covered && (e.Stage.May(models.Teaching, act) || act == "end" && e.Stage.HasTutor()) {
			if err := add(e); err != nil {
				return nil, err
			}
		}
	}
	if len(named) > 0 {
		return named, err
	}
	return options, err
}

func (t *Turn) ticketOf(a form.Answers) (models.Ticket, error) {
	ticket, ok := models.ParseTicket(a.Get("tickets"))
	if !ok {
		return ticket, models.Refuse(models.Invalid, "请写孩子的编号，比如“托12”。")
	}
	return ticket, nil
}

// others names who was told besides the speaker.
func others(end models.Ending) string {
	return map[models.Side]string{models.Owner: "老师", models.Teaching: "家长", models.Deciding: "两边"}[end.By]
}

// tellOthers writes to guardian and tutor, whichever of them does not speak, and to
// who was to cover a lesson that fell.
func (t *Turn) tellOthers(ctx context.Context, end models.Ending, key, guardian, tutor string) error {
	if end.Enrolment.PersonID != t.By.Person && guardian != "" {
		if err := t.tell(ctx, end.Enrolment.PersonID, "stage", key+":guardian", say.Reply{Text: guardian}); err != nil {
			return err
		}
	}
	if end.Pairing.TutorID != 0 && end.Pairing.TutorID != t.By.Person && tutor != "" {
		if err := t.tell(ctx, end.Pairing.TutorID, "stage", key+":tutor", say.Reply{Text: tutor}); err != nil {
			return err
		}
	}
	for _, l := range end.Lessons {
		if !l.Dropped && l.TutorID != end.Pairing.TutorID && l.TutorID != t.By.Person {
			if err := t.tell(ctx, l.TutorID, "stage", key+":"+l.Ticket().String(), say.Text("%s %s的课（%s）不上了，不用代了，谢谢你！", say.Date(l.Day), l.Start, l.Ticket())); err != nil {
				return err
			}
		}
	}
	for _, p := range end.Asked {
		if p.TutorID == t.By.Person {
			continue
		}
		if err := t.tell(ctx, p.TutorID, "stage", fmt.Sprintf("%s:asked:%d", key, p.ID), say.Text("这次没结上对，谢谢你愿意帮忙。有合适的孩子再来找你。")); err != nil {
			return err
		}
	}
	return nil
}

// endTickets are a child's number and those of the lessons that fell.
func endTickets(child models.Ticket, lessons []models.Lesson) []string {
	out := []string{child.String()}
	for _, l := range lessons {
		out = append(out, l.Ticket().String())
	}
	return out
}

func withoutLessons(end models.Ending) models.Ending {
	end.Lessons = nil
	return end
}

func lastTickets(last Saved) (child models.Ticket, lessons []models.Ticket) {
	child, _ = models.ParseTicket(last.Tickets[0])
	for _, s := range last.Tickets[1:] {
		l, _ := models.ParseTicket(s)
		lessons = append(lessons, l)
	}
	return child, lessons
}
