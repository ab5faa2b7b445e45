package pages

import (
	"io"

	"xiaoqing/bot/say"
)

// Duty is the page behind the code at a place of duty (/d/:token): who the browser
// knows signs in or out by one tap, anyone else says name and phone first. It posts
// submission and do=in, out or other, with name and phone where they are asked.
type Duty struct {
	Frame
	Submission string
	Rows       []say.Row // 任务, 时间, 地点
	Name       string    // who the browser knows, "" for nobody
	OnDuty     bool      // they are on duty: the button signs out
	Since      string    // since when: 08:02
	Fields     []Field   // name and phone, when nobody is known
	Said       string    // what the last post did
	Wrong      string    // why it did nothing
	Own        say.Link  // a chat that was made for them just now
}

// Duty draws the page behind the code at a place of duty.
func (p *Pages) Duty(w io.Writer, v Duty) error { return p.render(w, "duty", v) }

// Helper is one person in a roster.
type Helper struct {
	Name  string
	Phone string // whole, for a tap; "" when none is known
	State string // 08:02–12:05, 候补第1位
}

// RosterPage is one roster with who is in it (/console/rosters/:id). It posts
// submission and do=cancel.
type RosterPage struct {
	Frame
	Lead       string
	Ticket     string
	Rows       []say.Row
	Share      string // the line to forward into groups
	Seated     []Helper
	Waiting    []Helper
	Code       string // the address of the printable code
	Own        string // its own path
	Submission string
	Changes    bool // it can still be changed
	Cancels    bool // it can still be called off
	Said       string
	Wrong      string
}

// Roster draws one roster.
func (p *Pages) Roster(w io.Writer, v RosterPage) error { return p.render(w, "roster", v) }

// PlaceCode asks for the name of a place (/console/rosters/code); it is sent by GET
// as place, for nothing is kept of it.
type PlaceCode struct {
	Frame
	Place, Wrong string
}

// PlaceCode draws the page that asks for a place.
func (p *Pages) PlaceCode(w io.Writer, v PlaceCode) error { return p.render(w, "place-code", v) }
