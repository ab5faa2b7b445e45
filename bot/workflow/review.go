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

// coordinators are who reviews.
var coordinators = []models.Role{models.Coordinator}

// Review (待审核): a coordinator asks what waits; 全部通过 then means this list.
var Review = Workflow{
	Intent: "review", Words: "看谁在等审核，比如“待审核”", For: coordinators, Direct: true,
	Form: form.Form{Name: "review", Title: "待审核"},
	Save: listQueue,
}

// Approve (通过), Return (退回) and Reject (拒绝) decide on tickets: one, several,
// a range, or all of the last list.
var (
	Approve = Workflow{
		Intent: "approve", Words: "通过报名，比如“通过 志678-690”", For: coordinators, Direct: true,
		Form:    form.Form{Name: "approve", Title: "通过", Fields: []form.Field{tickets}},
		Prepare: prepareTickets, Save: saveApprove, Undo: undoDecision,
	}
	Return = Workflow{
		Intent: "return", Words: "退回补一项，比如“退回 志681 电话不通”", For: coordinators, Direct: true,
		Form: form.Form{Name: "return", Title: "退回", Fields: []form.Field{tickets,
			{Name: "reason", Label: "原因", Ask: "退回的原因是什么？对方会看到，比如“电话不通”。", Kind: form.Text{Max: 100}}}},
		Prepare: prepareTickets, Save: saveReturn, Undo: undoDecision,
	}
	Reject = Workflow{
		Intent: "reject", Words: "不通过，比如“拒绝 志681 重复报名”", For: coordinators, Direct: true,
		Form: form.Form{Name: "reject", Title: "拒绝", Fields: []form.Field{tickets,
			{Name: "reason", Label: "原因", Ask: "不通过的原因是什么？对方会看到。", Kind: form.Text{Max: 100}}}},
		Prepare: prepareTickets, Save: saveReject, Undo: undoDecision,
	}
)

var tickets = form.Field{Name: "tickets", Label: "编号", Ask: "是哪个编号？比如“志678”，几个就用顿号隔开。", Kind: form.Text{Max: 4000}}

// prepareTickets reads 全部 as the last list.
func prepareTickets(_ context.Context, t *Turn) (Start, error) {
	a := t.said()
	f := t.Reading.Fields
	if f.All && len(f.Tickets) == 0 {
		if len(t.Listed) == 0 {
			return Start{}, models.Refuse(models.Invalid, "“全部”是指刚看过的那份名单。先回“待审核”看一眼，再说“全部通过”。")
		}
		a = a.Set("tickets", say.List(t.Listed))
	}
	return Start{Answers: a}, nil
}

// queueShown is how many waiting records one message lists.
const queueShown = 20

// shiftsListed is how many shifts 全部通过 takes at once.
const shiftsListed = 200

func listQueue(ctx context.Context, t *Turn, _ form.Answers) (say.Reply, error) {
	orgs := t.By.Orgs(models.Coordinator)
	var lines []string
	total := 0
	for _, prefix := range []string{models.SignupPrefix, models.EnrolmentPrefix} {
		records, err := t.Store.Queue(ctx, prefix, orgs, 500)
		if err != nil {
			return say.Reply{}, err
		}
		total += len(records)
		for i, r := range records {
			t.Lists = append(t.Lists, r.Ticket().String())
			if i < queueShown {
				lines = append(lines, t.queueLine(ctx, r))
			}
		}
	}
	held, err := t.Store.HeldReports(ctx, orgs, queueShown)
	if err != nil {
		return say.Reply{}, err
	}
	for _, log := range held {
		total++
		ticket := models.Ticket{Prefix: models.LessonPrefix, ID: log.LessonID}
		t.Lists = append(t.Lists, ticket.String())
		lines = append(lines, fmt.Sprintf("%s %s %s–%s %s", ticket, say.Date(log.Day), log.Start, log.Start+calendar.Clock(log.Minutes), whyHeld(log)))
	}
	certificates, err := t.Store.UnsealedCertificates(ctx, orgs, queueShown)
	if err != nil {
		return say.Reply{}, err
	}
	for _, c := range certificates {
		total++
		t.Lists = append(t.Lists, c.Ticket().String())
		lines = append(lines, t.certificateLine(c))
	}
	waiting, err := t.Store.ShiftsWaiting(ctx, orgs, shiftsListed)
	if err != nil {
		return say.Reply{}, err
	}
	for i, sh := range waiting {
		total++
		t.Lists = append(t.Lists, sh.Ticket().String())
		if i >= queueShown {
			continue
		}
		line, err := t.shiftLine(ctx, sh)
		if err != nil {
			return say.Reply{}, err
		}
		lines = append(lines, line)
	}
	staff, ours, err := t.staffLines(ctx)
	if err != nil {
		return say.Reply{}, err
	}
	total += len(staff)
	t.Lists, lines = append(t.Lists, ours...), append(lines, staff[:min(len(staff), queueShown)]...)
	idle, err := t.Store.Untaught(ctx, orgs, t.By.Now)
	if err != nil {
		return say.Reply{}, err
	}
	watch := ""
	if len(idle) > 0 {
		watch = fmt.Sprintf("\n另外有%d个孩子一周没上课，回“关注”看名单。", len(idle))
	}
	appeals, err := t.appealLines(ctx)
	if err != nil {
		return say.Reply{}, err
	}
	if total == 0 && len(appeals) > 0 {
		return t.listAppeals(ctx)
	}
	if total == 0 {
		return say.Text("现在没有等审核的。有新的我会告诉您。%s", watch), nil
	}
	r := say.Text("有%d个等审核：\n%s", total, strings.Join(lines, "\n"))
	if len(lines) < total {
		r.Text += fmt.Sprintf("\n……还有%d个，点下面的页面看全。", total-len(lines))
	}
	r.Text += watch
	if len(appeals) > 0 {
		r.Text += "\n待申诉：\n" + strings.Join(appeals, "\n")
	}
	r.Hint = "说“全部通过”，或“通过 志678-690”“退回 志681 电话不通”“转 志678 到 四平路街道”。"
	if len(ours) > 0 {
		r.Hint = fmt.Sprintf("是本单位的，说“全部通过”或“确认 %s”；不是的，说“不是本单位 %s”；说不准，说“要工牌 %s”。", ours[0], ours[0], ours[0])
	}
	r.Buttons = []string{"全部通过"}
	r.Links = []say.Link{{Label: "在手机上勾选", URL: t.consoleLink()}}
	return r, nil
}

// whyHeld is what a coordinator has to look at in a report.
func whyHeld(log models.TutoringLog) string {
	if log.Heard == models.HeardOtherwise {
		return "家长有异议"
	}
	return log.Why
}

func (t *Turn) queueLine(ctx context.Context, r models.Record) string {
	v := models.ReviewOf(r)
	line := r.Ticket().String() + " " + r.Who()
	switch x := r.(type) {
	case *models.Signup:
		if x.Age > 0 {
			line += fmt.Sprintf(" %d岁", x.Age)
		}
		if x.Minor() && x.ConsentID == 0 {
			line += " 等监护人同意"
		}
		if vouch, err := t.Store.VouchOf(ctx, x); err == nil && x.Programme == "tutor" {
			line += "（" + VouchLine(vouch) + "）"
		}
	case *models.Enrolment:
		line += " " + say.Grade(x.Grade)
		if x.Unit != "" {
			line += " " + x.Unit
		}
		if x.ConsentID == 0 {
			line += " 等监护人同意"
		}
		line += t.unitWords(ctx, x)
	}
	if doubles, err := t.Store.Doubles(ctx, r); err == nil && len(doubles) > 0 {
		line += "（可能和" + say.List(doubles) + "重复）"
	}
	return line + " 等了" + say.Waited(t.By.Now.Sub(time.UnixMilli(v.WaitingSince)))
}

func (t *Turn) consoleLink() string {
	return t.Links.Personal(Link{To: ToConsole, Person: t.By.Person, Expires: t.By.Now.Add(30 * time.Minute)})
}

func saveApprove(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	return t.decide(ctx, a, "通过了", func(ctx context.Context, ticket models.Ticket) (models.Record, say.Reply, error) {
		if ticket.Prefix == models.CertificatePrefix {
			return nil, say.Reply{}, t.issue(ctx, ticket)
		}
		if ticket.Prefix == models.ShiftPrefix {
			return nil, say.Reply{}, t.approveShift(ctx, ticket, 0)
		}
		if ticket.Prefix == models.LessonPrefix {
			log, err := t.Store.ApproveReport(ctx, t.By, ticket)
			if err != nil {
				return nil, say.Reply{}, err
			}
			return nil, say.Reply{}, t.tell(ctx, log.TutorID, "review", fmt.Sprintf("held:%d", log.ID), say.Text("%s的课时通过了：%s课时。", ticket, log.Periods))
		}
		r, err := t.Store.Approve(ctx, t.By, ticket)
		if err != nil {
			return nil, say.Reply{}, err
		}
		if g, ok := r.(*models.Signup); ok && g.Programme == "tutor" {
			if err := t.enlist(ctx, g); err != nil {
				return nil, say.Reply{}, err
			}
		}
		words, err := t.approved(ctx, r)
		return r, words, err
	})
}

func (t *Turn) approved(ctx context.Context, r models.Record) (say.Reply, error) {
	switch x := r.(type) {
	case *models.Enrolment:
		place, waits, err := t.place(ctx, *x)
		if err == nil && !waits {
			place, err = t.line(ctx, *x)
			place = "正在给孩子找老师。" + place
		}
		words := say.Text("%s审核通过了，%s", x.Ticket(), place)
		if x.ConsentID == 0 {
			words.Text += "\n还差监护人点一下同意，点了才能安排。"
		}
		if x.ConsentID == 0 && t.Links.Vault != nil { // the operator's import knows no address
			words.Links = []say.Link{{Label: "请监护人点这里", URL: t.Links.Personal(Link{To: ToConsent, ID: x.ID, Expires: t.By.Now.AddDate(0, 1, 0)})}}
		}
		return words, err
	case *models.Signup:
		org, err := t.Store.Org(ctx, x.OrgID)
		if x.Programme == "tutor" {
			return say.Text("好消息，你的%s（%s）通过了。结好对就告诉你是哪个孩子、几点上课。", x.Title(), x.Ticket()), err
		}
		return say.Text("好消息，您的%s（%s）通过了。上岗的时间和地点，%s会提前通知您。", x.Title(), x.Ticket(), org.Name), err
	}
	return say.Reply{}, nil
}

func saveReturn(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	remark := models.Remark{Reason: a.Get("reason"), Field: fieldOf(a.Get("reason"))}
	return t.decide(ctx, a, "退回了", func(ctx context.Context, ticket models.Ticket) (models.Record, say.Reply, error) {
		if unit, err := t.unitOnly(ctx, ticket); err != nil || unit {
			if err != nil {
				return nil, say.Reply{}, err
			}
			return t.disown(ctx, ticket, remark.Reason)
		}
		if ticket.Prefix == models.CertificatePrefix {
			return nil, say.Reply{}, t.sendBack(ctx, ticket, models.Returned, remark.Reason)
		}
		r, err := t.Store.Return(ctx, t.By, ticket, remark)
		if err != nil {
			return nil, say.Reply{}, err
		}
		v := models.ReviewOf(r)
		t.Fixes = append(t.Fixes, Fix{v.PersonID, ticket, remark.Field})
		to := ToSignup
		if ticket.Prefix == models.EnrolmentPrefix {
			to = ToEnrolment
		}
		words := say.Text("%s要补一下：%s。补好就接着审，排的位置不变。", ticket, strings.TrimRight(remark.Reason, "。"))
		if ask := askAgain(ticket, remark.Field); ask != "" {
			words.Text += "\n" + ask
		}
		words.Links = []say.Link{{Label: "点这里改", URL: t.Links.Personal(Link{To: to, ID: ticket.ID, Person: v.PersonID, Expires: t.By.Now.AddDate(0, 1, 0)})}}
		return r, words, nil
	})
}

// askAgain is the question of the one field to mend.
func askAgain(ticket models.Ticket, field string) string {
	w := Signup
	if ticket.Prefix == models.EnrolmentPrefix {
		w = Enrol
	}
	f, ok := w.Form.Field(field)
	if !ok {
		return ""
	}
	return "把正确的" + f.Label + "直接发给我就行。"
}

// fieldOf is the one field that a reason is about, "" when it names none.
func fieldOf(reason string) string {
	for _, x := range []struct{ field, words string }{
		{"phone", "电话 手机 号码 打不通 空号"}, {"org", "街道 社区 地址 住址 小区"}, {"grade", "年级"}, {"age", "年龄 岁"},
		{"unit", "单位 工作证明"}, {"slots", "时间 时段"}, {"subjects", "科目"}, {"child", "称呼 小名 孩子的名字"}, {"name", "姓名 名字"},
	} {
		for _, word := range strings.Fields(x.words) {
			if strings.Contains(reason, word) {
				return x.field
			}
		}
	}
	return ""
}

func saveReject(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	reason := strings.TrimRight(a.Get("reason"), "。")
	r, err := t.decide(ctx, a, "拒绝了", func(ctx context.Context, ticket models.Ticket) (models.Record, say.Reply, error) {
		if unit, err := t.unitOnly(ctx, ticket); err != nil || unit {
			if err != nil {
				return nil, say.Reply{}, err
			}
			return t.disown(ctx, ticket, reason)
		}
		if ticket.Prefix == models.CertificatePrefix {
			return nil, say.Reply{}, t.sendBack(ctx, ticket, models.Rejected, reason)
		}
		if ticket.Prefix == models.ShiftPrefix {
			return nil, say.Reply{}, t.rejectShift(ctx, ticket, reason)
		}
		if ticket.Prefix == models.LessonPrefix {
			log, err := t.Store.RejectReport(ctx, t.By, ticket, reason)
			if err != nil {
				return nil, say.Reply{}, err
			}
			words := say.Text("%s的课时没有通过：%s。时间报错了就再报一次；觉得不对，点下面申诉，由上一级来看。", ticket, reason)
			words.Buttons = []string{contest(ticket)}
			return nil, say.Reply{}, t.tell(ctx, log.TutorID, "review", fmt.Sprintf("held:%d", log.ID), words)
		}
		r, err := t.Store.Reject(ctx, t.By, ticket, models.Remark{Reason: reason})
		if err != nil {
			return nil, say.Reply{}, err
		}
		return r, say.Text("%s这次没有通过：%s。有疑问可以直接问我，或者重新报名。", ticket, reason), nil
	})
	if err != nil {
		return r, err
	}
	return r, t.tellSeated(ctx)
}
