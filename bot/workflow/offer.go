package workflow

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// Offered answers what someone says of a pairing that they were asked about: 同意,
// 换一位, with the child's number or 都 where several are open. ok is false when
// nobody asked them, or they speak of something else.
func Offered(ctx context.Context, t *Turn) (r say.Reply, ok bool, err error) {
	said, meant := readAnswer(t.Text)
	if !meant {
		return r, false, nil
	}
	open, err := t.Store.Offers(ctx, t.By.Person)
	if err != nil || len(open) == 0 {
		return r, false, err
	}
	if said.ticket != "" {
		open = slices.DeleteFunc(open, func(p models.Pairing) bool { return childTicket(p) != said.ticket })
		if len(open) == 0 {
			return r, false, nil
		}
	}
	if len(open) > 1 && !said.all {
		r, err = t.whichOffer(ctx, open, said.yes)
		return r, true, err
	}
	var texts []string
	for _, p := range open {
		one, err := t.answerOffer(ctx, p, said.yes, said.reason)
		if err != nil {
			return r, true, err
		}
		texts, r.Links, r.Buttons = append(texts, one.Text), append(r.Links, one.Links...), one.Buttons
		if r.Hint = one.Hint; len(r.Buttons) > 0 {
			break // the code of conduct comes first, and asks for the others itself
		}
	}
	r.Text = strings.Join(slices.Compact(texts), "\n")
	return r, true, nil
}

// whichOffer asks for which of several children an answer is; one tap is for all.
func (t *Turn) whichOffer(ctx context.Context, open []models.Pairing, yes bool) (r say.Reply, err error) {
	word := map[bool]string{true: "同意", false: "换一位"}[yes]
	var names []string
	for _, p := range open {
		e, err := t.Store.Learner(ctx, p.EnrolmentID)
		if err != nil {
			return r, err
		}
		names, r.Buttons = append(names, e.Child+"（"+childTicket(p)+"）"), append(r.Buttons, word+" "+childTicket(p))
	}
	r.Text = "是" + strings.Join(names, "，还是") + "？"
	r.Buttons = append(r.Buttons, "都"+word)
	return r, nil
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
	if p.TutorID == t.By.Person {
		return say.Text("好的，你愿意带%s，记下了。等家长也点了头，马上告诉你。", e.Child), nil
	}
	return say.Text("好的，%s的这位老师您同意了，记下了。等老师也点了头，马上告诉您。", e.Child), nil
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
