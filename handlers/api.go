package handlers

import (
	"context"
	_ "embed"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// openAPI describes the API (OpenAPI 3.1); a test holds real answers against it.
//
//go:embed openapi.json
var openAPI []byte

const (
	// apiPerSecond and apiAtOnce are what one read token may ask.
	apiPerSecond = 1
	apiAtOnce    = 60
	// apiDays is the longest span that one answer covers.
	apiDays = 400
)

func (h *Handlers) apiRoutes(r *gin.RouterGroup) {
	r.GET("/openapi.json", func(c *gin.Context) { c.Data(http.StatusOK, "application/json; charset=utf-8", openAPI) })
	r.GET("/tallies", h.do(h.tallies))
}

// tallyRow is the figures of one Org on one day.
type tallyRow struct {
	Org      string             `json:"org"`
	OrgID    int64              `json:"org_id"`
	Own      bool               `json:"own,omitempty"` // 本级 alone
	Date     calendar.Day       `json:"date"`
	Measures map[string]float64 `json:"measures"`
}

// tallies are figures as JSON for other systems, with a read token: an Org with
// all below it, a row a day. With children=1 they are split into what is its own
// (本级) and each unit directly below, which add up.
func (h *Handlers) tallies(c *gin.Context) error {
	ctx := c.Request.Context()
	token, ok, err := h.bearer(c)
	if !ok {
		return err
	}
	org, err := h.tokenOrg(ctx, token, c.Query("org"))
	if err != nil {
		return err
	}
	from, to, err := h.apiSpan(c.Query("from"), c.Query("to"))
	if err != nil {
		return err
	}
	b, err := h.Store.Book(ctx, org, from, to, h.Clock.Now())
	if err != nil {
		return err
	}
	rows := []tallyRow{}
	for day := from; day <= to; day = day.Add(1) {
		parts := b.Day(day)
		if c.Query("children") != "1" {
			parts = []models.UnitFigures{{Org: org, Figures: models.Sum(parts)}}
		}
		for i, p := range parts {
			rows = append(rows, tallyRow{p.Org.Name, p.Org.ID, len(parts) > 1 && i == 0, day, apiFigures(p.Figures)})
		}
	}
	c.JSON(http.StatusOK, rows)
	return nil
}

// apiFigures has every measure, also those of 0: whole numbers as they are kept,
// 课时 with their halves.
func apiFigures(f models.Figures) map[string]float64 {
	out := make(map[string]float64, len(models.Measures))
	for _, m := range models.Measures {
		if out[m.ID] = float64(f[m.ID]); m.ID == models.HalfPeriods {
			out[m.ID] /= float64(m.Per)
		}
	}
	return out
}

// bearer is the read token of the request; ok is false when it was refused.
func (h *Handlers) bearer(c *gin.Context) (row models.ReadToken, ok bool, err error) {
	scheme, token, _ := strings.Cut(c.GetHeader("Authorization"), " ")
	if strings.EqualFold(scheme, "Bearer") { // in any case, by RFC 9110
		row, ok, err = h.Store.TokenFor(c.Request.Context(), strings.TrimSpace(token))
	}
	switch {
	case err != nil:
		return row, false, err
	case !ok:
		c.Header("WWW-Authenticate", "Bearer")
		c.JSON(http.StatusUnauthorized, gin.H{"error": "要有读数令牌，放在 Authorization: Bearer 后面；由管理员用 xiaoqing token 生成。"})
	case !h.tokens.allow(digits(row.ID), h.Wall()):
		return row, false, models.Refuse(models.TooMany, "问得太快了，请过一分钟再试。")
	}
	return row, ok, nil
}

// tokenOrg is the Org that is asked for by name or id, the token's own when none
// is. It refuses (Forbidden) one that the token does not reach, whether or not
// there is such a unit.
func (h *Handlers) tokenOrg(ctx context.Context, token models.ReadToken, asked string) (models.Org, error) {
	own, err := h.Store.Org(ctx, token.OrgID)
	if err != nil || asked == "" || asked == own.Name { // a Partner is not found in the tree
		return own, err
	}
	var found []models.Org
	if id, numeric := strconv.ParseInt(asked, 10, 64); numeric == nil {
		org, err := h.Store.Org(ctx, id)
		if err != nil && !models.Missing(err) {
			return own, err
		}
		found = append(found, org)
	} else if found, err = h.Store.OrgsNamed(ctx, asked); err != nil {
		return own, err
	}
	for _, o := range found {
		if o.ID != 0 && o.Within(own) {
			return o, nil
		}
	}
	return own, models.Refuse(models.Forbidden, "这个令牌只能看%s和它下面的数字。", own.Name)
}

// apiSpan reads the days asked for; today when none are.
func (h *Handlers) apiSpan(first, last string) (from, to calendar.Day, err error) {
	from = calendar.DayOf(h.Clock.Now())
	if to = from; last != "" {
		if to, err = apiDay(last); err != nil {
			return from, to, err
		}
	}
	if from = to; first != "" {
		if from, err = apiDay(first); err != nil {
			return from, to, err
		}
	}
	if n := to.Sub(from); n < 0 || n >= apiDays {
		return from, to, models.Refuse(models.Invalid, "from要不晚于to，一次最多%d天。", apiDays)
	}
	return from, to, nil
}

func apiDay(text string) (calendar.Day, error) {
	day, ok := calendar.ParseDay(text)
	if !ok {
		return "", models.Refuse(models.Invalid, "日期要写成2022-04-08这样。")
	}
	return day, nil
}
