package workflow

import (
	"context"
	"fmt"
	"time"

	"xiaoqing/bot/form"
	"xiaoqing/bot/parse"
	"xiaoqing/bot/say"
	"xiaoqing/models"
)

// relayedADay is how many messages one side of a pairing may have passed on a day.
const relayedADay = 20

// Relay (转告): one side of a lesson says something to the other by the bot, so that
// nobody needs anybody's number. The words live as long as letters do.
var Relay = Workflow{
	Intent: "relay", Words: "给对方带话，比如“跟老师说 今天晚10分钟”“告诉家长 带好语文书”", Direct: true,
	Form: form.Form{Name: "relay", Title: "带话", Fields: []form.Field{whose,
		{Name: "words", Label: "带的话", Ask: "要带什么话？直接写就行。", Kind: form.Text{Max: 300}}}},
	Prepare: prepareRelay,
	Save:    saveRelay,
}

func prepareRelay(ctx context.Context, t *Turn) (s Start, err error) {
	own, err := t.Store.OwnPairings(ctx, t.By.Person, t.By.Now)
	if err != nil {
		return s, err
	}
	if len(own) == 0 {
		return s, models.Refuse(models.NotFound, "%s", t.addressed("您现在没有结对的课，话带不到。要找协调员，直接说是什么事，我来转。"))
	}
	ps, err := t.meantPairings(ctx, "")
	if err != nil {
		return s, err
	}
	var to []models.Pairing
	for _, p := range ps {
		e, err := t.Store.Enrolment(ctx, p.EnrolmentID)
		if err != nil {
			return s, err
		}
		mine := e.PersonID == t.By.Person
		if who := t.Reading.Fields.Who; who == "" || mine == (who == "tutor") {
			to = append(to, p)
		}
	}
	if len(to) == 0 {
		to = ps
	}
	if s, err = t.choosePairing(ctx, to); err != nil {
		return s, err
	}
	if words := t.Reading.Fields.Words; words != "" {
		s.Answers = s.Answers.Set("words", words)
	}
	return s, nil
}

func saveRelay(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	ps, err := t.chosen(ctx, a)
	if err != nil {
		return say.Reply{}, err
	}
	p, words := ps[0], a.Get("words")
	if err := refuseContacts(words); err != nil {
		return say.Reply{}, err
	}
	e, err := t.Store.Learner(ctx, p.EnrolmentID)
	if err != nil {
		return say.Reply{}, err
	}
	to, r, err := t.relayTo(ctx, p, e, words)
	if err != nil {
		return say.Reply{}, err
	}
	ok, _, err := t.Store.Post(ctx).Take(fmt.Sprintf("relay:%d:%d", p.ID, t.By.Person), relayedADay, 24*time.Hour, t.By.Now)
	if err != nil {
		return say.Reply{}, err
	}
	if !ok {
		return say.Reply{}, models.Refuse(models.TooMany, "一天最多带%d句话，今天带满了，剩下的明天再说。急事说“我有点担心”，我转给协调员。", relayedADay)
	}
	if err := t.Store.Tell(ctx, to, models.Notice{Key: fmt.Sprintf("relay:%d:%s", p.ID, t.Key), Kind: "relay", Urgent: true, Now: t.By.Now, Body: r}); err != nil {
		return say.Reply{}, err
	}
	if to == e.PersonID {
		return say.Text("带到了。家长回话，我马上告诉你。"), nil
	}
	return say.Text("带到了。老师回话，我马上告诉您。"), nil
}

// relayTo is the other side, and how they hear the words. A tutor who covers the next
// lesson hears what is said before it.
func (t *Turn) relayTo(ctx context.Context, p models.Pairing, e models.Enrolment, words string) (to int64, r say.Reply, err error) {
	r.Buttons = []string{"回一句 " + e.Ticket().String()}
	if t.By.Person == e.PersonID {
		next, err := t.Store.NextLesson(ctx, p.ID, t.By.Now)
		if to = p.TutorID; next.ID != 0 {
			to = next.TutorID
		}
		r.Text = fmt.Sprintf("%s的家长说：%s", e.Child, words)
		return to, r, err
	}
	me, err := t.Store.Person(ctx, t.By.Person)
	r.Text = fmt.Sprintf("%s老师说：%s", surname(me.Name), words)
	return e.PersonID, r, err
}

// refuseContacts holds back what would take the talk elsewhere: nobody on either side
// has to give a number away.
func refuseContacts(words string) error {
	switch parse.Contact(words) {
	case "phone":
		return models.Refuse(models.Invalid, "电话号码我不带，免得打扰两边。有事我来回带话，一样快。把号码去掉再说一遍就行。")
	case "account":
		return models.Refuse(models.Invalid, "微信号、QQ号这些我不带，有事我来回带话，一样快。去掉再说一遍就行。")
	case "meeting":
		return models.Refuse(models.Invalid, "会议链接不用带话，直接把邀请贴给我，课前自动发给两边，上课页上也有。")
	case "link":
		return models.Refuse(models.Invalid, "网址我不带，怕孩子点错。要说的内容写成文字，去掉网址再说一遍就行。")
	}
	return nil
}
