package bot

import (
	"encoding/json"
	"time"

	"xiaoqing/bot/dialog"
	"xiaoqing/bot/parse"
	"xiaoqing/bot/workflow"
	"xiaoqing/models"
)

// memory is what is kept of a conversation between two messages.
type memory struct {
	Open   *talk    `json:"open,omitempty"`
	Paused []talk   `json:"paused,omitempty"` // the last one is offered first
	Listed []string `json:"listed,omitempty"` // tickets of the last list: 全部通过 means these
	Home   int64    `json:"home,omitempty"`   // the Org of the poster that led here
	Last   *last    `json:"last,omitempty"`   // what was done last, for 撤销 and 不对
	Misses int      `json:"misses,omitempty"` // messages not understood in a row
	// Buttons are the last answer's, outside a dialog: “1” is the first.
	Buttons []string `json:"buttons,omitempty"`
}

// talk is one dialog with what the bot knows about it.
type talk struct {
	dialog.State
	Fix     bool            `json:"fix,omitempty"`     // one thing of a returned record: saved without a card
	Fields  parse.Fields    `json:"fields"`            // what the message that began it said
	Instead *workflow.Saved `json:"instead,omitempty"` // what it takes the place of
}

// last is what the last message that did anything did: things that were kept, in
// order, or a dialog that was dropped.
type last struct {
	Saved   []workflow.Saved `json:"saved,omitempty"`
	Dropped *talk            `json:"dropped,omitempty"`
	At      time.Time        `json:"at"`
	message string           // its id, while it is being handled
}

// keptPaused is how many requests may wait; an older one is dropped.
const keptPaused = 3

func (m *memory) pause() {
	if m.Open == nil {
		return
	}
	m.Paused = append(m.Paused, *m.Open)
	if len(m.Paused) > keptPaused {
		m.Paused = m.Paused[1:]
	}
	m.Open = nil
}

// resume takes up the request that was paused last; false when none is.
func (m *memory) resume() bool {
	n := len(m.Paused)
	if n == 0 {
		return false
	}
	m.Open, m.Paused = &m.Paused[n-1], m.Paused[:n-1:n-1]
	return true
}

func remembered(c models.Conversation) (m memory, err error) {
	if len(c.State) > 0 {
		err = json.Unmarshal(c.State, &m)
	}
	return m, err
}

// keep writes the memory into the conversation's row.
func (m memory) keep(c *models.Conversation, now time.Time) (err error) {
	c.State, err = json.Marshal(m)
	c.OpenSince, c.Reminded = 0, false
	if m.Open != nil {
		c.OpenSince = now.UnixMilli()
	}
	return err
}
