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

// LockConversation takes the turn of one account in one chat: until this
// transaction ends, no other message of theirs is handled. A lock is a write, so
// that it holds on every node of a cluster. Of a conversation that is new nothing
// is kept before SaveConversation: who loses that race runs again.
func (s *Store) LockConversation(ctx context.Context, channel, account, chat string, now time.Time) (Conversation, Account, error) {
	var row struct {
		Conversation
		PersonID int64
		HeardAt  int64
	}
	key := s.vault.Lookup("chat", channel+"\x00"+account+"\x00"+chat)
	if s.server() { // SQLite has one writer: there the transaction itself is the lock
		if err := s.db(ctx).Model(&Conversation{}).Where("chat_key = ?", key).Update("version", gorm.Expr("version + 1")).Error; err != nil {
			return row.Conversation, Account{}, err
		}
	}
	err := s.db(ctx).Table("conversations").Select("conversations.*, accounts.person_id, accounts.heard_at").Joins("JOIN accounts ON accounts.id = conversations.account_id").
		Where("chat_key = ?", key).Limit(1).Find(&row).Error
	if err == nil && row.ID == 0 {
		a, err := s.Account(ctx, channel, account, now)
		return Conversation{ChatKey: key, AccountID: a.ID, Version: 1}, a, err
	}
	a := Account{ID: row.AccountID, Channel: channel, PersonID: row.PersonID, HeardAt: row.HeardAt, AccountPrivate: AccountPrivate{account}}
	return row.Conversation, a, err
}

// SaveConversation keeps the state for the next message.
func (s *Store) SaveConversation(ctx context.Context, c *Conversation) error {
	if c.ID == 0 {
		return again(s.db(ctx).Create(c).Error)
	}
	return s.db(ctx).Save(c).Error
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
