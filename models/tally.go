package models

import (
	"context"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"xiaoqing/models/calendar"
)

// Tally (日结) is what one Org itself (本级) has of one measure on one day: the sum
// of the entries that are folded in. Units above are added up when read, so that
// an Org may move in the tree.
type Tally struct {
	ID      int64
	OrgID   int64        `gorm:"uniqueIndex:tally_once,priority:1"`
	Day     calendar.Day `gorm:"size:10;uniqueIndex:tally_once,priority:2"`
	Measure string       `gorm:"size:24;uniqueIndex:tally_once,priority:3"`
	Value   int64
}

// Total (累计) is the sum of an Org's own tallies of one measure on all sealed days,
// so that a total costs the same whatever the history.
type Total struct {
	ID      int64
	OrgID   int64  `gorm:"uniqueIndex:total_once,priority:1"`
	Measure string `gorm:"size:24;uniqueIndex:total_once,priority:2"`
	Value   int64
}

// Seal (封账) is the one row that says until which day the totals go. Whoever
// changes tallies raises its version first, which keeps others out and tells
// readers that what they read may not belong together.
type Seal struct {
	ID      int64
	Through calendar.Day `gorm:"size:10"` // "" before the first night
	Version int64
}

// sealedAt is when a day is sealed: what is entered for it later is a correction.
const sealedAt calendar.Clock = 10

// SealDue is the last day that is to be sealed at now.
func SealDue(now time.Time) calendar.Day {
	return calendar.DayOf(now.Add(-time.Duration(sealedAt) * time.Minute)).Add(-1)
}

// foldBatch is how many entries go into the tallies in one transaction: few
// enough that no message has to wait for it.
const foldBatch = 4000

// Fold takes what was entered until upto into the tallies, and says how many
// entries these were. An entry is folded once, whoever does it and however often;
// one that comes to light later, since its transaction or its clock was slow, is
// taken the next time.
func (s *Store) Fold(ctx context.Context, upto time.Time) (folded int, err error) {
	var next int64
	err = s.db(ctx).Model(&Entry{}).Select("COALESCE(MIN(id), 0)").Where("folded = ? AND recorded_at <= ?", false, upto.UnixMilli()).Scan(&next).Error
	for err == nil && next > 0 {
		var batch []Entry
		err = s.Tx(ctx, func(tx *Store) (err error) {
			batch, err = tx.InBulk().foldFrom(ctx, next, upto)
			return err
		})
		if len(batch) < foldBatch {
			next = 0
		} else {
			next = batch[len(batch)-1].ID + 1
		}
		folded += len(batch)
	}
	return folded, err
}

// foldFrom folds one batch of the entries from an id on.
func (s *Store) foldFrom(ctx context.Context, first int64, upto time.Time) (batch []Entry, err error) {
	seal, err := s.lockSeal(ctx)
	if err != nil {
		return nil, err
	}
	// The plus keeps SQLite from going through all that is not folded for each batch.
	open := s.db(ctx).Where("id >= ? AND +folded = ? AND recorded_at <= ?", first, false, upto.UnixMilli())
	if err := open.Order("id").Limit(foldBatch).Find(&batch).Error; err != nil || len(batch) == 0 {
		return nil, err
	}
	marked := s.db(ctx).Model(&Entry{}).Where("id BETWEEN ? AND ? AND +folded = ? AND recorded_at <= ?", first, batch[len(batch)-1].ID, false, upto.UnixMilli()).Update("folded", true)
	if marked.Error != nil {
		return nil, marked.Error
	}
	if marked.RowsAffected != int64(len(batch)) {
		return nil, errAgain // one more came between the two statements
	}
	return batch, s.tallyUp(ctx, seal, batch)
}

// FoldHistory folds all that was entered in a few statements, for a database into
// which nobody else writes: one that was filled a moment ago. Its late entries are
// history and no corrections.
func (s *Store) FoldHistory(ctx context.Context) error {
	return s.Tx(ctx, func(tx *Store) error {
		seal, err := tx.lockSeal(ctx)
		if err != nil {
			return err
		}
		for _, into := range []struct{ table, columns, where string }{{"tallies", "org_id, day, measure", "folded = ?"}, {"totals", "org_id, measure", "folded = ? AND day <= '" + string(seal.Through) + "'"}} {
			err := tx.db(ctx).Exec("INSERT INTO "+into.table+" ("+into.columns+", value) SELECT "+into.columns+", SUM(delta) FROM entries WHERE "+into.where+
				" GROUP BY "+into.columns+onConflict(tx.db(ctx), "value", into.columns), false).Error
			if err != nil {
				return err
			}
		}
		return tx.db(ctx).Model(&Entry{}).Where("folded = ?", false).Update("folded", true).Error
	})
}

// onConflict adds to the row that is there already.
func onConflict(db *gorm.DB, column, key string) string {
	if db.Name() == "mysql" {
		return " ON DUPLICATE KEY UPDATE " + column + " = " + column + " + VALUES(" + column + ")"
	}
	return " ON CONFLICT (" + key + ") DO UPDATE SET " + column + " = " + column + " + excluded." + column
}

// tallyUp adds entries to the tallies, the totals and the corrections.
func (s *Store) tallyUp(ctx context.Context, seal Seal, batch []Entry) error {
	tallies, totals, late := map[Tally]int64{}, map[Total]int64{}, map[Correction]int64{}
	for _, e := range batch {
		tallies[Tally{OrgID: e.OrgID, Day: e.Day, Measure: e.Measure}] += e.Delta
		if e.Day <= seal.Through {
			totals[Total{OrgID: e.OrgID, Measure: e.Measure}] += e.Delta
		}
		if e.Late(s.Zone) {
			late[Correction{OrgID: e.OrgID, Day: e.Day, Measure: e.Measure, Named: namedOn(e.RecordedAt, s.Zone)}] += e.Delta
		}
	}
	if err := raise(s.db(ctx), "value", []string{"org_id", "day", "measure"}, tallies, func(t *Tally, n int64) { t.Value = n }); err != nil {
		return err
	}
	if err := s.raiseTotals(ctx, totals); err != nil {
		return err
	}
	return raise(s.db(ctx), "delta", []string{"org_id", "day", "measure", "named"}, late, func(c *Correction, n int64) { c.Delta = n })
}

func (s *Store) raiseTotals(ctx context.Context, totals map[Total]int64) error {
	return raise(s.db(ctx), "value", []string{"org_id", "measure"}, totals, func(t *Total, n int64) { t.Value = n })
}

// raise adds each number to the column of its row, which is made when there is
// none. Rows of 0 are kept: they say that something was entered.
func raise[T comparable](db *gorm.DB, column string, key []string, sums map[T]int64, set func(row *T, n int64)) error {
	rows := make([]T, 0, len(sums))
	for row, n := range sums {
		set(&row, n)
		rows = append(rows, row)
	}
	inserted := "excluded." + column
	if db.Name() == "mysql" {
		inserted = "VALUES(" + column + ")"
	}
	columns := make([]clause.Column, len(key))
	for i, name := range key {
		columns[i].Name = name
	}
	add := clause.OnConflict{Columns: columns, DoUpdates: clause.Assignments(map[string]any{column: gorm.Expr(column + " + " + inserted)})}
	for some := range slices.Chunk(rows, page) {
		if err := db.Clauses(add).Create(&some).Error; err != nil {
			return err
		}
	}
	return nil
}

// SealDays (封账) takes the days until through into the totals, also those of nights
// that were missed, and says how many it were. A day that is sealed stays so.
func (s *Store) SealDays(ctx context.Context, through calendar.Day) (days int, err error) {
	err = s.Tx(ctx, func(tx *Store) error {
		seal, err := tx.lockSeal(ctx)
		if err != nil || seal.Through >= through {
			return err
		}
		var sums []Total
		err = tx.db(ctx).Model(&Tally{}).Select("org_id, measure, SUM(value) AS value").Where("day > ? AND day <= ?", seal.Through, through).
			Group("org_id, measure").Find(&sums).Error
		if err != nil {
			return err
		}
		totals := map[Total]int64{}
		for _, t := range sums {
			totals[Total{OrgID: t.OrgID, Measure: t.Measure}] = t.Value
		}
		if err := tx.raiseTotals(ctx, totals); err != nil {
			return err
		}
		if days = 1; seal.Through != "" {
			days = through.Sub(seal.Through)
		}
		return tx.db(ctx).Model(&Seal{}).Where("id = ?", seal.ID).Update("through", through).Error
	})
	return days, err
}

// lockSeal takes the turn to change tallies.
func (s *Store) lockSeal(ctx context.Context) (seal Seal, err error) {
	mine := func() (int64, error) {
		done := s.db(ctx).Model(&Seal{}).Where("id = 1").Update("version", gorm.Expr("version + 1"))
		return done.RowsAffected, done.Error
	}
	n, err := mine()
	if err == nil && n == 0 {
		if err = s.db(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(&Seal{ID: 1}).Error; err == nil {
			_, err = mine()
		}
	}
	if err != nil {
		return seal, err
	}
	err = s.db(ctx).Take(&seal, 1).Error
	return seal, err
}
