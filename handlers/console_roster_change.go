package handlers

import (
	"github.com/gin-gonic/gin"

	"xiaoqing/bot"
	"xiaoqing/bot/form"
	"xiaoqing/bot/workflow"
	"xiaoqing/handlers/pages"
	"xiaoqing/models"
)

// rearranging is the form of 改班, as the roster stands; rearrange takes it.
func (h *Handlers) rearranging(c *gin.Context) error {
	_, r, _, ok, err := h.ownRoster(c)
	if !ok {
		return err
	}
	return h.drawRearranging(c, r, shown(workflow.Rearranged, workflow.RosterAnswers(r)), nil)
}

func (h *Handlers) drawRearranging(c *gin.Context, r models.Roster, values map[string]string, wrong map[string]form.Wrong) error {
	submission, err := h.secret()
	if err != nil {
		return err
	}
	fields := fieldsOf(workflow.Rearranged, values, wrong, nil)
	return h.answerForm(c, pages.Form{Frame: h.frame("改" + r.Ticket().String()), Lead: "改了任务、时间、地点，报上的人马上收到；加了名额，候补的人按先后补上。", Submission: submission, Fields: fields, Submit: "改好",
		Actions: []pages.Action{{Label: "不改了", URL: "/console/rosters/at/" + digits(r.ID)}}}, wrong)
}

func (h *Handlers) rearrange(c *gin.Context) error {
	by, r, _, ok, err := h.ownRoster(c)
	if !ok {
		return err
	}
	values, err := posted(c)
	if err != nil {
		return err
	}
	answers, wrong := workflow.Rearranged.Check(values, h.contexts(nil))
	if len(wrong) > 0 {
		return h.drawRearranging(c, r, values, wrong)
	}
	answers = answers.Set("roster", digits(r.ID)).Set("who", answers.Get("who")) // an empty one is to be empty
	reply, _, err := h.Bot.Submit(c.Request.Context(), bot.Page{Workflow: workflow.Rearrange, Person: by.Person, Key: values["submission"], Answers: answers})
	switch models.KindOf(err) {
	case models.Invalid:
		return h.drawRearranging(c, r, values, map[string]form.Wrong{"date": form.Wrong(models.SayOf(err))})
	case models.Conflict:
		return h.drawRearranging(c, r, values, map[string]form.Wrong{"quantity": form.Wrong(models.SayOf(err))})
	}
	if err != nil {
		return err
	}
	return h.drawRoster(c, reply.Text, "")
}
