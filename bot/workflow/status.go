package workflow

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

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
	offers, err := t.ownOffers(ctx)
	if err != nil {
		return say.Reply{}, err
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
		return say.Reply{Text: strings.Join(duty, "\n"), Links: subscribe}, nil
	}
	state, err := t.partnerState(ctx)
	if err != nil {
		return say.Reply{}, err
	}
	if len(state) > 0 {
		state[len(state)-1] += "回“待审核”看名单，回“后台”看全部。"
	}
	if lines = slices.Concat(lines, offers, lessons, duty, certificates, state); len(lines) == 0 {
		return say.Text("这里还没有您的报名。要是在别处报过，说“关联账号”；有编号的话，发“查 托123 1234”（后面是手机尾号4位）。"), nil
	}
	return say.Reply{Text: strings.Join(lines, "\n"), Links: append(append(t.ownLinks(records), subscribe...), links...)}, nil
}

// calendarLink is the page about one's lessons and duty in a phone's calendar, nothing
// for who has none. Through a season it is the same, so that nobody subscribes twice.
func (t *Turn) calendarLink(ctx context.Context, records []models.Record) ([]say.Link, error) {
	if !t.By.Verified() && !slices.ContainsFunc(records, func(r models.Record) bool { return r.Ticket().Prefix == models.EnrolmentPrefix }) {
		return nil, nil
	}
	lessons, err := t.Store.Timetable(ctx, t.By.Person, t.By.Now)
	if err != nil {
		return nil, err
	}
	duties, err := t.Store.Duties(ctx, t.By.Person, t.By.Now)
	if err != nil || len(lessons)+len(duties) == 0 {
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
	line := strings.Join(slices.DeleteFunc([]string{r.Ticket().String(), r.Who(), v.Stage.Chinese()}, func(s string) bool { return s == "" }), " ")
	if v.Stage == models.Returned {
		return line + "：" + models.RemarkOf(r).Reason, nil
	}
	queue, err := t.Queue(ctx, r)
	if queue != "" {
		line += "。" + queue
	}
	return line, err
}

// Queue is how a child who waits stands in the line, "" for anyone else.
func (t *Turn) Queue(ctx context.Context, r models.Record) (string, error) {
	e, ok := r.(*models.Enrolment)
	if !ok || e.Stage != models.Applied && e.Stage != models.Eligible && e.Stage != models.Waiting {
		return "", nil
	}
	if asked, err := t.offerOf(ctx, *e); asked != "" || err != nil {
		return asked, err
	}
	queue, err := t.queue(ctx, *e)
	if e.ConsentID == 0 {
		queue += "还差监护人点同意。"
	}
	if e.BadgeAskedAt != 0 && e.BadgeWanted() && err == nil {
		badges, err2 := t.Store.BadgesOf(ctx, []int64{e.ID})
		if err = err2; len(badges) == 0 {
			queue += "还差一张工牌照片，在自己的页面里传。"
		}
	}
	return queue, err
}

// offerOf says whose answer a child's offered pairing waits for, "" where none is.
func (t *Turn) offerOf(ctx context.Context, e models.Enrolment) (string, error) {
	p, err := t.Store.OfferOf(ctx, e.ID)
	switch {
	case err != nil || p.ID == 0:
		return "", err
	case p.GuardianSaid == 0 && e.PersonID == t.By.Person:
		return fmt.Sprintf("找到一位老师了，等您回“同意 %s”或“换一位 %s”。", childTicket(p), childTicket(p)), nil
	case p.GuardianSaid == 0:
		return "找到一位老师了，等家长回一声。", nil
	}
	return "找到一位老师了，等老师回一声。", nil
}

// ownOffers are the children that a tutor was asked about and has not answered for.
func (t *Turn) ownOffers(ctx context.Context) (lines []string, err error) {
	open, err := t.Store.Offers(ctx, t.By.Person)
	for _, p := range open {
		if p.TutorID != t.By.Person {
			continue
		}
		e, err := t.Store.Learner(ctx, p.EnrolmentID)
		if err != nil {
			return nil, err
		}
		lines = append(lines, fmt.Sprintf("%s（%s）在等你回“同意 %s”或“换一位 %s”。", e.Child, grades(e), childTicket(p), childTicket(p)))
	}
	return lines, err
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
		for _, l := range own {
			if !slices.ContainsFunc(lessons, func(x models.Lesson) bool { return x.ID == l.ID }) { // siblings share theirs
				lessons = append(lessons, l)
			}
		}
	}
	for _, l := range lessons {
		e, err := t.Store.Learner(ctx, l.EnrolmentID)
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
	buttons, err := t.contests(ctx, tickets)
	return say.Reply{Text: strings.Join(lines, "\n"), Buttons: buttons}, err
}

// contests are the buttons for those of the lessons that the speaker may appeal
// about.
func (t *Turn) contests(ctx context.Context, tickets []string) (buttons []string, err error) {
	for _, s := range tickets {
		ticket, _ := models.ParseTicket(s)
		if ticket.Prefix != models.LessonPrefix {
			continue
		}
		l, err := t.Store.Lesson(ctx, ticket.ID)
		if models.KindOf(err) == models.NotFound && err != nil {
			continue
		} else if err != nil {
			return nil, err
		}
		e, err := t.Store.Learner(ctx, l.EnrolmentID)
		if err != nil {
			return nil, err
		}
		log, err := t.Store.LastReport(ctx, l.ID)
		if err != nil {
			return nil, err
		}
		guardian := e.PersonID == t.By.Person
		if (guardian || log.TutorID == t.By.Person) && log.Contestable(guardian) {
			buttons = append(buttons, contest(ticket))
		}
	}
	return buttons, nil
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
	if ticket.Prefix == models.ErasurePrefix {
		e, err := t.Store.Erasure(ctx, t.By.Person, ticket.ID)
		if err != nil || e.ID == 0 {
			return "没有找到" + ticket.String() + "，请核对编号。凭证只有本人能查。", err
		}
		return Receipt(e, t.Store), nil
	}
	if ticket.Prefix == models.CalloutPrefix {
		return t.calloutStatus(ctx, ticket)
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
		return t.fullStatus(ctx, r, org)
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
	e, err := t.Store.Learner(ctx, l.EnrolmentID)
	if err != nil {
		return "", err
	}
	org, err := t.Store.Org(ctx, l.OrgID)
	if err != nil {
		return "", err
	}
	if t.By.Person != l.TutorID && t.By.Person != e.PersonID && !t.By.Holds(models.Coordinator, org) {
		return "", models.Refuse(models.Forbidden, "%s不是您的课，看不了。", ticket)
	}
	state := "还没报课时"
	log, err := t.Store.StandingReport(ctx, l.ID)
	if err != nil {
		return "", err
	}
	last, err := t.Store.LastReport(ctx, l.ID)
	switch {
	case err != nil:
		return "", err
	case l.Dropped:
		state = "没上"
	case unsettled(last) != "":
		state = unsettled(last)
	case log.ID != 0:
		state = fmt.Sprintf("已报%s课时", log.Periods)
	}
	return fmt.Sprintf("%s %s %s，%s", ticket, say.Day(l.Day, calendar.DayOf(t.By.Now)), l.Start, state), nil
}

// fullStatus adds since when a record stands as it does, whose turn it is and what
// the speaker may do: 托123 朵朵 上课中（4月8日起）. 轮到：….
func (t *Turn) fullStatus(ctx context.Context, r models.Record, org models.Org) (string, error) {
	line, err := t.statusLine(ctx, r)
	if err != nil {
		return "", err
	}
	v := models.ReviewOf(r)
	if e, ok := r.(*models.Enrolment); ok && e.PausedUntil != "" {
		line += "，到" + say.Date(e.PausedUntil)
	}
	if v.StageAt != 0 {
		line += fmt.Sprintf("\n%s起", say.Day(calendar.DayOf(time.UnixMilli(v.StageAt).In(t.Store.Zone)), calendar.DayOf(t.By.Now)))
	}
	who, err := t.deciders(ctx, r, org)
	if err != nil {
		return "", err
	}
	turn := map[models.Stage]string{models.Applied: who + "审核", models.Returned: "本人补充", models.Eligible: "监护人点同意", models.Waiting: "小青找老师",
		models.Paired: "老师上第一节课", models.Trial: "家长说说第一节课怎么样", models.Running: "老师上课、报课时", models.Paused: "家长说恢复"}[v.Stage]
	if e, ok := r.(*models.Enrolment); ok && v.Stage == models.Waiting {
		if p, err := t.Store.OfferOf(ctx, e.ID); err != nil {
			return "", err
		} else if p.ID != 0 {
			turn = map[bool]string{true: "家长回一声", false: "老师回一声"}[p.GuardianSaid == 0]
		}
	}
	if turn == "" {
		return line, nil
	}
	line += "\n轮到：" + turn
	side := models.Deciding
	if v.PersonID == t.By.Person {
		side = models.Owner
	}
	if verbs := verbsOf(v.Stage, side); len(verbs) > 0 {
		line += "。" + map[models.Side]string{models.Owner: "您", models.Deciding: "您这边"}[side] + "可以：" + say.List(verbs)
	}
	return line, nil
}

// deciders are who can decide on a record: its unit, and the workplace that can
// confirm its own staff.
func (t *Turn) deciders(ctx context.Context, r models.Record, org models.Org) (string, error) {
	e, ok := r.(*models.Enrolment)
	if !ok || e.PartnerID == 0 {
		return org.Name, nil
	}
	unit, err := t.Store.Org(ctx, e.PartnerID)
	return unit.Name + "或" + org.Name, err
}

// verbsOf are the words for what a side may do next, as models.Move says.
func verbsOf(stage models.Stage, side models.Side) (verbs []string) {
	for _, x := range [][2]string{{"approve", "通过"}, {"return", "退回"}, {"reject", "拒绝"}, {"correct", "改资料"}, {"consent", "点同意"}, {"withdraw", "取消"}, {"pause", "暂停"}, {"resume", "恢复"}, {"repair", "换一位老师"}, {"end", "结束"}, {"revoke", "撤回同意"}} {
		if stage.May(side, x[0]) {
			verbs = append(verbs, x[1])
		}
	}
	return verbs
}
