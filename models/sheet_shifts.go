package models

import (
	"context"
	"fmt"
	"time"

	"xiaoqing/models/calendar"
)

// PastShift (补录上岗) is a shift as an operator's sheet has it.
type PastShift struct {
	Who                 Named
	OrgID               int64
	Day                 calendar.Day
	In                  *calendar.Clock // nil where only the length is known
	Out                 *calendar.Clock // of the same day or, when it is before In, of the next
	Auto                bool
	Claimed, Approved   int
	Stage               Stage // ShiftOff, ShiftClaimed, ShiftApproved or ShiftRejected
	Task, Place, Reason string

	Known  bool // out: it is there already
	person int64
}

// shift is the row as it is kept.
func (p *PastShift) shift(zone *time.Location, now time.Time) Shift {
	sh := Shift{PersonID: p.person, Day: p.Day, OrgID: p.OrgID, Stage: p.Stage, Auto: p.Auto, Claimed: p.Claimed, Approved: p.Approved, Door: "sheet", MadeAt: now.UnixMilli(),
		ShiftPrivate: ShiftPrivate{Place: p.Place, Task: p.Task, Reason: p.Reason}}
	if p.In != nil {
		sh.InAt = p.Day.At(*p.In, zone).UnixMilli()
	}
	if p.In != nil && p.Out != nil {
		sh.Clocked = (int(*p.Out-*p.In) + 24*60) % (24 * 60)
		sh.OutAt = sh.InAt + int64(sh.Clocked)*time.Minute.Milliseconds()
	}
	return sh
}

// RecogniseShifts finds which shifts are there already: of the same person, on the
// same day, beginning at the same minute.
func (s *Store) RecogniseShifts(ctx context.Context, rows []*PastShift, at time.Time) error {
	var names []Named
	for _, p := range rows {
		names = append(names, p.Who)
	}
	people, err := s.PeopleMeant(ctx, names, []Role{Volunteer, Tutor})
	if err != nil {
		return err
	}
	var ids []int64
	for _, p := range rows {
		p.person = people[p.Who]
		ids = append(ids, p.person)
	}
	there, err := find[Shift](s.db(ctx).Where("stage <> ?", ShiftVoid), "person_id", ids)
	if err != nil {
		return err
	}
	known := map[string]bool{}
	for _, sh := range there {
		known[sh.same(s.Zone)] = true
	}
	for _, p := range rows {
		sh := p.shift(s.Zone, at)
		key := fmt.Sprintf("%s %s %s", p.Who.Name, p.Who.Phone, sh.same(s.Zone)) // of one whom nobody knows yet
		if p.person != 0 {
			key = sh.same(s.Zone)
		}
		p.Known = known[key]
		known[key] = true
	}
	return nil
}

// same is what a shift is recognised by.
func (sh Shift) same(zone *time.Location) string {
	begins := ""
	if sh.InAt != 0 {
		begins = calendar.ClockOf(time.UnixMilli(sh.InAt).In(zone)).String()
	}
	return fmt.Sprintf("%d %s %s", sh.PersonID, sh.Day, begins)
}

// BackfillShifts keeps those of rows that are not known yet, with their people, who
// volunteer in the unit from then on, and counts each on its own day.
func (s *Store) BackfillShifts(ctx context.Context, by Actor, rows []*PastShift, show func(n int)) error {
	return s.Tx(ctx, func(tx *Store) error {
		var names []Named
		for _, p := range rows {
			if !p.Known {
				names = append(names, p.Who)
			}
		}
		people, err := tx.registerMissing(ctx, names, []Role{Volunteer, Tutor}, by.Now)
		if err != nil {
			return err
		}
		grants, err := tx.grantsOf(ctx, people)
		if err != nil {
			return err
		}
		for i, p := range rows {
			if !p.Known {
				if err := tx.backfillShift(ctx, by, p, people[p.Who], grants); err != nil {
					return err
				}
			}
			show(i + 1)
		}
		return nil
	})
}

// grantsOf says who of people volunteers or tutors somewhere.
func (s *Store) grantsOf(ctx context.Context, people map[Named]int64) (map[int64]bool, error) {
	var ids []int64
	for _, id := range people {
		ids = append(ids, id)
	}
	all, err := s.GrantsOf(ctx, ids)
	has := map[int64]bool{}
	for id, grants := range all {
		for _, g := range grants {
			has[id] = has[id] || g.Role == Volunteer || g.Role == Tutor
		}
	}
	return has, err
}

func (s *Store) backfillShift(ctx context.Context, by Actor, p *PastShift, person int64, has map[int64]bool) error {
	p.person = person
	if !has[person] {
		has[person] = true
		if err := s.GrantRole(ctx, person, Volunteer, Org{ID: p.OrgID}, by.Person, by.Now); err != nil {
			return err
		}
	}
	sh := p.shift(s.Zone, by.Now)
	return s.countShift(ctx, &sh, by.Now)
}

// ListShifts hands f the shifts of x, a page at a time.
func (s *Store) ListShifts(ctx context.Context, x Extent, f func(rows []Shift, total int64) error) error {
	q := s.extent(ctx, x, &Shift{}, "day").Where("stage <> ?", ShiftVoid)
	return pages(q, f)
}
