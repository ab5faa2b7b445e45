package handlers

import (
	"context"
	"encoding/binary"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"xiaoqing/bot/say"
	"xiaoqing/bot/workflow"
	"xiaoqing/handlers/pages"
	"xiaoqing/models"
)

// sessionCookie holds a coordinator's signed session: who, and until when.
const sessionCookie = "xq_console"

// sessionFor is how long a login lasts.
const sessionFor = 12 * time.Hour

func digits(n int64) string { return strconv.FormatInt(n, 10) }

// consoleLink reads a login link; nil error only while it is good.
func (h *Handlers) consoleLink(c *gin.Context) (workflow.Link, error) {
	l, ok := h.Bot.Links.Read(c.Param("token"))
	if !ok || l.To != workflow.ToConsole {
		return l, h.draw(c, func(w http.ResponseWriter) error { return h.pages.Login(w, pages.Login{Frame: h.frame("登录")}) })
	}
	if h.Clock.Now().After(l.Expires) {
		l.Person = 0
		return l, h.draw(c, func(w http.ResponseWriter) error {
			return h.pages.Login(w, pages.Login{Frame: h.frame("登录"), Expired: true})
		})
	}
	return l, nil
}

// enter opens the console by a login link. It sets a cookie in the browser that
// asked and changes nothing here, so a link scanner does no harm.
func (h *Handlers) enter(c *gin.Context) error {
	l, err := h.consoleLink(c)
	if err != nil || l.Person == 0 || c.Writer.Written() {
		return err
	}
	b := binary.AppendVarint(nil, l.Person)
	b = binary.AppendVarint(b, h.Wall().Add(sessionFor).Unix())
	http.SetCookie(c.Writer, &http.Cookie{Name: sessionCookie, Value: h.Store.Vault().Sign("session", b), Path: h.base + "/console",
		MaxAge: int(sessionFor.Seconds()), HttpOnly: true, Secure: h.secure, SameSite: http.SameSiteLaxMode})
	c.Redirect(http.StatusSeeOther, h.base+"/console")
	return nil
}

// reviewer is the coordinator of the session; ok is false when the login page was
// drawn instead. Their roles are read anew each time.
func (h *Handlers) reviewer(c *gin.Context) (by models.Actor, ok bool, err error) {
	person := h.session(c)
	if person == 0 {
		c.Status(http.StatusUnauthorized)
		return by, false, h.draw(c, func(w http.ResponseWriter) error {
			return h.pages.Login(w, pages.Login{Frame: h.frame("登录"), Expired: true})
		})
	}
	standings, err := h.Store.Standings(c.Request.Context(), person)
	by = models.Actor{Person: person, Standings: standings, Via: "page", Now: h.Clock.Now()}
	if err == nil && !by.Has(models.Coordinator) {
		err = &models.Error{Kind: models.Forbidden}
	}
	return by, err == nil, err
}

func (h *Handlers) session(c *gin.Context) int64 {
	value, err := c.Cookie(sessionCookie)
	if err != nil {
		return 0
	}
	b, ok := h.Store.Vault().Check("session", value)
	if !ok {
		return 0
	}
	person, n := binary.Varint(b)
	if n <= 0 {
		return 0
	}
	until, n := binary.Varint(b[n:])
	if n <= 0 || h.Wall().Unix() > until {
		return 0
	}
	return person
}

// console is the coordinators' first page.
func (h *Handlers) console(c *gin.Context) error {
	by, ok, err := h.reviewer(c)
	if !ok {
		return err
	}
	ctx, orgs := c.Request.Context(), by.Orgs(models.Coordinator)
	p, err := h.Store.Person(ctx, by.Person)
	if err != nil {
		return err
	}
	v := pages.Console{Frame: h.frame("后台"), Name: p.Name, Org: orgs[0].Name}
	waiting := 0
	var which []string
	for _, t := range reviewTabs {
		n, err := h.tabCount(c, by, t.name, t.prefix)
		if err != nil {
			return err
		}
		if waiting += n; n > 0 {
			which = append(which, fmt.Sprintf("%s%d", t.label, n))
		}
	}
	letters, err := h.undelivered(ctx, by)
	if err != nil {
		return err
	}
	review := pages.Door{Label: "待审核", Small: orElse(strings.Join(which, "、"), "都看完了"), Count: waiting, URL: "/console/review", Main: true}
	passOn := pages.Door{Label: "待转告", Small: "消息发不到的人，请您说一声", Count: len(letters), URL: "/console/letters"}
	partners, err := h.partnerDoors(ctx, by)
	if err != nil {
		return err
	}
	first := append([]pages.Door{review, passOn}, partners...)
	if workflow.OnlyPartners(by) {
		partners[0].Main, review.Main = true, false
		if first = partners; waiting > 0 {
			first = append(first, review)
		}
	}
	v.Doors = []pages.Doors{{Doors: first},
		{Label: "找人手", Doors: []pages.Door{
			{Label: "排班", Small: "招人、看谁报了、打印签到码", URL: "/console/rosters"},
			{Label: "动员令", Small: "发一条，看谁来", URL: "/console/callouts"}}},
		{Label: "看情况", Doors: []pages.Door{
			{Label: "数字", Small: "每个数点开看是哪几条", URL: "/console/figures"},
			{Label: "群", Small: "哪些群收日报", URL: "/console/groups"},
			{Label: "组织", Small: "您管的街道、社区，和它们的海报", URL: "/console/orgs"}}}}
	return h.draw(c, func(w http.ResponseWriter) error { return h.pages.Console(w, v) })
}

// partnerDoors lead to the pages of the coordinator's own partners.
func (h *Handlers) partnerDoors(ctx context.Context, by models.Actor) (doors []pages.Door, err error) {
	for _, o := range by.Orgs(models.Coordinator) {
		if o.Level != models.Beside {
			continue
		}
		staff, err := h.Store.StaffWaiting(ctx, []models.Org{o}, partnerShown)
		if err != nil {
			return nil, err
		}
		doors = append(doors, pages.Door{Label: o.Name, Small: "本单位的辅导老师、职工、数字和名单", Count: len(staff), URL: "/console/partner?id=" + digits(o.ID)})
	}
	return doors, nil
}

// orgs is the tree below the coordinator.
func (h *Handlers) orgs(c *gin.Context) error {
	by, ok, err := h.reviewer(c)
	if !ok {
		return err
	}
	return h.drawOrgs(c, by, "", "")
}

func (h *Handlers) drawOrgs(c *gin.Context, by models.Actor, said, wrong string) error {
	v := pages.Listing{Frame: h.frame("组织"), Lead: "要加一个，跟小青说“新建 国定社区 属于 五角场街道”。", Said: said, Wrong: wrong}
	for _, top := range by.Orgs(models.Coordinator) {
		below, err := h.Store.OrgTree(c.Request.Context(), top)
		if err != nil {
			return err
		}
		for _, o := range below {
			item := pages.Item{Title: o.Name, Depth: int(o.Level - top.Level), URL: "/poster/enrol?org=" + digits(o.ID), Small: "海报"}
			if !o.Placed {
				item.Tags = []pages.Tag{{Label: "待归属", Warn: true}}
			}
			v.Items = append(v.Items, item)
		}
		if top.Level == models.City {
			partners, err := h.Store.Partners(c.Request.Context())
			if err != nil {
				return err
			}
			for _, p := range partners {
				v.Items = append(v.Items, pages.Item{Title: p.Name, Small: p.Short, Tags: []pages.Tag{{Label: "伙伴"}}, URL: "/console/partner?id=" + digits(p.ID)})
			}
			v.Add = &pages.Add{Title: "加一个伙伴", Says: "校团委、医院团委、青联这样的单位，不算在街道里。加好以后跟小青说“邀请 复旦大学团委”，请他们自己来管。", Action: "/console/orgs"}
		}
	}
	return h.draw(c, func(w http.ResponseWriter) error { return h.pages.Listing(w, v) })
}

// groups are the bound groups of the coordinator's units.
func (h *Handlers) groups(c *gin.Context) error {
	by, ok, err := h.reviewer(c)
	if !ok {
		return err
	}
	groups, err := h.Store.Groups(c.Request.Context())
	if err != nil {
		return err
	}
	v := pages.Listing{Frame: h.frame("群"), Lead: "每天18点发日报。", Empty: "还没有绑定的群。在群里说“绑定 五角场街道”，或把群机器人的地址私下发给小青。"}
	for _, g := range groups {
		org, err := h.Store.Org(c.Request.Context(), g.OrgID)
		if err != nil {
			return err
		}
		if by.Holds(models.Coordinator, org) {
			v.Items = append(v.Items, pages.Item{Title: orElse(g.Name, "群"+digits(g.ID)), Small: map[string]string{workflow.RobotChannel: "群机器人"}[g.Channel], Value: org.Name})
		}
	}
	return h.draw(c, func(w http.ResponseWriter) error { return h.pages.Listing(w, v) })
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// waited is how long something has waited, for a row.
func (h *Handlers) waited(since int64) string {
	return say.Waited(h.Clock.Now().Sub(time.UnixMilli(since)))
}

// summary is a line over a list: 五角场街道 · 志愿者报名 · 最久的等了1天3小时.
func summary(org, what string, oldest string) string {
	if oldest == "" {
		return fmt.Sprintf("%s · %s", org, what)
	}
	return fmt.Sprintf("%s · %s · 最久的等了%s", org, what, oldest)
}
