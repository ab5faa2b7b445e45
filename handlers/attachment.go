package handlers

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/gin-gonic/gin"

	"xiaoqing/bot"
	"xiaoqing/bot/channel/simulator"
	"xiaoqing/bot/channel/web"
	"xiaoqing/bot/say"
	"xiaoqing/models"
)

// attached is the address of what a line carries, under that of its chat's lines:
// a picture or a file; both "" when it carries nothing.
func attached(lines string, l bot.Line) (image, file string) {
	if l.Attachment == nil {
		return "", ""
	}
	address := fmt.Sprintf("%s/%d/%s", lines, l.N, url.PathEscape(l.Attachment.Name))
	if l.Attachment.Picture() {
		return address, ""
	}
	return "", address
}

// chatAttachment is what a line of a web chat carries.
func (h *Handlers) chatAttachment(c *gin.Context) error {
	return h.attachment(c, web.Name, bot.ChatOf(c.Param("token"), ""))
}

// simAttachment is what a line of a simulated chat carries.
func (h *Handlers) simAttachment(c *gin.Context) error {
	return h.attachment(c, simulator.Name, c.Param("chat"))
}

func (h *Handlers) attachment(c *gin.Context, channel, chat string) error {
	n, _ := strconv.ParseInt(c.Param("n"), 10, 64)
	said, err := h.Bot.Lines(c.Request.Context(), channel, chat, n-1, 1)
	if err != nil {
		return err
	}
	if len(said) == 0 || said[0].N != n || said[0].Attachment == nil {
		return models.Refuse(models.NotFound, "这里没有文件，可能已经过了30天。")
	}
	return h.drawAttachment(c, *said[0].Attachment)
}

// drawAttachment draws it, as many at once as there are easels.
func (h *Handlers) drawAttachment(c *gin.Context, a say.Attachment) error {
	select {
	case h.easels <- struct{}{}:
		defer func() { <-h.easels }()
	case <-c.Request.Context().Done():
		return c.Request.Context().Err()
	}
	b, err := h.Draw(a)
	if err != nil {
		return err
	}
	kind := "image/png"
	if !a.Picture() {
		kind = "application/octet-stream"
		c.Header("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape(a.Name))
	}
	c.Header("Cache-Control", "private, max-age=3600")
	c.Data(http.StatusOK, kind, b)
	return nil
}
