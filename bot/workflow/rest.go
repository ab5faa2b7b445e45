package workflow

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"xiaoqing/bot/form"
	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// Rest (休息): a tutor takes no new children for a while; what is to come meanwhile
// is asked about.
var Rest = Workflow{
	Intent: "rest", Words: "休息一阵，比如“我想休息两周”“期末考试，6月10日到25日不上课”“先不带了”；回来说“我回来了”", For: tutors, Direct: true,
	Form: form.Form{Name: "rest", Title: "休息", Fields: []form.Field{
		{Name: "from", Hidden: true, Kind: form.Text{}}, {Name: "to", Hidden: true, Kind: form.Text{}}, {Name: "reason", Hidden: true, Kind: form.Text{}}}},
	Save: saveRest,
	Undo: undoRest,
}

func saveRest(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	today := calendar.DayOf(t.By.Now)
	from, until := max(calendar.Day(a.Get("from")), today), calendar.Day(a.Get("to"))
	if until == "" {
		until = models.Forever
	}
	p, err := t.Store.TutorProfile(ctx, t.By.Person)
	if err != nil {
		return say.Reply{}, err
	}
	declined, err := t.Store.Rest(ctx, t.By, t.By.Person, until, a.Get("reason"))
	if err != nil {
		return say.Reply{}, err
	}
	for _, o := range declined {
		e, err := t.Store.Enrolment(ctx, o.EnrolmentID)
		if err != nil {
			return say.Reply{}, err
		}
		if err := t.tell(ctx, e.PersonID, "pairing", fmt.Sprintf("declined:%d", o.ID), say.Text("%s这次的老师时间没对上，正在重新找，排的位置不变。", e.Ticket())); err != nil {
			return say.Reply{}, err
		}
	}
	t.Did = Saved{Tickets: []string{"rest"}, Before: form.Answers{}.Set("until", string(p.RestingUntil)).Set("why", p.RestReason)}
	if err := t.tellRest(ctx, from, until, a.Get("reason")); err != nil {
		return say.Reply{}, err
	}
	r := say.Text("好的，休息到%s，这段时间不给你找新孩子。提前回来就说“我回来了”。", say.Day(until, today))
	if until == models.Forever {
		r = say.Text("好的，先不给你找新孩子了，辛苦这么久！想回来随时说“我回来了”。")
	}
	return t.askLessons(ctx, r, from, until)
}

// tellRest lets the coordinators know, once a change.
func (t *Turn) tellRest(ctx context.Context, from, until calendar.Day, reason string) error {
	me, err := t.Store.Person(ctx, t.By.Person)
	if err != nil {
		return err
	}
	org, err := t.tutorOrg(ctx)
	if err != nil {
		return err
	}
	when := "到" + say.Date(until)
	if until == models.Forever {
		when = "，没说到什么时候"
	}
	if reason != "" {
		when += "（" + reason + "）"
	}
	if today := calendar.DayOf(t.By.Now); from > today && until != models.Forever {
		when = "，" + say.Date(from) + when
	}
	_, err = t.Store.TellHolders(ctx, models.Coordinator, org, t.By.Person, models.Notice{Key: "rest:" + t.Key, Kind: "rest", Now: t.By.Now, Expires: t.By.Now.Add(72 * time.Hour),
		Body: say.Text("%s老师要休息%s，先不安排新孩子。要提前请他回来，回“恢复 %s老师”。", me.Name, when, me.Name)})
	return err
}

// tutorOrg is where the speaker was verified as a tutor.
func (t *Turn) tutorOrg(ctx context.Context) (models.Org, error) {
	p, err := t.Store.TutorProfile(ctx, t.By.Person)
	if err != nil {
		return models.Org{}, err
	}
	if p.OrgID == 0 {
		return t.Store.HomeOf(ctx, t.By.Person)
	}
	return t.Store.Org(ctx, p.OrgID)
}

// askLessons adds what is planned meanwhile: for a rest with an end leave is
// offered, for one without whether to go on with one's children.
func (t *Turn) askLessons(ctx context.Context, r say.Reply, from, until calendar.Day) (say.Reply, error) {
	lessons, err := t.Store.LessonsOfTutor(ctx, t.By.Person, from, until, t.By.Now)
	if err != nil || len(lessons) == 0 {
		return r, err
	}
	if until == models.Forever {
		r.Text += "\n现在带的孩子还接着上吗？不方便了就说一声，我请协调员换人，不用不好意思。"
		r.Buttons = []string{"课照上"}
		seen := map[int64]bool{}
		for _, l := range lessons {
			if ticket := (models.Ticket{Prefix: models.EnrolmentPrefix, ID: l.EnrolmentID}).String(); !seen[l.EnrolmentID] {
				seen[l.EnrolmentID] = true
				r.Buttons = append(r.Buttons, "结束 "+ticket)
			}
		}
		return r, nil
	}
	today := calendar.DayOf(t.By.Now)
	var lines []string
	for i, l := range lessons {
		if i == 8 {
			lines = append(lines, "……")
			break
		}
		lines = append(lines, fmt.Sprintf("%s %s %s", l.Ticket(), say.Day(l.Day, today), l.Start))
	}
	r.Text += fmt.Sprintf("\n这段时间你有%d节课：\n%s\n要一起请假吗？请了我去找人代。", len(lessons), strings.Join(lines, "\n"))
	r.Buttons = []string{fmt.Sprintf("这%d节都请假 %s %s", len(lessons), lessons[0].Ticket(), lessons[len(lessons)-1].Ticket()), "课照上"}
	return r, nil
}

// Rested answers what a resting tutor says of the lessons meanwhile: 这3节都请假 课1
// 课3, 课照上. ok is false for anything else.
func Rested(ctx context.Context, t *Turn) (r say.Reply, ok bool, err error) {
	text := strings.TrimSpace(t.Text)
	if text == "课照上" && t.By.Has(models.Tutor) {
		return say.Text("好的，课照常上，辛苦你！"), true, nil
	}
	words := strings.Fields(text)
	if len(words) != 3 || !strings.HasPrefix(words[0], "这") || !strings.HasSuffix(words[0], "节都请假") {
		return r, false, nil
	}
	first, ok1 := models.ParseTicket(words[1])
	last, ok2 := models.ParseTicket(words[2])
	if !ok1 || !ok2 {
		return r, false, nil
	}
	r, err = t.leaveAll(ctx, first.ID, last.ID)
	return r, true, err
}

// leaveAll asks leave for the speaker's lessons from one to another, each as if it
// had been said alone.
func (t *Turn) leaveAll(ctx context.Context, first, last int64) (say.Reply, error) {
	from, err := t.Store.Lesson(ctx, first)
	if err != nil {
		return say.Reply{}, err
	}
	to, err := t.Store.Lesson(ctx, last)
	if err != nil {
		return say.Reply{}, err
	}
	lessons, err := t.Store.LessonsOfTutor(ctx, t.By.Person, from.Day, to.Day, t.By.Now)
	if err != nil {
		return say.Reply{}, err
	}
	if len(lessons) == 0 {
		return say.Text("这段时间没有要请假的课了。"), nil
	}
	for _, l := range lessons {
		if _, err := saveLeave(ctx, t, form.Answers{}.Set("lesson", strconv.FormatInt(l.ID, 10))); err != nil {
			return say.Reply{}, err
		}
	}
	return say.Text("%d节都请好假了，正在找人代课，找到一节告诉你一节。好好休息！", len(lessons)), nil
}

func undoRest(ctx context.Context, t *Turn, last Saved) (say.Reply, error) {
	p, err := t.Store.TutorProfile(ctx, t.By.Person)
	if err != nil {
		return say.Reply{}, err
	}
	p.RestingUntil, p.RestReason = calendar.Day(last.Before.Get("until")), last.Before.Get("why")
	return say.Text("好的，还跟原来一样，有合适的孩子就来找你。已经请的假还算，要取消跟协调员说一声。"), t.Store.SaveTutorProfile(ctx, &p, t.By)
}

// tellNoShows looks whether a tutor has missed two lessons without a word: then they
// rest, the child of the last one goes first in the next round, and everybody hears.
// ended says that it was so.
func tellNoShows(ctx context.Context, tx *models.Store, a *models.Absence, l models.Lesson, now time.Time) (ended bool, err error) {
	if a.Missing != "tutor" {
		return false, nil
	}
	n, err := tx.NoShows(ctx, l.TutorID)
	if err != nil || n < patienceWithTutors {
		return false, err
	}
	by := models.Actor{Via: "command", Now: now}
	if _, err := tx.Rest(ctx, by, l.TutorID, models.Forever, noShowReason); err != nil {
		return false, err
	}
	e, err := tx.Learner(ctx, l.EnrolmentID)
	if err != nil {
		return false, err
	}
	if !e.Stage.HasTutor() {
		return false, nil
	}
	if p, err := tx.PairingOf(ctx, e.ID); err != nil || p.TutorID != l.TutorID {
		return false, err // who missed it only covered
	}
	end, err := tx.Release(ctx, by, e.Ticket(), noShowReason)
	if err != nil {
		return false, err
	}
	return true, toldNoShows(ctx, tx, a, end, now)
}

const (
	// patienceWithTutors is after how many lessons missed without a word a tutor rests.
	patienceWithTutors = 2
	noShowReason       = "老师两次没来"
)

func toldNoShows(ctx context.Context, tx *models.Store, a *models.Absence, end models.Ending, now time.Time) error {
	e, key := end.Enrolment, fmt.Sprintf("noshow:%d", a.ID)
	tutor, err := tx.Person(ctx, end.Pairing.TutorID)
	if err != nil {
		return err
	}
	org, err := tx.Org(ctx, e.OrgID)
	if err != nil {
		return err
	}
	note := models.Notice{Kind: "absence", Urgent: true, Now: now}
	note.Key, note.Body = key+":guardian", say.Text("今天的课没上成，让%s白等了，真对不起。这位老师两次没来，不再安排了；下一轮第一个给%s找新老师，一有消息就告诉您。", e.Child, e.Child)
	if err := tx.Tell(ctx, e.PersonID, note); err != nil {
		return err
	}
	note.Key, note.Body = key+":tutor", say.Text("这两次课都没等到你，是遇到什么事了吗？%s先换别的老师带，你先歇一歇，不急。忙完了回“我回来了”，随时欢迎；有难处也可以直接跟我说。", e.Child)
	if err := tx.Tell(ctx, end.Pairing.TutorID, note); err != nil {
		return err
	}
	others, err := tx.Pupils(ctx, end.Pairing.TutorID, calendar.DayOf(now))
	if err != nil {
		return err
	}
	text := fmt.Sprintf("%s老师两次没来上课，也没提前说：先让他休息，%s排到下一轮最前面。", tutor.Name, e.Ticket())
	var left []string
	for _, p := range others {
		if !p.Covered {
			left = append(left, models.Ticket{Prefix: models.EnrolmentPrefix, ID: p.Enrolment}.String())
		}
	}
	if len(left) > 0 {
		text += "他还带着" + say.List(left) + "，请您问一声。"
	}
	note.Key, note.Body, note.Urgent = key+":coordinator", say.Text("%s联系上了、可以再带，回“恢复 %s老师”。", text, tutor.Name), false
	_, err = tx.TellHolders(ctx, models.Coordinator, org, 0, note)
	return err
}
