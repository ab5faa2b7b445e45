package workflow

import (
	"context"
	"fmt"
	"strings"
	"time"

	"xiaoqing/bot/say"
	"xiaoqing/models"
)

// CallUnit is how far a call-out is in one unit and those below it.
type CallUnit struct {
	Name  string
	Count models.CallCount
}

// CallBoard is a call-out as a coordinator may see it: their own part of the tree,
// and the units right below it.
type CallBoard struct {
	Callout models.Callout
	Org     models.Org // who called
	Top     models.Org // the part that is shown
	Total   models.CallCount
	Units   []CallUnit // 本级 first; nil where there is nothing below
	Whole   bool       // the reader coordinates who called, and may stop it
}

// CallBoard counts a call-out for the speaker. It refuses (Forbidden) a coordinator
// whose units it does not concern.
func (t *Turn) CallBoard(ctx context.Context, id int64) (b CallBoard, err error) {
	if b.Callout, err = t.Store.Callout(ctx, t.By, id); err != nil {
		return b, err
	}
	if b.Org, err = t.Store.Org(ctx, b.Callout.OrgID); err != nil {
		return b, err
	}
	b.Top, b.Whole = b.Org, t.By.Holds(models.Coordinator, b.Org)
	if !b.Whole {
		found := false
		for _, o := range t.By.Orgs(models.Coordinator) {
			if o.Within(b.Org) {
				b.Top, found = o, true
				break
			}
		}
		if !found {
			return b, models.Refuse(models.Forbidden, "%s不是发给您这边的，看不了。", b.Callout.Ticket())
		}
	}
	counts, err := t.Store.CallCounts(ctx, b.Callout)
	if err != nil {
		return b, err
	}
	below, err := t.Store.OrgsBelow(ctx, b.Top)
	if err != nil {
		return b, err
	}
	b.sum(below, counts)
	return b, nil
}

// sum adds up the counts of the tree: a unit's own are its 本级, those below it are
// summed by the units right below.
func (b *CallBoard) sum(below []models.Org, counts map[int64]models.CallCount) {
	own := CallUnit{Name: "本级", Count: counts[b.Top.ID]}
	b.Total = own.Count
	for _, o := range below {
		if o.ParentID != b.Top.ID {
			continue
		}
		u := CallUnit{Name: o.Name}
		for _, x := range below {
			if x.Within(o) {
				u.Count = u.Count.Add(counts[x.ID])
			}
		}
		b.Total = b.Total.Add(u.Count)
		if u.Count != (models.CallCount{}) {
			b.Units = append(b.Units, u)
		}
	}
	if b.Units != nil && own.Count != (models.CallCount{}) {
		b.Units = append([]CallUnit{own}, b.Units...)
	}
}

// CallState is what people read of a call-out's stage.
func CallState(c models.Callout, now time.Time) string {
	switch {
	case c.Stage == models.CalloutDraft:
		return "还没发"
	case c.Stage == models.CalloutStopped:
		return "已停止"
	case !c.Open(now):
		return "已结束"
	case c.Spreading == models.ToGroups || c.Spreading == models.ToVolunteers:
		return "正在发"
	}
	return "进行中"
}

// Counted is a count in words: 发给3个群（送到3个）、120人（送到118人）；已读80人，参加20人，候补2人，来不了5人.
func Counted(n models.CallCount) string {
	var sent []string
	if n.Groups > 0 {
		sent = append(sent, fmt.Sprintf("%s个群（送到%s个）", say.Count(n.Groups), say.Count(n.GroupsIn)))
	}
	if n.People > 0 {
		sent = append(sent, fmt.Sprintf("%s人（送到%s人）", say.Count(n.People), say.Count(n.PeopleIn)))
	}
	text := ""
	if sent != nil {
		text = "发给" + say.List(sent) + "；"
	}
	text += fmt.Sprintf("已读%s人，参加%s人", say.Count(n.Read), say.Count(n.Yes))
	if n.Waiting > 0 {
		text += fmt.Sprintf("，候补%s人", say.Count(n.Waiting))
	}
	return text + fmt.Sprintf("，来不了%s人", say.Count(n.No))
}

// calloutStatus is 召12: the counts for a coordinator whom it concerns, one's own
// answer for anyone else who was called.
func (t *Turn) calloutStatus(ctx context.Context, ticket models.Ticket) (string, error) {
	c, err := t.Store.Callout(ctx, t.By, ticket.ID)
	if err != nil {
		return "", err
	}
	b, err := t.CallBoard(ctx, ticket.ID)
	if err == nil && c.Stage != models.CalloutDraft {
		return t.boardWords(b), nil
	}
	a, err := t.Store.AnswerTo(ctx, c.ID, t.By.Person)
	if err != nil {
		return "", err
	}
	lines := []string{fmt.Sprintf("%s %s：%s", ticket, CallState(c, t.By.Now), c.Task)}
	for _, row := range CallFacts(c, t.By.Now) {
		lines = append(lines, row.Label+"："+row.Value)
	}
	switch ahead, err := t.Store.CallTurn(ctx, a); {
	case err != nil:
		return "", err
	case a.ID != 0 && c.Stage == models.CalloutCalled:
		lines = append(lines, Standing(c, a, ahead, t.By.Now, false).Text)
	case c.Open(t.By.Now):
		lines = append(lines, fmt.Sprintf("你还没回。能来回“我参加 %s”，来不了回“来不了 %s”。", ticket, ticket))
	}
	return strings.Join(lines, "\n"), nil
}

// boardShown is how many units one message lists.
const boardShown = 20

func (t *Turn) boardWords(b CallBoard) string {
	c := b.Callout
	lines := []string{fmt.Sprintf("%s %s：%s", c.Ticket(), CallState(c, t.By.Now), c.Task)}
	if c.Places > 0 && b.Whole {
		lines[0] += fmt.Sprintf("（名额%d，还剩%d）", c.Places, c.Left())
	}
	lines = append(lines, b.Top.Name+"："+Counted(b.Total))
	for _, u := range b.Units[:min(len(b.Units), boardShown)] {
		lines = append(lines, "· "+u.Name+"："+Counted(u.Count))
	}
	if len(b.Units) > boardShown {
		lines = append(lines, fmt.Sprintf("……还有%d个单位，在后台看全。", len(b.Units)-boardShown))
	}
	return strings.Join(append(lines, fmt.Sprintf("截至%s。已读是看过的人，参加、来不了的也算在内。", say.Moment(t.By.Now, t.By.Now))), "\n")
}

// listCalls are the newest call-outs that concern the speaker's units.
func (t *Turn) listCalls(ctx context.Context) (say.Reply, error) {
	cs, err := t.Store.Callouts(ctx, t.By.Orgs(models.Coordinator), 5)
	if err != nil {
		return say.Reply{}, err
	}
	if len(cs) == 0 {
		return say.Text("还没有发过动员令。要发一条，说“动员令 明早7点 五角场广场 核酸引导 20人”。"), nil
	}
	r := say.Reply{Hint: fmt.Sprintf("回编号看详情，比如“%s”。", cs[0].Ticket()), Links: []say.Link{{Label: "在手机上看", URL: t.consoleLink()}}}
	var lines []string
	for _, c := range cs {
		lines = append(lines, fmt.Sprintf("%s %s %s：%s，参加%d人", c.Ticket(), say.Moment(time.UnixMilli(c.CalledAt), t.By.Now), CallState(c, t.By.Now), say.Short(c.Task, 20), c.Joined))
	}
	r.Text = strings.Join(lines, "\n")
	return r, nil
}
