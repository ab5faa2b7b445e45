package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"xiaoqing/bot/form/sheet"
	"xiaoqing/bot/workflow"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// meanings are what the columns of other platforms' import sheets are called,
// without what stands in brackets, by what they hold here.
var meanings = map[string]string{
	"number":  "序号 编号 行号",
	"name":    "姓名 名字 志愿者姓名 志愿者名称 志愿者 真实姓名 服务者姓名 学生姓名 人员姓名 参与人姓名",
	"phone":   "手机号 手机 手机号码 联系电话 电话 电话号码 联系方式 移动电话 志愿者手机号 志愿者手机 志愿者电话 联系手机 注册手机号",
	"unit":    "单位 所属单位 所在单位 所属组织 组织 组织名称 所属团体 所属街道 志愿团体",
	"hours":   "时长 服务时长 工时 志愿时长 志愿服务时长 服务时数 时数 小时数 服务小时数 信用时数 服务工时 记录时长 时长小时",
	"minutes": "分钟数 服务分钟数 时长分钟",
	"periods": "课时 课时数 服务课时 学时",
	"turns":   "人次 次数 服务次数 参与次数",
	"project": "活动名称 项目名称 项目 活动 服务项目 志愿服务项目 活动项目 岗位名称",
	"date":    "服务日期 日期 活动日期 参与日期 上课日期",
	"start":   "开始时间 服务开始时间 起始时间 活动开始时间 签到时间 起",
	"end":     "结束时间 服务结束时间 终止时间 活动结束时间 签退时间 止",
	"from":    "开始日期 起始日期 服务开始日期 活动开始日期",
	"to":      "结束日期 终止日期 服务结束日期 活动结束日期",
	"serial":  "证明编号 证书编号",
}

// meaningOf is what a header holds, "" when we do not know: 服务时长（小时）* is
// hours, 服务时长（分钟） minutes.
func meaningOf(header string) string {
	header = strings.NewReplacer("（", "(", "）", ")", "*", "", "＊", "", "：", "", ":", "", "【", "(", "】", ")", "[", "(", "]", ")", "/", "").Replace(header)
	base, hint, _ := strings.Cut(header, "(")
	for what, words := range meanings {
		for _, word := range strings.Fields(words) {
			if word != base {
				continue
			}
			if what == "hours" && strings.Contains(hint, "分钟") {
				return "minutes"
			}
			return what
		}
	}
	return ""
}

// filled is what came of filling a template.
type filled struct {
	export  models.Export
	out     models.Outgoings
	rows    int      // written
	kept    int      // rows that the template had filled already
	empty   []string // headers of columns that stay empty
	lessons bool     // a row a lesson, for the template asks for days
}

// fillTemplate writes the hours of x that have not left yet, with again all of
// them, into a copy of another platform's sheet, and marks them as gone: first in
// the database, then the file gets its name.
func fillTemplate(ctx context.Context, s *models.Store, template, path string, x models.Extent, again bool, by models.Actor) (r filled, err error) {
	var file *sheet.Saved
	r.export, err = s.TakeOut(ctx, by, x, again, func(o models.Outgoings) error {
		if err := file.Drop(); err != nil { // of an earlier try
			return err
		}
		file, r = nil, filled{out: o}
		t, err := sheet.OpenTemplate(template, meaningOf)
		if err != nil {
			return err
		}
		defer t.Close()
		r.kept, r.empty, r.lessons = t.Kept, t.Unknown, t.Has("date")
		if !t.Has("name") || !t.Has("hours") && !t.Has("minutes") && !t.Has("periods") {
			return models.Refuse(models.Invalid, "模板里要有姓名和时长两列，这份里没有找全。")
		}
		if err := r.fill(ctx, s, t, x); err != nil || r.rows == 0 {
			return err
		}
		file, err = t.Save(path)
		return err
	})
	if err != nil {
		return r, errors.Join(err, file.Drop())
	}
	if err := file.Keep(); err != nil {
		return r, fmt.Errorf("时长已经记成导出过，文件却没有写成，请加上--again再导一次：%w", err)
	}
	return r, nil
}

func (r *filled) fill(ctx context.Context, s *models.Store, t *sheet.Template, x models.Extent) error {
	rows := r.out.Give
	var people []models.Given
	for _, g := range rows {
		people = append(people, models.Given{TutorID: g.TutorID})
	}
	k, err := knowPeople(ctx, s, x, people)
	if err != nil {
		return err
	}
	if !r.lessons {
		rows = nil
	}
	for _, g := range rows {
		if err := r.write(t, k, g.TutorID, lessonValues(g, s.Zone)); err != nil {
			return err
		}
	}
	if r.lessons {
		return nil
	}
	for _, person := range inOrder(r.out.Give) {
		if err := r.write(t, k, person[0].TutorID, personValues(person, s.Zone)); err != nil {
			return err
		}
	}
	return nil
}

// inOrder are the reports by person, in the order of each one's first.
func inOrder(give []models.Outgoing) (out [][]models.Outgoing) {
	at := map[int64]int{}
	for _, g := range give {
		i, ok := at[g.TutorID]
		if !ok {
			i = len(out)
			at[g.TutorID], out = i, append(out, nil)
		}
		out[i] = append(out[i], g)
	}
	return out
}

// write fills one row with what is said of the time and of the person.
func (r *filled) write(t *sheet.Template, k known, person int64, row map[string]any) error {
	r.rows++
	p := k.people[person]
	row["number"], row["name"], row["phone"], row["unit"], row["project"] = r.rows, p.Name, p.Phone, k.units[person].Name, workflow.CertificateProject
	row["serial"] = strings.Join(k.serials[person], "、")
	return t.Write(row)
}

const (
	dayLayout   = "2006-01-02"
	clockLayout = "15:04"
	fullLayout  = dayLayout + " " + clockLayout
)

// span is when what is given of a report began and ended: of one that was made
// longer, what was added.
func span(g models.Outgoing, zone *time.Location) (from, to time.Time) {
	from = g.Day.At(g.Start, zone)
	to = from.Add(time.Duration(g.Minutes) * time.Minute)
	return to.Add(-time.Duration(g.Give) * time.Minute), to
}

func lessonValues(g models.Outgoing, zone *time.Location) map[string]any {
	from, to := span(g, zone)
	turns := 1
	if g.Before > 0 && g.Give < g.Minutes {
		turns = 0 // counted with what had left
	}
	return map[string]any{"hours": hoursOf(g.Give), "minutes": g.Give, "periods": float64(g.GivePeriods) / 2, "turns": turns,
		"date": sheet.Moment{Time: g.Day.At(0, zone), Layout: dayLayout}, "start": sheet.Moment{Time: from, Layout: clockLayout}, "end": sheet.Moment{Time: to, Layout: clockLayout},
		"from": sheet.Moment{Time: from, Layout: dayLayout}, "to": sheet.Moment{Time: to, Layout: dayLayout}}
}

func personValues(gs []models.Outgoing, zone *time.Location) map[string]any {
	minutes, periods, turns := 0, calendar.Periods(0), 0
	for _, g := range gs {
		minutes, periods = minutes+g.Give, periods+g.GivePeriods
		turns += lessonValues(g, zone)["turns"].(int)
	}
	from, _ := span(gs[0], zone)
	_, to := span(gs[len(gs)-1], zone)
	return map[string]any{"hours": hoursOf(minutes), "minutes": minutes, "periods": float64(periods) / 2, "turns": turns,
		"start": sheet.Moment{Time: from, Layout: fullLayout}, "end": sheet.Moment{Time: to, Layout: fullLayout},
		"from": sheet.Moment{Time: from, Layout: dayLayout}, "to": sheet.Moment{Time: to, Layout: dayLayout}}
}
