package handlers

import (
	"encoding/binary"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"xiaoqing/bot"
	"xiaoqing/bot/channel/web"
	"xiaoqing/bot/form"
	"xiaoqing/bot/picture"
	"xiaoqing/bot/say"
	"xiaoqing/bot/workflow"
	"xiaoqing/handlers/pages"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// dutyCookie says whose phone this is, at places of duty alone; it opens nothing
// else. It lasts through a season.
const (
	dutyCookie = "xq_duty"
	dutyKnows  = 90 * 24 * time.Hour
)

// knowAtDuty lets the browser be known when it reads a code at a place of duty.
func (h *Handlers) knowAtDuty(c *gin.Context, person int64) {
	value, age := "", -1
	if person != 0 {
		value, age = h.Store.Vault().Sign("at duty", binary.AppendVarint(nil, person)), int(dutyKnows.Seconds())
	}
	http.SetCookie(c.Writer, &http.Cookie{Name: dutyCookie, Value: value, Path: h.base + "/d", MaxAge: age, HttpOnly: true, Secure: h.secure, SameSite: http.SameSiteLaxMode})
}

// atDuty is whose phone this is, 0 when that is not known.
func (h *Handlers) atDuty(c *gin.Context) int64 {
	value, err := c.Cookie(dutyCookie)
	if err != nil {
		return 0
	}
	b, ok := h.Store.Vault().Check("at duty", value)
	person, n := binary.Varint(b)
	if !ok || n <= 0 {
		return 0
	}
	return person
}

// dutyPoint is the place whose code was read, with its roster (nil for none); 404
// for a code that is not ours.
func (h *Handlers) dutyPoint(c *gin.Context) (p workflow.DutyPoint, org models.Org, r *models.Roster, err error) {
	p, ok := h.Bot.Links.ReadDuty(c.Param("token"))
	if !ok {
		return p, org, nil, &models.Error{Kind: models.NotFound}
	}
	if org, err = h.Store.Org(c.Request.Context(), p.Org); err != nil || p.Roster == 0 {
		return p, org, nil, err
	}
	one, err := h.Store.Roster(c.Request.Context(), p.Roster)
	return p, org, &one, err
}

// duty draws the page behind the code at a place of duty. It changes nothing.
func (h *Handlers) duty(c *gin.Context) error {
	return h.drawDuty(c, h.atDuty(c), pages.Duty{}, nil, nil)
}

// dutyLinked makes a personal link's phone known and goes on to its roster's page.
func (h *Handlers) dutyLinked(c *gin.Context, l workflow.Link) error {
	r, err := h.Store.Roster(c.Request.Context(), l.ID)
	if err != nil {
		return err
	}
	h.knowAtDuty(c, l.Person)
	c.Redirect(http.StatusSeeOther, h.Bot.Links.Duty(workflow.DutyPoint{Org: r.OrgID, Roster: r.ID}))
	return nil
}

func (h *Handlers) drawDuty(c *gin.Context, person int64, v pages.Duty, values map[string]string, wrong map[string]form.Wrong) error {
	p, org, r, err := h.dutyPoint(c)
	if err != nil {
		return err
	}
	if v.Submission, err = h.secret(); err != nil {
		return err
	}
	v.Frame, v.Rows = h.frame("签到"), h.dutyRows(p, org, r)
	if person != 0 {
		if err := h.knownAtDuty(c, person, &v); err != nil {
			return err
		}
	}
	if v.Name == "" {
		v.Fields = fieldsOf(workflow.Arrive.Form, values, wrong, nil)
	}
	if len(wrong) > 0 {
		c.Status(http.StatusUnprocessableEntity)
	}
	return h.draw(c, func(w http.ResponseWriter) error { return h.pages.Duty(w, v) })
}

func (h *Handlers) dutyRows(p workflow.DutyPoint, org models.Org, r *models.Roster) (rows []say.Row) {
	place := p.Place
	if r != nil {
		rows = append(rows, say.Row{Label: "任务", Value: r.Task}, say.Row{Label: "时间", Value: workflow.RosterTime(*r, calendar.DayOf(h.Clock.Now()), h.Store.Zone)})
		place = r.RosterPrivate.Place
	}
	if place != "" {
		rows = append(rows, say.Row{Label: "地点", Value: place})
	}
	return append(rows, say.Row{Label: "组织", Value: org.Name})
}

// knownAtDuty fills in who it is and whether they are on duty.
func (h *Handlers) knownAtDuty(c *gin.Context, person int64, v *pages.Duty) error {
	who, err := h.Store.Person(c.Request.Context(), person)
	if models.Missing(err) || err == nil && who.JoinedTo != 0 {
		return nil
	}
	if err != nil {
		return err
	}
	v.Name = orElse(who.Name, "您")
	sh, err := h.Store.ShiftNow(c.Request.Context(), person, h.Clock.Now())
	if v.OnDuty = sh.ID != 0; v.OnDuty {
		v.Title, v.Since = "在岗", calendar.ClockOf(time.UnixMilli(sh.InAt).In(h.Store.Zone)).String()
	}
	return err
}

// signDuty signs in or out.
func (h *Handlers) signDuty(c *gin.Context) error {
	values, err := posted(c)
	if err != nil {
		return err
	}
	p, org, _, err := h.dutyPoint(c)
	if err != nil {
		return err
	}
	if values["do"] == "other" {
		h.knowAtDuty(c, 0)
		return h.drawDuty(c, 0, pages.Duty{}, nil, nil)
	}
	page := bot.Page{Workflow: workflow.Arrive, Person: h.atDuty(c), Key: values["submission"], Home: org.ID}
	if page.Person == 0 {
		answers, wrong := workflow.Arrive.Form.Check(values, h.contexts(nil))
		if len(wrong) > 0 {
			return h.drawDuty(c, 0, pages.Duty{}, values, wrong)
		}
		page.Answers = answers
		if page.Person, err = h.Store.VolunteerKnownAs(c.Request.Context(), answers.Get("name"), answers.Get("phone")); err != nil {
			return err
		}
		if page.Person == 0 {
			page.Channel, page.Account = web.Name, web.Token(h.Store.Vault().Lookup("page-chat", values["submission"]), org.ID)
		}
	}
	page.Answers = page.Answers.Set("do", values["do"]).Set("org", digits(p.Org)).Set("roster", digits(p.Roster)).Set("place", p.Place)
	return h.arrived(c, page)
}

// arrived hands the page in and shows what came of it.
func (h *Handlers) arrived(c *gin.Context, page bot.Page) error {
	reply, _, err := h.Bot.Submit(c.Request.Context(), page)
	if models.KindOf(err) == models.Unavailable || models.KindOf(err) == models.Internal && err != nil {
		return err
	}
	v := pages.Duty{Said: strings.ReplaceAll(reply.Text, "说“签退”", "再点“签退”")}
	if err != nil {
		v = pages.Duty{Wrong: models.SayOf(err)}
	}
	if page.Account != "" && err == nil {
		a, err := h.Store.FindAccount(c.Request.Context(), web.Name, page.Account)
		if err != nil {
			return err
		}
		page.Person, v.Own = a.PersonID, say.Link{Label: "打开我的聊天", URL: h.Bot.Links.Page("c", page.Account)}
	}
	if err == nil {
		h.knowAtDuty(c, page.Person)
	}
	return h.drawDuty(c, page.Person, v, nil, nil)
}

// dutyPoster is the page with the code, to print and put up.
func (h *Handlers) dutyPoster(c *gin.Context) error {
	p, org, r, err := h.dutyPoint(c)
	if err != nil {
		return err
	}
	v := pages.Poster{Frame: h.frame("签到码"), Org: org.Name, Head: orElse(p.Place, "志愿者签到"), URL: h.Bot.Links.Duty(p), Picture: "/d/" + c.Param("token") + "/qr.png",
		Scan: "微信扫一扫，到了签到，走时签退", Lines: []string{"报过名的，点一下就好。", "头一回来，写姓名和电话，现场核实。"}}
	if r != nil {
		when := []string{say.Date(r.Day) + " " + dutyHours(*r, h.Store.Zone)}
		if r.RosterPrivate.Place != "" {
			when = append(when, r.RosterPrivate.Place)
		}
		v.Head, v.Lines = r.Task, append(when, v.Lines...)
	}
	return h.draw(c, func(w http.ResponseWriter) error { return h.pages.Poster(w, v) })
}

// dutyHours is 08:00–12:00.
func dutyHours(r models.Roster, zone *time.Location) string {
	return r.Start.String() + "–" + calendar.ClockOf(r.Ends(zone)).String()
}

func (h *Handlers) dutyCode(c *gin.Context) error {
	p, _, _, err := h.dutyPoint(c)
	if err != nil {
		return err
	}
	png, err := picture.Code(h.Bot.Links.Duty(p), 720)
	if err != nil {
		return err
	}
	c.Data(http.StatusOK, "image/png", png)
	return nil
}
