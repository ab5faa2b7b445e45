package match

import "slices"

// back are the edges of a graph by tutor.
type back struct {
	begin []int32 // tutor t's are from begin[t] to begin[t+1]
	child []int32
	edge  []int32
}

func newBack(g *graph) *back {
	b := &back{begin: make([]int32, len(g.tutors)+2), child: make([]int32, len(g.to)), edge: make([]int32, len(g.to))}
	for _, t := range g.to {
		b.begin[t+2]++
	}
	for t := 2; t < len(b.begin); t++ {
		b.begin[t] += b.begin[t-1]
	}
	for i := range int32(len(g.children)) {
		for e := g.begin[i]; e < g.begin[i+1]; e++ {
			at := &b.begin[g.to[e]+1]
			b.child[*at], b.edge[*at] = i, e
			*at++
		}
	}
	return b
}

// takeOut forbids the pairs of edges and repairs the assignment around them, so that
// the next round begins where this one ended. The children are open again; each
// tutor gets the child that misses least, or costs nothing from now on.
func (a *assignment) takeOut(edges []int32) {
	if a.back == nil {
		a.back = newBack(a.graph)
		a.via, a.toward = make([]int32, len(a.tutors)), make([]int32, len(a.tutors))
	}
	for _, e := range edges {
		a.score[e] = takenOut
		i := a.childOf(e)
		a.move(i, open)
		a.queue = append(a.queue, i)
	}
	for _, e := range edges {
		for t := a.to[e]; a.room(t) && a.price[t] > 0; {
			a.refill(t)
		}
	}
}

func (g *graph) childOf(e int32) int32 {
	i, ok := slices.BinarySearch(g.begin, e)
	for ok && g.begin[i+1] == e {
		i++ // the children before have no edges
	}
	if !ok {
		i--
	}
	return int32(i)
}

// refill is reprice and settle from the other side: it lowers the price of tutor t,
// and of those whose children would come, by as little as fills the seat or makes
// one of them cost nothing.
func (a *assignment) refill(t int32) {
	x := a.grow()
	a.seen[t], x.dist[t] = a.pass, 0
	x.push(reached{0, t})
	comer, at := int32(nobody), t
	for u, ok := x.nearest(); ok; u, ok = x.nearest() {
		if end := x.dist[u] + a.price[u]; end < x.limit {
			x.limit, comer, at = end, nobody, u
		}
		if i := a.scanBack(u, x.dist[u]); i != nobody {
			comer, at = i, u
		}
	}
	a.lower()
	a.shift(comer, at, t)
}

// lower takes off the prices of the tree what its end leaves over, and pays it to
// their children.
func (a *assignment) lower() {
	x := &a.tree
	for _, u := range x.tutors {
		by := max(x.limit-x.dist[u], 0)
		a.price[u] -= by
		for _, i := range a.held[u] {
			a.pay[i] += by
		}
	}
}

// scanBack reaches the tutors of the children who could come to u, which is d away.
// It returns the nearest child without a tutor, if that is the nearest end, or nobody.
func (a *assignment) scanBack(u int32, d int64) (comer int32) {
	x := &a.tree
	comer = nobody
	for k := a.back.begin[u]; k < a.back.begin[u+1]; k++ {
		i := a.back.child[k]
		v, near := a.mate[i], d+a.slack(i, a.back.edge[k])
		switch {
		case v == u || near >= x.limit:
		case v < 0:
			x.limit, comer = near, i
		case a.seen[v] != a.pass || near < x.dist[v]:
			a.seen[v], x.dist[v] = a.pass, near
			a.via[v], a.toward[v] = i, u
			x.push(reached{near, v})
		}
	}
	return comer
}

// shift moves each child on the way from tutor u to t one tutor on, after comer, if
// any, has come to u.
func (a *assignment) shift(comer, u, t int32) {
	var moves []step
	if comer != nobody {
		moves = append(moves, step{comer, u})
	}
	for ; u != t; u = a.toward[u] {
		moves = append(moves, step{a.via[u], a.toward[u]})
	}
	for _, m := range moves {
		a.move(m.child, m.tutor)
	}
}
