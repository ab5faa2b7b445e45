package workflow

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"xiaoqing/bot/match"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// Propose (拟结对) solves a round for the whole city as it stands and keeps what it
// found for the coordinators to look at. It returns the pairs, and what would help
// most.
func Propose(ctx context.Context, s *models.Store, now time.Time) (found []models.Pairing, help []string, err error) {
	p, children, err := problem(ctx, s, now)
	if err != nil {
		return nil, nil, err
	}
	first, p := firstRound(p, children)
	r := match.Solve(p)
	for _, pair := range append(first, r.Pairs...) {
		child, tutor := children[pair.Child], number(pair.Tutor)
		row := models.Pairing{EnrolmentID: child.ID, TutorID: tutor, OrgID: child.OrgID, Score: pair.Score, PairingPrivate: models.PairingPrivate{Why: pair.Why}}
		if pair.Slot != nil {
			row.Slot = &calendar.Slot{Days: []string{pair.Slot.Day}, Start: pair.Slot.Start, End: pair.Slot.End}
		}
		found = append(found, row)
	}
	help = match.Help(p, r)
	if err := s.KeepHelp(ctx, help, now); err != nil {
		return nil, nil, err
	}
	return found, help, s.Propose(ctx, found, now)
}

// firstRound is the round of the children alone whom a tutor let down: they have
// their choice of all tutors. The tutors that they get take no more this time, so
// that lessons never overlap; rest is the round of everybody else, solved as ever.
func firstRound(p match.Problem, children map[string]models.Enrolment) (pairs []match.Pair, rest match.Problem) {
	urgent := p
	urgent.Children = nil
	for _, c := range p.Children {
		if children[c.ID].GoesFirst {
			urgent.Children = append(urgent.Children, c)
		}
	}
	if len(urgent.Children) == 0 {
		return nil, p
	}
	pairs = match.Solve(urgent).Pairs
	child, tutor := map[string]bool{}, map[string]bool{}
	for _, x := range pairs {
		child[x.Child], tutor[x.Tutor] = true, true
	}
	rest = p
	rest.Children = slices.DeleteFunc(slices.Clone(p.Children), func(c match.Child) bool { return child[c.ID] })
	rest.Tutors = slices.DeleteFunc(slices.Clone(p.Tutors), func(t match.Tutor) bool { return tutor[t.ID] })
	return pairs, rest
}

// problem is the city's round: the children who wait, the tutors who have a seat.
func problem(ctx context.Context, s *models.Store, now time.Time) (p match.Problem, children map[string]models.Enrolment, err error) {
	p = match.Problem{Now: now, PeriodMinutes: s.PeriodMinutes}
	districts, err := districtNames(ctx, s)
	if err != nil {
		return p, nil, err
	}
	waiting, err := s.Unpaired(ctx)
	if err != nil {
		return p, nil, err
	}
	parted, err := s.Parted(ctx)
	if err != nil {
		return p, nil, err
	}
	tutors, err := s.FreeTutors(ctx, calendar.DayOf(now))
	if err != nil {
		return p, nil, err
	}
	children = map[string]models.Enrolment{}
	for _, e := range waiting {
		if e.LeadID != 0 && e.LeadID != e.ID {
			continue // with the first of them
		}
		together := []models.Enrolment{e}
		if e.LeadID != 0 {
			if together, err = s.Together(ctx, e.ID); err != nil {
				return p, nil, err
			}
		}
		if !allAmong(together, waiting) {
			continue
		}
		c := match.Child{ID: matchID(e.ID), Grade: &e.Grade, District: districts[e.OrgID], Gender: e.Gender}
		for _, x := range together {
			joinChild(&c, x, parted[x.ID], tutors)
		}
		children[c.ID] = e
		p.Children = append(p.Children, c)
	}
	for _, t := range tutors {
		p.Tutors = append(p.Tutors, asTutor(t, districts))
	}
	return p, children, err
}

// allAmong says that all of together wait: else they wait for each other.
func allAmong(together, waiting []models.Enrolment) bool {
	for _, x := range together {
		if !slices.ContainsFunc(waiting, func(w models.Enrolment) bool { return w.ID == x.ID }) {
			return false
		}
	}
	return true
}

// joinChild makes c a child of a round, or one more of those who learn together: the
// subjects of all, the longest wait, and no tutor who does not teach all grades.
func joinChild(c *match.Child, e models.Enrolment, parted []int64, tutors []models.FreeTutor) {
	for _, subject := range e.Subjects {
		if !slices.Contains(c.Subjects, subject) {
			c.Subjects = append(c.Subjects, subject)
		}
	}
	if len(c.Slots) == 0 {
		c.Slots = e.Slots
	}
	if since := time.UnixMilli(e.WaitingSince); c.Since.IsZero() || since.Before(c.Since) {
		c.Since = since
	}
	for _, tutor := range append(parted, e.PersonID) { // nobody teaches their own child
		c.Not = append(c.Not, matchID(tutor))
	}
	for _, t := range tutors {
		if g := t.Grades; g != nil && *c.Grade != e.Grade && (e.Grade < g.From || e.Grade > g.To) {
			c.Not = append(c.Not, matchID(t.PersonID))
		}
	}
}

func asTutor(t models.FreeTutor, districts map[int64]string) match.Tutor {
	seats := t.Seats - t.Taken
	m := match.Tutor{ID: matchID(t.PersonID), Slots: t.Slots, Seats: &seats, Since: time.UnixMilli(t.Since), District: districts[t.OrgID], Gender: t.Gender, Grades: bounds(t.Grades)}
	for _, subject := range t.Subjects {
		m.Subjects = append(m.Subjects, match.Subject{Name: subject.Name, Grades: bounds(subject.Grades)})
	}
	return m
}

func bounds(g *models.GradeRange) []int {
	if g == nil {
		return nil
	}
	return []int{g.From, g.To}
}

// matchID writes an id so that ids sort as numbers do.
func matchID(id int64) string { return fmt.Sprintf("%012d", id) }

func number(id string) int64 {
	n, _ := strconv.ParseInt(id, 10, 64) // it is our own
	return n
}

// districtNames are, by unit, the district that each stands in.
func districtNames(ctx context.Context, s *models.Store) (map[int64]string, error) {
	root, err := s.Root(ctx)
	if err != nil {
		return nil, err
	}
	orgs, err := s.OrgsBelow(ctx, root)
	names := map[int64]string{}
	for _, d := range orgs {
		if d.Level != models.District {
			continue
		}
		for _, o := range orgs {
			if o.Within(d) {
				names[o.ID] = d.Name
			}
		}
	}
	return names, err
}
