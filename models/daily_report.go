package models

import (
	"context"
	"time"

	"gorm.io/gorm/clause"

	"xiaoqing/models/calendar"
)

// DailyReport (零报告) is a coordinator's word that a unit had nothing that day: it
// has reported, which is not the same as silence (未报).
type DailyReport struct {
	ID     int64
	OrgID  int64        `gorm:"uniqueIndex:daily_report_once,priority:1"`
	Day    calendar.Day `gorm:"size:10;uniqueIndex:daily_report_once,priority:2"`
	ByID   int64
	Via    string `gorm:"size:20"`
	MadeAt int64
}

// ReportNothing (零报告) keeps that org has nothing to report on by's day; again is
// true when that was said before.
func (s *Store) ReportNothing(ctx context.Context, by Actor, org Org) (again bool, err error) {
	if !by.Holds(Coordinator, org) {
		return false, Refuse(Forbidden, "%s不归您管，请那边的协调员来报。", org.Name)
	}
	err = s.Tx(ctx, func(tx *Store) error {
		r := DailyReport{OrgID: org.ID, Day: calendar.DayOf(by.Now), ByID: by.Person, Via: by.Via, MadeAt: by.Now.UnixMilli()}
		made := tx.db(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(&r)
		if again = made.RowsAffected == 0; made.Error != nil || again {
			return made.Error
		}
		return tx.audit(ctx, by, "nothing", "", org.ID, string(r.Day))
	})
	return again, err
}

// Standing of a unit's report of one day.
type ReportState int

const (
	NotAsked ReportState = iota // nobody answers for it, or it takes no part
	Silent                      // 未报
	Nothing                     // 零报告
	Reported                    // something was done
)

// Reports are how each of b.Units stood at b's cut-off with its report of the day
// To: a unit reports by doing something, it or one below, or by saying 零报告. The
// Org itself, first, is asked like the others.
func (s *Store) Reports(ctx context.Context, b *Book) ([]ReportState, error) {
	asked, err := s.withCoordinator(ctx, b.Units)
	if err != nil {
		return nil, err
	}
	nothing, err := s.reportedNothing(ctx, b.Units, b.To, b.Cutoff)
	if err != nil {
		return nil, err
	}
	states := make([]ReportState, len(b.Units))
	for i, active := range b.Active(b.To) {
		switch id := b.Units[i].ID; {
		case !asked[id] || !b.Units[i].Placed:
		case active:
			states[i] = Reported
		case nothing[id]:
			states[i] = Nothing
		default:
			states[i] = Silent
		}
	}
	return states, nil
}

func idsOf(orgs []Org) []int64 {
	ids := make([]int64, len(orgs))
	for i, o := range orgs {
		ids[i] = o.ID
	}
	return ids
}

// withCoordinator are those of the orgs that have a coordinator of their own.
func (s *Store) withCoordinator(ctx context.Context, orgs []Org) (map[int64]bool, error) {
	var ids []int64
	err := s.db(ctx).Model(&Grant{}).Where("role = ? AND org_id IN ?", Coordinator, idsOf(orgs)).Distinct().Pluck("org_id", &ids).Error
	return set(ids), err
}

func (s *Store) reportedNothing(ctx context.Context, orgs []Org, day calendar.Day, cutoff time.Time) (map[int64]bool, error) {
	var ids []int64
	err := s.db(ctx).Model(&DailyReport{}).Where("org_id IN ? AND day = ? AND made_at <= ?", idsOf(orgs), day, cutoff.UnixMilli()).Pluck("org_id", &ids).Error
	return set(ids), err
}

func set(ids []int64) map[int64]bool {
	out := make(map[int64]bool, len(ids))
	for _, id := range ids {
		out[id] = true
	}
	return out
}
