package workflow

import (
	"context"
	"fmt"
	"strings"
	"time"

	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// Offered answers what someone says of a pairing that they were asked about: 同意,
// 换一位, with the child's number where several are open. ok is false when nobody
// asked them, or they speak of something else.
func Offered(ctx context.Context, t *Turn) (r say.Reply, ok bool, err error) {
	yes, ticket, reason, meant := readAnswer(t.Text)
	if !meant {
		return r, false, nil
	}
	open, err := t.Store.Offers(ctx, t.By.Person)
	if err != nil || len(open) == 0 {
		return r, false, err
	}
	if ticket != "" {
		for _, p := range open {
			if childTicket(p) == ticket {
				r, err = t.answerOffer(ctx, p, yes, reason)
				return r, true, err
			}
		}
		return r, false, nil
	}
	if len(open) > 1 {
		r.Text = "是哪一个？"
		for _, p := range open {
			r.Buttons = append(r.Buttons, map[bool]string{true: "同意 ", false: "换一位 "}[yes]+childTicket(p))
		}
		return r, true, nil
	}
	r, err = t.answerOffer(ctx, open[0], yes, reason)
	return r, true, err
}

// readAnswer takes yes or no, the number and the reason apart; meant is false for
// any other message.
func readAnswer(text string) (yes bool, ticket, reason string, meant bool) {
	rest := strings.TrimSpace(text)
	for _, w := range []struct {
		word string
		yes  bool
	}{{"不同意", false}, {"不愿意", false}, {"换一位老师", false}, {"换一位", false}, {"换个老师", false}, {"换一个", false}, {"不合适", false}, {"不方便", false}, {"带不了", false},
		{"同意", true}, {"愿意", true}, {"可以", true}, {"好的", true}, {"行", true}, {"好", true}, {"没问题", true}, {"合适", true}} {
		if after, found := strings.CutPrefix(rest, w.word); found {
			yes, rest, meant = w.yes, after, true
			break
		}
	}
	rest = strings.Trim(rest, " ，,。！!的吧呀啊了")
	word, more, _ := strings.Cut(rest, " ")
	if t, ok := models.ParseTicket(word); ok {
		return yes, t.String(), strings.TrimSpace(more), meant
	}
	return yes, "", rest, meant && (!yes || rest == "")
}

func (t *Turn) answerOffer(ctx context.Context, p models.Pairing, yes bool, reason string) (say.Reply, error) {
	if yes && p.TutorID == t.By.Person {
		profile, err := t.Store.TutorProfile(ctx, t.By.Person)
		if err != nil {
			return say.Reply{}, err
		}
		if !profile.AgreedToConduct() {
			return t.conductFirst(childTicket(p)), nil
		}
	}
	p, err := t.Store.Answer(ctx, t.By, p.ID, yes, reason)
	if err != nil {
		return say.Reply{}, err
	}
	e, err := t.Store.Learner(ctx, p.EnrolmentID)
	if err != nil {
		return say.Reply{}, err
	}
	switch {
	case p.Stage == models.PairingAgreed:
		return t.agreedOn(ctx, p, e)
	case p.Stage == models.PairingDeclined:
		return t.declined(ctx, p, e)
	}
	return say.Text("好的，记下了。等对方也点了头，马上告诉你。"), nil
}

// agreedOn begins a pairing: its weekly lessons are put down where the round found
// a time, and both hear.
func (t *Turn) agreedOn(ctx context.Context, p models.Pairing, e models.Enrolment) (say.Reply, error) {
	tutor, err := t.Store.Person(ctx, p.TutorID)
	if err != nil {
		return say.Reply{}, err
	}
	plan := "几点上课，排好就告诉您。"
	if p.Slot != nil {
		lessons, err := t.Store.Begin(ctx, t.By, p)
		if err != nil && models.KindOf(err) != models.Conflict {
			return say.Reply{}, err
		}
		if len(lessons) > 0 {
			plan = fmt.Sprintf("每%s上课，第一节是%s。", say.Slots([]calendar.Slot{*p.Slot}), say.Date(lessons[0].Day))
		}
	}
	guardian := say.Text("两边都同意了：%s和%s老师结对了。%s有事随时找我。", e.Child, surname(tutor.Name), plan)
	guardian.Links = append(guardian.Links, ClassLink(t.Store, t.Links, e, t.By.Now))
	asked := say.Text("两边都同意了：你和%s（%s，%s）结对了。%s上完课说一句就能报课时。", e.Child, grades(e), orAny(e.Subjects), strings.ReplaceAll(plan, "您", "你"))
	if t.By.Person == p.TutorID {
		return asked, t.tell(ctx, e.PersonID, "pairing", fmt.Sprintf("agreed:%d", p.ID), guardian)
	}
	return guardian, t.tell(ctx, p.TutorID, "pairing", fmt.Sprintf("agreed:%d", p.ID), asked)
}

// declined tells the other side, who were asked in vain, kindly and without a
// reason, and the coordinator with it.
func (t *Turn) declined(ctx context.Context, p models.Pairing, e models.Enrolment) (say.Reply, error) {
	other, words := e.PersonID, say.Text("%s这次的老师时间没对上，正在重新找，排的位置不变。", e.Ticket())
	if t.By.Person == e.PersonID {
		other, words = p.TutorID, say.Text("这次没结上对，谢谢你愿意帮忙。有合适的孩子再来找你。")
	}
	if err := t.tell(ctx, other, "pairing", fmt.Sprintf("declined:%d", p.ID), words); err != nil {
		return say.Reply{}, err
	}
	org, err := t.Store.Org(ctx, p.OrgID)
	if err != nil {
		return say.Reply{}, err
	}
	why := p.Reason
	if why == "" {
		why = "没说原因"
	}
	_, err = t.Store.TellHolders(ctx, models.Coordinator, org, t.By.Person, models.Notice{Key: fmt.Sprintf("declined:%d:coordinator", p.ID), Kind: "pairing", Now: t.By.Now,
		Expires: t.By.Now.Add(48 * time.Hour), Body: say.Text("%s这次没结上：%s。回“结对建议”看下一个。", e.Ticket(), why)})
	return say.Text("好的，这次不结。有更合适的再来问。"), err
}
