package workflow

import (
	"context"
	"strconv"
	"strings"
	"time"

	"xiaoqing/bot/form"
	"xiaoqing/bot/parse"
	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// Mobilise (动员令, 召集): a coordinator calls people to a task. What was said is
// shown with whom it would reach; it goes out at a second word (Called).
var Mobilise = Workflow{
	Intent: "mobilise", Words: "发动员令，比如“动员令 明早7点 五角场广场 核酸引导 20人 联系王芳 021-…”，加一句“也发给志愿者”就私下也发", For: coordinators, Direct: true,
	Form: form.Form{Name: "callout", Title: "动员令", Fields: []form.Field{
		{Name: "org", Label: "发给", Ask: "发给哪里？它和下面所有绑定的群都会收到。", Kind: form.OneOf{}},
		{Name: "task", Label: "任务", Ask: "什么任务？一两句话说清楚，比如“核酸引导”。", Kind: form.Text{Max: 200}},
		{Name: "date", Label: "日期", Ask: "哪一天？", Kind: form.Date{Future: true}, Optional: true},
		{Name: "start", Label: "时间", Ask: "几点到？", Kind: form.Clock{}, Optional: true},
		{Name: "place", Label: "地点", Ask: "在哪里集合？", Kind: form.Text{Max: 40}, Optional: true},
		{Name: "places", Label: "名额", Ask: "要多少人？不限就跳过。", Kind: form.Places{}, Optional: true},
		{Name: "contact", Label: "联系人", Ask: "有事找谁？写姓名和电话，会发出去给大家看。", Kind: form.Text{Max: 40}, Optional: true},
		{Name: "volunteers", Label: "发到", Ask: "只发到群里，还是也私下发给每位志愿者？", Optional: true, Usual: "no",
			Kind: form.OneOf{Options: []form.Option{{Value: "no", Label: "只发群"}, {Value: "yes", Label: "也发给志愿者"}}}},
		{Name: "remind", Label: "提醒", Later: true, Optional: true, Usual: "yes",
			Kind: form.OneOf{Options: []form.Option{{Value: "yes", Label: "没回的提醒一次"}, {Value: "no", Label: "不提醒"}}}},
		{Name: "urgent", Label: "紧急", Later: true, Optional: true, Usual: "no",
			Kind: form.OneOf{Options: []form.Option{{Value: "no", Label: "不急，夜里不发"}, {Value: "yes", Label: "紧急，夜里也发"}}}},
		{Name: "minutes", Kind: form.Minutes{Min: 1, Max: 7 * 24 * 60}, Hidden: true},
	}},
	Prepare: prepareCallout,
	Reads: func(text string, now time.Time) form.Answers {
		return factsSaid(parse.ReadCall(text, parse.Context{At: now}))
	},
	Save: saveCallout,
	Undo: undoCallout,
}

// prepareCallout takes the title of the message apart.
func prepareCallout(_ context.Context, t *Turn) (Start, error) {
	if parse.NoSuchDay(t.Text, parse.Context{At: t.By.Now}) {
		return Start{}, models.Refuse(models.Invalid, "日历上没有这一天，请再看看是哪天，重新说一遍。")
	}
	if OnlyPartners(t.By) {
		return Start{}, models.Refuse(models.Forbidden, "动员令由市、区、街道和社区的协调员来发。要人手，请他们帮着发一条。")
	}
	f := t.Reading.Fields
	c := parse.ReadCall(f.Title, parse.Context{At: t.By.Now})
	s := Start{Options: map[string][]form.Option{}}
	orgs := CallOrgs(t.By)
	if s.Options["org"] = orgs; f.Org == "" && len(orgs) == 1 {
		s.Answers = s.Answers.Set("org", orgs[0].Value)
	}
	if c.Task != "" {
		s.Answers = s.Answers.Set("task", c.Task)
	}
	c.Urgent = c.Urgent || urgentWords(t.Text)
	for _, a := range factsSaid(c) {
		s.Answers = s.Answers.Set(a.Field, *a.Value)
	}
	return t.calledOrg(s, f.Org)
}

// factsSaid are the answers in what was said of a call-out, but for the task.
func factsSaid(c parse.Call) (a form.Answers) {
	set := func(field, value string) {
		if value != "" {
			a = a.Set(field, value)
		}
	}
	yes := func(is bool) string { return map[bool]string{true: "yes"}[is] }
	set("date", string(c.Date))
	set("start", c.Start)
	set("place", say.Short(c.Place, 40))
	if c.Places > 0 {
		set("places", strconv.Itoa(c.Places))
	}
	set("contact", say.Short(c.Contact, 40))
	set("volunteers", yes(c.Volunteers))
	set("urgent", yes(c.Urgent))
	if c.Remind < 0 {
		set("remind", "no")
	} else if c.Remind > 0 {
		set("minutes", strconv.Itoa(c.Remind))
	}
	return a
}

// CallOrgs are the units from which someone may call.
func CallOrgs(by models.Actor) (orgs []form.Option) {
	for _, o := range by.Orgs(models.Coordinator) {
		orgs = append(orgs, form.Option{Value: rowOption(o.ID), Label: o.Name})
	}
	return orgs
}

// urgentWords are how a call-out begins that may wake people.
func urgentWords(text string) bool {
	return strings.HasPrefix(strings.TrimSpace(text), "紧急")
}

// calledOrg takes the unit that was named as one more choice: it is looked up when
// the draft is made.
func (t *Turn) calledOrg(s Start, name string) (Start, error) {
	if name != "" {
		s.Options["org"] = append(s.Options["org"], form.Option{Value: name, Label: name})
		s.Answers = s.Answers.Set("org", name)
	}
	return s, nil
}

func saveCallout(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	c := models.Callout{MadeKey: t.Key, Volunteers: a.Get("volunteers") == "yes", Urgent: a.Get("urgent") == "yes",
		CalloutPrivate: models.CalloutPrivate{Task: a.Get("task"), Place: a.Get("place"), Contact: a.Get("contact")}}
	if said := parse.ReadCall(c.Task, parse.Context{At: t.By.Now}); said.Task != "" { // an answer with the time in it
		c.Task = said.Task
	}
	org, err := t.callOrg(ctx, a.Get("org"))
	if err != nil {
		return say.Reply{}, err
	}
	c.OrgID = org.ID
	c.Places, _ = strconv.Atoi(a.Get("places"))
	if c.Remind, _ = strconv.Atoi(a.Get("minutes")); a.Get("remind") == "no" {
		c.Remind = -1
	}
	setStart(&c, calendar.Day(a.Get("date")), a.Get("start"), t.By.Now)
	reach, err := t.Store.CallReach(ctx, org)
	if err != nil {
		return say.Reply{}, err
	}
	c.People = reach.People
	if err := t.Store.DraftCallout(ctx, t.By, &c); err != nil {
		return say.Reply{}, err
	}
	t.Subject, t.Did.Tickets = c.Ticket(), []string{c.Ticket().String()}
	return t.preview(c, org, reach), nil
}

func (t *Turn) callOrg(ctx context.Context, value string) (models.Org, error) {
	if strings.HasPrefix(value, "#") {
		return t.org(ctx, value)
	}
	return t.inCharge(ctx, value)
}

// setStart keeps when the task begins. An hour without a day is the next time that
// the clock shows it.
func setStart(c *models.Callout, day calendar.Day, hour string, now time.Time) {
	clock, timed := calendar.ParseClock(hour)
	if day == "" && !timed {
		c.StartsAt, c.Clock = 0, false
		return
	}
	if day == "" {
		if day = calendar.DayOf(now); clock <= calendar.ClockOf(now) {
			day = day.Add(1)
		}
	}
	c.StartsAt, c.Clock = day.At(clock, now.Location()).UnixMilli(), timed
}

// undoCallout forgets a draft, or stops what has just gone out.
func undoCallout(ctx context.Context, t *Turn, last Saved) (say.Reply, error) {
	ticket, _ := models.ParseTicket(last.Tickets[0])
	if err := t.Store.DropDraft(ctx, t.By, ticket.ID); models.KindOf(err) == models.Conflict && err != nil {
		return t.stopCall(ctx, ticket.ID)
	} else if err != nil {
		return say.Reply{}, err
	}
	return say.Text("%s没有发，撤掉了。", ticket), nil
}
