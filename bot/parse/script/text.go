// Package script makes Chinese writing ready to be read: one shape for
// full-width, traditional and capital characters, a word list with quick
// look-up, and numerals in every spelling.
package script

import (
	"sort"
	"strings"
	"unicode/utf8"
)

// Text is one message twice, rune for rune: as it was written, from which names
// are cut, and folded, by which it is read. It belongs to one goroutine: it
// remembers the numbers it read last.
type Text struct {
	Raw  []rune
	Fold []rune
	str  string  // Fold as bytes
	pos  []int32 // where each rune of Fold begins in str, and its end
	seen [64]uint64
	memo [4]memo
}

// memo is a number that was read at i.
type memo struct {
	known, ok bool
	i         int
	n         Numeral
}

// New folds s.
func New(s string) *Text {
	n := utf8.RuneCountInString(s)
	runes := make([]rune, 2*n)
	t := &Text{Raw: runes[:0:n], Fold: runes[n : n : 2*n], pos: make([]int32, 0, n+1)}
	b := make([]byte, 0, len(s)+8)
	for _, r := range s {
		f := Fold(r)
		t.Raw, t.Fold = append(t.Raw, r), append(t.Fold, f)
		t.pos = append(t.pos, int32(len(b)))
		b = utf8.AppendRune(b, f)
	}
	t.pos, t.str = append(t.pos, int32(len(b))), string(b)
	for _, p := range t.pos[:n] {
		h := hash(t.str[p:])
		t.seen[h>>6] |= 1 << (h & 63)
	}
	return t
}

// hash is twelve bits of the first rune of s.
func hash(s string) uint {
	if s[0] < 0x80 || len(s) < 3 {
		return uint(s[0])
	}
	return (uint(s[0])<<10 ^ uint(s[1])<<6 ^ uint(s[2])) & 4095
}

// Len is the number of runes.
func (t *Text) Len() int { return len(t.Fold) }

// At is the folded rune at i, 0 outside the text.
func (t *Text) At(i int) rune {
	if uint(i) >= uint(len(t.Fold)) {
		return 0
	}
	return t.Fold[i]
}

// Has says whether word stands at i; n is its length in runes, 0 when it does not.
func (t *Text) Has(i int, word string) (n int) {
	if uint(i) >= uint(len(t.Fold)) || !strings.HasPrefix(t.str[t.pos[i]:], word) {
		return 0
	}
	return utf8.RuneCountInString(word)
}

// Any is the length of the first of words that stands at i, 0 for none. Longer
// words come before their beginnings.
func (t *Text) Any(i int, words ...string) int {
	if uint(i) >= uint(len(t.Fold)) {
		return 0
	}
	rest := t.str[t.pos[i]:]
	for _, w := range words {
		if len(w) <= len(rest) && w[0] == rest[0] && rest[:len(w)] == w {
			return utf8.RuneCountInString(w)
		}
	}
	return 0
}

// Before says whether word ends just before i.
func (t *Text) Before(i int, word string) bool {
	return uint(i) < uint(len(t.pos)) && strings.HasSuffix(t.str[:t.pos[i]], word)
}

// May says whether word can stand anywhere: its first rune occurs.
func (t *Text) May(word string) bool {
	h := hash(word)
	return t.seen[h>>6]&(1<<(h&63)) != 0
}

// Find is where word first stands at or after i, -1 for nowhere.
func (t *Text) Find(i int, word string) int {
	if i >= len(t.Fold) || !t.May(word) {
		return -1
	}
	at := strings.Index(t.str[t.pos[i]:], word)
	if at < 0 {
		return -1
	}
	at += int(t.pos[i])
	return sort.Search(len(t.pos), func(k int) bool { return int(t.pos[k]) >= at })
}

// Contains says whether word stands anywhere from i on.
func (t *Text) Contains(i int, word string) bool {
	return i < len(t.Fold) && t.May(word) && strings.Contains(t.str[t.pos[i]:], word)
}

// Skip is the first position at or after i that is no blank.
func (t *Text) Skip(i int) int {
	for i < len(t.Fold) && t.Fold[i] == ' ' {
		i++
	}
	return i
}

// Said is what was written from i to j, names as they were.
func (t *Text) Said(i, j int) string { return string(t.Raw[i:j]) }

// Read is the folded text from i to j.
func (t *Text) Read(i, j int) string { return t.str[t.pos[i]:t.pos[j]] }

// Han says whether r is a Chinese character.
func Han(r rune) bool { return r >= 0x3400 && r <= 0x9fff || r >= 0x20000 && r <= 0x3ffff }

// Digit says whether r is 0–9.
func Digit(r rune) bool { return r >= '0' && r <= '9' }

// Latin says whether r is a letter a–z, folded.
func Latin(r rune) bool { return r >= 'a' && r <= 'z' }
