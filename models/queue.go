package models

import (
	"context"
	"time"
)

// Queue are the records of one sort that wait for a review in orgs and below,
// the longest wait first. prefix is a ticket's: 志 or 托.
func (s *Store) Queue(ctx context.Context, prefix string, orgs []Org, limit int) ([]Record, error) {
	if len(orgs) == 0 {
		return nil, nil
	}
	q := s.db(ctx).Where("stage = ?", Applied).Where("org_id IN (?)", s.below(ctx, orgs)).Order("waiting_since, id").Limit(limit)
	if prefix == EnrolmentPrefix {
		var rows []*Enrolment
		err := q.Find(&rows).Error
		return records(rows), err
	}
	var rows []*Signup
	err := q.Find(&rows).Error
	return records(rows), err
}

// QueueLength is how many wait for a review in orgs and below; prefix is a
// ticket's: 志, 托, 证, 岗, or 课 for reports that are held.
func (s *Store) QueueLength(ctx context.Context, prefix string, orgs []Org) (n int64, err error) {
	if len(orgs) == 0 {
		return 0, nil
	}
	q := s.db(ctx).Where("org_id IN (?)", s.below(ctx, orgs))
	switch prefix {
	case SignupPrefix:
		q = q.Model(&Signup{}).Where("stage = ?", Applied)
	case EnrolmentPrefix:
		q = q.Model(&Enrolment{}).Where("stage = ?", Applied)
	case CertificatePrefix:
		q = q.Model(&Certificate{}).Where("stage = ?", Unsealed)
	case ShiftPrefix:
		q = q.Model(&Shift{}).Where(unapproved+" AND stage IN ?", shiftsWaiting)
	default:
		q = q.Model(&TutoringLog{}).Where("(held = ? OR heard = ?) AND standing = ?", true, HeardOtherwise, true)
	}
	err = q.Count(&n).Error
	return n, err
}

func records[T Record](rows []T) []Record {
	out := make([]Record, len(rows))
	for i, r := range rows {
		out[i] = r
	}
	return out
}

// below is a subquery: the ids of orgs and of all units below them.
func (s *Store) below(ctx context.Context, orgs []Org) any {
	q := s.db(ctx).Model(&Org{}).Select("id")
	for i, o := range orgs {
		if i == 0 {
			q = q.Where("path LIKE ?", o.Path+"%")
		} else {
			q = q.Or("path LIKE ?", o.Path+"%")
		}
	}
	return q
}

// Waits says how many records of one sort wait in org and below, and since when
// the oldest does (zero when none).
type Waits struct {
	N      int64
	Oldest time.Time
}

// Waiting counts the records of one sort at a stage in org and below.
func (s *Store) Waiting(ctx context.Context, prefix string, stage Stage, org Org) (w Waits, err error) {
	var row struct{ N, Oldest int64 }
	table := "signups"
	if prefix == EnrolmentPrefix {
		table = "enrolments"
	}
	err = s.db(ctx).Table(table).Select("COUNT(*) AS n, COALESCE(MIN(waiting_since), 0) AS oldest").
		Where("stage = ?", stage).Where("org_id IN (?)", s.below(ctx, []Org{org})).Scan(&row).Error
	if w.N = row.N; row.N > 0 {
		w.Oldest = time.UnixMilli(row.Oldest).In(s.Zone)
	}
	return w, err
}

// Doubles are the other standing signups with the same name and phone.
func (s *Store) Doubles(ctx context.Context, r Record) (tickets []string, err error) {
	v := r.review()
	if r.Ticket().Prefix != SignupPrefix || v.PhoneKey == "" {
		return nil, nil
	}
	var ids []int64
	err = s.db(ctx).Model(&Signup{}).Where("name_key = ? AND phone_key = ? AND id <> ? AND stage NOT IN ?", v.NameKey, v.PhoneKey, r.Ticket().ID, []Stage{Withdrawn, Rejected}).
		Order("id").Limit(3).Pluck("id", &ids).Error
	for _, id := range ids {
		tickets = append(tickets, Ticket{SignupPrefix, id}.String())
	}
	return tickets, err
}

// RecordsOf are a person's own records, newest first.
func (s *Store) RecordsOf(ctx context.Context, person int64) ([]Record, error) {
	var signups []*Signup
	if err := s.db(ctx).Where("person_id = ?", person).Order("id DESC").Limit(10).Find(&signups).Error; err != nil {
		return nil, err
	}
	var enrolments []*Enrolment
	err := s.db(ctx).Where("person_id = ?", person).Order("id DESC").Limit(10).Find(&enrolments).Error
	return append(records(enrolments), records(signups)...), err
}

// PairedSince is how many children got a tutor since t, in the whole city: what
// was only proposed or came to nothing does not count.
func (s *Store) PairedSince(ctx context.Context, t time.Time) (n int64, err error) {
	err = s.db(ctx).Model(&Pairing{}).Where("stage IN ? AND made_at >= ?", []PairingStage{PairingAgreed, PairingOver}, t.UnixMilli()).Count(&n).Error
	return n, err
}
