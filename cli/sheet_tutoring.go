package cli

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"xiaoqing/bot/form"
	"xiaoqing/bot/form/sheet"
	"xiaoqing/bot/parse"
	"xiaoqing/bot/say"
	"xiaoqing/bot/workflow"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// tutoringSheet (课时上报) has a row for each standing report.
func tutoringSheet() form.Form {
	as := func(name, label string) form.Field {
		field, _ := workflow.Report.Form.Field(name)
		field.Label, field.Later = label, false
		return field
	}
	return form.Form{Name: "tutoring", Title: "课时上报", Fields: []form.Field{
		{Name: "lesson", Label: "课号", Kind: ticketCell{models.LessonPrefix}, Optional: true},
		as("date", "日期"), as("start", "开始"), as("minutes", "时长"),
		{Name: "periods", Label: "课时", Kind: periodsCell{}, Optional: true},
		{Name: "tutor", Label: "老师", Kind: form.Name{}},
		{Name: "tutor_phone", Label: "老师电话", Kind: form.Phone{}},
		{Name: "enrolment", Label: "孩子编号", Kind: ticketCell{models.EnrolmentPrefix}},
		{Name: "came", Label: "孩子来了吗", Kind: form.YesNo{}, Optional: true},
		as("note", "备注"),
		{Name: "held", Label: "待审", Kind: form.YesNo{}, Optional: true},
		{Name: "heard", Label: "家长说", Kind: form.Text{Max: 20}, Optional: true}, // told, never taken
	}}
}

type reportRow struct {
	n       int
	periods string // as the sheet says them
	report  *models.PastReport
}

type tutoringBatch struct {
	now  time.Time
	rows []*reportRow
	same int
}

func newTutoringBatch(_ *time.Location, now time.Time) batch { return &tutoringBatch{now: now} }

func (b *tutoringBatch) take(n int, a form.Answers) []sheet.Bad {
	p := &models.PastReport{Lesson: ticketID(a.Get("lesson")), Enrolment: ticketID(a.Get("enrolment")), Day: calendar.Day(a.Get("date")),
		Tutor:  models.Named{Name: a.Get("tutor"), Phone: a.Get("tutor_phone")},
		Absent: a.Get("came") == "no", Note: a.Get("note"), Held: a.Get("held") == "yes"}
	p.Start, _ = calendar.ParseClock(a.Get("start"))
	p.Minutes, _ = strconv.Atoi(a.Get("minutes"))
	b.rows = append(b.rows, &reportRow{n, a.Get("periods"), p})
	return nil
}

func (b *tutoringBatch) settle(ctx context.Context, s *models.Store) (bads []sheet.Bad, err error) {
	var rows []*models.PastReport
	for _, r := range b.rows {
		rows = append(rows, r.report)
	}
	if err := s.RecogniseReports(ctx, rows, models.Actor{Now: b.now}); err != nil {
		return nil, err
	}
	b.same = 0
	f := tutoringSheet()
	for _, r := range b.rows {
		if r.report.Problem != "" {
			field, _ := f.Field(r.report.Field)
			bads = append(bads, sheet.Bad{Row: r.n, Label: field.Label, Say: r.report.Problem})
		}
		if bad := r.agree(s.PeriodMinutes); bad != nil {
			bads = append(bads, *bad)
		}
		if r.report.Known {
			b.same++
		}
	}
	return bads, nil
}

// agree is nil where the 课时 that the sheet says follow from the minutes.
func (r *reportRow) agree(period int) *sheet.Bad {
	counted := calendar.PeriodsOf(r.report.Minutes, period)
	if r.report.Absent {
		counted = 0
	}
	if r.periods == "" || r.periods == counted.String() {
		return nil
	}
	why := fmt.Sprintf("%s算%s课时", say.Minutes(r.report.Minutes), counted)
	if r.report.Absent {
		why = "孩子没来，不算课时"
	}
	return &sheet.Bad{Row: r.n, Label: "课时", Say: fmt.Sprintf("%s，这里写的是%s，请核对；空着也可以。", why, r.periods)}
}

func (b *tutoringBatch) write(ctx context.Context, tx *models.Store, by models.Actor, show func(n int)) error {
	var rows []*models.PastReport
	for _, r := range b.rows {
		rows = append(rows, r.report)
	}
	return tx.BackfillReports(ctx, by, rows, show)
}

func (b *tutoringBatch) counts() (added, changed, same int) { return len(b.rows) - b.same, 0, b.same }

func exportTutoring(ctx context.Context, s *models.Store, x models.Extent, w *rowWriter) error {
	return s.ListReports(ctx, x, func(rows []models.TutoringLog, total int64) error {
		w.total = total
		var lessonIDs, tutorIDs []int64
		for _, l := range rows {
			lessonIDs, tutorIDs = append(lessonIDs, l.LessonID), append(tutorIDs, l.TutorID)
		}
		lessons, err := s.LessonsByID(ctx, lessonIDs)
		if err != nil {
			return err
		}
		tutors, err := s.PeopleByID(ctx, tutorIDs)
		if err != nil {
			return err
		}
		for _, l := range rows {
			if err := w.write(reportAnswers(l, lessons[l.LessonID], tutors[l.TutorID])); err != nil {
				return err
			}
		}
		return nil
	})
}

func reportAnswers(l models.TutoringLog, lesson models.Lesson, tutor models.Person) form.Answers {
	child := models.Ticket{Prefix: models.EnrolmentPrefix, ID: lesson.EnrolmentID}
	came, held := "yes", ""
	if l.Minutes == 0 {
		came = "no"
	}
	if l.Held {
		held = "yes"
	}
	return answers([2]string{"lesson", lesson.Ticket().String()}, [2]string{"date", string(l.Day)}, [2]string{"start", l.Start.String()},
		[2]string{"minutes", strconv.Itoa(l.Minutes + l.Waited)}, [2]string{"periods", l.Periods.String()}, [2]string{"tutor", tutor.Name},
		[2]string{"tutor_phone", tutor.Phone}, [2]string{"enrolment", child.String()}, [2]string{"came", came}, [2]string{"note", l.Note}, [2]string{"held", held},
		[2]string{"heard", heardWords[l.Heard]})
}

// heardWords are what a guardian said of a lesson; an import does not take them.
var heardWords = map[string]string{models.HeardYes: "家长确认", models.HeardNothing: "默认", models.HeardOtherwise: "有异议", models.HeardSettled: "有异议，协调员核对过"}

// periodsCell is a number of 课时, in halves: 1.5.
type periodsCell struct{}

// Read takes 2, 1.5, 一个半, with 课时 behind or not.
func (periodsCell) Read(text string, _ form.Context) (string, error) {
	text = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(text), "课时"))
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		n, _ = parse.Number(text)
	}
	halves := n * 2
	if err != nil && n == 0 || halves < 0 || halves > 48 || halves != float64(int(halves)) {
		return "", form.Wrong("课时按半节算，比如1.5。")
	}
	return calendar.Periods(halves).String(), nil
}

func (periodsCell) Show(value string) string { return value }

func (periodsCell) Control() form.Control {
	return form.Control{Type: "text", Placeholder: "1.5"}
}
