package workflow

import (
	"context"
	"fmt"
	"strings"

	"xiaoqing/bot/form"
	"xiaoqing/bot/parse"
	"xiaoqing/bot/say"
	"xiaoqing/models"
)

// Cases (个案): the cries for help and worries that wait, and one of them, for
// social workers, and for coordinators to whom one was handed on. 结案 closes one,
// 转交 hands it on.
var Cases = Workflow{
	Intent: "cases", Words: "看个案，说“个案”", For: []models.Role{models.SocialWorker, models.Coordinator}, Direct: true,
	Form: form.Form{Name: "cases", Title: "个案"},
	Save: saveCases,
}

// ReadCases reads what is said of cases: 个案, 案7, 结案 案7 已经联系上了, 转交 案7.
func ReadCases(text string) (r parse.Reading, ok bool) {
	r.Intent = Cases.Intent
	text = strings.TrimSpace(text)
	if text == "个案" || text == "看个案" {
		return r, true
	}
	for word, act := range map[string]string{"结案": "close", "转交": "hand_on"} {
		if rest, found := strings.CutPrefix(text, word); found {
			text, r.Fields.Topic = strings.TrimSpace(rest), act
		}
	}
	number, more, _ := strings.Cut(text, " ")
	ticket, ok := models.ParseTicket(number)
	r.Fields.Tickets, r.Fields.Reason = []string{ticket.String()}, strings.TrimSpace(more)
	return r, ok && ticket.Prefix == models.CasePrefix && (r.Fields.Topic != "" || more == "")
}

func saveCases(ctx context.Context, t *Turn, _ form.Answers) (say.Reply, error) {
	f := t.Reading.Fields
	if len(f.Tickets) == 0 {
		return t.listCases(ctx)
	}
	ticket, ok := models.ParseTicket(f.Tickets[0])
	switch {
	case !ok:
		return say.Reply{}, models.Refuse(models.Invalid, "请写个案的编号，比如“案7”。")
	case f.Topic == "close":
		return t.closeCase(ctx, ticket, f.Reason)
	case f.Topic == "hand_on":
		return t.handOnCase(ctx, ticket, f.Reason)
	}
	return t.readCase(ctx, ticket)
}

func (t *Turn) listCases(ctx context.Context) (say.Reply, error) {
	cases, err := t.Store.Cases(ctx, t.By)
	if err != nil {
		return say.Reply{}, err
	}
	if len(cases) == 0 {
		return say.Text("现在没有等处理的个案。"), nil
	}
	var lines []string
	for _, c := range cases {
		kind, state := "求助", "还没人接"
		if c.Kind == models.Worry {
			kind = "担心，" + say.ShortDate(c.DueOn) + "前要看"
		}
		if c.TakenBy != 0 {
			state = "有人在跟"
		}
		lines = append(lines, fmt.Sprintf("%s %s %s %s", c.Ticket(), kind, say.Moment(c.Words[0].At.In(t.Store.Zone), t.By.Now), state))
	}
	return say.Reply{Text: strings.Join(lines, "\n"), Hint: "回编号看内容，比如“" + cases[0].Ticket().String() + "”。"}, nil
}

func (t *Turn) readCase(ctx context.Context, ticket models.Ticket) (say.Reply, error) {
	c, err := t.Store.Case(ctx, t.By, ticket.ID)
	if err != nil {
		return say.Reply{}, err
	}
	lines := []string{c.Ticket().String() + " 只有社工能看，请别转发。"}
	hint := fmt.Sprintf("处理完回“结案 %s”，后面可以写一句告诉本人的话；要协调员一起跟，回“转交 %s”。", c.Ticket(), c.Ticket())
	if c.SharedWith != 0 {
		org, err := t.Store.Org(ctx, c.SharedWith)
		if err != nil {
			return say.Reply{}, err
		}
		lines[0] = fmt.Sprintf("%s 社工和%s的协调员能看，请别转发。", c.Ticket(), org.Name)
	}
	if !t.By.Has(models.SocialWorker) {
		hint = "跟进的情况请告诉社工，由社工办结。"
	}
	for _, w := range c.Words {
		lines = append(lines, say.Moment(w.At.In(t.Store.Zone), t.By.Now)+"："+w.Text)
	}
	p, err := t.Store.Person(ctx, c.PersonID)
	if err != nil {
		return say.Reply{}, err
	}
	if p.Name != "" || p.Phone != "" {
		lines = append(lines, strings.TrimSpace(fmt.Sprintf("联系：%s %s", p.Name, p.Phone)))
	}
	return say.Reply{Text: strings.Join(lines, "\n"), Hint: hint}, nil
}

// closeCase ends a case; who told of a worry hears it, with a word if there is one.
func (t *Turn) closeCase(ctx context.Context, ticket models.Ticket, words string) (say.Reply, error) {
	c, err := t.Store.CloseCase(ctx, t.By, ticket.ID)
	if err != nil {
		return say.Reply{}, err
	}
	if c.Kind == models.Worry {
		body := say.Text("之前说的担心的事（%s），社工看过、跟进完了。%s以后还有担心，随时跟我说。", c.Ticket(), sentence(words))
		if err := t.tell(ctx, c.PersonID, "case", fmt.Sprintf("case:closed:%d", c.ID), body); err != nil {
			return say.Reply{}, err
		}
	}
	return say.Text("%s结案了。辛苦了！", c.Ticket()), nil
}

// sentence is words with a full stop, "" for none.
func sentence(words string) string {
	if words = strings.TrimRight(words, "。 "); words == "" {
		return ""
	}
	return words + "。"
}

// handOnCase lets the coordinators of the unit that was named, or of the person's
// own, read a case; the person hears that they do.
func (t *Turn) handOnCase(ctx context.Context, ticket models.Ticket, name string) (say.Reply, error) {
	c, err := t.Store.Case(ctx, t.By, ticket.ID)
	if err != nil {
		return say.Reply{}, err
	}
	org, err := t.Store.HomeOf(ctx, c.PersonID)
	if err != nil {
		return say.Reply{}, err
	}
	if name != "" {
		if org, err = t.org(ctx, name); err != nil {
			return say.Reply{}, err
		}
	}
	org, people, err := t.Store.DutyHolders(ctx, models.Coordinator, org, append(c.Parties, c.PersonID)...)
	if err != nil {
		return say.Reply{}, err
	}
	if len(people) == 0 {
		return say.Reply{}, models.Refuse(models.NotFound, "现在没有能接的协调员。换一个单位，比如“转交 %s 杨浦区”。", ticket)
	}
	if c, err = t.Store.HandOnCase(ctx, t.By, ticket.ID, org); err != nil {
		return say.Reply{}, err
	}
	for _, p := range people {
		if err := t.tell(ctx, p, "case", fmt.Sprintf("case:shared:%d:%d:%d", c.ID, org.ID, p), say.Text("社工请您一起跟进一件事（%s）。回“%s”看内容，请别转发。", c.Ticket(), c.Ticket())); err != nil {
			return say.Reply{}, err
		}
	}
	err = t.tell(ctx, c.PersonID, "case", fmt.Sprintf("case:shared:%d:%d", c.ID, org.ID), say.Text("之前说的那件事（%s），社工请%s的协调员一起跟进，别人还是看不到。", c.Ticket(), org.Name))
	return say.Text("%s转交给%s的协调员了，也告诉了本人。", c.Ticket(), org.Name), err
}
