// Package web is the channel of everyone outside the corp: a chat page in any
// browser. An account is the secret in the person's own link.
package web

import (
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"xiaoqing/bot/channel"
)

// Name is the channel's.
const Name = "web"

// Post is what the page sends.
type Post struct {
	ID   string `json:"id"` // made by the page, the same until it was acknowledged
	Text string `json:"text"`
}

// longest is how much one message may hold, in bytes.
const longest = 16 << 10

// ErrBad says that a post cannot be read.
var ErrBad = errors.New("web: unreadable post")

// Receive reads a JSON post to the chat of token.
func Receive(token string, body io.Reader, now time.Time) (channel.Message, error) {
	var p Post
	if err := json.NewDecoder(body).Decode(&p); err != nil {
		return channel.Message{}, ErrBad
	}
	return p.Message(token, now)
}

// Message is the post as the bot hears it. An id counts within its own chat
// only, so that nobody can ask for the answer to another's message.
func (p Post) Message(token string, now time.Time) (channel.Message, error) {
	text := strings.TrimSpace(p.Text)
	if !Valid(token) || p.ID == "" || len(p.ID) > 64 || text == "" || len(text) > longest || !utf8.ValidString(text) {
		return channel.Message{}, ErrBad
	}
	return channel.Message{Channel: Name, ID: token + "/" + p.ID, From: token, Door: Door(token), Kind: channel.Text, Text: text, SentAt: now}, nil
}

// PageID is the id that the page gave a message.
func PageID(messageID string) string {
	_, id, _ := strings.Cut(messageID, "/")
	return id
}

// Token makes the name of a new chat out of secret (at least 16 random bytes in
// URL letters); door is the Org whose poster led here, 0 when none.
func Token(secret string, door int64) string {
	if door == 0 {
		return secret
	}
	return secret + "." + strconv.FormatInt(door, 36)
}

// Valid says whether a token can be one of ours.
func Valid(token string) bool {
	secret, _, _ := strings.Cut(token, ".")
	if len(secret) < 20 || len(token) > 80 {
		return false
	}
	for _, r := range token {
		if !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' || r == '.') {
			return false
		}
	}
	return true
}

// Door is the Org whose poster a chat began at, 0 when none.
func Door(token string) int64 {
	_, door, _ := strings.Cut(token, ".")
	id, err := strconv.ParseInt(door, 36, 64)
	if err != nil || id < 0 {
		return 0
	}
	return id
}
