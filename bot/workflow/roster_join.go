package workflow

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"xiaoqing/bot/form"
	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// Take (报岗) joins a roster, Drop (退班) leaves it; a coordinator's 取消 班12 calls
// it off.
var (
	Take = Workflow{
		Intent: "take", Words: "报岗，比如“报岗 班12”", Direct: true,
		Form: form.Form{Name: "take", Title: "报岗", Fields: []form.Field{
			{Name: "roster", Label: "班次", Ask: "报哪一班？", Kind: form.OneOf{}}}},
		Prepare: prepareTake, Save: saveTake, Undo: undoTake,
	}
	Drop = Workflow{
		Intent: "drop", Words: "来不了就退班，比如“退班 班12”", Direct: true,
		Form: form.Form{Name: "drop", Title: "退班", Fields: []form.Field{
			{Name: "roster", Label: "班次", Ask: "退哪一班？", Kind: form.OneOf{}}}},
		Prepare: prepareDrop, Save: saveDrop, Undo: undoDrop,
	}
)

// prepareTake finds the roster that was named by number or by task.
func prepareTake(ctx context.Context, t *Turn) (Start, error) {
	if s, ok := t.saidRoster(); ok {
		return s, nil
	}
	orgs := append(t.By.Orgs(models.Volunteer), t.By.Orgs(models.Tutor)...)
	rs, err := t.Store.OpenRosters(ctx, orgs, t.By.Now, 50)
	if err != nil {
		return Start{}, err
	}
	f := t.Reading.Fields
	var meant []models.Roster
	for _, r := range rs {
		if (f.Title == "" || strings.Contains(r.Task+r.RosterPrivate.Place, f.Title)) && (f.Date == "" || f.Date == r.Day) {
			meant = append(meant, r)
		}
	}
	if len(meant) == 0 && t.By.Verified() {
		return Start{}, models.Refuse(models.NotFound, "没找到缺人的这一班。说“有哪些班”看看，再回“报岗”加编号。")
	}
	s := Start{Options: map[string][]form.Option{"roster": t.rosterOptions(meant)}}
	if len(meant) == 1 && f.Title != "" || !t.By.Verified() { // who may not is told so by the verb
		s.Answers = s.Answers.Set("roster", firstRoster(meant))
	}
	return s, nil
}

func firstRoster(rs []models.Roster) string {
	if len(rs) == 0 {
		return "0"
	}
	return rowID(rs[0].ID)
}

func rowID(n int64) string { return strconv.FormatInt(n, 10) }

// saidRoster takes the roster whose number was said.
func (t *Turn) saidRoster() (s Start, ok bool) {
	for _, said := range t.Reading.Fields.Tickets {
		if ticket, _ := models.ParseTicket(said); ticket.Prefix == models.RosterPrefix {
			o := form.Option{Value: rowOption(ticket.ID), Label: said}
			s.Options = map[string][]form.Option{"roster": {o}}
			s.Answers = s.Answers.Set("roster", o.Value)
			return s, true
		}
	}
	return s, false
}

func (t *Turn) rosterOptions(rs []models.Roster) (options []form.Option) {
	for _, r := range rs[:min(len(rs), 8)] {
		options = append(options, form.Option{Value: rowOption(r.ID), Label: t.rosterLine(r)})
	}
	return options
}

func saveTake(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	id, err := rowOf(a.Get("roster"))
	if err != nil {
		return say.Reply{}, models.Refuse(models.Invalid, "没认出是哪一班，请写编号，比如“报岗 班12”。")
	}
	j, err := t.Store.JoinRoster(ctx, t.By, id)
	if err != nil {
		return say.Reply{}, err
	}
	t.Did.Tickets = []string{j.Roster.Ticket().String()}
	if !j.Fresh {
		t.Did.Tickets = nil // nothing to take back
	}
	return t.joined(j), nil
}

// joined says what came of a wish to join.
func (t *Turn) joined(j models.Joining) say.Reply {
	line := t.rosterLine(j.Roster)
	var text string
	switch {
	case j.Number > 0:
		text = fmt.Sprintf("%s报满了，你排在候补第%d位。有人退就轮到你，我马上告诉你。", line, j.Number)
	case !j.Fresh:
		text = fmt.Sprintf("你已经报上了：%s。", line)
	default:
		text = fmt.Sprintf("报上了：%s。到时提前一小时就能签到，来不了早点说“退班 %s”。", line, j.Roster.Ticket())
	}
	if j.Roster.Contact != "" && j.Number == 0 {
		text += "现场联系：" + j.Roster.Contact + "。"
	}
	if l := j.Lesson; l != nil {
		text += fmt.Sprintf("\n提醒一下：这段时间你有课（%s，%s %s），课要先安排好。", l.Ticket(), say.Date(l.Day), l.Start)
	}
	reply := say.Reply{Text: text}
	if j.Number == 0 {
		reply.Links = []say.Link{t.dutyLink(j.Roster, t.By.Person)}
	}
	return reply
}

// dutyLink signs a person in to a roster by one tap, until it is over.
func (t *Turn) dutyLink(r models.Roster, person int64) say.Link {
	return say.Link{Label: "到时点这里签到", URL: t.Links.Personal(Link{To: ToDuty, ID: r.ID, Person: person, Expires: r.Ends(t.Store.Zone)})}
}

func undoTake(ctx context.Context, t *Turn, last Saved) (say.Reply, error) {
	ticket, _ := models.ParseTicket(last.Tickets[0])
	return t.leaveRoster(ctx, ticket.ID)
}

// prepareDrop takes the only roster that the speaker is in, or asks which.
func prepareDrop(ctx context.Context, t *Turn) (Start, error) {
	if s, ok := t.saidRoster(); ok {
		return s, nil
	}
	today := calendar.DayOf(t.By.Now)
	seats, err := t.Store.SeatsOf(ctx, t.By.Person, today, today.Add(60))
	if err != nil {
		return Start{}, err
	}
	waits, err := t.Store.QueuesOf(ctx, t.By.Person, today, today.Add(60))
	if err != nil {
		return Start{}, err
	}
	all := append(seats, waits...)
	if len(all) == 0 {
		return Start{}, models.Refuse(models.NotFound, "你现在没有报上的班，不用退。")
	}
	s := Start{Options: map[string][]form.Option{"roster": t.rosterOptions(all)}}
	if len(all) == 1 {
		s.Answers = s.Answers.Set("roster", rowID(all[0].ID))
	}
	return s, nil
}

func saveDrop(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	id, err := rowOf(a.Get("roster"))
	if err != nil {
		return say.Reply{}, models.Refuse(models.Invalid, "没认出是哪一班，请写编号，比如“退班 班12”。")
	}
	reply, err := t.leaveRoster(ctx, id)
	if err == nil {
		t.Did.Tickets = []string{models.Ticket{Prefix: models.RosterPrefix, ID: id}.String()}
	}
	if models.KindOf(err) == models.NotFound && t.By.Has(models.Coordinator) && calledOff(t.Text) {
		t.Final = true
		return CallOff(ctx, t, id)
	}
	return reply, err
}

// calledOff says that a coordinator means the whole roster: 班12来不了 is said of
// oneself.
func calledOff(text string) bool {
	return slices.ContainsFunc([]string{"取消", "停", "撤", "作废", "不办", "不搞"}, func(w string) bool { return strings.Contains(text, w) })
}

// leaveRoster gives the speaker's place up and tells who has it now.
func (t *Turn) leaveRoster(ctx context.Context, id int64) (say.Reply, error) {
	r, moved, err := t.Store.LeaveRoster(ctx, t.By, id)
	if err != nil {
		return say.Reply{}, err
	}
	if moved != nil {
		err = t.Store.Tell(ctx, moved.PersonID, models.Notice{Key: fmt.Sprintf("movedup:%d:%d", moved.ID, moved.Turn), Kind: "duty", Urgent: true, Now: t.By.Now, Expires: r.Ends(t.Store.Zone),
			Body: say.Reply{Text: fmt.Sprintf("轮到你了！有人退出，你补上了%s。来不了请早点说。", t.rosterLine(r)), Buttons: []string{"退班 " + r.Ticket().String()}}})
	}
	return say.Text("%s退好了，谢谢你提前说。想再来，随时说“有哪些班”。", r.Ticket()), err
}

func undoDrop(ctx context.Context, t *Turn, last Saved) (say.Reply, error) {
	ticket, _ := models.ParseTicket(last.Tickets[0])
	j, err := t.Store.JoinRoster(ctx, t.By, ticket.ID)
	if err != nil {
		return say.Reply{}, err
	}
	return t.joined(j), nil
}
