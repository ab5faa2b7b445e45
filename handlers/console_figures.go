package handlers

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"xiaoqing/bot/digest"
	"xiaoqing/bot/say"
	"xiaoqing/handlers/pages"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// rowsShown is how many rows of a figure the page lists.
const rowsShown = 300

// figures (/console/figures?org=&day=&measure=) are a day's figures of one of the
// coordinator's units, and with a measure the rows behind that one: tickets, never
// names.
func (h *Handlers) figures(c *gin.Context) error {
	by, ok, err := h.reviewer(c)
	if !ok {
		return err
	}
	org, day, err := h.figureAsked(c, by)
	if err != nil {
		return err
	}
	b, err := h.Store.Book(c.Request.Context(), org, day, day, h.Clock.Now())
	if err != nil {
		return err
	}
	v := pages.Listing{Frame: h.frame("数字")}
	if m, one := models.MeasureOf(c.Query("measure")); one {
		v.Title = m.Name
		err = h.figureRows(c, b, m, &v)
	} else {
		figureList(b, &v)
	}
	if err != nil {
		return err
	}
	return h.draw(c, func(w http.ResponseWriter) error { return h.pages.Listing(w, v) })
}

// figureAsked reads which unit and day are meant: the coordinator's own, today,
// where nothing is said. It refuses (Forbidden) a unit that is not theirs.
func (h *Handlers) figureAsked(c *gin.Context, by models.Actor) (org models.Org, day calendar.Day, err error) {
	org, day = by.Orgs(models.Coordinator)[0], calendar.DayOf(by.Now)
	if said := c.Query("day"); said != "" {
		if day, err = apiDay(said); err != nil {
			return org, day, err
		}
	}
	said := c.Query("org")
	if said == "" {
		return org, day, nil
	}
	id, err := strconv.ParseInt(said, 10, 64)
	if err == nil {
		org, err = h.Store.Org(c.Request.Context(), id)
	}
	if err != nil || !by.Holds(models.Coordinator, org) {
		return org, day, &models.Error{Kind: models.Forbidden, Err: err}
	}
	return org, day, nil
}

func figureURL(org models.Org, day calendar.Day, measure string) string {
	q := url.Values{"org": {digits(org.ID)}, "day": {string(day)}}
	if measure != "" {
		q.Set("measure", measure)
	}
	return "/console/figures?" + q.Encode()
}

// figureList is what the unit has on the day, each figure a door to its rows, then
// the units below and the day before.
func figureList(b *models.Book, v *pages.Listing) {
	v.Lead = b.Org.Name + " · " + say.Date(b.To) + " · 含下级，点开看是哪几条"
	sum := models.Sum(b.Day(b.To))
	for _, m := range models.Measures {
		if n, some := sum[m.ID]; some && (n != 0 || !m.IsStock()) {
			v.Items = append(v.Items, pages.Item{Title: m.Name, Value: digest.Amount(m, n), URL: figureURL(b.Org, b.To, m.ID)})
		}
	}
	if v.Items == nil {
		v.Items = []pages.Item{{Title: "这天没有数字"}}
	}
	for _, u := range b.Units[1:] {
		v.Items = append(v.Items, pages.Item{Title: u.Name, Small: "看它这天的数字", URL: figureURL(u, b.To, ""), Depth: 1})
	}
	v.Items = append(v.Items, pages.Item{Title: "前一天", Small: say.Date(b.To.Add(-1)), URL: figureURL(b.Org, b.To.Add(-1), "")})
}

// figureRows are the entries of one figure, those that came after the day was
// sealed marked.
func (h *Handlers) figureRows(c *gin.Context, b *models.Book, m models.Measure, v *pages.Listing) error {
	v.Lead = fmt.Sprintf("%s · %s · %s。%s", b.Org.Name, say.Date(b.To), digest.Amount(m, models.Sum(b.Day(b.To))[m.ID]), digest.Basis(b, m))
	v.Empty = "这天没有变化。"
	rows, more, err := h.Store.EntriesOf(c.Request.Context(), models.Extent{Org: b.Org, From: b.To, To: b.To}, m.ID, rowsShown)
	if err != nil {
		return err
	}
	names, err := h.orgNames(c, b.Org)
	if err != nil {
		return err
	}
	listed := int64(0)
	for _, e := range rows {
		listed += e.Rows()
		item := pages.Item{Title: orElse(e.Subject, "导入"), Value: "+" + digest.Amount(m, e.Delta),
			Small: names[e.OrgID] + " · " + say.Moment(time.UnixMilli(e.RecordedAt).In(h.Store.Zone), h.Clock.Now()) + "记的"}
		if e.Delta < 0 {
			item.Value = digest.Amount(m, e.Delta)
		}
		if n := e.Rows(); n > 1 {
			item.Small = fmt.Sprintf("%s条 · %s", say.Count(n), item.Small)
		}
		if e.Late(h.Store.Zone) {
			item.Tags = []pages.Tag{{Label: "更正", Warn: true}}
		}
		v.Items = append(v.Items, item)
	}
	if len(rows) > 0 && !more {
		v.Lead += fmt.Sprintf("一共%s条。", say.Count(listed))
	}
	if more {
		v.Items = append(v.Items, pages.Item{Title: fmt.Sprintf("只列了前%d条", rowsShown), Small: "全部的请管系统的同事导出：xiaoqing export figures"})
	}
	return nil
}

func (h *Handlers) orgNames(c *gin.Context, org models.Org) (map[int64]string, error) {
	below, err := h.Store.OrgsBelow(c.Request.Context(), org)
	names := make(map[int64]string, len(below))
	for _, o := range below {
		names[o.ID] = o.Name
	}
	return names, err
}
