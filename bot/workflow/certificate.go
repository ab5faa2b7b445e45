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

// Certify (开证明): a tutor or volunteer asks their unit for a 志愿服务证明. The
// figures are shown first; the unit's coordinator issues it.
var Certify = Workflow{
	Intent: "certificate", Words: "开志愿服务证明，比如“开证明”“开4月的志愿服务证明”", For: []models.Role{models.Tutor, models.Volunteer}, Direct: true,
	Form: form.Form{Name: "certificate", Title: "志愿服务证明", Fields: []form.Field{
		{Name: "org", Label: "签发单位", Ask: "由哪个单位盖章？", Kind: form.OneOf{}},
		{Name: "from", Kind: form.Date{Past: true}, Hidden: true},
		{Name: "to", Kind: form.Date{Past: true}, Hidden: true},
		{Name: "sure", Label: "确认", Ask: "对的话就交给单位盖章。", Tap: true,
			Kind: form.OneOf{Options: []form.Option{{Value: "yes", Label: "交去盖章"}, {Value: "no", Label: "先不开"}}}},
	}},
	Prepare: prepareCertificate,
	Save:    saveCertificate,
	Undo:    undoCertificate,
}

// CertificateProject is what lessons are certified as, DutyProject what shifts are.
const (
	CertificateProject = "爱心云托班"
	DutyProject        = "社区志愿服务"
)

// Projects is what a certificate of lessons, of shifts or of both is about.
func Projects(lessons, shifts bool) string {
	switch {
	case lessons && shifts:
		return CertificateProject + "、" + DutyProject
	case shifts:
		return DutyProject
	}
	return CertificateProject
}

// prepareCertificate takes the days that were said, or all in which the speaker
// gave anything, and shows what they come to.
func prepareCertificate(ctx context.Context, t *Turn) (Start, error) {
	f := t.Reading.Fields
	today := calendar.DayOf(t.By.Now)
	from, to := f.From, min(orDay(f.To, today), today)
	v, err := t.Store.Service(ctx, t.By.Person, from, to)
	if err != nil {
		return Start{}, err
	}
	if v.Turns == 0 {
		return Start{}, models.Refuse(models.NotFound, "%s还没有算数的课时或上岗时长，开不了证明。%s", span(from, to, today), held(v.Held, "课时报好、时长核好，再来开。"))
	}
	if from == "" {
		from, to = v.First, v.Last
	}
	p, err := t.Store.Person(ctx, t.By.Person)
	if err != nil {
		return Start{}, err
	}
	s := Start{Options: map[string][]form.Option{}, Answers: form.Answers{}.Set("from", string(from)).Set("to", string(to))}
	orgs, err := t.serves(ctx)
	if err != nil {
		return Start{}, err
	}
	for _, o := range orgs {
		s.Options["org"] = append(s.Options["org"], form.Option{Value: rowOption(o.ID), Label: o.Name})
	}
	lines := []string{"你看看对不对：", "姓名：" + p.Name, "项目：" + Projects(v.Lessons > 0, v.Turns > v.Lessons), "时间：" + Span(from, to), "时长：" + Figures(v.Minutes, v.Periods, v.Turns)}
	if len(orgs) == 1 {
		s.Answers = s.Answers.Set("org", rowOption(orgs[0].ID))
		lines = append(lines, "签发单位："+orgs[0].Name)
	}
	if v.Held > 0 {
		lines = append(lines, held(v.Held, ""))
	}
	s.Lead = strings.Join(append(lines, "只要其中一段，就说“开4月的志愿服务证明”。"), "\n")
	return s, nil
}

// serves are the units in which the speaker tutors, with their university where it is
// a Partner, or, when they tutor in none, volunteers.
func (t *Turn) serves(ctx context.Context) ([]models.Org, error) {
	if orgs := t.By.Orgs(models.Tutor); len(orgs) > 0 {
		schools, err := t.Store.PartnersOfTutor(ctx, t.By.Person)
		return append(orgs, schools...), err
	}
	return t.By.Orgs(models.Volunteer), nil
}

func orDay(d, other calendar.Day) calendar.Day {
	if d == "" {
		return other
	}
	return d
}

// span is what is said of days without anything in them.
func span(from, to, today calendar.Day) string {
	if from == "" && to == today {
		return "你这里"
	}
	return Span(orDay(from, to), to)
}

func held(n int, otherwise string) string {
	if n == 0 {
		return otherwise
	}
	return fmt.Sprintf("还有%d次等协调员看过才算数，没算进去。", n)
}

// Span is 2022年3月1日–2022年4月30日.
func Span(from, to calendar.Day) string {
	day := func(d calendar.Day) string {
		y, m, n := d.Date()
		return fmt.Sprintf("%d年%d月%d日", y, m, n)
	}
	if from == to {
		return day(from)
	}
	return day(from) + "–" + day(to)
}

// Figures are what someone gave, each with its unit: 31小时40分钟，40.5课时，26人次;
// without 课时 where there are none.
func Figures(minutes int, periods calendar.Periods, turns int) string {
	if periods == 0 {
		return fmt.Sprintf("%s，%d人次", say.Minutes(minutes), turns)
	}
	return fmt.Sprintf("%s，%s课时，%d人次", say.Minutes(minutes), periods, turns)
}

func saveCertificate(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	if a.Get("sure") != "yes" {
		return say.Text("好的，先不开。什么时候要，再说一声“开证明”。"), nil
	}
	org, err := t.anyOrg(ctx, a.Get("org"))
	if err != nil {
		return say.Reply{}, err
	}
	c, fresh, err := t.Store.AskCertificate(ctx, t.By, models.Asked{Org: org, From: calendar.Day(a.Get("from")), To: calendar.Day(a.Get("to"))})
	if err != nil {
		return say.Reply{}, err
	}
	links := []say.Link{t.certificateLink(c)}
	switch {
	case c.Stage == models.Issued:
		return say.Reply{Text: fmt.Sprintf("这段时间的证明已经开过了，是%s，编号%s。数字不对的话，请%s作废以后再开。", c.Ticket(), c.Serial(), org.Name), Links: links}, nil
	case !fresh:
		return say.Reply{Text: fmt.Sprintf("%s已经交给%s了，还在等盖章。", c.Ticket(), org.Name), Links: links}, nil
	}
	t.Did.Tickets = []string{c.Ticket().String()}
	_, err = t.Store.TellHolders(ctx, models.Coordinator, org, t.By.Person, models.Notice{Key: fmt.Sprintf("certificate:asked:%s:%d", c.Ticket(), c.Version), Kind: "review", Now: t.By.Now, Expires: t.By.Now.Add(48 * time.Hour),
		Body: say.Reply{Text: fmt.Sprintf("%s请%s开志愿服务证明（%s）：%s，%s。", c.Name, org.Name, c.Ticket(), Span(c.FirstDay, c.LastDay), Figures(c.Minutes, c.Periods, c.Turns)),
			Hint: fmt.Sprintf("回“通过 %s”就签发，不对就“退回 %s 原因”。", c.Ticket(), c.Ticket())}})
	return say.Reply{Text: fmt.Sprintf("好的，%s交给%s了，签发了马上告诉你。", c.Ticket(), org.Name), Links: links}, err
}

// undoCertificate takes back what was just asked for.
func undoCertificate(ctx context.Context, t *Turn, last Saved) (say.Reply, error) {
	ticket, _ := models.ParseTicket(last.Tickets[0])
	if err := t.Store.CancelCertificate(ctx, t.By, ticket.ID); err != nil {
		return say.Reply{}, err
	}
	return say.Text("%s撤销了，没有交上去。", ticket), nil
}

// certificateLink is the person's own page of a certificate.
func (t *Turn) certificateLink(c models.Certificate) say.Link {
	return say.Link{Label: "看证明", URL: t.Links.Personal(Link{To: ToCertificate, ID: c.ID, Person: c.PersonID, Expires: t.By.Now.AddDate(1, 0, 0)})}
}
