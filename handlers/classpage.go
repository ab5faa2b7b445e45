package handlers

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"xiaoqing/bot"
	"xiaoqing/bot/form"
	"xiaoqing/bot/parse"
	"xiaoqing/bot/say"
	"xiaoqing/bot/workflow"
	"xiaoqing/handlers/pages"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// classLessons is how many lessons a 上课页 shows.
const classLessons = 3

// class is the 上课页 of a child: the next lessons, the meeting, 老师没来 from minute 5;
// says is what came of the button.
func (h *Handlers) class(c *gin.Context, l workflow.Link, says string) error {
	ctx := c.Request.Context()
	e, err := h.Store.Enrolment(ctx, l.ID)
	if err != nil || e.Forgotten {
		return &models.Error{Kind: models.Gone, Err: err}
	}
	v := pages.Class{Frame: h.frame("上课页"), Says: says}
	if v.Submission, err = h.secret(); err != nil {
		return err
	}
	p, err := h.Store.PairingOf(ctx, e.ID)
	if models.KindOf(err) != models.NotFound && err != nil {
		return err
	}
	if p.ID != 0 {
		if err := h.classLessons(ctx, &v, p, e); err != nil {
			return err
		}
	}
	return h.draw(c, func(w http.ResponseWriter) error { return h.pages.Class(w, v) })
}

func (h *Handlers) classLessons(ctx context.Context, v *pages.Class, p models.Pairing, e models.Enrolment) error {
	now := h.Clock.Now()
	today := calendar.DayOf(now)
	ls, err := h.Store.Coming(ctx, 0, e.ID, today, classLessons+3)
	if err != nil {
		return err
	}
	for _, l := range ls {
		if !l.Ends(h.Store.Zone).After(now) || len(v.Lessons) == classLessons {
			continue
		}
		if len(v.Lessons) == 0 {
			v.Begun = !l.Begins(h.Store.Zone).After(now)
			if err := h.missing(ctx, v, l, now); err != nil {
				return err
			}
		}
		v.Lessons = append(v.Lessons, pages.ClassLesson{When: say.Day(l.Day, today) + " " + l.Start.String(), Course: course(e.Subjects),
			More: fmt.Sprintf("%s（%s）", say.Minutes(l.Minutes), l.Ticket())})
	}
	if m := p.Meeting; m != nil {
		v.Number, v.Code = m.Number, m.Code
		if parse.MeetingLink(m.Link) {
			v.Link = m.Link
		}
	}
	return nil
}

// missing says of the next lesson whether its tutor can be missed, or is.
func (h *Handlers) missing(ctx context.Context, v *pages.Class, l models.Lesson, now time.Time) error {
	a, err := h.Store.AbsenceOf(ctx, l.ID)
	if err != nil {
		return err
	}
	if a.Stage == models.StillAwaited && a.Missing == "tutor" {
		v.Waiting = time.UnixMilli(a.SaidAt).In(h.Store.Zone).Format("15:04")
		return nil
	}
	var late bool
	if v.Late, late = workflow.Missable(h.Store, l, now); late && a.ID == 0 || late && a.Stage == models.CameAfterAll {
		v.Lesson = l.ID
	}
	return nil
}

// missTutor takes 老师没来 from a 上课页, once a page, in the guardian's name.
func (h *Handlers) missTutor(c *gin.Context, l workflow.Link, values map[string]string) error {
	id, err := strconv.ParseInt(values["lesson"], 10, 64)
	if err != nil || values["do"] != "absent" {
		return &models.Error{Kind: models.Invalid}
	}
	e, err := h.Store.Enrolment(c.Request.Context(), l.ID)
	if err != nil || e.Forgotten {
		return &models.Error{Kind: models.Gone, Err: err}
	}
	lesson, err := h.Store.Lesson(c.Request.Context(), id)
	if err != nil {
		return err
	}
	if lesson.EnrolmentID != e.ID {
		return &models.Error{Kind: models.NotFound}
	}
	reply, err := h.miss(c, e.PersonID, lesson, values["submission"])
	if err != nil {
		return err
	}
	return h.class(c, l, reply.Text)
}

// missChild takes 孩子没来 from the page of a tutor's lesson.
func (h *Handlers) missChild(c *gin.Context, l workflow.Link, values map[string]string) error {
	lesson, err := h.Store.Lesson(c.Request.Context(), l.ID)
	if err != nil {
		return err
	}
	reply, err := h.miss(c, l.Person, lesson, values["submission"])
	if err != nil {
		return err
	}
	v := pages.Done{Frame: h.frame("孩子没来"), Ticket: lesson.Ticket().String(), Says: reply.Text}
	for _, x := range reply.Links {
		v.Actions = append(v.Actions, pages.Action{Label: x.Label, URL: x.URL})
	}
	v.Actions = append(v.Actions, pages.Action{Label: "回到这节课", URL: "/l/" + c.Param("token")})
	return h.draw(c, func(w http.ResponseWriter) error { return h.pages.Done(w, v) })
}

// miss says that the other side of a lesson is not there, from minute 5.
func (h *Handlers) miss(c *gin.Context, person int64, l models.Lesson, key string) (say.Reply, error) {
	minutes, late := workflow.Missable(h.Store, l, h.Clock.Now())
	switch {
	case !late && minutes < 0:
		return say.Reply{}, models.Refuse(models.Conflict, "还没到上课时间。过了5分钟对方还没来，再点这个。")
	case !late && !l.Given && !l.Dropped && h.Clock.Now().Before(l.Ends(h.Store.Zone)):
		return say.Reply{}, models.Refuse(models.Conflict, "才过了%d分钟，再等一下，过了5分钟还没来再点。", minutes)
	case !late:
		return say.Reply{}, models.Refuse(models.Conflict, "这节课已经结束了。有情况要说，跟小青说一声。")
	}
	reply, _, err := h.Bot.Submit(c.Request.Context(), bot.Page{Workflow: workflow.AbsentOnPage(), Person: person, Key: "absent:" + key,
		Answers: form.Answers{}.Set("lesson", l.Ticket().String())})
	return reply, err
}

// aroundLesson adds to a tutor's page of a lesson, until it is over, the way into the
// meeting and, from minute 5, 孩子没来 with how long they have waited.
func (h *Handlers) aroundLesson(ctx context.Context, l models.Lesson, v *pages.Form) error {
	now := h.Clock.Now()
	if l.Given || l.Dropped || l.PairingID == 0 || !now.Before(l.Ends(h.Store.Zone)) {
		return nil
	}
	p, err := h.Store.Pairing(ctx, l.PairingID)
	if err != nil {
		return err
	}
	if m := p.Meeting; m != nil {
		if m.Number != "" {
			v.Says = strings.TrimSpace(v.Says + "\n会议号" + m.Number + orNothing("，密码", m.Code))
		}
		if parse.MeetingLink(m.Link) {
			v.Lesson.URL, v.Lesson.Label = m.Link, "进会议"
		}
	}
	minutes, late := workflow.Missable(h.Store, l, now)
	if late {
		v.Late, v.Lesson.Do = minutes, "absent"
	}
	return nil
}

// orNothing is lead with text behind it, "" when there is no text.
func orNothing(lead, text string) string {
	if text == "" {
		return ""
	}
	return lead + text
}
