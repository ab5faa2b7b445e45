package workflow

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"xiaoqing/bot/form"
	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// ConductLines are the code of conduct, as models.ConductVersion names it.
var ConductLines = []string{
	"不和孩子、家长私下加微信、留电话，有事让小青带话。",
	"不收钱、不收礼，也不推销、不拉人。",
	"上课时请一位大人在孩子旁边，大人不在就先不上。",
	"双方商量好才开摄像头，不录音录像、不截图。",
	"孩子的事不往外说，不发朋友圈。",
	"觉得孩子不对劲，或者自己遇到难处，马上告诉小青。",
}

// agreeToConduct is the label of the one button beneath the code.
const agreeToConduct = "我同意守则"

// Conduct (守则): the short code that a tutor agrees to once, before anything begins.
var Conduct = Workflow{
	Intent: "conduct", Words: "看老师守则，说“守则”", For: tutors, Direct: true,
	Form: form.Form{Name: "conduct", Title: "老师守则", Fields: []form.Field{{Name: "agree", Hidden: true, Kind: form.Text{}}, {Name: "tickets", Hidden: true, Kind: form.Text{}}}},
	Prepare: func(_ context.Context, t *Turn) (s Start, err error) {
		if text := strings.TrimSpace(t.Text); strings.HasPrefix(text, agreeToConduct) || strings.HasPrefix(text, "同意守则") {
			s.Answers = s.Answers.Set("agree", "chat")
		}
		if len(t.Reading.Fields.Tickets) > 0 {
			s.Answers = s.Answers.Set("tickets", t.Reading.Fields.Tickets[0])
		}
		return s, nil
	},
	Save: saveConduct,
}

func conductText(lead string) string {
	lines := []string{lead}
	for i, l := range ConductLines {
		lines = append(lines, fmt.Sprintf("%d. %s", i+1, l))
	}
	return strings.Join(lines, "\n")
}

// conductFirst shows the code to a tutor who said yes to a child; ticket comes back
// with the button, so that one tap is enough.
func (t *Turn) conductFirst(ticket string) say.Reply {
	return say.Reply{Text: conductText("太好了！开始之前先看一眼老师守则，只要点一次："), Hint: "点了就是答应带" + ticket + "，也答应照这几条做。",
		Buttons: []string{agreeToConduct + " " + ticket}, Links: []say.Link{t.conductLink(t.By.Person, ticket)}}
}

func (t *Turn) conductLink(person int64, ticket string) say.Link {
	child, _ := models.ParseTicket(ticket)
	return say.Link{Label: "老师守则", URL: t.Links.Personal(Link{To: ToConduct, ID: child.ID, Person: person, Expires: t.By.Now.AddDate(0, 1, 0)})}
}

// askConduct writes the code to a tutor whom a coordinator paired by hand; the
// letter is one a version.
func (t *Turn) askConduct(ctx context.Context, tutor int64) (asked bool, err error) {
	p, err := t.Store.TutorProfile(ctx, tutor)
	if err != nil || p.AgreedToConduct() {
		return false, err
	}
	body := say.Reply{Text: conductText("上课之前，先看一眼老师守则，只要点一次："), Buttons: []string{agreeToConduct}, Links: []say.Link{t.conductLink(tutor, "")}}
	return true, t.tell(ctx, tutor, "conduct", fmt.Sprintf("conduct:%d:%s", tutor, models.ConductVersion), body)
}

func saveConduct(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	p, err := t.Store.TutorProfile(ctx, t.By.Person)
	if err != nil {
		return say.Reply{}, err
	}
	if a.Get("agree") == "" {
		r := say.Reply{Text: conductText("老师守则：")}
		if !p.AgreedToConduct() {
			r.Buttons = []string{agreeToConduct}
		}
		return r, nil
	}
	return t.agreeConduct(ctx, a.Get("tickets"), a.Get("agree") == "chat")
}

// agreeConduct keeps the tap; lessons that waited for it are put down, and the child
// whom the tutor had said yes to is theirs: that of the ticket or, in the chat where
// the code was shown to them, the only one that waits for them.
func (t *Turn) agreeConduct(ctx context.Context, ticket string, only bool) (say.Reply, error) {
	laid, err := t.Store.AgreeToConduct(ctx, t.By)
	if err != nil {
		return say.Reply{}, err
	}
	r := say.Text("谢谢你，守则记下了。有事随时找我。")
	for _, x := range laid {
		line, err := t.tellLaid(ctx, x)
		if err != nil {
			return r, err
		}
		r.Text += "\n" + line
	}
	open, err := t.Store.Offers(ctx, t.By.Person)
	if err != nil {
		return r, err
	}
	open = slices.DeleteFunc(open, func(p models.Pairing) bool { return p.TutorID != t.By.Person })
	one := slices.IndexFunc(open, func(p models.Pairing) bool { return ticket == childTicket(p) })
	if one < 0 && ticket == "" && only && len(open) == 1 {
		one = 0
	}
	if one >= 0 {
		yes, err := t.answerOffer(ctx, open[one], true, "")
		if err != nil {
			return r, err
		}
		r.Text, r.Links, open = r.Text+"\n"+yes.Text, yes.Links, slices.Delete(open, one, one+1)
	}
	for _, p := range open {
		r.Buttons = append(r.Buttons, "同意 "+childTicket(p), "换一位 "+childTicket(p))
	}
	if len(open) > 0 {
		r.Text += "\n还有孩子在等你回一声，愿意带就回“同意 " + childTicket(open[0]) + "”。"
	}
	return r, nil
}

func childTicket(p models.Pairing) string {
	return models.Ticket{Prefix: models.EnrolmentPrefix, ID: p.EnrolmentID}.String()
}

// tellLaid tells guardian and coordinator that lessons stand which had waited for
// the tutor's tap, and returns the line for the tutor.
func (t *Turn) tellLaid(ctx context.Context, x models.Ending) (string, error) {
	e := x.Enrolment
	org, err := t.Store.Org(ctx, e.OrgID)
	if err != nil {
		return "", err
	}
	key := fmt.Sprintf("laid:%d:%s", x.Pairing.ID, t.Key)
	to := models.Notice{Key: key + ":coordinator", Kind: "lesson", Now: t.By.Now}
	if len(x.Lessons) == 0 {
		to.Body = say.Text("%s的老师确认守则了，原来说的时间和老师别的课撞了，请重新排课。", e.Ticket())
		_, err := t.Store.TellHolders(ctx, models.Coordinator, org, t.By.Person, to)
		return fmt.Sprintf("%s的时间和你别的课撞了，协调员会重新排。", e.Child), err
	}
	first, today := x.Lessons[0], calendar.DayOf(t.By.Now)
	when := fmt.Sprintf("每%s，从%s起，共%d节", say.Slots(x.Pairing.Weekly), say.Day(first.Day, today), len(x.Lessons))
	to.Body = say.Text("%s的老师确认守则了，课排上了：%s，第一节是%s。", e.Ticket(), when, first.Ticket())
	if _, err := t.Store.TellHolders(ctx, models.Coordinator, org, t.By.Person, to); err != nil {
		return "", err
	}
	err = t.tell(ctx, e.PersonID, "lesson", key+":guardian", say.Text("%s的课排好了：%s。", e.Ticket(), when))
	return fmt.Sprintf("%s的课排好了：%s。上课前30分钟提醒你。", e.Child, when), err
}
