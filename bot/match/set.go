package match

import "math/bits"

// set is a set of tutors by their place, a bit each: what two rules have in common
// is found 64 tutors at a time.
type set []uint64

func newSet(n int) set { return make(set, (n+63)/64) }

func (s set) add(i int)      { s[i/64] |= 1 << (i % 64) }
func (s set) remove(i int)   { s[i/64] &^= 1 << (i % 64) }
func (s set) has(i int) bool { return s[i/64]&(1<<(i%64)) != 0 }

func (s set) or(other set) {
	for i, w := range other {
		s[i] |= w
	}
}

func (s set) and(other set) {
	for i, w := range other {
		s[i] &= w
	}
}

func (s set) empty() bool {
	for _, w := range s {
		if w != 0 {
			return false
		}
	}
	return true
}

// each calls f with every member, the smallest first; f may remove it.
func (s set) each(f func(i int)) {
	for i, w := range s {
		for ; w != 0; w &= w - 1 {
			f(i*64 + bits.TrailingZeros64(w))
		}
	}
}
