package models

import (
	"context"
	"slices"
	"strings"
	"time"
)

// Whose is what: a sign-up's and an enrolment's entries are mirrored for their own
// Partner, a lesson's for its tutor's university and for its child's unit.

// ownersQueries are the partners of some rows, by the prefix of their tickets.
var ownersQueries = map[string]string{
	SignupPrefix:    "SELECT id, partner_id AS partner FROM signups WHERE id IN ? AND partner_id > 0",
	EnrolmentPrefix: "SELECT id, partner_id AS partner FROM enrolments WHERE id IN ? AND partner_id > 0",
	LessonPrefix:    lessonOwners,
}

const lessonOwners = `SELECT l.id AS id, g.partner_id AS partner FROM lessons l JOIN signups g ON g.person_id = l.tutor_id AND g.programme = 'tutor' AND g.partner_id > 0 WHERE l.id IN ?
	UNION SELECT l.id, e.partner_id FROM lessons l JOIN enrolments e ON e.id = l.enrolment_id AND e.partner_id > 0 WHERE l.id IN ?`

// owners are the subjects that belong to each Partner.
func (s *Store) owners(ctx context.Context, subjects []string) (map[int64][]string, error) {
	ids := map[string][]int64{}
	for _, subject := range subjects {
		if t, ok := ParseTicket(subject); ok {
			ids[t.Prefix] = append(ids[t.Prefix], t.ID)
		}
	}
	out := map[int64][]string{}
	for prefix, query := range ownersQueries {
		for some := range slices.Chunk(ids[prefix], page) {
			args := []any{some, some}[:strings.Count(query, "?")]
			var rows []struct{ ID, Partner int64 }
			if err := s.db(ctx).Raw(query, args...).Scan(&rows).Error; err != nil {
				return nil, err
			}
			for _, r := range rows {
				out[r.Partner] = append(out[r.Partner], Ticket{prefix, r.ID}.String())
			}
		}
	}
	return out, nil
}

// partnersOf are the partners for which a row's entries are mirrored.
func (s *Store) partnersOf(ctx context.Context, subject string) (ids []int64, err error) {
	owners, err := s.owners(ctx, []string{subject})
	for id := range owners {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids, err
}

// subjectsOf are the rows whose figures follow a record: itself, and the lessons of
// the tutor or the child.
func (s *Store) subjectsOf(ctx context.Context, r Record) ([]string, error) {
	column, of := "enrolment_id", r.Ticket().ID
	if r.Ticket().Prefix == SignupPrefix {
		column, of = "tutor_id", r.review().PersonID
	}
	lessons, err := s.lessonsOf(ctx, column, of)
	return append(lessons, r.Ticket().String()), err
}

func (s *Store) lessonsOf(ctx context.Context, column string, of int64) (subjects []string, err error) {
	var ids []int64
	err = s.db(ctx).Model(&Lesson{}).Where(column+" = ?", of).Order("id").Pluck("id", &ids).Error
	for _, id := range ids {
		subjects = append(subjects, Ticket{LessonPrefix, id}.String())
	}
	return subjects, err
}

// mirror brings a Partner's entries of some rows, which are its own, up to those of
// the tree, each on its own day.
func (s *Store) mirror(ctx context.Context, partner int64, subjects []string, now time.Time) error {
	for some := range slices.Chunk(subjects, page) {
		err := s.db(ctx).Exec(`INSERT INTO entries (measure, org_id, day, delta, subject, recorded_at)
			SELECT measure, ?, day, SUM(CASE WHEN org_id = ? THEN -delta ELSE delta END), subject, ? FROM entries
			WHERE subject IN ? AND (org_id = ? OR org_id NOT IN (?)) GROUP BY measure, day, subject
			HAVING SUM(CASE WHEN org_id = ? THEN -delta ELSE delta END) <> 0`, partner, partner, now.UnixMilli(), some, partner, s.beside(ctx), partner).Error
		if err != nil {
			return err
		}
	}
	return nil
}

// unmirror takes back what a Partner has of rows that are not its own any more.
func (s *Store) unmirror(ctx context.Context, partner int64, subjects []string, now time.Time) error {
	for some := range slices.Chunk(subjects, page) {
		err := s.db(ctx).Exec(`INSERT INTO entries (measure, org_id, day, delta, subject, recorded_at)
			SELECT measure, org_id, day, -SUM(delta), subject, ? FROM entries
			WHERE subject IN ? AND org_id = ? GROUP BY measure, org_id, day, subject HAVING SUM(delta) <> 0`, now.UnixMilli(), some, partner).Error
		if err != nil {
			return err
		}
	}
	return nil
}

// remirror makes right what partners have of rows that changed hands; 0 is nobody.
func (s *Store) remirror(ctx context.Context, partners []int64, subjects []string, now time.Time) error {
	owners, err := s.owners(ctx, subjects)
	if err != nil {
		return err
	}
	for _, p := range distinct(partners) {
		gone := slices.DeleteFunc(slices.Clone(subjects), func(s string) bool { return slices.Contains(owners[p], s) })
		if err := s.unmirror(ctx, p, gone, now); err != nil {
			return err
		}
		if err := s.mirror(ctx, p, owners[p], now); err != nil {
			return err
		}
	}
	return nil
}

// regatherLessons mirrors a tutor's lessons for all universities of theirs, after two
// people turned out to be one.
func (s *Store) regatherLessons(ctx context.Context, tutor int64, now time.Time) error {
	lessons, err := s.lessonsOf(ctx, "tutor_id", tutor)
	if err != nil {
		return err
	}
	return s.mirrorAll(ctx, lessons, now)
}

// mirrorAll mirrors rows whose entries came in together.
func (s *Store) mirrorAll(ctx context.Context, subjects []string, now time.Time) error {
	var n int64
	if err := s.beside(ctx).Count(&n).Error; err != nil || n == 0 {
		return err
	}
	owners, err := s.owners(ctx, distinct(subjects))
	if err != nil {
		return err
	}
	for p, own := range owners {
		if err := s.mirror(ctx, p, own, now); err != nil {
			return err
		}
	}
	return nil
}
