package models

import (
	"context"
	"maps"
	"slices"
	"time"

	"xiaoqing/models/calendar"
)

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
	partners       []Org
	tutoring       map[int64]bool // who of the tutors has that role
	entries        []Entry
	firsts         []firstEntry
	grants         []Grant
	profiles       []TutorProfile
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
	if b.partners, err = b.Partners(ctx); err != nil {
		return err
	}
	if b.people, err = b.registerMissing(ctx, people, Roles, b.by.Now); err != nil {
		return err
	}
	return b.meetTutors(ctx, tutors)
}

// meetTutors finds the tutors of children, and who of them is one already.
func (b *backfill) meetTutors(ctx context.Context, names []Named) (err error) {
	if b.tutors, err = b.registerMissing(ctx, names, []Role{Tutor}, b.by.Now); err != nil {
		return err
	}
	grants, err := b.GrantsOf(ctx, slices.Collect(maps.Values(b.tutors)))
	b.tutoring = map[int64]bool{}
	for id, gs := range grants {
		b.tutoring[id] = slices.ContainsFunc(gs, func(g Grant) bool { return g.Role == Tutor })
	}
	return err
}

// tutorOf makes a tutor, where the child lives, of one who is none anywhere.
func (b *backfill) tutorOf(tutor, org int64) {
	if !b.tutoring[tutor] {
		b.tutoring[tutor] = true
		b.grants = append(b.grants, Grant{PersonID: tutor, Role: Tutor, OrgID: org, MadeAt: b.by.Now.UnixMilli()})
	}
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
	v.Channel = b.by.Via
	if v.ReviewedAt != 0 {
		v.ReviewedVia = b.by.Via
	}
	var err error
	if v.PersonID, err = b.whose(ctx, of); err != nil {
		return err
	}
	*partnerField(p.Record) = meant(unitOf(p.Record), b.partners, b.City).ID
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
			b.offers(p, reviewed)
		}
	}
	if v.Stage != Withdrawn {
		b.firsts = append(b.firsts, firstEntry{v.CountKey, Entry{Measure: first, OrgID: v.OrgID, Day: v.AppliedOn, Delta: 1, Subject: p.Ticket().String()}})
	}
	if v.Stage == Waiting || v.Stage.HasTutor() {
		b.note(p, EnrolmentsWaiting, reviewed, 1)
	}
	if v.Stage.HasTutor() {
		b.note(p, EnrolmentsWaiting, p.PairedOn, -1)
		b.note(p, EnrolmentsPaired, p.PairedOn, 1)
	}
}

// offers notes what a verified tutor offers, so that children are found for them.
func (b *backfill) offers(p *Past, since calendar.Day) {
	if p.Profile == nil {
		return
	}
	t := *p.Profile
	t.PersonID, t.OrgID, t.Since = p.review().PersonID, p.review().OrgID, since.At(0, b.Zone).UnixMilli()
	b.profiles = append(b.profiles, t)
}

func (b *backfill) note(p *Past, measure string, day calendar.Day, delta int64) {
	b.entries = append(b.entries, Entry{Measure: measure, OrgID: p.review().OrgID, Day: day, Delta: delta, Subject: p.Ticket().String()})
}

// pair gives a child the tutor that the sheet names; an ended one had them.
func (b *backfill) pair(ctx context.Context, p *Past) error {
	if p.Tutor.Phone == "" {
		return nil
	}
	v := p.review()
	tutor := b.tutors[p.Tutor]
	b.tutorOf(tutor, v.OrgID)
	return b.db(ctx).Create(&Pairing{EnrolmentID: p.Ticket().ID, TutorID: tutor, OrgID: v.OrgID, Active: v.Stage.HasTutor(), Stage: pairingStage(v.Stage),
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
	return b.enterAll(ctx)
}

// enterAll keeps the entries, the roles and what tutors offer.
func (b *backfill) enterAll(ctx context.Context) error {
	for i := range b.entries {
		b.entries[i].RecordedAt = b.by.Now.UnixMilli()
	}
	if err := insert(b.db(ctx), b.entries); err != nil {
		return err
	}
	var subjects []string
	for _, e := range b.entries {
		subjects = append(subjects, e.Subject)
	}
	if err := b.mirrorAll(ctx, subjects, b.by.Now); err != nil {
		return err
	}
	if err := insert(b.db(ctx), b.grants); err != nil {
		return err
	}
	return insert(b.db(ctx), b.profiles) // who has one already keeps it
}
