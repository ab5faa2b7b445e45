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

// Status (我的, 查 托123): where one's own records stand. With a number and the
// last four digits of its phone anyone sees the state, and nothing else.
var Status = Workflow{
	Intent: "status", Words: "看自己的进度，比如“我的”“查 托123”", Direct: true,
	Form: form.Form{Name: "status", Title: "查进度"},
	Save: saveStatus,
}

func saveStatus(ctx context.Context, t *Turn, _ form.Answers) (say.Reply, error) {
	records, err := t.Store.RecordsOf(ctx, t.By.Person)
	if err != nil {
		return say.Reply{}, err
	}
	subscribe, err := t.calendarLink(ctx, records)
	if err != nil {
		return say.Reply{}, err
	}
	if len(t.Reading.Fields.Tickets) > 0 {
		reply, err := t.statusOf(ctx, t.Reading.Fields.Tickets)
		reply.Links = subscribe
		return reply, err
	}
	var lines []string
	for _, r := range records {
		line, err := t.statusLine(ctx, r)
		if err != nil {
			return say.Reply{}, err
		}
		lines = append(lines, line)
	}
	lessons, err := t.comingLessons(ctx, records)
	if err != nil {
		return say.Reply{}, err
	}
	certificates, links, err := t.ownCertificates(ctx)
	if err != nil {
		return say.Reply{}, err
	}
	duty, only, err := t.ownDuty(ctx)
	if err != nil {
		return say.Reply{}, err
	}
	if only && len(duty) > 0 {
		return say.Text("%s", strings.Join(duty, "\n")), nil
	}
	if lines = append(append(append(lines, lessons...), duty...), certificates...); len(lines) == 0 {
		return say.Text("这里还没有您的报名。要是在别处报过，说“关联账号”；有编号的话，发“查 托123 1234”（后面是手机尾号4位）。"), nil
	}
	return say.Reply{Text: strings.Join(lines, "\n"), Links: append(append(t.ownLinks(records), subscribe...), links...)}, nil
}

// calendarLink is the page about one's lessons in a phone's calendar, nothing for
// who has none. Through a season it is the same, so that nobody subscribes twice.
func (t *Turn) calendarLink(ctx context.Context, records []models.Record) ([]say.Link, error) {
	if !t.By.Has(models.Tutor) && !slices.ContainsFunc(records, func(r models.Record) bool { return r.Ticket().Prefix == models.EnrolmentPrefix }) {
		return nil, nil
	}
	lessons, err := t.Store.Timetable(ctx, t.By.Person, t.By.Now)
	if err != nil || len(lessons) == 0 {
		return nil, err
	}
	l := Link{To: ToCalendar, Person: t.By.Person, Expires: t.Store.TimetableEnd(t.By.Now).At(24*60, t.Store.Zone)}
	return []say.Link{{Label: "订到手机日历", URL: t.Links.Personal(l)}}, nil
}

func (t *Turn) ownLinks(records []models.Record) (links []say.Link) {
	for _, r := range records[:min(3, len(records))] {
		to := ToSignup
		if r.Ticket().Prefix == models.EnrolmentPrefix {
			to = ToEnrolment
		}
		links = append(links, say.Link{Label: r.Ticket().String() + "的页面", URL: t.Links.Personal(Link{To: to, ID: r.Ticket().ID, Person: t.By.Person, Expires: t.By.Now.AddDate(0, 6, 0)})})
	}
	return links
}

// statusLine is one own record: 托123 朵朵 已通过，等结对，前面还有12个孩子.
func (t *Turn) statusLine(ctx context.Context, r models.Record) (string, error) {
	v := models.ReviewOf(r)
	line := fmt.Sprintf("%s %s %s", r.Ticket(), r.Who(), v.Stage.Chinese())
	if v.Stage == models.Returned {
		return line + "：" + models.RemarkOf(r).Reason, nil
	}
	e, ok := r.(*models.Enrolment)
	if !ok || v.Stage != models.Applied && v.Stage != models.Eligible && v.Stage != models.Waiting {
		return line, nil
	}
	queue, err := t.queue(ctx, *e)
	if e.ConsentID == 0 {
		queue += "还差监护人点同意。"
	}
	return line + "。" + queue, err
}

// comingLessons are the next ones of a tutor, and of a guardian's own children.
func (t *Turn) comingLessons(ctx context.Context, records []models.Record) (lines []string, err error) {
	today := calendar.DayOf(t.By.Now)
	var lessons []models.Lesson
	if t.By.Has(models.Tutor) {
		if lessons, err = t.Store.Coming(ctx, t.By.Person, 0, today, 3); err != nil {
			return nil, err
		}
	}
	for _, r := range records {
		if !models.ReviewOf(r).Stage.Learning() {
			continue
		}
		own, err := t.Store.Coming(ctx, 0, r.Ticket().ID, today, 2)
		if err != nil {
			return nil, err
		}
		lessons = append(lessons, own...)
	}
	for _, l := range lessons {
		e, err := t.Store.Enrolment(ctx, l.EnrolmentID)
		if err != nil {
			return nil, err
		}
		lines = append(lines, fmt.Sprintf("%s %s %s %s", l.Ticket(), e.Child, say.Day(l.Day, today), l.Start))
	}
	return lines, nil
}

func (t *Turn) statusOf(ctx context.Context, tickets []string) (say.Reply, error) {
	var lines []string
	for _, s := range tickets {
		ticket, ok := models.ParseTicket(s)
		if !ok {
			continue
		}
		line, err := t.oneStatus(ctx, ticket)
		if err != nil {
			line = models.SayOf(err)
		}
		lines = append(lines, line)
	}
	return say.Reply{Text: strings.Join(lines, "\n")}, nil
}

// oneStatus shows one's own record in full, a coordinator's too; to anyone else
// who knows the phone's last digits, the state.
func (t *Turn) oneStatus(ctx context.Context, ticket models.Ticket) (string, error) {
	if ticket.Prefix == models.LessonPrefix {
		return t.lessonStatus(ctx, ticket)
	}
	switch ticket.Prefix {
	case models.CertificatePrefix:
		return t.certificateStatus(ctx, ticket)
	case models.ShiftPrefix:
		return t.shiftStatus(ctx, ticket)
	case models.RosterPrefix:
		return t.rosterStatus(ctx, ticket)
	}
	r, err := t.Store.Record(ctx, ticket)
	if err != nil {
		return t.hidden(ticket), nil // no telling which numbers exist
	}
	v := models.ReviewOf(r)
	org, err := t.Store.Org(ctx, v.OrgID)
	if err != nil {
		return "", err
	}
	if v.PersonID == t.By.Person || t.By.Holds(models.Coordinator, org) {
		return t.statusLine(ctx, r)
	}
	if four := t.Reading.Fields.Phone; len(four) == 4 && strings.HasSuffix(r.Contact(), four) {
		return fmt.Sprintf("%s现在是“%s”。", ticket, v.Stage.Chinese()), nil
	}
	return t.hidden(ticket), nil
}

func (t *Turn) hidden(ticket models.Ticket) string {
	return fmt.Sprintf("查%s要带上报名时手机号的最后4位，比如“查 %s 5678”。", ticket, ticket)
}

func (t *Turn) lessonStatus(ctx context.Context, ticket models.Ticket) (string, error) {
	l, err := t.Store.Lesson(ctx, ticket.ID)
	if err != nil {
		return "", err
	}
	e, err := t.Store.Enrolment(ctx, l.EnrolmentID)
	if err != nil {
		return "", err
	}
	if t.By.Person != l.TutorID && t.By.Person != e.PersonID {
		return "", models.Refuse(models.Forbidden, "%s不是您的课，看不了。", ticket)
	}
	state := "还没报课时"
	log, err := t.Store.StandingReport(ctx, l.ID)
	switch {
	case err != nil:
		return "", err
	case l.Dropped:
		state = "没上"
	case log.Held:
		state = "课时等协调员看"
	case log.ID != 0:
		state = fmt.Sprintf("已报%s课时", log.Periods)
	}
	return fmt.Sprintf("%s %s %s，%s", ticket, say.Day(l.Day, calendar.DayOf(t.By.Now)), l.Start, state), nil
}

// Withdraw (取消报名): one's own registration ends; without a number, the only one.
var Withdraw = Workflow{
	Intent: "cancel", Words: "取消报名，比如“取消 志678”", Direct: true,
	Form: form.Form{Name: "withdraw", Title: "取消报名", Fields: []form.Field{
		{Name: "ticket", Label: "编号", Ask: "要取消哪一个？", Kind: form.OneOf{}},
		{Name: "sure", Label: "确认", Ask: "取消以后要重新申请、重新排队。确定取消吗？", Tap: true,
			Kind: form.OneOf{Options: []form.Option{{Value: "yes", Label: "确定取消"}, {Value: "no", Label: "先不取消"}}}}}},
	Prepare: prepareWithdraw,
	Save:    saveWithdraw,
	Undo:    undoWithdraw,
}

func prepareWithdraw(ctx context.Context, t *Turn) (Start, error) {
	if ticket, ok := t.saidCertificate(); ok {
		return t.prepareCancel(ctx, ticket)
	}
	records, err := t.Store.RecordsOf(ctx, t.By.Person)
	if err != nil {
		return Start{}, err
	}
	s := Start{Options: map[string][]form.Option{}}
	for _, r := range records {
		switch models.ReviewOf(r).Stage {
		case models.Applied, models.Returned, models.Eligible, models.Waiting:
			ticket := r.Ticket().String()
			s.Options["ticket"] = append(s.Options["ticket"], form.Option{Value: ticket, Label: ticket + " " + r.Title()})
			for _, said := range t.Reading.Fields.Tickets {
				if said == ticket {
					s.Answers = s.Answers.Set("ticket", ticket)
				}
			}
		}
	}
	options := s.Options["ticket"]
	if len(options) == 0 {
		return s, models.Refuse(models.NotFound, "您现在没有能取消的报名。已经结对的要退出，请联系协调员。")
	}
	if said := t.Reading.Fields.Tickets; len(said) > 0 && s.Answers == nil {
		return s, models.Refuse(models.Forbidden, "%s不是您的报名，撤不了。", said[0])
	}
	if len(options) == 1 {
		s.Answers = s.Answers.Set("ticket", options[0].Value)
	}
	return s, nil
}

func saveWithdraw(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	if a.Get("sure") != "yes" {
		return say.Text("好的，%s还留着。", a.Get("ticket")), nil
	}
	ticket, ok := models.ParseTicket(a.Get("ticket"))
	if !ok {
		return say.Reply{}, models.Refuse(models.Invalid, "请写编号，比如“取消 志678”。")
	}
	if ticket.Prefix == models.CertificatePrefix {
		t.Did.Tickets = []string{ticket.String()}
		return say.Text("%s取消了。点错了就回“撤销”，10分钟内都能恢复。", ticket), t.Store.CancelCertificate(ctx, t.By, ticket.ID)
	}
	before, err := t.Store.Record(ctx, ticket)
	if err != nil {
		return say.Reply{}, err
	}
	stage := models.ReviewOf(before).Stage
	if _, err := t.Store.Withdraw(ctx, t.By, ticket); err != nil {
		return say.Reply{}, err
	}
	t.Did = Saved{Tickets: []string{ticket.String()}, Before: form.Answers{}.Set("stage", string(stage))}
	return say.Text("%s取消了。点错了就回“撤销”，10分钟内都能恢复。想再报名，随时跟我说。", ticket), nil
}

// undoWithdraw lets a cancelled registration stand again, in its old place.
func undoWithdraw(ctx context.Context, t *Turn, last Saved) (say.Reply, error) {
	ticket, _ := models.ParseTicket(last.Tickets[0])
	if ticket.Prefix == models.CertificatePrefix {
		return say.Text("%s恢复了，还在等盖章。", ticket), t.Store.RestoreCertificate(ctx, t.By, ticket.ID)
	}
	if err := t.Store.Reinstate(ctx, t.By, ticket, models.Stage(last.Before.Get("stage"))); err != nil {
		return say.Reply{}, err
	}
	return say.Text("%s恢复了，排的位置还在。", ticket), nil
}
