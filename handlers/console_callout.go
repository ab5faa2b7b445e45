package handlers

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"xiaoqing/bot"
	"xiaoqing/bot/form"
	"xiaoqing/bot/say"
	"xiaoqing/bot/workflow"
	"xiaoqing/handlers/pages"
	"xiaoqing/models"
)

// callouts are the newest call-outs that concern the coordinator's units.
func (h *Handlers) callouts(c *gin.Context) error {
	by, ok, err := h.reviewer(c)
	if !ok {
		return err
	}
	all, err := h.Store.Callouts(c.Request.Context(), by.Orgs(models.Coordinator), 50)
	if err != nil {
		return err
	}
	v := pages.Listing{Frame: h.frame("动员令"), Lead: "点开看各单位的情况、谁来。", Empty: "还没有发过动员令。", Actions: []pages.Action{{Label: "发一条动员令", URL: "/console/callouts/new"}}}
	for _, x := range all {
		at := time.UnixMilli(x.CalledAt).In(h.Store.Zone)
		v.Items = append(v.Items, pages.Item{Title: say.Short(x.Task, 24), Small: x.Ticket().String() + " · " + say.Moment(at, by.Now), Value: fmt.Sprintf("参加%d人", x.Joined),
			Tags: []pages.Tag{{Label: workflow.CallState(x, by.Now), Warn: !x.Open(by.Now)}}, URL: "/console/callouts/" + digits(x.ID)})
	}
	return h.draw(c, func(w http.ResponseWriter) error { return h.pages.Listing(w, v) })
}

// newCallout is the page on which a call-out is made.
func (h *Handlers) newCallout(c *gin.Context) error {
	by, ok, err := h.reviewer(c)
	if !ok {
		return err
	}
	return h.drawCallout(c, by, map[string]string{"org": workflow.CallOrgs(by)[0].Value}, nil)
}

func callOptions(by models.Actor) map[string][]form.Option {
	return map[string][]form.Option{"org": workflow.CallOrgs(by)}
}

func (h *Handlers) drawCallout(c *gin.Context, by models.Actor, values map[string]string, wrong map[string]form.Wrong) error {
	submission := values["submission"]
	if submission == "" {
		var err error
		if submission, err = h.secret(); err != nil {
			return err
		}
	}
	return h.answerForm(c, pages.Form{Frame: h.frame("发动员令"), Lead: "下一步看会发给多少人，再确认。", Submission: submission, Submit: "下一步",
		Fields: fieldsOf(workflow.Mobilise.Form, values, wrong, callOptions(by))}, wrong)
}

// draftCallout keeps what was filled in and leads to its preview.
func (h *Handlers) draftCallout(c *gin.Context) error {
	by, ok, err := h.reviewer(c)
	if !ok {
		return err
	}
	values, err := posted(c)
	if err != nil {
		return err
	}
	answers, wrong := workflow.Mobilise.Form.Check(values, h.contexts(callOptions(by)))
	if len(wrong) > 0 {
		return h.drawCallout(c, by, values, wrong)
	}
	_, ticket, err := h.Bot.Submit(c.Request.Context(), bot.Page{Workflow: workflow.Mobilise, Person: by.Person, Key: values["submission"], Answers: answers})
	if models.KindOf(err) == models.Invalid && err != nil {
		return h.drawCallout(c, by, values, map[string]form.Wrong{"date": form.Wrong(models.SayOf(err))})
	}
	if err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, h.base+"/console/callouts/"+digits(ticket.ID))
	return nil
}

// callBoard is one call-out: a draft with its reach, or how far it has come.
func (h *Handlers) callBoard(c *gin.Context) error { return h.drawBoard(c, "", "") }

func (h *Handlers) drawBoard(c *gin.Context, said, wrong string) error {
	by, ok, err := h.reviewer(c)
	if !ok {
		return err
	}
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		return &models.Error{Kind: models.NotFound}
	}
	v := pages.CallBoard{Frame: h.frame(models.Ticket{Prefix: models.CalloutPrefix, ID: id}.String()), Said: said, Wrong: wrong}
	if v.Submission, err = h.secret(); err != nil {
		return err
	}
	err = h.within(c.Request.Context(), by.Person, func(t *workflow.Turn) error {
		b, err := t.CallBoard(c.Request.Context(), id)
		if err != nil {
			return err
		}
		v.Org, v.Task, v.State = b.Org.Name, b.Callout.Task, workflow.CallState(b.Callout, by.Now)
		v.Draft, v.Going = b.Callout.Stage == models.CalloutDraft, b.Whole && b.Callout.Stage == models.CalloutCalled
		v.Rows = workflow.CallFacts(b.Callout, by.Now)
		if v.Draft {
			v.Rows, v.Sure, err = t.DraftFacts(c.Request.Context(), b.Callout, b.Org)
			return err
		}
		return h.fillBoard(c, &v, b)
	})
	if err != nil {
		return err
	}
	return h.draw(c, func(w http.ResponseWriter) error { return h.pages.CallBoard(w, v) })
}

// joinersShown is how many names a page has.
const joinersShown = 100

func (h *Handlers) fillBoard(c *gin.Context, v *pages.CallBoard, b workflow.CallBoard) error {
	n := b.Total
	v.Note = fmt.Sprintf("%s，截至%s。已读是看过的人，参加、来不了的也算在内。", b.Top.Name, say.Moment(h.Clock.Now(), h.Clock.Now()))
	if n.Groups > 0 {
		v.Figures = append(v.Figures, pages.Figure{Label: "群", Value: say.Count(n.Groups), Small: "送到" + say.Count(n.GroupsIn)})
	}
	if n.People > 0 {
		v.Figures = append(v.Figures, pages.Figure{Label: "私下发给", Value: say.Count(n.People), Small: "送到" + say.Count(n.PeopleIn)})
	}
	v.Figures = append(v.Figures, pages.Figure{Label: "已读", Value: say.Count(n.Read)}, pages.Figure{Label: "参加", Value: say.Count(n.Yes)}, pages.Figure{Label: "候补", Value: say.Count(n.Waiting)}, pages.Figure{Label: "来不了", Value: say.Count(n.No)})
	for _, u := range b.Units {
		row := pages.CallUnit{Name: u.Name, Sent: sentTo(u.Count)}
		for _, x := range []int64{u.Count.Read, u.Count.Yes, u.Count.Waiting, u.Count.No} {
			row.Values = append(row.Values, say.Count(x))
		}
		v.Units = append(v.Units, row)
	}
	joiners, err := h.Store.Joiners(c.Request.Context(), b.Callout, b.Top, joinersShown)
	v.More = max(int(n.Yes+n.Waiting)-len(joiners), 0)
	for _, j := range joiners {
		item := pages.Item{Title: orElse(j.Name, "没留姓名"), Small: "没留电话"}
		if j.Phone != "" {
			item.Small, item.URL = say.Phone(j.Phone), "tel:"+j.Phone
		}
		if j.Turn > 0 {
			item.Tags = append(item.Tags, pages.Tag{Label: "候补", Warn: true})
		}
		if j.Stranger {
			item.Tags = append(item.Tags, pages.Tag{Label: "扫码报的"})
		}
		v.Joiners = append(v.Joiners, item)
	}
	return err
}

// sentTo is 3个群，120人.
func sentTo(n models.CallCount) string {
	var parts []string
	if n.Groups > 0 {
		parts = append(parts, say.Count(n.Groups)+"个群")
	}
	if n.People > 0 {
		parts = append(parts, say.Count(n.People)+"人")
	}
	return strings.Join(parts, "，")
}

// commandCall does what a button of the page says, as if it had been said in chat.
func (h *Handlers) commandCall(c *gin.Context) error {
	by, ok, err := h.reviewer(c)
	if !ok {
		return err
	}
	values, err := posted(c)
	if err != nil {
		return err
	}
	ticket := models.CalloutPrefix + c.Param("id")
	words := map[string]string{"send": "发出 " + ticket, "drop": "先不发 " + ticket, "stop": "停止 " + ticket}[values["do"]]
	if words == "" {
		return &models.Error{Kind: models.Invalid}
	}
	var said say.Reply
	err = h.Bot.Do(c.Request.Context(), by.Person, func(t *workflow.Turn) (err error) {
		said, err = t.HandleCall(c.Request.Context(), words, strings.TrimSpace(values["sure"]))
		return err
	})
	switch {
	case models.KindOf(err) != models.Internal && models.KindOf(err) != models.Unavailable && err != nil:
		return h.drawBoard(c, "", models.SayOf(err))
	case err != nil:
		return err
	case values["do"] == "drop":
		c.Redirect(http.StatusSeeOther, h.base+"/console/callouts")
		return nil
	}
	return h.drawBoard(c, said.Text, "")
}
