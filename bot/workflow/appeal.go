package workflow

import (
	"context"
	"fmt"
	"strings"
	"time"

	"xiaoqing/bot/form"
	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// Appeal (申诉): a tutor or guardian asks the level above to look again at what
// became of a lesson's report. One tap is enough; words can follow.
var Appeal = Workflow{
	Intent: "appeal", Words: "课时判得不对，说“申诉 课9”", Direct: true,
	Form: form.Form{Name: "appeal", Title: "申诉", Fields: []form.Field{
		{Name: "lesson", Label: "课", Ask: "要申诉哪一节？", Kind: form.OneOf{}},
		{Name: "words", Kind: form.Text{Max: 1000}, Hidden: true, Optional: true},
	}},
	Prepare: prepareAppeal,
	Save:    saveAppeal,
}

// contest is the button that begins one.
func contest(ticket models.Ticket) string { return "申诉 " + ticket.String() }

func prepareAppeal(ctx context.Context, t *Turn) (s Start, err error) {
	f := t.Reading.Fields
	if f.Reason != "" {
		s.Answers = s.Answers.Set("words", f.Reason)
	}
	s.Options = map[string][]form.Option{}
	if len(f.Tickets) > 0 {
		ticket, _ := models.ParseTicket(f.Tickets[0])
		if ticket.Prefix != models.LessonPrefix {
			return s, models.Refuse(models.Invalid, "申诉要写课的编号，比如“申诉 课9”。")
		}
		s.Answers = s.Answers.Set("lesson", ticket.String())
		s.Options["lesson"] = []form.Option{{Value: ticket.String(), Label: ticket.String()}}
		return s, nil
	}
	logs, err := t.Store.TutorReports(ctx, t.By.Person)
	for _, log := range logs {
		if log.Contestable(false) && len(s.Options["lesson"]) < 9 {
			ticket := models.Ticket{Prefix: models.LessonPrefix, ID: log.LessonID}.String()
			s.Options["lesson"] = append(s.Options["lesson"], form.Option{Value: ticket, Label: ticket + " " + say.ShortDate(log.Day) + " " + unsettled(log)})
		}
	}
	if err == nil && len(s.Options["lesson"]) == 0 {
		err = models.Refuse(models.NotFound, "没有被扣下、退回或者有异议的课。要是别的课不对，写上编号，比如“申诉 课9”。")
	}
	return s, err
}

func saveAppeal(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	ticket, _ := models.ParseTicket(a.Get("lesson"))
	l, err := t.Store.Lesson(ctx, ticket.ID)
	if err != nil {
		return say.Reply{}, err
	}
	x, added, err := t.Store.Appeal(ctx, t.By, l, a.Get("words"))
	if err != nil {
		return say.Reply{}, err
	}
	org, err := t.Store.Org(ctx, x.OrgID)
	if err != nil {
		return say.Reply{}, err
	}
	role := org.Name + "协调员"
	hint := fmt.Sprintf("想补充理由，就说“申诉 %s 那天网断了十分钟”。", ticket)
	if added {
		return say.Reply{Text: fmt.Sprintf("补上了。%s的申诉由%s在%s前答复。", ticket, role, say.ShortDate(x.DueOn)), Hint: hint}, nil
	}
	people, err := t.Store.AppealHolders(ctx, x)
	if err != nil {
		return say.Reply{}, err
	}
	if len(people) == 0 {
		return say.Reply{Text: fmt.Sprintf("%s的申诉收到了。%s现在没有别的协调员能看，%s", ticket, org.Name, orHotline(t.Hotline)), Hint: hint}, nil
	}
	return say.Reply{Text: fmt.Sprintf("%s的申诉收到了，由%s在%s前答复。", ticket, role, say.ShortDate(x.DueOn)), Hint: hint}, t.tellAnswerers(ctx, x, people, "new")
}

func orHotline(hotline string) string {
	if hotline == "" {
		return "有人了马上请他看。"
	}
	return "着急就打" + hotline + "。"
}

// tellAnswerers tells those who are to answer an appeal; what says why now.
func (t *Turn) tellAnswerers(ctx context.Context, x models.Appeal, people []int64, what string) error {
	return callAnswerers(ctx, t.Store, x, people, what, t.By.Now)
}

func callAnswerers(ctx context.Context, s *models.Store, x models.Appeal, people []int64, what string, now time.Time) error {
	ticket := x.Lesson()
	for _, p := range people {
		n := models.Notice{Key: fmt.Sprintf("appeal:%d:%s:%d", x.ID, what, p), Kind: "review", Now: now,
			Body: say.Reply{Text: fmt.Sprintf("%s有人申诉，请您在%s前答复。", ticket, say.ShortDate(x.DueOn)), Hint: "回“待申诉”看理由，再回“申诉通过 " + ticket.String() + " 理由”或“申诉不通过 " + ticket.String() + " 理由”。", Buttons: []string{"待申诉"}}}
		if err := s.Tell(ctx, p, n); err != nil {
			return err
		}
	}
	return nil
}

// Answer (待申诉, 申诉通过, 申诉不通过): a coordinator of the level above looks at what
// is appealed against, and answers.
var Answer = Workflow{
	Intent: "appeal_answer", Words: "答复申诉，说“待申诉”", For: coordinators, Direct: true,
	Form: form.Form{Name: "appeal_answer", Title: "答复申诉", Fields: []form.Field{
		{Name: "ticket", Hidden: true, Kind: form.Text{Max: 20}, Optional: true},
		{Name: "reason", Label: "理由", Ask: "理由是什么？两边都会看到，比如“核对了上课记录”。", Kind: form.Text{Max: 300}, When: named},
	}},
	Prepare: prepareAnswer,
	Save:    saveAnswer,
}

// named says that one appeal was named; else the list is meant.
func named(a form.Answers) bool { return a.Get("ticket") != "" }

// The two answers, as Fields.Topic has them.
const (
	upheld    = "upheld"
	dismissed = "dismissed"
)

func prepareAnswer(_ context.Context, t *Turn) (s Start, err error) {
	f := t.Reading.Fields
	if len(f.Tickets) == 0 || f.Topic != upheld && f.Topic != dismissed {
		return s, nil
	}
	s.Answers = s.Answers.Set("ticket", f.Topic+" "+f.Tickets[0])
	if f.Reason != "" {
		s.Answers = s.Answers.Set("reason", f.Reason)
	}
	return s, nil
}

func saveAnswer(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	if !named(a) {
		return t.listAppeals(ctx)
	}
	topic, number, _ := strings.Cut(a.Get("ticket"), " ")
	ticket, ok := models.ParseTicket(number)
	if !ok || ticket.Prefix != models.LessonPrefix {
		return say.Reply{}, models.Refuse(models.Invalid, "请写课的编号，比如“申诉通过 课9 核对了记录”。")
	}
	reason := strings.TrimRight(a.Get("reason"), "。")
	x, log, err := t.Store.AnswerAppeal(ctx, t.By, ticket, topic == upheld, reason)
	if err != nil {
		return say.Reply{}, err
	}
	if err := t.tellAnswer(ctx, x, log); err != nil {
		return say.Reply{}, err
	}
	t.Did.Tickets = []string{ticket.String()}
	return say.Text("%s的申诉%s：%s。两边都告诉了。", ticket, verdictOf(x), reason), nil
}

func verdictOf(x models.Appeal) string {
	return map[string]string{models.AppealUpheld: "通过了", models.AppealDismissed: "没有通过"}[x.Stage]
}

// tellAnswer tells both sides and whoever decided before who answered, when, and
// what the lesson comes to.
func (t *Turn) tellAnswer(ctx context.Context, x models.Appeal, log models.TutoringLog) error {
	org, err := t.Store.Org(ctx, x.AnsweredIn)
	if err != nil {
		return err
	}
	l, err := t.Store.Lesson(ctx, x.LessonID)
	if err != nil {
		return err
	}
	e, err := t.Store.Enrolment(ctx, l.EnrolmentID)
	if err != nil {
		return err
	}
	now := "现在不算课时。"
	if log.Standing {
		now = fmt.Sprintf("现在算%s课时。", log.Periods)
	}
	result := fmt.Sprintf("由%s协调员%s答复：%s。%s", org.Name, say.ShortDate(calendar.DayOf(t.By.Now)), x.Answer, now)
	ticket := x.Lesson()
	told := map[int64]bool{t.By.Person: true, 0: true}
	for _, p := range []int64{x.PersonID, log.TutorID, e.PersonID, x.AgainstID} {
		if told[p] {
			continue
		}
		told[p] = true
		words := fmt.Sprintf("%s的课时复核过了，%s", ticket, result)
		if p == x.PersonID {
			words = fmt.Sprintf("%s的申诉%s，%s", ticket, verdictOf(x), result)
		}
		if err := t.tell(ctx, p, "review", fmt.Sprintf("appeal:%d:%s:%d", x.ID, x.Stage, p), say.Reply{Text: words}); err != nil {
			return err
		}
	}
	return nil
}

// appealLines are the open appeals that the speaker may answer, a line each.
func (t *Turn) appealLines(ctx context.Context) (lines []string, err error) {
	appeals, err := t.Store.Appeals(ctx, t.By, queueShown)
	if err != nil {
		return nil, err
	}
	for _, x := range appeals {
		line, err := AppealLine(ctx, t.Store, x)
		if err != nil {
			return nil, err
		}
		lines = append(lines, x.Lesson().String()+" "+line)
	}
	return lines, nil
}

// AppealLine is what whoever answers has to know, without names: 4月7日 19:00
// 45分钟，没有通过：没有记录；老师说：网断了。4月13日前答复.
func AppealLine(ctx context.Context, s *models.Store, x models.Appeal) (string, error) {
	log, err := s.LastReport(ctx, x.LessonID)
	if err != nil {
		return "", err
	}
	who := "家长"
	if x.PersonID == log.TutorID {
		who = "老师"
	}
	line := fmt.Sprintf("%s %s %s，%s；%s申诉", say.Date(log.Day), log.Start, say.Minutes(log.Minutes), unsettled(log), who)
	if x.Words != "" {
		line += "：" + strings.ReplaceAll(strings.TrimRight(x.Words, "。"), "\n", "；")
	}
	return line + "。" + say.ShortDate(x.DueOn) + "前答复", nil
}

func (t *Turn) listAppeals(ctx context.Context) (say.Reply, error) {
	lines, err := t.appealLines(ctx)
	if err != nil {
		return say.Reply{}, err
	}
	if len(lines) == 0 {
		return say.Text("现在没有等您答复的申诉。"), nil
	}
	number, _, _ := strings.Cut(lines[0], " ")
	return say.Reply{Text: fmt.Sprintf("有%d件申诉等答复：\n%s", len(lines), strings.Join(lines, "\n")), Hint: fmt.Sprintf("回“申诉通过 %s 理由”或“申诉不通过 %s 理由”，两边都会看到理由。", number, number),
		Links: []say.Link{{Label: "在手机上看", URL: t.consoleLink()}}}, nil
}

// Late goes after what was not answered by its day: worries, and appeals, which
// climb one level, once, and say so. It returns how many letters it wrote.
func Late(ctx context.Context, tx *models.Store, now time.Time) (letters int, err error) {
	if letters, err = LateWorries(ctx, tx, now); err != nil {
		return letters, err
	}
	late, err := tx.LateAppeals(ctx, calendar.DayOf(now))
	if err != nil {
		return letters, err
	}
	for _, x := range late {
		was := x.DueOn
		org, err := tx.Climb(ctx, &x, now)
		if err != nil {
			return letters, err
		}
		people, err := tx.AppealHolders(ctx, x)
		if err != nil {
			return letters, err
		}
		if err := callAnswerers(ctx, tx, x, people, "climbed", now); err != nil {
			return letters, err
		}
		words := say.Text("%s的申诉过了%s还没答复，已经转给%s协调员，%s前答复。", x.Lesson(), say.ShortDate(was), org.Name, say.ShortDate(x.DueOn))
		if err := tx.Tell(ctx, x.PersonID, models.Notice{Key: fmt.Sprintf("appeal:%d:late", x.ID), Kind: "review", Now: now, Body: words}); err != nil {
			return letters, err
		}
		letters += len(people) + 1
	}
	return letters, nil
}
