package models

import (
	"strings"
	"unicode/utf8"
)

// meant is the Partner that someone names as their university or unit, with ID 0
// for none. Chinese names go from the large to the small, so of several the one that
// ends last is meant, 复旦大学附属中山医院 being the hospital; then the longer one.
func meant(text string, partners []Org, city string) (best Org) {
	text = squeezed(text)
	if text == "" {
		return best
	}
	end, length := 0, 0
	for _, p := range partners {
		for _, n := range namesOf(p, city) {
			at := n.in(text)
			if at > end || at == end && at > 0 && len(n.text) > length {
				best, end, length = p, at, len(n.text)
			}
		}
	}
	return best
}

// called is one way in which people name a Partner.
type called struct {
	text  string
	whole bool // a short name: it must be all that is said, or stand before the year
}

// in is where the name ends in what was said, 0 when it is not meant there.
func (c called) in(text string) int {
	i := strings.LastIndex(text, c.text)
	if i < 0 {
		return 0
	}
	rest := text[i+len(c.text):]
	if c.whole && (i > 0 || !yearOnly(rest)) {
		return 0
	}
	if strings.HasPrefix(rest, "附") || strings.Contains(rest, "医院") || strings.Contains(rest, "大学") {
		return 0 // 复旦大学附中, 复旦大学中山医院: another house
	}
	return i + len(c.text)
}

// yearOnly says whether nothing but a year of study or a word like 学生 follows.
func yearOnly(rest string) bool {
	for _, word := range []string{"在读", "的", "大一", "大二", "大三", "大四", "大五", "研一", "研二", "研三", "本科", "硕士", "博士", "研究生", "学生", "生"} {
		rest = strings.TrimPrefix(rest, word)
	}
	return rest == ""
}

// squeezed is text without blanks and marks.
func squeezed(text string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\u3000,，.。·-—()（）、:：", r) {
			return -1
		}
		return r
	}, text)
}

// namesOf are the ways in which a Partner is called: 复旦大学团委 is 复旦大学 and
// 复旦; 复旦大学附属中山医院 is 中山医院.
func namesOf(p Org, city string) (names []called) {
	stem := stemOf(squeezed(p.Name))
	names = append(names, called{text: squeezed(p.Name)}, called{text: stem})
	if i := strings.LastIndex(stem, "附属"); i > 0 {
		names = append(names, called{text: stem[i+len("附属"):]})
	}
	bare := strings.TrimPrefix(strings.TrimPrefix(stem, city), strings.TrimSuffix(city, "市"))
	bare = strings.TrimPrefix(bare, "市")
	shorts := []string{bare}
	for _, end := range []string{"大学", "学院"} {
		if short, ok := strings.CutSuffix(stem, end); ok && !strings.HasPrefix(city, short) {
			shorts = append(shorts, short)
		}
	}
	for _, kind := range []string{"师范", "交通", "理工", "财经", "外国语", "政法"} {
		if before, ok := strings.CutSuffix(stem, kind+"大学"); ok {
			first, _ := utf8.DecodeRuneInString(kind)
			shorts = append(shorts, before+string(first)+"大") // 华东师大
		}
	}
	for _, short := range append(shorts, strings.Split(p.Short, "、")...) {
		if short = squeezed(short); utf8.RuneCountInString(short) >= 2 && short != stem {
			names = append(names, called{short, true})
		}
	}
	return names
}

// stemOf is a name without what says that it is the league's: 复旦大学 of
// 共青团复旦大学委员会 and 复旦大学校团委.
func stemOf(name string) string {
	stem := strings.TrimPrefix(name, "共青团")
	ends := []string{"校团委", "团委", "团工委"}
	if stem != name {
		ends = append(ends, "委员会")
	}
	for _, end := range ends {
		if rest, ok := strings.CutSuffix(stem, end); ok && utf8.RuneCountInString(rest) >= 2 {
			return rest
		}
	}
	return stem
}
