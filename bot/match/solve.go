package match

// Solve solves one round. A problem that Check refuses is solved as far as it can be
// read: a slot that is none gives no time.
func Solve(p Problem) Result {
	a := newAssignment(newGraph(&p))
	for {
		a.solve()
		f := newFace(a)
		f.longestWaiting()
		f.smallestIDs()
		starts, clashes := f.layOut()
		if len(clashes) == 0 {
			return f.result(starts)
		}
		a.takeOut(clashes)
	}
}

func (f *face) result(starts []int) Result {
	r := Result{Pairs: []Pair{}, Waiting: []Waiting{}}
	causes := newCauses(f.graph)
	for i, t := range f.mate {
		c := f.children[i]
		if t == nobody {
			r.Waiting = append(r.Waiting, Waiting{c.ID, causes.why(i)})
			continue
		}
		p := Pair{Child: c.ID, Tutor: f.tutors[t].ID, Score: int(f.score[f.edge(int32(i), t)])}
		if starts[i] != noTime {
			p.Slot = slotAt(starts[i], f.period)
		}
		p.Why = f.reasons(int32(i), t, starts[i])
		r.Pairs = append(r.Pairs, p)
	}
	return r
}
