package match

import (
	"cmp"
	"fmt"
	"slices"
)

// How much Help looks into.
const (
	mostMore  = 10 // tutors imagined of one kind
	mostKinds = 60 // kinds tried, those first that most children could go with
	mostLines = 3
)

// offer is a kind of tutor, and what some more of that kind would do.
type offer struct {
	kind
	children []int32 // who could go with one, in order
	more     int     // tutors
	gain     int     // children paired who now wait
}

// Help says which tutors would help most after a round: 再有3位周三晚上有空、能教物理的
// 志愿者，还能帮3个孩子结上对. Every line is found by pairing again with so many more
// tutors of that kind, with the usual number of seats, and stands by itself. The
// best come first, at most three; none when nobody waits.
func Help(p Problem, r Result) []string {
	w := newWhatIf(&p, r)
	offers := w.offers()
	for i := range offers {
		w.try(&offers[i])
	}
	slices.SortStableFunc(offers, func(a, b offer) int {
		return cmp.Or(b.gain-a.gain, a.more-b.more, a.demands()-b.demands(), len(b.children)-len(a.children), cmp.Compare(a.text(), b.text()))
	})
	lines, said := []string{}, map[string]bool{}
	for _, o := range offers {
		if about := o.subjects; o.gain > 0 && !said[about] && len(lines) < mostLines {
			said[about] = true
			lines = append(lines, fmt.Sprintf("再有%d位%s，还能帮%d个孩子结上对", o.more, o.text(), o.gain))
		}
	}
	return lines
}

// offers are the kinds of tutors that those who wait would need, with the children
// who could go with them: those who wait, and those whose tutor would be of use to
// one who waits.
func (w *whatIf) offers() []offer {
	kinds := w.kinds()
	imagined := make([]Tutor, len(kinds))
	offers := make([]offer, len(kinds))
	for n, k := range kinds {
		imagined[n], offers[n].kind = k.tutor(w.usual), k
	}
	w.invite(offers, newIndex(w.index.problem, imagined))
	slices.SortStableFunc(offers, func(a, b offer) int {
		enough := mostMore * w.usual
		return cmp.Or(min(len(b.children), enough)-min(len(a.children), enough), a.demands()-b.demands(), len(b.children)-len(a.children), cmp.Compare(a.text(), b.text()))
	})
	return offers[:min(len(offers), mostKinds)]
}

// invite gives each offer, a tutor of x, the children who could go with it.
func (w *whatIf) invite(offers []offer, x *index) {
	s, scratch := newSet(len(offers)), newSet(len(offers))
	for _, i := range w.useful {
		c := w.children[i]
		x.able(c, c.grade(), s)
		x.genderOf(c, s)
		x.sameHours(w.weeks[i], s, scratch)
		s.each(func(n int) {
			_, holds := measure(common(w.weeks[i], x.weeks[n], nil), w.period)
			if holds || !x.weeks[n].given || !w.weeks[i].given {
				offers[n].children = append(offers[n].children, i)
			}
		})
	}
}
