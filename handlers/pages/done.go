package pages

import (
	"io"

	"xiaoqing/bot/say"
)

// Done is what is shown after a form was taken.
type Done struct {
	Frame
	Ticket  string    // 托123; large
	Says    string    // 收到您的报名。
	Rows    []say.Row // what was taken
	Next    []string  // what happens next, a sentence each
	Own     say.Link  // the person's own link, whole; shown when URL is set
	Actions []Action
}

// Done draws the page after a form.
func (p *Pages) Done(w io.Writer, v Done) error { return p.render(w, "done", v) }

// Consent is a guardian's page (/l/…): what is kept of the child, what for, how
// long, and one button of its own, which posts do=agree with "submission" and
// "version". Nothing is paired before it.
type Consent struct {
	Frame
	Child      string // as the guardian calls the child, with the grade: 朵朵，三年级
	By         string // who enrolled, when it was someone else: 许静替您报的名
	Ticket     string // 托123
	Version    string // of this text, kept with the consent
	Submission string
	Revoke     string   // it was agreed to: what follows from taking it back, which posts do=revoke
	Actions    []Action // 我不是监护人, 不报了
}

// Consent draws the guardian's page.
func (p *Pages) Consent(w io.Writer, v Consent) error { return p.render(w, "consent", v) }
