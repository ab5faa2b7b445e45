package digest

import (
	"context"
	"fmt"
	"strings"
	"time"

	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// Issue (一期) is a digest that somebody asked for: of a day, or of a week.
type Issue struct{ day }

// OfDay is org's of the day of due, as of due.
func OfDay(ctx context.Context, s *models.Store, org models.Org, due time.Time) (Issue, error) {
	d, err := look(ctx, s, org, due, chartDays)
	return Issue{d}, err
}

// Over says that the day is over: nothing more will come of it.
func (i *Issue) Over() { i.none = "这一天没有新的报名和课程。" }

// OfWeek is org's of the week from monday on, as of cutoff.
func OfWeek(ctx context.Context, s *models.Store, org models.Org, monday calendar.Day, cutoff time.Time) (Issue, error) {
	d, err := lookWeek(ctx, s, org, monday, cutoff)
	return Issue{d}, err
}

// Full has the line of every unit.
func (i Issue) Full() say.Reply { return i.full() }

// Group is what fits into one message of a group.
func (i Issue) Group() say.Reply { return i.group(false, "") }

// Drawn is the picture, with the words for those who cannot see it.
func (i Issue) Drawn() (say.Reply, error) {
	drawn, err := i.card(Posting{}).Picture(i.file())
	return say.Reply{Text: i.alternative(i.group(false, "").Text), Attachment: drawn}, err
}

// Tabled is the spreadsheet.
func (i Issue) Tabled() (say.Reply, error) {
	sheet, err := i.workbook().Sheet(i.file())
	return say.Reply{Text: "表格：" + i.file(), Attachment: sheet}, err
}

// file is what its files are called, without the ending.
func (d *day) file() string { return d.org.Name + d.name + string(d.book.To) }

// Forward (转发版) is the digest for wherever it is pasted, a chat or a document:
// numbered lines, no links and no markup, with what a coordinator added.
func (i Issue) Forward(note string) say.Reply {
	words := i.words(false)
	out := []string{strings.ReplaceAll(words[0].rest, " 周", "周")}
	n := 0
	number := func(text string) {
		n++
		out = append(out, fmt.Sprintf("%d、%s。", n, strings.TrimRight(text, "。")))
	}
	for _, p := range words[1:] {
		number(p.String())
	}
	if units := i.unitLines(); len(units) > 0 {
		n++
		out = append(out, fmt.Sprintf("%d、各单位：", n))
		for k, u := range units {
			out = append(out, fmt.Sprintf("（%d）%s。", k+1, u))
		}
	}
	for _, p := range added(note) {
		number(p.String())
	}
	return say.Reply{Text: strings.Join(out, "\n")}
}
