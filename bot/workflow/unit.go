package workflow

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"xiaoqing/bot/form"
	"xiaoqing/bot/say"
	"xiaoqing/models"
)

// Disown (不是本单位) is a unit's no to an enrolment; AskBadge (要工牌) asks the guardian
// for a photo of the badge. The unit's yes is Approve.
var (
	Disown = Workflow{
		Intent: "disown", Words: "单位里没有这个人，比如“不是本单位 托3 已经离职”", For: coordinators, Direct: true,
		Form: form.Form{Name: "disown", Title: "不是本单位", Fields: []form.Field{tickets,
			{Name: "reason", Label: "原因", Kind: form.Text{Max: 100}, Optional: true, Later: true}}},
		Prepare: prepareTickets, Save: saveDisown,
	}
	AskBadge = Workflow{
		Intent: "badge", Words: "单位说不准，请家长传工牌照片，比如“要工牌 托1”", For: coordinators, Direct: true,
		Form:    form.Form{Name: "badge", Title: "要工牌", Fields: []form.Field{tickets}},
		Prepare: prepareTickets, Save: saveAskBadge,
	}
)

func saveDisown(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	return t.decide(ctx, a, "转回街道审核了", func(ctx context.Context, ticket models.Ticket) (models.Record, say.Reply, error) {
		return t.disown(ctx, ticket, a.Get("reason"))
	})
}

func (t *Turn) disown(ctx context.Context, ticket models.Ticket, reason string) (models.Record, say.Reply, error) {
	reason = orElse(strings.TrimRight(reason, "。"), "不是本单位")
	e, unit, err := t.Store.Disown(ctx, t.By, ticket, reason)
	if err != nil {
		return nil, say.Reply{}, err
	}
	org, err := t.Store.Org(ctx, e.OrgID)
	if err != nil {
		return nil, say.Reply{}, err
	}
	_, err = t.Store.TellHolders(ctx, models.Coordinator, org, t.By.Person, models.Notice{Kind: "review", Now: t.By.Now, Expires: t.By.Now.Add(48 * time.Hour),
		Key: fmt.Sprintf("disowned:%s:%d", ticket, e.Version), Body: say.Text("%s转回来请您审：%s说“%s”。回“待审核”看名单。", ticket, unit.Name, reason)})
	words := say.Text("%s那边没对上您的名字，%s转给%s审核，排的位置不变。您可以在自己的页面传一张工牌照片，定下来就删。", unit.Name, ticket, org.Name)
	words.Links = []say.Link{t.enrolmentLink(e)}
	return e, words, err
}

// withUnit adds the university or hospital that was said beside the street: of two
// units parse takes the one that is a place to live.
func (t *Turn) withUnit(ctx context.Context, a form.Answers) (form.Answers, error) {
	if a.Get("unit") != "" || t.Text == "" {
		return a, nil
	}
	words := strings.FieldsFunc(t.Text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("，,。；;、：:（）()", r) })
	for _, w := range words {
		for _, kind := range []string{"大学", "学院", "医院", "疾控"} {
			if before, after, ok := strings.Cut(w, kind); ok && before != "" && utf8.RuneCountInString(w) <= 40 && !strings.HasPrefix(after, "生") && a.Get("org") != w {
				return a.Set("unit", w), nil
			}
		}
	}
	unit, err := t.Store.UnitAmong(ctx, words)
	if err != nil || unit == "" || unit == a.Get("org") {
		return a, err
	}
	return a.Set("unit", unit), nil
}

// unitOnly says whether the speaker decides on a record as the guardian's unit alone,
// not as its street.
func (t *Turn) unitOnly(ctx context.Context, ticket models.Ticket) (bool, error) {
	if ticket.Prefix != models.EnrolmentPrefix || len(t.partners()) == 0 {
		return false, nil
	}
	e, err := t.Store.Enrolment(ctx, ticket.ID)
	if err != nil || e.PartnerID == 0 {
		return false, ignore(err)
	}
	org, err := t.Store.Org(ctx, e.OrgID)
	return !t.By.Holds(models.Coordinator, org), err
}

// ignore lets what is missing be refused where it is decided on.
func ignore(err error) error {
	if models.Missing(err) {
		return nil
	}
	return err
}

func saveAskBadge(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	return t.decide(ctx, a, "去要工牌照片了", func(ctx context.Context, ticket models.Ticket) (models.Record, say.Reply, error) {
		e, err := t.Store.AskBadge(ctx, t.By, ticket)
		if err != nil {
			return nil, say.Reply{}, err
		}
		words := say.Text("%s还差一张工牌照片。请在自己的页面传一张，只有审核的人看得到，定下来就删。", ticket)
		words.Links = []say.Link{t.enrolmentLink(e)}
		return e, words, nil
	})
}

func (t *Turn) enrolmentLink(e *models.Enrolment) say.Link {
	return say.Link{Label: "我的页面", URL: t.Links.Personal(Link{To: ToEnrolment, ID: e.ID, Person: e.PersonID, Expires: t.By.Now.AddDate(0, 6, 0)})}
}

// unitWords are what a street's coordinator reads of the guardian's unit: that it said
// no, and that there is a photo of the badge.
func (t *Turn) unitWords(ctx context.Context, e *models.Enrolment) (words string) {
	if e.Remark.Reason != "" {
		words = "（" + e.Remark.Reason + "）"
	}
	if badges, err := t.Store.BadgesOf(ctx, []int64{e.ID}); err == nil && len(badges) > 0 {
		words += "（有工牌照片，在后台看）"
	}
	return words
}

// anyOrg is the unit or the Partner of an option.
func (t *Turn) anyOrg(ctx context.Context, value string) (models.Org, error) {
	var id int64
	if _, err := fmt.Sscanf(value, "#%d", &id); err != nil {
		return models.Org{}, models.Refuse(models.Invalid, "没认出是哪个单位，请点一下按钮选。")
	}
	return t.Store.Org(ctx, id)
}

// staffLines are the enrolments that wait for a word of the speaker's own unit, by
// the guardian's name: the child's is not theirs to know.
func (t *Turn) staffLines(ctx context.Context) (lines, tickets []string, err error) {
	es, err := t.Store.StaffWaiting(ctx, t.partners(), 500)
	for _, e := range es {
		if org, err := t.Store.Org(ctx, e.OrgID); err != nil || t.By.Holds(models.Coordinator, org) {
			if err != nil {
				return nil, nil, err
			}
			continue // it stands in the list of the street already
		}
		lines = append(lines, fmt.Sprintf("%s %s 等了%s", e.Ticket(), GuardianOf(e), say.Waited(t.By.Now.Sub(time.UnixMilli(e.WaitingSince)))))
		tickets = append(tickets, e.Ticket().String())
	}
	return lines, tickets, err
}

// GuardianOf is how a unit knows the guardian of an enrolment.
func GuardianOf(e *models.Enrolment) string {
	if e.Guardian != "" {
		return e.Guardian
	}
	if len(e.Phone) == 11 {
		return "家长（手机尾号" + e.Phone[7:] + "）"
	}
	return "家长"
}
