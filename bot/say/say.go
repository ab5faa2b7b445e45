// Package say writes Chinese: it is the mirror of parse. Words for people are
// short and warm, with full-width punctuation and half-width digits.
package say

import (
	"fmt"
	"slices"
	"strings"
)

// Reply is one thing said to a person or a group, on any channel. Every button
// can also be pressed by saying its label or its number, so nothing depends on
// a platform that can draw it.
type Reply struct {
	Text    string   `json:"text"`
	Rows    []Row    `json:"rows,omitempty"`    // a card's lines, drawn as a table where that is possible
	Hint    string   `json:"hint,omitempty"`    // what to do next, under the rows
	Buttons []string `json:"buttons,omitempty"` // the first is the main one
	Links   []Link   `json:"links,omitempty"`
	// Markdown is the text for platforms that draw WeCom's markdown, "" when it is
	// the text itself.
	Markdown   string      `json:"markdown,omitempty"`
	Attachment *Attachment `json:"attachment,omitempty"`
	Worded     bool        `json:"worded,omitempty"` // a button is said by its label: a number would mean what was said last
}

// Row is one line of a card: 电话 / 138****5678.
type Row struct {
	Label string `json:"label"`
	Value string `json:"value"`
}

// Link is something to tap.
type Link struct {
	Label string `json:"label"`
	URL   string `json:"url"`
}

// Text is a reply of words alone.
func Text(format string, args ...any) Reply {
	if len(args) == 0 {
		return Reply{Text: format}
	}
	return Reply{Text: fmt.Sprintf(format, args...)}
}

// Plain is the reply's words without its buttons and links: text, rows as
// 标签：值 and hint, a line each.
func (r Reply) Plain() string {
	var lines []string
	if r.Text != "" {
		lines = append(lines, r.Text)
	}
	for _, row := range r.Rows {
		lines = append(lines, row.Label+"："+row.Value)
	}
	if r.Hint != "" {
		lines = append(lines, r.Hint)
	}
	return strings.Join(lines, "\n")
}

// Everything is Plain with the buttons and the links written out, for a channel
// that can show neither: 回“1”没问题，回“2”改一改; worded, 回“同意 托1”或“换一位 托1”.
func (r Reply) Everything() string {
	lines := []string{r.Plain()}
	var numbered []string
	for i, b := range r.Buttons {
		numbered = append(numbered, fmt.Sprintf("回“%d”%s", i+1, b))
	}
	switch {
	case r.Worded && numbered != nil:
		lines = append(lines, "回“"+strings.Join(r.Buttons, "”或“")+"”")
	case numbered != nil:
		lines = append(lines, strings.Join(numbered, "，"))
	}
	for _, l := range r.Links {
		lines = append(lines, l.Label+"："+l.URL)
	}
	return strings.TrimPrefix(strings.Join(lines, "\n"), "\n")
}

// Empty says that there is nothing to say.
func (r Reply) Empty() bool {
	return r.Text == "" && r.Rows == nil && r.Hint == "" && r.Buttons == nil && r.Links == nil && r.Attachment == nil
}

// Joined are several replies as one, a blank line between them. Each button stands
// once and is said by its label.
func Joined(replies ...Reply) Reply {
	all := Reply{Worded: true}
	var texts []string
	for _, r := range replies {
		texts, all.Links = append(texts, r.Plain()), append(all.Links, r.Links...)
		for _, b := range r.Buttons {
			if !slices.Contains(all.Buttons, b) {
				all.Buttons = append(all.Buttons, b)
			}
		}
	}
	all.Text = strings.Join(texts, "\n\n")
	return all
}

// Split cuts a reply into pieces of at most limit bytes each, written out in
// full, at the ends of lines; rows, hint, buttons and links come with the last.
// One line that is longer by itself stays whole: the channel cuts it.
func (r Reply) Split(limit int) []Reply {
	tail := r
	tail.Text = ""
	room := max(limit-len(tail.Everything())-1, limit/4)
	var parts []Reply
	text := ""
	for _, line := range strings.Split(r.Text, "\n") {
		if text != "" && len(text)+1+len(line) > room {
			parts = append(parts, Reply{Text: text})
			text = ""
		}
		if text != "" {
			text += "\n"
		}
		text += line
	}
	tail.Text = text
	return append(parts, tail)
}

// Short is text, or its beginning and … when it is longer than limit characters.
func Short(text string, limit int) string {
	r := []rune(text)
	if len(r) <= limit {
		return text
	}
	return string(r[:limit-1]) + "…"
}
