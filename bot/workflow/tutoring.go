package workflow

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"xiaoqing/bot/form"
	"xiaoqing/bot/parse"
	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// Report (课时上报): a tutor says that a lesson was given.
var Report = Workflow{
	Intent: "report",
	Words:  "上报课时，比如“今晚7点到8点半给小明辅导数学”",
	For:    []models.Role{models.Tutor},
	Form: form.Form{Name: "report", Title: "课时上报", Fields: []form.Field{
		{Name: "lesson", Label: "课", Ask: "你报的是哪节课？", Kind: form.OneOf{}},
		{Name: "date", Label: "日期", Kind: form.Date{Past: true}, Later: true},
		{Name: "start", Label: "开始", Ask: "几点开始的？比如“19:00”。", Kind: form.Clock{}},
		{Name: "minutes", Label: "时长", Ask: "上了多久？比如“一个半小时”。", Kind: form.Minutes{Min: 10, Max: 240}},
		{Name: "came", Label: "孩子", Kind: form.OneOf{Options: cameOptions}, Optional: true, Later: true},
		{Name: "note", Label: "备注", Kind: form.Text{Max: 200}, Optional: true, Later: true},
	}},
	Prepare: prepareReport,
	Save:    saveReport,
	Undo:    undoReport,
}

var cameOptions = []form.Option{{Value: "yes", Label: "来了"}, {Value: "no", Label: "没来"}}

func prepareReport(ctx context.Context, t *Turn) (Start, error) {
	a := t.said().Without("lesson")
	pupils, err := t.pupils(ctx)
	if err != nil {
		return Start{}, err
	}
	today := calendar.DayOf(t.By.Now)
	from, to := today.Add(-7), today
	if d := calendar.Day(a.Get("date")); d != "" {
		from, to = d, d
	}
	options, err := t.lessonOptions(ctx, pupils, from, to)
	if err != nil {
		return Start{}, err
	}
	s := Start{Answers: a, Options: map[string][]form.Option{"lesson": options}}
	if t.Instead == nil {
		a = t.half(ctx, &s)
	}
	if l, ok := t.onlyLesson(ctx, a, options); ok {
		s.Answers = s.Answers.Set("lesson", l.Value)
		s.Answers, err = t.asPlanned(ctx, s.Answers, l.Value)
		if err != nil {
			return s, err
		}
	}
	return t.saidPeriods(s), nil
}

// half settles which half of the day 7点到8点半 means: the one with a lesson, the
// only one that has passed, else it is asked.
func (t *Turn) half(ctx context.Context, s *Start) form.Answers {
	a := s.Answers
	start := a.Get("start")
	other, open := parse.OtherHalf(start, t.Text, t.By.Now)
	if !open || t.planned(ctx, start, s.Options["lesson"]) {
		return a
	}
	if t.planned(ctx, other, s.Options["lesson"]) {
		s.Answers = a.Set("start", other)
		return s.Answers
	}
	day := calendar.Day(a.Get("date"))
	if c, _ := calendar.ParseClock(max(start, other)); day == "" || day.At(c, t.Store.Zone).After(t.By.Now) {
		return a
	}
	s.Answers = a.Without("start")
	s.Options["start"] = []form.Option{clockOption(min(start, other)), clockOption(max(start, other))}
	return a
}

func clockOption(start string) form.Option {
	c, _ := calendar.ParseClock(start)
	return form.Option{Value: start, Label: say.PartOfDay(c) + start}
}

// planned says whether a lesson of options goes on at start.
func (t *Turn) planned(ctx context.Context, start string, options []form.Option) bool {
	_, ok := t.onlyLesson(ctx, form.Answers{}.Set("start", start), options)
	return ok
}

// pupils are the tutor's children, those of the name that was said when one was.
func (t *Turn) pupils(ctx context.Context) ([]models.Pupil, error) {
	all, err := t.Store.Pupils(ctx, t.By.Person, calendar.DayOf(t.By.Now))
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, models.Refuse(models.NotFound, "你还没有结对的孩子。协调员给你结好对，我会马上告诉你。")
	}
	child := t.Reading.Fields.Child
	var named []models.Pupil
	for _, p := range all {
		if child == "" || strings.Contains(p.Child, child) || strings.Contains(child, p.Child) {
			named = append(named, p)
		}
	}
	if len(named) == 0 {
		var names []string
		for _, p := range all {
			names = append(names, p.Child)
		}
		return nil, models.Refuse(models.NotFound, "你结对的孩子里没有“%s”，有%s。请再说一遍是哪个孩子。", child, say.List(names))
	}
	return named, nil
}

// lessonOptions are what a report can be of: lessons already begun and not yet
// reported, and for each child one that nobody had planned.
func (t *Turn) lessonOptions(ctx context.Context, pupils []models.Pupil, from, to calendar.Day) ([]form.Option, error) {
	var options []form.Option
	today := calendar.DayOf(t.By.Now)
	for d := to; d >= from; d = d.Add(-1) {
		lessons, err := t.Store.LessonsOn(ctx, t.By.Person, d)
		if err != nil {
			return nil, err
		}
		for _, l := range lessons {
			for _, p := range pupils {
				if l.EnrolmentID == p.Enrolment && (from == to || !l.Given) && !l.Begins(t.Store.Zone).After(t.By.Now) {
					label := fmt.Sprintf("%s %s %s %s", l.Ticket(), p.Child, say.Day(l.Day, today), l.Start)
					options = append(options, form.Option{Value: rowOption(l.ID), Label: label})
				}
			}
		}
	}
	for _, p := range pupils {
		if p.Covered {
			continue
		}
		options = append(options, form.Option{Value: "+" + strconv.FormatInt(p.PairingID, 10), Label: p.Child + "，没排过的课"})
	}
	return options, nil
}

// onlyLesson is the one lesson that was meant: the only one planned, the one at
// the hour that was said, or, where none was planned and day and hour were said,
// a lesson of the only child.
func (t *Turn) onlyLesson(ctx context.Context, a form.Answers, options []form.Option) (form.Option, bool) {
	var planned, unplanned, atHour []form.Option
	for _, o := range options {
		if strings.HasPrefix(o.Value, "+") {
			unplanned = append(unplanned, o)
			continue
		}
		planned = append(planned, o)
		id, _ := rowOf(o.Value)
		l, err := t.Store.Lesson(ctx, id)
		start, said := calendar.ParseClock(a.Get("start"))
		if err == nil && said && start < l.Start+calendar.Clock(l.Minutes) && start > l.Start-60 {
			atHour = append(atHour, o)
		}
	}
	switch {
	case len(atHour) == 1:
		return atHour[0], true
	case a.Get("start") == "" && len(planned) == 1:
		return planned[0], true
	case len(atHour) == 0 && a.Get("start") != "" && a.Get("date") != "" && len(unplanned) == 1:
		return unplanned[0], true
	}
	return form.Option{}, false
}

// asPlanned takes what was not said from the plan; the card shows it.
func (t *Turn) asPlanned(ctx context.Context, a form.Answers, lesson string) (form.Answers, error) {
	id, err := rowOf(lesson)
	if err != nil || strings.HasPrefix(lesson, "+") {
		return a, nil
	}
	l, err := t.Store.Lesson(ctx, id)
	if err != nil {
		return a, err
	}
	a = a.Set("date", string(l.Day))
	if a.Get("start") == "" {
		a = a.Set("start", l.Start.String())
		if a.Get("minutes") == "" && t.Reading.Fields.Periods == 0 {
			a = a.Set("minutes", strconv.Itoa(l.Minutes))
		}
	}
	return a, nil
}

// saidPeriods turns said 课时 into minutes. Where they disagree with the minutes
// that were said too, it is asked which.
func (t *Turn) saidPeriods(s Start) Start {
	said := calendar.Periods(t.Reading.Fields.Periods * 2)
	if said == 0 {
		return s
	}
	length := t.Store.PeriodMinutes
	byPeriods := int(said) * length / 2
	minutes, _ := strconv.Atoi(s.Answers.Get("minutes"))
	if minutes == 0 {
		s.Answers = s.Answers.Set("minutes", strconv.Itoa(byPeriods))
		return s
	}
	if counted := calendar.PeriodsOf(minutes, length); counted != said {
		s.Answers = s.Answers.Without("minutes")
		s.Options["minutes"] = []form.Option{
			{Value: strconv.Itoa(minutes), Label: fmt.Sprintf("%s（算%s课时）", say.Minutes(minutes), counted)},
			{Value: strconv.Itoa(byPeriods), Label: fmt.Sprintf("%s（算%s课时）", say.Minutes(byPeriods), said)},
		}
	}
	return s
}

func saveReport(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	l, err := t.lesson(ctx, a)
	if err != nil {
		return say.Reply{}, err
	}
	start, ok := calendar.ParseClock(a.Get("start"))
	minutes, err := strconv.Atoi(a.Get("minutes"))
	if !ok || err != nil {
		return say.Reply{}, models.Refuse(models.Invalid, "请写上几点开始、上了多久，比如“19:00，90分钟”。")
	}
	if d := calendar.Day(a.Get("date")); d != "" && d != l.Day {
		l.Day = d
	}
	log, err := t.Store.ReportLesson(ctx, t.By, l, models.Report{Start: start, Minutes: minutes, Absent: a.Get("came") == "no", Note: a.Get("note")})
	if err != nil {
		return say.Reply{}, err
	}
	t.Subject = models.Ticket{Prefix: models.LessonPrefix, ID: log.LessonID}
	l.ID = log.LessonID
	if err := t.firstLesson(ctx, l, log); err != nil {
		return say.Reply{}, err
	}
	switch {
	case log.Held:
		return say.Reply{Text: fmt.Sprintf("%s收到了。%s，协调员看过就算数，结果会告诉你。", t.Subject, log.Why), Buttons: []string{contest(t.Subject)}}, nil
	case log.Minutes == 0:
		return say.Text("%s记下了：孩子没来，你等了%s。这节不算课时，你等的时间单独记着。辛苦了！", t.Subject, say.Minutes(log.Waited)), nil
	}
	return say.Text("%s记下了：%s，%s课时。辛苦了！", t.Subject, say.Minutes(log.Minutes), log.Periods), nil
}

func undoReport(ctx context.Context, t *Turn, last Saved) (say.Reply, error) {
	ticket, _ := models.ParseTicket(last.Tickets[0])
	if err := t.Store.TakeBackReport(ctx, t.By, ticket); err != nil {
		return say.Reply{}, err
	}
	return say.Text("%s撤销了，就当没报过。", ticket), nil
}

// LastReport is the tutor's report of that lesson, else their newest of the last
// week, as it would be said again; ok is false when there is none.
func LastReport(ctx context.Context, t *Turn, lesson models.Ticket) (s Saved, ok bool, err error) {
	log, err := t.Store.NewestReport(ctx, t.By.Person, lesson.ID, calendar.DayOf(t.By.Now).Add(-7))
	if err != nil || log.ID == 0 {
		return s, false, err
	}
	l, err := t.Store.Lesson(ctx, log.LessonID)
	if err != nil {
		return s, false, err
	}
	e, err := t.Store.Learner(ctx, l.EnrolmentID)
	if err != nil {
		return s, false, err
	}
	minutes := log.Minutes + log.Waited
	return Saved{Intent: Report.Intent, Tickets: []string{l.Ticket().String()}, Fields: parse.Fields{Child: e.Child, Date: log.Day, Start: log.Start.String(),
		End: (log.Start + calendar.Clock(minutes)).String(), Minutes: minutes}}, true, nil
}

// lesson is the lesson of a report: a planned one, or a new one of a pairing.
func (t *Turn) lesson(ctx context.Context, a form.Answers) (models.Lesson, error) {
	value := a.Get("lesson")
	if id, ok := strings.CutPrefix(value, "+"); ok {
		pairing, err := strconv.ParseInt(id, 10, 64)
		if err != nil {
			return models.Lesson{}, err
		}
		p, err := t.Store.Pairing(ctx, pairing)
		if err != nil {
			return models.Lesson{}, err
		}
		start, _ := calendar.ParseClock(a.Get("start"))
		minutes, _ := strconv.Atoi(a.Get("minutes"))
		day := calendar.Day(a.Get("date"))
		if day == "" {
			day = calendar.DayOf(t.By.Now)
		}
		return models.Lesson{PairingID: p.ID, TutorID: p.TutorID, EnrolmentID: p.EnrolmentID, OrgID: p.OrgID, Day: day, Start: start,
			Minutes: minutes, Periods: calendar.PeriodsOf(minutes, t.Store.PeriodMinutes)}, nil
	}
	id, err := rowOf(value)
	if err != nil {
		return models.Lesson{}, models.Refuse(models.Invalid, "没认出是哪节课，请从列出来的里面选一个。")
	}
	return t.Store.Lesson(ctx, id)
}
