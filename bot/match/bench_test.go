package match_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"xiaoqing/bot/match"
)

// BenchmarkSolve is the speed asked for: 1,527 children and 5,000 tutors within
// 0.3 s, ten times both within 5 s, on one core; and a round with far too few tutors.
func BenchmarkSolve(b *testing.B) {
	for _, size := range [][2]int{{1527, 5000}, {15270, 50000}, {15270, 8000}} {
		p := season(1, size[0], size[1])
		b.Run(fmt.Sprintf("%dx%d", len(p.Children), len(p.Tutors)), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r := match.Solve(p)
				b.ReportMetric(float64(len(r.Pairs)), "pairs")
			}
		})
	}
}

// BenchmarkTies is a round of the same size in which nearly everything ties.
func BenchmarkTies(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	p := match.Problem{Now: now}
	for i := range 15270 {
		subjects := []string{fmt.Sprint(r.IntN(760)), fmt.Sprint(r.IntN(760))}
		p.Children = append(p.Children, match.Child{ID: fmt.Sprint("c", i), Subjects: subjects, Since: now.AddDate(0, 0, -r.IntN(30))})
		taught := []match.Subject{{Name: fmt.Sprint(r.IntN(760))}}
		p.Tutors = append(p.Tutors, match.Tutor{ID: fmt.Sprint("t", i), Subjects: taught, Since: now.AddDate(0, 0, -r.IntN(30))})
	}
	for b.Loop() {
		match.Solve(p)
	}
}

// BenchmarkHelp is what it costs to say what would help most: within 0.3 s for a
// season, with few waiting and with many.
func BenchmarkHelp(b *testing.B) {
	for _, tutors := range []int{5000, 1000} {
		p := season(1, 1527, tutors)
		r := match.Solve(p)
		b.Run(fmt.Sprintf("%dwaiting", len(r.Waiting)), func(b *testing.B) {
			for b.Loop() {
				match.Help(p, r)
			}
		})
	}
}
