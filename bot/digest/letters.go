package digest

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"xiaoqing/bot/picture"
	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// Posting is one digest on its way to one group.
type Posting struct {
	Group        int64
	Due, Cutoff  time.Time // the slot that it is for, and until when it counts
	Now, Expires time.Time
	Late         bool   // 补发
	Note         string // what a coordinator added, "" for nothing
}

// Letters are the parts of org's digest for one group: the words, the picture and
// the spreadsheet, as of its cut-off. Each has a key of its own, so that a digest is
// posted once whoever asks for it and however often. Of a day without news there
// are words alone.
func Letters(ctx context.Context, s *models.Store, org models.Org, p Posting) ([]models.Notice, error) {
	d, err := look(ctx, s, org, p.Cutoff, chartDays)
	if err != nil {
		return nil, err
	}
	return d.letters(p)
}

// Weekly are the parts of org's digest of the week before p.Due.
func Weekly(ctx context.Context, s *models.Store, org models.Org, p Posting) ([]models.Notice, error) {
	d, err := lookWeek(ctx, s, org, calendar.DayOf(p.Cutoff.In(s.Zone)).Monday().Add(-7), p.Cutoff)
	if err != nil {
		return nil, err
	}
	return d.letters(p)
}

// Picture is what org's digest of due looks like, as a PNG.
func Picture(ctx context.Context, s *models.Store, f *picture.Font, org models.Org, due time.Time) ([]byte, error) {
	d, err := look(ctx, s, org, due, chartDays)
	if err != nil {
		return nil, err
	}
	return d.card(Posting{}).PNG(f)
}

func (d *day) letters(p Posting) (out []models.Notice, err error) {
	parts, err := d.parts(p)
	for i, part := range parts {
		out = append(out, models.Notice{Key: key(d.kind, p.Group, p.Due, i+1), Kind: []string{d.job, "picture", "sheet"}[i],
			Now: p.Now, Expires: p.Expires, Body: part})
	}
	return out, err
}

// key is that of a digest's part in a group: a second one is refused.
func key(k kind, group int64, due time.Time, part int) string {
	return fmt.Sprintf("%s/%d/%s/%d", k.job, group, due.Format("2006-01-02T15:04"), part)
}

// untold is how many days back a correction is told that no digest has told yet.
const untold = 14

// lastTold is the last day before on whose digest org's groups were sent: the day
// before, unless that was held back or nobody was up to send it; the day before, too,
// where no group has ever had one.
func lastTold(ctx context.Context, s *models.Store, org models.Org, on calendar.Day) (calendar.Day, error) {
	groups, err := s.GroupsOf(ctx, org.ID)
	if err != nil {
		return "", err
	}
	days := map[string]calendar.Day{}
	for back := 1; back <= untold; back++ {
		for _, g := range groups {
			day := on.Add(-back)
			days[key(daily, g.ID, day.At(models.DigestClock, s.Zone), 1)] = day
		}
	}
	last := calendar.Day("")
	keys, err := s.Post(ctx).Written(slices.Sorted(maps.Keys(days)))
	for _, k := range keys {
		last = max(last, days[k])
	}
	if last == "" {
		last = on.Add(-1)
	}
	return last, err
}

// parts are the words, whose text the picture has too, the picture and the sheet.
func (d *day) parts(p Posting) ([]say.Reply, error) {
	words := d.group(p.Late, p.Note)
	if d.quiet() {
		return []say.Reply{words}, nil
	}
	drawn, err := d.card(p).Picture(d.file())
	if err != nil {
		return nil, err
	}
	sheet, err := d.workbook().Sheet(d.file())
	return []say.Reply{words, {Text: d.alternative(words.Text), Attachment: drawn}, {Text: "表格：" + d.file(), Attachment: sheet}}, err
}

func added(note string) []phrase {
	if note = strings.TrimSpace(note); note == "" {
		return nil
	}
	return []phrase{{"补充：", note, plain}}
}
