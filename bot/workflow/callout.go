package workflow

import (
	"context"
	"fmt"
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
	Save:    saveCallout,
	Undo:    undoCallout,
}

// prepareCallout takes the title of the message apart.
func prepareCallout(_ context.Context, t *Turn) (Start, error) {
	f := t.Reading.Fields
	c := parse.ReadCall(f.Title, parse.Context{At: t.By.Now})
	s := Start{Options: map[string][]form.Option{}}
	set := func(field, value string) {
		if value != "" {
			s.Answers = s.Answers.Set(field, value)
		}
	}
	yes := func(is bool) string { return map[bool]string{true: "yes"}[is] }
	orgs := CallOrgs(t.By)
	if s.Options["org"] = orgs; f.Org == "" && len(orgs) == 1 {
		set("org", orgs[0].Value)
	}
	set("task", c.Task)
	set("date", string(c.Date))
	set("start", c.Start)
	set("place", say.Short(c.Place, 40))
	if c.Places > 0 {
		set("places", strconv.Itoa(c.Places))
	}
	set("contact", say.Short(c.Contact, 40))
	set("volunteers", yes(c.Volunteers))
	set("urgent", yes(c.Urgent || urgentWords(t.Text)))
	if c.Remind < 0 {
		set("remind", "no")
	} else if c.Remind > 0 {
		set("minutes", strconv.Itoa(c.Remind))
	}
	return t.calledOrg(s, f.Org)
}

// CallOrgs are the units from which someone may call.
func CallOrgs(by models.Actor) (orgs []form.Option) {
	for _, o := range by.Orgs(models.Coordinator) {
		orgs = append(orgs, form.Option{Value: orgOption(o.ID), Label: o.Name})
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

// manyPeople is above how many recipients the number must be said.
const manyPeople = 1000

// many says that a call-out needs its number said.
func many(c models.Callout) bool { return c.Volunteers && c.People > manyPeople }

// preview is what would go out and whom it would reach.
func (t *Turn) preview(c models.Callout, org models.Org, reach models.CallReach) say.Reply {
	ticket := c.Ticket().String()
	r := say.Reply{Text: fmt.Sprintf("动员令（%s）还没发，您先看一眼：", ticket), Rows: append([]say.Row{{Label: "任务", Value: c.Task}}, draftFacts(c, org, reach, t.By.Now)...)}
	r.Hint = "要改直接说，比如“时间改成明早8点”“名额改成30”。" + lacking(c)
	r.Buttons = []string{"发出 " + ticket, "先不发 " + ticket}
	if many(c) {
		r.Hint = fmt.Sprintf("人多，请再核对一遍。没问题就打这一句：%s", sure(c)) + "\n" + r.Hint
		r.Buttons = r.Buttons[1:]
	}
	return r
}

// sure is what must be said before a call-out goes to very many.
func sure(c models.Callout) string {
	return fmt.Sprintf("确认发给%s人", say.Count(int64(c.People)))
}

// draftFacts are the rows of a draft: what it says and whom it would reach.
func draftFacts(c models.Callout, org models.Org, reach models.CallReach, now time.Time) []say.Row {
	rows := append(facts(c, now, true), say.Row{Label: "发到", Value: reached(c, org, reach)})
	if c.Urgent {
		rows = append(rows, say.Row{Label: "紧急", Value: "夜里也发"})
	}
	if c.Volunteers && c.Remind >= 0 {
		rows = append(rows, say.Row{Label: "提醒", Value: reminded(c)})
	}
	return rows
}

// DraftFacts are the rows of a draft's page, and what must be written before it
// goes, "" for nothing.
func (t *Turn) DraftFacts(ctx context.Context, c models.Callout, org models.Org) (rows []say.Row, words string, err error) {
	reach, err := t.Store.CallReach(ctx, org)
	if many(c) {
		words = sure(c)
	}
	return draftFacts(c, org, reach, t.By.Now), words, err
}

// reached is 五角场街道和下面的3个群，1,234位志愿者（28位没有聊天，收不到）.
func reached(c models.Callout, org models.Org, reach models.CallReach) string {
	text := fmt.Sprintf("%s和下面的%d个群", org.Name, reach.Groups)
	if reach.Groups == 0 {
		text = org.Name + "和下面都还没有绑定的群"
	}
	if !c.Volunteers {
		return text
	}
	text += fmt.Sprintf("，%s位志愿者", say.Count(int64(reach.People)))
	var not []string
	if reach.Mute > 0 {
		not = append(not, fmt.Sprintf("其中%s位没有聊天，收不到", say.Count(int64(reach.Mute))))
	}
	if reach.Off > 0 {
		not = append(not, fmt.Sprintf("另有%s位不收动员令", say.Count(int64(reach.Off))))
	}
	if not != nil {
		text += "（" + strings.Join(not, "；") + "）"
	}
	return text
}

func reminded(c models.Callout) string {
	if c.Remind > 0 {
		return say.Minutes(c.Remind) + "后，没回的提醒一次"
	}
	return "没回的提醒一次"
}

// lacking names what could still be said.
func lacking(c models.Callout) string {
	var names []string
	for _, x := range []struct {
		said bool
		name string
	}{{c.StartsAt != 0, "时间"}, {c.Place != "", "地点"}, {c.Places > 0, "名额"}, {c.Contact != "", "联系人"}} {
		if !x.said {
			names = append(names, x.name)
		}
	}
	hint := ""
	if names != nil {
		hint = "还可以补上" + say.List(names) + "。"
	}
	if !c.Volunteers {
		hint += "要私下也发，回“也发给志愿者”。"
	}
	return hint
}

// facts are a call-out's time, place, places and contact, a row each. whole has the
// number of places, else what is left of them.
func facts(c models.Callout, now time.Time, whole bool) (rows []say.Row) {
	if at := c.Starts(now.Location()); !at.IsZero() {
		when := say.Date(calendar.DayOf(at))
		if c.Clock {
			when += " " + calendar.ClockOf(at).String()
		}
		rows = append(rows, say.Row{Label: "时间", Value: when})
	}
	if c.Place != "" {
		rows = append(rows, say.Row{Label: "地点", Value: c.Place})
	}
	if c.Places > 0 {
		value := fmt.Sprintf("%d人", c.Places)
		if !whole {
			value += fmt.Sprintf("，还剩%d个", c.Left())
		}
		rows = append(rows, say.Row{Label: "名额", Value: value})
	}
	if c.Contact != "" {
		rows = append(rows, say.Row{Label: "联系人", Value: c.Contact})
	}
	return rows
}

// CallFacts are the rows of a call-out's page, with the places that are left
// while it can be joined.
func CallFacts(c models.Callout, now time.Time) []say.Row { return facts(c, now, !c.Open(now)) }
