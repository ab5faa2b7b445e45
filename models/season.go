package models

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"xiaoqing/models/calendar"
)

// Season (一季) is what a whole season comes to.
type Season struct {
	From         calendar.Day
	Days         int
	Volunteers   int // 招募志愿者, 人
	OnDuty       int // 累计上岗, 人, each once
	ShiftMinutes int // 上岗总时长
	Children     int // in 爱心云托班
	Turns        int // tutors' lessons, 人次
	Periods      int // 课时
}

// Season2022 is Shanghai's of 2022, each figure multiplied by scale and rounded up.
// The figures are those of the programme's own report; the 65 days are assumed.
func Season2022(scale float64) Season {
	n := func(full float64) int { return int(math.Ceil(full*scale - 1e-6)) }
	return Season{From: "2022-03-28", Days: 65, Volunteers: n(273_000), OnDuty: n(242_000), ShiftMinutes: n(8_913_000 * 60),
		Children: n(1_527), Turns: n(33_452), Periods: n(47_404)}
}

// Through is its last day.
func (p Season) Through() calendar.Day { return p.From.Add(p.Days - 1) }

// usual is how long a shift is on average.
const usual = 240

// Shifts are how many times somebody was on duty.
func (p Season) Shifts() int { return max((p.ShiftMinutes+usual-1)/usual, p.OnDuty) }

// Rows is how many records it has: sign-ups, shifts, children and lessons.
func (p Season) Rows() int64 { return int64(p.Volunteers + p.Shifts() + p.Children + p.Turns) }

// PlaySeason fills a database that has units and nobody in them with a season:
// made-up people who sign up, go on duty and tutor in units, as its days go by. A
// unit's figures of a day are one entry each, which names the first and the last of
// its tickets; lessons have their own. show is told how many rows are done.
func (s *Store) PlaySeason(ctx context.Context, p Season, units []Org, chance *rand.Rand, show func(rows int64)) (err error) {
	y := &year{Season: p, Store: s, units: units, chance: chance, pools: make([]pool, len(units))}
	y.weigh()
	if err := y.enrolments(); err != nil {
		return err
	}
	// People are there before: the coordinators. Of all else the season is the first.
	if err := s.db(ctx).Model(&Person{}).Select("COALESCE(MAX(id), 0)").Scan(&y.people).Error; err != nil {
		return err
	}
	back, err := s.roomy(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, back()) }()
	for d := range p.Days {
		b := y.play(d)
		if err := s.Tx(ctx, func(tx *Store) error { return b.keep(ctx, tx.InBulk()) }); err != nil {
			return err
		}
		y.done += b.rows()
		show(y.done)
	}
	return nil
}

// year is a season on its way, day by day.
type year struct {
	Season
	*Store
	units  []Org
	chance *rand.Rand
	done   int64

	joining  [][]int // sign-ups by day and unit
	tutoring [][]int // how many of them become tutors
	serving  [][]int // and how many will go on duty
	shifts   []int   // by day
	pools    []pool  // who goes on duty, by unit
	tutors   []int64
	children []*pupil

	signups, people, shift, lesson, enrolled int64 // the last ids given
	minutes, lessons                         int   // so far
}

// pool are the people of a unit who go on duty: those who were not yet come first,
// then the others in turn.
type pool struct {
	fresh, served []volunteer
	next          int
}

// volunteer is a person and the key by which they are counted once.
type volunteer struct {
	person int64
	key    string
}

// draw takes people, each once: first so many who are there for the first time.
func (p *pool) draw(fresh, again int) (people []volunteer) {
	people = append(people, p.fresh[:fresh]...)
	turn := len(p.served)
	for range again {
		people = append(people, p.served[p.next%turn])
		p.next = (p.next + 1) % turn
	}
	p.served, p.fresh = append(p.served, p.fresh[:fresh]...), p.fresh[fresh:]
	return people
}

const (
	recruited = 4 // days in which all tutors sign up
	latest    = 5 // days before the end after which nobody new goes on duty
)

// weigh spreads the season over days and units: many sign up at first, and more go
// on duty on weekends.
func (y *year) weigh() {
	byUnit, byDay := make([]float64, len(y.units)), make([]float64, y.Days)
	for i, o := range y.units {
		byUnit[i] = .5 + y.chance.Float64()
		if o.Level == Community {
			byUnit[i] *= 2
		}
	}
	for d := range byDay {
		byDay[d] = math.Exp(-float64(d)/14) * y.busy(d)
	}
	candidates := 0
	for d, n := range share(y.Volunteers, byDay) {
		y.joining = append(y.joining, share(n, byUnit))
		if d < y.Days-latest {
			candidates += n
		}
	}
	y.recruit(candidates)
	y.spread()
}

// recruit says who of those that sign up become tutors and who go on duty: of each
// unit and day the same part.
func (y *year) recruit(candidates int) {
	early := 0
	for d := range recruited {
		for _, n := range y.joining[d] {
			early += n
		}
	}
	tutors := (y.Children*7 + 9) / 10
	soFar, left, onDuty := 0, 0, 0
	for d, units := range y.joining {
		teach, serve := make([]int, len(units)), make([]int, len(units))
		for u, n := range units {
			if d < recruited {
				teach[u] = (soFar+n)*tutors/early - soFar*tutors/early
				soFar += n
			}
			if d < y.Days-latest {
				n -= teach[u]
				serve[u] = (left+n)*y.OnDuty/(candidates-tutors) - onDuty
				left, onDuty = left+n, onDuty+serve[u]
			}
		}
		y.tutoring, y.serving = append(y.tutoring, teach), append(y.serving, serve)
	}
}

// spread says how many are on duty each day, never more than there are by then.
func (y *year) spread() {
	there := 0
	weights, most := make([]float64, y.Days), make([]int, y.Days)
	for d := range y.Days {
		weights[d], most[d] = float64(there)*y.busy(d), there
		for _, n := range y.serving[d] {
			there += n
		}
	}
	y.shifts = shareUpTo(y.Shifts(), weights, most)
}

// busy is how much more is done on a day than on a usual one.
func (y *year) busy(d int) float64 {
	switch y.From.Add(d).Weekday() {
	case time.Saturday, time.Sunday:
		return 1.4
	}
	return 1
}

// shareUpTo is share with no part above its most; what does not fit goes where there
// is room.
func shareUpTo(n int, weights []float64, most []int) []int {
	parts := share(n, weights)
	over := 0
	for i := range parts {
		if parts[i] > most[i] {
			over += parts[i] - most[i]
			parts[i] = most[i]
		}
	}
	for i := range parts {
		more := min(over, most[i]-parts[i])
		parts[i], over = parts[i]+more, over-more
	}
	return parts
}

// share splits n by weights into whole parts that add up to n; what is left over
// goes to the largest remainders, of equal ones to the first.
func share(n int, weights []float64) []int {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	parts, order := make([]int, len(weights)), make([]int, len(weights))
	rest := n
	over := make([]float64, len(weights))
	for i, w := range weights {
		exact := 0.0
		if sum > 0 {
			exact = float64(n) * w / sum
		}
		parts[i], order[i] = int(exact), i
		over[i] = exact - float64(parts[i])
		rest -= parts[i]
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case over[a] > over[b]:
			return -1
		case over[a] < over[b]:
			return 1
		}
		return 0
	})
	for i := 0; i < rest && len(order) > 0; i++ {
		parts[order[i%len(order)]]++
	}
	return parts
}

// SealSeason (封账) takes a season's entries into the tallies and seals its days.
func (s *Store) SealSeason(ctx context.Context, p Season) error {
	if err := s.FoldHistory(ctx); err != nil {
		return err
	}
	_, err := s.SealDays(ctx, p.Through())
	return err
}
