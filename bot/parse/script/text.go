// Package script makes Chinese writing ready to be read: one shape for
// full-width, traditional and capital characters, a word list with quick
// look-up, and numerals in every spelling.
package script

// Text is one message twice, rune for rune: as it was written, from which names
// are cut, and folded, by which it is read.
type Text struct {
	Raw  []rune
	Fold []rune
}

// New folds s.
func New(s string) Text {
	raw := []rune(s)
	fold := make([]rune, len(raw))
	for i, r := range raw {
		fold[i] = Fold(r)
	}
	return Text{Raw: raw, Fold: fold}
}

// Len is the number of runes.
func (t Text) Len() int { return len(t.Fold) }

// At is the folded rune at i, 0 outside the text.
func (t Text) At(i int) rune {
	if i < 0 || i >= len(t.Fold) {
		return 0
	}
	return t.Fold[i]
}

// Has says whether word stands at i; n is its length in runes, 0 when it does not.
func (t Text) Has(i int, word string) (n int) {
	if i < 0 {
		return 0
	}
	for _, r := range word {
		if i+n >= len(t.Fold) || t.Fold[i+n] != r {
			return 0
		}
		n++
	}
	return n
}

// Any is the length of the first of words that stands at i, 0 for none. Longer
// words come before their beginnings.
func (t Text) Any(i int, words ...string) int {
	for _, w := range words {
		if n := t.Has(i, w); n > 0 {
			return n
		}
	}
	return 0
}

// Before says whether word ends just before i.
func (t Text) Before(i int, word string) bool {
	n := 0
	for range word {
		n++
	}
	return i >= n && t.Has(i-n, word) == n
}

// Find is where word first stands at or after i, -1 for nowhere.
func (t Text) Find(i int, word string) int {
	for ; i < len(t.Fold); i++ {
		if t.Has(i, word) > 0 {
			return i
		}
	}
	return -1
}

// Skip is the first position at or after i that is no blank.
func (t Text) Skip(i int) int {
	for i < len(t.Fold) && t.Fold[i] == ' ' {
		i++
	}
	return i
}

// Said is what was written from i to j, names as they were.
func (t Text) Said(i, j int) string { return string(t.Raw[i:j]) }

// Read is the folded text from i to j.
func (t Text) Read(i, j int) string { return string(t.Fold[i:j]) }

// Han says whether r is a Chinese character.
func Han(r rune) bool { return r >= 0x3400 && r <= 0x9fff || r >= 0x20000 && r <= 0x3ffff }

// Digit says whether r is 0–9.
func Digit(r rune) bool { return r >= '0' && r <= '9' }

// Latin says whether r is a letter a–z, folded.
func Latin(r rune) bool { return r >= 'a' && r <= 'z' }
