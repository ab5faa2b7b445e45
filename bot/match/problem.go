// Package match pairs children of 爱心云托班 with tutors: one round, as a pure
// function. It knows no database and no clock: the moment is part of the problem.
//
// The answer is the best one there is, level by level: the most children; among
// those answers the greatest total score; among those the greatest sum of whole
// days that the chosen tutors have waited, each tutor once; among those the
// smallest list of (child, tutor) when it is sorted by child, ids compared as
// bytes. So the first child by id is paired if it can be, with its first possible
// tutor by id; then the second; and so on. No order of the input can change it.
package match

import (
	"time"

	"xiaoqing/models/calendar"
)

// Problem (一轮结对) is what one round is solved from.
type Problem struct {
	Now           time.Time `json:"now"`
	PeriodMinutes int       `json:"period_minutes,omitempty"` // of one 课时; 0 is 45
	Children      []Child   `json:"children"`
	Tutors        []Tutor   `json:"tutors"`
}

// Child (孩子) waits for a tutor; siblings who learn together are one child with
// the union of their subjects. What is absent asks for nothing.
type Child struct {
	ID          string          `json:"id"`
	Grade       *int            `json:"grade,omitempty"` // 1 to 12; 幼儿园 小班 中班 大班 are -2 -1 0
	Subjects    []string        `json:"subjects,omitempty"`
	Must        []string        `json:"must,omitempty"` // subjects that the tutor has to teach, all of them
	Slots       []calendar.Slot `json:"slots,omitempty"`
	Since       time.Time       `json:"since,omitzero"`
	District    string          `json:"district,omitempty"`
	Gender      string          `json:"gender,omitempty"`
	TutorGender string          `json:"tutor_gender,omitempty"` // asked of the tutor: m or f
	Not         []string        `json:"not,omitempty"`          // tutors never to be paired with
}

// Tutor (志愿者) teaches as many children as they have seats.
type Tutor struct {
	ID       string          `json:"id"`
	Grades   []int           `json:"grades,omitempty"` // the lowest and the highest; absent: any
	Subjects []Subject       `json:"subjects,omitempty"`
	Slots    []calendar.Slot `json:"slots,omitempty"`
	Seats    *int            `json:"seats,omitempty"` // absent: 1
	Since    time.Time       `json:"since,omitzero"`
	District string          `json:"district,omitempty"`
	Gender   string          `json:"gender,omitempty"`
}

// Subject (科目) is one that a tutor teaches. Grades, when given, are the lowest
// and the highest for which it counts; for a child without a grade it counts.
type Subject struct {
	Name   string `json:"name"`
	Grades []int  `json:"grades,omitempty"`
}

// Result (结对结果) has every child of the problem once, in order of ids.
type Result struct {
	Pairs   []Pair    `json:"pairs"`
	Waiting []Waiting `json:"waiting"`
}

// Pair (一对) is a child and its tutor. Slot is nil where neither named a time
// that holds a lesson.
type Pair struct {
	Child string   `json:"child"`
	Tutor string   `json:"tutor"`
	Score int      `json:"score"`
	Slot  *Slot    `json:"slot,omitempty"`
	Why   []string `json:"why"` // at most four, what decides most first
}

// Slot (上课时间) is one 课时 a week, "mon" "19:00" "19:45"; an end past midnight
// is the next day's.
type Slot struct {
	Day   string `json:"day"`
	Start string `json:"start"`
	End   string `json:"end"`
}

// Waiting (还在等的) is a child whom this round could not pair, and one true line
// for the coordinator about why.
type Waiting struct {
	Child string `json:"child"`
	Why   string `json:"why"`
}

func (p Problem) period() int {
	if p.PeriodMinutes > 0 {
		return p.PeriodMinutes
	}
	return 45
}

// longest is the longest waiting that counts, a hundred years.
const longest = 36500

// daysWaited are the whole days from since until now; 0 when since is absent or
// still to come.
func daysWaited(now, since time.Time) int {
	if since.IsZero() || !since.Before(now) {
		return 0
	}
	return min(int(now.Sub(since)/(24*time.Hour)), longest)
}

// anyone says whether a subject is every tutor's.
func anyone(subject string) bool { return subject == "作业" || subject == "陪伴" }
