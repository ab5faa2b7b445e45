package models

import (
	"context"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"xiaoqing/models/calendar"
)

// Extent is what an export takes: a unit and all below it, and the days from
// From to To, both included; "" is open.
type Extent struct {
	Org      Org
	From, To calendar.Day
}

// Holds says whether a moment, in Unix milliseconds, is on one of the days.
func (x Extent) Holds(milli int64, zone *time.Location) bool {
	day := calendar.DayOf(time.UnixMilli(milli).In(zone))
	return (x.From == "" || day >= x.From) && (x.To == "" || day <= x.To)
}

// InBulk is s for a transaction of very many statements. What was prepared in a
// transaction the driver prepares again each time, and lets go only at its end: a
// server has room for 16,382 of them.
func (s *Store) InBulk() *Store {
	prepared, ok := s.write.Statement.ConnPool.(*gorm.PreparedStmtTX)
	if !ok {
		return s
	}
	db := s.write.Session(&gorm.Session{})
	db.Statement.ConnPool = prepared.Tx
	return s.within(db.Session(&gorm.Session{}))
}

// page is how many rows an export holds at once, and how many keys one query
// looks up.
const page = 500

// extent is a query of the rows of x, those of a Partner by whose they are; day names
// their day's column.
func (s *Store) extent(ctx context.Context, x Extent, row any, day string) *gorm.DB {
	q := s.whose(ctx, x.Org, row)
	if x.From != "" {
		q = q.Where(day+" >= ?", x.From)
	}
	if x.To != "" {
		q = q.Where(day+" <= ?", x.To)
	}
	return q.Session(&gorm.Session{})
}

// whose is a query of the rows of an Org and all below it; of a Partner, those of its
// tutors and its staff.
func (s *Store) whose(ctx context.Context, o Org, row any) *gorm.DB {
	q := s.db(ctx).Model(row)
	if o.Level == Beside {
		switch row.(type) {
		case *Signup, *Enrolment:
			return q.Where("partner_id = ?", o.ID)
		case *TutoringLog:
			return q.Where("tutor_id IN (?)", s.db(ctx).Model(&Signup{}).Select("person_id").Where("programme = ? AND partner_id = ?", "tutor", o.ID))
		}
	}
	return q.Where("org_id IN (?)", s.below(ctx, []Org{o}))
}

// pages hands q's rows to f in the order of their ids, a page at a time, with
// how many there are in all. Which they are is asked once: for each page anew, the
// database would look at them all for each.
func pages[T any](q *gorm.DB, f func(rows []T, total int64) error) error {
	var ids []int64
	if err := q.Order("id").Pluck("id", &ids).Error; err != nil {
		return err
	}
	for some := range slices.Chunk(ids, page) {
		var rows []T
		if err := q.Session(&gorm.Session{NewDB: true}).Where("id IN ?", some).Order("id").Find(&rows).Error; err != nil {
			return err
		}
		if err := f(rows, int64(len(ids))); err != nil {
			return err
		}
	}
	return nil
}

// ListSignups hands f the signups of x, a page at a time.
func (s *Store) ListSignups(ctx context.Context, x Extent, f func(rows []Signup, total int64) error) error {
	return pages(s.extent(ctx, x, &Signup{}, "applied_on"), f)
}

// ListEnrolments hands f the enrolments of x, a page at a time.
func (s *Store) ListEnrolments(ctx context.Context, x Extent, f func(rows []Enrolment, total int64) error) error {
	return pages(s.extent(ctx, x, &Enrolment{}, "applied_on"), f)
}

// ListOrders hands f the standing lines of x's order lists, a page at a time.
func (s *Store) ListOrders(ctx context.Context, x Extent, f func(rows []ChainLine, total int64) error) error {
	q := s.extent(ctx, x, &ChainLine{}, "day").Where("gone = ? AND chain_id IN (?)", false, s.db(ctx).Model(&Chain{}).Select("id").Where("becomes = ?", ChainOrder)).Session(&gorm.Session{})
	return pages(q, f)
}

// ListReports hands f the standing reports of x, a page at a time.
func (s *Store) ListReports(ctx context.Context, x Extent, f func(rows []TutoringLog, total int64) error) error {
	q := s.extent(ctx, x, &TutoringLog{}, "day").Where("standing = ?", true).Session(&gorm.Session{})
	return pages(q, f)
}

// ListPeople hands f the standing people, a page at a time, those with a role in
// x's unit or below; of the city itself, all. Days are those they became known.
func (s *Store) ListPeople(ctx context.Context, x Extent, f func(rows []Person, total int64) error) error {
	q := s.db(ctx).Model(&Person{}).Where("joined_to = 0")
	if x.Org.Level != City {
		q = q.Where("id IN (?)", s.db(ctx).Model(&Grant{}).Select("person_id").Where("org_id IN (?)", s.below(ctx, []Org{x.Org})))
	}
	if x.From != "" {
		q = q.Where("made_at >= ?", x.From.At(0, s.Zone).UnixMilli())
	}
	if x.To != "" {
		q = q.Where("made_at < ?", x.To.Add(1).At(0, s.Zone).UnixMilli())
	}
	return pages(q.Session(&gorm.Session{}), f)
}

// find are the rows whose column has one of keys, in the order of their ids,
// looked up a page of keys at a time. T must have an id.
func find[T any, K comparable](q *gorm.DB, column string, keys []K) (all []T, err error) {
	q = q.Session(&gorm.Session{})
	for some := range slices.Chunk(distinct(keys), page) {
		var rows []T
		if err := q.Where(column+" IN ?", some).Order("id").Find(&rows).Error; err != nil {
			return nil, err
		}
		all = append(all, rows...)
	}
	return all, nil
}

// distinct are keys once each, without the zero one.
func distinct[K comparable](keys []K) (out []K) {
	var zero K
	seen := map[K]bool{zero: true}
	for _, k := range keys {
		if !seen[k] {
			seen[k] = true
			out = append(out, k)
		}
	}
	return out
}

// AccountsOf are the accounts of people, by person.
func (s *Store) AccountsOf(ctx context.Context, people []int64) (map[int64][]Account, error) {
	rows, err := find[Account](s.db(ctx), "person_id", people)
	return grouped(rows, func(a Account) int64 { return a.PersonID }), err
}

// GrantsOf are the roles of people, by person.
func (s *Store) GrantsOf(ctx context.Context, people []int64) (map[int64][]Grant, error) {
	rows, err := find[Grant](s.db(ctx), "person_id", people)
	return grouped(rows, func(g Grant) int64 { return g.PersonID }), err
}

// PairingsOf are the pairings of children, by enrolment.
func (s *Store) PairingsOf(ctx context.Context, enrolments []int64) (map[int64][]Pairing, error) {
	rows, err := find[Pairing](s.db(ctx), "enrolment_id", enrolments)
	return grouped(rows, func(p Pairing) int64 { return p.EnrolmentID }), err
}

// PeopleByID are people by their rows.
func (s *Store) PeopleByID(ctx context.Context, ids []int64) (map[int64]Person, error) {
	rows, err := find[Person](s.db(ctx), "id", ids)
	return indexed(rows, func(p Person) int64 { return p.ID }), err
}

// LessonsByID are lessons by their rows.
func (s *Store) LessonsByID(ctx context.Context, ids []int64) (map[int64]Lesson, error) {
	rows, err := find[Lesson](s.db(ctx), "id", ids)
	return indexed(rows, func(l Lesson) int64 { return l.ID }), err
}

// ConsentsByID are consents by their rows.
func (s *Store) ConsentsByID(ctx context.Context, ids []int64) (map[int64]Consent, error) {
	rows, err := find[Consent](s.db(ctx), "id", ids)
	return indexed(rows, func(c Consent) int64 { return c.ID }), err
}

func indexed[T any, K comparable](rows []T, key func(T) K) map[K]T {
	out := make(map[K]T, len(rows))
	for _, r := range rows {
		out[key(r)] = r
	}
	return out
}

func grouped[T any, K comparable](rows []T, key func(T) K) map[K][]T {
	out := map[K][]T{}
	for _, r := range rows {
		out[key(r)] = append(out[key(r)], r)
	}
	return out
}

// insert adds rows whose ids nobody asks for, many at a time; one that is there
// already, by a unique key, changes nothing.
func insert[T any](db *gorm.DB, rows []T) error {
	if len(rows) == 0 {
		return nil
	}
	return db.Clauses(clause.OnConflict{DoNothing: true}).CreateInBatches(rows, 200).Error
}
