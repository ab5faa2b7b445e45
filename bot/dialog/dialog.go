// Package dialog is one person and one form, message by message. It is pure:
// the state goes in with what was said, and the new state comes out with what
// to answer; storing both is the caller's.
package dialog

import (
	"time"

	"xiaoqing/bot/form"
	"xiaoqing/bot/say"
	"xiaoqing/models/calendar"
)

// Stage is where a dialog stands.
type Stage string

const (
	Ask     Stage = "ask"     // a question is open
	Confirm Stage = "confirm" // everything is answered, the card was shown
	Change  Stage = "change"  // 改一改 was said: which field?
)

// State is a dialog between two messages. It is kept as JSON; a form that gained
// a field since then just asks it.
type State struct {
	Form    string                   `json:"form"`
	Stage   Stage                    `json:"stage"`
	Answers form.Answers             `json:"answers"`
	Options map[string][]form.Option `json:"options,omitempty"` // what Prepare knew, by field
	Asking  string                   `json:"asking,omitempty"`  // the open question's field
	Buttons []string                 `json:"buttons,omitempty"` // of the last reply: "1" is the first
	Misses  int                      `json:"misses,omitempty"`  // answers refused in a row
	Wrong   string                   `json:"wrong,omitempty"`   // why the last one was, not to be said twice in a row
	Quick   bool                     `json:"quick,omitempty"`   // begun in one message: optional fields are not asked
	Subject int64                    `json:"subject,omitempty"` // the record that is being corrected, 0 for a new one
	Source  string                   `json:"source,omitempty"`  // the message that began it, for the kept submission
	Begun   time.Time                `json:"begun"`
}

// Input is one message as the dialog needs it.
type Input struct {
	Text   string       // as it was said
	Intent string       // what parse took it for: agree, refuse, skip, back, cancel, help, correct …
	Said   form.Answers // the fields that parse read, canonical
	Also   form.Answers // what the message says when it is read as an answer to this form
	At     time.Time
	Off    *calendar.Holidays // which days are off
	Elder  bool               // 您 instead of 你
	// Hotline is the human number that is offered after three misses, "" for none.
	Hotline string
}

// Result is what follows from one message.
type Result struct {
	State   State
	Reply   say.Reply
	Outcome Outcome
}

// Outcome is what becomes of the dialog.
type Outcome int

const (
	Open   Outcome = iota // it goes on
	Done                  // everything is answered and confirmed: save State.Answers
	Closed                // the person cancelled
)
