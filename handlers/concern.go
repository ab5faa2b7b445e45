package handlers

import (
	"github.com/gin-gonic/gin"

	"xiaoqing/bot"
	"xiaoqing/bot/form"
	"xiaoqing/bot/say"
	"xiaoqing/bot/workflow"
	"xiaoqing/handlers/pages"
	"xiaoqing/models"
)

// concernLink is the page on which a tutor or parent says 我有点担心.
func (h *Handlers) concernLink(person int64) say.Link {
	l := workflow.Link{To: workflow.ToConcern, Person: person, Expires: h.Clock.Now().AddDate(0, 1, 0)}
	return say.Link{Label: workflow.Concern.Form.Title, URL: h.Bot.Links.Personal(l)}
}

// concern keeps a worry that was written on the page.
func (h *Handlers) concern(c *gin.Context, l workflow.Link, values map[string]string) error {
	answers, wrong := workflow.Concern.Form.Check(values, h.contexts(nil))
	if len(wrong) > 0 {
		return h.drawConcern(c, values, wrong)
	}
	reply, _, err := h.Bot.Submit(c.Request.Context(), bot.Page{Workflow: workflow.Concern, Person: l.Person, Key: values["submission"], Answers: answers})
	if err != nil {
		return err
	}
	reply.Text += "\n" + reply.Hint
	return h.done(c, workflow.Concern.Form, nil, reply, models.Ticket{}, "")
}

func (h *Handlers) drawConcern(c *gin.Context, values map[string]string, wrong map[string]form.Wrong) error {
	submission, err := h.secret()
	if err != nil {
		return err
	}
	return h.answerForm(c, pages.Form{Frame: h.frame(workflow.Concern.Form.Title), Lead: "只有社工看得到，对方、协调员和别人都不知道。有危险请马上打110。", Submission: submission,
		Fields: fieldsOf(workflow.Concern.Form, values, wrong, nil), Submit: "告诉社工"}, wrong)
}
