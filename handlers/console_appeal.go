package handlers

import (
	"strings"

	"github.com/gin-gonic/gin"

	"xiaoqing/bot/parse"
	"xiaoqing/bot/workflow"
	"xiaoqing/handlers/pages"
	"xiaoqing/models"
)

// appealRows are the appeals that the coordinator is to answer.
func (h *Handlers) appealRows(c *gin.Context, by models.Actor, limit int) (rows []pages.ReviewRow, err error) {
	open, err := h.Store.Appeals(c.Request.Context(), by, limit)
	if err != nil {
		return nil, err
	}
	for _, x := range open {
		line, err := workflow.AppealLine(c.Request.Context(), h.Store, x)
		if err != nil {
			return nil, err
		}
		name, small, _ := strings.Cut(line, "，")
		rows = append(rows, pages.ReviewRow{ID: x.Lesson().String(), Ticket: x.Lesson().String(), Name: name, Small: small, Waiting: h.waited(x.MadeAt)})
	}
	return rows, nil
}

// answerAppeals answers those that were ticked, each as if it had been said.
func (h *Handlers) answerAppeals(c *gin.Context, by models.Actor, intent string, f parse.Fields) error {
	topic := map[string]string{"approve": "upheld", "reject": "dismissed"}[intent]
	if topic == "" {
		return &models.Error{Kind: models.Invalid}
	}
	var said, wrong []string
	for _, ticket := range f.Tickets {
		reply, err := h.Bot.Command(c.Request.Context(), by.Person, workflow.Answer.Intent, parse.Fields{Tickets: []string{ticket}, Topic: topic, Reason: f.Reason})
		switch {
		case err == nil:
			said = append(said, reply.Text)
		case models.KindOf(err) == models.Internal || models.KindOf(err) == models.Unavailable:
			return err
		default:
			wrong = append(wrong, models.SayOf(err))
		}
	}
	return h.drawReview(c, strings.Join(said, "\n"), strings.Join(wrong, "\n"))
}
