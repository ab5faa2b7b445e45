package workflow

import (
	"context"
	"fmt"
	"strings"
	"time"

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
		options, err := t.ownChildren(ctx, act)
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

// ownChildren are the speaker's own and, for a tutor, their pupils, to whom they may
// do act; those that are named when some are.
func (t *Turn) ownChildren(ctx context.Context, act string) (options []form.Option, err error) {
	var named []form.Option
	add := func(e models.Enrolment) {
		o := form.Option{Value: e.Ticket().String(), Label: e.Ticket().String() + " " + e.Child}
		if options = append(options, o); strings.Contains(t.Text, e.Child) {
			named = append(named, o)
		}
	}
	records, err := t.Store.RecordsOf(ctx, t.By.Person)
	if err != nil {
		return nil, err
	}
	for _, r := range records {
		if e, ok := r.(*models.Enrolment); ok && e.Stage.May(models.Owner, act) && (act != "revoke" || e.ConsentID != 0) {
			add(*e)
		}
	}
	pupils, err := t.Store.Pupils(ctx, t.By.Person, calendar.DayOf(t.By.Now))
	for _, p := range pupils {
		e, err := t.Store.Enrolment(ctx, p.Enrolment)
		if err != nil {
			return nil, err
		}
		if !p.Covered && (e.Stage.May(models.Teaching, act) || act == "end" && e.Stage.HasTutor()) {
			add(e)
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

func savePause(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	ticket, err := t.ticketOf(a)
	if err != nil {
		return say.Reply{}, err
	}
	today := calendar.DayOf(t.By.Now)
	from, until := calendar.Day(a.Get("from")), calendar.Day(a.Get("to"))
	if from > today && until != "" {
		return t.skip(ctx, ticket, from, until)
	}
	end, err := t.Store.Pause(ctx, t.By, ticket, until)
	if err != nil {
		return say.Reply{}, err
	}
	t.Did.Tickets = endTickets(ticket, end.Lessons)
	till := "了，再上的时候说“恢复 " + ticket.String() + "”。"
	if until != "" {
		till = fmt.Sprintf("到%s，到时候问%s要不要恢复。", say.Date(until), map[bool]string{true: "您", false: "家长"}[end.By == models.Owner])
	}
	if err := t.tellOthers(ctx, end, "pause:"+t.Key,
		fmt.Sprintf("%s的课先暂停%s", end.Enrolment.Child, untilWords(until)), fmt.Sprintf("%s的课先暂停%s，你的名额给他留着，恢复了告诉你。", end.Enrolment.Child, untilWords(until))); err != nil {
		return say.Reply{}, err
	}
	return say.Text("%s的课暂停%s老师的位置留着，后面的%d节先不上，已经告诉%s。", ticket, till, len(end.Lessons), others(end)), nil
}

func untilWords(until calendar.Day) string {
	if until == "" {
		return ""
	}
	return "到" + say.Date(until)
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

// skip lets the lessons of some days to come fall; those after stand.
func (t *Turn) skip(ctx context.Context, ticket models.Ticket, from, to calendar.Day) (say.Reply, error) {
	end, err := t.Store.Skip(ctx, t.By, ticket, from, to)
	if err != nil {
		return say.Reply{}, err
	}
	span := Span(from, to)
	if len(end.Lessons) == 0 {
		return say.Text("%s本来就没有课，不用停。", span), nil
	}
	t.Did.Tickets = endTickets(ticket, end.Lessons)
	words := fmt.Sprintf("%s的课，%s先不上（%d节），之后照常。", end.Enrolment.Child, span, len(end.Lessons))
	if err := t.tellOthers(ctx, end, "skip:"+t.Key, words, words); err != nil {
		return say.Reply{}, err
	}
	return say.Text("好的，%s的课先不上（%d节），之后照常，已经告诉%s。", span, len(end.Lessons), others(end)), nil
}

// endTickets are a child's number and those of the lessons that fell.
func endTickets(child models.Ticket, lessons []models.Lesson) []string {
	out := []string{child.String()}
	for _, l := range lessons {
		out = append(out, l.Ticket().String())
	}
	return out
}

func undoPause(ctx context.Context, t *Turn, last Saved) (say.Reply, error) {
	ticket, lessons := lastTickets(last)
	end, err := t.Store.Unpause(ctx, t.By, ticket, lessons)
	if err != nil {
		return say.Reply{}, err
	}
	words := fmt.Sprintf("%s的课照常上，刚才说的暂停不算。", end.Enrolment.Child)
	return say.Text("%s的课照常上，已经告诉%s。", ticket, others(end)), t.tellOthers(ctx, withoutLessons(end), "unpause:"+t.Key, words, words)
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

// prepareResume takes 恢复 for a child's lessons, for a tutor whom a coordinator
// names, or for the speaker who is back.
func prepareResume(ctx context.Context, t *Turn) (Start, error) {
	f := t.Reading.Fields
	if len(f.Tickets) == 0 && f.Tutor != "" {
		return Start{Answers: form.Answers{}.Set("tutor", f.Tutor)}, nil
	}
	s, err := prepareChild("resume")(ctx, t)
	if err != nil && len(f.Tickets) == 0 && t.By.Has(models.Tutor) {
		return Start{Answers: form.Answers{}.Set("tutor", selfTutor)}, nil
	}
	return s, err
}

// selfTutor stands for the speaker.
const selfTutor = "self"

func saveResume(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	if who := a.Get("tutor"); who == selfTutor {
		return t.back(ctx)
	} else if who != "" {
		return t.recall(ctx, who)
	}
	ticket, err := t.ticketOf(a)
	if err != nil {
		return say.Reply{}, err
	}
	end, clash, err := t.Store.Resume(ctx, t.By, ticket)
	if err != nil {
		return say.Reply{}, err
	}
	e := end.Enrolment
	when := "上课时间协调员排好就告诉您。"
	if len(end.Lessons) > 0 {
		l := end.Lessons[0]
		when = fmt.Sprintf("第一节是%s %s（%s）。", say.Day(l.Day, calendar.DayOf(t.By.Now)), l.Start, l.Ticket())
	}
	if clash || len(end.Lessons) == 0 {
		org, err := t.Store.Org(ctx, e.OrgID)
		if err != nil {
			return say.Reply{}, err
		}
		why := map[bool]string{true: "原来的时间和老师别的课撞了", false: "没有固定的时间"}[clash]
		if _, err := t.Store.TellHolders(ctx, models.Coordinator, org, t.By.Person, models.Notice{Key: "resume:" + t.Key + ":coordinator", Kind: "stage", Now: t.By.Now,
			Body: say.Text("%s恢复上课了，%s，请您排课，比如“排课 %s 周三 19:00 1课时”。", ticket, why, ticket)}); err != nil {
			return say.Reply{}, err
		}
	}
	if err := t.tellOthers(ctx, withoutLessons(end), "resume:"+t.Key, fmt.Sprintf("%s的课恢复了，%s", e.Child, when), fmt.Sprintf("%s的课恢复了，%s", e.Child, when)); err != nil {
		return say.Reply{}, err
	}
	return say.Text("好的，%s的课恢复了，已经告诉%s。%s", ticket, others(end), when), nil
}

// back is a tutor's own return.
func (t *Turn) back(ctx context.Context) (say.Reply, error) {
	was, err := t.Store.Back(ctx, t.By, t.By.Person)
	if err != nil {
		return say.Reply{}, err
	}
	if was.RestingUntil == "" {
		return say.Text("欢迎！你没在休息，有合适的孩子就来找你。看自己的资料回“我的资料”。"), nil
	}
	me, err := t.Store.Person(ctx, t.By.Person)
	if err != nil {
		return say.Reply{}, err
	}
	org, err := t.tutorOrg(ctx)
	if err != nil {
		return say.Reply{}, err
	}
	_, err = t.Store.TellHolders(ctx, models.Coordinator, org, t.By.Person, models.Notice{Key: "back:" + t.Key, Kind: "rest", Now: t.By.Now, Body: say.Text("%s老师回来了，可以接新孩子了。", me.Name)})
	return say.Text("欢迎回来！有合适的孩子就来找你。时间有变就说，比如“我的时间改成周二晚上7点到9点”。"), err
}

// recall ends the rest of a tutor whom a coordinator names.
func (t *Turn) recall(ctx context.Context, name string) (say.Reply, error) {
	if !t.By.Has(models.Coordinator) {
		return say.Reply{}, models.Refuse(models.Forbidden, "让老师回来要由协调员来做。您的课要恢复，说“恢复 托12”。")
	}
	people, err := t.Store.TutorsIn(ctx, t.By.Orgs(models.Coordinator))
	if err != nil {
		return say.Reply{}, err
	}
	var found []models.Person
	for _, p := range people {
		profile, err := t.Store.TutorProfile(ctx, p.ID)
		if err != nil {
			return say.Reply{}, err
		}
		if strings.HasPrefix(p.Name, name) && profile.RestingUntil != "" {
			found = append(found, p)
		}
	}
	switch {
	case len(found) == 0:
		return say.Reply{}, models.Refuse(models.NotFound, "您管的范围里，没有正在休息、姓名是“%s”开头的老师。", name)
	case len(found) > 1:
		var names []string
		for _, p := range found {
			names = append(names, tutorLabel(p, people))
		}
		return say.Reply{}, models.Refuse(models.Invalid, "有%d位：%s。请写全名再说一遍。", len(found), say.List(names))
	case found[0].ID == t.By.Person:
		return say.Reply{}, models.Refuse(models.Forbidden, "这是您自己，直接说“我回来了”就行。")
	}
	if _, err := t.Store.Back(ctx, t.By, found[0].ID); err != nil {
		return say.Reply{}, err
	}
	err = t.tell(ctx, found[0].ID, "rest", "recalled:"+t.Key, say.Text("你的休息结束了，有合适的孩子就来找你。还想再歇，说一声“我想休息两周”就行。"))
	return say.Text("%s老师恢复了，可以接新孩子，已经告诉本人。", found[0].Name), err
}

func prepareEnd(ctx context.Context, t *Turn) (Start, error) {
	s, err := prepareChild("end")(ctx, t)
	if err != nil || s.Answers.Get("tickets") == "" {
		return s, err
	}
	ticket, _ := models.ParseTicket(s.Answers.Get("tickets"))
	side, e, err := t.sideOf(ctx, ticket)
	if err != nil {
		return s, err
	}
	s.Answers = s.Answers.Set("side", string(side))
	s.Lead = fmt.Sprintf("%s结束以后：后面的课都取消，老师的位置让给别的孩子，%s的资料30天后删掉。已经上的课时都算数。", ticket, e.Child)
	if side == models.Teaching {
		s.Lead = fmt.Sprintf("不再带%s了，对吗？后面的课会取消，我马上给孩子找新老师。你报过的课时都算数。", e.Child)
	}
	return s, nil
}

// sideOf is in what part the speaker speaks of a child, and the child.
func (t *Turn) sideOf(ctx context.Context, ticket models.Ticket) (models.Side, models.Enrolment, error) {
	r, err := t.Store.Record(ctx, ticket)
	if err != nil {
		return "", models.Enrolment{}, err
	}
	e := *r.(*models.Enrolment)
	side, err := t.Store.SideOf(ctx, t.By, e)
	return side, e, err
}

func saveEnd(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	ticket, err := t.ticketOf(a)
	if err != nil {
		return say.Reply{}, err
	}
	side, before, err := t.sideOf(ctx, ticket)
	if err != nil {
		return say.Reply{}, err
	}
	if side != models.Deciding && a.Get("sure") != "yes" {
		return say.Text("好的，%s照常上课。", ticket), nil
	}
	end, err := t.Store.End(ctx, t.By, ticket, a.Get("reason"))
	if err != nil {
		return say.Reply{}, err
	}
	t.rememberEnd(ticket, before.Stage, end)
	if side == models.Teaching {
		if err := t.tellFreed(ctx, end, "老师不能再带了"); err != nil {
			return say.Reply{}, err
		}
		guardian := fmt.Sprintf("%s现在的老师有事不能再带了，下一轮第一个给%s找新老师，一有消息就告诉您。", before.Child, before.Child)
		return say.Text("好的，%s不用你带了，谢谢你这一路的陪伴。报过的课时都在，想再带孩子随时说。点错了就回“撤销”。", before.Child), t.tellOthers(ctx, end, "end:"+t.Key, guardian, "")
	}
	if err := t.tellFreed(ctx, end, "孩子结束云托班了"); err != nil {
		return say.Reply{}, err
	}
	err = t.tellOthers(ctx, end, "end:"+t.Key, fmt.Sprintf("%s的云托班结束了，资料30天后删掉，上过的课时都算数。谢谢您！", ticket), fmt.Sprintf("%s的云托班结束了，后面的课不用上了，谢谢你的陪伴！课时都算数。", before.Child))
	who := map[bool]string{true: "您", false: "你"}[t.Elder()]
	return say.Text("%s结束了，后面的%d节课取消了，已经告诉%s。谢谢%s！点错了就回“撤销”，10分钟内都能恢复。", ticket, len(end.Lessons), others(end), who), err
}

// rememberEnd keeps what an ending took, so that it can be taken back.
func (t *Turn) rememberEnd(ticket models.Ticket, was models.Stage, end models.Ending) {
	if end.Pairing.ID == 0 {
		return
	}
	t.Did = Saved{Tickets: endTickets(ticket, end.Lessons), Before: form.Answers{}.Set("stage", string(was)).Set("pairing", fmt.Sprint(end.Pairing.ID))}
}

// tellFreed tells the coordinator that a pairing ended, unless they said so.
func (t *Turn) tellFreed(ctx context.Context, end models.Ending, what string) error {
	if end.By == models.Deciding {
		return nil
	}
	org, err := t.Store.Org(ctx, end.Enrolment.OrgID)
	if err != nil {
		return err
	}
	if reason := end.Pairing.Reason; reason != "" {
		what += "：" + reason
	}
	_, err = t.Store.TellHolders(ctx, models.Coordinator, org, t.By.Person, models.Notice{Key: "freed:" + t.Key, Kind: "stage", Now: t.By.Now, Body: say.Text("%s %s。", end.Enrolment.Ticket(), what)})
	return err
}

func undoEnd(ctx context.Context, t *Turn, last Saved) (say.Reply, error) {
	ticket, lessons := lastTickets(last)
	p, err := t.Store.Reunite(ctx, t.By, ticket, number(last.Before.Get("pairing")), models.Stage(last.Before.Get("stage")), lessons)
	if err != nil {
		return say.Reply{}, err
	}
	e, err := t.Store.Enrolment(ctx, ticket.ID)
	if err != nil {
		return say.Reply{}, err
	}
	end := models.Ending{Enrolment: e, Pairing: p}
	words := fmt.Sprintf("%s的课照常上，刚才说的结束不算。", e.Child)
	return say.Text("%s恢复原样了，课照常上，已经告诉对方。", ticket), t.tellOthers(ctx, end, "unend:"+t.Key, words, words)
}

func saveRematch(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	ticket, err := t.ticketOf(a)
	if err != nil {
		return say.Reply{}, err
	}
	_, before, err := t.sideOf(ctx, ticket)
	if err != nil {
		return say.Reply{}, err
	}
	end, err := t.Store.Rematch(ctx, t.By, ticket, a.Get("reason"))
	if err != nil {
		return say.Reply{}, err
	}
	t.rememberEnd(ticket, before.Stage, end)
	if err := t.tellFreed(ctx, end, "要换一位老师"); err != nil {
		return say.Reply{}, err
	}
	guardian := fmt.Sprintf("给%s换一位老师，正在找，等的时间照原来算，有合适的先问您。", before.Child)
	tutor := fmt.Sprintf("%s这边想换个时间更合适的安排，后面的课不用上了。谢谢你这段时间的陪伴，课时都算数，有合适的孩子再来找你。", before.Child)
	if err := t.tellOthers(ctx, end, "rematch:"+t.Key, guardian, tutor); err != nil {
		return say.Reply{}, err
	}
	queue, err := t.queue(ctx, end.Enrolment)
	return say.Text("好的，%s换一位老师，不会再是这一位。等的时间照原来算，%s点错了就回“撤销”。", ticket, queue), err
}

// AskPaused asks guardians whose pause has come to its day whether to go on, once.
// It returns how many letters it wrote.
func AskPaused(ctx context.Context, tx *models.Store, now time.Time) (letters int, err error) {
	es, err := tx.PausesOver(ctx, calendar.DayOf(now))
	if err != nil {
		return 0, err
	}
	for _, e := range es {
		ticket := e.Ticket().String()
		n := models.Notice{Key: fmt.Sprintf("paused:%s:%s", ticket, e.PausedUntil), Kind: "stage", Now: now,
			Body: say.Reply{Text: fmt.Sprintf("%s的课暂停到今天，恢复吗？", e.Child), Hint: "老师的位置还留着。", Buttons: []string{"恢复 " + ticket, "暂停 " + ticket, "结束 " + ticket}}}
		if err := tellParent(ctx, tx, e.PersonID, n); err != nil {
			return letters, err
		}
		if err := tx.AskedToResume(ctx, e); err != nil {
			return letters, err
		}
		letters++
	}
	return letters, nil
}
