package jobs

import (
	"context"
	"strings"

	"xiaoqing/bot/say"
	"xiaoqing/models/post"
)

const (
	fallenBehind = 3    // so many waiting for a group are still sent one by one
	joinMost     = 20   // letters in one message
	joinBytes    = 1800 // of text in one message: every platform takes that uncut
)

// joined adds what goes in the same message: the letters that went in it when it
// was tried before, or those that wait behind l for the same group when it has
// fallen behind.
func (o *Outbox) joined(ctx context.Context, box *post.Box, m message) (message, error) {
	l := m.letters[0]
	if l.JoinedTo == l.ID {
		before, err := box.Joined(l)
		if err != nil {
			return m, err
		}
		return appended(box, m, before, false)
	}
	if l.GroupID == 0 || l.Urgent || l.Repeated || !joinable(m.out.Reply) {
		return m, nil
	}
	behind, err := box.Behind(l, o.Clock.Now(), o.Wall(), joinMost-1)
	if err != nil || len(behind) < fallenBehind {
		return m, err
	}
	return appended(box, m, behind, true)
}

// appended joins the letters' words to m's, a blank line between them; choosing,
// only as long as they fit.
func appended(box *post.Box, m message, letters []post.Letter, choosing bool) (message, error) {
	texts, links, size := []string{}, m.out.Reply.Links, len(m.out.Reply.Everything())
	for _, l := range letters {
		r, err := reply(box, l)
		size += len("\n\n") + len(r.Everything())
		if choosing && (err != nil || size > joinBytes || !joinable(r)) {
			break
		}
		if err != nil {
			return m, err
		}
		texts, links = append(texts, r.Plain()), append(links, r.Links...)
		m.letters = append(m.letters, l)
	}
	if len(texts) > 0 {
		texts = append([]string{m.out.Reply.Plain()}, texts...)
		m.out.Reply = say.Reply{Text: strings.Join(texts, "\n\n"), Links: links}
	}
	return m, nil
}

// joinable says that a reply loses nothing beside others: numbers to press
// would mean two things at once.
func joinable(r say.Reply) bool { return len(r.Buttons) == 0 && r.Code == "" }
