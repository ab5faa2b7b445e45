package web

import (
	"context"
	"errors"

	"xiaoqing/bot/channel"
)

// Chats speaks in chats that we keep ourselves: the web chat's and the
// simulator's. A letter is carried when it stands in the chat.
type Chats struct {
	name    string
	keep    func(ctx context.Context, channel string, o channel.Outgoing) error
	present func(ctx context.Context, o channel.Outgoing) (bool, error)
}

// New is the channel of that name. keep puts a letter into its chat, once however
// often it is called. present says whether the person looks at their chat now;
// nil is always.
func New(name string, keep func(ctx context.Context, channel string, o channel.Outgoing) error, present func(ctx context.Context, o channel.Outgoing) (bool, error)) *Chats {
	return &Chats{name, keep, present}
}

// Name is web or sim.
func (c *Chats) Name() string { return c.name }

// Repeats is true: a letter stands in its chat once.
func (c *Chats) Repeats() bool { return true }

// Limits are none: nobody's platform is in between.
func (c *Chats) Limits(channel.Outgoing) []channel.Limit { return nil }

// errAway is the cause when nobody reads the chat.
var errAway = errors.New("nobody has the chat open")

// Send puts a letter into its chat. Who does not have it open will see it when
// they come back, but until then it is not told: it is Refused, and so 待转告.
func (c *Chats) Send(ctx context.Context, o channel.Outgoing) error {
	if err := c.keep(ctx, c.name, o); err != nil {
		return &channel.Error{Fault: channel.Retry, Err: err}
	}
	if c.present == nil {
		return nil
	}
	here, err := c.present(ctx, o)
	if err != nil { // it stands there: the same letter again adds nothing, and another may not take its place
		return &channel.Error{Fault: channel.Doubt, Err: err}
	}
	if !here {
		return &channel.Error{Fault: channel.Refused, Err: errAway}
	}
	return nil
}
