package match

import (
	"cmp"
	"slices"
)

// wish is a pair that needs a time, and the spans that would do.
type wish struct {
	child int32
	spans []span
	score int32
}

// noTime is the start of a lesson that has no time of the week.
const noTime = -1

// layOut gives the lessons of each tutor their times, so that they do not overlap:
// each child in order of ids the earliest that leaves the later ones a time too.
// Of a tutor whose lessons cannot all be laid out it names the pair to take out:
// the first, by score and then by id, that does not go with those before it.
func (f *face) layOut() (starts []int, clashes []int32) {
	starts = make([]int, len(f.children))
	for t := range int32(len(f.tutors)) {
		if len(f.held[t]) == 0 {
			continue
		}
		wishes := f.wishes(t, starts)
		at, ok := lay(wishes, f.period)
		if !ok {
			clashes = append(clashes, f.edge(f.clashing(wishes), t))
			continue
		}
		for k, w := range wishes {
			starts[w.child] = at[k]
		}
	}
	return starts, clashes
}

// wishes are the lessons of tutor t, in order of the children. A pair that shares
// no stretch of a lesson (where one of the two named no time) has none to lay out.
func (f *face) wishes(t int32, starts []int) (wishes []wish) {
	for _, i := range slices.Sorted(slices.Values(f.held[t])) {
		spans := f.times(i, t)
		if _, holds := measure(spans, f.period); !holds {
			starts[i] = noTime
			continue
		}
		wishes = append(wishes, wish{i, spans, f.score[f.edge(i, t)]})
	}
	return wishes
}

// times are the spans that child i and tutor t have in common; none where neither
// named a time.
func (g *graph) times(i, t int32) []span {
	if !g.weeks[i].given && !g.index.weeks[t].given {
		return nil
	}
	return common(g.weeks[i], g.index.weeks[t], nil)
}

func (f *face) clashing(wishes []wish) int32 {
	slices.SortFunc(wishes, func(a, b wish) int { return cmp.Or(int(b.score-a.score), int(a.child-b.child)) })
	for n := 2; n < len(wishes); n++ {
		if _, ok := lay(wishes[:n], f.period); !ok {
			return wishes[n-1].child
		}
	}
	return wishes[len(wishes)-1].child
}

// lay finds a start for each wish so that no two lessons overlap; ok is false if
// there is none. Lessons can always be pushed together towards the start of a span,
// so only starts of spans and what follows them lesson after lesson are tried.
func lay(wishes []wish, period int) (starts []int, ok bool) {
	if len(wishes) == 1 {
		return []int{earliest(wishes[0].spans, period)}, true
	}
	l := layer{wishes: wishes, period: period, marks: marks(wishes, period), starts: make([]int, len(wishes)), left: mostTries}
	return l.starts, l.from(0)
}

// earliest is the start of the first span that holds a lesson.
func earliest(spans []span, period int) int {
	for _, s := range spans {
		if s.to-s.from >= period {
			return s.from
		}
	}
	return noTime
}

// marks are the starts worth trying; those past Sunday midnight too.
func marks(wishes []wish, period int) (out []int) {
	for _, w := range wishes {
		for _, s := range w.spans {
			for k := range len(wishes) {
				at := (s.from + k*period) % weekMinutes
				out = append(out, at, at+weekMinutes)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// mostTries ends a search among very many lessons; what is not found by then counts
// as impossible.
const mostTries = 100_000

type layer struct {
	wishes []wish
	period int
	marks  []int
	starts []int
	left   int
}

// from lays out wish n and those after it.
func (l *layer) from(n int) bool {
	if n == len(l.wishes) {
		return true
	}
	for _, at := range l.marks {
		if !inside(l.wishes[n].spans, at, l.period) || !l.apart(l.starts[:n], at) {
			continue
		}
		if l.left--; l.left < 0 {
			return false
		}
		if l.starts[n] = at; l.from(n + 1) {
			return true
		}
	}
	return false
}

// apart says whether a lesson at at overlaps none of the others, around the week.
func (l *layer) apart(others []int, at int) bool {
	for _, o := range others {
		if d := (at - o + 2*weekMinutes) % weekMinutes; d < l.period || weekMinutes-d < l.period {
			return false
		}
	}
	return true
}

// inside says whether a lesson at at lies in one of spans.
func inside(spans []span, at, period int) bool {
	for _, s := range spans {
		if s.from <= at && at+period <= s.to {
			return true
		}
	}
	return false
}
