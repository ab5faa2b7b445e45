package parse

import (
	"unicode/utf8"

	"xiaoqing/bot/parse/script"
)

// unscatter joins what signs divide: 不 想 活 了, 自.杀, 跳*楼, wo xiang si. cuts
// says where. It gives nil for a text with nothing to join.
func unscatter(t *script.Text) (*script.Text, []bool) {
	i := 0
	for ; i < t.Len(); i++ {
		if gap(t, i) > i {
			break
		}
	}
	if i == t.Len() {
		return nil, nil
	}
	b, cuts := make([]byte, 0, 3*t.Len()), make([]bool, 0, t.Len()+1)
	for i = 0; i < t.Len(); i++ {
		j := gap(t, i)
		if j < t.Len() {
			b, cuts = utf8.AppendRune(b, t.At(j)), append(cuts, j > i)
		}
		i = j
	}
	return script.New(string(b)), append(cuts, true)
}

// listened are the cues listened to after joining: all of them in a message that
// is written character by character, else only those of self-harm.
func listened(t *script.Text, cuts []bool) cue {
	letters, n := 0, 0
	for i := 0; i < t.Len(); i++ {
		if letter(t.At(i)) {
			letters++
			if cuts[i] {
				n++
			}
		}
	}
	if 2*n > letters {
		return ^0
	}
	return scattered
}

// gap is where a word goes on after signs that begin at i; i when none do.
func gap(t *script.Text, i int) int {
	if letter(t.At(i)) || !letter(t.At(i-1)) {
		return i
	}
	if j := nextLetter(t, i); j > i && loose(t, i, j) {
		return j
	}
	return i
}

func letter(c rune) bool { return script.Han(c) || script.Latin(c) || script.Digit(c) }

func nextLetter(t *script.Text, i int) int {
	for j := i; j < t.Len() && j < i+8; j++ {
		if letter(t.At(j)) {
			return j
		}
	}
	return -1
}

// loose says whether the signs from i to j stand inside a word: they are no
// punctuation of a sentence, or they cut off a single character.
func loose(t *script.Text, i, j int) bool {
	a, z := t.At(i-1), t.At(j)
	if script.Latin(a) && script.Latin(z) {
		return t.At(i) == ' '
	}
	if !letter(t.At(i-2)) || !letter(t.At(j+1)) {
		return true
	}
	for ; i < j; i++ {
		switch t.At(i) {
		case ' ', ',', '。', '!', '?', ';', ':', '\n', '、', '(', ')', '"', '\'', '[', ']', '「', '」', '《', '》':
			return false
		}
	}
	return true
}
