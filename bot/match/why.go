package match

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// reasons are why child i goes with tutor t, what decides most first: the subjects,
// the time, the district, the waiting.
func (g *graph) reasons(i, t int32, start int) []string {
	c, out := g.children[i], []string{}
	if s := canTeach(g.index.shared(c, int(t))); s != "" {
		out = append(out, s)
	}
	if start != noTime && g.weeks[i].given && g.index.weeks[t].given {
		out = append(out, dayName(weekday(start))+partAt(start).name+"都有空")
	}
	if c.District != "" && c.District == g.tutors[t].District {
		out = append(out, "同在"+c.District)
	}
	if days := daysWaited(g.index.problem.Now, c.Since); days > 0 {
		out = append(out, fmt.Sprintf("等了%d天", days))
	}
	return out
}

// canTeach is 能教数学和英语, 能陪写作业; "" for nothing.
func canTeach(subjects []string) string {
	var taught, more []string
	for _, s := range subjects {
		switch s {
		case "作业":
			more = append(more, "能陪写作业")
		case "陪伴":
			more = append(more, "能陪伴")
		default:
			taught = append(taught, s)
		}
	}
	if len(taught) > 0 {
		more = slices.Insert(more, 0, "能教"+list(taught, "和"))
	}
	return strings.Join(more, "、")
}

// list joins names: 语文、数学和英语.
func list(names []string, last string) string {
	if n := len(names) - 1; n > 0 {
		return strings.Join(names[:n], "、") + last + names[n]
	}
	return strings.Join(names, "")
}

func teacher(gender string) string {
	switch gender {
	case "f":
		return "女老师"
	case "m":
		return "男老师"
	}
	return gender + "老师"
}

// part is a part of the day, in minutes.
type part struct {
	name string
	span
}

var parts = [...]part{
	{"凌晨", span{0, 6 * 60}}, {"早上", span{6 * 60, 9 * 60}}, {"上午", span{9 * 60, 12 * 60}},
	{"中午", span{12 * 60, 14 * 60}}, {"下午", span{14 * 60, 18 * 60}}, {"晚上", span{18 * 60, dayMinutes}},
}

// partAt is the part of the day at a minute of the week.
func partAt(minute int) part {
	for _, p := range parts {
		if minute%dayMinutes < p.to {
			return p
		}
	}
	return part{}
}

func dayName(day time.Weekday) string {
	return "周" + [...]string{"日", "一", "二", "三", "四", "五", "六"}[day]
}
