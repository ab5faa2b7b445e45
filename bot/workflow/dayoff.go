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

// DayOff (停课): no lessons on some days, or on public holidays for good. Either side
// may say so, and their coordinators; the others hear of it.
var DayOff = Workflow{
	Intent: "day_off", Words: "节假日停课，比如“清明不上课”“节假日都不上课”", Direct: true,
	Form: form.Form{Name: "day_off", Title: "停课", Fields: []form.Field{whose,
		{Name: "from", Hidden: true, Kind: form.Date{}}, {Name: "to", Hidden: true, Kind: form.Date{}},
		{Name: "all", Hidden: true, Kind: form.YesNo{}}, {Name: "off", Hidden: true, Kind: form.YesNo{}}}},
	Prepare: prepareDayOff,
	Save:    saveDayOff,
	Undo:    undoDayOff,
}

func prepareDayOff(ctx context.Context, t *Turn) (s Start, err error) {
	f := t.Reading.Fields
	if !f.All && f.From == "" {
		return s, models.Refuse(models.Invalid, "哪几天不上？请说日子，比如“4月5日不上课”“五一期间停课”。")
	}
	ps, err := t.meantPairings(ctx, "托123 清明不上课")
	if err != nil {
		return s, err
	}
	if s, err = t.choosePairing(ctx, ps); err != nil {
		return s, err
	}
	if len(ps) > 1 {
		var all []string
		for _, o := range s.Options["pairing"] {
			all = append(all, o.Value)
		}
		s.Options["pairing"] = append(s.Options["pairing"], form.Option{Value: strings.Join(all, ","), Label: "都是"})
	}
	off := "yes"
	if f.Off != nil && !*f.Off {
		off = "no"
	}
	s.Answers = s.Answers.Set("off", off)
	if f.All {
		s.Answers = s.Answers.Set("all", "yes")
		return s, nil
	}
	s.Answers = s.Answers.Set("from", string(f.From)).Set("to", string(f.To))
	return s, nil
}

func saveDayOff(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	ps, err := t.chosen(ctx, a)
	if err != nil {
		return say.Reply{}, err
	}
	var told []string
	var gone []models.Lesson
	for _, p := range ps {
		text, ls, err := t.dayOff(ctx, p, a)
		if err != nil {
			return say.Reply{}, err
		}
		told, gone = append(told, text), append(gone, ls...)
	}
	for _, l := range gone {
		t.Did.Tickets = append(t.Did.Tickets, l.Ticket().String())
	}
	if work := workedDays(a, gone, calendar.DayOf(t.By.Now)); work != "" {
		told = append(told, work)
	}
	if len(gone) > 0 {
		told = append(told, "说错了回“撤销”，10分钟内都能恢复。")
	}
	return say.Reply{Text: strings.Join(told, "\n")}, nil
}

// dayOff does for one pairing what was said.
func (t *Turn) dayOff(ctx context.Context, p models.Pairing, a form.Answers) (text string, gone []models.Lesson, err error) {
	e, err := t.Store.Learner(ctx, p.EnrolmentID)
	if err != nil {
		return "", nil, err
	}
	off := a.Get("off") == "yes"
	switch {
	case a.Get("all") == "yes":
		if gone, err = t.Store.SkipHolidays(ctx, t.By, p.ID, off); err != nil {
			return "", nil, err
		}
		if off {
			return fmt.Sprintf("好的，%s的课逢法定节假日都不上，以后排课也跳过。%s", e.Child, fallen(gone)), gone, t.tellDaysOff(ctx, p, e, "逢法定节假日不上课", gone)
		}
		return fmt.Sprintf("好的，%s的课以后节假日照常排。已经停掉的不会自己回来，要补课说一声哪天几点。", e.Child), nil, t.tellDaysOff(ctx, p, e, "以后节假日照常上课", nil)
	case !off:
		return fmt.Sprintf("好的，%s照常上课。要是之前停掉了，说一声哪天几点，我去问对方补上。", daysOf(a)), nil, nil
	}
	if gone, err = t.Store.DropDays(ctx, t.By, p.ID, calendar.Day(a.Get("from")), calendar.Day(a.Get("to"))); err != nil {
		return "", nil, err
	}
	if len(gone) == 0 {
		return fmt.Sprintf("%s在%s没有排课，不用停。", e.Child, daysOf(a)), nil, nil
	}
	return fmt.Sprintf("好的，%s的课%s不上。%s", e.Child, daysOf(a), fallen(gone)), gone, t.tellDaysOff(ctx, p, e, daysOf(a)+"不上课", gone)
}

// daysOf are the days of an answer: 4月3日 周日到4月5日 周二.
func daysOf(a form.Answers) string {
	from, to := calendar.Day(a.Get("from")), calendar.Day(a.Get("to"))
	if from == to {
		return say.Date(from)
	}
	return say.Date(from) + "到" + say.Date(to)
}

// fallen lists lessons that were dropped: 停了2节：4月4日 周一 19:00（课3）.
func fallen(ls []models.Lesson) string {
	if len(ls) == 0 {
		return "现在排好的课里没有碰上的。"
	}
	const shown = 6
	var parts []string
	for _, l := range ls[:min(shown, len(ls))] {
		parts = append(parts, fmt.Sprintf("%s %s（%s）", say.Date(l.Day), l.Start, l.Ticket()))
	}
	more := ""
	if len(ls) > shown {
		more = "等"
	}
	return fmt.Sprintf("停了%d节：%s%s。已经告诉对方。", len(ls), say.List(parts), more)
}

// workedDays names the weekend days that are worked for the holidays that fall out
// (调休): the child is at school, and a lesson there goes on.
func workedDays(a form.Answers, gone []models.Lesson, today calendar.Day) string {
	if a.Get("off") != "yes" {
		return ""
	}
	within := []calendar.Day{calendar.Day(a.Get("from")), calendar.Day(a.Get("to"))}
	for _, l := range gone {
		within = append(within, l.Day)
	}
	var days []string
	for _, d := range within {
		for _, work := range calendar.Arranged().WorkedFor(d) {
			if work >= today && !slices.Contains(days, say.Date(work)) {
				days = append(days, say.Date(work))
			}
		}
	}
	if len(days) == 0 {
		return ""
	}
	return fmt.Sprintf("%s调休要上班上学，那天排了课的照常上。", say.List(days))
}

// tellDaysOff tells those of a pairing who did not say it themselves.
func (t *Turn) tellDaysOff(ctx context.Context, p models.Pairing, e models.Enrolment, what string, gone []models.Lesson) error {
	who := "协调员说"
	switch t.By.Person {
	case p.TutorID:
		who = "老师说"
	case e.PersonID:
		who = "家长说"
	}
	text := fmt.Sprintf("%s，%s的课%s。", who, e.Child, what)
	if len(gone) > 0 {
		text += strings.TrimSuffix(fallen(gone), "已经告诉对方。")
	}
	for _, person := range t.others(p, e, gone) {
		if err := t.Store.Tell(ctx, person, models.Notice{Key: fmt.Sprintf("dayoff:%s:%d:%d", t.Key, p.ID, person), Kind: "lesson", Now: t.By.Now, Body: say.Text("%s", text)}); err != nil {
			return err
		}
	}
	return nil
}

// others are the people of a pairing and of its lessons, without the speaker.
func (t *Turn) others(p models.Pairing, e models.Enrolment, ls []models.Lesson) (people []int64) {
	seen := map[int64]bool{t.By.Person: true}
	add := func(person int64) {
		if !seen[person] {
			people = append(people, person)
		}
		seen[person] = true
	}
	add(e.PersonID)
	add(p.TutorID)
	for _, l := range ls {
		add(l.TutorID) // who covers it
	}
	return people
}

// undoDayOff puts the lessons back and tells the others.
func undoDayOff(ctx context.Context, t *Turn, last Saved) (say.Reply, error) {
	byPairing, order := map[int64][]models.Ticket{}, []int64(nil)
	for _, s := range last.Tickets {
		ticket, _ := models.ParseTicket(s)
		l, err := t.Store.Lesson(ctx, ticket.ID)
		if err != nil {
			return say.Reply{}, err
		}
		if byPairing[l.PairingID] == nil {
			order = append(order, l.PairingID)
		}
		byPairing[l.PairingID] = append(byPairing[l.PairingID], ticket)
	}
	for _, id := range order {
		if last.Fields.All {
			if _, err := t.Store.SkipHolidays(ctx, t.By, id, false); err != nil {
				return say.Reply{}, err
			}
		}
		back, err := t.Store.Undrop(ctx, t.By, id, byPairing[id])
		if err != nil {
			return say.Reply{}, err
		}
		p, err := t.Store.Pairing(ctx, id)
		if err != nil {
			return say.Reply{}, err
		}
		e, err := t.Store.Enrolment(ctx, p.EnrolmentID)
		if err != nil {
			return say.Reply{}, err
		}
		for _, person := range t.others(p, e, back) {
			if err := t.tell(ctx, person, "lesson", fmt.Sprintf("undayoff:%s:%d:%d", t.Key, id, person), say.Text("刚才停的%d节课恢复了，%s的课照原来的时间上。", len(back), e.Child)); err != nil {
				return say.Reply{}, err
			}
		}
	}
	return say.Text("停课撤销了，%d节课都恢复了，已经告诉对方。", len(last.Tickets)), nil
}
