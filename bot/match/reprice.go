package match

import "math"

// tree is how far each tutor and child is from the open children, in what would
// have to be given up on the way (Dijkstra).
type tree struct {
	dist     []int64 // of a tutor, where reached
	children []reached
	tutors   []int32
	heap     []reached
	limit    int64 // the nearest end found: a free seat, or a child who can be left out
}

// reached is a node and how far it is.
type reached struct {
	dist int64
	node int32
}

// reprice lowers the pay of the children that the open ones can displace, and
// raises their tutors' prices, by as little as gives one more child an end.
func (a *assignment) reprice() {
	x := a.grow()
	for _, i := range a.queue {
		a.scan(i, 0)
	}
	for t, ok := x.nearest(); ok; t, ok = x.nearest() {
		for _, j := range a.held[t] {
			a.scan(j, x.dist[t])
		}
	}
	for _, r := range x.children {
		a.pay[r.node] -= max(x.limit-r.dist, 0)
	}
	for _, t := range x.tutors {
		a.price[t] += max(x.limit-x.dist[t], 0)
	}
}

// grow begins a tree.
func (a *assignment) grow() *tree {
	x := &a.tree
	x.children, x.tutors, x.heap, x.limit = x.children[:0], x.tutors[:0], x.heap[:0], math.MaxInt64
	a.pass++
	return x
}

// nearest is the next tutor of the tree that is nearer than its end.
func (x *tree) nearest() (t int32, ok bool) {
	for len(x.heap) > 0 && x.heap[0].dist < x.limit {
		if r := x.pop(); r.dist == x.dist[r.node] {
			x.tutors = append(x.tutors, r.node)
			return r.node, true
		}
	}
	return 0, false
}

// scan reaches the tutors of child i, which is d away.
func (a *assignment) scan(i int32, d int64) {
	x := &a.tree
	x.children = append(x.children, reached{d, i})
	x.limit = min(x.limit, d+a.pay[i])
	for e := a.begin[i]; e < a.begin[i+1]; e++ {
		t, near := a.to[e], d+a.slack(i, e)
		if near >= x.limit || a.seen[t] == a.pass && x.dist[t] <= near {
			continue
		}
		if a.room(t) {
			x.limit = near
			continue
		}
		a.seen[t], x.dist[t] = a.pass, near
		x.push(reached{near, t})
	}
}

func (x *tree) push(r reached) {
	x.heap = append(x.heap, r)
	i := len(x.heap) - 1
	for up := (i - 1) / 2; i > 0 && x.heap[i].dist < x.heap[up].dist; up = (i - 1) / 2 {
		x.heap[i], x.heap[up] = x.heap[up], x.heap[i]
		i = up
	}
}

func (x *tree) pop() reached {
	top, last := x.heap[0], len(x.heap)-1
	x.heap[0] = x.heap[last]
	x.heap = x.heap[:last]
	for i := 0; ; {
		least := i
		for k := 2*i + 1; k <= 2*i+2 && k < last; k++ {
			if x.heap[k].dist < x.heap[least].dist {
				least = k
			}
		}
		if least == i {
			return top
		}
		x.heap[i], x.heap[least] = x.heap[least], x.heap[i]
		i = least
	}
}
