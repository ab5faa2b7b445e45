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

func consentTicket(l workflow.Link) models.Ticket {
	if l.To == workflow.ToMinor {
		return models.Ticket{Prefix: models.SignupPrefix, ID: l.ID}
	}
	return models.Ticket{Prefix: models.EnrolmentPrefix, ID: l.ID}
}

// consent is a guardian's own page; opening it says nothing.
func (h *Handlers) consent(c *gin.Context, l workflow.Link) error {
	ticket := consentTicket(l)
	r, err := h.Store.Record(c.Request.Context(), ticket)
	if err != nil {
		return err
	}
	submission, err := h.secret()
	if err != nil {
		return err
	}
	v := pages.Consent{Frame: h.frame("请监护人点一下"), Child: r.Who(), Ticket: ticket.String(), Version: models.ConsentVersion, Submission: submission}
	if e, ok := r.(*models.Enrolment); ok {
		v.Child += "，" + say.Grade(e.Grade)
		if e.ConsentID != 0 {
			v.Revoke = workflow.RevokeLines
		}
	}
	return h.draw(c, func(w http.ResponseWriter) error { return h.pages.Consent(w, v) })
}

// agree keeps the guardian's tap.
func (h *Handlers) agree(c *gin.Context, l workflow.Link, values map[string]string) error {
	ticket := consentTicket(l)
	switch {
	case values["do"] == "revoke" && l.To == workflow.ToConsent:
		return h.revoke(c, ticket, values["submission"])
	case values["do"] != "agree":
		return h.consent(c, l)
	}
	if values["version"] != models.ConsentVersion {
		return &models.Error{Kind: models.Conflict, Say: "这页的说明更新过了，请刷新看一眼再点。"}
	}
	err := h.Store.Agree(c.Request.Context(), ticket, models.Actor{Via: models.ByLink, Now: h.Clock.Now()})
	if err != nil {
		return err
	}
	v := pages.Done{Frame: h.frame("收到您的同意"), Ticket: ticket.String(), Says: "收到您的同意，接下来就能安排了。", Next: []string{"想撤回同意，跟小青说一声就行，随时都可以。"}}
	return h.draw(c, func(w http.ResponseWriter) error { return h.pages.Done(w, v) })
}

// revoke takes the guardian's consent back, by the same link that gave it.
func (h *Handlers) revoke(c *gin.Context, ticket models.Ticket, submission string) error {
	a := form.Answers{}.Set("tickets", ticket.String()).Set("link", "yes").Set("sure", "yes")
	reply, _, err := h.Bot.Submit(c.Request.Context(), bot.Page{Workflow: workflow.Revoke, Key: submission, Answers: a})
	if err != nil {
		return err
	}
	return h.done(c, workflow.Revoke.Form, nil, reply, ticket, "")
}
