package match

import "slices"

// What a pair is worth, and up to how much of each.
const (
	perSubject, mostSubjects = 40, 3
	perDay, mostDays         = 3, 60
	perHour, mostHours       = 10, 6
	sameDistrict             = 15
	mostScore                = perSubject*mostSubjects + perDay*mostDays + perHour*mostHours + sameDistrict
)

// scorer scores one child with many tutors: 40 for each shared subject up to three,
// 3 for each whole day waited up to 60, 10 for each whole common hour a week up to
// six, 15 for the same district.
type scorer struct {
	base     int   // what it is worth with anyone
	every    int   // subjects that are every tutor's
	subjects []set // who teaches each of the others
	district set   // nil where the child named none that a tutor has
}

func (g *graph) scorer(c Child, waited int, districts map[string]set) scorer {
	s := scorer{base: perDay * min(waited, mostDays), district: districts[c.District]}
	for i, subject := range c.Subjects {
		switch {
		case slices.Contains(c.Subjects[:i], subject):
		case anyone(subject):
			s.every++
		default:
			s.subjects = append(s.subjects, g.index.teaches(subject, c.grade()))
		}
	}
	return s
}

// of is the score with tutor t, with so many minutes a week in common.
func (s scorer) of(t, minutes int) int {
	shared := s.every
	for _, teachers := range s.subjects {
		if teachers.has(t) {
			shared++
		}
	}
	score := s.base + perSubject*min(shared, mostSubjects) + perHour*min(minutes/60, mostHours)
	if s.district != nil && s.district.has(t) {
		score += sameDistrict
	}
	return score
}
