package match

import "slices"

// whatIf is a round that was solved, to be tried again with more tutors.
type whatIf struct {
	*graph
	mate    []int32           // of each child, or nobody
	held    map[int32][]int32 // of the tutors who could pass a child on
	waiting []int32
	useful  []int32 // those who wait, and those whose seat one who waits could come to
	usual   int     // seats of a tutor, as most have
}

func newWhatIf(p *Problem, r Result) *whatIf {
	w := &whatIf{graph: newGraph(p), held: map[int32][]int32{}, usual: usualSeats(p.Tutors)}
	place := make(map[string]int32, len(w.children))
	w.mate = make([]int32, len(w.children))
	for i, c := range w.children {
		place[c.ID], w.mate[i] = int32(i), nobody
	}
	for _, pair := range r.Pairs {
		w.mate[place[pair.Child]] = int32(w.index.place[pair.Tutor])
	}
	w.findUseful()
	return w
}

// usualSeats is the middle number of seats, at least 1.
func usualSeats(tutors []Tutor) int {
	seats := []int{1}
	for _, t := range tutors {
		seats = append(seats, t.seats())
	}
	slices.Sort(seats)
	return max(seats[len(seats)/2], 1)
}

func (w *whatIf) findUseful() {
	held := w.seated()
	w.useful = slices.Clone(w.waiting)
	for n := 0; n < len(w.useful); n++ {
		i := w.useful[n]
		for _, t := range w.to[w.begin[i]:w.begin[i+1]] {
			if _, known := w.held[t]; !known && len(held[t]) > 0 {
				w.held[t] = held[t]
				w.useful = append(w.useful, held[t]...)
			}
		}
	}
	slices.Sort(w.useful)
	w.useful = slices.Compact(w.useful)
}

// seated are the children of each tutor; it notes those who wait.
func (w *whatIf) seated() [][]int32 {
	held := make([][]int32, len(w.tutors))
	for i, t := range w.mate {
		if t == nobody {
			w.waiting = append(w.waiting, int32(i))
		} else {
			held[t] = append(held[t], int32(i))
		}
	}
	return held
}

// trial pairs again with tutors of one kind; nothing of it stays.
type trial struct {
	*whatIf
	fits   map[int32]bool // children who could go with the kind
	free   week           // when the kind is free
	held   map[int32][]int32
	extra  [][]int32 // the children of each new tutor
	seats  int
	seen   map[int32]bool
	placed map[int32]bool
}

// try finds how many more children tutors of o's kind would help, and with how many
// of them that is reached.
func (w *whatIf) try(o *offer) {
	t := &trial{whatIf: w, fits: map[int32]bool{}, held: map[int32][]int32{}, placed: map[int32]bool{}}
	for _, i := range o.children {
		t.fits[i] = true
	}
	t.free = weekOf(o.tutor(w.usual).Slots, w.period)
	t.seats = usable(w.usual, t.free, w.period)
	for more := 1; more <= mostMore; more++ {
		t.extra = append(t.extra, nil)
		before := len(t.placed)
		t.fill()
		if len(t.placed) == before {
			return
		}
		o.more, o.gain = more, len(t.placed)
	}
}

// fill gives the newest tutor children until nobody more is helped.
func (t *trial) fill() {
	for {
		t.seen = map[int32]bool{}
		helped := false
		for _, i := range t.waiting {
			if len(t.extra[len(t.extra)-1]) == t.seats {
				return
			}
			if !t.placed[i] && t.settle(i) {
				t.placed[i], helped = true, true
				t.seen = map[int32]bool{}
			}
		}
		if !helped {
			return
		}
	}
}

// settle finds child i a seat: of the newest tutor, or of one whose child settles
// elsewhere.
func (t *trial) settle(i int32) bool {
	if last := len(t.extra) - 1; t.fits[i] && len(t.extra[last]) < t.seats && t.layable(append(slices.Clone(t.extra[last]), i), t.free) {
		t.extra[last] = append(t.extra[last], i)
		return true
	}
	for _, u := range t.to[t.begin[i]:t.begin[i+1]] {
		if t.seen[u] {
			continue
		}
		t.seen[u] = true
		if t.pass(u, i) {
			return true
		}
	}
	return false
}

// pass gives i the seat of one of tutor u's children who settles elsewhere.
func (t *trial) pass(u, i int32) bool {
	children, touched := t.held[u]
	if !touched {
		children = t.whatIf.held[u]
	}
	for k, j := range children {
		after := slices.Clone(children)
		after[k] = i
		if t.layable(after, t.index.weeks[u]) && t.settle(j) {
			t.held[u] = after
			return true
		}
	}
	return false
}

// layable says whether a tutor who is free at free could give all these lessons.
func (t *trial) layable(children []int32, free week) bool {
	if len(children) == 1 {
		return true
	}
	var wishes []wish
	for _, i := range children {
		spans := common(t.weeks[i], free, nil)
		if _, holds := measure(spans, t.period); holds && (t.weeks[i].given || free.given) {
			wishes = append(wishes, wish{child: i, spans: spans})
		}
	}
	_, ok := lay(wishes, t.period)
	return ok
}
