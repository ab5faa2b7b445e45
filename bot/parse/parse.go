// Package parse reads Chinese: days, times, numerals, 课时, phones, grades and
// 接龙, and from one whole message its intent and fields. It is pure: no
// database, no clock but the one handed in.
package parse

import (
	"time"

	"xiaoqing/models/calendar"
)

// Context is what a message is read against.
type Context struct {
	At     time.Time          // the moment it was said, in the programme's zone
	People []string           // names in the speaker's own scope: children, tutors
	Orgs   []string           // names in the tree
	Tutor  bool               // the speaker tutors: 我的时间 and 休息两周 are of their lessons
	Off    *calendar.Holidays // which days are off; nil is as they came with the release
}

// Reading is what was understood of one message. What was not said is absent,
// never guessed; Missing lists the required fields still to ask, in asking order.
type Reading struct {
	Intent  string   `json:"intent"`
	Fields  Fields   `json:"fields"`
	Missing []string `json:"missing"`
}

// Fields are everything a message can carry; the table of intents says which
// go together. Numbers are pointers where 0 means something.
type Fields struct {
	Programme string          `json:"programme,omitempty"` // volunteer commando report_in tutor secretary_assistant council
	Name      string          `json:"name,omitempty"`
	Phone     string          `json:"phone,omitempty"` // eleven digits
	Org       string          `json:"org,omitempty"`
	Gender    string          `json:"gender,omitempty"` // m or f
	Age       int             `json:"age,omitempty"`    // years
	Skills    []string        `json:"skills,omitempty"`
	Slots     []calendar.Slot `json:"slots,omitempty"`

	Child    string   `json:"child,omitempty"`
	Children []string `json:"children,omitempty"` // several: Child is then ""
	Each     []Graded `json:"each,omitempty"`     // several, each with a grade of its own
	Grade    *int     `json:"grade,omitempty"`    // 1–12; 幼儿园 小班 中班 大班 = -2 -1 0
	Subjects []string `json:"subjects,omitempty"`
	Guardian string   `json:"guardian,omitempty"`
	Teach    []Taught `json:"teach,omitempty"` // what a tutor teaches
	How      string   `json:"how,omitempty"`   // what becomes of it: only, more, less
	Unit     string   `json:"unit,omitempty"`

	Date    calendar.Day `json:"date,omitempty"`
	ToDate  calendar.Day `json:"to_date,omitempty"`
	From    calendar.Day `json:"from,omitempty"`
	To      calendar.Day `json:"to,omitempty"`
	Start   string       `json:"start,omitempty"` // 19:00
	End     string       `json:"end,omitempty"`
	Minutes int          `json:"minutes,omitempty"`
	Periods float64      `json:"periods,omitempty"` // 课时 as said
	Place   string       `json:"place,omitempty"`

	Category  string   `json:"category,omitempty"`
	Who       string   `json:"who,omitempty"`
	Items     []string `json:"items,omitempty"`
	Deadline  string   `json:"deadline,omitempty"` // RFC 3339
	Quantity  float64  `json:"quantity,omitempty"`
	Measure   string   `json:"-"` // a resource's own measure word; printed as unit
	AmountFen int64    `json:"amount_fen,omitempty"`

	Tickets []string `json:"tickets,omitempty"` // 托123
	All     bool     `json:"all,omitempty"`
	Reason  string   `json:"reason,omitempty"`
	Tutor   string   `json:"tutor,omitempty"`
	Topic   string   `json:"topic,omitempty"`
	Title   string   `json:"title,omitempty"`
	Meeting string   `json:"meeting,omitempty"`
	Words   string   `json:"words,omitempty"` // to be passed on, as they were said
	Off     *bool    `json:"off,omitempty"`   // of days: no lessons, or lessons as always
	Entries []Entry  `json:"entries,omitempty"`
	Named   string   `json:"-"` // what a request for figures says besides its own words: a unit, perhaps
	Unread  []Line   `json:"-"` // a 接龙's lines that are no entries
}

// Entry is one line of a pasted 接龙.
type Entry struct {
	N    int    `json:"n"`
	Name string `json:"name"`
	Note string `json:"note,omitempty"`
}
