package digest

import (
	"fmt"
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
	{models.Signups, "报名", "人"}, {models.SignupsVerified, "审核通过", "人"},
	{models.OnDutyPeople, "首次上岗", "人"}, {models.Shifts, "上岗", "人次"}, {models.ShiftMinutes, "上岗时长", "小时"}, {models.Enrolments, "报云托班", "人"},
	{models.LessonsPlanned, "排课", "节"}, {models.LessonsGiven, "上课", "节"}, {models.TutoringTurns, "辅导", "人次"}, {models.HalfPeriods, "共", "课时"},
}

// stocks stand at the cut-off and are never added over days.
var stocks = []measure{{models.OnDutyToday, "在岗", "人"}, {models.EnrolmentsPaired, "已结对", "人"}, {models.EnrolmentsWaiting, "等结对", "人"}}

// topics are the measures of one workflow, by its intent.
var topics = map[string][]string{
	"signup": {models.Signups, models.SignupsVerified},
	"enrol":  {models.Enrolments, models.EnrolmentsWaiting, models.EnrolmentsPaired},
	"shift":  {models.OnDutyPeople, models.Shifts, models.ShiftMinutes, models.OnDutyToday},
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

// number prints halves of a 课时 as 1.5, and minutes as hours to one place.
func number(m measure, n int64) string {
	switch {
	case m.name == models.ShiftMinutes && n >= 0:
		return hours(n)
	case m.name == models.ShiftMinutes:
		return "-" + hours(-n)
	case m.name != models.HalfPeriods:
		return say.Count(n)
	case n < 0:
		return "-" + number(m, -n)
	case n%2 == 1:
		return say.Count(n/2) + ".5"
	}
	return say.Count(n / 2)
}

// hours is 1.5 for 90 minutes, to the nearest tenth.
func hours(minutes int64) string {
	tenths := (minutes + 3) / 6
	if tenths%10 == 0 {
		return say.Count(tenths / 10)
	}
	return fmt.Sprintf("%s.%d", say.Count(tenths/10), tenths%10)
}

func names(all []measure) []string {
	out := make([]string, len(all))
	for i, m := range all {
		out[i] = m.name
	}
	return out
}
