package handlers

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"xiaoqing/bot/say"
	"xiaoqing/handlers/pages"
	"xiaoqing/models"
	"xiaoqing/models/post"
)

// undelivered are the letters that no channel could carry and nobody has passed
// on yet, of people in the coordinator's units. Cases and codes are left out:
// they are for the person's own eyes; and call-outs, which are counted instead.
func (h *Handlers) undelivered(ctx context.Context, by models.Actor) (out []pages.Letter, err error) {
	box := h.Store.Post(ctx)
	letters, err := box.InStatus(post.Undeliverable, 0, 500)
	if err != nil {
		return nil, err
	}
	for _, l := range letters {
		if l.Forwarded || l.PersonID == 0 || l.PersonID == by.Person || l.Kind == "case" || l.Kind == "code" || l.Kind == models.CalloutKind {
			continue
		}
		home, err := h.Store.HomeOf(ctx, l.PersonID)
		if err != nil {
			return nil, err
		}
		if !by.Holds(models.Coordinator, home) {
			continue
		}
		letter, err := h.letter(ctx, box, l)
		if err != nil {
			return nil, err
		}
		out = append(out, letter)
	}
	return out, nil
}

func (h *Handlers) letter(ctx context.Context, box *post.Box, l post.Letter) (pages.Letter, error) {
	out := pages.Letter{ID: digits(l.ID), Waiting: h.waited(l.CreatedAt)}
	body, err := box.Body(l)
	if err != nil {
		return out, err
	}
	var r say.Reply
	if err := json.Unmarshal(body, &r); err != nil {
		return out, err
	}
	r.Buttons = nil
	out.Text = r.Everything()
	records, err := h.Store.RecordsOf(ctx, l.PersonID)
	if err != nil {
		return out, err
	}
	for _, rec := range records {
		if out.Ticket == "" || strings.Contains(out.Text, rec.Ticket().String()) {
			out.Ticket, out.Name, out.Phone = rec.Ticket().String(), rec.Who(), rec.Contact()
		}
	}
	if out.Ticket == "" {
		p, err := h.Store.Person(ctx, l.PersonID)
		out.Name, out.Phone = p.Name, p.Phone
		return out, err
	}
	return out, nil
}

// letters is the page of what must be passed on by hand.
func (h *Handlers) letters(c *gin.Context) error { return h.drawLetters(c, "") }

func (h *Handlers) drawLetters(c *gin.Context, said string) error {
	by, ok, err := h.reviewer(c)
	if !ok {
		return err
	}
	letters, err := h.undelivered(c.Request.Context(), by)
	if err != nil {
		return err
	}
	v := pages.Letters{Frame: h.frame("待转告"), Lead: by.Orgs(models.Coordinator)[0].Name + " · 打电话或转发给本人", Action: "/console/letters", Letters: letters, Said: said}
	return h.draw(c, func(w http.ResponseWriter) error { return h.pages.Letters(w, v) })
}

// letterTold keeps that one was passed on.
func (h *Handlers) letterTold(c *gin.Context) error {
	by, ok, err := h.reviewer(c)
	if !ok {
		return err
	}
	id, err := strconv.ParseInt(c.PostForm("id"), 10, 64)
	if err != nil {
		return &models.Error{Kind: models.Invalid}
	}
	open, err := h.undelivered(c.Request.Context(), by)
	if err != nil {
		return err
	}
	for _, l := range open {
		if l.ID != digits(id) {
			continue
		}
		err := h.Store.Tx(c.Request.Context(), func(tx *models.Store) error {
			if err := tx.Post(c.Request.Context()).Forward(id); err != nil {
				return err
			}
			return tx.Note(c.Request.Context(), by, "told", l.Ticket, 0)
		})
		if err != nil {
			return err
		}
		return h.drawLetters(c, "记下了，"+orElse(l.Ticket, l.Name)+"已转告。辛苦了！")
	}
	return h.drawLetters(c, "")
}
