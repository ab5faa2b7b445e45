package handlers

import (
	"context"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"xiaoqing/bot/form"
	"xiaoqing/bot/workflow"
	"xiaoqing/handlers/pages"
	"xiaoqing/models"
)

// isCall says that a link leads to a call-out.
func isCall(l workflow.Link) bool {
	return l.To == workflow.ToCall || l.To == workflow.ToCallGroup || l.To == workflow.ToCallAnswer
}

// called is what a call-out's page is drawn from.
type called struct {
	callout models.Callout
	org     models.Org
	answer  models.CalloutAnswer
	ahead   int64
}

// person is who a link acts as: a group's link is nobody's.
func person(l workflow.Link) int64 {
	if l.To == workflow.ToCall {
		return l.Person
	}
	return 0
}

func (h *Handlers) called(ctx context.Context, l workflow.Link) (v called, err error) {
	id := l.ID
	switch l.To {
	case workflow.ToCallAnswer:
		if v.answer, err = h.Store.CallAnswer(ctx, l.ID); err != nil {
			return v, gone(err)
		}
		id = v.answer.CalloutID
	case workflow.ToCall:
		if v.answer, err = h.Store.AnswerTo(ctx, l.ID, l.Person); err != nil {
			return v, err
		}
	}
	if v.callout, err = h.Store.Callout(ctx, models.Actor{Person: person(l)}, id); err != nil {
		return v, err
	}
	if v.ahead, err = h.Store.CallTurn(ctx, v.answer); err != nil {
		return v, err
	}
	v.org, err = h.Store.Org(ctx, v.callout.OrgID)
	return v, err
}

func gone(err error) error {
	if models.Missing(err) {
		return &models.Error{Kind: models.Gone}
	}
	return err
}

// call is the page of a call-out: opening it says nothing.
func (h *Handlers) call(c *gin.Context, l workflow.Link) error {
	return h.drawCall(c, l, nil, nil)
}

func (h *Handlers) drawCall(c *gin.Context, l workflow.Link, values map[string]string, wrong map[string]form.Wrong) error {
	v, err := h.called(c.Request.Context(), l)
	if err != nil {
		return err
	}
	p, err := h.callView(v)
	if err != nil {
		return err
	}
	if p.Open && l.To == workflow.ToCallGroup {
		p.Fields = fieldsOf(strangers, values, wrong, nil)
	}
	if len(wrong) > 0 {
		c.Status(http.StatusUnprocessableEntity)
	}
	return h.draw(c, func(w http.ResponseWriter) error { return h.pages.Call(w, p) })
}

// strangers are asked who they are.
var strangers = form.Form{Name: "call", Title: "动员令", Fields: []form.Field{
	{Name: "name", Label: "姓名", Kind: form.Name{}},
	{Name: "phone", Label: "电话", Kind: form.Phone{}},
}}

func (h *Handlers) callView(v called) (p pages.Call, err error) {
	now := h.Clock.Now()
	p = pages.Call{Frame: h.frame("动员令"), Org: v.org.Name, Ticket: v.callout.Ticket().String(), Task: v.callout.Task, State: workflow.CallState(v.callout, now),
		Open: v.callout.Open(now), Rows: workflow.CallFacts(v.callout, now), Answer: v.answer.Says}
	if p.Submission, err = h.secret(); err != nil {
		return p, err
	}
	switch {
	case v.callout.Stage == models.CalloutStopped:
		p.Says = "这次动员停了，不用来了。谢谢你！"
	case v.answer.ID != 0:
		p.Says = workflow.Standing(v.callout, v.answer, v.ahead, now, true).Text
	case !p.Open:
		p.Says = "时间已经过了，报不了了。下次早点来！"
	}
	p.Late = !p.Open && v.callout.Stage == models.CalloutCalled
	return p, nil
}

// answerCall takes 我参加, 来不了 or 收到.
func (h *Handlers) answerCall(c *gin.Context, l workflow.Link, values map[string]string) error {
	says := values["do"]
	if says != models.CallYes && says != models.CallNo && says != models.CallRead {
		return h.drawCall(c, l, values, nil)
	}
	reply := models.CallReply{Callout: l.ID, Says: says}
	switch l.To {
	case workflow.ToCallGroup:
		who, wrong := strangers.Check(values, h.contexts(nil))
		if len(wrong) > 0 {
			return h.drawCall(c, l, values, wrong)
		}
		reply.Group, reply.Name, reply.Phone = l.Person, who.Get("name"), who.Get("phone")
	case workflow.ToCallAnswer:
		a, err := h.Store.CallAnswer(c.Request.Context(), l.ID)
		if err != nil {
			return gone(err)
		}
		reply.Callout, reply.Answer = a.CalloutID, a.ID
	}
	var said models.CallOutcome
	err := h.Bot.Do(c.Request.Context(), person(l), func(t *workflow.Turn) (err error) {
		said, err = t.AnswerCall(c.Request.Context(), reply)
		return err
	})
	if models.KindOf(err) == models.Conflict && err != nil {
		return h.drawCall(c, l, values, map[string]form.Wrong{"phone": form.Wrong(models.SayOf(err))})
	}
	if models.KindOf(err) == models.Gone && err != nil { // the page says why
		return h.drawCall(c, l, values, nil)
	}
	if err != nil {
		return err
	}
	return h.drawSaid(c, l, said)
}

// drawSaid is the page after an answer; a stranger gets a link of their own to
// change it.
func (h *Handlers) drawSaid(c *gin.Context, l workflow.Link, said models.CallOutcome) error {
	v := called{callout: said.Callout, answer: said.Answer, ahead: said.Ahead}
	var err error
	if v.org, err = h.Store.Org(c.Request.Context(), v.callout.OrgID); err != nil {
		return err
	}
	p, err := h.callView(v)
	if err != nil {
		return err
	}
	p.Said = true
	if l.To == workflow.ToCallGroup {
		p.Own = h.Bot.Links.Personal(workflow.Link{To: workflow.ToCallAnswer, ID: said.Answer.ID, Expires: l.Expires})
		p.Action = strings.TrimPrefix(p.Own, h.Bot.Links.Base)
	}
	return h.draw(c, func(w http.ResponseWriter) error { return h.pages.Call(w, p) })
}
