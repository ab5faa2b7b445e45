package cli

import (
	"fmt"
	"strings"
	"time"

	"xiaoqing/bot/say"
	"xiaoqing/models"
)

// tell says what came of filling a template: what left, what stays empty, what had
// left before, and what the other platform has too much of.
func (r filled) tell(path string, zone *time.Location) string {
	var b strings.Builder
	if r.rows == 0 {
		fmt.Fprintln(&b, "没有新的时长可导，没有写文件。")
	} else {
		fmt.Fprintf(&b, "导出好了：%s，第%d批，%d行，%d节课，%s小时。里面有完整的姓名和电话，请收好。\n", path, r.export.ID, r.rows, r.export.Reports, hoursText(r.export.Minutes))
	}
	if r.kept > 0 {
		fmt.Fprintf(&b, "模板里列名下面原来就有%d行，没有动，接在后面写的。是示例的话，上传前请删掉。\n", r.kept)
	}
	if len(r.empty) > 0 && r.rows > 0 {
		fmt.Fprintf(&b, "这几列小青没有，空着：%s。\n", say.List(r.empty))
	}
	if len(r.out.Left) > 0 {
		fmt.Fprintf(&b, "另有%d节早先导出过（%s），没有再导。要再导一遍，加上--again。\n", len(r.out.Left), batches(r.out.Left, zone))
	}
	if len(r.out.Over) > 0 {
		fmt.Fprintf(&b, "有%d节导出以后改短或撤销了，那边多记了%s小时，请去那边更正：%s。\n", len(r.out.Over), hoursText(over(r.out.Over)), overList(r.out.Over))
	}
	return b.String()
}

// batches are the exports in which reports left: 第3批 2022-04-30.
func batches(left []models.Outgoing, zone *time.Location) string {
	var out []string
	seen := map[int64]bool{}
	for _, g := range left {
		if !seen[g.LeftIn] {
			seen[g.LeftIn] = true
			out = append(out, fmt.Sprintf("第%d批 %s", g.LeftIn, time.UnixMilli(g.When).In(zone).Format(dayLayout)))
		}
	}
	return say.List(out)
}

func over(all []models.Outgoing) (minutes int) {
	for _, g := range all {
		minutes += g.Before - g.Minutes
	}
	return minutes
}

// overList names the lessons and by how much.
func overList(all []models.Outgoing) string {
	var out []string
	for _, g := range all {
		out = append(out, fmt.Sprintf("%s（多%d分钟）", models.Ticket{Prefix: models.LessonPrefix, ID: g.LessonID}, g.Before-g.Minutes))
	}
	return say.List(out)
}
