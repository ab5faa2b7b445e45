package workflow

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"xiaoqing/bot/form"
	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// Pair (结对): a coordinator gives a child a tutor.
var Pair = Workflow{
	Intent: "pair", Words: "结对，比如“结对 托123 王老师”", For: coordinators, Direct: true,
	Form: form.Form{Name: "pair", Title: "结对", Fields: []form.Field{tickets,
		{Name: "tutor", Label: "老师", Ask: "和哪位老师结对？", Kind: form.OneOf{}}}},
	Prepare: preparePair,
	Save:    savePair,
	Undo:    undoPair,
}

// preparePair finds the tutor whose name was said among those of the
// coordinator's own units; several of that name are offered to choose from.
func preparePair(ctx context.Context, t *Turn) (Start, error) {
	a := t.said().Without("tutor")
	said := t.Reading.Fields.Tutor
	people, err := t.tutorsNamed(ctx, said)
	if err != nil {
		return Start{}, err
	}
	options := tutorOptions(people)
	if len(options) == 1 && said != "" {
		a = a.Set("tutor", options[0].Value)
	}
	return Start{Answers: a, Options: map[string][]form.Option{"tutor": options}}, nil
}

// tutorsNamed are the tutors of the coordinator's units whose name begins so; it
// refuses (NotFound) when there are none.
func (t *Turn) tutorsNamed(ctx context.Context, name string) (named []models.Person, err error) {
	all, err := t.Store.TutorsIn(ctx, t.By.Orgs(models.Coordinator))
	for _, p := range all {
		if p.Name != "" && strings.HasPrefix(p.Name, name) {
			named = append(named, p)
		}
	}
	switch {
	case err != nil || len(named) > 0:
		return named, err
	case name != "" && len(all) > 0:
		return nil, models.Refuse(models.NotFound, "您管的范围里没有姓名是“%s”开头的老师。请核对一下，或写全名。", name)
	}
	return nil, models.Refuse(models.NotFound, "您管的范围里还没有审核通过的老师。")
}

func tutorOptions(people []models.Person) (options []form.Option) {
	for _, p := range people {
		options = append(options, form.Option{Value: rowOption(p.ID), Label: tutorLabel(p, people)})
	}
	return options
}

// tutorLabel is a tutor's name, with the phone's last digits where two share it.
func tutorLabel(p models.Person, all []models.Person) string {
	for _, other := range all {
		if other.ID != p.ID && other.Name == p.Name && len(p.Phone) == 11 {
			return p.Name + "（尾号" + p.Phone[7:] + "）"
		}
	}
	return p.Name
}

func savePair(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	ticket, ok := models.ParseTicket(a.Get("tickets"))
	tutor, err := rowOf(a.Get("tutor"))
	if !ok || err != nil {
		return say.Reply{}, models.Refuse(models.Invalid, "一次给一个孩子结对，比如“结对 托123 王老师”。")
	}
	p, err := t.Store.Pair(ctx, t.By, ticket, tutor)
	if err != nil {
		return say.Reply{}, err
	}
	e, err := t.Store.Learner(ctx, p.EnrolmentID)
	if err != nil {
		return say.Reply{}, err
	}
	person, err := t.Store.Person(ctx, tutor)
	if err != nil {
		return say.Reply{}, err
	}
	t.Did.Tickets = []string{ticket.String()}
	name := surname(person.Name) + "老师"
	guardian := say.Text("%s和%s结对了。几点上课，排好就告诉您。上课页可以转给陪孩子的人，不用登录。", e.Ticket(), name)
	guardian.Links = append(guardian.Links, ClassLink(t.Store, t.Links, e, t.By.Now))
	if err := t.tell(ctx, e.PersonID, "pairing", fmt.Sprintf("pair:%d:guardian", p.ID), guardian); err != nil {
		return say.Reply{}, err
	}
	if err := t.tell(ctx, tutor, "pairing", fmt.Sprintf("pair:%d:tutor", p.ID), say.Text("你和%s（%s，%s）结对了。上课时间排好就告诉你。", e.Child, grades(e), orAny(e.Subjects))); err != nil {
		return say.Reply{}, err
	}
	asked, err := t.askConduct(ctx, tutor)
	r := say.Text("%s和%s结对了，已经告诉两边。下一步排课，比如“排课 %s 周三 19:00 1课时”。", ticket, name, ticket)
	if asked {
		r.Text += "\n这位老师还没确认老师守则，已经发过去了。时间可以先排，等老师点了同意再排进日历，到时告诉您。"
	}
	return r, err
}

// undoPair takes a pairing back and tells both sides.
func undoPair(ctx context.Context, t *Turn, last Saved) (say.Reply, error) {
	ticket, _ := models.ParseTicket(last.Tickets[0])
	p, err := t.Store.Unpair(ctx, t.By, ticket)
	if err != nil {
		return say.Reply{}, err
	}
	key := fmt.Sprintf("unpair:%d", p.ID)
	e, err := t.Store.Learner(ctx, p.EnrolmentID)
	if err != nil {
		return say.Reply{}, err
	}
	if err := t.tell(ctx, e.PersonID, "pairing", key+":guardian", say.Text("%s刚才的结对先不算，正在重新找老师，排的位置不变。", ticket)); err != nil {
		return say.Reply{}, err
	}
	err = t.tell(ctx, p.TutorID, "pairing", key+":tutor", say.Text("刚才和%s的结对先不算，协调员在重新安排。", e.Child))
	return say.Text("%s的结对撤销了，孩子还排在原来的位置，已经告诉两边。", ticket), err
}

// surname is the first character of a Chinese name, which is how a teacher is
// called; two for the common double surnames.
func surname(name string) string {
	r := []rune(name)
	for _, double := range []string{"欧阳", "上官", "司马", "诸葛", "司徒", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "令狐", "端木"} {
		if len(r) > 2 && strings.HasPrefix(name, double) {
			return double
		}
	}
	return string(r[:min(1, len(r))])
}

func orAny(subjects []string) string {
	if len(subjects) == 0 {
		return "科目没写"
	}
	return say.List(subjects)
}

// Schedule (排课): a coordinator puts a pairing's weekly lessons down.
var Schedule = Workflow{
	Intent: "schedule", Words: "排课，比如“排课 托123 周三 19:00 1课时”", For: coordinators, Direct: true,
	Form: form.Form{Name: "schedule", Title: "排课", Fields: []form.Field{tickets,
		{Name: "slots", Label: "时间", Ask: "每周几、几点上？比如“周三 19:00”。", Kind: form.Slots{}},
		{Name: "periods", Label: "课时", Ask: "每次几课时？比如“1课时”。", Kind: form.Text{Max: 10}, When: openEnded}}},
	Save: saveSchedule,
	Undo: undoSchedule,
}

// openEnded says that the slots name no end, so the length must be asked.
func openEnded(a form.Answers) bool {
	slots, _ := form.DecodeSlots(a.Get("slots"))
	for _, s := range slots {
		if s.End == "" {
			return true
		}
	}
	return false
}

func saveSchedule(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	ticket, ok := models.ParseTicket(a.Get("tickets"))
	if !ok {
		return say.Reply{}, models.Refuse(models.Invalid, "一次给一个孩子排课，比如“排课 托123 周三 19:00 1课时”。")
	}
	slots, ok := form.DecodeSlots(a.Get("slots"))
	if !ok {
		return say.Reply{}, models.Refuse(models.Invalid, "请写上周几、几点，比如“周三 19:00”。")
	}
	if r, later, err := t.planLater(ctx, ticket, slots, readPeriods(a.Get("periods"))); later || err != nil {
		return r, err
	}
	lessons, made, err := t.Store.Plan(ctx, t.By, ticket, slots, readPeriods(a.Get("periods")))
	if err != nil {
		return say.Reply{}, err
	}
	if len(lessons) == 0 {
		return say.Reply{}, models.Refuse(models.Invalid, "这学期到头了，没有能排的日子。")
	}
	t.Did.Tickets = []string{ticket.String()}
	for _, l := range made {
		t.Did.Tickets = append(t.Did.Tickets, l.Ticket().String())
	}
	first, last := lessons[0], lessons[len(lessons)-1]
	today := calendar.DayOf(t.By.Now)
	for i := range slots {
		if start, ok := calendar.ParseClock(slots[i].Start); ok && slots[i].End == "" {
			slots[i].End = (start + calendar.Clock(first.Minutes)).String()
		}
	}
	when := fmt.Sprintf("每%s，从%s到%s，共%d节", say.Slots(slots), say.Day(first.Day, today), say.Day(last.Day, today), len(lessons))
	e, err := t.Store.Learner(ctx, first.EnrolmentID)
	if err != nil {
		return say.Reply{}, err
	}
	key := fmt.Sprintf("plan:%s:%s", ticket, t.Key)
	if err := t.tell(ctx, e.PersonID, "lesson", key+":guardian", say.Text("%s的课排好了：%s。", ticket, when)); err != nil {
		return say.Reply{}, err
	}
	if err := t.tell(ctx, first.TutorID, "lesson", key+":tutor", say.Text("%s的课排好了：%s。上课前30分钟提醒你。", e.Child, when)); err != nil {
		return say.Reply{}, err
	}
	return say.Text("%s排好了：%s。第一节是%s，已经告诉两边。", ticket, when, first.Ticket()), nil
}

// planLater keeps the time for a tutor who has not agreed to the code yet: the
// lessons are put down when they do. later is false for all others.
func (t *Turn) planLater(ctx context.Context, ticket models.Ticket, slots []calendar.Slot, periods calendar.Periods) (r say.Reply, later bool, err error) {
	p, err := t.Store.PairingOf(ctx, ticket.ID)
	if err != nil {
		return r, false, nil // Plan says what is wrong
	}
	asked, err := t.askConduct(ctx, p.TutorID)
	if err != nil || !asked {
		return r, false, err
	}
	if p, err = t.Store.PlanLater(ctx, t.By, ticket, slots, periods); err != nil {
		return r, true, err
	}
	return say.Text("时间记下了：每%s。老师还没确认老师守则，已经发过去了；一点同意，课就排上，我告诉您和家长。", say.Slots(p.Weekly)), true, nil
}

// undoSchedule takes back the lessons that were just put down.
func undoSchedule(ctx context.Context, t *Turn, last Saved) (say.Reply, error) {
	ticket, _ := models.ParseTicket(last.Tickets[0])
	var lessons []models.Ticket
	for _, s := range last.Tickets[1:] {
		lesson, _ := models.ParseTicket(s)
		lessons = append(lessons, lesson)
	}
	gone, err := t.Store.Unplan(ctx, t.By, ticket, lessons)
	if err != nil || len(gone) == 0 {
		return say.Text("%s没有要撤的课。", ticket), err
	}
	e, err := t.Store.Enrolment(ctx, ticket.ID)
	if err != nil {
		return say.Reply{}, err
	}
	key := "unplan:" + t.Key
	if err := t.tell(ctx, e.PersonID, "lesson", key+":guardian", say.Text("%s刚才排的课先不算，重新排好再告诉您。", ticket)); err != nil {
		return say.Reply{}, err
	}
	err = t.tell(ctx, gone[0].TutorID, "lesson", key+":tutor", say.Text("%s刚才排的课先不算，重新排好再告诉你。", e.Child))
	return say.Text("%s的排课撤销了，共%d节，已经告诉两边。", ticket, len(gone)), err
}

// readPeriods reads "1.5", 1.5课时 and 两课时 into halves; 0 when it cannot.
func readPeriods(text string) calendar.Periods {
	text = strings.TrimSuffix(strings.TrimSpace(text), "课时")
	if n, err := strconv.ParseFloat(text, 64); err == nil && n > 0 && n <= 6 {
		return calendar.Periods(n * 2)
	}
	return map[string]calendar.Periods{"半": 1, "一": 2, "一个半": 3, "两": 4, "二": 4, "三": 6, "四": 8}[strings.TrimSuffix(text, "个")]
}
