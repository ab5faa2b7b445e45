package handlers

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"xiaoqing/bot/certificate"
	"xiaoqing/bot/say"
	"xiaoqing/bot/workflow"
	"xiaoqing/handlers/pages"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// certificate is the person's own page of a 志愿服务证明: its picture, and what the
// picture says in words.
func (h *Handlers) certificate(c *gin.Context, l workflow.Link) error {
	x, v, err := h.certified(c.Request.Context(), l)
	if err != nil {
		return err
	}
	file := "/l/" + c.Param("token") + "/certificate."
	p := pages.Certificate{Frame: h.frame("志愿服务证明"), Serial: v.Serial, State: x.State(), Good: x.Stage == models.Issued,
		Picture: file + "png", SavePicture: file + "png?save=1", SavePDF: file + "pdf?save=1",
		Rows: []say.Row{{Label: "姓名", Value: v.Name}, {Label: "项目", Value: v.Project}, {Label: "时间", Value: workflow.Span(v.From, v.To)},
			{Label: "时长", Value: workflow.Figures(v.Minutes, v.Periods, v.Turns)}, {Label: "签发单位", Value: v.Issuer}}}
	for _, row := range []say.Row{{Label: "经办人", Value: v.Handler}, {Label: "联系电话", Value: v.Contact}} {
		if row.Value != "" {
			p.Rows = append(p.Rows, row)
		}
	}
	switch x.Stage {
	case models.Issued:
		p.Rows = append(p.Rows, say.Row{Label: "签发日期", Value: fullDate(v.IssuedOn)})
		p.Check, p.Says = v.Check, "打印出来，请签发单位在右下角盖章；不盖章的，别人扫码也能核验。"
	case models.Unsealed:
		p.Says = fmt.Sprintf("交给%s了，还在等盖章。签发以后，这一页就是能用的证明。", v.Issuer)
	case models.Withdrawn:
		p.Says = "这份证明不能用了。需要的话，跟小青再说一声“开证明”。"
	default:
		p.Says = "这份证明没有签发：" + x.Reason + "。改好课时，跟小青再说一声“开证明”。"
	}
	return h.draw(c, func(w http.ResponseWriter) error { return h.pages.Certificate(w, p) })
}

// certified is the certificate of a link, with what is printed on it; it refuses
// (Gone) one whose person had their words taken out.
func (h *Handlers) certified(ctx context.Context, l workflow.Link) (x models.Certificate, v certificate.Values, err error) {
	if x, err = h.Store.Certificate(ctx, l.ID); err != nil {
		return x, v, err
	}
	if x.Name == "" {
		return x, v, &models.Error{Kind: models.Gone, Say: "这份证明上的资料，已经按本人的要求删掉了。"}
	}
	org, err := h.Store.Org(ctx, x.OrgID)
	if err != nil {
		return x, v, err
	}
	lessons, shifts, err := h.Store.ServedFor(ctx, x)
	v = certificate.Values{Serial: x.Serial(), Name: x.Name, Project: workflow.Projects(lessons, shifts), From: x.FirstDay, To: x.LastDay, Minutes: x.Minutes, Periods: x.Periods,
		Turns: x.Turns, PeriodMinutes: h.Store.PeriodMinutes, Issuer: org.Name, Handler: x.Handler, Contact: x.Contact, Check: h.Bot.Links.Page("verify", x.Code)}
	switch x.Stage {
	case models.Issued:
		v.IssuedOn, v.Handler = h.dayOf(x.IssuedAt), orElse(x.Handler, "（请经办人签字）") // a coordinator may have no name here
	case models.Unsealed:
		v.Across = "待盖章"
	case models.Withdrawn:
		v.Across = "已作废"
	default:
		v.Across = "未签发"
	}
	return x, v, err
}

func (h *Handlers) dayOf(milli int64) calendar.Day {
	return calendar.DayOf(time.UnixMilli(milli).In(h.Store.Zone))
}

// certificateFile is the certificate of a link as a PNG or PDF; ?save= lets the
// browser keep it under its serial number.
func (h *Handlers) certificateFile(c *gin.Context) error {
	l, err := h.openLink(c)
	if err != nil {
		return err
	}
	if l.To == workflow.ToSheet && c.Param("file") == blankSheet {
		return h.sheetToFill(c, l)
	}
	kind := map[string]string{"certificate.png": "image/png", "certificate.pdf": "application/pdf"}[c.Param("file")]
	if l.To != workflow.ToCertificate || kind == "" {
		return &models.Error{Kind: models.NotFound}
	}
	x, v, err := h.certified(c.Request.Context(), l)
	if err != nil {
		return err
	}
	file, err := h.paint(c.Request.Context(), kind, x, v)
	if err != nil {
		return err
	}
	if c.Query("save") != "" {
		c.Header("Content-Disposition", fmt.Sprintf(`attachment; filename="%s%s"`, v.Serial, c.Param("file")[len("certificate"):]))
	}
	c.Data(http.StatusOK, kind, file)
	return nil
}

// easels is how many pictures are drawn at once: each takes 14 MB meanwhile.
const easels = 2

// paint draws a certificate when an easel is free.
func (h *Handlers) paint(ctx context.Context, kind string, x models.Certificate, v certificate.Values) ([]byte, error) {
	select {
	case h.easels <- struct{}{}:
		defer func() { <-h.easels }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if kind == "image/png" {
		return certificate.PNG(h.font, v)
	}
	made := x.AskedAt
	if x.IssuedAt != 0 {
		made = x.IssuedAt
	}
	return certificate.PDF(h.font, v, time.UnixMilli(made).In(h.Store.Zone))
}

// verify says of a check link whether its certificate is genuine, and nothing of
// the person or the hours. A code is 80 random bits, and one that is wrong is
// answered like one that never was.
func (h *Handlers) verify(c *gin.Context) error {
	ctx := c.Request.Context()
	x, found, err := h.Store.CheckCertificate(ctx, c.Param("code"))
	if err != nil {
		return err
	}
	v := pages.Done{Frame: h.frame("查不到这份证明"), Says: "没有这个核验码。请对着证明上的二维码再扫一次；还是查不到，就别当真。"}
	if !found {
		c.Status(http.StatusNotFound)
		return h.draw(c, func(w http.ResponseWriter) error { return h.pages.Done(w, v) })
	}
	org, err := h.Store.Org(ctx, x.OrgID)
	if err != nil {
		return err
	}
	v.Title, v.Says = "证明核验", "这份证明是真的，是"+org.Name+"签发的。请看看下面的编号和您手上的是不是同一个。"
	v.Rows = []say.Row{{Label: "编号", Value: x.Serial()}, {Label: "签发单位", Value: org.Name}}
	if x.IssuedAt != 0 {
		v.Rows = append(v.Rows, say.Row{Label: "签发日期", Value: fullDate(h.dayOf(x.IssuedAt))})
	}
	v.Rows = append(v.Rows, say.Row{Label: "状态", Value: x.State()})
	switch {
	case x.Stage == models.Withdrawn && x.IssuedAt != 0:
		v.Title, v.Says = "这份证明作废了", "它是"+org.Name+"签发的，后来作废了，不能再用。"
	case x.Stage != models.Issued:
		v.Title, v.Says = "这份证明没有签发", "它还没有签发，不能作数。"
	}
	return h.draw(c, func(w http.ResponseWriter) error { return h.pages.Done(w, v) })
}

// fullDate is 2022年4月8日.
func fullDate(d calendar.Day) string { return workflow.Span(d, d) }

// certificateRows are those that wait for the coordinator.
func (h *Handlers) certificateRows(ctx context.Context, by models.Actor, limit int) (rows []pages.ReviewRow, err error) {
	waiting, err := h.Store.UnsealedCertificates(ctx, by.Orgs(models.Coordinator), limit)
	for _, x := range waiting {
		row := pages.ReviewRow{ID: x.Ticket().String(), Ticket: x.Ticket().String(), Name: x.Name, Waiting: h.waited(x.AskedAt),
			Small: joined([]string{workflow.Span(x.FirstDay, x.LastDay), workflow.Figures(x.Minutes, x.Periods, x.Turns)})}
		if x.PersonID == by.Person {
			row.Barred = "这是您自己的，请另一位协调员来审。"
		}
		rows = append(rows, row)
	}
	return rows, err
}
