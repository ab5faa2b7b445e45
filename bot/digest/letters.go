package digest

import (
	"context"
	"fmt"
	"strings"
	"time"

	"xiaoqing/bot/say"
	"xiaoqing/models"
)

// Letters are the parts of org's digest for one group: the words, the picture and
// the spreadsheet, as of cutoff. Each has a key of its own, so that a digest is
// posted once whoever asks for it and however often. Of a day without news there are words alone.
func Letters(ctx context.Context, s *models.Store, org models.Org, p Posting) ([]models.Notice, error) {
	d, err := look(ctx, s, org, p.Cutoff)
	if err != nil {
		return nil, err
	}
	words := say.Reply{Text: fit(append(d.words(p.Late), added(p.Note)...), d.unitLines(), "，回“日报”看全")}
	parts, kinds := []say.Reply{words}, []string{"digest", "picture", "sheet"}
	if !d.quiet() {
		card, err := d.card(ctx, s, p)
		if err != nil {
			return nil, err
		}
		name := fmt.Sprintf("%s日报%s", org.Name, p.Cutoff.In(s.Zone).Format("2006-01-02"))
		picture, err := card.Picture(name)
		if err != nil {
			return nil, err
		}
		sheet, err := d.book().Sheet(name)
		if err != nil {
			return nil, err
		}
		parts = append(parts, say.Reply{Text: words.Text, Attachment: picture}, say.Reply{Text: "表格：" + name, Attachment: sheet})
	}
	var out []models.Notice
	for i, part := range parts {
		out = append(out, models.Notice{Key: fmt.Sprintf("digest/%d/%s/%d", p.Group, p.Due.Format("2006-01-02T15:04"), i+1), Kind: kinds[i],
			Now: p.Now, Expires: p.Expires, Body: part})
	}
	return out, nil
}

// Posting is one digest on its way to one group.
type Posting struct {
	Group        int64
	Due, Cutoff  time.Time // the slot that it is for, and until when it counts
	Now, Expires time.Time
	Late         bool // 补发
	Note         string
}

func added(note string) []string {
	if note = strings.TrimSpace(note); note == "" {
		return nil
	}
	return []string{"补充：" + note}
}
