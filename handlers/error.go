package handlers

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"

	"github.com/gin-gonic/gin"

	"xiaoqing/bot/channel/web"
	"xiaoqing/bot/channel/wecom"
	"xiaoqing/handlers/pages"
	"xiaoqing/models"
)

// do is a handler whose error becomes the answer, here and nowhere else.
func (h *Handlers) do(f func(c *gin.Context) error) gin.HandlerFunc {
	return func(c *gin.Context) {
		if err := f(c); err != nil {
			h.fail(c, err)
		}
	}
}

// statuses are what the kinds of refusal are in HTTP.
var statuses = map[models.Kind]int{
	models.Invalid: http.StatusBadRequest, models.Forbidden: http.StatusForbidden, models.NotFound: http.StatusNotFound, models.Conflict: http.StatusConflict,
	models.Gone: http.StatusGone, models.Unavailable: http.StatusServiceUnavailable, models.TooMany: http.StatusTooManyRequests, models.Internal: http.StatusInternalServerError,
}

func statusOf(err error) int {
	var big *http.MaxBytesError
	switch {
	case errors.As(err, &big):
		return http.StatusRequestEntityTooLarge
	case errors.Is(err, wecom.ErrForbidden):
		return http.StatusForbidden
	case errors.Is(err, wecom.ErrBad), errors.Is(err, web.ErrBad):
		return http.StatusBadRequest
	case errors.Is(err, context.DeadlineExceeded):
		return http.StatusServiceUnavailable
	}
	return statuses[models.KindOf(err)]
}

// fail writes an error: a sentence for the person, as page, JSON or bare status,
// and its cause for the log with an id that joins the two.
func (h *Handlers) fail(c *gin.Context, err error) {
	status := statusOf(err)
	incident := strings.ToLower(rand.Text()[:8])
	if status >= 500 || strings.HasPrefix(c.Request.URL.Path, "/webhook/") {
		h.Log.Error("request failed", "incident", incident, "route", c.FullPath(), "status", status, "cause", err)
	}
	if c.Writer.Written() {
		return
	}
	if status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable {
		c.Header("Retry-After", "60")
	}
	switch {
	case strings.HasPrefix(c.Request.URL.Path, "/webhook/"):
		c.Status(status)
		c.Writer.WriteHeaderNow()
	case wantsJSON(c):
		c.JSON(status, gin.H{"error": sentence(err, status)})
	default:
		if status < 500 {
			incident = ""
		}
		h.notice(c, pages.Notice{Frame: h.frame(""), Status: status, Says: ownWords(err), Incident: incident})
	}
}

func (h *Handlers) notice(c *gin.Context, n pages.Notice) {
	c.Header("Content-Type", "text/html; charset=utf-8")
	c.Status(n.Status)
	if err := h.pages.Notice(c.Writer, n); err != nil {
		h.Log.Error("draw a notice", "cause", err)
	}
}

// ownWords is the sentence that the error brings along, "" when it brings none.
func ownWords(err error) string {
	var e *models.Error
	if errors.As(err, &e) {
		return e.Say
	}
	return ""
}

func sentence(err error, status int) string {
	if words := ownWords(err); words != "" {
		return words
	}
	switch status {
	case http.StatusBadRequest:
		return "这条内容读不出来，请再发一次。"
	case http.StatusNotFound:
		return "这个地址不对，请核对一下。"
	}
	return models.SayOf(err)
}

func wantsJSON(c *gin.Context) bool {
	return strings.Contains(c.GetHeader("Accept"), "application/json") || strings.Contains(c.GetHeader("Content-Type"), "application/json") ||
		strings.HasPrefix(c.Request.URL.Path, "/sim/api/") || strings.HasPrefix(c.Request.URL.Path, "/api/")
}

// recovered turns a panic into a 500, and its place into a log line: never its
// value, which may hold people's words.
func (h *Handlers) recovered(c *gin.Context) {
	defer func() {
		if p := recover(); p != nil && p != http.ErrAbortHandler {
			h.fail(c, fmt.Errorf("panic of type %T at %s", p, place(debug.Stack())))
			c.Abort()
		}
	}()
	c.Next()
}

// place is the first line of our own code in a stack.
func place(stack []byte) string {
	lines := strings.Split(string(stack), "\n")
	for i, line := range lines {
		if strings.Contains(line, "panic(") {
			for _, l := range lines[i+2:] {
				if strings.HasPrefix(l, "\t") {
					return strings.TrimSpace(l[strings.LastIndexByte(l, '/')+1:])
				}
			}
		}
	}
	return "an unknown place"
}

// draw answers 200 with a page.
func (h *Handlers) draw(c *gin.Context, f func(w http.ResponseWriter) error) error {
	c.Header("Content-Type", "text/html; charset=utf-8")
	return f(c.Writer)
}

// readJSON reads a small JSON body into v.
func readJSON(c *gin.Context, v any) error {
	if err := json.NewDecoder(http.MaxBytesReader(c.Writer, c.Request.Body, 64<<10)).Decode(v); err != nil {
		var big *http.MaxBytesError
		if errors.As(err, &big) {
			return err
		}
		return &models.Error{Kind: models.Invalid, Say: "这条内容读不出来。", Err: errors.New("unreadable JSON body")}
	}
	return nil
}
