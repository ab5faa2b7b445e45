package cli

import (
	"context"
	"errors"
	"strconv"

	"xiaoqing/bot/form"
	"xiaoqing/bot/form/sheet"
	"xiaoqing/bot/say"
	"xiaoqing/models"
)

// hoursSheet (服务时长) has a row for each person who gave a lesson.
var hoursSheet = form.Form{Name: "hours", Title: "服务时长", Fields: []form.Field{
	{Name: "name", Label: "姓名", Kind: form.Text{Max: 60}},
	{Name: "phone", Label: "电话", Kind: form.Text{Max: 20}, Optional: true},
	{Name: "unit", Label: "单位", Kind: form.Text{Max: 100}, Optional: true},
	{Name: "hours", Label: "时长(小时)", Kind: sheet.Amount{}},
	{Name: "periods", Label: "课时", Kind: sheet.Amount{}},
	{Name: "turns", Label: "人次", Kind: sheet.Amount{}},
	{Name: "first", Label: "起", Kind: form.Date{Past: true}},
	{Name: "last", Label: "止", Kind: form.Date{Past: true}},
	{Name: "serial", Label: "证明编号", Kind: form.Text{Max: 200}, Optional: true},
}}

// hoursText is minutes as hours, to two places: 1.5, 0.83.
func hoursText(minutes int) string {
	return strconv.FormatFloat(hoursOf(minutes), 'f', -1, 64)
}

// hoursOf is minutes as hours to two places, never more than was given.
func hoursOf(minutes int) float64 { return float64(minutes*100/60) / 100 }

func exportHours(ctx context.Context, s *models.Store, x models.Extent, w *rowWriter) error {
	all, err := s.ListGiven(ctx, x)
	if err != nil {
		return err
	}
	w.total = int64(len(all))
	k, err := knowPeople(ctx, s, x, all)
	if err != nil {
		return err
	}
	for _, g := range all {
		p := k.people[g.TutorID]
		err := w.write(answers([2]string{"name", p.Name}, [2]string{"phone", p.Phone}, [2]string{"unit", k.units[g.TutorID].Name}, [2]string{"hours", hoursText(g.Minutes)},
			[2]string{"periods", g.Periods.String()}, [2]string{"turns", strconv.Itoa(g.Turns)}, [2]string{"first", string(g.First)}, [2]string{"last", string(g.Last)},
			[2]string{"serial", say.List(k.serials[g.TutorID])}))
		if err != nil {
			return err
		}
	}
	return nil
}

// known is what stands beside the hours of people.
type known struct {
	people  map[int64]models.Person
	units   map[int64]models.Org
	serials map[int64][]string
}

func knowPeople(ctx context.Context, s *models.Store, x models.Extent, all []models.Given) (k known, err error) {
	var ids []int64
	for _, g := range all {
		ids = append(ids, g.TutorID)
	}
	var errs [3]error
	k.people, errs[0] = s.PeopleByID(ctx, ids)
	k.units, errs[1] = s.UnitsOf(ctx, ids)
	k.serials, errs[2] = s.SerialsOf(ctx, x, ids)
	return k, errors.Join(errs[:]...)
}
