package workflow

import (
	"context"
	"fmt"
	"strings"
	"time"

	"xiaoqing/bot/form"
	"xiaoqing/bot/say"
	"xiaoqing/models"
)

// saidCertificate is the 编号 of a certificate, when the message names one first.
func (t *Turn) saidCertificate() (ticket models.Ticket, ok bool) {
	if said := t.Reading.Fields.Tickets; len(said) > 0 {
		ticket, _ = models.ParseTicket(said[0])
	}
	return ticket, ticket.Prefix == models.CertificatePrefix
}

// prepareCancel lets the speaker take back a certificate of their own that waits.
func (t *Turn) prepareCancel(ctx context.Context, ticket models.Ticket) (Start, error) {
	if _, err := t.certificateStatus(ctx, ticket); err != nil {
		return Start{}, err
	}
	if c, err := t.Store.Certificate(ctx, ticket.ID); err != nil || c.PersonID != t.By.Person {
		if err == nil {
			err = models.Refuse(models.Forbidden, "要退回或作废，说“退回 %s 原因”，本人会看到原因。", ticket)
		}
		return Start{}, err
	}
	return Start{Answers: form.Answers{}.Set("ticket", ticket.String()), Options: map[string][]form.Option{"ticket": {{Value: ticket.String(), Label: ticket.String()}}}}, nil
}

// issue, sendBack and reopen decide on a certificate and tell the person.
func (t *Turn) issue(ctx context.Context, ticket models.Ticket) error {
	c, err := t.Store.IssueCertificate(ctx, t.By, ticket.ID, t.Hotline)
	if err != nil {
		return err
	}
	return t.tellOf(ctx, c, "issued", fmt.Sprintf("你的志愿服务证明签发了（%s，编号%s）：%s，%s。点开就能下载。", ticket, c.Serial(), Span(c.FirstDay, c.LastDay), Figures(c.Minutes, c.Periods, c.Turns)))
}

func (t *Turn) sendBack(ctx context.Context, ticket models.Ticket, next models.Stage, reason string) error {
	reason = strings.TrimRight(reason, "。")
	c, err := t.Store.RefuseCertificate(ctx, t.By, ticket.ID, next, reason)
	if err != nil {
		return err
	}
	words := map[models.Stage]string{
		models.Returned:  "%s退回来了：%s。改好课时，再说一声“开证明”就行。",
		models.Rejected:  "%s没有通过：%s。有疑问可以直接问我，我转给协调员。",
		models.Withdrawn: "%s作废了：%s。原来下载的不能再用，需要的话再说一声“开证明”。",
	}[c.Stage]
	return t.tellOf(ctx, c, string(c.Stage), fmt.Sprintf(words, ticket, reason))
}

func (t *Turn) reopen(ctx context.Context, ticket models.Ticket) error {
	c, err := t.Store.ReopenCertificate(ctx, t.By, ticket.ID)
	if err != nil {
		return err
	}
	return t.tellOf(ctx, c, "reopened", fmt.Sprintf("%s刚才的结果发早了，现在是“%s”，有结果再告诉你。", ticket, c.State()))
}

func (t *Turn) tellOf(ctx context.Context, c models.Certificate, what, text string) error {
	key := fmt.Sprintf("certificate:%s:%s:%d", what, c.Ticket(), c.Version)
	return t.tell(ctx, c.PersonID, "review", key, say.Reply{Text: text, Links: []say.Link{t.certificateLink(c)}})
}

// certificateLine is one in a coordinator's list: 证12 芮一鸣 40.5课时 等了2小时.
func (t *Turn) certificateLine(c models.Certificate) string {
	return fmt.Sprintf("%s %s 志愿服务证明 %s课时 等了%s", c.Ticket(), c.Name, c.Periods, say.Waited(t.By.Now.Sub(time.UnixMilli(c.AskedAt))))
}

// certificateStatus is where one's own certificate stands, or, for a coordinator
// of its unit, anyone's.
func (t *Turn) certificateStatus(ctx context.Context, ticket models.Ticket) (string, error) {
	hidden := models.Refuse(models.NotFound, "没有找到%s，请核对编号。证明只有本人能查。", ticket) // no telling which numbers exist
	c, err := t.Store.Certificate(ctx, ticket.ID)
	if err != nil {
		return "", hidden
	}
	org, err := t.Store.Org(ctx, c.OrgID)
	if err != nil {
		return "", err
	}
	if c.PersonID != t.By.Person && !t.By.Holds(models.Coordinator, org) {
		return "", hidden
	}
	return ownCertificate(c, org), nil
}

func ownCertificate(c models.Certificate, org models.Org) string {
	line := fmt.Sprintf("%s 志愿服务证明 %s，%s，%s课时", c.Ticket(), c.State(), org.Name, c.Periods)
	if c.Reason != "" {
		line += "：" + c.Reason
	}
	return line
}

// ownCertificates are the speaker's newest, with their pages.
func (t *Turn) ownCertificates(ctx context.Context) (lines []string, links []say.Link, err error) {
	certificates, err := t.Store.CertificatesOf(ctx, t.By.Person, 3)
	if err != nil {
		return nil, nil, err
	}
	for _, c := range certificates {
		org, err := t.Store.Org(ctx, c.OrgID)
		if err != nil {
			return nil, nil, err
		}
		lines = append(lines, ownCertificate(c, org))
		link := t.certificateLink(c)
		link.Label = c.Ticket().String() + "的页面"
		links = append(links, link)
	}
	return lines, links, nil
}
