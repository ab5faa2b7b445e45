// Package digest composes a digest (日报) and the figures that people ask for:
// lines of text as of a cut-off, an Org with all units below it. It names units
// and never a person.
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

// What a group message holds on the tightest platforms, in bytes: text, and WeCom's
// markdown.
const (
	Limit         = 2048
	MarkdownLimit = 4096
)

// Compose is org's digest for a group, as of due, which is also its cut-off;
// late marks one that was missed and is posted now (补发). Its text is at most
// Limit bytes: lines of units are left out first.
func Compose(ctx context.Context, s *models.Store, org models.Org, due time.Time, late bool) (say.Reply, error) {
	d, err := look(ctx, s, org, due, 2)
	if err != nil {
		return say.Reply{}, err
	}
	return d.group(late, ""), nil
}

// Full is the same digest with the line of every unit, however long: for whoever
// asks in private, and for a terminal.
func Full(ctx context.Context, s *models.Store, org models.Org, due time.Time) (say.Reply, error) {
	d, err := look(ctx, s, org, due, 2)
	if err != nil {
		return say.Reply{}, err
	}
	return d.full(), nil
}

func (d *day) full() say.Reply {
	return say.Reply{Text: strings.Join(append(lines(d.words(false)), d.unitLines()...), "\n")}
}

// group is what a group gets, with what a coordinator added: as text and in WeCom's
// markdown, each within its limit.
func (d *day) group(late bool, note string) say.Reply {
	words, units, how := d.words(late), d.unitLines(), "，回“"+d.name+"”看全"
	return say.Reply{Text: fit(lines(words), lines(added(note)), units, how, Limit),
		Markdown: fit(markedLines(words), markedLines(added(note)), quoted(units), how, MarkdownLimit)}
}

// day is everything that a digest says; of a weekly one, today is this week and
// yesterday the last.
type day struct {
	kind
	org                     models.Org
	due                     time.Time
	book                    *models.Book
	today, yesterday, total models.Figures
	backlog                 models.Backlog // of org and all below
	help                    []string       // what would help the whole city, as of the last round
	unpaired                time.Time      // since when the longest waiting child waits
	units                   []unit
	reports                 []models.ReportState // by unit
}

// kind is what a digest is called, and its periods.
type kind struct{ name, now, before, last, job, none string }

var daily = kind{"日报", "今日", "昨日全天", "昨日", "digest", "今天还没有新的报名和课程，一有动静就报上来。"}

// look reads org's day, and as many days back, that one among them, as the picture
// shows.
func look(ctx context.Context, s *models.Store, org models.Org, due time.Time, back int) (d day, err error) {
	d.kind, d.org, d.due = daily, org, due.In(s.Zone)
	on := calendar.DayOf(d.due)
	told, err := lastTold(ctx, s, org, on)
	if err != nil {
		return d, err
	}
	if d.book, err = s.BookSince(ctx, org, on.Add(1-back), on, due, told); err != nil {
		return d, err
	}
	if d.reports, err = s.Reports(ctx, d.book); err != nil {
		return d, err
	}
	return d, d.read(ctx, s, d.book.Day(on), d.book.Day(on.Add(-1)))
}

// read fills in the figures of the period and the one before, and what waits.
func (d *day) read(ctx context.Context, s *models.Store, now, before []models.UnitFigures) (err error) {
	d.units = unitsOf(now)
	total := d.book.Total()
	for i, u := range total {
		d.units[i].unpaired = u.Figures[models.EnrolmentsWaiting]
	}
	d.today, d.yesterday, d.total = models.Sum(now), models.Sum(before), models.Sum(total)
	if d.total[models.EnrolmentsWaiting] > 0 {
		if d.unpaired, err = s.LongestUnpaired(ctx, d.org, d.due); err != nil {
			return err
		}
		if d.org.Level == models.City {
			if d.help, err = s.LastHelp(ctx, d.due); err != nil {
				return err
			}
		}
	}
	return d.waits(ctx, s)
}

// waits adds what waits for a review to the digest and to its units.
func (d *day) waits(ctx context.Context, s *models.Store) error {
	backlogs, err := s.Backlogs(ctx, d.org, d.due, d.due)
	for _, b := range backlogs {
		u := &d.units[models.UnitAt(d.book.Units, b.Path)]
		d.backlog, u.backlog = d.backlog.Plus(b), u.backlog.Plus(b)
	}
	return err
}

// words are the lines above those of the units, what matters least the last.
func (d *day) words(late bool) []phrase {
	words := []phrase{{rest: d.title(late), tone: strong}}
	news, sums := shown(flows, d.today, d.yesterday), shown(flows, d.total)
	if len(news)+len(sums) == 0 && d.stocks() == "" && d.waiting() == "" {
		words = append(words, phrase{rest: d.none})
	}
	if len(news)+len(sums) > 0 {
		words = append(words, phrase{d.now + "：", figures(news, d.today), info}, phrase{d.before + "：", figures(news, d.yesterday), plain},
			phrase{"累计：", figures(sums, d.total), plain})
	}
	for _, p := range []phrase{{rest: heard(d.total)}, {rest: d.stocks()}, {rest: d.waiting(), tone: warning}, {rest: d.silent(), tone: warning}, {rest: d.nothing()},
		{rest: d.corrected(), tone: comment}, {rest: d.opening(), tone: comment}} {
		if p.rest != "" {
			words = append(words, p)
		}
	}
	return words
}

func (d *day) title(late bool) string {
	mark := ""
	if late {
		mark = "，补发"
	}
	if d.kind == weekly {
		return fmt.Sprintf("%s 周报 %s%s", d.org.Name, days(d.book.To.Monday(), d.book.To), strings.Replace(mark, "，补发", "（补发）", 1))
	}
	return fmt.Sprintf("%s 日报 %s（截至%s%s）", d.org.Name, say.Date(calendar.DayOf(d.due)), calendar.ClockOf(d.due), mark)
}

// heard is what guardians said of all lessons: 课后回音：家长确认12节，默认3节，
// 有异议1节.
func heard(total models.Figures) string {
	if said := measures(words); len(shown(said, total)) > 0 {
		return "课后回音：" + figures(said, total)
	}
	return ""
}

func (d *day) stocks() string {
	show := shown(stocks, d.total)
	if len(show) == 0 {
		return ""
	}
	return "目前：" + figures(show, d.total)
}

// waiting is what waits, and how long it has.
func (d *day) waiting() string {
	var parts []string
	if n := d.backlog.People(); n > 0 {
		parts = append(parts, fmt.Sprintf("等审核%s人", say.Count(n)))
	}
	if n := d.backlog.Reports; n > 0 {
		parts = append(parts, fmt.Sprintf("等审核课时%s条", say.Count(n)))
	}
	if n := d.backlog.Shifts; n > 0 {
		parts = append(parts, fmt.Sprintf("等审核上岗%s条", say.Count(n)))
	}
	if parts != nil {
		parts = append(parts, "最久"+say.Waited(d.due.Sub(d.backlog.Oldest)))
	}
	line := strings.Join(parts, "，")
	n := d.total[models.EnrolmentsWaiting]
	if n <= 0 {
		return line
	}
	if line != "" {
		line += "；"
	}
	line += fmt.Sprintf("%s个孩子等结对", say.Count(n))
	if !d.unpaired.IsZero() {
		line += "，最久" + say.Waited(d.due.Sub(d.unpaired))
	}
	return line
}
