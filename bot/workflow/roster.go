package workflow

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"xiaoqing/bot/form"
	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// Roster (排班): a coordinator says what, when, where and how many are needed.
var Roster = Workflow{
	Intent: "roster", Words: "排班招人，比如“排班 核酸点引导 4月9日 8点到12点 10人 五角场广场”", For: coordinators, Direct: true,
	Form: form.Form{Name: "roster", Title: "排班", Fields: []form.Field{
		{Name: "title", Label: "任务", Ask: "做什么？比如“核酸点引导”。", Kind: form.Text{Max: 30}},
		{Name: "date", Label: "日期", Ask: "哪一天？比如“明天”。", Kind: form.Date{Future: true}},
		{Name: "start", Label: "几点开始", Ask: "几点开始？比如“8:00”。", Kind: form.Clock{}},
		{Name: "minutes", Label: "多久", Ask: "多长时间？比如“4小时”，一班最长8小时。", Kind: form.Minutes{Min: 30, Max: 8 * 60}},
		{Name: "quantity", Label: "人数", Ask: "要几个人？", Kind: form.Count{Max: 1000, Unit: "人"}},
		{Name: "place", Label: "地点", Ask: "在哪里？比如“五角场广场”。", Kind: form.Text{Max: 40}},
		{Name: "org", Label: "组织", Kind: form.Org{}, Optional: true, Later: true},
		{Name: "who", Label: "联系人", Kind: form.Text{Max: 40}, Optional: true, Later: true}}},
	Prepare: prepareRoster,
	Save:    saveRoster,
	Undo:    undoRoster,
}

func prepareRoster(_ context.Context, t *Turn) (Start, error) {
	return Start{Answers: t.withContact(t.said())}, nil
}

// withContact puts a contact's phone behind their name.
func (t *Turn) withContact(a form.Answers) form.Answers {
	who, phone := t.Reading.Fields.Who, t.Reading.Fields.Phone
	if who == "" || strings.Contains(who, phone) {
		return a
	}
	return a.Set("who", who+" "+phone)
}

func saveRoster(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	org := t.By.Orgs(models.Coordinator)[0]
	if name := a.Get("org"); name != "" {
		var err error
		if org, err = t.inCharge(ctx, name); err != nil {
			return say.Reply{}, err
		}
	}
	r := models.Roster{Day: calendar.Day(a.Get("date")), RosterPrivate: models.RosterPrivate{Task: a.Get("title"), Place: a.Get("place"), Contact: a.Get("who")}}
	r.Start, _ = calendar.ParseClock(a.Get("start"))
	r.Minutes, _ = strconv.Atoi(a.Get("minutes"))
	r.Places, _ = strconv.Atoi(a.Get("quantity"))
	fresh, err := t.Store.MakeRoster(ctx, t.By, org, &r)
	if err != nil {
		return say.Reply{}, err
	}
	if !fresh {
		return say.Reply{Text: fmt.Sprintf("这一班已经排过了：%s，报了%d人。", t.rosterLine(r), r.Taken), Links: t.rosterLinks(r)}, nil
	}
	t.Did.Tickets = []string{r.Ticket().String()}
	return say.Reply{Text: fmt.Sprintf("排好了：%s，%s，要%d人。\n把这句转到群里：\n%s", t.rosterLine(r), org.Name, r.Places, RosterCall(r, t.Store.Zone)),
		Hint: fmt.Sprintf("现场签到的二维码在下面的页面，打印贴出去就行。不对就回“取消 %s”。", r.Ticket()), Links: t.rosterLinks(r)}, nil
}

func (t *Turn) rosterLinks(r models.Roster) []say.Link {
	return []say.Link{{Label: "签到码", URL: t.Links.Duty(DutyPoint{Org: r.OrgID, Roster: r.ID}) + "/poster"}, {Label: "在手机上看", URL: t.consoleLink()}}
}

func undoRoster(ctx context.Context, t *Turn, last Saved) (say.Reply, error) {
	ticket, _ := models.ParseTicket(last.Tickets[0])
	return CallOff(ctx, t, ticket.ID)
}

// CallOff (取消班次) calls a roster off and tells everyone in it.
func CallOff(ctx context.Context, t *Turn, id int64) (say.Reply, error) {
	r, people, err := t.Store.CancelRoster(ctx, t.By, id)
	if err != nil {
		return say.Reply{}, err
	}
	for _, p := range people {
		if err := t.tell(ctx, p, "duty", fmt.Sprintf("calledoff:%d:%d", r.ID, p), say.Text("%s取消了，不用来了。别的班说“有哪些班”就能看到。", t.rosterLine(r))); err != nil {
			return say.Reply{}, err
		}
	}
	if len(people) == 0 {
		return say.Text("%s取消了，还没有人报。", r.Ticket()), nil
	}
	return say.Text("%s取消了，已经告诉报了名的%d人。", r.Ticket(), len(people)), nil
}

// rosterLine is 班12 核酸点引导，明天 08:00–12:00，五角场广场.
func (t *Turn) rosterLine(r models.Roster) string {
	line := fmt.Sprintf("%s %s，%s", r.Ticket(), r.Task, t.rosterTime(r))
	if r.RosterPrivate.Place != "" {
		line += "，" + r.RosterPrivate.Place
	}
	return line
}

func (t *Turn) rosterTime(r models.Roster) string {
	return RosterTime(r, calendar.DayOf(t.By.Now), t.Store.Zone)
}

// RosterTime is 明天 20:00–次日02:00, or with the date where today is "".
func RosterTime(r models.Roster, today calendar.Day, zone *time.Location) string {
	day := say.Date(r.Day)
	if today != "" {
		day = say.Day(r.Day, today)
	}
	end := r.Ends(zone)
	next := ""
	if calendar.DayOf(end) != r.Day && calendar.ClockOf(end) > 0 {
		next = "次日"
	}
	clock := calendar.ClockOf(end).String()
	if calendar.ClockOf(end) == 0 {
		clock = "24:00"
	}
	return fmt.Sprintf("%s %s–%s%s", day, r.Start, next, clock)
}

// RosterCall is a line to forward into groups, true whenever it is read.
func RosterCall(r models.Roster, zone *time.Location) string {
	return fmt.Sprintf("%s要%d人：%s，%s。想来的跟小青说“报岗 %s”。", r.Task, r.Places, RosterTime(r, "", zone), r.RosterPrivate.Place, r.Ticket())
}

// Rosters (有哪些班): what a volunteer can join, or what a coordinator has put down.
var Rosters = Workflow{
	Intent: "rosters", Words: "看有哪些班可以报，说“有哪些班”", Direct: true,
	Form: form.Form{Name: "rosters", Title: "班次"},
	Save: listRosters,
}

// rostersShown is how many rosters one message lists.
const rostersShown = 10

func listRosters(ctx context.Context, t *Turn, _ form.Answers) (say.Reply, error) {
	if t.By.Has(models.Coordinator) {
		return t.ownRosters(ctx)
	}
	orgs := append(t.By.Orgs(models.Volunteer), t.By.Orgs(models.Tutor)...)
	if len(orgs) == 0 {
		home, err := t.Store.HomeOf(ctx, t.By.Person)
		if err != nil {
			return say.Reply{}, err
		}
		orgs = []models.Org{home}
	}
	rs, err := t.Store.OpenRosters(ctx, orgs, t.By.Now, rostersShown)
	if err != nil {
		return say.Reply{}, err
	}
	if len(rs) == 0 {
		return say.Text("%s现在没有缺人的班。有新的会在群里说，也可以过会儿再来问。", orgs[0].Name), nil
	}
	reply := say.Reply{Text: fmt.Sprintf("有%d班缺人：", len(rs)), Hint: "报哪班就回“报岗”加编号，比如“报岗 " + rs[0].Ticket().String() + "”。"}
	for _, r := range rs {
		reply.Text += fmt.Sprintf("\n%s，还差%d人", t.rosterLine(r), r.Open())
		if len(reply.Buttons) < 3 {
			reply.Buttons = append(reply.Buttons, "报岗 "+r.Ticket().String())
		}
	}
	return reply, nil
}

func (t *Turn) ownRosters(ctx context.Context) (say.Reply, error) {
	rs, err := t.Store.RostersOf(ctx, t.By.Orgs(models.Coordinator), t.By.Now, rostersShown)
	if err != nil {
		return say.Reply{}, err
	}
	if len(rs) == 0 {
		return say.Text("还没有排班。要排一班，说“排班 核酸点引导 明天 8点到12点 10人 五角场广场”。"), nil
	}
	reply := say.Reply{Text: fmt.Sprintf("排了%d班：", len(rs)), Links: []say.Link{{Label: "在手机上看", URL: t.consoleLink()}}}
	for _, r := range rs {
		reply.Text += fmt.Sprintf("\n%s，%d/%d人", t.rosterLine(r), r.Taken, r.Places)
	}
	return reply, nil
}

// rosterStatus is a roster as anyone who is verified may know it, with the names
// for a coordinator of its unit alone.
func (t *Turn) rosterStatus(ctx context.Context, ticket models.Ticket) (string, error) {
	r, err := t.Store.Roster(ctx, ticket.ID)
	if err != nil {
		return "", err
	}
	org, err := t.Store.Org(ctx, r.OrgID)
	if err != nil {
		return "", err
	}
	if !t.By.Holds(models.Coordinator, org) && !t.By.Verified() {
		return "", models.Refuse(models.Forbidden, "班次要核实过的志愿者才能看。还没报名，说一句“报名 姓名 电话 街道”就行。")
	}
	line := fmt.Sprintf("%s，%d/%d人", t.rosterLine(r), r.Taken, r.Places)
	if r.Cancelled {
		line += "，已取消"
	}
	if !t.By.Holds(models.Coordinator, org) {
		return line, nil
	}
	seated, waiting, err := t.Store.RosterPlaces(ctx, r.ID)
	if err != nil {
		return "", err
	}
	for _, x := range []struct {
		label  string
		places []models.RosterPlace
	}{{"报上的", seated}, {"候补", waiting}} {
		names, err := t.namesOf(ctx, x.places)
		if err != nil {
			return "", err
		}
		if len(names) > 0 {
			line += "\n" + x.label + "：" + say.List(names)
		}
	}
	return line, nil
}

func (t *Turn) namesOf(ctx context.Context, places []models.RosterPlace) (names []string, err error) {
	var ids []int64
	for _, p := range places {
		ids = append(ids, p.PersonID)
	}
	people, err := t.Store.PeopleByID(ctx, ids)
	for _, id := range ids {
		names = append(names, nameless(people[id]))
	}
	return names, err
}
