package models

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

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
	Told     calendar.Day    // of the last digest before To's: corrections are of it and of days before it
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
	return s.BookSince(ctx, org, from, to, cutoff, to.Add(-1))
}

// BookSince is a Book whose corrections are those since the digest of the day told.
func (s *Store) BookSince(ctx context.Context, org Org, from, to calendar.Day, cutoff time.Time, told calendar.Day) (*Book, error) {
	below, err := s.OrgsBelow(ctx, org)
	if err != nil {
		return nil, err
	}
	units := unitsOf(org, below)
	b := &Book{Org: org, Units: units, From: from, To: to, Cutoff: cutoff, Told: told, unit: make(map[int64]int, len(below))}
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

// Figures are what org and all units below it have on the days from from to to,
// both included, as recorded until cutoff; "" is from the beginning, and until
// cutoff's own day.
func (s *Store) Figures(ctx context.Context, org Org, from, to calendar.Day, cutoff time.Time) (Figures, error) {
	if to == "" {
		to = calendar.DayOf(cutoff.In(s.Zone))
	}
	b, err := s.Book(ctx, org, from, to, cutoff)
	if err != nil {
		return nil, err
	}
	return Sum(b.Span(from, to)), nil
}
