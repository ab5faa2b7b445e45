package models

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"gorm.io/gorm"

	"xiaoqing/models/calendar"
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

// Speaker is who speaks in a chat: the account, the person's roles, and what the
// bot remembers of the conversation, whose ID is 0 before its first message.
type Speaker struct {
	Conversation Conversation
	Account      Account
	Standings    []Standing
}

// speakerQuery has a row for each role. It runs at each message, so it takes only
// what is needed.
const speakerQuery = `SELECT c.id, c.account_id, c.version, c.open_since, c.reminded, c.sealed, a.person_id, a.heard_at,
	COALESCE(g.role, ''), COALESCE(o.id, 0), COALESCE(o.parent_id, 0), COALESCE(o.name, ''), COALESCE(o.level, 0), COALESCE(o.path, '')
	FROM conversations c JOIN accounts a ON a.id = c.account_id
	LEFT JOIN grants g ON g.person_id = a.person_id LEFT JOIN orgs o ON o.id = g.org_id
	WHERE c.chat_key = ? ORDER BY o.level, o.id`

func (s *Store) chatKey(channel, account, chat string) string {
	return s.vault.Lookup("chat", channel+"\x00"+account+"\x00"+chat)
}

// Speaker looks up who speaks, and takes no turn: a new one is empty.
func (s *Store) Speaker(ctx context.Context, channel, account, chat string) (sp Speaker, err error) {
	key := s.chatKey(channel, account, chat)
	rows, err := s.db(ctx).Raw(speakerQuery, key).Rows()
	if err != nil {
		return sp, err
	}
	defer rows.Close()
	c, a := Conversation{ChatKey: key}, Account{Channel: channel, AccountPrivate: AccountPrivate{account}}
	for rows.Next() {
		r := Standing{Org: Org{Placed: true}}
		if err := rows.Scan(&c.ID, &c.AccountID, &c.Version, &c.OpenSince, &c.Reminded, &c.Sealed, &a.PersonID, &a.HeardAt,
			&r.Role, &r.Org.ID, &r.Org.ParentID, &r.Org.Name, &r.Org.Level, &r.Org.Path); err != nil {
			return sp, err
		}
		if r.Role != "" {
			sp.Standings = append(sp.Standings, r)
		}
	}
	if err := rows.Err(); err != nil || c.ID == 0 {
		return sp, err
	}
	a.ID = c.AccountID
	sp.Conversation, sp.Account = c, a
	return sp, openRow(s.vault, "conversations", &sp.Conversation)
}

// LockConversation takes the turn of one account in one chat: until this
// transaction ends, no other message of theirs is handled. A lock is a write, so
// that it holds on every node of a cluster; SQLite has one writer, there the
// transaction itself is the lock. seen is what was looked up just before, and
// holds when nothing was said since. Of a conversation that is new nothing is kept
// before SaveConversation: who loses that race runs again.
func (s *Store) LockConversation(ctx context.Context, channel, account, chat string, seen Speaker, now time.Time) (sp Speaker, err error) {
	key, known := s.chatKey(channel, account, chat), true
	if s.Server() {
		locked := s.db(ctx).Exec("UPDATE conversations SET version = version + 1 WHERE chat_key = ?", key)
		if locked.Error != nil {
			return sp, locked.Error
		}
		known = locked.RowsAffected > 0
	} else if holds, err := s.unchanged(ctx, seen.Conversation); err != nil || holds {
		return seen, err
	}
	if known {
		sp, err = s.Speaker(ctx, channel, account, chat)
		if err != nil || sp.Conversation.ID != 0 {
			return sp, err
		}
	}
	sp.Conversation = Conversation{ChatKey: key, Version: 1}
	if sp.Account, err = s.Account(ctx, channel, account, now); err != nil {
		return sp, err
	}
	sp.Conversation.AccountID = sp.Account.ID
	if !sp.Account.Fresh {
		sp.Standings, err = s.Standings(ctx, sp.Account.PersonID)
	}
	return sp, err
}

// unchanged says that a conversation is still at the version that was seen.
func (s *Store) unchanged(ctx context.Context, c Conversation) (bool, error) {
	if c.ID == 0 {
		return false, nil
	}
	var version int64
	err := s.db(ctx).Raw("SELECT version FROM conversations WHERE id = ?", c.ID).Scan(&version).Error
	return err == nil && version == c.Version, err
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

// Idle are conversations whose dialog was left open before t and not reminded of,
// without those of people who were told something unasked today.
func (s *Store) Idle(ctx context.Context, t time.Time, today calendar.Day, limit int) (cs []Conversation, err error) {
	heard := s.db(ctx).Model(&Account{}).Select("id").Where("person_id IN (?)", s.db(ctx).Model(&Unasked{}).Select("person_id").Where("day = ?", today))
	err = s.db(ctx).Where("open_since > 0 AND open_since <= ? AND reminded = ? AND account_id NOT IN (?)", t.UnixMilli(), false, heard).Order("open_since").Limit(limit).Find(&cs).Error
	return cs, err
}

// DirectConversation is the private chat of an account; gorm.ErrRecordNotFound
// when it never spoke.
func (s *Store) DirectConversation(ctx context.Context, a Account) (c Conversation, err error) {
	key := s.vault.Lookup("chat", a.Channel+"\x00"+a.Account+"\x00")
	err = s.db(ctx).Where("chat_key = ?", key).Take(&c).Error
	return c, err
}
