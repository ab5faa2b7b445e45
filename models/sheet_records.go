package models

import (
	"context"
	"time"

	"xiaoqing/models/calendar"
)

// Past (补录) is a record from before or from elsewhere, as an operator's sheet
// has it: a *Signup or an *Enrolment with its Org, stage, days and words filled
// in, and with the id of its 编号, if it has one. ReviewedAt and WaitingSince are
// filled too.
type Past struct {
	Record
	Undated  bool          // the sheet does not say when it came
	Accounts []AccountName // of whose record it is; nil where the name and phone must do
	Consent  Consent       // of the guardian; GivenAt is 0 where there is none
	Tutor    Named         // of a child that has one
	PairedOn calendar.Day

	Known   Ticket // out: the record that is already there
	Another bool   // out: the 编号 is somebody else's
}

func (p *Past) open() bool {
	return p.review().Stage != Withdrawn && p.review().Stage != Rejected && p.review().Stage != Ended
}

// knownRow is what a record is recognised by.
type knownRow struct {
	ID                int64
	Programme         string
	NameKey, PhoneKey string
	Stage             Stage
	AppliedOn         calendar.Day
}

type sameAs struct{ programme, name, phone string }

// Recognise finds which records are already there: the same 编号; or the same
// name and phone, for the same programme, that either stand both or came on the
// same day. Rows of the sheet are compared with each other too.
func (s *Store) Recognise(ctx context.Context, rows []*Past) error {
	var ids []int64
	var names []string
	for _, p := range rows {
		s.rekey(p.Record)
		ids, names = append(ids, p.Ticket().ID), append(names, p.review().NameKey)
		p.Known, p.Another = Ticket{}, false
	}
	if len(rows) == 0 {
		return nil
	}
	columns := []string{"id", "programme", "name_key", "phone_key", "stage", "applied_on"}
	q := s.db(ctx).Table("signups")
	if rows[0].Ticket().Prefix == EnrolmentPrefix {
		columns[1] = "'' AS programme"
		q = s.db(ctx).Table("enrolments")
	}
	byID, err := find[knownRow](q.Select(columns), "id", ids)
	if err != nil {
		return err
	}
	byName, err := find[knownRow](q.Select(columns), "name_key", names)
	if err != nil {
		return err
	}
	recognise(rows, indexed(byID, func(r knownRow) int64 { return r.ID }), grouped(byName, sameKnown))
	return nil
}

func sameKnown(r knownRow) sameAs { return sameAs{r.Programme, r.NameKey, r.PhoneKey} }

func recognise(rows []*Past, byID map[int64]knownRow, alike map[sameAs][]knownRow) {
	claimed := map[int64]bool{}
	for _, p := range rows {
		claimed[p.Ticket().ID] = true
	}
	for _, p := range rows {
		row := p.known()
		key := sameKnown(row)
		if there, ok := byID[row.ID]; row.ID != 0 && ok {
			if p.Another = sameKnown(there) != key; !p.Another {
				p.Known = p.Ticket()
			}
			continue
		}
		for _, other := range alike[key] {
			if row.ID != 0 && claimed[other.ID] {
				continue // it stands in the sheet itself
			}
			if p.Undated || other.AppliedOn == row.AppliedOn || p.open() && (&Past{Record: &Signup{Review: Review{Stage: other.Stage}}}).open() {
				p.Known = Ticket{p.Ticket().Prefix, other.ID}
			}
		}
		if p.Known.Prefix == "" {
			alike[key] = append(alike[key], row)
			byID[row.ID] = row
		}
	}
}

func (p *Past) known() knownRow {
	v := p.review()
	row := knownRow{ID: p.Ticket().ID, NameKey: v.NameKey, PhoneKey: v.PhoneKey, Stage: v.Stage, AppliedOn: v.AppliedOn}
	if g, ok := p.Record.(*Signup); ok {
		row.Programme = g.Programme
	}
	return row
}

// Backfill (补录) keeps those of rows that are not known yet, with their people,
// consents, roles and pairings, and counts each on its own days. show is told how
// many are done.
func (s *Store) Backfill(ctx context.Context, actor Actor, rows []*Past, show func(n int)) error {
	return s.Tx(ctx, func(tx *Store) error {
		b := backfill{Store: tx, by: actor}
		if err := b.meet(ctx, rows); err != nil {
			return err
		}
		for i, p := range rows {
			if p.Known.Prefix == "" {
				if err := b.record(ctx, p); err != nil {
					return err
				}
			}
			show(i + 1)
		}
		return b.count(ctx)
	})
}

// backfill is one sheet on its way in.
type backfill struct {
	*Store
	by             Actor
	owners         map[AccountName]int64
	people, tutors map[Named]int64
	entries        []Entry
	firsts         []firstEntry
	grants         []Grant
}

// firstEntry counts whom key stands for, once.
type firstEntry struct {
	key string
	Entry
}

// meet finds the people of rows, and makes those that nobody knows.
func (b *backfill) meet(ctx context.Context, rows []*Past) (err error) {
	var people, tutors []Named
	var accounts []AccountName
	for _, p := range rows {
		if p.Known.Prefix != "" {
			continue
		}
		accounts = append(accounts, p.Accounts...)
		if p.Accounts == nil {
			people = append(people, p.person())
		}
		if p.Tutor.Phone != "" {
			tutors = append(tutors, p.Tutor)
		}
	}
	if b.owners, err = b.PeopleWith(ctx, accounts); err != nil {
		return err
	}
	if b.people, err = b.registerMissing(ctx, people, Roles, b.by.Now); err != nil {
		return err
	}
	b.tutors, err = b.registerMissing(ctx, tutors, []Role{Tutor}, b.by.Now)
	return err
}

// whose is the person of a record: of its accounts, which a new person gets, or
// of its name and phone.
func (b *backfill) whose(ctx context.Context, of *Past) (int64, error) {
	if of.Accounts == nil {
		return b.people[of.person()], nil
	}
	for _, a := range of.Accounts {
		if id := b.owners[a]; id != 0 {
			return id, nil
		}
	}
	p := Person{PersonPrivate: PersonPrivate{Name: of.person().Name, Phone: of.person().Phone}}
	err := b.Register(ctx, &p, of.Accounts, b.by.Now)
	for _, a := range of.Accounts {
		b.owners[a] = p.ID
	}
	return p.ID, err
}

// person is whose record it is: who joins, or the guardian of the child.
func (p *Past) person() Named {
	if e, ok := p.Record.(*Enrolment); ok {
		return Named{e.Guardian, e.Phone}
	}
	return Named{p.Who(), p.Contact()}
}

// record keeps one record, in a copy: the transaction may run again. Its id is
// asked for, so it goes in alone.
func (b *backfill) record(ctx context.Context, of *Past) error {
	p := of.copy()
	v := p.review()
	v.Channel, v.ReviewedVia = b.by.Via, b.by.Via
	var err error
	if v.PersonID, err = b.whose(ctx, of); err != nil {
		return err
	}
	if err := b.db(ctx).Create(p.Record).Error; err != nil {
		return err
	}
	if p.Consent.GivenAt != 0 {
		c := p.Consent
		c.Ticket = p.Ticket().String()
		if err := b.db(ctx).Create(&c).Error; err != nil {
			return err
		}
		if err := b.db(ctx).Model(p.Record).UpdateColumn("consent_id", c.ID).Error; err != nil {
			return err
		}
	}
	b.figures(p)
	return b.pair(ctx, p)
}

func (p *Past) copy() *Past {
	c := *p
	switch r := p.Record.(type) {
	case *Signup:
		row := *r
		c.Record = &row
	case *Enrolment:
		row := *r
		c.Record = &row
	}
	return &c
}

// figures notes what a record counts, each on its own day, and the role of one
// who was verified.
func (b *backfill) figures(p *Past) {
	v := p.review()
	reviewed := calendar.DayOf(b.by.Now)
	if v.ReviewedAt != 0 {
		reviewed = calendar.DayOf(time.UnixMilli(v.ReviewedAt).In(b.Zone))
	}
	first := Enrolments
	if g, ok := p.Record.(*Signup); ok {
		first = Signups
		if v.Stage == Verified {
			b.note(p, SignupsVerified, reviewed, 1)
			b.grants = append(b.grants, Grant{PersonID: v.PersonID, Role: g.role(), OrgID: v.OrgID, MadeAt: b.by.Now.UnixMilli()})
		}
	}
	if v.Stage != Withdrawn {
		b.firsts = append(b.firsts, firstEntry{v.CountKey, Entry{Measure: first, OrgID: v.OrgID, Day: v.AppliedOn, Delta: 1, Subject: p.Ticket().String()}})
	}
	if v.Stage == Waiting || v.Stage == Paired {
		b.note(p, EnrolmentsWaiting, reviewed, 1)
	}
	if v.Stage == Paired {
		b.note(p, EnrolmentsWaiting, p.PairedOn, -1)
		b.note(p, EnrolmentsPaired, p.PairedOn, 1)
	}
}

func (b *backfill) note(p *Past, measure string, day calendar.Day, delta int64) {
	b.entries = append(b.entries, Entry{Measure: measure, OrgID: p.review().OrgID, Day: day, Delta: delta, Subject: p.Ticket().String()})
}

// role is what a verified signup makes of a person.
func (g *Signup) role() Role {
	if g.Programme == "tutor" {
		return Tutor
	}
	return Volunteer
}

// pair gives a child the tutor that the sheet names; an ended one had them.
func (b *backfill) pair(ctx context.Context, p *Past) error {
	if p.Tutor.Phone == "" {
		return nil
	}
	v := p.review()
	tutor := b.tutors[p.Tutor]
	b.grants = append(b.grants, Grant{PersonID: tutor, Role: Tutor, OrgID: v.OrgID, MadeAt: b.by.Now.UnixMilli()})
	return b.db(ctx).Create(&Pairing{EnrolmentID: p.Ticket().ID, TutorID: tutor, OrgID: v.OrgID, Active: v.Stage == Paired,
		MadeBy: b.by.Person, MadeAt: p.PairedOn.At(0, b.Zone).UnixMilli()}).Error
}

// count appends the entries, leaving out whom a first-time measure has already.
func (b *backfill) count(ctx context.Context) error {
	var keys []string
	for _, f := range b.firsts {
		keys = append(keys, f.key)
	}
	old, err := find[First](b.db(ctx), "subject_key", keys)
	if err != nil {
		return err
	}
	counted := map[[2]string]bool{}
	for _, f := range old {
		counted[[2]string{f.Measure, f.Key}] = true
	}
	var firsts []First
	for _, f := range b.firsts {
		if who := [2]string{f.Measure, f.key}; !counted[who] {
			counted[who] = true
			firsts = append(firsts, First{Measure: f.Measure, Key: f.key, Subject: f.Subject})
			b.entries = append(b.entries, f.Entry)
		}
	}
	if err := insert(b.db(ctx), firsts); err != nil {
		return err
	}
	return b.append(ctx)
}

// append keeps the entries and the roles.
func (b *backfill) append(ctx context.Context) error {
	for i := range b.entries {
		b.entries[i].RecordedAt = b.by.Now.UnixMilli()
	}
	if err := insert(b.db(ctx), b.entries); err != nil {
		return err
	}
	return insert(b.db(ctx), b.grants)
}
