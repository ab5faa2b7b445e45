package handlers

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
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

// shiftRows are the shifts whose length waits to be approved.
func (h *Handlers) shiftRows(ctx context.Context, by models.Actor, limit int) (rows []pages.ReviewRow, err error) {
	all, err := h.Store.ShiftsWaiting(ctx, by.Orgs(models.Coordinator), limit)
	if err != nil {
		return nil, err
	}
	var ids []int64
	for _, sh := range all {
		ids = append(ids, sh.PersonID)
	}
	people, err := h.Store.PeopleByID(ctx, ids)
	for _, sh := range all {
		t := sh.Ticket().String()
		row := pages.ReviewRow{ID: t, Ticket: t, Name: orElse(people[sh.PersonID].Name, "没留姓名"), Waiting: h.waited(max(sh.OutAt, sh.MadeAt)),
			Small: say.Date(sh.Day) + " " + workflow.ShiftWords(h.Store.Zone, sh)}
		switch {
		case sh.PersonID == by.Person:
			row.Barred = "这是您自己的，请另一位协调员来核。"
		case sh.Auto:
			row.Tags = append(row.Tags, pages.Tag{Label: "自动签退", Warn: true})
		case sh.Stage == models.ShiftClaimed:
			row.Tags = append(row.Tags, pages.Tag{Label: "补报", Warn: true})
		case sh.Claimed > 0 && sh.Claimed != sh.Clocked:
			row.Tags = append(row.Tags, pages.Tag{Label: "自报不一样", Warn: true})
		}
		rows = append(rows, row)
	}
	return rows, err
}

// rosters are what the coordinator's units have put down.
func (h *Handlers) rosters(c *gin.Context) error {
	by, ok, err := h.reviewer(c)
	if !ok {
		return err
	}
	rs, err := h.Store.RostersOf(c.Request.Context(), by.Orgs(models.Coordinator), h.Clock.Now(), 100)
	if err != nil {
		return err
	}
	v := pages.Listing{Frame: h.frame("排班"), Lead: "志愿者回小青“报岗”加编号就报上了，满了排候补。", Empty: "还没有排班。点下面“排一班”，或者跟小青说“排班 核酸点引导 明天 8点到12点 10人 五角场广场”。",
		Actions: []pages.Action{{Label: "排一班", URL: "/console/rosters/new"}, {Label: "不排班，只要一个地点的签到码", URL: "/console/rosters/code"}}}
	for _, r := range rs {
		item := pages.Item{Title: r.Ticket().String() + " " + r.Task, Small: strings.TrimSpace(workflow.RosterTime(r, calendar.DayOf(h.Clock.Now()), h.Store.Zone) + " · " + r.RosterPrivate.Place),
			Value: fmt.Sprintf("%d/%d人", r.Taken, r.Places), URL: "/console/rosters/at/" + digits(r.ID)}
		if r.Open() > 0 {
			item.Tags = []pages.Tag{{Label: fmt.Sprintf("差%d人", r.Open()), Warn: true}}
		}
		v.Items = append(v.Items, item)
	}
	return h.draw(c, func(w http.ResponseWriter) error { return h.pages.Listing(w, v) })
}

// newRoster is the form of 排班, makeRoster takes it.
func (h *Handlers) newRoster(c *gin.Context) error {
	by, ok, err := h.reviewer(c)
	if !ok {
		return err
	}
	return h.drawNewRoster(c, map[string]string{"org": by.Orgs(models.Coordinator)[0].Name}, nil)
}

func (h *Handlers) drawNewRoster(c *gin.Context, values map[string]string, wrong map[string]form.Wrong) error {
	submission, err := h.secret()
	if err != nil {
		return err
	}
	return h.answerForm(c, pages.Form{Frame: h.frame("排一班"), Submission: submission, Fields: fieldsOf(workflow.Roster.Form, values, wrong, nil), Submit: "排好",
		Actions: []pages.Action{{Label: "所有班次", URL: "/console/rosters"}}}, wrong)
}

func (h *Handlers) makeRoster(c *gin.Context) error {
	by, ok, err := h.reviewer(c)
	if !ok {
		return err
	}
	values, err := posted(c)
	if err != nil {
		return err
	}
	answers, wrong := workflow.Roster.Form.Check(values, h.contexts(nil))
	if len(wrong) > 0 {
		return h.drawNewRoster(c, values, wrong)
	}
	reply, _, err := h.Bot.Submit(c.Request.Context(), bot.Page{Workflow: workflow.Roster, Person: by.Person, Key: values["submission"], Answers: answers})
	switch models.KindOf(err) {
	case models.Invalid, models.Conflict, models.NotFound, models.Forbidden:
		field := "date"
		if models.KindOf(err) == models.NotFound || models.KindOf(err) == models.Forbidden {
			field = "org"
		}
		return h.drawNewRoster(c, values, map[string]form.Wrong{field: form.Wrong(models.SayOf(err))})
	}
	if err != nil {
		return err
	}
	tickets := parse.Tickets(reply.Text)
	if len(tickets) == 0 {
		c.Redirect(http.StatusSeeOther, h.base+"/console/rosters")
		return nil
	}
	t, _ := models.ParseTicket(tickets[0])
	c.Redirect(http.StatusSeeOther, h.base+"/console/rosters/at/"+digits(t.ID))
	return nil
}

// roster is one roster with who is in it.
func (h *Handlers) roster(c *gin.Context) error { return h.drawRoster(c, "", "") }

func (h *Handlers) drawRoster(c *gin.Context, said, wrong string) error {
	_, r, org, ok, err := h.ownRoster(c)
	if !ok {
		return err
	}
	submission, err := h.secret()
	if err != nil {
		return err
	}
	now := h.Clock.Now()
	when := workflow.RosterTime(r, calendar.DayOf(now), h.Store.Zone)
	v := pages.RosterPage{Frame: h.frame(r.Task), Lead: org.Name, Ticket: r.Ticket().String(), Submission: submission, Said: said, Wrong: wrong, Own: "/console/rosters/at/" + digits(r.ID),
		Changes: !r.Cancelled && r.Ends(h.Store.Zone).After(now),
		Share:   workflow.RosterCall(r, h.Store.Zone),
		Code:    "/d/" + strings.TrimPrefix(h.Bot.Links.Duty(workflow.DutyPoint{Org: r.OrgID, Roster: r.ID}), h.Bot.Links.Page("d")+"/") + "/poster",
		Cancels: !r.Cancelled && r.Begins(h.Store.Zone).After(now)}
	for _, row := range []say.Row{{Label: "时间", Value: when}, {Label: "地点", Value: r.RosterPrivate.Place}, {Label: "人数", Value: fmt.Sprintf("%d/%d人", r.Taken, r.Places)}, {Label: "联系人", Value: r.Contact}} {
		if row.Value != "" {
			v.Rows = append(v.Rows, row)
		}
	}
	if r.Cancelled {
		v.Rows = append(v.Rows, say.Row{Label: "状态", Value: "已取消"})
	}
	if v.Seated, v.Waiting, err = h.helpers(c.Request.Context(), r); err != nil {
		return err
	}
	return h.draw(c, func(w http.ResponseWriter) error { return h.pages.Roster(w, v) })
}

// ownRoster is the roster of the path, for a coordinator of its unit.
func (h *Handlers) ownRoster(c *gin.Context) (by models.Actor, r models.Roster, org models.Org, ok bool, err error) {
	if by, ok, err = h.reviewer(c); !ok {
		return by, r, org, false, err
	}
	id, _ := strconv.ParseInt(c.Param("id"), 10, 64)
	if r, err = h.Store.Roster(c.Request.Context(), id); err != nil {
		return by, r, org, false, err
	}
	org, err = h.Store.Org(c.Request.Context(), r.OrgID)
	if err == nil && !by.Holds(models.Coordinator, org) {
		err = &models.Error{Kind: models.Forbidden}
	}
	return by, r, org, err == nil, err
}

// helpers are the people of a roster: with a place and those who came without one,
// then those who wait.
func (h *Handlers) helpers(ctx context.Context, r models.Roster) (seated, waiting []pages.Helper, err error) {
	places, queue, err := h.Store.RosterPlaces(ctx, r.ID)
	if err != nil {
		return nil, nil, err
	}
	shifts, err := h.Store.ShiftsIn(ctx, r.ID)
	if err != nil {
		return nil, nil, err
	}
	states, ids := map[int64]string{}, []int64(nil)
	for _, p := range places {
		ids = append(ids, p.PersonID)
		states[p.PersonID] = ""
	}
	for _, sh := range shifts {
		if _, here := states[sh.PersonID]; !here {
			ids = append(ids, sh.PersonID)
		}
		states[sh.PersonID] = h.shiftState(sh)
	}
	for _, p := range queue {
		if _, here := states[p.PersonID]; !here {
			waiting = append(waiting, pages.Helper{State: fmt.Sprintf("第%d位", len(waiting)+1)})
			ids = append(ids, p.PersonID)
		}
	}
	people, err := h.Store.PeopleByID(ctx, ids)
	for i, id := range ids {
		one := pages.Helper{Name: orElse(people[id].Name, "没留姓名"), Phone: people[id].Phone, State: states[id]}
		if k := i - (len(ids) - len(waiting)); k >= 0 {
			one.State = waiting[k].State
			waiting[k] = one
			continue
		}
		seated = append(seated, one)
	}
	return seated, waiting, err
}

// shiftState is 08:02签到, 08:02–12:05, 核定4小时.
func (h *Handlers) shiftState(sh models.Shift) string {
	clock := func(milli int64) string {
		return calendar.ClockOf(time.UnixMilli(milli).In(h.Store.Zone)).String()
	}
	switch {
	case sh.Stage == models.ShiftApproved:
		return "核定" + say.Minutes(sh.Approved)
	case sh.Stage == models.ShiftClaimed || sh.Stage == models.ShiftRejected:
		return sh.State()
	case sh.OutAt == 0:
		return clock(sh.InAt) + "签到"
	}
	return clock(sh.InAt) + "–" + clock(sh.OutAt)
}

// changeRoster calls a roster off.
func (h *Handlers) changeRoster(c *gin.Context) error {
	by, r, _, ok, err := h.ownRoster(c)
	if !ok {
		return err
	}
	values, err := posted(c)
	if err != nil {
		return err
	}
	if values["do"] != "cancel" {
		return &models.Error{Kind: models.Invalid}
	}
	reply, err := h.Bot.CallOff(c.Request.Context(), by.Person, r.ID)
	if models.KindOf(err) == models.Conflict {
		return h.drawRoster(c, "", models.SayOf(err))
	}
	if err != nil {
		return err
	}
	return h.drawRoster(c, reply.Text, "")
}

// placeCode asks for a place's name and leads to its code, which needs no roster.
func (h *Handlers) placeCode(c *gin.Context) error {
	by, ok, err := h.reviewer(c)
	if !ok {
		return err
	}
	place := strings.TrimSpace(c.Query("place"))
	if n := len([]rune(place)); n > 0 && n <= 20 {
		code := h.Bot.Links.Duty(workflow.DutyPoint{Org: by.Orgs(models.Coordinator)[0].ID, Place: place})
		u, err := url.Parse(code)
		if err == nil {
			c.Redirect(http.StatusSeeOther, u.Path+"/poster")
		}
		return err
	}
	wrong := ""
	if place != "" {
		wrong = "地点最多写20个字，比如“五角场广场”。"
	}
	return h.draw(c, func(w http.ResponseWriter) error {
		return h.pages.PlaceCode(w, pages.PlaceCode{Frame: h.frame("地点签到码"), Place: place, Wrong: wrong})
	})
}
