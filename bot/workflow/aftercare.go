package workflow

import (
	"context"
	"fmt"
	"strings"
	"time"

	"xiaoqing/bot/form"
	"xiaoqing/bot/parse"
	"xiaoqing/bot/say"
	"xiaoqing/models"
)

// Aftercare (回访): two questions to the guardian after the first and every tenth
// lesson of a pairing. What is good for the tutor to know is passed on; that it goes
// badly only the coordinator hears.
var Aftercare = Workflow{
	Intent: "aftercare", Direct: true,
	Form: form.Form{Name: "aftercare", Title: "回访", Fields: []form.Field{
		{Name: "lesson", Hidden: true, Kind: form.Text{}}, {Name: "how", Hidden: true, Kind: form.Text{}},
		{Name: "words", Label: "留言", Ask: "谢谢您！有什么想让老师知道的？直接说就行，没有就回“没有”。", When: notBad, Kind: form.Text{Max: 300}},
		{Name: "worry", Label: "情况", Ask: "谢谢您告诉我。是哪里不好呢？只告诉协调员，不告诉老师；不想说就回“没有”。", When: bad, Kind: form.Text{Max: 300}},
	}},
	Prepare: prepareAftercare,
	Save:    saveAftercare,
}

func bad(a form.Answers) bool    { return a.Get("how") == "bad" }
func notBad(a form.Answers) bool { return !bad(a) }

// hows are the three answers by their buttons.
var hows = []form.Option{{Value: "good", Label: "好"}, {Value: "fair", Label: "一般"}, {Value: "bad", Label: "不好"}}

// ReadAftercare reads a guardian's answer by its button: 好 课9.
func ReadAftercare(text string) (r parse.Reading, ok bool) {
	word, number, _ := strings.Cut(strings.TrimSpace(text), " ")
	ticket, is := models.ParseTicket(strings.TrimSpace(number))
	for _, how := range hows {
		if word == how.Label && is && ticket.Prefix == models.LessonPrefix {
			return parse.Reading{Intent: Aftercare.Intent, Fields: parse.Fields{Tickets: []string{ticket.String()}, How: how.Value}}, true
		}
	}
	return r, false
}

func prepareAftercare(ctx context.Context, t *Turn) (s Start, err error) {
	f := t.Reading.Fields
	if len(f.Tickets) == 0 {
		return s, models.Refuse(models.Invalid, "请点消息下面的按钮回答。")
	}
	ticket, _ := models.ParseTicket(f.Tickets[0])
	if _, err := t.Store.AftercareOf(ctx, t.By, ticket.ID); err != nil {
		return s, err
	}
	// The tap alone is kept at once: the second question may stay without an answer.
	if _, err := t.Store.AnswerAftercare(ctx, t.By, ticket.ID, models.AftercarePrivate{How: f.How}); err != nil {
		return s, err
	}
	s.Answers = s.Answers.Set("lesson", ticket.String()).Set("how", f.How)
	return s, nil
}

func saveAftercare(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	ticket, _ := models.ParseTicket(a.Get("lesson"))
	words := strings.TrimSpace(a.Get("words") + a.Get("worry"))
	switch strings.Trim(words, "。！! 了的吧") {
	case "没有", "没", "无", "没什么", "暂时没有", "不用", "没啥":
		words = ""
	}
	c, err := t.Store.AnswerAftercare(ctx, t.By, ticket.ID, models.AftercarePrivate{How: a.Get("how"), Words: words})
	if err != nil {
		return say.Reply{}, err
	}
	if bad(a) {
		return t.goesBadly(ctx, c)
	}
	if words == "" {
		return say.Text("好的，谢谢您！有事随时找我。"), nil
	}
	p, err := t.Store.Pairing(ctx, c.PairingID)
	if err != nil {
		return say.Reply{}, err
	}
	e, err := t.Store.Learner(ctx, c.EnrolmentID)
	if err != nil {
		return say.Reply{}, err
	}
	err = t.tell(ctx, p.TutorID, "aftercare", fmt.Sprintf("aftercare:%d:tutor", c.ID), say.Text("%s的家长想告诉你：%s", e.Child, words))
	return say.Text("好的，转告老师了。谢谢您！"), err
}

// goesBadly tells the coordinator, and no one else.
func (t *Turn) goesBadly(ctx context.Context, c models.Aftercare) (say.Reply, error) {
	org, err := t.Store.Org(ctx, c.OrgID)
	if err != nil {
		return say.Reply{}, err
	}
	e := models.Ticket{Prefix: models.EnrolmentPrefix, ID: c.EnrolmentID}
	said := "没细说"
	if c.Words != "" {
		said = c.Words
	}
	_, err = t.Store.TellHolders(ctx, models.Coordinator, org, t.By.Person, models.Notice{Key: fmt.Sprintf("aftercare:%d:coordinator", c.ID), Kind: "aftercare", Now: t.By.Now,
		Body: say.Text("回访：%s的家长说课上得不好：%s。请您问一声；要换老师就回“换一位老师 %s 原因”。这话老师不知道。", e, said, e)})
	return say.Text("记下了，%s的协调员会来问您，老师不会知道。想换老师，说“换一位老师”就行。", org.Name), err
}

// FollowUp asks guardians what can wait for the day: how lessons go, and whether a
// pause is over. It returns how many letters it wrote.
func FollowUp(ctx context.Context, tx *models.Store, now time.Time) (int, error) {
	paused, err := AskPaused(ctx, tx, now)
	if err != nil {
		return paused, err
	}
	asked, err := AskAftercare(ctx, tx, now)
	return paused + asked, err
}

// AskAftercare puts the first question to guardians whose time has come. It returns
// how many letters it wrote.
func AskAftercare(ctx context.Context, tx *models.Store, now time.Time) (letters int, err error) {
	if now.Weekday() == time.Sunday {
		return 0, nil // the week's question is a parent's one thing that day
	}
	due, err := tx.AftercaresDue(ctx, now, 200)
	if err != nil {
		return 0, err
	}
	for i := range due {
		a := &due[i]
		e, err := tx.Learner(ctx, a.EnrolmentID)
		if err != nil {
			return letters, err
		}
		if err := tx.AskedAftercare(ctx, a, now); err != nil {
			return letters, err
		}
		p, err := tx.Pairing(ctx, a.PairingID)
		if err != nil || !p.Active || e.Forgotten {
			continue // the pairing is over: nothing is left to make better
		}
		ticket := models.Ticket{Prefix: models.LessonPrefix, ID: a.LessonID}.String()
		n := models.Notice{Key: fmt.Sprintf("aftercare:%d", a.ID), Kind: "aftercare", Now: now, Expires: now.Add(72 * time.Hour),
			Body: say.Reply{Text: fmt.Sprintf("%s上了%d节课了，%s上得怎么样？", e.Child, a.Nth, map[bool]string{true: "这节课", false: "这几节课"}[a.Nth == 1]),
				Buttons: []string{"好 " + ticket, "一般 " + ticket, "不好 " + ticket}}}
		if err := tx.Mention(ctx, e.PersonID, n); err != nil {
			return letters, err
		}
		letters++
	}
	return letters, nil
}
