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
// that it holds on every node of a cluster.
func (s *Store) LockConversation(ctx context.Context, channel, account, chat string, now time.Time) (Conversation, Account, error) {
	var c Conversation
	key := s.vault.Lookup("chat", channel+"\x00"+account+"\x00"+chat)
	locked := s.db(ctx).Model(&Conversation{}).Where("chat_key = ?", key).Update("version", gorm.Expr("version + 1"))
	if locked.Error != nil {
		return c, Account{}, locked.Error
	}
	if locked.RowsAffected == 1 {
		if err := s.db(ctx).Where("chat_key = ?", key).Take(&c).Error; err != nil {
			return c, Account{}, err
		}
		a, err := s.AccountByID(ctx, c.AccountID)
		return c, a, err
	}
	a, err := s.Account(ctx, channel, account, now)
	if err != nil {
		return c, a, err
	}
	c = Conversation{ChatKey: key, AccountID: a.ID, Version: 1}
	err = s.Tx(ctx, func(tx *Store) error { return tx.db(ctx).Create(&c).Error })
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		return s.LockConversation(ctx, channel, account, chat, now)
	}
	return c, a, err
}

// SaveConversation keeps the state for the next message.
func (s *Store) SaveConversation(ctx context.Context, c *Conversation) error {
	return s.db(ctx).Save(c).Error
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
