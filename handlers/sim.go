package handlers

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"xiaoqing/bot"
	"xiaoqing/bot/channel/simulator"
	"xiaoqing/bot/say"
	"xiaoqing/handlers/pages"
	"xiaoqing/models"
	"xiaoqing/models/post"
)

// sim is the simulator's page.
func (h *Handlers) sim(c *gin.Context) error {
	return h.draw(c, func(w http.ResponseWriter) error { return h.pages.Sim(w, pages.Sim{Frame: h.frame("模拟器")}) })
}

// simReply is one answer in the simulator's JSON.
type simReply struct {
	Chat    string   `json:"chat"`
	Text    string   `json:"text"`
	Buttons []string `json:"buttons"`
	Links   []string `json:"links"`
}

func simReplyOf(chat string, r say.Reply) simReply {
	out := simReply{Chat: chat, Text: r.Plain(), Buttons: append([]string{}, r.Buttons...), Links: []string{}}
	for _, l := range r.Links {
		out.Links = append(out.Links, l.URL)
	}
	return out
}

// simSay hears one message of a made-up person.
func (h *Handlers) simSay(c *gin.Context) error {
	var idErr error
	newID := func() string {
		id, err := h.secret()
		idErr = err
		return id
	}
	m, at, err := simulator.Receive(http.MaxBytesReader(c.Writer, c.Request.Body, bodyLimit), newID, h.Clock.Now())
	if errors.Is(err, simulator.ErrBad) {
		return models.Refuse(models.Invalid, "要有from和text；at不写，或者写成2022-04-08T10:00:00+08:00这样。")
	}
	if err != nil || idErr != nil {
		return orError(err, idErr)
	}
	if at != nil {
		h.Clock.Set(*at)
		m.SentAt = h.Clock.Now()
	}
	reply, err := h.Bot.Hear(c.Request.Context(), m)
	if err != nil {
		return err
	}
	h.deliver(c)
	replies := []simReply{}
	if !reply.Empty() {
		chat := "direct"
		if m.Chat != "" {
			chat = m.Chat
		}
		replies = append(replies, simReplyOf(chat, reply))
	}
	c.JSON(http.StatusOK, gin.H{"replies": replies})
	return nil
}

func orError(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

// deliver lets what the message caused arrive before it is answered, so that a
// script sees it; what takes longer comes later.
func (h *Handlers) deliver(c *gin.Context) {
	if err := h.Deliver(c.Request.Context()); err != nil {
		h.Log.Warn("deliver for the simulator", "cause", err)
	}
}

// simChat is one chat in the simulator's list.
type simChat struct {
	Chat string `json:"chat"`
	Name string `json:"name"`
	Role string `json:"role"`
	Org  string `json:"org"`
	Last int64  `json:"last"`
}

// simChats are all chats: everyone's own and the groups.
func (h *Handlers) simChats(c *gin.Context) error {
	ctx := c.Request.Context()
	accounts, err := h.Store.AccountsOn(ctx, simulator.Name)
	if err != nil {
		return err
	}
	chats := []simChat{}
	box := h.Store.Post(ctx)
	for _, a := range accounts {
		p, err := h.Store.Person(ctx, a.PersonID)
		if err != nil {
			return err
		}
		chat := simChat{Chat: bot.ChatOf(a.Account, ""), Name: orElse(p.Name, a.Account), Role: string(models.Parent)}
		standings, err := h.Store.Standings(ctx, a.PersonID)
		if err != nil {
			return err
		}
		if len(standings) > 0 {
			chat.Role, chat.Org = string(standings[0].Role), standings[0].Org.Name
		}
		if chat.Last, err = box.Last(box.ChatKey(simulator.Name, chat.Chat)); err != nil {
			return err
		}
		chats = append(chats, chat)
	}
	groups, err := h.simGroups(c)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, gin.H{"chats": append(chats, groups...)})
	return nil
}

func (h *Handlers) simGroups(c *gin.Context) (chats []simChat, err error) {
	ctx := c.Request.Context()
	groups, err := h.Store.Groups(ctx)
	if err != nil {
		return nil, err
	}
	box := h.Store.Post(ctx)
	for _, g := range groups {
		if g.Channel != simulator.Name {
			continue
		}
		org, err := h.Store.Org(ctx, g.OrgID)
		if err != nil {
			return nil, err
		}
		last, err := box.Last(box.ChatKey(simulator.Name, g.Address))
		if err != nil {
			return nil, err
		}
		chats = append(chats, simChat{Chat: g.Address, Name: orElse(g.Name, g.Address), Role: "group", Org: org.Name, Last: last})
	}
	return chats, nil
}

// simLine is one thing said, as the contract has it; card is the whole of it.
type simLine struct {
	N       int64      `json:"n"`
	From    string     `json:"from"`
	Text    string     `json:"text"`
	Buttons []string   `json:"buttons"`
	Links   []string   `json:"links"`
	Image   string     `json:"image"`
	File    string     `json:"file"`
	At      string     `json:"at"`
	Card    *say.Reply `json:"card,omitempty"`
}

// simMessages is what was said in one chat, oldest first.
func (h *Handlers) simMessages(c *gin.Context) error {
	after, _ := strconv.ParseInt(c.Query("after"), 10, 64)
	said, err := h.Bot.Lines(c.Request.Context(), simulator.Name, c.Param("chat"), after, 1000)
	if err != nil {
		return err
	}
	lines := []simLine{}
	names := map[string]string{post.Bot: post.Bot}
	for _, l := range said {
		from, err := h.simSpeaker(c, names, l.From)
		if err != nil {
			return err
		}
		r := simReplyOf("", l.Reply)
		line := simLine{N: l.N, From: from, Text: r.Text, Buttons: r.Buttons, Links: r.Links, At: l.At.Format(time.RFC3339)}
		line.Image, line.File = attached(h.base+"/sim/api/chats/"+url.PathEscape(c.Param("chat"))+"/messages", l)
		l.Attachment = nil
		if l.From == post.Bot {
			line.Card = &l.Reply
		}
		lines = append(lines, line)
	}
	c.JSON(http.StatusOK, gin.H{"messages": lines})
	return nil
}

// simSpeaker is the made-up person's own id.
func (h *Handlers) simSpeaker(c *gin.Context, names map[string]string, row string) (string, error) {
	if name, ok := names[row]; ok {
		return name, nil
	}
	id, err := strconv.ParseInt(row, 10, 64)
	if err != nil {
		return "", err
	}
	a, err := h.Store.AccountByID(c.Request.Context(), id)
	names[row] = a.Account
	return a.Account, err
}

// simJob runs a job at a time, delivers its letters, and says what came of it.
func (h *Handlers) simJob(c *gin.Context) error {
	var body struct{ At *time.Time }
	if c.Request.ContentLength != 0 {
		if err := readJSON(c, &body); err != nil {
			return err
		}
	}
	var at time.Time
	if body.At != nil {
		at = *body.At
	}
	said, err := h.RunJob(c.Request.Context(), c.Param("name"), at)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, gin.H{"said": said})
	return nil
}

// simPerson makes a person with a role.
func (h *Handlers) simPerson(c *gin.Context) error {
	var b struct{ ID, Name, Role, Org string }
	if err := readJSON(c, &b); err != nil {
		return err
	}
	role := models.Role(b.Role)
	if b.ID == "" || b.Role != "" && role.Chinese() == "" {
		return models.Refuse(models.Invalid, "要有id，role是parent、worker、tutor、volunteer、coordinator、social_worker之一。")
	}
	err := h.Store.Tx(c.Request.Context(), func(tx *models.Store) error {
		ctx, now := c.Request.Context(), h.Clock.Now()
		a, err := tx.Account(ctx, simulator.Name, b.ID, now)
		if err != nil {
			return err
		}
		if b.Name != "" {
			if err := tx.Rename(ctx, a.PersonID, b.Name); err != nil {
				return err
			}
		}
		if b.Role == "" {
			return nil
		}
		org, err := tx.OrgAtItsLevel(ctx, b.Org, now)
		if err != nil {
			return err
		}
		if err := tx.GrantRole(ctx, a.PersonID, role, org, 0, now); err != nil || role != models.Tutor {
			return err
		}
		_, err = tx.AgreeToConduct(ctx, models.Actor{Person: a.PersonID, Via: "sim", Now: now}) // ready to teach
		return err
	})
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, gin.H{"id": b.ID, "chat": bot.ChatOf(b.ID, "")})
	return nil
}

// simGroup makes a group bound to an Org.
func (h *Handlers) simGroup(c *gin.Context) error {
	var b struct{ ID, Name, Org string }
	if err := readJSON(c, &b); err != nil {
		return err
	}
	if b.ID == "" || b.ID == "direct" {
		return models.Refuse(models.Invalid, "群要有id，而且不能叫direct。")
	}
	err := h.Store.Tx(c.Request.Context(), func(tx *models.Store) error {
		ctx, now := c.Request.Context(), h.Clock.Now()
		org, err := tx.OrgAtItsLevel(ctx, b.Org, now)
		if err != nil {
			return err
		}
		_, err = tx.BindGroup(ctx, simulator.Name, b.ID, b.Name, org, 0, now)
		return err
	})
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, gin.H{"id": b.ID, "chat": b.ID})
	return nil
}

// simClock says what the programme's clock shows.
func (h *Handlers) simClock(c *gin.Context) error {
	c.JSON(http.StatusOK, gin.H{"at": h.Clock.Now().Format(time.RFC3339), "simulated": h.Clock.Simulated()})
	return nil
}

// simSetClock stops the clock at a moment; "" lets it run again.
func (h *Handlers) simSetClock(c *gin.Context) error {
	var b struct{ At string }
	if err := readJSON(c, &b); err != nil {
		return err
	}
	var at time.Time
	if b.At != "" {
		var err error
		if at, err = time.Parse(time.RFC3339, b.At); err != nil {
			return models.Refuse(models.Invalid, "时间要写成2022-04-08T18:00:00+08:00这样。")
		}
	}
	h.Clock.Set(at)
	return h.simClock(c)
}
