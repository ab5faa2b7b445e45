package cli

import (
	"fmt"
	"slices"

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
