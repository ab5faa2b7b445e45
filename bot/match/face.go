package match

import (
	"cmp"
	"slices"
)

// face is every assignment that is as good as the one in hand on the first two
// levels: those that use only edges without slack, keep the tutors with a price
// full and the children with pay taught. The other two levels choose within it.
type face struct {
	*assignment
	begin, to  []int32 // edges without slack, by child; tutors in order
	start, kid []int32 // the same by tutor; children in order
	level      []int   // of a tutor, see levels
	class      []int   // of a tutor, see classOf
	classes    int     // the last one
	fixed      []bool  // children whose tutor is decided
	search     search
}

func newFace(a *assignment) *face {
	n, m := len(a.children), len(a.tutors)
	f := &face{assignment: a, begin: make([]int32, n+1), start: make([]int32, m+1), fixed: make([]bool, n), search: newSearch(m)}
	for i := range int32(n) {
		for e := a.begin[i]; e < a.begin[i+1]; e++ {
			if a.slack(i, e) == 0 {
				f.to = append(f.to, a.to[e])
				f.start[a.to[e]+1]++
			}
		}
		f.begin[i+1] = int32(len(f.to))
	}
	f.turn()
	return f
}

// turn lists the edges by tutor.
func (f *face) turn() {
	for t := 1; t < len(f.start); t++ {
		f.start[t] += f.start[t-1]
	}
	f.kid = make([]int32, len(f.to))
	next := slices.Clone(f.start)
	for i := range int32(len(f.children)) {
		for _, t := range f.choices(i) {
			f.kid[next[t]] = i
			next[t]++
		}
	}
}

// choices are the tutors that child i could have.
func (f *face) choices(i int32) []int32 { return f.to[f.begin[i]:f.begin[i+1]] }

// kids are the children that tutor t could have.
func (f *face) kids(t int32) []int32 { return f.kid[f.start[t]:f.start[t+1]] }

// longestWaiting is the third level: the chosen tutors have waited the most days
// in sum. Sets of tutors that can be chosen together are those of a matroid, so
// the greedy answer is the best one: whoever waited longest is chosen if that is
// still possible, then the next.
func (f *face) longestWaiting() {
	g := greedy{face: f, kept: make([]bool, len(f.tutors)), dead: make([]bool, len(f.tutors))}
	for _, t := range f.byWaiting() {
		g.trail = g.trail[:0]
		if len(f.held[t]) > 0 {
			g.kept[t] = true
		} else if !g.dead[t] && g.bring(t) {
			g.kept[t] = true
			g.revive()
		}
	}
}

// byWaiting are the tutors who could be chosen, who waited longest first.
func (f *face) byWaiting() (order []int32) {
	for t := range int32(len(f.tutors)) {
		if f.waited[t] > 0 && f.start[t] < f.start[t+1] {
			order = append(order, t)
		}
	}
	slices.SortFunc(order, func(a, b int32) int {
		return cmp.Or(f.waited[b]-f.waited[a], len(f.held[b])-len(f.held[a]), int(a-b))
	})
	return order
}

// greedy is the state of longestWaiting.
type greedy struct {
	*face
	kept  []bool  // tutors who stay chosen
	dead  []bool  // tutors from whom no child can be had
	trail []int32 // tutors marked dead in this search
}

// bring finds tutor t one more child, whose own tutor is not needed or is brought
// another. What a search in vain has seen stays dead: nothing leads out of it.
func (g *greedy) bring(t int32) bool {
	g.dead[t] = true
	g.trail = append(g.trail, t)
	for _, i := range g.kids(t) {
		u := g.mate[i]
		if u < 0 || u == t || g.dead[u] {
			continue
		}
		if g.spare(u) || g.bring(u) {
			g.move(i, t)
			return true
		}
	}
	return false
}

// spare says whether tutor t can have one child less and is not missed.
func (g *greedy) spare(t int32) bool {
	return g.price[t] == 0 && (len(g.held[t]) > 1 || !g.kept[t])
}

func (g *greedy) revive() {
	for _, t := range g.trail {
		g.dead[t] = false
	}
}
