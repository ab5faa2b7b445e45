package digest

import (
	"fmt"

	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

const (
	namesTold   = 12  // units that one line names
	bytesTold   = 400 // of them, about
	nameTold    = 60  // characters of the first
	changesTold = 6   // corrections that one line names
)

// silent are the units that have not reported: named from the hour on at which
// digests are posted, not before.
func (d *day) silent() string {
	if calendar.ClockOf(d.due) < models.DigestClock {
		return ""
	}
	return d.those(models.Silent, "未报")
}

// nothing are the units that said 零报告.
func (d *day) nothing() string { return d.those(models.Nothing, "零报告") }

// those names the units below whose report stands so.
func (d *day) those(state models.ReportState, title string) string {
	var names []string
	for i, s := range d.reports {
		if i > 0 && s == state {
			names = append(names, d.units[i].Org.Name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	line := title + "：" + say.Short(names[0], nameTold)
	for i, name := range names[1:] {
		if i+1 == namesTold || len(line)+len(name) > bytesTold {
			return line + fmt.Sprintf("等%d个单位", len(names))
		}
		line += "、" + name
	}
	return line
}

// corrected (更正) names the figures of past days that have changed since the last
// digest, from what to what.
func (d *day) corrected() string {
	changes := d.book.Corrections()
	if len(changes) == 0 || d.kind == weekly { // the daily ones have told
		return ""
	}
	line, last := "更正：", calendar.Day("")
	for i, c := range changes[:min(len(changes), changesTold)] {
		_, month, day := c.Day.Date()
		switch {
		case c.Day == last:
			line += "，"
		case i > 0:
			line += "；"
		}
		if c.Day != last {
			line += fmt.Sprintf("%d月%d日", month, day)
		}
		last = c.Day
		line += c.Measure.Name + Amount(c.Measure, c.Old) + "改为" + Amount(c.Measure, c.New)
	}
	if len(changes) > changesTold {
		line += fmt.Sprintf("；一共%d处", len(changes))
	}
	return line
}

// opening says how much of the totals is from before the product.
func (d *day) opening() string { return opening(d.book, flows) }

func opening(b *models.Book, among []models.Measure) string {
	sum := models.Figures{}
	for _, o := range b.Openings {
		sum[o.Measure] += o.Value
	}
	if show := shown(among, sum); len(show) > 0 {
		return "累计含期初数：" + figures(show, sum)
	}
	return ""
}

// Basis (口径) is what a measure counts, in one line, with the opening figures that
// its total holds.
func Basis(b *models.Book, m models.Measure) string {
	line := fmt.Sprintf("%s（%s）：%s", m.Name, m.Unit, m.Basis)
	var held []models.OpeningFigure
	sum := int64(0)
	for _, o := range b.Openings {
		if o.Measure == m.ID {
			held, sum = append(held, o), sum+o.Value
		}
	}
	switch len(held) {
	case 0:
	case 1:
		_, month, day := held[0].Day.Date()
		line += fmt.Sprintf("累计含期初数%s，%d月%d日，来源：%s。", Amount(m, sum), month, day, held[0].Source)
	default:
		line += fmt.Sprintf("累计含期初数%s，来自%d个单位各自的台账。", Amount(m, sum), len(held))
	}
	return line
}
