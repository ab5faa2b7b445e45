package cli

import (
	"context"
	"strconv"

	"xiaoqing/bot/form"
	"xiaoqing/bot/form/sheet"
	"xiaoqing/bot/workflow"
	"xiaoqing/models"
)

// figureSheet (数字明细) has a row for each change to a figure: what a digest's
// numbers are made of. It names records by their 编号 and nobody.
var figureSheet = form.Form{Name: "figures", Title: "数字明细", Fields: []form.Field{
	{Name: "day", Label: "日期", Kind: form.Text{}},
	{Name: "org", Label: "组织", Kind: form.Text{}},
	{Name: "measure", Label: "指标", Kind: form.Text{}},
	{Name: "delta", Label: "增减", Kind: sheet.Amount{}},
	{Name: "unit", Label: "单位", Kind: form.Text{}},
	{Name: "ticket", Label: "编号", Kind: form.Text{}},
	{Name: "rows", Label: "条数", Kind: sheet.Amount{}},
	{Name: "recorded", Label: "记录时间", Kind: form.Text{}},
}}

func exportFigures(ctx context.Context, s *models.Store, x models.Extent, w *rowWriter) error {
	t, err := loadTree(ctx, s)
	if err != nil {
		return err
	}
	return s.ListEntries(ctx, x, func(rows []models.Entry, total int64) error {
		w.total = total
		for _, e := range rows {
			m, _ := models.MeasureOf(e.Measure)
			if err := w.write(answers([2]string{"day", string(e.Day)}, [2]string{"org", t.label(e.OrgID)}, [2]string{"measure", m.Name}, [2]string{"delta", decimal(m, e.Delta)},
				[2]string{"unit", m.Unit}, [2]string{"ticket", e.Subject}, [2]string{"rows", strconv.FormatInt(e.Rows(), 10)}, [2]string{"recorded", momentText(e.RecordedAt, s.Zone)})); err != nil {
				return err
			}
		}
		return nil
	})
}

// decimal is what is kept of a measure in its unit, for a spreadsheet: 1.5.
func decimal(m models.Measure, n int64) string {
	if m.Per <= 1 {
		return strconv.FormatInt(n, 10)
	}
	return strconv.FormatFloat(float64(n)/float64(m.Per), 'f', -1, 64)
}

// openingSheet (期初数) is the figures from before the product. One that was
// corrected stays in an export, marked, and is passed over by an import.
func openingSheet() form.Form {
	return form.Form{Name: "opening", Title: "期初数", Fields: append(workflow.OpeningFields(),
		form.Field{Name: "made", Label: "录入时间", Kind: momentCell{}, Optional: true},
		form.Field{Name: "replaced", Label: "已更正", Kind: form.YesNo{}, Optional: true})}
}

type openingBatch struct {
	rows          []openingRow
	figures       []models.OpeningFigure
	same, changed int
}

type openingRow struct {
	n int
	a form.Answers
}

func (b *openingBatch) take(n int, a form.Answers) []sheet.Bad {
	if a.Get("replaced") != "yes" {
		b.rows = append(b.rows, openingRow{n, a})
	}
	return nil
}

func (b *openingBatch) settle(ctx context.Context, s *models.Store) (bads []sheet.Bad, err error) {
	t, err := loadTree(ctx, s)
	if err != nil {
		return nil, err
	}
	b.figures, b.same, b.changed = nil, 0, 0
	for _, r := range b.rows {
		org, sentence := t.one(r.a.Get("org"))
		if org.ID == 0 {
			if sentence == "" {
				sentence = "组织里还没有“" + r.a.Get("org") + "”，请先导入组织，或核对名字。"
			}
			bads = append(bads, sheet.Bad{Row: r.n, Label: "组织", Say: sentence})
			continue
		}
		o, err := workflow.OpeningFigure(org, r.a)
		if err != nil {
			bads = append(bads, sheet.Bad{Row: r.n, Label: "数量", Say: models.SayOf(err)})
			continue
		}
		b.figures = append(b.figures, o)
	}
	return bads, b.compare(ctx, s)
}

// compare counts the rows that stand already and those that replace another.
func (b *openingBatch) compare(ctx context.Context, s *models.Store) error {
	for _, o := range b.figures {
		old, found, err := s.StandingOpening(ctx, o.OrgID, o.Measure)
		switch {
		case err != nil:
			return err
		case found && old.Same(o):
			b.same++
		case found:
			b.changed++
		}
	}
	return nil
}

func (b *openingBatch) write(ctx context.Context, tx *models.Store, by models.Actor, show func(n int)) error {
	for i, o := range b.figures {
		if _, err := tx.SetOpening(ctx, by, o); err != nil {
			return err
		}
		show(i + 1)
	}
	return nil
}

func (b *openingBatch) counts() (added, changed, same int) {
	return len(b.figures) - b.same - b.changed, b.changed, b.same
}

func exportOpenings(ctx context.Context, s *models.Store, x models.Extent, w *rowWriter) error {
	t, err := loadTree(ctx, s)
	if err != nil {
		return err
	}
	return s.ListOpenings(ctx, x, func(rows []models.OpeningFigure, total int64) error {
		w.total = total
		for _, o := range rows {
			m, _ := models.MeasureOf(o.Measure)
			standing, _, err := s.StandingOpening(ctx, o.OrgID, o.Measure)
			if err != nil {
				return err
			}
			replaced := ""
			if standing.ID != o.ID {
				replaced = "yes"
			}
			if err := w.write(answers([2]string{"org", t.label(o.OrgID)}, [2]string{"measure", o.Measure}, [2]string{"value", decimal(m, o.Value)}, [2]string{"date", string(o.Day)},
				[2]string{"source", o.Source}, [2]string{"made", momentText(o.MadeAt, s.Zone)}, [2]string{"replaced", replaced})); err != nil {
				return err
			}
		}
		return nil
	})
}
