package cli

import (
	"context"
	"fmt"

	"xiaoqing/bot/form/sheet"
	"xiaoqing/models"
)

func (b *peopleBatch) settle(ctx context.Context, s *models.Store) ([]sheet.Bad, error) {
	t, err := loadTree(ctx, s)
	if err != nil {
		return nil, err
	}
	bads, err := b.meet(ctx, s)
	if err != nil {
		return nil, err
	}
	var ids []int64
	for _, h := range b.humans {
		ids = append(ids, h.id)
	}
	grants, err := s.GrantsOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	for _, r := range b.rows {
		if bad := r.settle(t, grants[r.who.id]); bad != nil {
			bads = append(bads, *bad)
		}
	}
	return bads, nil
}

// settle finds a row's unit, and whether anything of it is new.
func (r *personRow) settle(t *tree, grants []models.Grant) *sheet.Bad {
	r.new = r.who.id == 0 || len(r.who.fresh) > 0
	r.was = r.who.changed
	if r.role == "" {
		return nil
	}
	var sentence string
	if r.org, sentence = t.one(r.orgName); r.org.ID == 0 {
		if sentence == "" {
			sentence = fmt.Sprintf("组织里还没有“%s”，请先导入组织，或者写全名，比如五角场街道。", r.orgName)
		}
		return &sheet.Bad{Row: r.n, Label: "组织", Say: sentence}
	}
	for _, g := range grants {
		if g.Role == r.role && g.OrgID == r.org.ID {
			return nil
		}
	}
	r.new = true
	return nil
}

// meet finds who is known: by an account; else by name and phone, but only who
// has no account. A name and a phone can be said by anyone, and a role from here
// must not end up with them.
func (b *peopleBatch) meet(ctx context.Context, s *models.Store) (bads []sheet.Bad, err error) {
	var accounts []models.AccountName
	var names []models.Named
	for _, h := range b.humans {
		accounts, names = append(accounts, h.accounts...), append(names, h.named)
	}
	owners, err := s.PeopleWith(ctx, accounts)
	if err != nil {
		return nil, err
	}
	mute, err := s.PeopleMeant(ctx, names, nil)
	if err != nil {
		return nil, err
	}
	var ids []int64
	for _, h := range b.humans {
		if !h.find(owners, mute) {
			bads = append(bads, sheet.Bad{Row: h.n, Label: "账号", Say: "这几个账号现在是不同的人的，请分开写，或者先关联账号。"})
		}
		ids = append(ids, h.id)
	}
	people, err := s.PeopleByID(ctx, ids)
	for _, h := range b.humans {
		p := people[h.id]
		h.changed = h.id != 0 && (h.named.Name != "" && h.named.Name != p.Name || h.named.Phone != "" && h.named.Phone != p.Phone)
	}
	return bads, err
}

// find is false when the accounts are of several people.
func (h *human) find(owners map[models.AccountName]int64, mute map[models.Named]int64) bool {
	h.id, h.fresh = 0, nil
	for _, a := range h.accounts {
		switch owner := owners[a]; {
		case owner == 0:
			h.fresh = append(h.fresh, a)
		case h.id != 0 && h.id != owner:
			return false
		default:
			h.id = owner
		}
	}
	if h.id == 0 && h.named.Phone != "" {
		h.id = mute[h.named]
	}
	return true
}

func (b *peopleBatch) write(ctx context.Context, tx *models.Store, by models.Actor, show func(n int)) error {
	ids := map[*human]int64{}
	for i, h := range b.humans {
		p := models.Person{ID: h.id}
		if h.id != 0 {
			var err error
			if p, err = tx.Person(ctx, h.id); err != nil {
				return err
			}
		}
		if h.named.Name != "" {
			p.Name = h.named.Name
		}
		if h.named.Phone != "" {
			p.Phone = h.named.Phone
		}
		if h.id == 0 || h.changed || h.fresh != nil {
			if err := tx.Register(ctx, &p, h.fresh, by.Now); err != nil {
				return err
			}
		}
		ids[h] = p.ID
		show(i + 1)
	}
	for _, r := range b.rows {
		if r.role == "" {
			continue
		}
		if err := tx.GrantRole(ctx, ids[r.who], r.role, r.org, by.Person, by.Now); err != nil {
			return err
		}
	}
	return nil
}

func (b *peopleBatch) counts() (added, changed, same int) {
	for _, r := range b.rows {
		switch {
		case r.new:
			added++
		case r.was:
			changed++
		default:
			same++
		}
	}
	return added, changed, same
}
