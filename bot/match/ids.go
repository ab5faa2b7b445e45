package match

import (
	"cmp"
	"slices"
)

// noLevel is the level of a tutor from whom no free seat can be reached, and of
// having nobody.
const noLevel = -1

// levels gives each tutor the most days that a free seat adds to the sum when one
// more child comes to it and others move on. Moves that change no level change no
// sum, and every answer as good as this one is reached by such moves: the levels
// are the prices of the third level.
func (f *face) levels() {
	f.level = make([]int, len(f.tutors))
	var order []int32
	for t := range int32(len(f.tutors)) {
		f.level[t] = noLevel
		if f.room(t) {
			order = append(order, t)
		}
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Or(f.gain(b)-f.gain(a), int(a-b)) })
	for _, t := range order {
		f.spread(t, f.gain(t))
	}
}

// gain is what one more child at tutor t adds to the sum of days.
func (f *face) gain(t int32) int {
	if len(f.held[t]) == 0 {
		return f.waited[t]
	}
	return 0
}

// loss is what one child less takes away.
func (f *face) loss(t int32) int {
	if len(f.held[t]) == 1 {
		return f.waited[t]
	}
	return 0
}

func (f *face) spread(t int32, level int) {
	if f.level[t] != noLevel {
		return
	}
	f.level[t] = level
	for stack := []int32{t}; len(stack) > 0; {
		last := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for _, i := range f.kids(last) {
			if u := f.mate[i]; u >= 0 && f.level[u] == noLevel {
				f.level[u] = level
				stack = append(stack, u)
			}
		}
	}
}

// smallestIDs is the fourth level: child after child gets the first tutor that it
// can still have, and keeps it.
func (f *face) smallestIDs() {
	f.levels()
	f.class, f.classes = slices.Clone(f.level), longest
	for i := range int32(len(f.children)) {
		now := f.mate[i]
		for _, t := range f.choices(i) {
			if now >= 0 && t >= now || f.classOf(t) == f.classOf(now) && f.swap(i, t) {
				break
			}
		}
		f.fixed[i] = true
	}
}

// classOf is the class of a tutor or of having nobody. Only tutors of one class can
// exchange children: at first those of a level, then ever fewer.
func (f *face) classOf(t int32) int {
	if t < 0 {
		return noLevel
	}
	return f.class[t]
}

// hasRoom says whether tutor t can take one more child for nothing.
func (f *face) hasRoom(t int32) bool { return f.room(t) && f.gain(t) == f.level[t] }

// canLose says whether tutor t can have one child less for nothing.
func (f *face) canLose(t int32) bool { return f.price[t] == 0 && f.loss(t) == f.level[t] }
