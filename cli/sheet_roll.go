package cli

import (
	"context"
	"fmt"
	"time"

	"xiaoqing/bot/form"
	"xiaoqing/bot/form/sheet"
	"xiaoqing/bot/workflow"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// rollSheet is a Partner's list with the column that says whose it is.
func rollSheet(kind models.RollKind) form.Form {
	f := workflow.RollSheet(kind)
	f.Fields = append([]form.Field{{Name: "partner", Label: "伙伴", Kind: form.Org{}}}, f.Fields...)
	return f
}

// rollRow is one line of a list.
type rollRow struct {
	n       int
	named   string
	partner models.Org
	line    models.RollLine
}

type rollBatch struct {
	kind        models.RollKind
	now         time.Time
	rows        []*rollRow
	added, same int
}

func newRollBatch(kind models.RollKind) func(*time.Location, time.Time) batch {
	return func(_ *time.Location, now time.Time) batch { return &rollBatch{kind: kind, now: now} }
}

func (b *rollBatch) take(n int, a form.Answers) []sheet.Bad {
	l, label, why := workflow.RollLineOf(a, calendar.DayOf(b.now))
	b.rows = append(b.rows, &rollRow{n: n, named: a.Get("partner"), line: l})
	if why != "" {
		return []sheet.Bad{{Row: n, Label: label, Say: why}}
	}
	return nil
}

func (b *rollBatch) settle(ctx context.Context, s *models.Store) (bads []sheet.Bad, err error) {
	known := map[string]models.Org{}
	for _, r := range b.rows {
		p, ok := known[r.named]
		if !ok {
			if p, _, err = s.PartnerNamed(ctx, r.named); err != nil {
				return nil, err
			}
			known[r.named] = p
		}
		if r.partner = p; p.ID == 0 {
			bads = append(bads, sheet.Bad{Row: r.n, Label: "伙伴", Say: fmt.Sprintf("伙伴里没有“%s”，请先导入伙伴，或者写全名，比如“复旦大学团委”。", r.named)})
		}
	}
	b.added, b.same = 0, 0
	for _, p := range known {
		fresh, err := s.NewLines(ctx, p, b.kind, b.of(p))
		if err != nil {
			return nil, err
		}
		b.added += fresh
	}
	b.same = len(b.rows) - b.added
	return bads, nil
}

func (b *rollBatch) of(p models.Org) (lines []models.RollLine) {
	for _, r := range b.rows {
		if r.partner.ID == p.ID {
			lines = append(lines, r.line)
		}
	}
	return lines
}

// write keeps the lists Partner by Partner, and tells whom they concern.
func (b *rollBatch) write(ctx context.Context, tx *models.Store, by models.Actor, show func(n int)) error {
	t := &workflow.Turn{Store: tx, By: by}
	done := map[int64]bool{}
	n := 0
	for _, r := range b.rows {
		if done[r.partner.ID] {
			continue
		}
		done[r.partner.ID] = true
		lines := b.of(r.partner)
		if _, err := t.TakeRoll(ctx, r.partner, b.kind, lines); err != nil {
			return err
		}
		n += len(lines)
		show(n)
	}
	return nil
}

func (b *rollBatch) counts() (added, changed, same int) { return b.added, 0, b.same }

// exportRoll writes the lists of one kind.
func exportRoll(kind models.RollKind) func(context.Context, *models.Store, models.Extent, *rowWriter) error {
	return func(ctx context.Context, s *models.Store, x models.Extent, w *rowWriter) error {
		partners, err := s.Partners(ctx)
		if err != nil {
			return err
		}
		names := map[int64]string{}
		for _, p := range partners {
			names[p.ID] = p.Name
		}
		return s.ListRoll(ctx, kind, 0, func(rows []models.RollLine, total int64) error {
			w.total = total
			for _, l := range rows {
				if l.Phone == "" || !x.Holds(l.MadeAt, s.Zone) {
					continue // its words were taken out
				}
				a := answers([2]string{"partner", names[l.OrgID]}, [2]string{"name", l.Name}, [2]string{"phone", l.Phone}, [2]string{"college", l.College},
					[2]string{"check", l.Result()}, [2]string{"checked", string(l.CheckedOn)}, [2]string{"until", string(l.Until)})
				if err := w.write(a); err != nil {
					return err
				}
			}
			return nil
		})
	}
}
