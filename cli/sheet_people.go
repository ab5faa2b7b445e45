package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"xiaoqing/bot/form"
	"xiaoqing/bot/form/sheet"
	"xiaoqing/models"
)

// peopleSheet (人员) has a row for each role of each person.
var peopleSheet = form.Form{Name: "people", Title: "人员", Fields: []form.Field{
	{Name: "name", Label: "姓名", Kind: form.Name{}, Optional: true},
	{Name: "phone", Label: "电话", Kind: form.Phone{}, Optional: true},
	{Name: "role", Label: "角色", Kind: form.OneOf{Options: roleOptions()}, Optional: true},
	{Name: "org", Label: "组织", Kind: form.Org{}, Optional: true},
	{Name: "accounts", Label: "账号", Kind: accountsCell{}, Optional: true},
}}

func roleOptions() (options []form.Option) {
	for _, r := range models.Roles {
		options = append(options, form.Option{Value: string(r), Label: r.Chinese()})
	}
	return options
}

// personRow is one row: a person, and one role of theirs or none.
type personRow struct {
	n        int
	who      *human
	role     models.Role
	orgName  string
	org      models.Org
	new, was bool // a role, a person or an account that is new; known, but otherwise
}

// human is one person of a sheet, in one row or several.
type human struct {
	n        int // the first row
	named    models.Named
	accounts []models.AccountName
	id       int64
	fresh    []models.AccountName // nobody's yet
	changed  bool
}

type peopleBatch struct {
	rows   []*personRow
	humans []*human
	known  map[any]*human // by account, or by name and phone where there is none
}

func (b *peopleBatch) take(n int, a form.Answers) (bads []sheet.Bad) {
	r := &personRow{n: n, role: models.Role(a.Get("role")), orgName: a.Get("org")}
	h := &human{n: n, named: models.Named{Name: a.Get("name"), Phone: a.Get("phone")}, accounts: accountNames(a.Get("accounts"))}
	if r.role == "" && r.orgName != "" {
		bads = append(bads, sheet.Bad{Row: n, Label: "角色", Say: "写了组织，还要写在那里是什么角色，比如志愿者。"})
	}
	if r.role != "" && r.orgName == "" {
		bads = append(bads, sheet.Bad{Row: n, Label: "组织", Say: "写了角色，还要写是哪个组织的，比如五角场街道。"})
	}
	if h.accounts == nil && (h.named.Name == "" || h.named.Phone == "") {
		bads = append(bads, sheet.Bad{Row: n, Label: "账号", Say: "没有账号的，姓名和电话都要写，不然认不出是哪一位。"})
	}
	var clash string
	if r.who, clash = b.same(h); clash != "" {
		bads = append(bads, sheet.Bad{Row: n, Label: "姓名", Say: clash})
	}
	b.rows = append(b.rows, r)
	return bads
}

func accountNames(value string) (names []models.AccountName) {
	if value == "" {
		return nil
	}
	for _, text := range strings.Split(value, "、") {
		channel, id, _ := strings.Cut(text, ":")
		names = append(names, models.AccountName{Channel: channel, ID: id})
	}
	return names
}

func accountsText(accounts []models.Account) string {
	var names []string
	for _, a := range accounts {
		names = append(names, a.Channel+":"+a.Account)
	}
	return strings.Join(names, "、")
}

// same is the person that h is a further row of, else h; rows of one person must
// agree.
func (b *peopleBatch) same(h *human) (who *human, clash string) {
	keys := []any{h.named}
	if h.accounts != nil {
		keys = nil
	}
	for _, a := range h.accounts {
		keys = append(keys, a)
	}
	for _, key := range keys {
		old := b.known[key]
		if who != nil && old != nil && who != old {
			return who, fmt.Sprintf("第%d行和第%d行已经把这几个账号写成不同的人了，请核对。", who.n, old.n)
		}
		if who == nil {
			who = old
		}
	}
	if who == nil {
		who = h
		b.humans = append(b.humans, h)
	}
	for _, key := range keys {
		b.known[key] = who
	}
	return who, who.join(h)
}

// join takes what a further row says.
func (h *human) join(more *human) string {
	for _, x := range [][2]*string{{&h.named.Name, &more.named.Name}, {&h.named.Phone, &more.named.Phone}} {
		if *x[0] != "" && *x[1] != "" && *x[0] != *x[1] {
			return fmt.Sprintf("和第%d行是同一个账号，姓名或电话却不一样，请核对。", h.n)
		}
		if *x[0] == "" {
			*x[0] = *x[1]
		}
	}
	for _, a := range more.accounts {
		if !slices.Contains(h.accounts, a) {
			h.accounts = append(h.accounts, a)
		}
	}
	return ""
}

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

// exportPeople writes a row for each role that a person has within x, and one for
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
		if t.orgs[g.OrgID].Within(x.Org) {
			if err := w.write(a.Set("role", string(g.Role)).Set("org", t.label(g.OrgID))); err != nil {
				return err
			}
		}
	}
	return nil
}
