package pages

import (
	"io"

	"xiaoqing/bot/say"
)

// Call is the page of a call-out (/l/…), for who was called or came by a group's
// code. Its buttons post do=yes, do=no or do=read with "submission", and a stranger
// "name" and "phone" with it.
type Call struct {
	Frame
	Org        string // 五角场街道
	Ticket     string // 召12
	Task       string
	State      string // 进行中
	Rows       []say.Row
	Open       bool   // it can be joined
	Late       bool   // its time is over, though who joined may still say that they cannot come
	Answer     string // yes, no, read, "" for none
	Says       string // how the answer stands
	Said       bool   // it was given just now
	Fields     []Field
	Submission string
	Action     string // where the buttons post to, "" for this page
	Own        string // a stranger's own link, to change the answer
}

// May says whether a button is shown: not the one that was pressed.
func (v Call) May(says string) bool {
	switch {
	case says == "read":
		return v.Open && v.Answer == ""
	case says == "no":
		return v.Open && v.Answer != "no" || v.Late && v.Answer == "yes"
	}
	return v.Open && v.Answer != says
}

// Call draws the page of a call-out.
func (p *Pages) Call(w io.Writer, v Call) error { return p.render(w, "call", v) }

// Figure is one number with its name: 参加 20.
type Figure struct {
	Label string
	Value string
	Small string // 送到118人
}

// CallUnit is one unit's row of figures.
type CallUnit struct {
	Name   string
	Sent   string // 3个群，120人
	Values []string
}

// CallBoard is a call-out in the console: how far it is, by unit, and who comes.
// Its buttons post do=send (with "sure", the number, where Sure is asked), do=drop
// or do=stop.
type CallBoard struct {
	Frame
	Org, Task, State string
	Rows             []say.Row
	Figures          []Figure
	Units            []CallUnit
	Joiners          []Item
	More             int    // joiners that are not shown
	Note             string // 截至…, 口径
	Draft, Going     bool
	Sure             string // what must be written before it goes, "" for nothing
	Said, Wrong      string
	Submission       string
}

// CallBoard draws a call-out in the console.
func (p *Pages) CallBoard(w io.Writer, v CallBoard) error { return p.render(w, "callboard", v) }
