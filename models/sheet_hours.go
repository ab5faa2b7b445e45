package models

import (
	"cmp"
	"context"
	"slices"
)

// Given is what one person gave in an extent.
type Given struct {
	TutorID int64
	Service
}

// ListGiven sums the reports of x that hold and the shifts that were approved, by
// person, in the order in which they became known.
func (s *Store) ListGiven(ctx context.Context, x Extent) (all []Given, err error) {
	if all, err = s.lessonsGiven(ctx, x); err != nil {
		return nil, err
	}
	var duty []Given
	err = s.extent(ctx, x, &Shift{}, "day").Where("stage = ?", ShiftApproved).
		Select("person_id AS tutor_id, MIN(day) AS first, MAX(day) AS last, SUM(approved) AS minutes, COUNT(*) AS turns").Group("person_id").Order("person_id").Scan(&duty).Error
	at := map[int64]int{}
	for i, g := range all {
		at[g.TutorID] = i
	}
	for _, d := range duty {
		if i, both := at[d.TutorID]; both {
			all[i].add(d.Service)
		} else {
			all = append(all, d)
		}
	}
	slices.SortFunc(all, func(a, b Given) int { return cmp.Compare(a.TutorID, b.TutorID) })
	return all, err
}

func (s *Store) lessonsGiven(ctx context.Context, x Extent) (all []Given, err error) {
	err = s.extent(ctx, x, &TutoringLog{}, "day").Where("standing = ? AND held = ? AND heard <> ?", true, false, HeardOtherwise).
		Select("tutor_id, MIN(day) AS first, MAX(day) AS last, SUM(minutes) AS minutes, SUM(periods) AS periods, COUNT(*) AS turns").
		Group("tutor_id").Order("tutor_id").Scan(&all).Error
	return all, err
}

// SerialsOf are the numbers of the certificates that people hold for days of x,
// by person.
func (s *Store) SerialsOf(ctx context.Context, x Extent, people []int64) (map[int64][]string, error) {
	rows, err := find[Certificate](s.db(ctx).Where("stage = ?", Issued), "person_id", people)
	serials := map[int64][]string{}
	for _, c := range rows {
		if (x.To == "" || c.FirstDay <= x.To) && (x.From == "" || c.LastDay >= x.From) {
			serials[c.PersonID] = append(serials[c.PersonID], c.Serial())
		}
	}
	return serials, err
}

// UnitsOf are the units in which people tutor, or else volunteer, by person; who
// does so in several has the first.
func (s *Store) UnitsOf(ctx context.Context, people []int64) (map[int64]Org, error) {
	grants, err := find[Grant](s.db(ctx).Where("role IN ?", []Role{Tutor, Volunteer}), "person_id", people)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(grants, func(a, b Grant) int { // tutors before volunteers
		switch {
		case a.Role == b.Role:
			return 0
		case a.Role == Tutor:
			return -1
		}
		return 1
	})
	var ids []int64
	for _, g := range grants {
		ids = append(ids, g.OrgID)
	}
	orgs, err := find[Org](s.db(ctx), "id", ids)
	if err != nil {
		return nil, err
	}
	byID, units := indexed(orgs, func(o Org) int64 { return o.ID }), map[int64]Org{}
	for _, g := range grants {
		if _, ok := units[g.PersonID]; !ok {
			units[g.PersonID] = byID[g.OrgID]
		}
	}
	return units, nil
}
