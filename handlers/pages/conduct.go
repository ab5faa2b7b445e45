package pages

import "io"

// Conduct is a tutor's page (/l/…) of the code of conduct, with one button, which
// posts do=agree with "submission" and "version".
type Conduct struct {
	Frame
	Lines      []string
	Child      string // 托123: the tap says yes to that child too; "" for the code alone
	Version    string
	Submission string
	Agreed     bool // it was tapped before: nothing is left to do
}

// Conduct draws the code.
func (p *Pages) Conduct(w io.Writer, v Conduct) error { return p.render(w, "conduct", v) }
