package parse

import (
	"math/bits"

	"xiaoqing/bot/parse/script"
)

// cry says whether t is a cry for help, told of whomever. One word may be
// enough; most are two cues that belong together (who and what); two weak signs
// near each other, or several faint ones, are one too. Doubt weighs toward safety.
func cry(t *script.Text) bool {
	l := listener{text: t, mask: ^0}
	if bare(t) || l.hears() {
		return true
	}
	if joined, cuts := unscatter(t); joined != nil {
		l = listener{text: joined, cuts: cuts, mask: listened(joined, cuts)}
		return l.hears()
	}
	return false
}

// listener walks once through a text and keeps, for each rule, where its cues
// were last heard.
type listener struct {
	text   *script.Text
	cuts   []bool // where a sign was taken out; nil for a text as written
	mask   cue    // the cues listened to
	at     [len(rules)][3]int32
	clause int // where the clause began
	points int // of weak and faint signs
	last   int // where the last of them ended
	story  tale
	fell   bool // a fall explains a bruise
	bruise bool
}

func (l *listener) hears() bool {
	for i := 0; i < l.text.Len(); {
		if !l.begins(i) {
			l.pause(i)
			i++
			continue
		}
		tag, n := cryWords.At(l.text, i)
		if n == 0 || !l.ends(i+n) {
			i++
			continue
		}
		if tag != 0 {
			tag = l.weigh(tag, i, n)
		}
		if tag != 0 && l.take(tag, i, i+n) {
			return true
		}
		if i++; tag&(weak|faint) == 0 { // a weak sign may end with what another word begins with
			i += n - 1
		}
	}
	return l.bruise && !l.fell
}

// begins says whether a word can begin at i: zs in azs and 4 in 14 cannot.
func (l *listener) begins(i int) bool {
	switch c := l.text.At(i); {
	case script.Han(c):
		return true
	case script.Latin(c):
		return !script.Latin(l.text.At(i-1)) || l.cut(i)
	case script.Digit(c):
		return script.Han(l.text.At(i - 1))
	}
	return false
}

// ends says whether a word can end before i: zs in zsh cannot.
func (l *listener) ends(i int) bool {
	return !script.Latin(l.text.At(i)) || !script.Latin(l.text.At(i-1)) || l.cut(i)
}

// pause begins a new clause or sentence at a sign.
func (l *listener) pause(i int) {
	switch l.text.At(i) {
	case ' ':
		l.story.clause()
	case ',', ';':
		l.clause = i + 1
		l.story.clause()
	case '。', '!', '?', '\n':
		l.clause = i + 1
		l.story = tale{titled: l.story.titled}
	case '《':
		l.story.titled = i + 1
	case '》':
		l.story.titled, l.story.told = 0, !l.story.real
	case '"', ':', '「':
		l.story.quoted = true
	}
}

func (l *listener) cut(i int) bool { return l.cuts != nil && l.cuts[i] }

// weigh takes from a word the cues that its surroundings deny it.
func (l *listener) weigh(tag cue, i, n int) cue {
	t := l.text
	tag = l.story.hear(tag&l.mask, i)
	if tag&me != 0 && owner(t, i+n) {
		tag &^= me
	}
	if tag&(beat|blow) != 0 && call(t, i+n) {
		tag &^= beat | blow
	}
	if tag&topic != 0 && taught(t, i, i+n) {
		tag = 0
	}
	if t.At(i) == '赶' || t.Any(i, "把我赶", "被赶", "让我滚", "叫我滚", "滚出") > 0 {
		if evicted(t, i) {
			return 0
		}
	}
	if tag&slang != 0 && !final(t, i+n) {
		tag = 0
	}
	if tag&die != 0 && alone(t, i, i+n) {
		tag |= hard
	}
	if tag&fall != 0 && t.Any(i+n, "的", "伤的") == 0 {
		l.fell = true
	}
	return tag
}

// take hears one word and says whether that completes a cry.
func (l *listener) take(tag cue, i, j int) bool {
	if tag&(hard|topic) != 0 {
		return true
	}
	if tag&(weak|faint) != 0 && l.adds(tag, i, j) {
		return true
	}
	for b := uint(tag); b != 0; b &= b - 1 {
		for _, s := range ruleSteps[bits.TrailingZeros(b)] {
			if l.step(s, i, j) {
				return true
			}
		}
	}
	return false
}

// adds counts weak signs twice and faint ones once, as long as they stand near
// each other, and says whether they are enough.
func (l *listener) adds(tag cue, i, j int) bool {
	if i < l.last {
		return false
	}
	if i-l.last > 50 {
		l.points = 0
	}
	l.last = j
	if l.points++; tag&weak != 0 {
		l.points++
	}
	return l.points >= 4
}

// step moves one rule on and says whether it is complete.
func (l *listener) step(s ruleStep, i, j int) bool {
	r, at := &rules[s.rule], &l.at[s.rule]
	if s.step > 0 {
		last := int(at[s.step-1]) - 1
		if last < 0 || last > i || i-last > r.within || !r.wide && last < l.clause {
			return false
		}
	}
	if s.step+1 < len(r.cues) && r.cues[s.step+1] != 0 {
		at[s.step] = int32(j + 1)
		return false
	}
	if r.bruise {
		l.bruise = true
		return false
	}
	return true
}
