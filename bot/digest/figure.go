package digest

import (
	"slices"
	"strings"

	"xiaoqing/bot/say"
	"xiaoqing/models"
)

// measure is how one measure is printed: 报名12人. Units never mix.
type measure struct {
	name, label, unit string
}

// flows are a day's own and add up over days.
var flows = []measure{
	{models.Signups, "报名", "人"}, {models.SignupsVerified, "审核通过", "人"}, {models.Enrolments, "报云托班", "人"},
	{models.LessonsPlanned, "排课", "节"}, {models.LessonsGiven, "上课", "节"}, {models.TutoringTurns, "辅导", "人次"}, {models.HalfPeriods, "共", "课时"},
}

// stocks stand at the cut-off and are never added over days.
var stocks = []measure{{models.EnrolmentsPaired, "已结对", "人"}, {models.EnrolmentsWaiting, "等结对", "人"}}

// topics are the measures of one workflow, by its intent.
var topics = map[string][]string{
	"signup": {models.Signups, models.SignupsVerified},
	"enrol":  {models.Enrolments, models.EnrolmentsWaiting, models.EnrolmentsPaired},
	"report": {models.LessonsPlanned, models.LessonsGiven, models.TutoringTurns, models.HalfPeriods},
}

// shown are the measures that have a figure in any of the periods: a line with
// the same measures each time can be compared with the one above it.
func shown(all []measure, periods ...models.Figures) (show []measure) {
	for _, m := range all {
		for _, f := range periods {
			if f[m.name] != 0 {
				show = append(show, m)
				break
			}
		}
	}
	return show
}

// figures is 报名12人，审核通过0人; 没有新增 when all are 0.
func figures(show []measure, f models.Figures) string {
	parts, some := make([]string, len(show)), false
	for i, m := range show {
		parts[i] = m.label + number(m, f[m.name]) + m.unit
		some = some || f[m.name] != 0
	}
	if !some {
		return "没有新增"
	}
	return strings.Join(parts, "，")
}

// Rows are the figures that are not 0, each with its unit: 报名, 12人.
func Rows(f models.Figures) (rows []say.Row) {
	for _, m := range shown(append(slices.Clone(flows), stocks...), f) {
		if m.name == models.HalfPeriods {
			m.label = "课时"
		}
		rows = append(rows, say.Row{Label: m.label, Value: number(m, f[m.name]) + m.unit})
	}
	return rows
}

// number prints halves of a 课时 as 1.5.
func number(m measure, n int64) string {
	switch {
	case m.name != models.HalfPeriods:
		return say.Count(n)
	case n < 0:
		return "-" + number(m, -n)
	case n%2 == 1:
		return say.Count(n/2) + ".5"
	}
	return say.Count(n / 2)
}

func names(all []measure) []string {
	out := make([]string, len(all))
	for i, m := range all {
		out[i] = m.name
	}
	return out
}
