package digest

import (
	"strings"
	"unicode"
)

// phrase is one line of a digest: how it begins, and the rest, in a tone of WeCom's
// markdown.
type phrase struct {
	lead, rest string
	tone
}

// tone is a colour that WeCom's markdown has, or one of those below.
type tone string

const (
	plain   tone = ""
	strong  tone = "strong"
	info    tone = "info"    // green: what today brought
	warning tone = "warning" // orange: what needs a person
	comment tone = "comment" // grey: what one may pass over
)

func (p phrase) String() string { return p.lead + p.rest }

// marked is the line in WeCom's markdown, what people named it without effect.
func (p phrase) marked() string {
	rest := escaped(p.rest)
	switch p.tone {
	case strong:
		rest = "**" + rest + "**"
	case info, warning, comment:
		rest = `<font color="` + string(p.tone) + `">` + rest + "</font>"
	}
	return escaped(p.lead) + rest
}

// escaped is text without anything that WeCom would take for markup: a name may
// hold <@all> or ** and still is only a name. Markdown has no sign that all of
// WeCom's apps heed, so the wide forms stand in; a break of the line is a blank.
func escaped(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune("*_`[]<>#&\\", r):
			return r - '!' + '！'
		case unicode.IsControl(r) || r == '\u2028' || r == '\u2029':
			return ' '
		}
		return r
	}, text)
}

// lines are phrases as plain text.
func lines(phrases []phrase) (out []string) {
	for _, p := range phrases {
		out = append(out, p.String())
	}
	return out
}

// markedLines are phrases in WeCom's markdown.
func markedLines(phrases []phrase) (out []string) {
	for _, p := range phrases {
		out = append(out, p.marked())
	}
	return out
}

// quoted are the lines of units in WeCom's markdown.
func quoted(units []string) (out []string) {
	for _, u := range units {
		out = append(out, "> "+escaped(u))
	}
	return out
}
