package handlers

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"xiaoqing/bot"
	"xiaoqing/bot/form"
	"xiaoqing/bot/say"
	"xiaoqing/bot/workflow"
	"xiaoqing/handlers/pages"
	"xiaoqing/models"
)

// profile is a tutor's own page of what they offer, to be changed there.
func (h *Handlers) profile(c *gin.Context, l workflow.Link) error {
	var a form.Answers
	err := h.within(c.Request.Context(), l.Person, func(t *workflow.Turn) (err error) {
		a, err = workflow.Profile.Refill(c.Request.Context(), t, models.Ticket{})
		return err
	})
	if err != nil {
		return err
	}
	return h.drawProfile(c, shown(workflow.Profile.Form, a), nil)
}

func (h *Handlers) drawProfile(c *gin.Context, values map[string]string, wrong map[string]form.Wrong) error {
	submission, err := h.secret()
	if err != nil {
		return err
	}
	v := pages.Form{Frame: h.frame(workflow.Profile.Form.Title), Lead: "云托班辅导老师", Says: "以后给你找孩子就按这个来，已经排好的课不变。",
		Submission: submission, Fields: fieldsOf(workflow.Profile.Form, values, wrong, nil), Submit: "保存"}
	return h.answerForm(c, v, wrong)
}

func (h *Handlers) saveProfile(c *gin.Context, l workflow.Link, values map[string]string) error {
	f := workflow.Profile.Form
	answers, wrong := f.Check(values, h.contexts(nil))
	if len(wrong) > 0 {
		return h.drawProfile(c, values, wrong)
	}
	_, ticket, err := h.Bot.Submit(c.Request.Context(), bot.Page{Workflow: workflow.Profile, Person: l.Person, Key: values["submission"], Answers: answers})
	if err != nil {
		return err
	}
	return h.done(c, f, answers, say.Text("改好了，以后给你找孩子就按这个来。"), ticket, "")
}

// conduct is the code of conduct with its one button; opening it says nothing.
func (h *Handlers) conduct(c *gin.Context, l workflow.Link) error {
	p, err := h.Store.TutorProfile(c.Request.Context(), l.Person)
	if err != nil {
		return err
	}
	submission, err := h.secret()
	if err != nil {
		return err
	}
	v := pages.Conduct{Frame: h.frame(workflow.Conduct.Form.Title), Lines: workflow.ConductLines, Version: models.ConductVersion, Submission: submission, Agreed: p.AgreedToConduct()}
	if l.ID != 0 {
		v.Child = models.Ticket{Prefix: models.EnrolmentPrefix, ID: l.ID}.String()
	}
	return h.draw(c, func(w http.ResponseWriter) error { return h.pages.Conduct(w, v) })
}

// agreeConduct keeps a tutor's tap, on the child too that the link is about.
func (h *Handlers) agreeConduct(c *gin.Context, l workflow.Link, values map[string]string) error {
	if values["do"] != "agree" {
		return h.conduct(c, l)
	}
	if values["version"] != models.ConductVersion {
		return &models.Error{Kind: models.Conflict, Say: "守则更新过了，请刷新看一眼再点。"}
	}
	a := form.Answers{}.Set("agree", "page")
	if l.ID != 0 {
		a = a.Set("tickets", models.Ticket{Prefix: models.EnrolmentPrefix, ID: l.ID}.String())
	}
	reply, _, err := h.Bot.Submit(c.Request.Context(), bot.Page{Workflow: workflow.Conduct, Person: l.Person, Key: values["submission"], Answers: a})
	if err != nil {
		return err
	}
	return h.done(c, workflow.Conduct.Form, nil, reply, models.Ticket{}, "")
}
