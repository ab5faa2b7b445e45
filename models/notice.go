package models

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"xiaoqing/models/post"
)

// Notice is something to tell a person or a group. Its Key makes it happen once.
type Notice struct {
	Key     string // unique for good: remind:课9:before
	Kind    string // digest, reminder, review, case, code …
	Urgent  bool
	Now     time.Time
	Expires time.Time // dropped when not sent by then; zero: never
	Body    any       // kept as JSON; the outbox knows what it is

	NotBefore time.Time // not sent earlier; zero: at once
	OwnWords  bool      // no other letter says the same
	Bulk      bool      // one of very many: all others go before it
}

func (n Notice) letter() (post.Letter, []byte, error) {
	body, err := json.Marshal(n.Body)
	l := post.Letter{Key: n.Key, Kind: n.Kind, Urgent: n.Urgent, CreatedAt: n.Now.UnixMilli(), NotBefore: n.Now.UnixMilli(), OwnWords: n.OwnWords, Bulk: n.Bulk}
	if n.NotBefore.After(n.Now) {
		l.NotBefore = n.NotBefore.UnixMilli()
	}
	if !n.Expires.IsZero() {
		l.Expires = n.Expires.UnixMilli()
	}
	return l, body, err
}

// Tell writes a letter to a person, on the account they spoke from last. Who has
// no account gets it by their coordinator's hand: 待转告.
func (s *Store) Tell(ctx context.Context, person int64, n Notice) error {
	l, body, err := n.letter()
	if err != nil {
		return err
	}
	accounts, err := s.Accounts(ctx, person)
	if err != nil {
		return err
	}
	l.PersonID = person
	for _, a := range accounts {
		if a.Channel != FormChannel {
			l.Channel, l.AccountID = a.Channel, a.ID
			break
		}
	}
	return s.Tx(ctx, func(tx *Store) error { return tx.Post(ctx).Write(l, body) })
}

// TellAccount writes a letter to one account and no other.
func (s *Store) TellAccount(ctx context.Context, a Account, n Notice) error {
	l, body, err := n.letter()
	if err != nil {
		return err
	}
	l.PersonID, l.Channel, l.AccountID = a.PersonID, a.Channel, a.ID
	return s.Tx(ctx, func(tx *Store) error { return tx.Post(ctx).Write(l, body) })
}

// FormChannel is the door of people who only filled a page: nothing can be sent
// back through it.
const FormChannel = "form"

// TellGroup writes a letter to a group.
func (s *Store) TellGroup(ctx context.Context, g Group, n Notice) error {
	l, body, err := n.letter()
	if err != nil {
		return err
	}
	l.Channel, l.GroupID = g.Channel, g.ID
	return s.Tx(ctx, func(tx *Store) error { return tx.Post(ctx).Write(l, body) })
}

// TellHolders writes a letter to everyone who has role in org or, where nobody
// has, in the nearest unit above; except is never told. It returns how many.
func (s *Store) TellHolders(ctx context.Context, role Role, org Org, except int64, n Notice) (int, error) {
	people, err := s.NearestHolders(ctx, role, org)
	if err != nil {
		return 0, err
	}
	told := 0
	for _, p := range people {
		if p == except {
			continue
		}
		own := n
		own.Key = fmt.Sprintf("%s:%d", n.Key, p)
		if err := s.Tell(ctx, p, own); err != nil {
			return told, err
		}
		told++
	}
	return told, nil
}
