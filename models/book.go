package models

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"xiaoqing/models/calendar"
)

// Book (账本) is what an Org and all units below it have on some days and until
// the last of them, as recorded until a cut-off: tallies, and those few entries
// that these do not have yet. It is exactly what adding up all entries gives.
type Book struct {
	Org      Org
	Units    []Org // the Org itself, for what is its own (本级), then each directly below
	From, To calendar.Day
	Cutoff   time.Time
	Openings []OpeningFigure // that count, of all units

	unit    map[int64]int              // which of Units an Org falls under
	days    map[calendar.Day][]Figures // by unit; a measure with entries is there, though they come to 0
	totals  []Figures                  // by unit, of all days until To, without opening figures
	changed map[calendar.Day]Figures   // what was corrected since the last digest
	revised map[calendar.Day]Figures   // the figures of those days as they are now
}

// UnitFigures are the figures of one unit directly below an Org, with all that
// stand below it; Org is the Org itself for what is its own (本级).
type UnitFigures struct {
	Org     Org
	Figures Figures
}

// errUnsteady says that tallies were changed all the while that they were read.
var errUnsteady = errors.New("the tallies were never still")

// Book opens org's for the days from from to to, both included, as recorded until
// cutoff.
func (s *Store) Book(ctx context.Context, org Org, from, to calendar.Day, cutoff time.Time) (*Book, error) {
	below, err := s.OrgsBelow(ctx, org)
	if err != nil {
		return nil, err
	}
	units := unitsOf(org, below)
	b := &Book{Org: org, Units: units, From: from, To: to, Cutoff: cutoff, unit: make(map[int64]int, len(below))}
	ids := make([]int64, len(below))
	for i, o := range below {
		ids[i], b.unit[o.ID] = o.ID, UnitAt(units, o.Path)
	}
	for range 40 {
		r := reading{s, ids, b, nil}
		steady, err := r.read(ctx)
		if err != nil || steady {
			return b, err
		}
	}
	return nil, unavailable(errUnsteady)
}

func unitsOf(org Org, below []Org) []Org {
	units := []Org{org}
	for _, o := range below {
		if o.ParentID == org.ID {
			units = append(units, o)
		}
	}
	return units
}

// UnitAt is the index of the unit under which a path falls, 0 (本级) when under
// none; units are those of a Book.
func UnitAt(units []Org, path string) int {
	for i, u := range units[1:] {
		if strings.HasPrefix(path, u.Path) {
			return i + 1
		}
	}
	return 0
}

// Day is what each unit has on one of the days: flows of that day, stocks as they
// stood at its end.
func (b *Book) Day(day calendar.Day) []UnitFigures { return b.Span(day, day) }

// Span is what each unit has on the days from from to to: flows added up, stocks
// as they stood at the end of the last.
func (b *Book) Span(from, to calendar.Day) []UnitFigures {
	out := b.blank()
	for i := range out {
		out[i].Figures.add(only(b.totals[i], Stock))
	}
	for day, units := range b.days {
		for i, f := range units {
			if day >= from && day <= to {
				out[i].Figures.add(only(f, Flow, FirstTime))
			}
			if day == to {
				out[i].Figures.add(only(f, DayStock))
			}
			if day > to {
				out[i].Figures.take(only(f, Stock))
			}
		}
	}
	return out
}

// only is the part of f whose measures behave so.
func only(f Figures, wanted ...Behaviour) Figures {
	part := Figures{}
	for measure, n := range f {
		if m, _ := MeasureOf(measure); slices.Contains(wanted, m.Behaviour) {
			part[measure] = n
		}
	}
	return part
}

// Total is what each unit has until To, opening figures included; stocks are as
// they stood then.
func (b *Book) Total() []UnitFigures {
	out := b.blank()
	for i, f := range b.totals {
		out[i].Figures.add(only(f, Flow, FirstTime, Stock))
	}
	for _, o := range b.Openings {
		out[b.unit[o.OrgID]].Figures[o.Measure] += o.Value
	}
	for i, f := range b.days[b.To] {
		out[i].Figures.add(only(f, DayStock))
	}
	return out
}

func (b *Book) blank() []UnitFigures {
	out := make([]UnitFigures, len(b.Units))
	for i, u := range b.Units {
		out[i] = UnitFigures{u, Figures{}}
	}
	return out
}

// Sum is the figures of all units together: a total is always that of its parts.
func Sum(parts []UnitFigures) Figures {
	sum := Figures{}
	for _, p := range parts {
		sum.add(p.Figures)
	}
	return sum
}

// Active says of each unit whether something was done there on day: a lesson that
// was only planned is nothing yet.
func (b *Book) Active(day calendar.Day) []bool {
	active := make([]bool, len(b.Units))
	for i, f := range b.days[day] {
		for measure := range f {
			active[i] = active[i] || measure != LessonsPlanned
		}
	}
	return active
}

// Change is a figure of a sealed day that a correction (更正) changed.
type Change struct {
	Day      calendar.Day
	Measure  Measure
	Old, New int64
}

// Corrections are the figures of sealed days that have changed since the digest
// of the day before To, the latest day first. Stocks are left out: theirs is the
// value of a moment.
func (b *Book) Corrections() (out []Change) {
	for _, day := range slices.Backward(sortedDays(b.changed)) {
		for _, m := range Measures {
			if delta := b.changed[day][m.ID]; delta != 0 && !m.IsStock() {
				now := b.revised[day][m.ID]
				out = append(out, Change{day, m, now - delta, now})
			}
		}
	}
	return out
}

// Figures are what org and all units below it have on the days from from to to,
// both included, as recorded until cutoff.
func (s *Store) Figures(ctx context.Context, org Org, from, to calendar.Day, cutoff time.Time) (Figures, error) {
	b, err := s.Book(ctx, org, from, to, cutoff)
	if err != nil {
		return nil, err
	}
	return Sum(b.Span(from, to)), nil
}

// reading is one try to read a Book.
type reading struct {
	*Store
	ids  []int64
	b    *Book
	open []sum // what the tallies lack (positive) or have too much, as of the cut-off
}

// sum is a number of one Org, day and measure; Late is the part of it that is a
// correction which To's digest tells.
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
	b, yesterday := r.b, r.b.To.Add(-1)
	told, sealed := yesterday.At(DigestClock, r.Zone).UnixMilli(), b.To.At(sealedAt, r.Zone).UnixMilli()
	next := namedOn(b.Cutoff.UnixMilli(), r.Zone).At(DigestClock, r.Zone).UnixMilli()
	late := "SUM(CASE WHEN recorded_at <= ? AND (day < ? AND recorded_at > ? OR day = ? AND recorded_at > ?) THEN delta ELSE 0 END)"
	for sign, where := range map[string]string{"": "folded = 0 AND recorded_at <= ?", "-": "folded = 1 AND recorded_at > ?"} {
		var part []sum
		err := r.db(ctx).Model(&Entry{}).Select("org_id, day, measure, "+sign+"SUM(delta) AS value, "+sign+late+" AS late", next, yesterday, told, yesterday, sealed).
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

// readCorrections finds the folded ones that To's digest tells, and after that
// those that the next one will.
func (r *reading) readCorrections(ctx context.Context) error {
	var rows []Correction
	err := r.db(ctx).Where("org_id IN ? AND named BETWEEN ? AND ?", r.ids, r.b.To, namedOn(r.b.Cutoff.UnixMilli(), r.Zone)).Find(&rows).Error
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
