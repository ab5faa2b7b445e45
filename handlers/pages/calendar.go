package pages

import (
	"io"
	"strings"
)

// Calendar tells how to have one's lessons and duty in a phone's calendar (/l/…).
type Calendar struct {
	Frame
	Feed  string // the whole address that a calendar program reads
	Until string // the last day on which it works: 7月31日
}

// Subscribe is the address by which an iPhone offers to subscribe at once.
func (c Calendar) Subscribe() string {
	_, rest, _ := strings.Cut(c.Feed, "://")
	return "webcal://" + rest
}

// Calendar draws the page.
func (p *Pages) Calendar(w io.Writer, v Calendar) error { return p.render(w, "calendar", v) }
