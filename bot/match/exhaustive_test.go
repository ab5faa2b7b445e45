package match_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"xiaoqing/bot/match"
)

// try is one assignment: a tutor for each child, or -1, and how good it is.
type try struct {
	tutor               []int
	pairs, score, since int
}

// better compares two tries level by level; children are in order of ids, and
// tutors too.
func better(a, b try) bool {
	order := func(t try) (out []int) {
		for _, k := range t.tutor {
			out = append(out, (k+100)%100) // -1 comes last
		}
		return out
	}
	return cmp.Or(b.pairs-a.pairs, b.score-a.score, b.since-a.since, slices.Compare(order(a), order(b))) < 0
}

// sheet is a small problem written out: children and tutors in order of ids.
type sheet struct {
	match.Problem
	seats  []int
	scores [][]int // -1: may not
}

func newSheet(p match.Problem) sheet {
	s := sheet{Problem: p}
	s.Children = slices.SortedFunc(slices.Values(p.Children), func(a, b match.Child) int { return cmp.Compare(a.ID, b.ID) })
	s.Tutors = slices.SortedFunc(slices.Values(p.Tutors), func(a, b match.Tutor) int { return cmp.Compare(a.ID, b.ID) })
	for _, t := range s.Tutors {
		s.seats = append(s.seats, seatsOf(t))
	}
	for _, c := range s.Children {
		var row []int
		for _, t := range s.Tutors {
			score, may := value(p, c, t)
			if !may {
				score = -1
			}
			row = append(row, score)
		}
		s.scores = append(s.scores, row)
	}
	return s
}

// best is the best of all assignments.
func (s sheet) best() (best try) {
	now, left := make([]int, len(s.Children)), slices.Clone(s.seats)
	var walk func(i int)
	walk = func(i int) {
		if i == len(now) {
			if t := s.rate(now); best.tutor == nil || better(t, best) {
				best = t
			}
			return
		}
		for t, score := range s.scores[i] {
			if score >= 0 && left[t] > 0 {
				left[t]--
				now[i] = t
				walk(i + 1)
				left[t]++
			}
		}
		now[i] = -1
		walk(i + 1)
	}
	walk(0)
	return best
}

func (s sheet) rate(tutor []int) try {
	t := try{tutor: slices.Clone(tutor)}
	chosen := map[int]bool{}
	for i, k := range tutor {
		if k < 0 {
			continue
		}
		t.pairs++
		t.score += s.scores[i][k]
		if !chosen[k] {
			chosen[k] = true
			t.since += days(s.Now, s.Tutors[k].Since)
		}
	}
	return t
}

// lay finds the first times for children of tutor k in their order, by trying all;
// -1 is a lesson without a time.
func (s sheet) lay(k int, children []int) (at []int, ok bool) {
	var options [][]int
	for _, i := range children {
		free, _ := shared(s.Children[i].Slots, s.Tutors[k].Slots)
		options = append(options, quarters(starts(&free)))
	}
	var walk func() bool
	walk = func() bool {
		if len(at) == len(children) {
			return true
		}
		if len(options[len(at)]) == 0 {
			at = append(at, -1)
			return walk()
		}
		for _, m := range options[len(at)] {
			if slices.ContainsFunc(at, func(o int) bool { return o >= 0 && ((m-o+week)%week < 45 || (o-m+week)%week < 45) }) {
				continue
			}
			if at = append(at, m); walk() {
				return true
			}
			at = at[:len(at)-1]
		}
		return false
	}
	ok = walk()
	return at, ok
}

// quarters keeps the quarter hours: the small problems have no others.
func quarters(all []int) []int {
	return slices.DeleteFunc(all, func(m int) bool { return m%15 != 0 })
}

// solve is the whole round: the best assignment, laid out; a pair that does not go
// is taken out and all begins again.
func (s sheet) solve() (try, []int) {
	for {
		best, at, again := s.best(), make([]int, len(s.Children)), false
		for k := range s.Tutors {
			var mine []int
			for i, t := range best.tutor {
				if t == k {
					mine = append(mine, i)
				}
			}
			times, ok := s.lay(k, mine)
			if !ok {
				s.scores[s.clash(k, mine)][k] = -1
				again = true
				continue
			}
			for n, i := range mine {
				at[i] = times[n]
			}
		}
		if !again {
			return best, at
		}
	}
}

// clash is the first child, the best score first, that does not go with those before.
func (s sheet) clash(k int, mine []int) int {
	slices.SortStableFunc(mine, func(a, b int) int { return s.scores[b][k] - s.scores[a][k] })
	for n := range mine {
		if _, ok := s.lay(k, mine[:n+1]); !ok {
			return mine[n]
		}
	}
	panic("they all go")
}

func TestSmallProblemsAgainstExhaustiveSearch(t *testing.T) {
	for name, make := range map[string]func(*rand.Rand) match.Problem{"everything": small, "ties": tied} {
		t.Run(name, func(t *testing.T) {
			all := 0
			for seed := range uint64(500) {
				if compare(t, seed, make(rand.New(rand.NewPCG(seed, 4)))) {
					all++
				}
			}
			if all < 50 || all > 450 {
				t.Errorf("the problems are alike: in %d nobody waits", all)
			}
		})
	}
}

// compare solves p both ways; all is true when nobody waits.
func compare(t *testing.T, seed uint64, p match.Problem) (all bool) {
	t.Helper()
	want, at := newSheet(p).solve()
	got, s := match.Solve(p), newSheet(p)
	if len(got.Pairs)+len(got.Waiting) != len(p.Children) {
		t.Fatalf("seed %d: %d children, %+v", seed, len(p.Children), got)
	}
	for i, c := range s.Children {
		pair := match.Pair{Child: c.ID}
		if k := want.tutor[i]; k >= 0 {
			pair.Tutor, pair.Score, pair.Slot = s.Tutors[k].ID, s.scores[i][k], slotOf(at[i])
		}
		if found := of(got, c.ID); !reflect.DeepEqual(found, pair) {
			t.Fatalf("seed %d: %s has %+v %+v, want %+v %+v", seed, c.ID, found, found.Slot, pair, pair.Slot)
		}
	}
	return len(got.Waiting) == 0
}

// of is the pair of a child without its reasons; one without a tutor for those who wait.
func of(r match.Result, child string) match.Pair {
	for _, p := range r.Pairs {
		if p.Child == child {
			p.Why = nil
			return p
		}
	}
	return match.Pair{Child: child}
}

func slotOf(m int) *match.Slot {
	if m < 0 {
		return nil
	}
	text := func(m int) string { return fmt.Sprintf("%02d:%02d", m/60%24, m%60) }
	return &match.Slot{Day: weekdays[m/(24*60)], Start: text(m), End: text(m + 45)}
}
