package match

import (
	"math"
	"slices"
)

// Where a child is that no tutor has.
const (
	open   = -1 // still to be settled
	nobody = -2 // this round can do without it
)

// assignment is the first two levels: the most children, then the greatest score,
// by the Hungarian method with all open children at once. worth of a pair is its
// score and so much more that one child outweighs every score together. Prices of
// tutors and pay of children bound it from above, pay + price ≥ worth, with
// equality for pairs; a tutor with a free seat has price 0, a child whom nobody
// takes has pay 0. Those together prove the optimum.
type assignment struct {
	*graph
	one   int64 // more than all scores together
	pay   []int64
	price []int64
	mate  []int32   // tutor, open or nobody
	held  [][]int32 // the children of each tutor
	queue []int32   // open children
	seen  []int32   // the pass in which a tutor was looked at
	pass  int32
	tree  tree

	back        *back   // once a pair was taken out
	via, toward []int32 // refill: the child who leaves a tutor, and for whom
}

// takenOut is the score of a pair that is not allowed any more: it is worth less than
// nobody.
const takenOut = math.MinInt32

func newAssignment(g *graph) *assignment {
	n, m := len(g.children), len(g.tutors)
	a := &assignment{
		graph: g, one: int64(n*mostScore + 1), pay: make([]int64, n), price: make([]int64, m),
		mate: make([]int32, n), held: make([][]int32, m), seen: make([]int32, m), tree: tree{dist: make([]int64, m)},
	}
	for i := range a.mate {
		a.mate[i] = open
		a.queue = append(a.queue, int32(i))
		a.pay[i] = a.best(int32(i))
	}
	return a
}

// best is the most that child i could be paid at today's prices.
func (a *assignment) best(i int32) (pay int64) {
	for e := a.begin[i]; e < a.begin[i+1]; e++ {
		pay = max(pay, a.worth(e)-a.price[a.to[e]])
	}
	return pay
}

// worth is what edge e adds to the objective: one child, and the score.
func (a *assignment) worth(e int32) int64 { return a.one + int64(a.score[e]) }

// slack is how far the bound of edge e, of child i, is above its worth.
func (a *assignment) slack(i, e int32) int64 { return a.pay[i] + a.price[a.to[e]] - a.worth(e) }

func (a *assignment) room(t int32) bool { return len(a.held[t]) < a.seats[t] }

// solve settles every open child.
func (a *assignment) solve() {
	for {
		a.pass++
		left := a.queue[:0]
		for _, i := range a.queue {
			if a.mate[i] == open && !a.settle(i) {
				left = append(left, i)
			}
		}
		if a.queue = left; len(left) == 0 {
			return
		}
		a.reprice()
	}
}

// settle finds child i a tutor among the best for it, moving others to equally
// good ones, or leaves it with nobody where that costs nothing.
func (a *assignment) settle(i int32) bool {
	if a.pay[i] == 0 {
		a.mate[i] = nobody
		return true
	}
	for e := a.begin[i]; e < a.begin[i+1]; e++ {
		t := a.to[e]
		if a.seen[t] == a.pass || a.slack(i, e) != 0 {
			continue
		}
		a.seen[t] = a.pass
		if a.take(i, t) {
			return true
		}
	}
	return false
}

// take gives child i a seat of tutor t, a free one or that of a child who settles
// elsewhere.
func (a *assignment) take(i, t int32) bool {
	if a.room(t) {
		a.held[t] = append(a.held[t], i)
		a.mate[i] = t
		return true
	}
	for k, j := range a.held[t] {
		if a.settle(j) {
			a.held[t][k] = i
			a.mate[i] = t
			return true
		}
	}
	return false
}

// move gives child i to tutor t (or nobody, or opens it).
func (a *assignment) move(i, t int32) {
	if old := a.mate[i]; old >= 0 {
		k := slices.Index(a.held[old], i)
		a.held[old] = slices.Delete(a.held[old], k, k+1)
	}
	if a.mate[i] = t; t >= 0 {
		a.held[t] = append(a.held[t], i)
	}
}
