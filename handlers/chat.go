package handlers

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"xiaoqing/bot"
	"xiaoqing/bot/channel"
	"xiaoqing/bot/channel/web"
	"xiaoqing/handlers/pages"
	"xiaoqing/models"
	"xiaoqing/models/post"
)

// secret is a fresh name that nobody can guess, in URL letters.
func (h *Handlers) secret() (string, error) {
	b := make([]byte, 18)
	_, err := io.ReadFull(h.Rand, b)
	return base64.RawURLEncoding.EncodeToString(b), err
}

// newChat is the door for who never spoke to us: an empty page with a name of its
// own, of which nothing is kept before the first message. ?org= is the poster's.
func (h *Handlers) newChat(c *gin.Context) error {
	secret, err := h.secret()
	if err != nil {
		return err
	}
	door, _ := strconv.ParseInt(c.Query("org"), 10, 64)
	return h.drawChat(c, web.Token(secret, max(door, 0)), pages.Chat{})
}

// chat brings one's own conversation back.
func (h *Handlers) chat(c *gin.Context) error {
	token := c.Param("token")
	if !web.Valid(token) {
		return &models.Error{Kind: models.NotFound}
	}
	said, err := h.Bot.Newest(c.Request.Context(), web.Name, bot.ChatOf(token, ""), 200)
	if err != nil {
		return err
	}
	h.seen(c.Request.Context(), token)
	if a, err := h.Store.FindAccount(c.Request.Context(), web.Name, token); err == nil {
		h.knowAtDuty(c, a.PersonID)
	}
	return h.drawChat(c, token, pages.Chat{Lines: h.drawn(token, said)})
}

func (h *Handlers) drawChat(c *gin.Context, token string, v pages.Chat) error {
	id, err := h.secret()
	if err != nil {
		return err
	}
	v.Frame, v.Token, v.MessageID, v.Now = h.frame("小青"), token, id, h.Clock.Now()
	v.Own = h.Bot.Links.Page("c", token)
	if door := web.Door(token); door != 0 {
		if org, err := h.Store.Org(c.Request.Context(), door); err == nil {
			v.Org = org.Name
		}
	}
	return h.draw(c, func(w http.ResponseWriter) error { return h.pages.Chat(w, v) })
}

// lines are what was said in a web chat after number after.
func (h *Handlers) lines(ctx context.Context, token string, after int64) ([]pages.Line, error) {
	said, err := h.Bot.Lines(ctx, web.Name, bot.ChatOf(token, ""), after, 200)
	return h.drawn(token, said), err
}

// drawn are lines as the page and its script have them.
func (h *Handlers) drawn(token string, said []bot.Line) []pages.Line {
	out := make([]pages.Line, len(said))
	for i, l := range said {
		image, file := attached(h.base+"/c/"+token+"/lines", l)
		l.Attachment = nil // the page needs its address alone
		out[i] = pages.Line{N: l.N, From: pages.Bot, Reply: l.Reply, At: l.At, Image: image, File: file}
		if l.From != post.Bot {
			out[i].From, out[i].ID = pages.Me, web.PageID(l.ID)
		}
	}
	return out
}

// readForm reads a plain form; what is too long for one keeps its own error.
func readForm(c *gin.Context) error {
	err := c.Request.ParseForm()
	var big *http.MaxBytesError
	if err == nil || errors.As(err, &big) {
		return err
	}
	return web.ErrBad
}

// say takes one message: as JSON from the page's script, or as a plain form.
func (h *Handlers) say(c *gin.Context) error {
	token, script := c.Param("token"), strings.Contains(c.ContentType(), "json")
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, 64<<10)
	var m channel.Message
	var err error
	if script {
		m, err = web.Receive(token, c.Request.Body, h.Clock.Now())
	} else if err = readForm(c); err == nil {
		m, err = web.Post{ID: c.PostForm("id"), Text: c.PostForm("text")}.Message(token, h.Clock.Now())
	}
	if err != nil {
		return err
	}
	if _, err := h.Bot.Hear(c.Request.Context(), m); err != nil {
		return err
	}
	h.watcher.wake(bot.ChatOf(token, ""))
	if !script {
		c.Redirect(http.StatusSeeOther, h.base+"/c/"+token+"#end")
		return nil
	}
	said, err := h.Bot.Newest(c.Request.Context(), web.Name, bot.ChatOf(token, ""), 10)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, gin.H{"lines": h.drawn(token, said)})
	return nil
}

// chatLines are the lines after ?after=, for a page whose stream is cut.
func (h *Handlers) chatLines(c *gin.Context) error {
	after, _ := strconv.ParseInt(c.Query("after"), 10, 64)
	h.seen(c.Request.Context(), c.Param("token"))
	return h.answerLines(c, c.Param("token"), after)
}

func (h *Handlers) answerLines(c *gin.Context, token string, after int64) error {
	lines, err := h.lines(c.Request.Context(), token, after)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, gin.H{"lines": lines})
	return nil
}

// seen keeps that somebody has the chat open; a failure only means that a letter
// is passed on by hand as well.
func (h *Handlers) seen(ctx context.Context, token string) {
	a, err := h.Store.FindAccount(ctx, web.Name, token)
	if err == nil && h.Wall().Sub(time.UnixMilli(a.SeenAt)) > presence/2 {
		err = h.Store.SeenBy(ctx, a.ID, h.Wall())
		if err != nil {
			h.Log.Warn("note that a chat is open", "account", a.ID, "cause", err)
		}
	}
}

// presence is how long after a look at their chat a person counts as there.
const presence = 2 * time.Minute

// Present says whether the person of a letter has their web chat open.
func Present(s *models.Store, wall func() time.Time) func(ctx context.Context, o channel.Outgoing) (bool, error) {
	return func(ctx context.Context, o channel.Outgoing) (bool, error) {
		a, err := s.FindAccount(ctx, web.Name, o.Account)
		return err == nil && wall().Sub(time.UnixMilli(a.SeenAt)) < presence, err
	}
}

// chatEvents streams the lines after ?after= as they are said.
func (h *Handlers) chatEvents(c *gin.Context) error {
	token := c.Param("token")
	after, _ := strconv.ParseInt(c.Query("after"), 10, 64)
	changed, done := h.watcher.watch(bot.ChatOf(token, ""))
	defer done()
	c.Header("Content-Type", "text/event-stream")
	c.Header("X-Accel-Buffering", "no")
	beat := time.NewTicker(25 * time.Second)
	defer beat.Stop()
	for {
		h.seen(c.Request.Context(), token)
		lines, err := h.lines(c.Request.Context(), token, after)
		if err != nil {
			return err
		}
		for _, l := range lines {
			after = l.N
			data, err := json.Marshal(l)
			if err != nil {
				return err
			}
			fmt.Fprintf(c.Writer, "data: %s\n\n", data)
		}
		if len(lines) == 0 {
			fmt.Fprint(c.Writer, ": \n\n")
		}
		c.Writer.Flush()
		select {
		case <-changed:
		case <-beat.C:
		case <-h.watcher.quit:
			return nil
		case <-c.Request.Context().Done():
			return nil
		}
	}
}
