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

// recordRow is one signup or enrolment of a sheet.
type recordRow struct {
	n       int
	orgName string
	past    *models.Past
	review  *models.Review
}

// recordBatch is a sheet of signups or of enrolments.
type recordBatch struct {
	zone  *time.Location
	now   time.Time
	label string // of the column with the unit
	rows  []*recordRow
	fill  func(a form.Answers) (models.Record, *models.Review)
	check func(p *models.Past, stage models.Stage) []sheet.Bad // what else a stage asks for, without row
	same  int
}

func (b *recordBatch) take(n int, a form.Answers) []sheet.Bad {
	record, v := b.fill(a)
	r := &recordRow{n: n, orgName: a.Get("org"), review: v, past: &models.Past{Record: record, Consent: consent(a.Get("agreed"), b.zone), Undated: a.Get("applied") == "",
		Tutor: models.Named{Name: a.Get("tutor"), Phone: a.Get("tutor_phone")}, PairedOn: calendar.Day(a.Get("paired")),
		Accounts: accountNames(a.Get("accounts"))}}
	if g, ok := record.(*models.Signup); ok && g.Programme == "tutor" {
		profile := workflow.ProfileOf(g)
		r.past.Profile = &profile
	}
	if v.Stage = models.Stage(a.Get("stage")); v.Stage == "" {
		v.Stage = models.Applied
	}
	b.date(r, a)
	b.rows = append(b.rows, r)
	bads := b.check(r.past, v.Stage)
	for i := range bads {
		bads[i].Row = n
	}
	return bads
}

// date fills in the days: what is not said is the day it came, and that is today.
func (b *recordBatch) date(r *recordRow, a form.Answers) {
	v := r.review
	v.AppliedOn, v.WaitingSince = calendar.Day(a.Get("applied")), moment(a.Get("waiting"), b.zone)
	if v.AppliedOn == "" && v.WaitingSince != 0 {
		v.AppliedOn = calendar.DayOf(time.UnixMilli(v.WaitingSince).In(b.zone))
	}
	if v.AppliedOn == "" {
		v.AppliedOn = calendar.DayOf(b.now)
	}
	if v.WaitingSince == 0 {
		v.WaitingSince = b.at(v.AppliedOn)
	}
	if r.past.PairedOn == "" {
		r.past.PairedOn = v.AppliedOn
	}
	reviewed := calendar.Day(a.Get("reviewed"))
	if reviewed == "" && v.Stage != models.Applied && v.Stage != models.Withdrawn {
		reviewed = v.AppliedOn
	}
	if reviewed != "" {
		v.ReviewedAt = b.at(reviewed)
	}
}

// at is the first moment of a day or, today, now.
func (b *recordBatch) at(d calendar.Day) int64 {
	if d == calendar.DayOf(b.now) {
		return b.now.UnixMilli()
	}
	return d.At(0, b.zone).UnixMilli()
}

func (b *recordBatch) settle(ctx context.Context, s *models.Store) ([]sheet.Bad, error) {
	t, err := loadTree(ctx, s)
	if err != nil {
		return nil, err
	}
	root, err := s.Root(ctx)
	if err != nil {
		return nil, err
	}
	var bads []sheet.Bad
	var rows []*models.Past
	b.same = 0
	for _, r := range b.rows {
		if bad := b.place(t, root, r); bad != nil {
			bads = append(bads, *bad)
		}
		rows = append(rows, r.past)
	}
	if err := s.Recognise(ctx, rows); err != nil {
		return nil, err
	}
	for _, r := range b.rows {
		if r.past.Another {
			bads = append(bads, sheet.Bad{Row: r.n, Label: "编号", Say: fmt.Sprintf("%s在这里是另一个人的编号。从别处来的表，请把编号那一列删掉。", r.past.Ticket())})
		}
		if r.past.Known.Prefix != "" {
			b.same++
		}
	}
	return bads, nil
}

// place finds a record's unit, as chat would: a street that nobody knows is made
// later; anything else unknown is no unit.
func (b *recordBatch) place(t *tree, root models.Org, r *recordRow) *sheet.Bad {
	if r.orgName == "" {
		r.review.OrgID = root.ID // the city's, to place
		return nil
	}
	o, sentence := t.one(r.orgName)
	if o.Level == models.Beside {
		o = models.Org{} // nobody lives there
	}
	r.review.OrgID = o.ID
	if o.ID != 0 {
		return nil
	}
	if sentence == "" && models.LevelOf(r.orgName) == models.Street {
		return nil
	}
	if sentence == "" {
		sentence = fmt.Sprintf("“%s”不是街道或社区的名字。请写街道的全名，比如“五角场街道”。", r.orgName)
	}
	return &sheet.Bad{Row: r.n, Label: b.label, Say: sentence}
}

func (b *recordBatch) write(ctx context.Context, tx *models.Store, by models.Actor, show func(n int)) error {
	made := map[string]int64{}
	var rows []*models.Past
	for _, r := range b.rows {
		if r.review.OrgID == 0 {
			id, err := b.street(ctx, tx, made, r.orgName)
			if err != nil {
				return err
			}
			r.review.OrgID = id
		}
		rows = append(rows, r.past)
	}
	return tx.Backfill(ctx, by, rows, show)
}

// street makes a street that nobody has placed yet, once.
func (b *recordBatch) street(ctx context.Context, tx *models.Store, made map[string]int64, name string) (int64, error) {
	if made[name] == 0 {
		o, _, err := tx.SettleOrg(ctx, name, b.now)
		if err != nil {
			return 0, err
		}
		made[name] = o.ID
	}
	return made[name], nil
}

func (b *recordBatch) counts() (added, changed, same int) { return len(b.rows) - b.same, 0, b.same }

// around is what stands beside a page of records: consents and the accounts of
// their people.
type around struct {
	tree     *tree
	consents map[int64]models.Consent
	accounts map[int64][]models.Account
	zone     *time.Location
}

func lookAround(ctx context.Context, s *models.Store, t *tree, people, consents []int64) (a around, err error) {
	a = around{tree: t, zone: s.Zone}
	if a.consents, err = s.ConsentsByID(ctx, consents); err != nil {
		return a, err
	}
	a.accounts, err = s.AccountsOf(ctx, people)
	return a, err
}

// answers are the columns that signups and enrolments share.
func (x around) answers(r models.Record, consent int64) form.Answers {
	v := models.ReviewOf(r)
	reviewed := ""
	if v.ReviewedAt != 0 {
		reviewed = string(calendar.DayOf(time.UnixMilli(v.ReviewedAt).In(x.zone)))
	}
	return answers([2]string{"ticket", r.Ticket().String()}, [2]string{"stage", string(v.Stage)}, [2]string{"applied", string(v.AppliedOn)},
		[2]string{"waiting", momentText(v.WaitingSince, x.zone)}, [2]string{"agreed", consentText(x.consents[consent], x.zone)}, [2]string{"reviewed", reviewed},
		[2]string{"reason", models.RemarkOf(r).Reason}, [2]string{"org", x.tree.label(v.OrgID)}, [2]string{"accounts", accountsText(x.accounts[v.PersonID])})
}

// reviewFields are those columns; all may be left out.
func reviewFields(prefix string, states form.OneOf) []form.Field {
	return []form.Field{
		{Name: "ticket", Label: "编号", Kind: ticketCell{prefix}, Optional: true},
		{Name: "stage", Label: "状态", Kind: states, Optional: true},
		{Name: "applied", Label: "报名日期", Kind: form.Date{Past: true}, Optional: true},
		{Name: "waiting", Label: "等待开始", Kind: momentCell{}, Optional: true},
		{Name: "agreed", Label: "监护人同意", Kind: consentCell{}, Optional: true},
		{Name: "reviewed", Label: "审核日期", Kind: form.Date{Past: true}, Optional: true},
		{Name: "reason", Label: "审核意见", Kind: form.Text{Max: 500}, Optional: true},
		{Name: "accounts", Label: "账号", Kind: accountsCell{}, Optional: true},
	}
}
