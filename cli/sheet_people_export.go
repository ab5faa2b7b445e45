package cli

import (
	"context"

	"xiaoqing/models"
)

// exportPeople writes a row for each role that a person has within x, the city having
// the partners' too, and one for
// a person who has none at all.
func exportPeople(ctx context.Context, s *models.Store, x models.Extent, w *rowWriter) error {
	t, err := loadTree(ctx, s)
	if err != nil {
		return err
	}
	return s.ListPeople(ctx, x, func(people []models.Person, total int64) error {
		w.total = total
		var ids []int64
		for _, p := range people {
			ids = append(ids, p.ID)
		}
		accounts, err := s.AccountsOf(ctx, ids)
		if err != nil {
			return err
		}
		grants, err := s.GrantsOf(ctx, ids)
		if err != nil {
			return err
		}
		for _, p := range people {
			if err := w.person(t, x, p, accounts[p.ID], grants[p.ID]); err != nil {
				return err
			}
		}
		return nil
	})
}

func (w *rowWriter) person(t *tree, x models.Extent, p models.Person, accounts []models.Account, grants []models.Grant) error {
	a := answers([2]string{"name", p.Name}, [2]string{"phone", p.Phone}, [2]string{"accounts", accountsText(accounts)})
	if len(grants) == 0 {
		if p.Name == "" && accounts == nil {
			return nil // only somebody's number: the record that has it says so
		}
		return w.write(a)
	}
	for _, g := range grants {
		if o := t.orgs[g.OrgID]; o.Within(x.Org) || o.Level == models.Beside && x.Org.Level == models.City {
			if err := w.write(a.Set("role", string(g.Role)).Set("org", t.label(g.OrgID))); err != nil {
				return err
			}
		}
	}
	return nil
}
