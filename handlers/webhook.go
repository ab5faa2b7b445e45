package handlers

import (
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"xiaoqing/bot/channel"
	"xiaoqing/bot/channel/wecom"
	"xiaoqing/bot/say"
)

// bodyLimit is the largest webhook body, in bytes; the platforms send far less.
const bodyLimit = 1 << 20

// verifyWeCom answers WeCom's check of the callback URL.
func (h *Handlers) verifyWeCom(c *gin.Context) error {
	echo, err := h.WeCom.Verify(c.Request.URL.Query())
	if err != nil {
		return err
	}
	c.Data(http.StatusOK, "text/plain; charset=utf-8", echo)
	return nil
}

// hearWeCom takes one callback. A delivery that is too old is answered only when
// it was already heard; nothing else is stored of it.
func (h *Handlers) hearWeCom(c *gin.Context) error {
	began := time.Now()
	body, err := io.ReadAll(http.MaxBytesReader(c.Writer, c.Request.Body, bodyLimit))
	if err != nil {
		var big *http.MaxBytesError
		if errors.As(err, &big) {
			return err
		}
		return wecom.ErrForbidden // cut off: no readable envelope
	}
	m, err := h.WeCom.Receive(c.Request.URL.Query(), body)
	stale := errors.Is(err, wecom.ErrStale)
	if err != nil && !(stale && m.ID != "") {
		return err
	}
	if stale {
		reply, found, heardErr := h.Bot.Heard(c.Request.Context(), m)
		if heardErr != nil {
			return heardErr
		}
		if !found {
			return err
		}
		return h.answerWeCom(c, m, reply)
	}
	reply, err := h.Bot.Hear(c.Request.Context(), m)
	h.Log.Info("heard", "channel", m.Channel, "id", m.ID, "kind", m.Kind, "took", time.Since(began).Round(time.Microsecond), "ok", err == nil)
	if err != nil {
		return err
	}
	return h.answerWeCom(c, m, reply)
}

func (h *Handlers) answerWeCom(c *gin.Context, m channel.Message, reply say.Reply) error {
	xml, err := h.WeCom.Answer(m, reply)
	if err != nil {
		return err
	}
	c.Data(http.StatusOK, "application/xml; charset=utf-8", xml)
	return nil
}
