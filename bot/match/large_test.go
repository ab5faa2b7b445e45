package match_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"xiaoqing/bot/match"
)

// Levels of the objective in one number, for problems of a few hundred.
const (
	perPair  = 1 << 44
	perScore = 1 << 24
)

// weights are what each child and tutor are worth together, 0 where they may not be
// paired, by the rules as the exhaustive search reads them.
func weights(p match.Problem) [][]int64 {
	s := newSheet(p)
	w := make([][]int64, len(s.Children))
	for i, row := range s.scores {
		w[i] = make([]int64, max(len(s.Tutors), len(s.Children)))
		for k, score := range row {
			if score >= 0 {
				w[i][k] = perPair + int64(score)*perScore + int64(days(s.Now, s.Tutors[k].Since))
			}
		}
	}
	return w
}

// hungarian is the textbook method on a dense matrix with as many columns as rows or
// more: the greatest sum of weights with each row in a column of its own.
func hungarian(w [][]int64) (sum int64) {
	n, m := len(w), len(w[0])
	u, v, row, way := make([]int64, n+1), make([]int64, m+1), make([]int, m+1), make([]int, m+1)
	for i := 1; i <= n; i++ {
		row[0] = i
		j0, least, used := 0, slices.Repeat([]int64{math.MaxInt64}, m+1), make([]bool, m+1)
		for row[j0] != 0 {
			used[j0] = true
			i0, j1, delta := row[j0], 0, int64(math.MaxInt64)
			for j := 1; j <= m; j++ {
				if used[j] {
					continue
				}
				if c := -w[i0-1][j-1] - u[i0] - v[j]; c < least[j] {
					least[j], way[j] = c, j0
				}
				if least[j] < delta {
					delta, j1 = least[j], j
				}
			}
			for j := range m + 1 {
				if used[j] {
					u[row[j]] += delta
					v[j] -= delta
				} else {
					least[j] -= delta
				}
			}
			j0 = j1
		}
		for ; j0 != 0; j0 = way[j0] {
			row[j0] = row[way[j0]]
		}
	}
	for j := 1; j <= m; j++ {
		if row[j] > 0 {
			sum += w[row[j]-1][j-1]
		}
	}
	return sum
}

// single is a round in which every tutor has one seat.
func single(seed uint64, children, tutors int) match.Problem {
	p := season(seed, children, tutors)
	for i := range p.Tutors {
		p.Tutors[i].Seats = nil
	}
	return p
}

// worth is a result in the same number.
func worth(p match.Problem, r match.Result) (sum int64) {
	for _, pair := range r.Pairs {
		k := slices.IndexFunc(p.Tutors, func(t match.Tutor) bool { return t.ID == pair.Tutor })
		sum += perPair + int64(pair.Score)*perScore + int64(days(p.Now, p.Tutors[k].Since))
	}
	return sum
}

func TestLargeProblemsAgainstTheHungarianMethod(t *testing.T) {
	for _, size := range [][2]int{{300, 300}, {300, 90}, {120, 300}} {
		p := single(uint64(size[1]), size[0], size[1])
		r := match.Solve(p)
		if got, want := worth(p, r), hungarian(weights(p)); got != want || len(r.Pairs) < 50 {
			t.Errorf("%v: %d pairs, worth %d, want %d", size, len(r.Pairs), got, want)
		}
	}
}

// TestSmallestIDs fixes child after child to the first tutor with which the rest is
// still worth as much.
func TestSmallestIDs(t *testing.T) {
	for seed := range uint64(20) {
		p := tiedSeason(seed)
		s, w := newSheet(p), weights(p)
		all, want := hungarian(w), map[string]string{}
		for i, c := range s.Children {
			for k, tutor := range s.Tutors {
				rest := without(w, i, k)
				if w[i][k] > 0 && hungarian(rest)+w[i][k] == all {
					w, all, want[c.ID] = rest, all-w[i][k], tutor.ID
					break
				}
			}
			clear(w[i])
		}
		got := map[string]string{}
		for _, pair := range match.Solve(p).Pairs {
			got[pair.Child] = pair.Tutor
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("seed %d: %v, want %v", seed, got, want)
		}
	}
}

// without is w when child i and tutor k are settled.
func without(w [][]int64, i, k int) [][]int64 {
	out := make([][]int64, len(w))
	for j := range w {
		out[j] = slices.Clone(w[j])
		out[j][k] = 0
	}
	clear(out[i])
	return out
}

// tiedSeason has few levels of waiting and no times, so that very much ties.
func tiedSeason(seed uint64) match.Problem {
	p := single(seed, 22, 25)
	r := rand.New(rand.NewPCG(seed, 9))
	for i := range p.Children {
		c := &p.Children[i]
		c.Slots, c.Since, c.District = nil, now.AddDate(0, 0, -r.IntN(2)), ""
	}
	for i := range p.Tutors {
		p.Tutors[i].Slots, p.Tutors[i].Since = nil, now.AddDate(0, 0, -r.IntN(3))
	}
	return p
}

// TestOrderOfInput: one answer for one input, whatever the order of its lists.
func TestOrderOfInput(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 1))
		p := season(seed, 5+r.IntN(150), 3+r.IntN(150))
		want := match.Solve(p)
		help := match.Help(p, want)
		mix(r, p.Children)
		mix(r, p.Tutors)
		for i := range p.Children {
			mix(r, p.Children[i].Subjects)
			mix(r, p.Children[i].Slots)
		}
		for i := range p.Tutors {
			mix(r, p.Tutors[i].Subjects)
		}
		if got := match.Solve(p); !reflect.DeepEqual(got, want) {
			t.Fatalf("seed %d: another answer\n%v\n%v", seed, got, want)
		}
		if got := match.Help(p, want); !slices.Equal(got, help) {
			t.Fatalf("seed %d: %q, then %q", seed, help, got)
		}
	}
}

func mix[T any](r *rand.Rand, list []T) {
	r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
}

// TestLessonsOfOneTutor: in a crowded round with many seats, nobody has more children
// than seats and no lessons overlap.
func TestLessonsOfOneTutor(t *testing.T) {
	p := season(3, 900, 160)
	seats := map[string]int{}
	for i := range p.Tutors {
		n := 1 + i%4
		p.Tutors[i].Seats, seats[p.Tutors[i].ID] = &n, n
	}
	r, busy := match.Solve(p), map[string]bool{}
	shared := 0
	for _, pair := range r.Pairs {
		if seats[pair.Tutor]--; seats[pair.Tutor] < 0 {
			t.Errorf("%s has too many", pair.Tutor)
		}
		for m := range 45 {
			at := fmt.Sprint(pair.Tutor, pair.Slot.Day, clock(pair.Slot.Start)+m)
			if busy[at] {
				t.Fatalf("%s has two lessons at once", pair.Tutor)
			}
			busy[at] = true
		}
		if seats[pair.Tutor] > 0 {
			shared++
		}
	}
	if len(r.Pairs) <= 160 || shared == 0 {
		t.Errorf("only %d pairs", len(r.Pairs))
	}
}
