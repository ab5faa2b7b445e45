package models

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"gorm.io/gorm"
)

// Conversation is what the bot remembers of one account in one chat between two
// messages. State is the bot's own JSON; this package does not look inside.
type Conversation struct {
	ID                  int64
	ChatKey             string `gorm:"size:44;uniqueIndex"`
	AccountID           int64  `gorm:"index"`
	Version             int64
	OpenSince           int64 `gorm:"index"` // when the open dialog was last touched, 0 when none is open
	Reminded            bool  // the open dialog was reminded of once
	Sealed              []byte
	ConversationPrivate `gorm:"-"`
}

// ConversationPrivate is people's words.
type ConversationPrivate struct {
	State json.RawMessage `json:"state,omitempty"`
}

func (c *Conversation) private() (any, *[]byte) { return &c.ConversationPrivate, &c.Sealed }

// turn is a conversation with who speaks in it, a row for each of their roles.
type turn struct {
	Conversation
	PersonID int64
	HeardAt  int64
	Role     Role
	Unit     Org `gorm:"embedded;embeddedPrefix:unit_"`
}

const turnColumns = `conversations.*, accounts.person_id, accounts.heard_at, COALESCE(grants.role, '') AS role,
	COALESCE(orgs.id, 0) AS unit_id, COALESCE(orgs.parent_id, 0) AS unit_parent_id, COALESCE(orgs.name, '') AS unit_name,
	COALESCE(orgs.level, 0) AS unit_level, COALESCE(orgs.path, '') AS unit_path`

// LockConversation takes the turn of one account in one chat, and says who speaks
// and with which roles: until this transaction ends, no other message of theirs
// is handled. A lock is a write, so that it holds on every node of a cluster. Of a
// conversation that is new nothing is kept before SaveConversation: who loses that
// race runs again.
func (s *Store) LockConversation(ctx context.Context, channel, account, chat string, now time.Time) (c Conversation, a Account, has []Standing, err error) {
	key := s.vault.Lookup("chat", channel+"\x00"+account+"\x00"+chat)
	if s.Server() { // SQLite has one writer: there the transaction itself is the lock
		if err := s.db(ctx).Exec("UPDATE conversations SET version = version + 1 WHERE chat_key = ?", key).Error; err != nil {
			return c, a, nil, err
		}
	}
	var rows []turn
	err = s.db(ctx).Table("conversations").Select(turnColumns).Joins("JOIN accounts ON accounts.id = conversations.account_id").
		Joins("LEFT JOIN grants ON grants.person_id = accounts.person_id").Joins("LEFT JOIN orgs ON orgs.id = grants.org_id").
		Where("conversations.chat_key = ?", key).Order("orgs.level, orgs.id").Find(&rows).Error
	if err == nil && len(rows) == 0 {
		return s.firstTurn(ctx, key, channel, account, now)
	}
	for _, r := range rows {
		c, a = r.Conversation, Account{ID: r.AccountID, Channel: channel, PersonID: r.PersonID, HeardAt: r.HeardAt, AccountPrivate: AccountPrivate{account}}
		if r.Role != "" {
			r.Unit.Placed = true
			has = append(has, Standing{r.Role, r.Unit})
		}
	}
	return c, a, has, err
}

// firstTurn is that of an account that never spoke in this chat.
func (s *Store) firstTurn(ctx context.Context, key, channel, account string, now time.Time) (c Conversation, a Account, has []Standing, err error) {
	if a, err = s.Account(ctx, channel, account, now); err != nil {
		return c, a, nil, err
	}
	if !a.Fresh {
		has, err = s.Standings(ctx, a.PersonID)
	}
	return Conversation{ChatKey: key, AccountID: a.ID, Version: 1}, a, has, err
}

// SaveConversation keeps the state for the next message.
func (s *Store) SaveConversation(ctx context.Context, c *Conversation) error {
	if c.ID == 0 {
		return again(s.db(ctx).Create(c).Error)
	}
	if err := sealRow(s.vault, "conversations", c); err != nil {
		return err
	}
	return s.db(ctx).Exec("UPDATE conversations SET sealed = ?, open_since = ?, reminded = ?, version = version + 1 WHERE id = ?", c.Sealed, c.OpenSince, c.Reminded, c.ID).Error
}

// again is errAgain for a row that another transaction made first.
func again(err error) error {
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		return errAgain
	}
	return err
}

// Idle are conversations whose dialog was left open before t and not reminded of.
func (s *Store) Idle(ctx context.Context, t time.Time, limit int) (cs []Conversation, err error) {
	err = s.db(ctx).Where("open_since > 0 AND open_since <= ? AND reminded = ?", t.UnixMilli(), false).Order("open_since").Limit(limit).Find(&cs).Error
	return cs, err
}

// DirectConversation is the private chat of an account; gorm.ErrRecordNotFound
// when it never spoke.
func (s *Store) DirectConversation(ctx context.Context, a Account) (c Conversation, err error) {
	key := s.vault.Lookup("chat", a.Channel+"\x00"+a.Account+"\x00")
	err = s.db(ctx).Where("chat_key = ?", key).Take(&c).Error
	return c, err
}
