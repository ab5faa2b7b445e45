package script

// Lexicon is a list of words, each with a tag, that finds the longest one at a
// place without looking at the others.
type Lexicon struct {
	han     [0xa000 - 0x4e00]uint16 // the bucket of a first rune, 0 for none
	ascii   [0x80]uint16
	other   map[rune]uint16
	buckets [][]entry
}

type entry struct {
	rest []rune
	tag  int
}

// NewLexicon takes words by tag, each list divided by blanks. A word that
// several lists hold has all their tags, joined by or.
func NewLexicon(lists map[int]string) *Lexicon {
	l := &Lexicon{other: map[rune]uint16{}, buckets: make([][]entry, 1)}
	for tag, words := range lists {
		l.addAll(tag, words)
	}
	return l
}

func (l *Lexicon) addAll(tag int, words string) {
	var word []rune
	for _, r := range words + " " {
		if r != ' ' && r != '\n' && r != '\t' {
			word = append(word, r)
			continue
		}
		if len(word) > 0 {
			l.add(word, tag)
		}
		word = nil
	}
}

// add keeps the bucket sorted, longer words first.
func (l *Lexicon) add(word []rune, tag int) {
	k := l.place(word[0])
	bucket, e, at := l.buckets[k], entry{word[1:], tag}, 0
	for at < len(bucket) && len(bucket[at].rest) >= len(e.rest) {
		if string(bucket[at].rest) == string(e.rest) {
			bucket[at].tag |= tag
			return
		}
		at++
	}
	bucket = append(bucket, entry{})
	copy(bucket[at+1:], bucket[at:])
	bucket[at] = e
	l.buckets[k] = bucket
}

// place is the bucket for words that begin with r, made when there is none.
func (l *Lexicon) place(r rune) uint16 {
	if k := l.first(r); k > 0 {
		return k
	}
	k := uint16(len(l.buckets))
	l.buckets = append(l.buckets, nil)
	switch {
	case r >= 0x4e00 && r <= 0x9fff:
		l.han[r-0x4e00] = k
	case r < 0x80:
		l.ascii[r] = k
	default:
		l.other[r] = k
	}
	return k
}

func (l *Lexicon) first(r rune) uint16 {
	switch {
	case r >= 0x4e00 && r <= 0x9fff:
		return l.han[r-0x4e00]
	case r < 0x80:
		return l.ascii[r]
	}
	return l.other[r]
}

// At is the longest word that begins at i: its tag and its length in runes, 0
// when there is none.
func (l *Lexicon) At(t *Text, i int) (tag, n int) {
	for _, e := range l.buckets[l.first(t.At(i))] {
		if t.follows(i+1, e.rest) {
			return e.tag, len(e.rest) + 1
		}
	}
	return 0, 0
}

func (t *Text) follows(i int, rest []rune) bool {
	if i+len(rest) > len(t.Fold) {
		return false
	}
	for k, r := range rest {
		if t.Fold[i+k] != r {
			return false
		}
	}
	return true
}
