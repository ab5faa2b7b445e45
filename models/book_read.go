package models

import (
	"context"
	"maps"
	"slices"

	"gorm.io/gorm"

	"xiaoqing/models/calendar"
)

// reading is one try to read a Book.
type reading struct {
	*Store
	ids  []int64
	b    *Book
	open []sum // what the tallies lack (positive) or have too much, as of the cut-off
}

// sum is a number of one Org, day and measure; Late is the part of it that is a
// correction which the next digest tells.
type sum struct {
	OrgID   int64
	Day     calendar.Day
	Measure string
	Value   int64
	Late    int64
}

// read fills the Book; steady is false when the tallies were changed meanwhile.
func (r *reading) read(ctx context.Context) (steady bool, err error) {
	b := r.b
	b.days, b.totals = map[calendar.Day][]Figures{}, make([]Figures, len(b.Units))
	b.changed, b.revised = map[calendar.Day]Figures{}, map[calendar.Day]Figures{}
	for i := range b.totals {
		b.totals[i] = Figures{}
	}
	before, err := r.seal(ctx)
	if err != nil {
		return false, err
	}
	for _, step := range []func(context.Context) error{r.readOpen, r.readCorrections, r.readDays,
		func(ctx context.Context) error { return r.readTotals(ctx, before.Through) }, r.readRevised, r.readOpenings} {
		if err := step(ctx); err != nil {
			return false, err
		}
	}
	after, err := r.seal(ctx)
	return before == after, err
}

func (s *Store) seal(ctx context.Context) (seal Seal, err error) {
	err = s.db(ctx).Where("id = 1").Limit(1).Find(&seal).Error
	return seal, err
}

// readOpen finds the entries until the cut-off that are not folded, and takes back
// those after it that are.
func (r *reading) readOpen(ctx context.Context) error {
	b := r.b
	told, sealed := b.Told.At(DigestClock, r.Zone).UnixMilli(), b.Told.Add(1).At(sealedAt, r.Zone).UnixMilli()
	next := namedOn(b.Cutoff.UnixMilli(), r.Zone).At(DigestClock, r.Zone).UnixMilli()
	late := "SUM(CASE WHEN recorded_at <= ? AND (day < ? AND recorded_at > ? OR day = ? AND recorded_at > ?) THEN delta ELSE 0 END)"
	for sign, where := range map[string]string{"": "folded = 0 AND recorded_at <= ?", "-": "folded = 1 AND recorded_at > ?"} {
		var part []sum
		err := r.db(ctx).Model(&Entry{}).Select("org_id, day, measure, "+sign+"SUM(delta) AS value, "+sign+late+" AS late", next, b.Told, told, b.Told, sealed).
			Where("org_id IN ?", r.ids).Where(where, b.Cutoff.UnixMilli()).Group("org_id, day, measure").Find(&part).Error
		if err != nil {
			return err
		}
		r.open = append(r.open, part...)
	}
	for _, e := range r.open {
		i := b.unit[e.OrgID]
		if e.Day <= b.To {
			b.totals[i][e.Measure] += e.Value
		}
		if e.Day >= b.From && e.Day <= b.To {
			b.on(e.Day)[i][e.Measure] += e.Value
		}
		if e.Late != 0 {
			b.correct(e.Day, e.Measure, e.Late)
		}
	}
	return nil
}

// on is a day's figures by unit.
func (b *Book) on(day calendar.Day) []Figures {
	if b.days[day] == nil {
		b.days[day] = make([]Figures, len(b.Units))
		for i := range b.Units {
			b.days[day][i] = Figures{}
		}
	}
	return b.days[day]
}

func (b *Book) correct(day calendar.Day, measure string, delta int64) {
	if b.changed[day] == nil {
		b.changed[day] = Figures{}
	}
	b.changed[day][measure] += delta
}

// readCorrections finds the folded ones that no digest has told until that of the day
// Told, of what these have told.
func (r *reading) readCorrections(ctx context.Context) error {
	var rows []Correction
	err := r.db(ctx).Where("org_id IN ? AND named > ? AND named <= ? AND day <= ?", r.ids, r.b.Told, namedOn(r.b.Cutoff.UnixMilli(), r.Zone), r.b.Told).Find(&rows).Error
	for _, c := range rows {
		r.b.correct(c.Day, c.Measure, c.Delta)
	}
	return err
}

func (r *reading) readDays(ctx context.Context) error {
	var tallies []sum
	err := r.tallied(ctx, "org_id, day, measure, value", "day BETWEEN ? AND ?", r.b.From, r.b.To).Find(&tallies).Error
	for _, t := range tallies {
		r.b.on(t.Day)[r.b.unit[t.OrgID]][t.Measure] += t.Value
	}
	return err
}

func (r *reading) tallied(ctx context.Context, what, where string, args ...any) *gorm.DB {
	return r.db(ctx).Model(&Tally{}).Select(what).Where("org_id IN ?", r.ids).Where(where, args...)
}

// readTotals goes by the totals of the sealed days, and adds or takes back the
// days between these and To.
func (r *reading) readTotals(ctx context.Context, through calendar.Day) error {
	var totals []sum
	err := r.db(ctx).Model(&Total{}).Select("org_id, measure, value").Where("org_id IN ?", r.ids).Find(&totals).Error
	if err != nil {
		return err
	}
	sign := int64(1)
	from, to := through, r.b.To
	if to < from {
		from, to, sign = to, from, -1
	}
	var between []sum
	if err := r.tallied(ctx, "org_id, measure, SUM(value) AS value", "day > ? AND day <= ?", from, to).Group("org_id, measure").Find(&between).Error; err != nil {
		return err
	}
	for _, t := range between {
		r.b.totals[r.b.unit[t.OrgID]][t.Measure] += sign * t.Value
	}
	for _, t := range totals {
		r.b.totals[r.b.unit[t.OrgID]][t.Measure] += t.Value
	}
	return nil
}

// readRevised reads the days that were corrected, as they are now.
func (r *reading) readRevised(ctx context.Context) error {
	days := slices.Collect(maps.Keys(r.b.changed))
	for _, day := range days {
		r.b.revised[day] = Figures{}
	}
	if len(days) == 0 {
		return nil
	}
	var tallies []sum
	err := r.tallied(ctx, "day, measure, SUM(value) AS value", "day IN ?", days).Group("day, measure").Find(&tallies).Error
	for _, t := range append(tallies, r.open...) {
		if f := r.b.revised[t.Day]; f != nil {
			f[t.Measure] += t.Value
		}
	}
	return err
}

// readOpenings finds the opening figure that stands for each Org and measure.
func (r *reading) readOpenings(ctx context.Context) error {
	rows, err := r.openings(ctx, r.ids, r.b.Cutoff)
	r.b.Openings = slices.DeleteFunc(rows, func(o OpeningFigure) bool { return o.Day > r.b.To || o.Value == 0 })
	return err
}
