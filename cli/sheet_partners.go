package cli

import (
	"context"
	"strings"

	"xiaoqing/bot/form"
	"xiaoqing/bot/form/sheet"
	"xiaoqing/models"
)

// partnerSheet (伙伴) has a row for each Partner.
var partnerSheet = form.Form{Name: "partners", Title: "伙伴", Fields: []form.Field{
	{Name: "name", Label: "名称", Kind: form.Org{}},
	{Name: "short", Label: "简称", Kind: form.Text{Max: 100}, Optional: true},
}}

// partnerRow is one Partner of a sheet.
type partnerRow struct {
	n     int
	name  string
	short []string
	there bool
}

type partnerBatch struct{ rows []partnerRow }

func (b *partnerBatch) take(n int, a form.Answers) []sheet.Bad {
	b.rows = append(b.rows, partnerRow{n: n, name: a.Get("name"), short: list(a.Get("short"))})
	if models.LevelOf(a.Get("name")) != 0 {
		return []sheet.Bad{{Row: n, Label: "名称", Say: "这像是街道或区的名字。伙伴写全名，比如“复旦大学团委”。"}}
	}
	return nil
}

func (b *partnerBatch) settle(ctx context.Context, s *models.Store) ([]sheet.Bad, error) {
	partners, err := s.Partners(ctx)
	there := map[string]string{}
	for _, p := range partners {
		there[p.Name] = "、" + p.Short + "、"
	}
	for i, r := range b.rows {
		short, known := there[r.name]
		for _, n := range r.short {
			known = known && strings.Contains(short, "、"+n+"、")
		}
		b.rows[i].there = known
	}
	return nil, err
}

func (b *partnerBatch) write(ctx context.Context, tx *models.Store, by models.Actor, show func(n int)) error {
	for i, r := range b.rows {
		if !r.there {
			if _, _, _, err := tx.Befriend(ctx, by, r.name, r.short); err != nil {
				return err
			}
		}
		show(i + 1)
	}
	return nil
}

func (b *partnerBatch) counts() (added, changed, same int) {
	for _, r := range b.rows {
		if r.there {
			same++
		}
	}
	return len(b.rows) - same, 0, same
}

// exportPartners writes every Partner.
func exportPartners(ctx context.Context, s *models.Store, x models.Extent, w *rowWriter) error {
	partners, err := s.Partners(ctx)
	if err != nil {
		return err
	}
	w.total = int64(len(partners))
	for _, p := range partners {
		if !x.Holds(p.MadeAt, s.Zone) {
			continue
		}
		if err := w.write(answers([2]string{"name", p.Name}, [2]string{"short", p.Short})); err != nil {
			return err
		}
	}
	return nil
}
