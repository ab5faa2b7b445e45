package handlers

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"xiaoqing/bot/parse"
	"xiaoqing/bot/say"
	"xiaoqing/bot/workflow"
	"xiaoqing/handlers/pages"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// reviewTabs are the lists that wait, by name.
var reviewTabs = []struct{ name, label, title, unit, prefix string }{
	{"signup", "志愿者", "志愿者报名", "人", models.SignupPrefix},
	{"enrol", "云托班", "云托班报名", "个孩子", models.EnrolmentPrefix},
	{"report", "课时", "课时", "条", models.LessonPrefix},
	{dutyTab, "上岗", "上岗时长", "次", models.ShiftPrefix},
	{"certificate", "证明", "志愿服务证明", "份", models.CertificatePrefix},
	{appealTab, "申诉", "申诉", "件", models.AppealPrefix},
	{pairTab, "结对", "结对建议", "对", ""},
	{idleTab, "关注", "一周没上课的孩子", "个孩子", ""},
}

// dutyTab is the list of shifts whose length waits to be approved, pairTab that of
// pairings that the last round proposed, appealTab that of the appeals that the
// coordinator is to answer, idleTab that of children who have a tutor and no lesson
// for a week.
const (
	dutyTab   = "duty"
	pairTab   = "pair"
	appealTab = "appeal"
	idleTab   = "idle"
)

// reviewShown is how many rows a page has.
const reviewShown = 60

// tabCount is how many wait in one tab.
func (h *Handlers) tabCount(c *gin.Context, by models.Actor, tab, prefix string) (int, error) {
	if tab == idleTab {
		idle, err := h.Store.Untaught(c.Request.Context(), by.Orgs(models.Coordinator), h.Clock.Now())
		return len(idle), err
	}
	if prefix == "" {
		found, err := h.Store.Proposals(c.Request.Context(), by.Orgs(models.Coordinator), 10_000)
		return len(found), err
	}
	if prefix == models.AppealPrefix {
		open, err := h.Store.Appeals(c.Request.Context(), by, 10_000)
		return len(open), err
	}
	n, err := h.Store.QueueLength(c.Request.Context(), prefix, by.Orgs(models.Coordinator))
	return int(n), err
}

// proposalRows are the pairings that a round proposed: who, why, and when.
func (h *Handlers) proposalRows(c *gin.Context, by models.Actor, limit int) (rows []pages.ReviewRow, err error) {
	ctx := c.Request.Context()
	found, err := h.Store.Proposals(ctx, by.Orgs(models.Coordinator), limit)
	if err != nil {
		return nil, err
	}
	for _, p := range found {
		e, err := h.Store.Learner(ctx, p.EnrolmentID)
		if err != nil {
			return nil, err
		}
		tutor, err := h.Store.Person(ctx, p.TutorID)
		if err != nil {
			return nil, err
		}
		profile, err := h.Store.TutorProfile(ctx, p.TutorID)
		if err != nil {
			return nil, err
		}
		row := pages.ReviewRow{ID: e.Ticket().String(), Ticket: e.Ticket().String(), Name: fmt.Sprintf("%s %s → %s", e.Child, say.Grade(e.Grade), tutor.Name),
			Small: joined(append(p.Why, slotsOf(p))), Waiting: fmt.Sprintf("%d分", p.Score)}
		if profile.CheckedOn == "" {
			row.Tags = append(row.Tags, pages.Tag{Label: "老师未查询"})
		}
		if e.PersonID == by.Person || p.TutorID == by.Person {
			row.Barred = "这是您自己的，请另一位协调员来定。"
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// idleRows are the children without a lesson for a week: to look at, and to decide
// on in the chat.
func (h *Handlers) idleRows(c *gin.Context, by models.Actor, limit int) (rows []pages.ReviewRow, err error) {
	idle, err := h.Store.Untaught(c.Request.Context(), by.Orgs(models.Coordinator), h.Clock.Now())
	if err != nil {
		return nil, err
	}
	for _, x := range idle[:min(len(idle), limit)] {
		line, err := workflow.IdleLine(c.Request.Context(), h.Store, x, h.Clock.Now())
		if err != nil {
			return nil, err
		}
		t := x.Ticket().String()
		rows = append(rows, pages.ReviewRow{ID: t, Ticket: t, Name: x.Child + " " + say.Grade(x.Grade), Small: line})
	}
	return rows, nil
}

func slotsOf(p models.Pairing) string {
	if p.Slot == nil {
		return ""
	}
	return "每" + say.Slots([]calendar.Slot{*p.Slot})
}

// reviewRows are what waits in one tab.
func (h *Handlers) reviewRows(c *gin.Context, by models.Actor, tab string, limit int) (rows []pages.ReviewRow, err error) {
	ctx, orgs := c.Request.Context(), by.Orgs(models.Coordinator)
	if tab == pairTab {
		return h.proposalRows(c, by, limit)
	}
	if tab == idleTab {
		return h.idleRows(c, by, limit)
	}
	if tab == "report" {
		logs, err := h.Store.HeldReports(ctx, orgs, limit)
		for _, l := range logs {
			t := models.Ticket{Prefix: models.LessonPrefix, ID: l.LessonID}.String()
			end := l.Start + calendar.Clock(l.Minutes)
			rows = append(rows, pages.ReviewRow{ID: t, Ticket: t, Name: fmt.Sprintf("%s %s–%s", say.Date(l.Day), l.Start, end), Small: joined([]string{l.Why, l.Note}), Waiting: h.waited(l.MadeAt)})
		}
		return rows, err
	}
	if tab == dutyTab {
		return h.shiftRows(ctx, by, limit)
	}
	if tab == "certificate" {
		return h.certificateRows(ctx, by, limit)
	}
	if tab == appealTab {
		return h.appealRows(c, by, limit)
	}
	prefix := models.SignupPrefix
	if tab == "enrol" {
		prefix = models.EnrolmentPrefix
	}
	records, err := h.Store.Queue(ctx, prefix, orgs, limit)
	for _, r := range records {
		row, err := h.reviewRow(c, by, r)
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, err
}

func (h *Handlers) reviewRow(c *gin.Context, by models.Actor, r models.Record) (pages.ReviewRow, error) {
	v := models.ReviewOf(r)
	row := pages.ReviewRow{ID: r.Ticket().String(), Ticket: r.Ticket().String(), Name: r.Who(), Waiting: h.waited(v.WaitingSince)}
	if v.PersonID == by.Person {
		row.Barred = "这是您自己的，请另一位协调员来审。"
	}
	var small []string
	minor := false
	switch x := r.(type) {
	case *models.Signup:
		small = append(small, who(x), say.Slots(x.Slots), say.List(x.Skills), x.Unit)
		minor = x.Minor() && x.ConsentID == 0
		if x.Programme == "tutor" {
			vouch, err := h.Store.VouchOf(c.Request.Context(), x)
			if err != nil {
				return row, err
			}
			row.Tags = append(row.Tags, pages.Tag{Label: workflow.VouchLine(vouch), Warn: vouch.Failed})
		}
	case *models.Enrolment:
		small = append(small, say.Grade(x.Grade), say.List(x.Subjects), say.Slots(x.Slots), x.Unit, x.Remark.Reason)
		minor = x.ConsentID == 0
		badges, err := h.badgesOf(c.Request.Context(), []*models.Enrolment{x})
		if err != nil {
			return row, err
		}
		row.Badge = badges[x.ID]
	}
	row.Small = joined(small)
	if minor {
		row.Tags = append(row.Tags, pages.Tag{Label: "等监护人同意", Warn: true})
	}
	doubles, err := h.Store.Doubles(c.Request.Context(), r)
	if len(doubles) > 0 {
		row.Tags = append(row.Tags, pages.Tag{Label: "可能重复", Warn: true})
		row.Small = joined([]string{"和" + say.List(doubles) + "同名同电话", row.Small})
	}
	return row, err
}

// who is 男 22岁.
func who(g *models.Signup) string {
	words := map[string]string{"m": "男", "f": "女"}[g.Gender]
	if g.Age > 0 {
		words = strings.TrimSpace(fmt.Sprintf("%s %d岁", words, g.Age))
	}
	return words
}

func joined(parts []string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, " · ")
}

// review is the page of what waits for a decision: the lists that hold something,
// the first of them open unless another is asked for.
func (h *Handlers) review(c *gin.Context) error { return h.drawReview(c, "", "") }

func (h *Handlers) drawReview(c *gin.Context, said, wrong string) error {
	by, ok, err := h.reviewer(c)
	if !ok {
		return err
	}
	submission, err := h.secret()
	if err != nil {
		return err
	}
	v := pages.Review{Frame: h.frame("待审核"), Submission: submission, Said: said, Wrong: wrong, Lead: by.Orgs(models.Coordinator)[0].Name}
	counts, on := map[string]int{}, c.Query("tab")
	for _, t := range reviewTabs {
		if counts[t.name], err = h.tabCount(c, by, t.name, t.prefix); err != nil {
			return err
		}
		if on == "" && counts[t.name] > 0 {
			on = t.name
		}
	}
	for _, t := range reviewTabs {
		waiting := counts[t.name]
		if waiting > 0 || t.name == on {
			v.Tabs = append(v.Tabs, pages.Tab{Label: t.label, Count: waiting, URL: "/console/review?tab=" + t.name, On: t.name == on})
		}
		if t.name != on {
			continue
		}
		rows, err := h.reviewRows(c, by, t.name, reviewShown)
		if err != nil {
			return err
		}
		v.Unit, v.Total, v.Rows, v.Action = t.unit, waiting, rows, "/console/review?tab="+t.name
		v.Duty, v.Appeals = t.name == dutyTab, t.name == appealTab
		if v.Pairing = t.name == pairTab; t.name == idleTab {
			v.Hint = "先问问家长和老师，再跟小青说：“暂停 托12”“换一位老师 托12 原因”“排课 托12 周三 19:00 1课时”。"
		}
		oldest := ""
		if len(rows) > 0 && !v.Pairing {
			oldest = rows[0].Waiting
		}
		v.Lead = summary(by.Orgs(models.Coordinator)[0].Name, t.title, oldest)
	}
	names, err := h.Store.OrgNames(c.Request.Context())
	if err != nil {
		return err
	}
	v.Orgs = names[:min(len(names), 200)]
	return h.draw(c, func(w http.ResponseWriter) error { return h.pages.Review(w, v) })
}

// decide does what was ticked, as if the coordinator had said it.
func (h *Handlers) decide(c *gin.Context) error {
	by, ok, err := h.reviewer(c)
	if !ok {
		return err
	}
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, 256<<10)
	if err := c.Request.ParseForm(); err != nil {
		return &models.Error{Kind: models.Invalid, Err: err}
	}
	f := parse.Fields{Tickets: c.PostFormArray("pick"), Reason: strings.TrimSpace(c.PostForm("reason")), Org: strings.TrimSpace(c.PostForm("org"))}
	intent := c.PostForm("do")
	if c.Query("tab") == pairTab {
		intent = map[string]string{"approve": workflow.Ask.Intent, "reject": workflow.Discard.Intent}[intent]
	}
	if intent == workflow.Adjust.Intent {
		f.Minutes, _ = parse.Minutes(c.PostForm("hours"))
	}
	switch {
	case len(f.Tickets) == 0:
		return h.drawReview(c, "", "还没选人。先在名单里点一下，再按下面的按钮。")
	case intent == workflow.Adjust.Intent && f.Minutes == 0:
		return h.drawReview(c, "", "没看懂时长，比如“3小时”或“2小时30分”。")
	case (intent == "return" || intent == "reject" || c.Query("tab") == appealTab) && f.Reason == "":
		return h.drawReview(c, "", "要写一句原因，对方会看到，比如“电话不通”。")
	case intent == "transfer" && f.Org == "":
		return h.drawReview(c, "", "转到哪里？请写街道或社区的名字。")
	}
	if c.Query("tab") == appealTab {
		return h.answerAppeals(c, by, intent, f)
	}
	switch intent {
	case "approve", "return", "reject", "transfer", workflow.Adjust.Intent, workflow.Ask.Intent, workflow.Discard.Intent:
	default:
		return &models.Error{Kind: models.Invalid}
	}
	reply, err := h.Bot.Command(c.Request.Context(), by.Person, intent, f)
	if models.KindOf(err) != models.Internal && models.KindOf(err) != models.Unavailable && err != nil {
		return h.drawReview(c, "", models.SayOf(err))
	}
	if err != nil {
		return err
	}
	return h.drawReview(c, reply.Text, "")
}
