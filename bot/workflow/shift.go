package workflow

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"xiaoqing/bot/form"
	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// CheckIn (签到) begins a volunteer's time on duty, CheckOut (签退) ends it, and Told
// (补报上岗) tells of one afterwards.
var (
	CheckIn = Workflow{
		Intent: "check_in", Words: "到岗签到，说“签到”或“到了”", Direct: true,
		Form: form.Form{Name: "check_in", Title: "签到", Fields: []form.Field{
			{Name: "place", Label: "地点", Kind: form.Text{Max: 60}, Optional: true, Later: true}}},
		Save: saveCheckIn, Undo: undoCheckIn,
	}
	CheckOut = Workflow{
		Intent: "check_out", Words: "离岗签退，说“签退”或“走了”", Direct: true,
		Form: form.Form{Name: "check_out", Title: "签退"},
		Save: saveCheckOut, Undo: undoCheckOut,
	}
	Told = Workflow{
		Intent: "shift", Words: "忘了签到就补报，比如“昨天8点到12点在五角场广场上岗”", Direct: true,
		Form: form.Form{Name: "shift", Title: "补报上岗", Fields: []form.Field{
			{Name: "date", Label: "日期", Ask: "是哪一天？比如“昨天”。", Kind: form.Date{Past: true}},
			{Name: "start", Label: "开始", Kind: form.Clock{}, Optional: true, Later: true},
			{Name: "minutes", Label: "时长", Ask: "几点到几点，或者一共多久？比如“4小时”。", Kind: form.Minutes{Min: 10, Max: 16 * 60}},
			{Name: "place", Label: "地点", Kind: form.Text{Max: 60}, Optional: true, Later: true}}},
		Save: saveTold, Undo: undoTold,
	}
)

func saveCheckIn(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	at := models.Arrival{Place: a.Get("place")}
	if said := t.Reading.Fields.Tickets; len(said) > 0 {
		ticket, _ := models.ParseTicket(said[0])
		at.Roster = ticket.ID
	}
	return t.checkIn(ctx, at)
}

// checkIn signs the speaker in and says what came of it.
func (t *Turn) checkIn(ctx context.Context, at models.Arrival) (say.Reply, error) {
	in, err := t.Store.CheckIn(ctx, t.By, at)
	if err != nil {
		return say.Reply{}, err
	}
	sh := in.Shift
	came := calendar.ClockOf(time.UnixMilli(sh.InAt).In(t.Store.Zone))
	if !in.Fresh {
		return say.Reply{Text: fmt.Sprintf("你已经在岗了（%s，%s签到），走的时候说“签退”。", sh.Ticket(), came), Buttons: []string{"签退"}}, nil
	}
	t.Did.Tickets = []string{sh.Ticket().String()}
	if sh.Stage == models.ShiftHeld {
		return t.heldBack(ctx, in, came)
	}
	lines := []string{fmt.Sprintf("签到好了（%s），%s%s。走的时候说“签退”。", sh.Ticket(), came, what(sh))}
	if in.Lesson != nil {
		lines = append(lines, fmt.Sprintf("提醒一下：%s你有课（%s），别忘了。", in.Lesson.Start, in.Lesson.Ticket()))
	}
	if in.Tired != "" {
		lines = append(lines, in.Tired+"已经告诉协调员，累了就早点回去。")
		if err := t.tellOver(ctx, sh, "tired:"+sh.Ticket().String(), "%s（%s）签到了，可是"+in.Tired+"请您看着点，让人早些歇。"); err != nil {
			return say.Reply{}, err
		}
	}
	return say.Reply{Text: strings.Join(lines, "\n"), Buttons: []string{"签退"}}, nil
}

// heldBack is said to who is not verified yet; the coordinator can do it on the
// spot.
func (t *Turn) heldBack(ctx context.Context, in models.CheckedIn, came calendar.Clock) (say.Reply, error) {
	err := t.tellOver(ctx, in.Shift, "held:"+in.Shift.Ticket().String(), "%s（%s）"+what(in.Shift)+"到岗了，报名还没核实。人对得上就回“核实 "+in.Signup.String()+"”，签到马上算数。")
	return say.Text("先记下你%s到了（%s）。你的报名%s还没核实，已经告诉协调员，核实了就算数。走的时候说“签退”。", came, in.Shift.Ticket(), in.Signup), err
}

// what is ，五角场广场 核酸点引导: where and for what, "" when nothing is known.
func what(sh models.Shift) string {
	words := strings.TrimSpace(sh.Place + " " + sh.Task)
	if words == "" {
		return ""
	}
	return "，" + words
}

// tellOver tells the coordinators of a shift's unit about its volunteer; words take
// the name and the ticket.
func (t *Turn) tellOver(ctx context.Context, sh models.Shift, key, words string) error {
	org, err := t.Store.Org(ctx, sh.OrgID)
	if err != nil {
		return err
	}
	p, err := t.Store.Person(ctx, sh.PersonID)
	if err != nil {
		return err
	}
	_, err = t.Store.TellHolders(ctx, models.Coordinator, org, t.By.Person, models.Notice{Key: key, Kind: "duty", Urgent: true, Now: t.By.Now, Expires: t.By.Now.Add(12 * time.Hour),
		Body: say.Text(words, nameless(p), sh.Ticket())})
	return err
}

// nameless is a person's name, or what to call one who gave none.
func nameless(p models.Person) string {
	if p.Name == "" {
		return "一位没留姓名的志愿者"
	}
	return p.Name
}

func saveCheckOut(ctx context.Context, t *Turn, _ form.Answers) (say.Reply, error) {
	sh, err := t.Store.CheckOut(ctx, t.By)
	if models.KindOf(err) == models.NotFound && strings.HasPrefix(strings.TrimSpace(t.Text), "结束") {
		if children, e := t.movable(ctx, "end"); e != nil || len(children) > 0 {
			return say.Reply{Text: "现在没有在岗的记录。是说孩子的云托班要结束吗？", Buttons: []string{"结束云托班"}}, e
		}
	}
	if err != nil {
		return say.Reply{}, err
	}
	t.Did.Tickets = []string{sh.Ticket().String()}
	end := "时长由协调员核一下，核好告诉你。"
	if sh.Stage == models.ShiftHeld {
		end = "报名核实了就算数。"
	}
	return say.Text("签退好了（%s）：%s，%s。辛苦了！%s", sh.Ticket(), clocked(t.Store.Zone, sh), say.Minutes(sh.Clocked), end), nil
}

// clocked is 08:02–12:05.
func clocked(zone *time.Location, sh models.Shift) string {
	clock := func(milli int64) string { return calendar.ClockOf(time.UnixMilli(milli).In(zone)).String() }
	switch {
	case sh.InAt == 0:
		return ""
	case sh.OutAt == 0:
		return clock(sh.InAt) + "起"
	}
	return clock(sh.InAt) + "–" + clock(sh.OutAt)
}

func saveTold(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	minutes, err := strconv.Atoi(a.Get("minutes"))
	if err != nil {
		return say.Reply{}, models.Refuse(models.Invalid, "请写上一共多久，比如“4小时”。")
	}
	told := models.Told{Day: calendar.Day(a.Get("date")), Minutes: minutes, Place: a.Get("place")}
	if c, ok := calendar.ParseClock(a.Get("start")); ok {
		told.Start = &c
	}
	sh, fresh, err := t.Store.TellShift(ctx, t.By, told)
	if err != nil {
		return say.Reply{}, err
	}
	if !fresh {
		return say.Text("%s已经有了：%s %s，%s。", sh.Ticket(), say.Date(sh.Day), say.Minutes(sh.Minutes()), sh.State()), nil
	}
	t.Did.Tickets = []string{sh.Ticket().String()}
	return say.Text("记下了（%s）。%s", sh.Ticket(), beside(sh)), nil
}

// beside says what the volunteer said, beside what the clock says.
func beside(sh models.Shift) string {
	if sh.OutAt != 0 {
		return fmt.Sprintf("你说%s，打卡是%s，两个都给协调员看，核好告诉你。", say.Minutes(sh.Claimed), say.Minutes(sh.Clocked))
	}
	return fmt.Sprintf("%s%s，你说%s。没有打卡，协调员核过就算数，核好告诉你。", say.Date(sh.Day), what(sh), say.Minutes(sh.Claimed))
}

func undoCheckIn(ctx context.Context, t *Turn, last Saved) (say.Reply, error) {
	ticket, _ := models.ParseTicket(last.Tickets[0])
	return say.Text("%s撤销了，就当没签到。", ticket), t.Store.ForgetCheckIn(ctx, t.By, ticket.ID)
}

func undoCheckOut(ctx context.Context, t *Turn, last Saved) (say.Reply, error) {
	ticket, _ := models.ParseTicket(last.Tickets[0])
	return say.Text("%s的签退撤销了，你还在岗。", ticket), t.Store.ForgetCheckOut(ctx, t.By, ticket.ID)
}

func undoTold(ctx context.Context, t *Turn, last Saved) (say.Reply, error) {
	ticket, _ := models.ParseTicket(last.Tickets[0])
	return say.Text("%s撤销了，就当没报过。", ticket), t.Store.DropTold(ctx, t.By, ticket.ID)
}

// Adjust (核时长): 岗12 3小时. Of one's own it is what the volunteer says; of
// others', what a coordinator approves.
var Adjust = Workflow{
	Intent: "adjust", Words: "时长不对就说多久，比如“岗12 3小时”", Direct: true,
	Form: form.Form{Name: "adjust", Title: "核时长", Fields: []form.Field{tickets,
		{Name: "minutes", Label: "时长", Ask: "应该是多久？比如“3小时”。", Kind: form.Minutes{Min: 1, Max: 16 * 60}}}},
	Save: saveAdjust, Undo: undoDecision,
}

func saveAdjust(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	minutes, err := strconv.Atoi(a.Get("minutes"))
	if err != nil {
		return say.Reply{}, models.Refuse(models.Invalid, "请写上应该是多久，比如“岗12 3小时”。")
	}
	first, _ := models.ParseTicket(list(a.Get("tickets"))[0])
	sh, err := t.Store.Shift(ctx, first.ID)
	if err != nil {
		return say.Reply{}, err
	}
	if sh.PersonID == t.By.Person {
		if sh, err = t.Store.ClaimShift(ctx, t.By, sh.ID, minutes); err != nil {
			return say.Reply{}, err
		}
		return say.Text("记下了（%s）。%s", sh.Ticket(), beside(sh)), nil
	}
	if !t.By.Has(models.Coordinator) {
		return say.Reply{}, models.Refuse(models.Forbidden, "%s不是你的，改不了。", sh.Ticket())
	}
	return t.decide(ctx, a, "核好了", func(ctx context.Context, ticket models.Ticket) (models.Record, say.Reply, error) {
		return nil, say.Reply{}, t.approveShift(ctx, ticket, minutes)
	})
}

// approveShift approves the length of a shift and tells its volunteer.
func (t *Turn) approveShift(ctx context.Context, ticket models.Ticket, minutes int) error {
	if ticket.Prefix != models.ShiftPrefix {
		return models.Refuse(models.Invalid, "%s没有时长可核，请写岗的编号，比如“岗12 3小时”。", ticket)
	}
	sh, err := t.Store.ApproveShift(ctx, t.By, ticket, minutes)
	if err != nil {
		return err
	}
	words := fmt.Sprintf("%s（%s）核好了：%s。", ticket, say.Date(sh.Day), say.Minutes(sh.Approved))
	if sh.OutAt != 0 && sh.Approved != sh.Clocked {
		words += fmt.Sprintf("打卡是%s，有出入请找协调员。", say.Minutes(sh.Clocked))
	}
	return t.tellShift(ctx, sh, "approved", words)
}

func (t *Turn) rejectShift(ctx context.Context, ticket models.Ticket, reason string) error {
	sh, err := t.Store.RejectShift(ctx, t.By, ticket, reason)
	if err != nil {
		return err
	}
	return t.tellShift(ctx, sh, "refused", fmt.Sprintf("%s（%s）没有通过：%s。有疑问找协调员。", ticket, say.Date(sh.Day), reason))
}

func (t *Turn) undecideShift(ctx context.Context, ticket models.Ticket) error {
	sh, err := t.Store.UndecideShift(ctx, t.By, ticket)
	if err != nil {
		return err
	}
	return t.tellShift(ctx, sh, "undone", fmt.Sprintf("%s刚才的结果发早了，还在核，核好再告诉你。", ticket))
}

func (t *Turn) tellShift(ctx context.Context, sh models.Shift, what, words string) error {
	return t.tell(ctx, sh.PersonID, "review", fmt.Sprintf("shift:%s:%d:%s", what, sh.ID, t.Key), say.Reply{Text: words})
}

// shiftLine is one in a coordinator's list: 岗12 张三 4月9日 08:02–12:05 4小时3分钟.
func (t *Turn) shiftLine(ctx context.Context, sh models.Shift) (string, error) {
	p, err := t.Store.Person(ctx, sh.PersonID)
	return fmt.Sprintf("%s %s %s %s", sh.Ticket(), nameless(p), say.Date(sh.Day), ShiftWords(t.Store.Zone, sh)), err
}

// ShiftWords are the three lengths of a shift, as far as they are known: 08:02–12:05
// 打卡4小时3分钟，自动签退，自报3小时.
func ShiftWords(zone *time.Location, sh models.Shift) string {
	var parts []string
	if sh.OutAt != 0 {
		parts = append(parts, clocked(zone, sh)+" 打卡"+say.Minutes(sh.Clocked))
	} else {
		parts = append(parts, "没有打卡")
	}
	if sh.Auto {
		parts = append(parts, "自动签退")
	}
	if sh.Claimed > 0 {
		parts = append(parts, "自报"+say.Minutes(sh.Claimed))
	}
	if place := strings.TrimPrefix(what(sh), "，"); place != "" {
		parts = append(parts, place)
	}
	return strings.Join(parts, "，")
}

// dutyWords are what asks for one's own rosters and hours and nothing else.
var dutyWords = []string{"班", "岗", "时长", "小时"}

// ownDuty are the speaker's places, what goes on, and their hours; only says that
// nothing else was asked for.
func (t *Turn) ownDuty(ctx context.Context) (lines []string, only bool, err error) {
	only = len(t.Reading.Fields.Tickets) == 0 && slices.ContainsFunc(dutyWords, func(w string) bool { return strings.Contains(t.Text, w) }) && !strings.Contains(t.Text, "托班")
	if !t.By.Verified() && !only {
		return nil, false, nil
	}
	today := calendar.DayOf(t.By.Now)
	seats, err := t.Store.SeatsOf(ctx, t.By.Person, today.Add(-1), today.Add(30))
	if err != nil {
		return nil, only, err
	}
	for _, r := range seats {
		if r.Ends(t.Store.Zone).After(t.By.Now) {
			lines = append(lines, t.rosterLine(r))
		}
	}
	queues, err := t.Store.QueuesOf(ctx, t.By.Person, today, today.Add(30))
	if err != nil {
		return nil, only, err
	}
	for _, r := range queues {
		n, err := t.Store.QueueNumber(ctx, r.ID, t.By.Person)
		if err != nil {
			return nil, only, err
		}
		lines = append(lines, fmt.Sprintf("%s，候补第%d位", t.rosterLine(r), n))
	}
	hours, err := t.ownHours(ctx)
	return append(lines, hours...), only, err
}

// ownHours are the sums of the speaker's shifts, each kind by itself.
func (t *Turn) ownHours(ctx context.Context) ([]string, error) {
	h, err := t.Store.HoursOf(ctx, t.By.Person, t.Reading.Fields.From, t.Reading.Fields.To)
	if err != nil || h.Turns == 0 {
		return nil, err
	}
	line := fmt.Sprintf("上岗%d人次：打卡%s，核定%s", h.Turns, say.Minutes(h.Clocked), say.Minutes(h.Approved))
	if h.Claimed > 0 {
		line += "，自报" + say.Minutes(h.Claimed)
	}
	if h.Waiting > 0 {
		line += fmt.Sprintf("，%d次等核", h.Waiting)
	}
	lines := []string{line + "。"}
	last, err := t.Store.ShiftsOf(ctx, t.By.Person, 3)
	for _, sh := range last {
		lines = append(lines, fmt.Sprintf("%s %s %s，%s", sh.Ticket(), say.Date(sh.Day), ShiftWords(t.Store.Zone, sh), shiftState(sh)))
	}
	return lines, err
}

// shiftState is 在岗, or 核定3小时.
func shiftState(sh models.Shift) string {
	if sh.Stage == models.ShiftApproved {
		return "核定" + say.Minutes(sh.Approved)
	}
	return sh.State()
}

// shiftStatus is how one's own shift stands or, for a coordinator of its unit,
// anyone's.
func (t *Turn) shiftStatus(ctx context.Context, ticket models.Ticket) (string, error) {
	hidden := models.Refuse(models.NotFound, "没有找到%s，请核对编号。上岗记录只有本人和协调员能查。", ticket)
	sh, err := t.Store.Shift(ctx, ticket.ID)
	if err != nil {
		return "", hidden
	}
	org, err := t.Store.Org(ctx, sh.OrgID)
	if err != nil {
		return "", err
	}
	if sh.PersonID != t.By.Person && !t.By.Holds(models.Coordinator, org) {
		return "", hidden
	}
	return fmt.Sprintf("%s %s %s，%s", ticket, say.Date(sh.Day), ShiftWords(t.Store.Zone, sh), shiftState(sh)), nil
}
