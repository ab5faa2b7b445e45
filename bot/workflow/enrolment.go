package workflow

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"xiaoqing/bot/form"
	"xiaoqing/bot/parse"
	"xiaoqing/bot/say"
	"xiaoqing/models"
)

// Enrol (报云托班): a child of a frontline worker's family joins 爱心云托班. A tap
// on what is kept comes first, then three questions and a place in the queue;
// the rest comes by the parent's own link.
var Enrol = Workflow{
	Intent: "enrol",
	Words:  "给孩子报云托班，比如“报云托班 朵朵 三年级 数学英语 周一三五晚上7点”",
	Form: form.Form{Name: "enrol", Title: "云托班报名", Fields: []form.Field{
		{Name: "consent", Label: "同意", Ask: ConsentLine, Kind: form.OneOf{Options: consents}, Tap: true},
		{Name: "child", Label: "孩子", Also: "孩子名字 孩子的名字 孩子姓名 名字 姓名 称呼 小名", Ask: "孩子怎么称呼？小名就行。", Kind: form.Names{}},
		{Name: "grade", Label: "年级", Ask: "上几年级？", Kind: form.Grade{}},
		{Name: "phone", Label: "电话", Also: "手机号码 手机号 手机 号码 联系电话", Ask: "您的手机号？", Kind: form.Phone{}},
		{Name: "gender", Label: "性别", Kind: form.Gender{}, Optional: true, Later: true},
		{Name: "subjects", Label: "想学", Also: "科目", Kind: form.Subjects{}, Optional: true, Later: true},
		{Name: "slots", Label: "时间", Also: "上课时间", Kind: form.Slots{}, Optional: true, Later: true},
		{Name: "unit", Label: "单位", Also: "工作单位", Kind: form.Text{Max: 40}, Optional: true, Later: true},
		{Name: "guardian", Label: "家长", Also: "家长姓名 监护人", Kind: form.Name{}, Optional: true, Later: true},
		{Name: "org", Label: "住在", Also: "街道 社区 住址", Kind: form.Org{}, Optional: true, Later: true},
	}},
	Prepare: prepareEnrol,
	Save:    saveEnrol,
	Refill:  refillEnrol,
	Undo:    undoEnrol,
}

// ConsentLine says what is kept, what for and how long, in one line; the whole
// text is the privacy page.
const ConsentLine = "孩子的称呼、年级和您的电话只用来安排上课，结束后30天删掉。"

// Guardian and Proxy are the two answers to it.
const (
	Guardian = "guardian"
	Proxy    = "proxy"
)

var consents = []form.Option{{Value: Guardian, Label: "我是监护人，同意"}, {Value: Proxy, Label: "我替家长报"}}

func prepareEnrol(ctx context.Context, t *Turn) (Start, error) {
	a := t.said()
	if names := t.Reading.Fields.Children; len(names) > 0 {
		a = a.Set("child", say.List(names))
	}
	if each := t.Reading.Fields.Each; len(each) > 0 { // one by one: a form holds one grade
		a = a.Set("child", each[0].Name).Set("grade", strconv.Itoa(each[0].Grade)).Without("gender")
	}
	if a.Get("phone") == "" {
		p, err := t.Store.Person(ctx, t.By.Person)
		if err != nil {
			return Start{}, err
		}
		if p.Phone != "" {
			a = a.Set("phone", p.Phone)
		}
	}
	a, err := t.withUnit(ctx, a)
	if err != nil {
		return Start{}, err
	}
	s, err := t.settle(ctx, Start{Answers: a})
	if err != nil || s.Answers.Get("org") != "" || len(s.Options["org"]) > 0 {
		return s, err
	}
	s.Answers, err = t.asSibling(ctx, s.Answers)
	return s, err
}

// asSibling takes home, unit and guardian from the child that the guardian enrolled
// last: brothers and sisters live together, and the card shows it.
func (t *Turn) asSibling(ctx context.Context, a form.Answers) (form.Answers, error) {
	records, err := t.Store.RecordsOf(ctx, t.By.Person)
	for _, r := range records {
		e, ok := r.(*models.Enrolment)
		if !ok || e.ConsentID == 0 {
			continue
		}
		org, err := t.Store.Org(ctx, e.OrgID)
		if err != nil || org.Level == models.City {
			return a, err
		}
		for _, x := range [][2]string{{"org", org.Name}, {"unit", e.Unit}, {"guardian", e.Guardian}} {
			if a.Get(x[0]) == "" && x[1] != "" {
				a = a.Set(x[0], x[1])
			}
		}
		return a, nil
	}
	return a, err
}

func saveEnrol(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	org, err := t.org(ctx, a.Get("org"))
	if err != nil {
		return say.Reply{}, err
	}
	if t.Subject.ID != 0 {
		before, err := refillEnrol(ctx, t, t.Subject)
		if err != nil {
			return say.Reply{}, err
		}
		e, err := t.ownEnrolment(ctx, t.Subject)
		if err != nil {
			return say.Reply{}, err
		}
		t.Did = Saved{Tickets: []string{t.Subject.String()}, Before: before.Set("org", rowOption(e.OrgID))}
		fillEnrolment(e, a)
		return t.mended(ctx, e, org)
	}
	var es []*models.Enrolment
	for _, child := range list(a.Get("child")) {
		e := &models.Enrolment{Review: models.Review{OrgID: org.ID, PersonID: t.By.Person, Channel: t.By.Via}}
		fillEnrolment(e, a)
		e.Child = child
		if err := t.enrol(ctx, e, a.Get("consent") == Guardian); err != nil {
			return say.Reply{}, err
		}
		es = append(es, e)
	}
	if err := t.remember(ctx, a.Get("guardian"), a.Get("phone"), ""); err != nil {
		return say.Reply{}, err
	}
	return t.enrolled(ctx, es)
}

func (t *Turn) enrol(ctx context.Context, e *models.Enrolment, agreed bool) error {
	if err := t.Store.Enrol(ctx, e, t.By.Now); err != nil {
		return err
	}
	t.Subject = e.Ticket()
	t.Did.Tickets = append(t.Did.Tickets, t.Subject.String())
	if !agreed {
		return nil
	}
	return t.Store.Agree(ctx, e.Ticket(), t.By)
}

// NextChild asks for the next child of a message that told of several in different
// grades, once the first is enrolled.
func NextChild(r say.Reply, f parse.Fields) say.Reply {
	if len(f.Each) < 2 {
		return r
	}
	said := []string{"报云托班"}
	for _, c := range f.Each[1:] {
		said = append(said, c.Name, say.Grade(c.Grade))
	}
	r.Text += fmt.Sprintf("\n还有%s没报，点一下接着报。", f.Each[1].Name)
	r.Buttons = append([]string{strings.Join(said, " ")}, r.Buttons...)
	return r
}

// fillEnrolment writes the answers into a record. Whoever enrols for a parent
// leaves only form of address, grade and the guardian's phone until that
// guardian's own tap.
func fillEnrolment(e *models.Enrolment, a form.Answers) {
	e.Grade, _ = strconv.Atoi(a.Get("grade"))
	e.Child, e.Phone = a.Get("child"), a.Get("phone")
	if a.Get("consent") == Proxy {
		return
	}
	e.Gender, e.Guardian, e.Unit = a.Get("gender"), a.Get("guardian"), a.Get("unit")
	e.Subjects = list(a.Get("subjects"))
	e.Slots, _ = form.DecodeSlots(a.Get("slots"))
}

// undoEnrol puts a corrected enrolment back as it was, or withdraws the new ones.
func undoEnrol(ctx context.Context, t *Turn, last Saved) (say.Reply, error) {
	if last.Before != nil {
		return t.revert(ctx, last, saveEnrol)
	}
	return t.takeBack(ctx, last.Tickets)
}

func (t *Turn) enrolled(ctx context.Context, es []*models.Enrolment) (say.Reply, error) {
	var tickets []string
	for _, e := range es {
		tickets = append(tickets, e.Ticket().String())
	}
	first := es[0]
	queue, err := t.queues(ctx, es)
	if err != nil {
		return say.Reply{}, err
	}
	r := say.Text("收到，编号%s。%s", strings.Join(tickets, "、"), queue)
	if first.Stage == models.Eligible {
		r.Text = fmt.Sprintf("收到，编号%s。单位已经确认过了，不用再等审核。%s", strings.Join(tickets, "、"), queue)
	}
	if first.ConsentID == 0 && !t.agreed(ctx, first) {
		r.Text += "\n还差一步：请把下面的链接发给孩子的监护人，点一下“同意”，才能安排老师。"
		r.Links = []say.Link{{Label: "请监护人点这里", URL: t.Links.Personal(Link{To: ToConsent, ID: first.ID, Expires: t.By.Now.AddDate(0, 1, 0)})}}
		return r, nil
	}
	if org, err := t.Store.Org(ctx, first.OrgID); err == nil && org.Level == models.City {
		r.Text += "\n住在哪个街道还没写，直接回我名字就行，比如“五角场街道”，审核能快一些。\n"
	}
	r.Text += "您自己的页面里随时能看进度、补材料。辛苦了！"
	ask, err := t.togetherOrApart(ctx)
	if err != nil {
		return r, err
	}
	if ask != "" {
		r.Text += "\n" + ask
		r.Buttons = []string{"一起上", "分开上"}
	}
	r.Links = []say.Link{{Label: "我的页面", URL: t.Links.Personal(Link{To: ToEnrolment, ID: first.ID, Person: first.PersonID, Expires: t.By.Now.AddDate(0, 6, 0)})}}
	return r, nil
}

// queues is how the children of one message stand: together, or each by itself
// where they do not stand alike for a seat.
func (t *Turn) queues(ctx context.Context, es []*models.Enrolment) (string, error) {
	var lines []string
	for _, e := range es {
		place, _, err := t.place(ctx, *e)
		if err != nil {
			return "", err
		}
		if lines = append(lines, e.Ticket().String()+strings.TrimSuffix(place, "，")); place == "" {
			return t.queue(ctx, *es[0])
		}
	}
	if len(es) == 1 {
		return t.queue(ctx, *es[0])
	}
	return strings.TrimSuffix(strings.Join(lines, "；"), "。") + "。", nil
}

func (t *Turn) agreed(ctx context.Context, e *models.Enrolment) bool {
	now, err := t.Store.Enrolment(ctx, e.ID)
	return err == nil && now.ConsentID != 0
}

// queue is how a child stands: a number on the waiting list where places are
// limited and taken, else the place in the line for a tutor.
func (t *Turn) queue(ctx context.Context, e models.Enrolment) (string, error) {
	place, waits, err := t.place(ctx, e)
	if err != nil || waits {
		return place, err
	}
	line, err := t.line(ctx, e)
	return place + line, err
}

// line is the honest place: how many children have waited longer and, from how
// many were paired a day in the last two weeks, how long it usually takes.
func (t *Turn) line(ctx context.Context, e models.Enrolment) (string, error) {
	ahead, err := t.Store.Ahead(ctx, e)
	if err != nil {
		return "", err
	}
	paired, err := t.Store.PairedSince(ctx, t.By.Now.AddDate(0, 0, -14))
	if err != nil {
		return "", err
	}
	text := "现在排在第一个，"
	if ahead > 0 {
		text = fmt.Sprintf("前面还有%d个孩子，", ahead)
	}
	if ahead == models.AheadAtMost {
		text = fmt.Sprintf("前面还有%d多个孩子，", ahead)
	}
	if paired < 5 || ahead == models.AheadAtMost {
		return text + "对上老师马上告诉您。", nil
	}
	days := (ahead+1)*14/paired + 1
	return text + fmt.Sprintf("一般%d–%d天能对上。", days, days+days/2+1), nil
}

func (t *Turn) ownEnrolment(ctx context.Context, ticket models.Ticket) (*models.Enrolment, error) {
	r, err := t.Store.Record(ctx, ticket)
	if err != nil {
		return nil, err
	}
	e, ok := r.(*models.Enrolment)
	if !ok || e.PersonID != t.By.Person {
		return nil, models.Refuse(models.Forbidden, "%s不是您报的，改不了。", ticket)
	}
	return e, nil
}

func refillEnrol(ctx context.Context, t *Turn, ticket models.Ticket) (form.Answers, error) {
	e, err := t.ownEnrolment(ctx, ticket)
	if err != nil {
		return nil, err
	}
	org, err := t.Store.Org(ctx, e.OrgID)
	if err != nil {
		return nil, err
	}
	consent := Guardian
	if e.ConsentID == 0 {
		consent = Proxy
	}
	if org.Level == models.City {
		org.Name = ""
	}
	return fields([2]string{"consent", consent}, [2]string{"child", e.Child}, [2]string{"grade", strconv.Itoa(e.Grade)}, [2]string{"phone", e.Phone},
		[2]string{"gender", e.Gender}, [2]string{"subjects", say.List(e.Subjects)}, [2]string{"slots", form.EncodeSlots(e.Slots)},
		[2]string{"unit", e.Unit}, [2]string{"guardian", e.Guardian}, [2]string{"org", org.Name}), nil
}

// fields are answers by field and value; an empty value is skipped.
func fields(pairs ...[2]string) (a form.Answers) {
	for _, x := range pairs {
		if x[1] == "" {
			a = a.Skip(x[0])
		} else {
			a = a.Set(x[0], x[1])
		}
	}
	return a
}
