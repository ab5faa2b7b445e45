package models

import (
	"context"

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
	Profile  *TutorProfile // what a tutor offers by their sign-up, nil for anyone else

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
