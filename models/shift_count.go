package models

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// What a shift counts: a turn (人次) from 签到 on, its minutes from 签退 on, as the
// clock says until a coordinator approves others. One that was only told counts
// when it is approved. All of it is counted on the day the shift began, in the unit
// that it was for; the person, once, in the unit of their sign-up.
func (sh Shift) counts() (turns, minutes int) {
	switch sh.Stage {
	case ShiftOn:
		return 1, 0
	case ShiftOff:
		return 1, sh.Clocked
	case ShiftApproved:
		return 1, sh.Approved
	}
	return 0, 0
}

// countShift keeps a shift, new or changed, and enters what its figures changed by.
func (s *Store) countShift(ctx context.Context, sh *Shift, now time.Time) error {
	was := *sh
	sh.CountedTurns, sh.CountedMinutes = sh.counts()
	instead, err := s.countDay(ctx, sh)
	if err != nil {
		return err
	}
	keep := s.db(ctx).Save
	if sh.ID == 0 {
		keep = s.db(ctx).Create
	}
	if err := keep(sh).Error; err != nil {
		return err
	}
	entries := append(sh.changes(was), instead...)
	switch {
	case sh.CountedTurns > was.CountedTurns:
		first, err := s.firstOnDuty(ctx, *sh)
		if err != nil {
			return err
		}
		entries = append(entries, first...)
	case sh.CountedTurns < was.CountedTurns:
		if err := s.notOnDutyAfterAll(ctx, *sh, now); err != nil {
			return err
		}
	}
	return s.enterAll(ctx, entries, now)
}

// countDay says whether a shift is the one by which its person is counted among those
// of its day: the first that counts. Where it no longer does another takes its place,
// which the entry is for.
func (s *Store) countDay(ctx context.Context, sh *Shift) (entries []Entry, err error) {
	if sh.CountedDay == (sh.CountedTurns > 0) {
		return nil, nil
	}
	var other Shift
	err = s.db(ctx).Where("person_id = ? AND day = ? AND id <> ? AND counted_turns > 0", sh.PersonID, sh.Day, sh.ID).Order("counted_day DESC, id").Limit(1).Find(&other).Error
	if err != nil {
		return nil, err
	}
	if sh.CountedTurns > 0 {
		sh.CountedDay = !other.CountedDay
		return nil, nil
	}
	if sh.CountedDay = false; other.ID == 0 {
		return nil, nil
	}
	err = s.db(ctx).Model(&Shift{}).Where("id = ?", other.ID).UpdateColumn("counted_day", true).Error
	return []Entry{{Measure: OnDutyToday, OrgID: other.OrgID, Day: other.Day, Delta: 1, Subject: other.Ticket().String()}}, err
}

// changes are the entries for what a shift counts otherwise than it did.
func (sh Shift) changes(was Shift) (entries []Entry) {
	for _, e := range []Entry{
		{Measure: Shifts, Day: sh.Day, Delta: int64(sh.CountedTurns - was.CountedTurns)},
		{Measure: ShiftMinutes, Day: sh.Day, Delta: int64(sh.CountedMinutes - was.CountedMinutes)},
		{Measure: OnDutyToday, Day: sh.Day, Delta: int64(number(sh.CountedDay) - number(was.CountedDay))},
	} {
		if e.Delta != 0 {
			e.OrgID, e.Subject = sh.OrgID, sh.Ticket().String()
			entries = append(entries, e)
		}
	}
	return entries
}

func number(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// firstOnDuty is the entry for who is on duty for the first time, nil for who was
// before.
func (s *Store) firstOnDuty(ctx context.Context, sh Shift) ([]Entry, error) {
	var g Signup
	err := s.db(ctx).Select("id", "org_id", "count_key").Where("person_id = ? AND stage = ?", sh.PersonID, Verified).Order("id").Limit(1).Find(&g).Error
	if err != nil {
		return nil, err
	}
	key, org := g.CountKey, g.OrgID
	if g.ID == 0 {
		key, org = s.vault.Lookup("count", fmt.Sprintf("duty\x00%d", sh.PersonID)), sh.OrgID
	}
	subject := sh.Ticket().String()
	made, err := s.first(ctx, First{Measure: OnDutyPeople, Key: key, Subject: subject})
	if err != nil || !made {
		return nil, err
	}
	return []Entry{{Measure: OnDutyPeople, OrgID: org, Day: sh.Day, Delta: 1, Subject: subject}}, nil
}

// notOnDutyAfterAll takes back that a person was counted by a shift; their next one
// counts them instead.
func (s *Store) notOnDutyAfterAll(ctx context.Context, sh Shift, now time.Time) error {
	subject := sh.Ticket().String()
	gone := s.db(ctx).Where("measure = ? AND subject = ?", OnDutyPeople, subject).Delete(&First{})
	if gone.Error != nil || gone.RowsAffected == 0 {
		return gone.Error
	}
	var sums []Entry
	err := s.db(ctx).Model(&Entry{}).Select("org_id, day, SUM(delta) AS delta").Where("subject = ? AND measure = ?", subject, OnDutyPeople).
		Group("org_id, day").Having("SUM(delta) <> 0").Order("org_id, day").Find(&sums).Error
	if err != nil {
		return err
	}
	for i := range sums {
		sums[i].Measure, sums[i].Subject, sums[i].Delta = OnDutyPeople, subject, -sums[i].Delta
	}
	var next []Shift
	if err := s.db(ctx).Where("person_id = ? AND counted_turns > 0 AND id <> ?", sh.PersonID, sh.ID).Order("day, id").Limit(1).Find(&next).Error; err != nil {
		return err
	}
	for _, n := range next {
		first, err := s.firstOnDuty(ctx, n)
		if err != nil {
			return err
		}
		sums = append(sums, first...)
	}
	return s.enterAll(ctx, sums, now)
}

// enterAll appends entries in one statement.
func (s *Store) enterAll(ctx context.Context, entries []Entry, now time.Time) error {
	if len(entries) == 0 {
		return nil
	}
	var args []any
	for _, e := range entries {
		args = append(args, e.Measure, e.OrgID, e.Day, e.Delta, e.Subject, now.UnixMilli())
	}
	rows := strings.TrimSuffix(strings.Repeat("(?, ?, ?, ?, ?, ?), ", len(entries)), ", ")
	return s.db(ctx).Exec("INSERT INTO entries (measure, org_id, day, delta, subject, recorded_at) VALUES "+rows, args...).Error
}
