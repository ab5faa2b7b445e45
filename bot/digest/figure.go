package digest

import (
	"fmt"
	"slices"
	"strings"

	"xiaoqing/bot/say"
	"xiaoqing/models"
)

// words are what guardians said of the lessons, each counted apart, in a line of
// their own.
var words = []string{models.LessonsConfirmed, models.LessonsDefault, models.LessonsDisputed}

// flows and stocks are the measures as a digest reads them.
var (
	flows  = slices.DeleteFunc(slices.Clone(models.Measures), func(m models.Measure) bool { return m.IsStock() || slices.Contains(words, m.ID) })
	stocks = slices.DeleteFunc(slices.Clone(models.Measures), func(m models.Measure) bool { return !m.IsStock() })
)

// on are those of the measures that belong to a topic; all of them when none does.
func on(all []models.Measure, topic string) []models.Measure {
	if !slices.ContainsFunc(models.Measures, func(m models.Measure) bool { return m.Topic == topic }) {
		return all
	}
	return slices.DeleteFunc(slices.Clone(all), func(m models.Measure) bool { return m.Topic != topic })
}

// shown are the measures that have a figure in any of the periods: a line with
// the same measures each time can be compared with the one above it.
func shown(all []models.Measure, periods ...models.Figures) (show []models.Measure) {
	for _, m := range all {
		if slices.ContainsFunc(periods, func(f models.Figures) bool { return f[m.ID] != 0 }) {
			show = append(show, m)
		}
	}
	return show
}

// figures is 报名12人，审核通过0人; 没有新增 when all are 0.
func figures(show []models.Measure, f models.Figures) string {
	parts, some := make([]string, len(show)), false
	for i, m := range show {
		parts[i] = m.Called() + Amount(m, f[m.ID])
		some = some || f[m.ID] != 0
	}
	if !some {
		return "没有新增"
	}
	return strings.Join(parts, "，")
}

// Rows are the figures that are not 0, each with its unit: 报名, 12人.
func Rows(f models.Figures) (rows []say.Row) {
	for _, m := range shown(append(slices.Clone(flows), stocks...), f) {
		rows = append(rows, say.Row{Label: m.Name, Value: Amount(m, f[m.ID])})
	}
	return rows
}

// Amount is a figure with its unit, exactly: 1,527人, 1.5课时, 3小时40分, 12.05元.
func Amount(m models.Measure, n int64) string {
	if n < 0 {
		return "-" + Amount(m, -n)
	}
	whole, rest := say.Count(n/m.Per), n%m.Per
	switch {
	case rest == 0:
		return whole + m.Unit
	case m.Per == 60:
		if n < 60 {
			return fmt.Sprintf("%d分钟", rest)
		}
		return fmt.Sprintf("%s%s%d分", whole, m.Unit, rest)
	case m.Per == 2:
		return whole + ".5" + m.Unit
	}
	return fmt.Sprintf("%s.%02d%s", whole, rest, m.Unit)
}
