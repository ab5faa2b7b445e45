package digest

import (
	"context"
	"fmt"
	"strings"

	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// chartDays are how many days the chart looks back, today among them.
const chartDays = 14

// quiet says that nothing happened and nothing waits: then one line says all.
func (d *day) quiet() bool {
	return len(shown(flows, d.today, d.yesterday, d.total)) == 0 && d.stocks() == "" && d.waiting() == ""
}

// card is the day as a picture shows it.
func (d *day) card(ctx context.Context, s *models.Store, p Posting) (Card, error) {
	c := Card{Title: d.org.Name + " 日报", When: d.when(p.Late), Tiles: d.tiles(), Funnel: d.funnel(), Waits: d.waitLines(), Notes: added(p.Note),
		Foot: "小青 · 每个数字怎么算，回“口径”"}
	for _, m := range unitColumns {
		c.Heads = append(c.Heads, m.label)
	}
	for i, u := range d.units {
		if i == 0 {
			u.org.Name = "本级"
		}
		if !u.org.Placed || i == 0 && len(shown(unitColumns, u.figures)) == 0 {
			continue
		}
		row := Unit{Name: u.org.Name}
		for _, m := range unitColumns {
			row.Cells = append(row.Cells, number(m, u.figures[m.name]))
		}
		c.Units = append(c.Units, row)
	}
	return c, d.chart(ctx, s, &c)
}

// What a picture shows of the day: the large figures, the chart's columns and line,
// and the columns of the table.
var (
	large       = []measure{{models.Signups, "新报名", "人"}, {models.HalfPeriods, "", "课时"}}
	bars        = measure{models.Signups, "新报名", "人"}
	over        = measure{models.HalfPeriods, "", "课时"}
	unitColumns = []measure{{models.Signups, "报名", "人"}, {models.SignupsVerified, "审核通过", "人"}, {models.HalfPeriods, "课时", ""}}
)

// titled is 新报名（人）, or 课时 where the unit says it all.
func titled(m measure) string {
	if m.label == "" {
		return m.unit
	}
	return m.label + "（" + m.unit + "）"
}

func (d *day) tiles() (tiles []Tile) {
	for _, m := range large {
		tiles = append(tiles, Tile{Value: number(m, d.today[m.name]), Label: titled(m),
			Notes: []string{"昨日" + number(m, d.yesterday[m.name]), "累计" + number(m, d.total[m.name])}})
	}
	if n := d.total[models.EnrolmentsWaiting]; n > 0 {
		t := Tile{Value: say.Count(n), Label: "孩子在等", Warm: true}
		if !d.unpaired.IsZero() {
			t.Notes = []string{"最久" + say.Waited(d.due.Sub(d.unpaired))}
		}
		tiles = append(tiles, t)
	}
	return tiles
}

func (d *day) when(late bool) string {
	y, m, n := calendar.DayOf(d.due).Date()
	text := fmt.Sprintf("%d年%d月%d日 %s · 截至%s", y, m, n, say.Weekday(d.due.Weekday()), calendar.ClockOf(d.due))
	if late {
		text += " · 补发"
	}
	return text
}

// funnel is how many of all who signed up came how far.
func (d *day) funnel() (steps []Step) {
	all := d.total[models.Signups]
	if all <= 0 {
		return nil
	}
	steps = []Step{{"报名", say.Count(all) + "人", 1}}
	for _, m := range []measure{{models.SignupsVerified, "审核通过", "人"}} {
		n := d.total[m.name]
		steps = append(steps, Step{m.label, fmt.Sprintf("%s人 · %s", say.Count(n), say.Ratio(n, all)), float64(n) / float64(all)})
	}
	return steps
}

// waitLines are what waits, a line each.
func (d *day) waitLines() (lines []string) {
	if line := d.waiting(); line != "" {
		lines = strings.Split(line, "；")
	}
	return lines
}

// chart counts the columns and the line of the last days.
func (d *day) chart(ctx context.Context, s *models.Store, c *Card) error {
	today := calendar.DayOf(d.due)
	for i := chartDays - 1; i >= 0; i-- {
		on := today.Add(-i)
		f, err := s.Figures(ctx, d.org, on, on, d.due)
		if err != nil {
			return err
		}
		_, _, n := on.Date()
		c.Days = append(c.Days, Column{Label: fmt.Sprintf("%d日", n), Bar: f[bars.name], Line: f[over.name]})
	}
	c.Bars, c.Line = titled(bars), titled(over)
	return nil
}

// book is the day as a spreadsheet: all measures, and each unit's.
func (d *day) book() Book {
	sums := [][]any{{"指标", "单位", "今日", "昨日全天", "累计"}}
	for _, m := range flows {
		sums = append(sums, []any{m.label, m.unit, value(m, d.today[m.name]), value(m, d.yesterday[m.name]), value(m, d.total[m.name])})
	}
	for _, m := range stocks {
		sums = append(sums, []any{m.label, m.unit, "", "", value(m, d.total[m.name])})
	}
	head := []any{"单位"}
	for _, m := range flows {
		head = append(head, fmt.Sprintf("今日%s（%s）", m.label, m.unit))
	}
	units := [][]any{append(head, "等审核（人）", "等审核课时（条）", "等结对（人）")}
	for i, u := range d.units {
		row := []any{u.org.Name}
		if i == 0 {
			row[0] = "本级"
		} else if !u.org.Placed {
			row[0] = "待归属"
		}
		for _, m := range flows {
			row = append(row, value(m, u.figures[m.name]))
		}
		units = append(units, append(row, u.backlog.People(), u.backlog.Reports, u.unpaired))
	}
	return Book{[]Table{{"汇总", sums}, {"各单位", units}}}
}

// value is a figure as a number: halves of a 课时 as 1.5.
func value(m measure, n int64) any {
	if m.name == models.HalfPeriods {
		return float64(n) / 2
	}
	return n
}
