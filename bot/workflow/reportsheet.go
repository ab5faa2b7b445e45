package workflow

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"xiaoqing/bot/form"
	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// ReportSheet (一张表报很多节): a tutor gets the page that takes a sheet of lessons.
var ReportSheet = Workflow{
	Intent: "report_sheet", Words: "一次报很多节课，说“用表格报课时”", For: []models.Role{models.Tutor}, Direct: true,
	Form: form.Form{Name: "report_sheet", Title: "用表格报课时"},
	Save: saveReportSheet,
}

func saveReportSheet(_ context.Context, t *Turn, _ form.Answers) (say.Reply, error) {
	l := Link{To: ToSheet, Person: t.By.Person, Expires: t.By.Now.AddDate(0, 0, 7)}
	return say.Reply{Text: "在这一页下载表、填好再传上来，先看对不对，再一起报。链接7天有效，只给你自己用。",
		Links: []say.Link{{Label: "用表格报课时", URL: t.Links.Personal(l)}}}, nil
}

// LessonSheet is Report as a sheet: a row a lesson, the child by name.
func LessonSheet() form.Form {
	f := form.Form{Name: "lessons", Title: "课时表"}
	for _, name := range []string{"date", "start", "minutes"} {
		field, _ := Report.Form.Field(name)
		field.Later = false
		f.Fields = append(f.Fields, field)
	}
	note, _ := Report.Form.Field("note")
	f.Fields = append(f.Fields, form.Field{Name: "child", Label: "孩子", Kind: form.Name{}}, form.Field{Name: "came", Label: "孩子来了吗", Kind: form.YesNo{}, Optional: true}, note)
	return f
}

// Unreported are a tutor's lessons of the last week that are over and not reported,
// as rows of the sheet.
func (t *Turn) Unreported(ctx context.Context) (rows []form.Answers, err error) {
	today := calendar.DayOf(t.By.Now)
	for d := today.Add(-7); d <= today; d = d.Add(1) {
		ls, err := t.Store.LessonsOn(ctx, t.By.Person, d)
		if err != nil {
			return nil, err
		}
		for _, l := range ls {
			if l.Given || l.Ends(t.Store.Zone).After(t.By.Now) {
				continue
			}
			e, err := t.Store.Enrolment(ctx, l.EnrolmentID)
			if err != nil {
				return nil, err
			}
			rows = append(rows, form.Answers{}.Set("date", string(l.Day)).Set("start", l.Start.String()).Set("minutes", strconv.Itoa(l.Minutes)).Set("child", e.Child).Set("came", "yes"))
		}
	}
	return rows, nil
}

// Row is a row of the sheet as a report of its own: whose lesson it is.
func (t *Turn) Row(ctx context.Context, a form.Answers) (form.Answers, error) {
	t.Form = Report.Form
	t.Reading.Fields.Child = a.Get("child")
	pupils, err := t.pupils(ctx)
	if err != nil {
		return nil, err
	}
	if len(pupils) > 1 {
		return nil, models.Refuse(models.Invalid, "有%d个孩子叫“%s”，这一行请在聊天里报。", len(pupils), a.Get("child"))
	}
	day := calendar.Day(a.Get("date"))
	options, err := t.lessonOptions(ctx, pupils, day, day)
	if err != nil {
		return nil, err
	}
	l, ok := t.onlyLesson(ctx, a, options)
	if !ok {
		return nil, models.Refuse(models.Invalid, "%s %s对不上是哪一节课，请核对时间。", say.Date(day), a.Get("start"))
	}
	return a.Without("child").Set("lesson", l.Value), nil
}

// Tried is what would come of a row.
type Tried struct {
	Says string
	Bad  bool
}

// errTried takes back what was only tried.
var errTried = errors.New("only tried")

// Try says of each row what reporting it would come to, one after the other as they
// would be, and keeps nothing.
func (t *Turn) Try(ctx context.Context, rows []form.Answers) (out []Tried, err error) {
	outer := t.Store
	defer func() { t.Store = outer }()
	err = outer.Tx(ctx, func(tx *models.Store) error {
		out = nil
		for i, a := range rows {
			var r say.Reply
			t.Key = fmt.Sprintf("try:%d", i)
			err := tx.Try(ctx, func(row *models.Store) (err error) {
				t.Store = row
				if a, err = t.Row(ctx, a); err != nil {
					return err
				}
				r, err = saveReport(ctx, t, a)
				return err
			})
			switch models.KindOf(err) {
			case models.Internal, models.Unavailable:
				if err != nil {
					return err
				}
			}
			if err != nil {
				out = append(out, Tried{models.SayOf(err), true})
				continue
			}
			out = append(out, Tried{r.Text, false})
		}
		return errTried
	})
	if errors.Is(err, errTried) {
		err = nil
	}
	return out, err
}
