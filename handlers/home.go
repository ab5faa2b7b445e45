package handlers

import (
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"regexp"

	"github.com/gin-gonic/gin"

	"xiaoqing/bot/picture"
	"xiaoqing/handlers/pages"
	"xiaoqing/models"
)

// home says what this is, for a person who came by hand.
func (h *Handlers) home(c *gin.Context) error {
	root, err := h.Store.Root(c.Request.Context())
	if err != nil {
		return err
	}
	return h.draw(c, func(w http.ResponseWriter) error {
		return h.pages.Home(w, pages.Home{Frame: h.frame("小青"), City: root.Name, Simulator: h.Simulator})
	})
}

// posterURL is where a poster's code leads: the form, or the chat for chat.
func (h *Handlers) posterURL(c *gin.Context) string {
	address := h.Bot.Links.Page("f", c.Param("form"))
	if c.Param("form") == "chat" {
		address = h.Bot.Links.Page("c")
	}
	if org, err := h.posterOrg(c); err == nil {
		address += "?org=" + digits(org.ID)
	}
	return address
}

// poster is an A4 page to print; ?org= puts an Org's name on it and into its code.
func (h *Handlers) poster(c *gin.Context) error {
	v, ok := pages.PosterOf(c.Param("form"))
	if !ok {
		return &models.Error{Kind: models.NotFound}
	}
	v.Frame, v.URL = h.frame(v.Title), h.posterURL(c)
	if org, err := h.posterOrg(c); err == nil {
		v.Org, v.Query = org.Name, "?org="+digits(org.ID)
	}
	return h.draw(c, func(w http.ResponseWriter) error { return h.pages.Poster(w, v) })
}

func (h *Handlers) posterCode(c *gin.Context) error {
	if _, ok := pages.PosterOf(c.Param("form")); !ok {
		return &models.Error{Kind: models.NotFound}
	}
	png, err := picture.Code(h.posterURL(c), 720)
	if err != nil {
		return err
	}
	c.Data(http.StatusOK, "image/png", png)
	return nil
}

// help is a page of standing text.
func (h *Handlers) help(c *gin.Context) error {
	title := map[string]string{"privacy": "信息怎么用", "deploy": "部署说明"}[c.Param("name")]
	return h.draw(c, func(w http.ResponseWriter) error {
		err := h.pages.Help(w, pages.Help{Frame: h.frame(title), Name: c.Param("name")})
		if errors.Is(err, pages.ErrNoPage) {
			return &models.Error{Kind: models.NotFound}
		}
		return err
	})
}

// proofs are the files by which a platform checks that a domain is ours.
var proofs = regexp.MustCompile(`^/(WW|MP)_verify_[A-Za-z0-9]+\.txt$`)

// verifyFile serves them from the root; anything else is not found.
func (h *Handlers) verifyFile(c *gin.Context) error {
	if h.VerifyDir == "" || !proofs.MatchString(c.Request.URL.Path) {
		return &models.Error{Kind: models.NotFound}
	}
	body, err := os.ReadFile(filepath.Join(h.VerifyDir, filepath.Base(c.Request.URL.Path)))
	if err != nil {
		return &models.Error{Kind: models.NotFound, Err: err}
	}
	c.Data(http.StatusOK, "text/plain; charset=utf-8", body)
	return nil
}
