package match

// search looks for a way to give a child another tutor, from both ends at once, so
// that a search in vain costs no more than its smaller side.
type search struct {
	pass        int32
	ahead, back []int32 // the pass in which a tutor was reached from either end
	via         []int32 // ahead: the child who comes to the tutor
	leaver      []int32 // back: the child who leaves the tutor …
	next        []int32 // … for this one
	front, rear side
	frontEnd    end   // where a free seat was found ahead
	rearEnd     end   // where a seat can be given up behind
	meeting     int32 // where the two met, or nobody
}

// side is the tutors that one side has reached; those before looked are done with.
type side struct {
	tutors []int32
	looked int
}

func (s *side) next() int32 {
	s.looked++
	return s.tutors[s.looked-1]
}

func (s *side) exhausted() bool { return s.looked == len(s.tutors) }

// end is the last step of one side: a tutor, and a child who goes from it to nobody
// or comes to it from nobody; nobody where the tutor's own seats are the end.
type end struct {
	found        bool
	tutor, child int32
}

func newSearch(tutors int) search {
	ints := func() []int32 { return make([]int32, tutors) }
	return search{ahead: ints(), back: ints(), via: ints(), leaver: ints(), next: ints()}
}

// swap gives child i tutor t instead of its own, moving only children that are not
// fixed and nothing of what the levels above have decided. It says whether it could.
func (f *face) swap(i, t int32) bool {
	s := &f.search
	s.pass++
	s.front, s.rear = side{tutors: s.front.tutors[:0]}, side{tutors: s.rear.tutors[:0]}
	s.frontEnd, s.rearEnd, s.meeting = end{}, end{}, nobody
	f.fixed[i] = true
	f.come(t, i)
	if a := f.mate[i]; a >= 0 {
		f.leave(a, i, nobody)
	} else {
		s.rearEnd = end{true, nobody, nobody}
	}
	for s.meeting == nobody && !(s.frontEnd.found && s.rearEnd.found) {
		if !f.step() {
			return false
		}
	}
	f.apply(i, t)
	return true
}

// step looks at one more tutor on each side that has no end yet; false when a side
// is exhausted. No move will ever again lead out of that side (into it, if it is the
// rear): its tutors become a class of their own.
func (f *face) step() bool {
	s := &f.search
	if !s.frontEnd.found {
		if s.front.exhausted() {
			f.part(s.front.tutors)
			return false
		}
		f.forward(s.front.next())
	}
	if !s.rearEnd.found && s.meeting == nobody {
		if s.rear.exhausted() {
			f.part(s.rear.tutors)
			return false
		}
		f.backward(s.rear.next())
	}
	return true
}

// part makes tutors a class of their own.
func (f *face) part(tutors []int32) {
	f.classes++
	for _, t := range tutors {
		f.class[t] = f.classes
	}
}

// forward: one child of t has to go elsewhere.
func (f *face) forward(t int32) {
	for _, j := range f.held[t] {
		if f.fixed[j] {
			continue
		}
		if f.pay[j] == 0 && f.class[t] == noLevel {
			f.search.frontEnd = end{true, t, j}
			return
		}
		for _, u := range f.choices(j) {
			if f.search.ahead[u] != f.search.pass && f.class[u] == f.class[t] {
				f.come(u, j)
			}
		}
	}
}

// come: child j comes to tutor t.
func (f *face) come(t, j int32) {
	s := &f.search
	s.ahead[t], s.via[t] = s.pass, j
	s.front.tutors = append(s.front.tutors, t)
	switch {
	case s.back[t] == s.pass:
		s.meeting = t
	case f.hasRoom(t):
		s.frontEnd = end{true, t, nobody}
	}
}

// backward: tutor t has lost a child and needs another.
func (f *face) backward(t int32) {
	for _, j := range f.kids(t) {
		u := f.mate[j]
		if f.fixed[j] || u == t {
			continue
		}
		if u == nobody {
			f.search.rearEnd = end{true, t, j}
			return
		}
		if f.search.back[u] != f.search.pass && f.class[u] == f.class[t] {
			f.leave(u, j, t)
		}
	}
}

// leave: child j leaves tutor t for next.
func (f *face) leave(t, j, next int32) {
	s := &f.search
	s.back[t], s.leaver[t], s.next[t] = s.pass, j, next
	s.rear.tutors = append(s.rear.tutors, t)
	switch {
	case s.ahead[t] == s.pass:
		s.meeting = t
	case f.canLose(t):
		s.rearEnd = end{true, t, nobody}
	}
}

// step of a swap: a child goes to a tutor.
type step struct{ child, tutor int32 }

// apply makes the moves that were found, and those of i to t.
func (f *face) apply(i, t int32) {
	s := &f.search
	ahead, behind := s.frontEnd, s.rearEnd
	if s.meeting != nobody {
		ahead, behind = end{true, s.meeting, nobody}, end{true, s.meeting, nobody}
	}
	for _, m := range append(f.movesAhead(ahead, t), append(f.movesBehind(behind, f.mate[i]), step{i, t})...) {
		f.move(m.child, m.tutor)
	}
}

// movesAhead make room at tutor t.
func (f *face) movesAhead(from end, t int32) (moves []step) {
	if from.child != nobody {
		moves = append(moves, step{from.child, nobody})
	}
	for u := from.tutor; u != t; u = f.mate[f.search.via[u]] {
		moves = append(moves, step{f.search.via[u], u})
	}
	return moves
}

// movesBehind fill the seat at tutor a.
func (f *face) movesBehind(from end, a int32) (moves []step) {
	if from.child != nobody {
		moves = append(moves, step{from.child, from.tutor})
	}
	for u := from.tutor; u != a; u = f.search.next[u] {
		moves = append(moves, step{f.search.leaver[u], f.search.next[u]})
	}
	return moves
}
