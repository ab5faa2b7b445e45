// Package channel is the wall between the bot and the platforms: what is heard
// and what is sent, whatever the platform. Each folder below it is one
// platform's adapter; only an adapter knows its platform.
package channel

import (
	"context"
	"fmt"
	"time"
	"unicode/utf8"

	"xiaoqing/bot/say"
)

// Kind is what sort of thing was heard.
type Kind string

const (
	Text  Kind = "text"
	Voice Kind = "voice" // Text holds the transcript; "" when the platform gave none
	Image Kind = "image"
	Event Kind = "event" // Text holds the event's name: Enter, Subscribe
	Other Kind = "other" // anything we cannot read
)

// Names of events, the same on every platform.
const (
	Enter     = "enter"     // a person opened the chat
	Subscribe = "subscribe" // a person came into the app's range
)

// Message is one thing heard.
type Message struct {
	Channel string // the channel's name: wecom, web, sim
	ID      string // the platform's: the same delivery again has the same
	From    string // the platform's account id of the sender
	Chat    string // the platform's group id, "" in private
	Door    int64  // the Org whose poster led here, 0 when none is known
	Kind    Kind
	Text    string
	SentAt  time.Time
}

// Outgoing is one letter on its way. Exactly one of Account and Group is set.
type Outgoing struct {
	Key     string // the same for each attempt at the same letter
	Own     bool   // no other letter says the same
	Bulk    bool   // one of very many
	Account string // a person's account id on this platform
	Group   string // a group's id or robot address on this platform
	Reply   say.Reply
	Media   []byte // of the reply's Attachment, drawn; nil when it has none
}

// Channel is a platform that can be spoken on.
type Channel interface {
	Name() string
	// Send carries one letter. Its error is an *Error, or counts as Doubt.
	Send(ctx context.Context, o Outgoing) error
	// Limits are how much the destination of o may get, tightest first.
	Limits(o Outgoing) []Limit
	// Repeats says that a letter may be sent again under the same Key without
	// being shown twice.
	Repeats() bool
}

// Comparing is a Channel whose platform can be asked to drop a letter that says
// what another said before: one with words of its own may be repeated there.
type Comparing interface {
	// Compares is how long after the first try the second one is dropped.
	Compares() time.Duration
}

// Limit allows N letters in a stretch of time to everything that shares its Key.
type Limit struct {
	Key string // never a person's words: an account or robot appears as a digest
	N   int
	Per time.Duration

	Shared bool // by all letters of the channel, or all in bulk: when it is used up none of these can go
}

// Fault is what an error says about the letter.
type Fault int

const (
	Doubt   Fault = iota // it may have been sent: do not repeat
	Retry                // it was not sent: try again, not before Error.After
	Refused              // it was not sent and never will be: gone, not allowed
)

// Error is why a letter was not carried. Its text is safe to log: no secret,
// token, robot key or word of a person is in it.
type Error struct {
	Fault Fault
	After time.Duration // with Retry: how long to wait at least, 0 to choose
	Code  int           // the platform's own, 0 when there is none
	Err   error
}

func (e *Error) Error() string { return fmt.Sprintf("send: code %d: %v", e.Code, e.Err) }

func (e *Error) Unwrap() error { return e.Err }

// Cut shortens s to at most limit bytes, at the end of a line where one is near
// and never inside a character; what was cut is marked by ….
func Cut(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	const mark = "…"
	end := max(limit-len(mark), 0)
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	for i := end; i > end*3/4; i-- {
		if s[i-1] == '\n' {
			return s[:i] + mark
		}
	}
	return s[:end] + mark
}
