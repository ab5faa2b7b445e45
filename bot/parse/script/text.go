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
	one  marks   // which runes occur
	two  marks   // which pairs of neighbours
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
	t := &Text{Raw: runes[:n:n], Fold: runes[n:], pos: make([]int32, n+1)}
	b := make([]byte, 0, len(s)+8)
	last := rune(0)
	k := 0
	for _, r := range s {
		f := Fold(r)
		t.Raw[k], t.Fold[k], t.pos[k] = r, f, int32(len(b))
		b = appendRune(b, f)
		k++
		t.one.set(uint(f))
		t.two.set(pair(last, f))
		last = f
	}
	t.pos[n], t.str = int32(len(b)), string(b)
	return t
}

// appendRune is utf8.AppendRune with Chinese first.
func appendRune(b []byte, r rune) []byte {
	if r >= 0x1000 && r < 0xd800 {
		return append(b, 0xe0|byte(r>>12), 0x80|byte(r>>6)&0xbf, 0x80|byte(r)&0xbf)
	}
	return utf8.AppendRune(b, r)
}

// marks remember what occurs by twelve bits of it: no is certain, yes is likely.
type marks [64]uint64

func (m *marks) set(h uint)      { m[h>>6&63] |= 1 << (h & 63) }
func (m *marks) has(h uint) bool { return m[h>>6&63]&(1<<(h&63)) != 0 }

func pair(a, b rune) uint { return uint(a)*37 ^ uint(b) }

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
		if n := len(w); n <= len(rest) && rest[n-1] == w[n-1] && rest[:n] == w {
			return utf8.RuneCountInString(w)
		}
	}
	return 0
}

// Before says whether word ends just before i.
func (t *Text) Before(i int, word string) bool {
	return uint(i) < uint(len(t.pos)) && strings.HasSuffix(t.str[:t.pos[i]], word)
}

// May says whether word can stand anywhere: its first two runes occur together.
func (t *Text) May(word string) bool {
	if len(word) > 5 && word[0]>>4 == 0xe && word[3]>>4 == 0xe {
		return t.two.has(pair(wide(word), wide(word[3:])))
	}
	r, _ := utf8.DecodeRuneInString(word)
	return t.one.has(uint(r))
}

// wide is the first rune of s, which has three bytes.
func wide(s string) rune {
	return rune(s[0]&15)<<12 | rune(s[1]&63)<<6 | rune(s[2]&63)
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

// Said is what was written from i to j, names as they were; "" when j is before i.
func (t *Text) Said(i, j int) string { return string(t.Raw[i:max(i, j)]) }

// Read is the folded text from i to j.
func (t *Text) Read(i, j int) string { return t.str[t.pos[i]:t.pos[j]] }

// Han says whether r is a Chinese character.
func Han(r rune) bool { return r >= 0x3400 && r <= 0x9fff || r >= 0x20000 && r <= 0x3ffff }

// Digit says whether r is 0–9.
func Digit(r rune) bool { return r >= '0' && r <= '9' }

// Latin says whether r is a letter a–z, folded.
func Latin(r rune) bool { return r >= 'a' && r <= 'z' }
