package workflow

import (
	"fmt"
	"iter"
	"time"

	"xiaoqing/bot/form"
	"xiaoqing/bot/form/sheet"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// VouchSheet (担保名单) and StaffSheet (职工名单) are a Partner's lists as spreadsheets.
var (
	VouchSheet = form.Form{Name: "vouches", Title: "担保名单", Fields: []form.Field{
		{Name: "name", Label: "姓名", Kind: form.Name{}},
		{Name: "phone", Label: "电话", Kind: form.Phone{}},
		{Name: "college", Label: "学院", Kind: form.Text{Max: 40}, Optional: true},
		{Name: "check", Label: "入职查询结果", Kind: CheckResult{}, Optional: true},
		{Name: "checked", Label: "入职查询日期", Kind: form.Date{Past: true}, Optional: true},
		{Name: "until", Label: "有效期至", Kind: form.Date{}, Optional: true},
	}}
	StaffSheet = form.Form{Name: "staff", Title: "职工名单", Fields: []form.Field{
		{Name: "name", Label: "姓名", Kind: form.Name{}, Optional: true},
		{Name: "phone", Label: "电话", Kind: form.Phone{}},
		{Name: "college", Label: "部门", Kind: form.Text{Max: 40}, Optional: true},
	}}
)

// RollSheet is the spreadsheet of a kind of list.
func RollSheet(kind models.RollKind) form.Form {
	if kind == models.RollStaff {
		return StaffSheet
	}
	return VouchSheet
}

// CheckResult (入职查询结果) is what a check said: 无记录 or 有记录.
type CheckResult struct{}

// Read takes 无记录, 通过, 有记录, 不通过.
func (CheckResult) Read(text string, _ form.Context) (string, error) {
	if result := checkOf(text); result != "" {
		return result, nil
	}
	return "", form.Wrong("请写“无记录”或“有记录”。")
}

// Show is the value itself.
func (CheckResult) Show(value string) string { return value }

// Control is one line.
func (CheckResult) Control() form.Control { return form.Control{Type: "text", Placeholder: checkGood} }

// RollLineOf is a row of such a sheet; label and why say what does not fit together.
func RollLineOf(a form.Answers, today calendar.Day) (l models.RollLine, label, why string) {
	l = models.RollLine{CheckedOn: calendar.Day(a.Get("checked")), Until: calendar.Day(a.Get("until")), Failed: a.Get("check") == checkBad,
		RollPrivate: models.RollPrivate{Name: a.Get("name"), Phone: a.Get("phone"), College: a.Get("college")}}
	switch {
	case l.CheckedOn != "" && a.Get("check") == "":
		return l, "入职查询结果", "写了查询日期，还要写结果，“无记录”或“有记录”。"
	case l.Until != "" && l.Until < today:
		return l, "有效期至", "有效期已经过了，请重新查过再交。"
	case a.Get("check") != "" && l.CheckedOn == "":
		l.CheckedOn = today
	}
	return l, "", ""
}

// ReadRollSheet reads a list as a spreadsheet; bads are the cells that cannot be
// taken, and then nothing may be kept.
func ReadRollSheet(kind models.RollKind, rows iter.Seq2[sheet.Row, error], at time.Time) (lines []models.RollLine, bads []sheet.Bad, err error) {
	var table sheet.Table
	head := true
	for row, err := range rows {
		if err != nil {
			return nil, nil, err
		}
		if head {
			if table, bads = sheet.Heads(RollSheet(kind), row, at); bads != nil {
				return nil, bads, nil
			}
			head = false
			continue
		}
		if len(lines) == SheetLimit {
			return nil, []sheet.Bad{{Row: row.N, Say: fmt.Sprintf("一次最多%d行，请分几份传。", SheetLimit)}}, nil
		}
		a, wrong := table.Read(row)
		l, label, why := RollLineOf(a, calendar.DayOf(at))
		if why != "" && wrong == nil {
			wrong = []sheet.Bad{{Row: row.N, Label: label, Say: why}}
		}
		lines, bads = append(lines, l), append(bads, wrong...)
	}
	if len(lines) == 0 && bads == nil {
		bads = []sheet.Bad{{Row: 1, Say: "这张表里没有内容。第一行写列名，从第二行起每人一行。"}}
	}
	return lines, bads, nil
}

// SheetLimit is how many rows a sheet may have that comes by a page.
const SheetLimit = 3000
