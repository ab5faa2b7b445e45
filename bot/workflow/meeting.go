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

// soonEnough is how near a lesson must be for news of it to be told at once.
const soonEnough = time.Hour

// KeepMeeting (贴会议邀请): one side of a lesson, or a coordinator, says how to get into
// it. It is kept with the pairing until another is pasted.
var KeepMeeting = Workflow{
	Intent: "keep_meeting", Words: "开好会议把邀请贴给我，课前发给两边", Direct: true,
	Form: form.Form{Name: "keep_meeting", Title: "会议链接", Fields: []form.Field{whose,
		{Name: "link", Hidden: true, Kind: form.Text{}}, {Name: "number", Hidden: true, Kind: form.Text{}}, {Name: "code", Hidden: true, Kind: form.Text{}}}},
	Prepare: prepareKeepMeeting,
	Save:    saveKeepMeeting,
}

// Invited takes a message that was read as an invitation for what it is.
func Invited(r parse.Reading) parse.Reading {
	if r.Intent == "correct" && r.Fields.Meeting != "" {
		r.Intent = KeepMeeting.Intent
	}
	return r
}

func prepareKeepMeeting(ctx context.Context, t *Turn) (s Start, err error) {
	v, ok := parse.ReadInvitation(t.Text)
	switch {
	case !ok:
		return s, models.Refuse(models.Invalid, "没看到会议的链接或会议号。请把邀请整段贴给我。")
	case v.Link == "" && v.Number == "":
		return s, models.Refuse(models.Invalid, "这个网址我不认识，不敢发给孩子。我只收腾讯会议、钉钉、飞书、Zoom、企业微信的会议链接（https开头），或者会议号。")
	}
	ps, err := t.meantPairings(ctx, "托123 会议号123-456-789")
	if err != nil {
		return s, err
	}
	s, err = t.choosePairing(ctx, ps)
	for name, value := range map[string]string{"link": v.Link, "number": v.Number, "code": v.Code} {
		if value != "" {
			s.Answers = s.Answers.Set(name, value)
		}
	}
	return s, err
}

func saveKeepMeeting(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	ps, err := t.chosen(ctx, a)
	if err != nil {
		return say.Reply{}, err
	}
	m := models.Meeting{Link: a.Get("link"), Number: a.Get("number"), Code: a.Get("code")}
	p, changed, err := t.Store.KeepMeeting(ctx, t.By, ps[0].ID, m)
	if err != nil {
		return say.Reply{}, err
	}
	e, err := t.Store.Learner(ctx, p.EnrolmentID)
	if err != nil {
		return say.Reply{}, err
	}
	if !changed {
		return say.Text("%s的会议和原来的一样，不用改。", e.Child), nil
	}
	if err := t.tellMeeting(ctx, p, e); err != nil {
		return say.Reply{}, err
	}
	return say.Text("好的，%s的会议记下了：%s。上课前的提醒、上课页和手机日历里都会有，换了再贴一次就行。", e.Child, kindOf(m)), nil
}

// tellMeeting tells the others of a meeting that was changed when the lesson is near;
// else they find it in the reminder.
func (t *Turn) tellMeeting(ctx context.Context, p models.Pairing, e models.Enrolment) error {
	l, err := t.Store.NextLesson(ctx, p.ID, t.By.Now)
	if err != nil || l.ID == 0 || l.Begins(t.Store.Zone).Sub(t.By.Now) > soonEnough {
		return err
	}
	r := withMeeting(say.Text("%s %s的课（%s），进会议用这个。", say.Date(l.Day), l.Start, l.Ticket()), p.Meeting, "")
	for _, person := range sides(p, e, l) {
		if person == t.By.Person {
			continue
		}
		n := models.Notice{Key: fmt.Sprintf("meeting:%s:%d", t.Key, person), Kind: "lesson", Urgent: true, Now: t.By.Now, Expires: l.Ends(t.Store.Zone), Body: r}
		if err := t.Store.Tell(ctx, person, n); err != nil {
			return err
		}
	}
	return nil
}

// kindOf is what a meeting is, without what leads into it: 链接, 会议号482-153-906.
func kindOf(m models.Meeting) string {
	var parts []string
	if m.Link != "" {
		parts = append(parts, "链接")
	}
	if m.Number != "" {
		parts = append(parts, "会议号"+m.Number)
	}
	if m.Code != "" {
		parts = append(parts, "密码"+m.Code)
	}
	return strings.Join(parts, "，")
}

// withMeeting adds how to get into a lesson; of is put before the button where there
// are several.
func withMeeting(r say.Reply, m *models.Meeting, of string) say.Reply {
	if m == nil {
		return r
	}
	if text := kindOf(models.Meeting{Number: m.Number, Code: m.Code}); text != "" {
		r.Text += "\n" + of + text
	}
	if parse.MeetingLink(m.Link) {
		r.Links = append(r.Links, say.Link{Label: of + "进会议", URL: m.Link})
	}
	return r
}

// AskMeeting (会议链接) says how to get into one's next lessons.
var AskMeeting = Workflow{
	Intent: "meeting", Direct: true,
	Form: form.Form{Name: "meeting", Title: "会议链接"},
	Save: saveAskMeeting,
}

func saveAskMeeting(ctx context.Context, t *Turn, _ form.Answers) (r say.Reply, err error) {
	ps, err := t.meantPairings(ctx, "会议链接 托123")
	if err != nil {
		return r, err
	}
	var lines []string
	for _, p := range ps {
		e, err := t.Store.Enrolment(ctx, p.EnrolmentID)
		if err != nil {
			return r, err
		}
		one, err := t.meetingOf(ctx, p, e, len(ps) > 1)
		if err != nil {
			return r, err
		}
		lines = append(lines, one.Text)
		r.Links = append(r.Links, one.Links...)
	}
	r.Text = strings.Join(lines, "\n")
	return r, nil
}

func (t *Turn) meetingOf(ctx context.Context, p models.Pairing, e models.Enrolment, several bool) (r say.Reply, err error) {
	if p.Meeting == nil {
		return say.Text("%s还没有会议链接。老师开好会议，把邀请整段贴给我，我发给两边。", e.Child), nil
	}
	l, err := t.Store.NextLesson(ctx, p.ID, t.By.Now)
	r.Text = fmt.Sprintf("%s现在没有排课，会议还留着。", e.Child)
	if l.ID != 0 {
		r.Text = fmt.Sprintf("%s下一节课：%s %s（%s）。", e.Child, say.Date(l.Day), l.Start, l.Ticket())
	}
	of := ""
	if several {
		of = e.Child
	}
	return withMeeting(r, p.Meeting, of), err
}
