package models

import (
	"errors"
	"math"

	"xiaoqing/models/calendar"
)

// pupil is a child of the season.
type pupil struct {
	unit, came int   // where and on which day
	given      []int // the days of the lessons
	enrolment  int64
	pairing    Pairing
}

// untilPaired is how many days it takes to find a tutor.
const untilPaired = 3

// errNoRoom says that a season's lessons do not fit into its days.
var errNoRoom = errors.New("the season has more lessons than its children have days")

// enrolments spreads the children over communities and days, and their lessons over
// the days after they were paired.
func (y *year) enrolments() error {
	var homes []int
	for u, o := range y.units {
		if o.Level == Community {
			homes = append(homes, u)
		}
	}
	byDay := make([]float64, y.Days)
	for d := range byDay {
		byDay[d] = math.Exp(-float64(d) / 10)
		if d < recruited {
			byDay[d] = 0
		}
	}
	var room []float64
	var most []int
	for d, n := range share(y.Children, byDay) {
		for range n {
			y.children = append(y.children, &pupil{unit: homes[len(y.children)%len(homes)], came: d})
			days := max(y.Days-1-d-untilPaired, 0)
			room, most = append(room, float64(days)), append(most, days)
		}
	}
	lessons := 0
	for i, n := range shareUpTo(y.Turns, room, most) {
		c := y.children[i]
		for k := range n {
			c.given = append(c.given, c.came+untilPaired+1+(k*most[i]+i*37%most[i])/n)
		}
		lessons += n
	}
	if lessons != y.Turns {
		return errNoRoom
	}
	return nil
}

// teach is the day's children, pairings and lessons.
func (y *year) teach(b *batch, d int) {
	for i, c := range y.children {
		if c.came == d {
			y.enrol(b, d, c)
		}
		if c.came+untilPaired == d {
			y.pair(b, d, i, c)
		}
		for _, on := range c.given {
			if on == d {
				y.give(b, d, i, c)
			}
		}
	}
}

var callNames = []string{"朵朵", "小宝", "果果", "乐乐", "豆豆", "糖糖", "小鱼", "石头", "点点", "米粒", "安安", "可可", "团团", "圆圆", "阳阳", "小满"}

// enrol is a guardian with one child.
func (y *year) enrol(b *batch, d int, c *pupil) {
	at := y.clock(d, 11*60)
	p := y.person(at)
	y.enrolled++
	c.enrolment = y.enrolled
	org := y.units[c.unit]
	e := Enrolment{ID: c.enrolment, ConsentID: c.enrolment, EnrolmentPrivate: EnrolmentPrivate{Child: callNames[y.chance.IntN(len(callNames))], Grade: 1 + y.chance.IntN(9),
		Subjects: []string{[]string{"数学", "语文", "英语"}[y.chance.IntN(3)]}, Guardian: p.Name, Phone: p.Phone},
		Review: Review{OrgID: org.ID, PersonID: p.ID, Stage: Waiting, AppliedOn: y.From.Add(d), WaitingSince: at.UnixMilli(), Channel: "demo", ReviewedAt: at.UnixMilli(), ReviewedVia: "demo"}}
	if d+untilPaired < y.Days {
		e.Stage = Running
	}
	y.rekey(&e)
	ticket := e.Ticket().String()
	b.people, b.enrolments = append(b.people, p), append(b.enrolments, e)
	b.consents = append(b.consents, Consent{ID: e.ConsentID, Ticket: ticket, PersonID: p.ID, Version: ConsentVersion, Channel: "demo", GivenAt: at.UnixMilli()})
	b.grants = append(b.grants, Grant{PersonID: p.ID, Role: Parent, OrgID: org.ID, MadeAt: at.UnixMilli()})
	b.firsts = append(b.firsts, First{Measure: Enrolments, Key: e.CountKey, Subject: ticket})
	b.enter(Enrolments, org.ID, e.AppliedOn, 1, ticket, at)
	b.enter(EnrolmentsWaiting, org.ID, e.AppliedOn, 1, ticket, at)
}

// pair gives a child the next tutor; there are fewer than children, so some have two.
func (y *year) pair(b *batch, d, i int, c *pupil) {
	org, at := y.units[c.unit], y.clock(d, 12*60)
	c.pairing = Pairing{ID: c.enrolment, EnrolmentID: c.enrolment, TutorID: y.tutors[i%len(y.tutors)], OrgID: org.ID, Stage: PairingAgreed, Active: true, MadeAt: at.UnixMilli()}
	b.pairings = append(b.pairings, c.pairing)
	ticket := Ticket{EnrolmentPrefix, c.enrolment}.String()
	b.enter(EnrolmentsWaiting, org.ID, y.From.Add(d), -1, ticket, at)
	b.enter(EnrolmentsPaired, org.ID, y.From.Add(d), 1, ticket, at)
}

// give is one lesson and its report. A tutor's second child has a later hour, and on
// the last day lessons are over before the digest.
func (y *year) give(b *batch, d, i int, c *pupil) {
	y.lesson++
	y.lessons++
	start := calendar.Clock(18*60 + 15)
	if i >= len(y.tutors) {
		start = 20 * 60
	}
	if d == y.Days-1 {
		start -= 4 * 60
	}
	doubles := y.Periods - y.Turns // lessons of two 课时
	periods := calendar.Periods(2)
	if y.lessons*doubles/y.Turns > (y.lessons-1)*doubles/y.Turns {
		periods = 4
	}
	minutes := int(periods) * y.PeriodMinutes / 2
	org, day, at := y.units[c.unit], y.From.Add(d), y.clock(d, start+calendar.Clock(minutes)+5)
	l := Lesson{ID: y.lesson, PairingID: c.pairing.ID, TutorID: c.pairing.TutorID, EnrolmentID: c.enrolment, OrgID: org.ID, Day: day, Start: start, Minutes: minutes,
		Periods: periods, Planned: true, Given: true, MadeAt: c.pairing.MadeAt}
	b.lessons = append(b.lessons, l)
	b.logs = append(b.logs, TutoringLog{ID: y.lesson, LessonID: l.ID, TutorID: l.TutorID, OrgID: org.ID, Day: day, Start: start, Minutes: minutes, Periods: periods, Standing: true,
		Heard: HeardNothing, AskedAt: at.UnixMilli(), MadeAt: at.UnixMilli(), Channel: "demo"})
	ticket := l.Ticket().String()
	b.enter(LessonsPlanned, org.ID, day, 1, ticket, at)
	b.enter(LessonsGiven, org.ID, day, 1, ticket, at)
	b.enter(TutoringTurns, org.ID, day, 1, ticket, at)
	b.enter(HalfPeriods, org.ID, day, int64(periods), ticket, at)
}
