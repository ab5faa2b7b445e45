package models

import (
	"context"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm/clause"
)

// Climb (逐级提醒) is how far up the tree it was told that a record waits too long:
// Step levels above those whose turn it is.
type Climb struct {
	ID      int64
	Subject string `gorm:"size:32;uniqueIndex"` // the queue and the row's id: signup:12
	Step    int
	At      int64
}

// top is the last step: from a community to the city.
const top = 3

// Queue is one sort of thing that waits, as limits are set for it.
type Queue string

// The queues whose waits climb.
const (
	SignupQueue  Queue = "signup"  // 报名等审核
	EnrolQueue   Queue = "enrol"   // 报云托班等审核
	PairingQueue Queue = "pairing" // 孩子等结对
	ReportQueue  Queue = "report"  // 课时上报等审核
	ShiftQueue   Queue = "shift"   // 上岗时长等审核
)

// Queues are all of them, in the order in which they are told.
var Queues = []Queue{SignupQueue, EnrolQueue, PairingQueue, ReportQueue, ShiftQueue}

// Limits are how long each queue may wait before the level above hears of it, and
// again before the one above that.
type Limits map[Queue]time.Duration

// Overdue is a record that waits and whose next step is due.
type Overdue struct {
	Queue Queue
	ID    int64
	OrgID int64
	Since time.Time
	Step  int // told so far
}

// Overdue are the records whose wait has passed limits' next step at now, the longest
// wait of each queue first, at most limit of each.
func (s *Store) Overdue(ctx context.Context, limits Limits, now time.Time, limit int) (all []Overdue, err error) {
	for _, q := range Queues {
		table, since, where := q.rows()
		if limits[q] <= 0 {
			continue
		}
		var rows []struct {
			ID, OrgID, Since int64
			Step             int
		}
		err := s.db(ctx).Table(table+" AS t").Select("t.id, t.org_id, "+since+" AS since, COALESCE(climbs.step, 0) AS step").
			Joins("LEFT JOIN climbs ON climbs.subject = "+s.concat("'"+string(q)+":'", "t.id")).
			Where(where[0], where[1:]...).Where(since+" <= ?", now.Add(-limits[q]).UnixMilli()).
			Where("COALESCE(climbs.step, 0) < ? AND ? - ("+since+") >= ? * (COALESCE(climbs.step, 0) + 1)", top, now.UnixMilli(), limits[q].Milliseconds()).
			Order(since + ", t.id").Limit(limit).Scan(&rows).Error
		if err != nil {
			return nil, fmt.Errorf("overdue %s: %w", q, err)
		}
		for _, r := range rows {
			all = append(all, Overdue{q, r.ID, r.OrgID, time.UnixMilli(r.Since).In(s.Zone), r.Step})
		}
	}
	return all, nil
}

// rows says where a queue's records stand and since when they wait.
func (q Queue) rows() (table, since string, where []any) {
	switch q {
	case SignupQueue:
		return "signups", "waiting_since", []any{"t.stage = ?", Applied}
	case EnrolQueue:
		return "enrolments", "waiting_since", []any{"t.stage = ?", Applied}
	case PairingQueue:
		return "enrolments", "waiting_since", []any{"t.stage = ?", Waiting}
	}
	if q == ShiftQueue {
		return "shifts", shiftCame, []any{"t." + unapproved + " AND t.stage IN ?", shiftsWaiting}
	}
	return "tutoring_logs", "made_at", []any{"t.held = ? AND t.standing = ?", true, true}
}

// concat joins two SQL expressions as text.
func (s *Store) concat(a, b string) string {
	if s.Server() {
		return "CONCAT(" + a + ", " + b + ")"
	}
	return a + " || " + b
}

// Climbed keeps that a record's wait was told up to a step.
func (s *Store) Climbed(ctx context.Context, o Overdue, step int, now time.Time) error {
	return s.db(ctx).Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "subject"}}, DoUpdates: clause.AssignmentColumns([]string{"step", "at"})}).
		Create(&Climb{Subject: fmt.Sprintf("%s:%d", o.Queue, o.ID), Step: step, At: now.UnixMilli()}).Error
}

// Ladder are the coordinators of an Org and of each unit above it that has any, the
// nearest first.
func (s *Store) Ladder(ctx context.Context, org Org) (rungs [][]int64, err error) {
	ids := strings.Split(strings.Trim(org.Path, "/"), "/")
	for i := len(ids) - 1; i >= 0; i-- {
		var people []int64
		err := s.db(ctx).Model(&Grant{}).Where("role = ? AND org_id = ?", Coordinator, ids[i]).Order("id").Pluck("person_id", &people).Error
		if err != nil {
			return nil, err
		}
		if len(people) > 0 {
			rungs = append(rungs, people)
		}
	}
	return rungs, nil
}
