package handlers

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"xiaoqing/bot"
	"xiaoqing/bot/form"
	"xiaoqing/bot/say"
	"xiaoqing/bot/workflow"
	"xiaoqing/handlers/pages"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// openLink reads a personal link: 404 when it is not ours, 410 when its time is
// over.
func (h *Handlers) openLink(c *gin.Context) (workflow.Link, error) { return h.opened(c.Param("token")) }

func (h *Handlers) opened(token string) (workflow.Link, error) {
	l, ok := h.Bot.Links.Read(token)
	if !ok || l.To == workflow.ToConsole {
		return l, &models.Error{Kind: models.NotFound}
	}
	if h.Clock.Now().After(l.Expires) {
		return l, &models.Error{Kind: models.Gone}
	}
	return l, nil
}

// link draws what a personal link leads to.
func (h *Handlers) link(c *gin.Context) error {
	l, err := h.openLink(c)
	if err != nil {
		return err
	}
	switch l.To {
	case workflow.ToConsent, workflow.ToMinor:
		return h.consent(c, l)
	case workflow.ToLesson:
		return h.lesson(c, l)
	case workflow.ToCalendar:
		return h.calendar(c, l)
	case workflow.ToCertificate:
		return h.certificate(c, l)
	case workflow.ToProfile:
		return h.profile(c, l)
	case workflow.ToConduct:
		return h.conduct(c, l)
	case workflow.ToClass:
		return h.class(c, l, "")
	case workflow.ToSheet:
		return h.lessonSheet(c, l)
	case workflow.ToConcern:
		return h.drawConcern(c, nil, nil)
	case workflow.ToCall, workflow.ToCallGroup, workflow.ToCallAnswer:
		return h.call(c, l)
	case workflow.ToDuty:
		return h.dutyLinked(c, l)
	}
	return h.record(c, l, "")
}

// submitLink takes what was filled there.
func (h *Handlers) submitLink(c *gin.Context) error {
	l, err := h.openLink(c)
	if err != nil {
		return err
	}
	if l.To == workflow.ToCalendar || l.To == workflow.ToCertificate || l.To == workflow.ToDuty { // pages to read, nothing to send
		return &models.Error{Kind: models.NotFound}
	}
	if l.To == workflow.ToSheet {
		return h.takeSheet(c, l)
	}
	values, err := posted(c)
	if err != nil {
		return err
	}
	switch {
	case l.To == workflow.ToConsent || l.To == workflow.ToMinor:
		return h.agree(c, l, values)
	case l.To == workflow.ToProfile:
		return h.saveProfile(c, l, values)
	case l.To == workflow.ToConduct:
		return h.agreeConduct(c, l, values)
	case l.To == workflow.ToClass:
		return h.missTutor(c, l, values)
	case l.To == workflow.ToLesson && values["do"] == "absent":
		return h.missChild(c, l, values)
	case l.To == workflow.ToConcern:
		return h.concern(c, l, values)
	case isCall(l):
		return h.answerCall(c, l, values)
	case l.To == workflow.ToLesson && values["do"] == "drop":
		return h.dropLesson(c, l)
	case l.To == workflow.ToLesson:
		return h.saveLinked(c, l, workflow.Report, values, nil)
	}
	w, ticket := recordOf(l)
	return h.saveLinked(c, l, w, values, &ticket)
}

func recordOf(l workflow.Link) (workflow.Workflow, models.Ticket) {
	if l.To == workflow.ToEnrolment {
		return workflow.Enrol, models.Ticket{Prefix: models.EnrolmentPrefix, ID: l.ID}
	}
	return workflow.Signup, models.Ticket{Prefix: models.SignupPrefix, ID: l.ID}
}

// record is one's own signup or enrolment: how it stands, and a form to correct
// it while that is possible. unseen is why a photo that was sent was not taken.
func (h *Handlers) record(c *gin.Context, l workflow.Link, unseen string) error {
	w, ticket := recordOf(l)
	var a form.Answers
	var r models.Record
	var queue string
	err := h.within(c.Request.Context(), l.Person, func(t *workflow.Turn) (err error) {
		if r, err = t.Store.Record(c.Request.Context(), ticket); err != nil {
			return err
		}
		if a, err = w.Refill(c.Request.Context(), t, ticket); err != nil {
			return err
		}
		queue, err = t.Queue(c.Request.Context(), r)
		return err
	})
	if err != nil {
		return err
	}
	v := models.ReviewOf(r)
	if v.Stage != models.Applied && v.Stage != models.Returned {
		reply := say.Text("现在是“%s”。%s要改资料，跟小青说一声，或者联系协调员。", v.Stage.Chinese(), queue)
		if e, ok := r.(*models.Enrolment); ok && v.Stage.HasTutor() && v.PersonID == l.Person {
			reply.Links = append(reply.Links, workflow.ClassLink(h.Store, h.Bot.Links, *e, h.Clock.Now()))
		}
		if l.To == workflow.ToEnrolment {
			reply.Links = append(reply.Links, h.concernLink(l.Person))
		}
		return h.done(c, w.Form, a, reply, ticket, "")
	}
	says := "现在是“" + v.Stage.Chinese() + "”。" + queue + "下面的都可以改。"
	if reason := models.RemarkOf(r).Reason; v.Stage == models.Returned {
		says = "要补一下：" + reason
	}
	return h.drawRecord(c, w, ticket, shown(w.Form, a), says, nil, unseen)
}

// drawRecord draws one's own record as a form, with what else it still wants.
func (h *Handlers) drawRecord(c *gin.Context, w workflow.Workflow, ticket models.Ticket, values map[string]string, says string, wrong map[string]form.Wrong, unseen string) error {
	submission, err := h.secret()
	if err != nil {
		return err
	}
	fields := fieldsOf(w.Form, values, wrong, nil)
	for i := range fields {
		if fields[i].Tap { // consent was tapped once; it is not asked for again here
			fields = append(fields[:i], fields[i+1:]...)
			break
		}
	}
	r, err := h.Store.Record(c.Request.Context(), ticket)
	if err != nil {
		return err
	}
	upload, err := h.badgeUpload(c, r, submission, unseen)
	if err != nil {
		return err
	}
	if unseen != "" {
		c.Status(http.StatusUnprocessableEntity)
	}
	return h.answerForm(c, pages.Form{Frame: h.frame(w.Form.Title), Lead: ticket.String(), Says: says, Submission: submission, Fields: fields, Submit: "保存修改", Upload: upload}, wrong)
}

// shown are answers as a person would have written them.
func shown(f form.Form, a form.Answers) map[string]string {
	values := map[string]string{}
	for _, field := range f.Fields {
		value := a.Get(field.Name)
		if value != "" && field.Kind.Control().Type != "radio" {
			value = field.Kind.Show(value)
		}
		values[field.Name] = value
	}
	return values
}

// lesson is a tutor's report of one lesson, filled in as planned or reported.
func (h *Handlers) lesson(c *gin.Context, l workflow.Link) error {
	var lesson models.Lesson
	var log models.TutoringLog
	err := h.within(c.Request.Context(), l.Person, func(t *workflow.Turn) (err error) {
		if lesson, err = t.Store.Lesson(c.Request.Context(), l.ID); err != nil {
			return err
		}
		log, err = t.Store.StandingReport(c.Request.Context(), l.ID)
		return err
	})
	if err != nil {
		return err
	}
	values := map[string]string{"start": lesson.Start.String(), "minutes": say.Minutes(lesson.Minutes), "came": "yes"}
	says := ""
	if log.ID != 0 {
		values["start"], values["minutes"], values["note"] = log.Start.String(), say.Minutes(log.Minutes), log.Note
		says = "已经报过：" + log.Periods.String() + "课时。时间不对可以改了再报。"
	}
	return h.drawLesson(c, lesson, values, says, nil)
}

func (h *Handlers) drawLesson(c *gin.Context, l models.Lesson, values map[string]string, says string, wrong map[string]form.Wrong) error {
	submission := values["submission"]
	if submission == "" {
		var err error
		if submission, err = h.secret(); err != nil {
			return err
		}
	}
	e, err := h.Store.Learner(c.Request.Context(), l.EnrolmentID)
	if err != nil {
		return err
	}
	worried := h.concernLink(l.TutorID)
	var fields []pages.Field
	for _, f := range fieldsOf(workflow.Report.Form, values, wrong, nil) {
		switch f.Name {
		case "lesson", "date":
			continue
		case "minutes":
			f.Hint = fmt.Sprintf("每%d分钟1课时，不足半课时不计", h.Store.PeriodMinutes)
		case "came":
			f.Label = "孩子来了吗？"
		}
		fields = append(fields, f)
	}
	v := pages.Form{Frame: h.frame(workflow.Report.Form.Title), Lead: fmt.Sprintf("%s · %s · %s", l.Ticket(), e.Child, say.Day(l.Day, calendar.DayOf(h.Clock.Now()))),
		Says: says, Submission: submission, Fields: fields, Submit: "确认上报", Actions: []pages.Action{{Label: "这节课没上", Do: "drop"}, {Label: worried.Label, URL: worried.URL}}}
	if err := h.aroundLesson(c.Request.Context(), l, &v); err != nil {
		return err
	}
	return h.answerForm(c, v, wrong)
}

func (h *Handlers) dropLesson(c *gin.Context, l workflow.Link) error {
	err := h.within(c.Request.Context(), l.Person, func(t *workflow.Turn) error {
		lesson, err := t.Store.Lesson(c.Request.Context(), l.ID)
		if err != nil {
			return err
		}
		return t.Store.DropLesson(c.Request.Context(), t.By, lesson)
	})
	if err != nil {
		return err
	}
	return h.done(c, workflow.Report.Form, nil, say.Text("记下了，这节课没上。"), models.Ticket{Prefix: models.LessonPrefix, ID: l.ID}, "")
}

// saveLinked reads a page that a personal link led to and saves it; subject is
// the record that is corrected, nil for a lesson's report.
func (h *Handlers) saveLinked(c *gin.Context, l workflow.Link, w workflow.Workflow, values map[string]string, subject *models.Ticket) error {
	page := bot.Page{Workflow: w, Person: l.Person, Key: values["submission"]}
	if subject != nil {
		page.Subject = *subject
	}
	f := pageForm(w.Form)
	answers, wrong := f.Check(values, h.contexts(nil))
	if len(wrong) == 0 {
		if subject == nil {
			answers = answers.Set("lesson", strconv.FormatInt(l.ID, 10))
		} else {
			kept, err := h.kept(c, l.Person, w, *subject)
			if err != nil {
				return err
			}
			answers = append(answers, kept...)
		}
		page.Answers = answers
		reply, ticket, err := h.Bot.Submit(c.Request.Context(), page)
		if err == nil {
			return h.done(c, f, answers, reply, ticket, "")
		}
		if wrong = amiss(err, f); wrong == nil {
			return err
		}
	}
	if subject != nil {
		return h.drawRecord(c, w, *subject, values, "", wrong, "")
	}
	lesson, err := h.Store.Lesson(c.Request.Context(), l.ID)
	if err != nil {
		return err
	}
	return h.drawLesson(c, lesson, values, "", wrong)
}

// pageForm is a form without what its page does not ask: the lesson is the
// link's own, and consent was tapped once.
func pageForm(f form.Form) form.Form {
	var fields []form.Field
	for _, field := range f.Fields {
		if !field.Tap && field.Name != "lesson" && field.Name != "date" {
			fields = append(fields, field)
		}
	}
	f.Fields = fields
	return f
}

// kept are the answers of a record that its page does not ask.
func (h *Handlers) kept(c *gin.Context, person int64, w workflow.Workflow, ticket models.Ticket) (kept form.Answers, err error) {
	asked := pageForm(w.Form)
	return kept, h.within(c.Request.Context(), person, func(t *workflow.Turn) error {
		a, err := w.Refill(c.Request.Context(), t, ticket)
		for _, x := range a {
			if field, ok := asked.Field(x.Field); !ok || field.Hidden {
				kept = append(kept, x)
			}
		}
		return err
	})
}

// amiss puts a refusal beside the field it is about, nil when it is no refusal
// that a page can mend.
func amiss(err error, f form.Form) map[string]form.Wrong {
	switch models.KindOf(err) {
	case models.Invalid, models.Conflict:
		for _, name := range []string{"note", "org", "name", "child"} {
			if _, ok := f.Field(name); ok {
				return map[string]form.Wrong{name: form.Wrong(models.SayOf(err))}
			}
		}
	}
	return nil
}
