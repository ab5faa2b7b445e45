package match

import (
	"cmp"
	"slices"
)

// graph is who may go with whom: children and tutors in the order of their ids,
// the tutors of each child likewise, in one array for all.
type graph struct {
	children []Child
	tutors   []Tutor
	index    *index
	weeks    []week // of the children
	waited   []int  // days, of the tutors
	seats    []int
	period   int

	begin []int32 // child i's are to[begin[i]:begin[i+1]]
	to    []int32
	score []int32

	both []span // scratch
}

func newGraph(p *Problem) *graph {
	g := &graph{
		children: slices.SortedFunc(slices.Values(p.Children), func(a, b Child) int { return cmp.Compare(a.ID, b.ID) }),
		tutors:   slices.SortedFunc(slices.Values(p.Tutors), func(a, b Tutor) int { return cmp.Compare(a.ID, b.ID) }),
		period:   p.period(),
	}
	g.index = newIndex(p, g.tutors)
	g.weeks = make([]week, len(g.children))
	for i, c := range g.children {
		g.weeks[i] = weekOf(c.Slots, g.period)
	}
	g.waited, g.seats = make([]int, len(g.tutors)), make([]int, len(g.tutors))
	for i, t := range g.tutors {
		g.waited[i], g.seats[i] = daysWaited(p.Now, t.Since), usable(t.seats(), g.index.weeks[i], g.period)
	}
	g.connect(p)
	return g
}

// usable are the seats that a tutor's own time can hold, lesson after lesson. One
// who named no time, or none that holds a lesson, has all.
func usable(seats int, w week, period int) int {
	n := 0
	for _, s := range common(w, week{}, nil) {
		n += (s.to - s.from) / period
	}
	if w.given && n > 0 {
		return min(seats, n)
	}
	return seats
}

// connect finds every possible pair and its score.
func (g *graph) connect(p *Problem) {
	g.begin = make([]int32, 1, len(g.children)+1)
	candidates, scratch := newSet(len(g.tutors)), newSet(len(g.tutors))
	districts := g.districts()
	for i, c := range g.children {
		g.index.able(c, c.grade(), candidates)
		candidates.and(g.index.seated)
		g.index.genderOf(c, candidates)
		g.index.allowed(c, candidates)
		g.index.sameHours(g.weeks[i], candidates, scratch)
		g.link(i, candidates, g.scorer(c, daysWaited(p.Now, c.Since), districts))
		g.begin = append(g.begin, int32(len(g.to)))
	}
}

// link connects child i with those candidates who share a stretch of at least one
// 课时 with it; where either named no time that is no condition, and nothing is shared.
func (g *graph) link(i int, candidates set, s scorer) {
	mine := g.weeks[i]
	candidates.each(func(t int) {
		minutes, ok := 0, true
		if w := g.index.weeks[t]; mine.given && w.given {
			g.both = common(mine, w, g.both[:0])
			minutes, ok = measure(g.both, g.period)
		}
		if ok {
			g.to = append(g.to, int32(t))
			g.score = append(g.score, int32(s.of(t, minutes)))
		}
	})
}

// districts are the tutors of each district; who named none is in none.
func (g *graph) districts() map[string]set {
	out := map[string]set{}
	for t, tutor := range g.tutors {
		if out[tutor.District] == nil {
			out[tutor.District] = newSet(len(g.tutors))
		}
		out[tutor.District].add(t)
	}
	delete(out, "")
	return out
}

// edge is the place in to of child i with tutor t, or -1.
func (g *graph) edge(i, t int32) int32 {
	e, ok := slices.BinarySearch(g.to[g.begin[i]:g.begin[i+1]], t)
	if !ok {
		return -1
	}
	return g.begin[i] + int32(e)
}
