package post

import (
	"errors"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

const lineBody = "line.body"

// Bot is the From of what 小青 says.
const Bot = "bot"

// Chat counts the lines of one chat. Its row is the lock under which they are
// numbered, so that a reader who has seen line n has seen all before it:
// ids of other tables are not in the order of commits.
type Chat struct {
	ChatKey string `gorm:"primaryKey;size:40"`
	Lines   int64
}

// Line is one thing said in a chat of a channel that keeps its own transcript.
type Line struct {
	ID        int64
	ChatKey   string  `gorm:"size:40;uniqueIndex:chat_line,priority:1"`
	N         int64   `gorm:"uniqueIndex:chat_line,priority:2"` // 1, 2, 3 … in its chat
	From      string  `gorm:"column:speaker;size:24"`           // an account's row id as text, or Bot
	Body      []byte  `gorm:"size:65536"`                       // sealed
	At        int64   `gorm:"column:said_at;index"`             // programme time
	LetterKey *string `gorm:"size:64;uniqueIndex"`              // of a letter: it is shown once
}

// TableName keeps clear of MySQL's reserved word.
func (Line) TableName() string { return "chat_lines" }

// ChatKey is the look-up of a chat: a group's id or a person's, as the channel
// spells it.
func (b *Box) ChatKey(channel, chat string) string {
	return b.Vault.Lookup("transcript", channel+"\x00"+chat)
}

// Say adds a line to a chat. A letter names its Outgoing.Key: when it was said
// before, that line is given back and nothing is added. "" for anything else.
func (b *Box) Say(chatKey, from string, body []byte, at time.Time, letterKey string) (Line, error) {
	n, err := b.nextLine(chatKey)
	if err != nil {
		return Line{}, err
	}
	l := Line{ChatKey: chatKey, N: n, From: from, Body: b.Vault.Seal(body, lineBody), At: ms(at)}
	if letterKey != "" {
		var said Line
		err := b.DB.Where("letter_key = ?", letterKey).Take(&said).Error
		if !errors.Is(err, gorm.ErrRecordNotFound) {
			return said, errors.Join(err, b.numberUnused(chatKey))
		}
		l.LetterKey = &letterKey
	}
	err = b.DB.Create(&l).Error
	return l, err
}

// nextLine takes the chat's turn and its next number.
func (b *Box) nextLine(chatKey string) (int64, error) {
	for range 2 {
		locked := b.DB.Model(&Chat{}).Where("chat_key = ?", chatKey).Update("lines", gorm.Expr("`lines` + 1"))
		if locked.Error != nil {
			return 0, locked.Error
		}
		if locked.RowsAffected == 1 {
			var c Chat
			err := b.DB.Where("chat_key = ?", chatKey).Take(&c).Error
			return c.Lines, err
		}
		if err := b.DB.Clauses(clause.OnConflict{DoNothing: true}).Create(&Chat{ChatKey: chatKey}).Error; err != nil {
			return 0, err
		}
	}
	return 0, errors.New("post: a chat row vanished while it was locked")
}

// numberUnused gives the number back, so that numbers have no gaps.
func (b *Box) numberUnused(chatKey string) error {
	return b.DB.Model(&Chat{}).Where("chat_key = ?", chatKey).Update("lines", gorm.Expr("`lines` - 1")).Error
}

// Lines are the lines of a chat after number after, oldest first.
func (b *Box) Lines(chatKey string, after int64, limit int) (ls []Line, err error) {
	err = b.DB.Where("chat_key = ? AND n > ?", chatKey, after).Order("n").Limit(limit).Find(&ls).Error
	return ls, err
}

// Last is the number of a chat's newest line, 0 when nothing was said.
func (b *Box) Last(chatKey string) (int64, error) {
	var c Chat
	err := b.DB.Where("chat_key = ?", chatKey).Limit(1).Find(&c).Error
	return c.Lines, err
}

// Words is what the line says.
func (b *Box) Words(l Line) ([]byte, error) { return b.Vault.Open(l.Body, lineBody) }

// NewLines are lines of all chats with an id above after, without their words,
// for a watcher that wakes readers. Ids are not in the order of commits: a
// watcher asks again for the last hundred or so, and wakes a chat when its
// highest N has grown.
func (b *Box) NewLines(after int64, limit int) (ls []Line, err error) {
	err = b.DB.Select("id", "chat_key", "n").Where("id > ?", after).Order("id").Limit(limit).Find(&ls).Error
	return ls, err
}
