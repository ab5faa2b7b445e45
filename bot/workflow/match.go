package workflow

import (
	"context"
	"fmt"
	"strings"

	"xiaoqing/bot/form"
	"xiaoqing/bot/parse"
	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// Match (结对建议) shows a coordinator whom a round would bring together, and why;
// Ask (结对) puts it to both sides, Discard (不结对) drops it.
var (
	Match = Workflow{
		Intent: "match", Words: "看能给谁结对，说“结对建议”", For: coordinators, Direct: true,
		Form: form.Form{Name: "match", Title: "结对建议"},
		Save: saveMatch,
	}
	Ask = Workflow{
		Intent: "ask", Words: "照建议结对，比如“全部结对”“结对 托3、托5”", For: coordinators, Direct: true,
		Form:    form.Form{Name: "ask", Title: "结对", Fields: []form.Field{tickets}},
		Prepare: prepareTickets, Save: saveAsk,
	}
	Discard = Workflow{
		Intent: "discard", Words: "不照建议结对，比如“不结对 托3 时间不合适”", For: coordinators, Direct: true,
		Form:    form.Form{Name: "discard", Title: "不结对", Fields: []form.Field{tickets, {Name: "reason", Label: "原因", Kind: form.Text{Max: 100}, Optional: true, Later: true}}},
		Prepare: prepareTickets, Save: saveDiscard,
	}
)

// ReadRound reads what a coordinator says of proposals: 结对建议, 全部结对, 不结对
// 托2 时间不合适.
func ReadRound(text string) (r parse.Reading, ok bool) {
	text = strings.TrimSpace(text)
	switch text {
	case "结对", "配对", "结队", "结对建议", "拟结对", "看看结对", "结对名单":
		return parse.Reading{Intent: Match.Intent}, true
	case "全部结对", "都结对", "全部同意结对":
		return parse.Reading{Intent: Ask.Intent, Fields: parse.Fields{All: true}}, true
	}
	rest, ok := strings.CutPrefix(text, "不结对")
	if !ok {
		return r, false
	}
	r = parse.Reading{Intent: Discard.Intent}
	for _, word := range strings.FieldsFunc(rest, func(c rune) bool { return strings.ContainsRune(" 、，,：:", c) }) {
		if ticket, is := models.ParseTicket(word); is {
			r.Fields.Tickets = append(r.Fields.Tickets, ticket.String())
		} else {
			r.Fields.Reason = strings.TrimSpace(r.Fields.Reason + " " + word)
		}
	}
	return r, true
}

// matchesShown is how many proposals one message lists.
const matchesShown = 10

func saveMatch(ctx context.Context, t *Turn, _ form.Answers) (say.Reply, error) {
	_, help, err := Propose(ctx, t.Store, t.By.Now)
	if err != nil {
		return say.Reply{}, err
	}
	found, err := t.Store.Proposals(ctx, t.By.Orgs(models.Coordinator), 200)
	if err != nil {
		return say.Reply{}, err
	}
	lines := []string{fmt.Sprintf("能给%d个孩子结对：", len(found))}
	if len(found) == 0 {
		lines[0] = "现在没有能结上的对，有合适的老师了再看。"
	}
	for i, p := range found {
		line, ticket, err := t.proposalLine(ctx, p)
		if err != nil {
			return say.Reply{}, err
		}
		if t.Lists = append(t.Lists, ticket); i < matchesShown {
			lines = append(lines, line)
		}
	}
	if len(found) > matchesShown {
		lines = append(lines, fmt.Sprintf("……还有%d个，点下面的页面看全。", len(found)-matchesShown))
	}
	r := say.Reply{Text: strings.Join(append(lines, help...), "\n")}
	if len(found) > 0 {
		r.Hint = "说“全部结对”，或“结对 " + t.Lists[0] + "”“不结对 " + t.Lists[0] + " 时间不合适”。两边都会先问一遍。"
		r.Buttons = []string{"全部结对"}
		r.Links = []say.Link{{Label: "在手机上看", URL: t.consoleLink()}}
	}
	return r, nil
}

// proposalLine is 托3 朵朵 三年级 → 林静：能教数学，周一晚上都有空.
func (t *Turn) proposalLine(ctx context.Context, p models.Pairing) (line, ticket string, err error) {
	e, err := t.Store.Learner(ctx, p.EnrolmentID)
	if err != nil {
		return "", "", err
	}
	tutor, err := t.Store.Person(ctx, p.TutorID)
	if err != nil {
		return "", "", err
	}
	name := tutor.Name
	if profile, err := t.Store.TutorProfile(ctx, p.TutorID); err == nil && profile.CheckedOn == "" {
		name += "（未查询）"
	}
	return fmt.Sprintf("%s %s %s → %s：%s", e.Ticket(), e.Child, grades(e), name, strings.Join(p.Why, "，")), e.Ticket().String(), nil
}

func saveAsk(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	return t.eachTicket(ctx, a, "去问两边了", func(ctx context.Context, ticket models.Ticket) error {
		p, err := t.Store.AskBoth(ctx, t.By, ticket)
		if err != nil {
			return err
		}
		return t.askBoth(ctx, p)
	})
}

// askBoth tells guardian and tutor of each other, no more than each may know.
func (t *Turn) askBoth(ctx context.Context, p models.Pairing) error {
	e, err := t.Store.Learner(ctx, p.EnrolmentID)
	if err != nil {
		return err
	}
	tutor, err := t.Store.Person(ctx, p.TutorID)
	if err != nil {
		return err
	}
	ticket := e.Ticket().String()
	buttons := []string{"同意 " + ticket, "换一位 " + ticket}
	key := fmt.Sprintf("ask:%d", p.ID)
	guardian := say.Reply{Text: fmt.Sprintf("给%s找到一位老师：%s老师，%s。%s您看合适吗？24小时内回一声就行。", e.Child, surname(tutor.Name), strings.Join(p.Why, "，"), when(p)), Buttons: buttons}
	if err := t.tell(ctx, e.PersonID, "pairing", key+":guardian", guardian); err != nil {
		return err
	}
	asked := say.Reply{Text: fmt.Sprintf("想请你带一个孩子：%s，%s，想学%s。%s愿意吗？24小时内回一声就行。", e.Child, grades(e), orAny(e.Subjects), when(p)),
		Buttons: buttons}
	return t.tell(ctx, p.TutorID, "pairing", key+":tutor", asked)
}

// when is the weekly time that a pairing could have.
func when(p models.Pairing) string {
	if p.Slot == nil {
		return ""
	}
	return "每" + say.Slots([]calendar.Slot{*p.Slot}) + "上课，"
}

func saveDiscard(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	return t.eachTicket(ctx, a, "不结了", func(ctx context.Context, ticket models.Ticket) error {
		_, err := t.Store.Discard(ctx, t.By, ticket, a.Get("reason"))
		return err
	})
}

// eachTicket does something to each ticket in a savepoint of its own: what cannot
// be done is named with its reason, the others are done.
func (t *Turn) eachTicket(ctx context.Context, a form.Answers, done string, do func(context.Context, models.Ticket) error) (say.Reply, error) {
	var ok, lines []string
	outer := t.Store
	defer func() { t.Store = outer }()
	for _, s := range list(a.Get("tickets")) {
		ticket, valid := models.ParseTicket(strings.TrimSpace(s))
		if !valid {
			lines = append(lines, "“"+s+"”不是编号")
			continue
		}
		err := outer.Try(ctx, func(tx *models.Store) error {
			t.Store = tx
			return do(ctx, ticket)
		})
		if models.KindOf(err) == models.Internal && err != nil || models.KindOf(err) == models.Unavailable {
			return say.Reply{}, err
		}
		if err != nil {
			lines = append(lines, models.SayOf(err))
			continue
		}
		ok = append(ok, ticket.String())
	}
	if len(ok) > 0 {
		lines = append([]string{done + "：" + say.List(ranges(ok)) + "。"}, lines...)
	}
	t.Did.Tickets = ok
	return say.Reply{Text: strings.Join(lines, "\n")}, nil
}
