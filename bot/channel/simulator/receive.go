// Package simulator is the channel of made-up people, for trying the product
// and for scripts. It is a channel like the others, with no way round the bot.
package simulator

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"xiaoqing/bot/channel"
)

// Name is the channel's.
const Name = "sim"

// Post is one message of a made-up person.
type Post struct {
	From string     `json:"from"`
	Chat string     `json:"chat"` // direct, or a group's id
	Text string     `json:"text"`
	ID   string     `json:"id"` // the same again is a re-delivery
	At   *time.Time `json:"at"` // sets the programme's clock
}

// ErrBad says that a post cannot be read.
var ErrBad = errors.New("simulator: unreadable message")

// Receive reads a message; newID makes an id where none was given.
func Receive(body io.Reader, newID func() string, now time.Time) (channel.Message, *time.Time, error) {
	var p Post
	err := json.NewDecoder(body).Decode(&p)
	var big *http.MaxBytesError
	if errors.As(err, &big) {
		return channel.Message{}, nil, big
	}
	if err != nil || p.From == "" || strings.TrimSpace(p.Text) == "" {
		return channel.Message{}, nil, ErrBad
	}
	if p.ID == "" {
		p.ID = newID()
	}
	m := channel.Message{Channel: Name, ID: p.ID, From: p.From, Kind: channel.Text, Text: p.Text, SentAt: now}
	if p.Chat != "" && p.Chat != "direct" && p.Chat != "direct:"+p.From {
		m.Chat = p.Chat
	}
	return m, p.At, nil
}
