package digest

import (
	"fmt"
	"slices"
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
func (d *day) card(p Posting) Card {
	c := Card{Title: d.org.Name + " " + d.name, When: d.when(p.Late), Tiles: d.tiles(), Funnel: d.funnel(), Shares: d.shares(), Waits: d.waitLines(), Notes: d.notes(p.Note),
		Foot: "小青 · 每个数字怎么算，回“口径”"}
	columns := measures(unitColumns)
	for _, m := range columns {
		c.Heads = append(c.Heads, d.now+m.Name)
	}
	for i, u := range d.units {
		if i == 0 {
			u.Org.Name = "本级"
		}
		if !u.Org.Placed || i == 0 && len(shown(columns, u.Figures)) == 0 {
			continue
		}
		row := Unit{Name: u.Org.Name}
		for _, m := range columns {
			row.Cells = append(row.Cells, number(m, u.Figures[m.ID]))
		}
		c.Units = append(c.Units, row)
	}
	d.chart(&c)
	return c
}

// What a picture shows of the day: the large figures, the chart's columns and line,
// the steps from signing up to being on duty, and the columns of the table.
var (
	large       = []string{models.Signups, models.Shifts, models.HalfPeriods}
	bars, over  = models.Signups, []string{models.Shifts, models.HalfPeriods} // the first that has any
	steps       = []string{models.Signups, models.SignupsVerified, models.OnDutyPeople}
	unitColumns = []string{models.Signups, models.Shifts, models.HalfPeriods}
)

func measures(ids []string) (ms []models.Measure) {
	for _, id := range ids {
		m, _ := models.MeasureOf(id)
		ms = append(ms, m)
	}
	return ms
}

// titled is 报名（人）, or 课时 where the unit says it all.
func titled(m models.Measure) string {
	if m.Name == m.Unit {
		return m.Unit
	}
	return m.Name + "（" + m.Unit + "）"
}

// number is a figure without its unit, as it stands in a table: 1,206.5.
func number(m models.Measure, n int64) string {
	if m.Per == 2 || n%m.Per == 0 {
		return strings.TrimSuffix(Amount(m, n), m.Unit)
	}
	return say.Count(n / m.Per)
}

func (d *day) tiles() (tiles []Tile) {
	for _, m := range measures(large) {
		if d.total[m.ID] == 0 && d.today[m.ID] == 0 && m.ID == models.Shifts {
			continue // nobody here goes on duty
		}
		tiles = append(tiles, Tile{Value: number(m, d.today[m.ID]), Label: titled(m),
			Notes: []string{d.last + number(m, d.yesterday[m.ID]), "累计" + number(m, d.total[m.ID])}})
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
	y, m, n := d.book.To.Date()
	text := fmt.Sprintf("%d年%d月%d日 %s · 截至%s", y, m, n, say.Weekday(d.book.To.Weekday()), calendar.ClockOf(d.due))
	if d.kind == weekly {
		text = fmt.Sprintf("%d年 %s", y, days(d.book.To.Monday(), d.book.To))
	}
	if late {
		text += " · 补发"
	}
	return text
}

// funnel is how many of all who signed up came how far.
func (d *day) funnel() (funnel []Step) {
	all := d.total[models.Signups]
	if all <= 0 {
		return nil
	}
	for _, m := range measures(steps) {
		n := d.total[m.ID]
		value := say.Count(n) + m.Unit
		if m.ID != models.Signups {
			value += " · " + say.Ratio(n, all)
		}
		if m.ID != models.OnDutyPeople || n > 0 {
			funnel = append(funnel, Step{m.Name, value, float64(n) / float64(all)})
		}
	}
	return funnel
}

// shares are how many of the units directly below take part: every unit with a
// place in the tree counts, also one of which nobody has heard. Of what nobody does
// yet there is no share, nor of a single unit.
func (d *day) shares() (shares []Step) {
	var all, asked, heard int64
	with := map[string]int64{}
	for i, u := range d.book.Total()[1:] {
		if !u.Org.Placed {
			continue
		}
		all++
		for _, c := range covers {
			if u.Figures[c.measure] > 0 {
				with[c.measure]++
			}
		}
		if d.reports != nil && d.reports[i+1] != models.NotAsked {
			asked++
			if d.reports[i+1] != models.Silent {
				heard++
			}
		}
	}
	if all < 2 {
		return nil
	}
	for _, c := range covers {
		if n := with[c.measure]; n > 0 {
			shares = append(shares, Step{c.words, say.Ratio(n, all), float64(n) / float64(all)})
		}
	}
	if asked > 1 && calendar.ClockOf(d.due) >= models.DigestClock {
		shares = append(shares, Step{"今天有数字或零报告的单位", say.Ratio(heard, asked), float64(heard) / float64(asked)})
	}
	return shares
}

// covers are what a unit takes part in, from its first until now.
var covers = []struct{ measure, words string }{
	{models.Signups, "有人报名的单位"}, {models.Shifts, "有志愿者上岗的单位"}, {models.LessonsGiven, "云托班开了课的单位"},
}

// alternative is the picture in words: text, which its group has, and what the
// picture alone shows.
func (d *day) alternative(text string) string {
	if d.quiet() {
		return text
	}
	more := slices.Clone(d.help)
	for _, s := range append(d.funnel(), d.shares()...) {
		more = append(more, s.Label+"："+s.Value)
	}
	for _, line := range more {
		if len(text)+len("\n")+len(line) <= Limit {
			text += "\n" + line
		}
	}
	return text
}

// notes are what stands below the figures: who said 零报告, what was corrected, what
// is from before, and what a coordinator added.
func (d *day) notes(note string) (notes []string) {
	for _, line := range append([]string{d.nothing(), d.corrected(), d.opening()}, lines(added(note))...) {
		if line != "" {
			notes = append(notes, line)
		}
	}
	return notes
}

// waitLines are what needs somebody, a line each.
func (d *day) waitLines() (lines []string) {
	if line := d.waiting(); line != "" {
		lines = strings.Split(line, "；")
	}
	lines = append(lines, d.help...)
	if line := d.silent(); line != "" {
		lines = append(lines, line)
	}
	return lines
}

// chart counts the columns and the line of the book's days.
func (d *day) chart(c *Card) {
	line := over[len(over)-1]
	if d.total[over[0]] > 0 {
		line = over[0]
	}
	for on := d.book.From; on <= d.book.To; on = on.Add(1) {
		f := models.Sum(d.book.Day(on))
		_, _, n := on.Date()
		c.Days = append(c.Days, Column{Label: fmt.Sprintf("%d日", n), Bar: f[bars], Line: f[line]})
	}
	if !slices.ContainsFunc(c.Days, func(x Column) bool { return x.Bar > 0 || x.Line > 0 }) {
		c.Days = nil
		return
	}
	both := measures([]string{bars, line})
	c.Bars, c.Line = titled(both[0]), titled(both[1])
}

// workbook is the day as a spreadsheet: all measures, and each unit's.
func (d *day) workbook() Workbook {
	sums := [][]any{{"指标", "计量单位", d.now, d.before, "累计", "口径"}}
	for _, m := range flows {
		sums = append(sums, []any{m.Name, m.Unit, value(m, d.today[m.ID]), value(m, d.yesterday[m.ID]), value(m, d.total[m.ID]), m.Basis})
	}
	for _, m := range stocks {
		sums = append(sums, []any{m.Name, m.Unit, "", "", value(m, d.total[m.ID]), m.Basis})
	}
	head := []any{"单位"}
	for _, m := range flows {
		head = append(head, fmt.Sprintf("%s%s（%s）", d.now, m.Name, m.Unit))
	}
	units := [][]any{append(head, "等审核（人）", "等审核课时（条）", "等审核上岗（条）", "等结对（人）")}
	for i, u := range d.units {
		row := []any{u.Org.Name}
		if i == 0 {
			row[0] = "本级"
		} else if !u.Org.Placed {
			row[0] = "待归属"
		}
		for _, m := range flows {
			row = append(row, value(m, u.Figures[m.ID]))
		}
		units = append(units, append(row, u.backlog.People(), u.backlog.Reports, u.backlog.Shifts, u.unpaired))
	}
	return Workbook{[]Table{{"汇总", sums}, {"各单位", units}}}
}

// value is a figure in its own unit, as a number: halves of a 课时 as 1.5.
func value(m models.Measure, n int64) any {
	if m.Per == 1 {
		return n
	}
	return float64(n) / float64(m.Per)
}
