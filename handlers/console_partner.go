package handlers

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"xiaoqing/bot/digest"
	"xiaoqing/bot/form"
	"xiaoqing/bot/form/sheet"
	"xiaoqing/bot/parse"
	"xiaoqing/bot/say"
	"xiaoqing/bot/workflow"
	"xiaoqing/handlers/pages"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// partnerShown is how many tutors or staff a Partner's page lists.
const partnerShown = 300

// theirPartner is the Partner that the page is about: ?id=, or the coordinator's
// only one. It refuses (Forbidden) those of others.
func (h *Handlers) theirPartner(c *gin.Context, by models.Actor) (p models.Org, err error) {
	id, _ := strconv.ParseInt(c.Query("id"), 10, 64)
	for _, o := range by.Orgs(models.Coordinator) {
		if id == 0 && o.Level == models.Beside {
			id = o.ID
		}
	}
	if id == 0 {
		return p, &models.Error{Kind: models.NotFound}
	}
	p, err = h.Store.Org(c.Request.Context(), id)
	if models.Missing(err) || err == nil && (p.Level != models.Beside || !by.Holds(models.Coordinator, p)) {
		return p, &models.Error{Kind: models.Forbidden}
	}
	return p, err
}

// partner is a Partner's own view.
func (h *Handlers) partner(c *gin.Context) error {
	by, ok, err := h.reviewer(c)
	if !ok {
		return err
	}
	p, err := h.theirPartner(c, by)
	if err != nil {
		return err
	}
	return h.drawPartner(c, by, p, "", nil)
}

func (h *Handlers) drawPartner(c *gin.Context, by models.Actor, p models.Org, said string, wrong []string) error {
	ctx := c.Request.Context()
	submission, err := h.secret()
	if err != nil {
		return err
	}
	query := "?id=" + digits(p.ID)
	v := pages.Partner{Frame: h.frame(p.Name), Name: p.Name, Submission: submission, Action: "/console/partner" + query, Said: said, Wrong: wrong,
		Upload: pages.Upload{Action: h.base + "/console/partner/list" + query, Submission: submission, Title: "交名单", Label: "选表格（.xlsx）",
			Accept: ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Submit: "交上去",
			Says: "第一行写列名。一格不对就一行也不记，会说是哪一格。",
			Kinds: []pages.Kind{{Value: string(models.RollTutors), Label: "担保的辅导老师", Small: "列：" + say.List(sheet.Header(workflow.VouchSheet))},
				{Value: string(models.RollStaff), Label: "本单位职工", Small: "列：" + say.List(sheet.Header(workflow.StaffSheet))}}}}
	figures, err := h.Store.Figures(ctx, p, "", calendar.DayOf(by.Now), by.Now)
	if err != nil {
		return err
	}
	for _, row := range digest.Rows(figures) {
		v.Figures = append(v.Figures, pages.Figure{Label: row.Label, Value: row.Value})
	}
	if v.Staff, err = h.staffRows(ctx, by, p); err != nil {
		return err
	}
	if v.Tutors, err = h.partnerTutors(ctx, p); err != nil {
		return err
	}
	if len(wrong) > 0 {
		c.Status(http.StatusUnprocessableEntity)
	}
	return h.draw(c, func(w http.ResponseWriter) error { return h.pages.Partner(w, v) })
}

// staffRows are the enrolments that wait for the unit's word.
func (h *Handlers) staffRows(ctx context.Context, by models.Actor, p models.Org) (rows []pages.ReviewRow, err error) {
	es, err := h.Store.StaffWaiting(ctx, []models.Org{p}, partnerShown)
	if err != nil {
		return nil, err
	}
	badges, err := h.badgesOf(ctx, es)
	for _, e := range es {
		t := e.Ticket().String()
		row := pages.ReviewRow{ID: t, Ticket: t, Name: workflow.GuardianOf(e), Waiting: h.waited(e.WaitingSince), Badge: badges[e.ID]}
		if e.Guardian != "" && len(e.Phone) == 11 {
			row.Small = "手机尾号" + e.Phone[7:]
		}
		if e.BadgeAskedAt != 0 && row.Badge == "" {
			row.Tags = []pages.Tag{{Label: "等工牌照片"}}
		}
		if e.PersonID == by.Person {
			row.Barred = "这是您自己的，请另一位协调员来定。"
		}
		rows = append(rows, row)
	}
	return rows, err
}

// badgesOf are the addresses of the photos that there are, by enrolment.
func (h *Handlers) badgesOf(ctx context.Context, es []*models.Enrolment) (map[int64]string, error) {
	var ids []int64
	for _, e := range es {
		ids = append(ids, e.ID)
	}
	there, err := h.Store.BadgesOf(ctx, ids)
	urls := map[int64]string{}
	for id := range there {
		urls[id] = "/console/badge/" + digits(id)
	}
	return urls, err
}

// partnerTutors are its tutors: who, how they stand, until when they are checked, and
// what they gave.
func (h *Handlers) partnerTutors(ctx context.Context, p models.Org) (items []pages.Item, err error) {
	tutors, err := h.Store.PartnerTutors(ctx, p, partnerShown)
	for _, x := range tutors {
		vouch, err := h.Store.VouchOf(ctx, &x.Signup)
		if err != nil {
			return nil, err
		}
		item := pages.Item{Title: x.Name, Small: workflow.VouchLine(vouch), Tags: []pages.Tag{{Label: x.Stage.Chinese(), Warn: x.Stage != models.Verified}}}
		if x.Profile.CheckedOn != "" && !x.Profile.Fit(h.today()) && !x.Profile.Barred {
			item.Tags = append(item.Tags, pages.Tag{Label: "查询到期了", Warn: true})
		}
		if x.Service.Turns > 0 {
			item.Value = fmt.Sprintf("%s课时，%s", x.Service.Periods, say.Minutes(x.Service.Minutes))
		}
		items = append(items, item)
	}
	return items, err
}

// partnerDecide does what was ticked among the staff, as if it had been said.
func (h *Handlers) partnerDecide(c *gin.Context) error {
	by, ok, err := h.reviewer(c)
	if !ok {
		return err
	}
	p, err := h.theirPartner(c, by)
	if err != nil {
		return err
	}
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, 256<<10)
	if err := c.Request.ParseForm(); err != nil {
		return &models.Error{Kind: models.Invalid, Err: err}
	}
	intent := map[string]string{"confirm": workflow.Approve.Intent, "disown": workflow.Disown.Intent, "badge": workflow.AskBadge.Intent}[c.PostForm("do")]
	f := parse.Fields{Tickets: c.PostFormArray("pick"), Reason: strings.TrimSpace(c.PostForm("reason"))}
	switch {
	case intent == "":
		return &models.Error{Kind: models.Invalid}
	case len(f.Tickets) == 0:
		return h.drawPartner(c, by, p, "", []string{"还没选人。先在名单里点一下，再按下面的按钮。"})
	}
	reply, err := h.Bot.Command(c.Request.Context(), by.Person, intent, f)
	if err != nil {
		return err
	}
	return h.drawPartner(c, by, p, reply.Text, nil)
}

// sheetLimit is how large a list may be, in bytes.
const sheetLimit = 2 << 20

// partnerList takes a list as a spreadsheet, all of it or nothing.
func (h *Handlers) partnerList(c *gin.Context) error {
	by, ok, err := h.reviewer(c)
	if !ok {
		return err
	}
	p, err := h.theirPartner(c, by)
	if err != nil {
		return err
	}
	file, values, err := h.sent(c, sheetLimit)
	if err != nil {
		return err
	}
	kind := models.RollKind(values("kind"))
	if kind != models.RollTutors && kind != models.RollStaff || len(file) == 0 {
		return h.drawPartner(c, by, p, "", []string{"先选是哪种名单，再选一个.xlsx表格。"})
	}
	lines, bads, err := workflow.ReadRollSheet(kind, sheet.ReadXLSX(bytes.NewReader(file)), by.Now)
	var wrong form.Wrong
	if errors.As(err, &wrong) {
		return h.drawPartner(c, by, p, "", []string{string(wrong)})
	}
	if err != nil {
		return err
	}
	if bads != nil {
		var words []string
		for _, b := range bads[:min(len(bads), 20)] {
			words = append(words, b.String())
		}
		return h.drawPartner(c, by, p, "", words)
	}
	reply, err := h.Bot.TakeRoll(c.Request.Context(), by.Person, p, kind, lines)
	if err != nil {
		return err
	}
	return h.drawPartner(c, by, p, reply.Text, nil)
}

// sent is the file of a page, whole, and its other fields.
func (h *Handlers) sent(c *gin.Context, limit int64) (file []byte, value func(string) string, err error) {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, limit+64<<10)
	if err := c.Request.ParseMultipartForm(limit + 64<<10); err != nil {
		var big *http.MaxBytesError
		if errors.As(err, &big) {
			return nil, nil, &models.Error{Kind: models.Invalid, Say: fmt.Sprintf("文件太大了，最多%dMB。", limit>>20), Err: err}
		}
		return nil, nil, &models.Error{Kind: models.Invalid, Say: "没收到文件，请再选一次。", Err: err}
	}
	f, _, err := c.Request.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) {
		return nil, c.PostForm, nil
	}
	if err != nil {
		return nil, nil, &models.Error{Kind: models.Invalid, Say: "没收到文件，请再选一次。", Err: err}
	}
	defer f.Close()
	file, err = io.ReadAll(io.LimitReader(f, limit+1))
	return file, c.PostForm, err
}

// befriend adds a Partner by the page of units.
func (h *Handlers) befriend(c *gin.Context) error {
	by, ok, err := h.reviewer(c)
	if !ok {
		return err
	}
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, 64<<10)
	if err := c.Request.ParseForm(); err != nil {
		return &models.Error{Kind: models.Invalid, Err: err}
	}
	short := say.List(strings.FieldsFunc(c.PostForm("short"), func(r rune) bool { return strings.ContainsRune(" 、，,", r) }))
	reply, err := h.Bot.Command(c.Request.Context(), by.Person, workflow.Befriend.Intent, parse.Fields{Org: strings.TrimSpace(c.PostForm("name")), Topic: short})
	if models.KindOf(err) == models.Invalid && err != nil {
		return h.drawOrgs(c, by, "", models.SayOf(err))
	}
	if err != nil {
		return err
	}
	return h.drawOrgs(c, by, reply.Text, "")
}
