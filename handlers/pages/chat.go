package pages

import (
	"io"
	"time"

	"xiaoqing/bot/say"
)

// Who said a line, as pages and scripts have it.
const (
	Me  = "me"
	Bot = "bot"
)

// starters are the first things to say, for a person who does not know what to.
var starters = []string{"给孩子报云托班", "报名当志愿者", "上报课时"}

// quick stand above the input, always.
var quick = []string{"我的", "查进度", "帮助"}

// Line is one message of a conversation, on the page and, as JSON, in the
// stream and in the answer to a post: {"n","id","from","text","rows","hint",
// "buttons","links","at"}.
type Line struct {
	N    int64  `json:"n"`            // grows within a conversation
	ID   string `json:"id,omitempty"` // of what the person said: the id the page gave it
	From string `json:"from"`         // Me or Bot
	say.Reply
	Image string    `json:"image,omitempty"` // address of a picture, whose text says the same
	File  string    `json:"file,omitempty"`  // address of a file to open
	At    time.Time `json:"at"`              // in the programme's zone
}

// Chat is the web chat (/c, /c/:token).
//
// The page's forms post id and text to {Base}/c/{Token}. The script posts
// {"id","text"} as JSON to the same path, again and again with the same id until
// it is answered with 200 and {"lines":[Line…]} (what was said since: the
// message itself and what it brought). Any other JSON answer may carry
// {"error":"一句话"}; 4xx but 408 and 429 is final. New lines come from
// {Base}/c/{Token}/events?after=N (data: one Line) or, where streams are cut,
// {Base}/c/{Token}/lines?after=N ({"lines":[Line…]}).
type Chat struct {
	Frame
	Org       string    // 五角场街道, "" while it is not known
	Token     string    // of this conversation; a new page has a new one, kept at the first message
	Own       string    // the person's own link, whole: https://…/c/TOKEN
	MessageID string    // a fresh id, for posting without script
	Lines     []Line    // oldest first
	Now       time.Time // the programme's clock, in its zone
	Wrong     string    // why the last post was not taken, "" when it was
	Draft     string    // what was written then
}

// Chat draws the web chat.
func (p *Pages) Chat(w io.Writer, v Chat) error { return p.render(w, "chat", v) }

// Starters are what an empty conversation offers to say.
func (c Chat) Starters() []string { return starters }

// Quick are what can always be said.
func (c Chat) Quick() []string { return quick }

// Last is the number of the newest line, 0 when there is none.
func (c Chat) Last() int64 {
	if len(c.Lines) == 0 {
		return 0
	}
	return c.Lines[len(c.Lines)-1].N
}

// drawnLine is a line with what the page adds to it.
type drawnLine struct {
	Line
	Chat
	When string // the time above it, "" where it follows closely
	Live bool   // its buttons are the newest, and can be pressed
}

// Mine says whether the person said it.
func (l drawnLine) Mine() bool { return l.From == Me }

// Card says whether it is drawn as a card rather than a bubble.
func (l drawnLine) Card() bool {
	return len(l.Rows) > 0 || l.Hint != "" || len(l.Buttons) > 0
}

// Drawn are the lines with the times that stand between them.
func (c Chat) Drawn() []drawnLine {
	drawn := make([]drawnLine, len(c.Lines))
	var shown time.Time
	live := -1
	for i, l := range c.Lines {
		drawn[i] = drawnLine{Line: l, Chat: c}
		if apart(shown, l.At) {
			drawn[i].When = stamp(l.At, c.Now)
			shown = l.At
		}
		switch {
		case l.From == Me: // what was asked before it was answered
			live = -1
		case len(l.Buttons) > 0:
			live = i
		}
	}
	if live >= 0 {
		drawn[live].Live = true
	}
	return drawn
}
