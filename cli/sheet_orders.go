package cli

import (
	"context"
	"strconv"

	"xiaoqing/bot/form"
	"xiaoqing/models"
)

// orderSheet (接龙订单) has a row for each thing that a line of a list asks for, and
// one for a line that asks for nothing that could be read.
var orderSheet = form.Form{Name: "orders", Title: "接龙订单", Fields: []form.Field{
	{Name: "day", Label: "日期", Kind: form.Text{}},
	{Name: "org", Label: "组织", Kind: form.Text{}},
	{Name: "title", Label: "接龙", Kind: form.Text{}},
	{Name: "n", Label: "序号", Kind: form.Text{}},
	{Name: "name", Label: "姓名", Kind: form.Text{}},
	{Name: "phone", Label: "电话", Kind: form.Text{}},
	{Name: "item", Label: "品名", Kind: form.Text{}},
	{Name: "quantity", Label: "数量", Kind: form.Text{}},
	{Name: "unit", Label: "单位", Kind: form.Text{}},
	{Name: "note", Label: "原话", Kind: form.Text{}},
}}

func exportOrders(ctx context.Context, s *models.Store, x models.Extent, w *rowWriter) error {
	t, err := loadTree(ctx, s)
	if err != nil {
		return err
	}
	titles := map[int64]string{}
	return s.ListOrders(ctx, x, func(lines []models.ChainLine, total int64) error {
		w.total = total
		for _, l := range lines {
			if _, known := titles[l.ChainID]; !known {
				c, err := s.Chain(ctx, l.ChainID)
				if err != nil {
					return err
				}
				titles[l.ChainID] = c.Title
			}
			if err := writeOrder(w, l, answers([2]string{"day", string(l.Day)}, [2]string{"org", t.label(l.OrgID)}, [2]string{"title", titles[l.ChainID]},
				[2]string{"n", strconv.Itoa(l.N)}, [2]string{"name", l.Name}, [2]string{"phone", l.Phone}, [2]string{"note", l.Note})); err != nil {
				return err
			}
		}
		return nil
	})
}

func writeOrder(w *rowWriter, l models.ChainLine, a form.Answers) error {
	if len(l.Items) == 0 {
		return w.write(a)
	}
	for _, item := range l.Items {
		row := a.Set("quantity", strconv.FormatFloat(item.Quantity, 'f', -1, 64))
		if item.Name != "" {
			row = row.Set("item", item.Name)
		}
		if item.Unit != "" {
			row = row.Set("unit", item.Unit)
		}
		if err := w.write(row); err != nil {
			return err
		}
	}
	return nil
}
