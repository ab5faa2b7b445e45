package jobs

import (
	"reflect"

	"xiaoqing/bot/say"
	"xiaoqing/models/post"
)

const (
	fallenBehind = 3    // so many waiting for a group are still sent one by one
	joinMost     = 20   // letters in one message
	joinBytes    = 1800 // of text in one message: every platform takes that uncut
)

// joined adds what goes in the same message: the letters that went in it when it
// was tried before, or those that wait behind l for the same person, or for the
// same group when it has fallen behind. Nothing urgent waits for company.
func (o *Outbox) joined(box *post.Box, m message) (message, error) {
	l := m.letters[0]
	if l.JoinedTo == l.ID {
		before, err := box.Joined(l)
		if err != nil {
			return m, err
		}
		return appended(box, m, before, false)
	}
	if l.Urgent || l.Repeated || !joinable(l, m.out.Reply) {
		return m, nil
	}
	behind, err := box.Behind(l, o.Clock.Now(), o.Wall(), joinMost-1)
	if err != nil || l.GroupID != 0 && len(behind) < fallenBehind {
		return m, err
	}
	return appended(box, m, behind, true)
}

// appended joins the letters' words to m's; choosing, only as long as they fit.
func appended(box *post.Box, m message, letters []post.Letter, choosing bool) (message, error) {
	replies := []say.Reply{m.out.Reply}
	for _, l := range letters {
		r, err := reply(box, l)
		if choosing && (err != nil || !joinable(l, r) || len(say.Joined(append(replies, r)...).Everything()) > joinBytes) {
			break
		}
		if err != nil {
			return m, err
		}
		replies, m.letters = append(replies, r), append(m.letters, l)
	}
	if len(replies) > 1 {
		m.out.Reply = say.Joined(replies...)
	}
	return m, nil
}

// joinable says that a reply loses nothing beside others: pictures and files go
// by themselves, and in a group nobody is asked twice at once.
func joinable(l post.Letter, r say.Reply) bool {
	if l.GroupID != 0 && len(r.Buttons) > 0 {
		return false
	}
	r.Text, r.Rows, r.Hint, r.Buttons, r.Links, r.Worded = "", nil, "", nil, nil, false
	return reflect.ValueOf(r).IsZero()
}
