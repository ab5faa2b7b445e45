package models

import (
	"context"
	"time"

	"xiaoqing/models/calendar"
)

// OpeningFigure (期初数) is a figure of one Org from before the product: totals
// start there. It counts from its day on, never in a day's own figures. A wrong
// one is answered by another for the same Org and measure, and kept.
type OpeningFigure struct {
	ID             int64
	OrgID          int64        `gorm:"index"`
	Measure        string       `gorm:"size:24"`
	Day            calendar.Day `gorm:"size:10"` // 截至
	Value          int64        // as entries keep it: halves of a 课时, minutes, fen
	EnteredBy      int64        // the person, 0 by the operator's command
	Via            string       `gorm:"size:20"`
	MadeAt         int64
	Sealed         []byte
	OpeningPrivate `gorm:"-"`
}

// OpeningPrivate is what the coordinator wrote.
type OpeningPrivate struct {
	Source string `json:"source"` // 街道台账
}

func (o *OpeningFigure) private() (any, *[]byte) { return &o.OpeningPrivate, &o.Sealed }

// SetOpening (期初数) keeps an opening figure; the same again changes nothing, which
// changed tells. It refuses (Invalid) a stock, a negative figure, and a day to come.
func (s *Store) SetOpening(ctx context.Context, by Actor, o OpeningFigure) (changed bool, err error) {
	m, ok := MeasureOf(o.Measure)
	switch {
	case !ok || m.IsStock():
		return false, Refuse(Invalid, "%s是当下的数，不用记期初数。", m.Name)
	case o.Value < 0:
		return false, Refuse(Invalid, "期初数不能是负数。")
	case o.Day > calendar.DayOf(by.Now):
		return false, Refuse(Invalid, "期初数的截至日期还没到，请写今天或以前的一天。")
	}
	err = s.Tx(ctx, func(tx *Store) error {
		org, err := tx.Org(ctx, o.OrgID)
		if err != nil {
			return err
		}
		if by.Via != "command" && !by.Holds(Coordinator, org) {
			return Refuse(Forbidden, "%s不归您管，请那边的协调员来记。", org.Name)
		}
		if old, found, err := tx.StandingOpening(ctx, o.OrgID, o.Measure); err != nil || found && old.Same(o) {
			return err
		}
		o.ID, o.EnteredBy, o.Via, o.MadeAt, changed = 0, by.Person, by.Via, by.Now.UnixMilli(), true
		if err := tx.db(ctx).Create(&o).Error; err != nil {
			return err
		}
		return tx.audit(ctx, by, "opening", "", o.OrgID, o.Measure)
	})
	return changed, err
}

// openings are the opening figures that stood at cutoff for those Orgs, one for
// each Org and measure.
func (s *Store) openings(ctx context.Context, orgs []int64, cutoff time.Time) (standing []OpeningFigure, err error) {
	var rows []OpeningFigure
	err = s.db(ctx).Where("org_id IN ? AND made_at <= ?", orgs, cutoff.UnixMilli()).Order("made_at, id").Find(&rows).Error
	type key struct {
		org     int64
		measure string
	}
	at := map[key]int{}
	for _, o := range rows {
		k := key{o.OrgID, o.Measure}
		if i, ok := at[k]; ok {
			standing[i] = o
			continue
		}
		at[k] = len(standing)
		standing = append(standing, o)
	}
	return standing, err
}

// StandingOpening is the opening figure of an Org and measure that holds now.
func (s *Store) StandingOpening(ctx context.Context, org int64, measure string) (o OpeningFigure, found bool, err error) {
	row := s.db(ctx).Where("org_id = ? AND measure = ?", org, measure).Order("made_at DESC, id DESC").Limit(1).Find(&o)
	return o, row.RowsAffected == 1, row.Error
}

// Same says that other tells nothing that o does not.
func (o OpeningFigure) Same(other OpeningFigure) bool {
	return o.Value == other.Value && o.Day == other.Day && o.Source == other.Source
}

// ListOpenings hands f every opening figure of x, those that were replaced too,
// a page at a time.
func (s *Store) ListOpenings(ctx context.Context, x Extent, f func(rows []OpeningFigure, total int64) error) error {
	return pages(s.extent(ctx, x, &OpeningFigure{}, "day"), f)
}
