package workflow

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"xiaoqing/bot/form"
	"xiaoqing/bot/parse"
	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// Profile (我的资料): what a tutor offers, shown, and changed in one message or on
// its page. Old sign-ups and running lessons stay as they are.
var Profile = Workflow{
	Intent: "profile", Words: "看和改自己的资料，比如“我的资料”“我的时间改成周二晚上7点到9点”“我可以带2个孩子”", For: tutors, Direct: true,
	Form: form.Form{Name: "profile", Title: "我的资料", Fields: []form.Field{
		{Name: "teach", Label: "能教", Kind: form.Teaching{}, Optional: true, Later: true},
		{Name: "slots", Label: "时间", Kind: form.Slots{}, Optional: true, Later: true},
		{Name: "quantity", Label: "最多带", Kind: form.OneOf{Options: seatOptions}, Later: true, Usual: "1"},
		{Name: "unit", Label: "学校", Kind: form.Text{Max: 40}, Optional: true, Later: true},
		{Name: "how", Hidden: true, Kind: form.Text{}},
	}},
	Prepare: prepareProfile,
	Save:    saveProfile,
	Refill:  refillProfile,
	Undo:    undoProfile,
}

var tutors = []models.Role{models.Tutor}

// mostSeats is how many children one tutor may have at once.
const mostSeats = 5

var seatOptions = func() (options []form.Option) {
	for i := 1; i <= mostSeats; i++ {
		options = append(options, form.Option{Value: strconv.Itoa(i), Label: fmt.Sprintf("%d个孩子", i)})
	}
	return options
}()

func prepareProfile(ctx context.Context, t *Turn) (Start, error) {
	f := &t.Reading.Fields
	if f.Quantity > 0 && f.How == "more" { // 还能再带一个: besides those whom they have
		pupils, err := t.Store.Pupils(ctx, t.By.Person, calendar.DayOf(t.By.Now))
		if err != nil {
			return Start{}, err
		}
		pupils = slices.DeleteFunc(pupils, func(p models.Pupil) bool { return p.Covered })
		f.Quantity, f.How = f.Quantity+float64(len(pupils)), ""
	}
	if f.Quantity > mostSeats {
		return Start{}, models.Refuse(models.Invalid, "一位老师最多同时带%d个孩子，说个小一点的数吧，比如“我可以带2个孩子”。", mostSeats)
	}
	a := t.said()
	if how := t.Reading.Fields.How; how != "" {
		a = a.Set("how", how)
	}
	return Start{Answers: a}, nil
}

func saveProfile(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	p, err := t.Store.TutorProfile(ctx, t.By.Person)
	if err != nil {
		return say.Reply{}, err
	}
	if len(a) == 0 {
		lines, err := t.profileLines(ctx, p)
		return say.Reply{Text: strings.Join(lines, "\n"), Hint: "要改直接说，比如“我的时间改成周二晚上7点到9点”“只教小学数学”“我可以带2个孩子”。", Links: t.profileLinks(p)}, err
	}
	if p.ID == 0 {
		org, err := t.Store.HomeOf(ctx, t.By.Person)
		if err != nil {
			return say.Reply{}, err
		}
		p = models.TutorProfile{PersonID: t.By.Person, OrgID: org.ID, Seats: 1, Since: t.By.Now.UnixMilli()}
	}
	t.Did = Saved{Tickets: []string{"profile"}, Before: profileAnswers(p)}
	applyProfile(&p, a)
	if err := t.Store.SaveTutorProfile(ctx, &p, t.By); err != nil {
		return say.Reply{}, err
	}
	lines, err := t.profileLines(ctx, p)
	if err != nil {
		return say.Reply{}, err
	}
	lines[0] = "改好了，以后给你找孩子就按这个来：\n" + lines[0]
	pupils, err := t.Store.Pupils(ctx, t.By.Person, calendar.DayOf(t.By.Now))
	if len(pupils) > 0 {
		lines = append(lines, "已经排好的课不变，要挪就说“明天的课改到……”。")
	}
	return say.Reply{Text: strings.Join(lines, "\n"), Hint: "改错了就回“撤销”。"}, err
}

// applyProfile writes the answers into a profile; a field without an answer stays.
func applyProfile(p *models.TutorProfile, a form.Answers) {
	if a.Has("slots") {
		p.Slots, _ = form.DecodeSlots(a.Get("slots"))
	}
	if n, err := strconv.Atoi(a.Get("quantity")); err == nil && n > 0 {
		p.Seats = n
	}
	if a.Has("unit") {
		p.University = a.Get("unit")
	}
	if a.Has("teach") {
		taught, _ := form.DecodeTeaching(a.Get("teach"))
		teach(p, taught, a.Get("how"))
	}
}

// teach changes what is taught: more of it, less, or only this.
func teach(p *models.TutorProfile, taught []parse.Taught, how string) {
	if how == "" || how == "only" && slices.ContainsFunc(taught, func(x parse.Taught) bool { return x.Name != "" }) {
		p.Subjects, p.Grades = nil, nil
	}
	for _, x := range taught {
		grades := gradeRange(x)
		if x.Name == "" {
			p.Grades = grades
			continue
		}
		p.Subjects = slices.DeleteFunc(p.Subjects, func(s models.TaughtSubject) bool {
			return s.Name == x.Name && (how == "less" || grades == nil || s.Grades != nil && *s.Grades == *grades)
		})
		if how != "less" {
			p.Subjects = append(p.Subjects, models.TaughtSubject{Name: x.Name, Grades: grades})
			widen(p, grades)
		}
	}
}

// widen lets the grades of all subjects take in those of a new one.
func widen(p *models.TutorProfile, grades *models.GradeRange) {
	if p.Grades != nil && grades != nil {
		p.Grades = &models.GradeRange{From: min(p.Grades.From, grades.From), To: max(p.Grades.To, grades.To)}
	}
}

func gradeRange(x parse.Taught) *models.GradeRange {
	if x.To == 0 {
		return nil
	}
	return &models.GradeRange{From: x.From, To: x.To}
}

func taughtOf(p models.TutorProfile) (out []parse.Taught) {
	for _, s := range p.Subjects {
		x := parse.Taught{Name: s.Name}
		if s.Grades != nil {
			x.From, x.To = s.Grades.From, s.Grades.To
		}
		out = append(out, x)
	}
	if p.Grades != nil {
		out = append(out, parse.Taught{From: p.Grades.From, To: p.Grades.To})
	}
	return out
}

func profileAnswers(p models.TutorProfile) form.Answers {
	return fields([2]string{"teach", form.EncodeTeaching(taughtOf(p))}, [2]string{"slots", form.EncodeSlots(p.Slots)},
		[2]string{"quantity", digits(p.Seats)}, [2]string{"unit", p.University})
}

// profileLines are what is known of a tutor, a line each.
func (t *Turn) profileLines(ctx context.Context, p models.TutorProfile) ([]string, error) {
	or := func(text, none string) string {
		if text == "" {
			return none
		}
		return text
	}
	pupils, err := t.Store.Pupils(ctx, t.By.Person, calendar.DayOf(t.By.Now))
	own := 0
	for _, x := range pupils {
		if !x.Covered {
			own++
		}
	}
	lines := []string{"能教：" + or(form.Teaching{}.Show(form.EncodeTeaching(taughtOf(p))), "还没写"), "时间：" + or(say.Slots(p.Slots), "还没写"),
		fmt.Sprintf("最多带：%d个孩子，现在%d个", p.Seats, own)}
	if p.University != "" {
		lines = append(lines, "学校："+p.University)
	}
	if p.Resting(calendar.DayOf(t.By.Now)) {
		lines = append(lines, restLine(p))
	}
	if !p.AgreedToConduct() {
		lines = append(lines, "守则：还没确认，结对前点一下就行")
	}
	return lines, err
}

func restLine(p models.TutorProfile) string {
	if p.RestingUntil == models.Forever {
		return "休息中：先不安排新孩子，回“我回来了”就恢复"
	}
	return "休息到" + say.Date(p.RestingUntil) + "：先不安排新孩子，提前回来就说“我回来了”"
}

func (t *Turn) profileLinks(p models.TutorProfile) []say.Link {
	links := []say.Link{{Label: "在页面上改", URL: t.Links.Personal(Link{To: ToProfile, Person: t.By.Person, Expires: t.By.Now.AddDate(0, 1, 0)})}}
	if !p.AgreedToConduct() {
		links = append(links, t.conductLink(t.By.Person, ""))
	}
	return links
}

func refillProfile(ctx context.Context, t *Turn, _ models.Ticket) (form.Answers, error) {
	p, err := t.Store.TutorProfile(ctx, t.By.Person)
	return profileAnswers(p), err
}

// undoProfile puts the profile back as it was before the last change.
func undoProfile(ctx context.Context, t *Turn, last Saved) (say.Reply, error) {
	p, err := t.Store.TutorProfile(ctx, t.By.Person)
	if err != nil {
		return say.Reply{}, err
	}
	applyProfile(&p, last.Before)
	if err := t.Store.SaveTutorProfile(ctx, &p, t.By); err != nil {
		return say.Reply{}, err
	}
	lines, err := t.profileLines(ctx, p)
	return say.Text("改回原来的了：\n%s", strings.Join(lines, "\n")), err
}
