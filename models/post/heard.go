package post

import (
	"time"
)

const heardAnswer = "heard.answer"

// Heard is a message that was handled, with the answer that went back in the
// platform's own response. One row a message, however often it is delivered.
type Heard struct {
	ID         int64
	Channel    string `gorm:"size:20"`
	MessageKey string `gorm:"size:40;uniqueIndex"` // look-up of channel and the platform's id
	AccountID  int64  `gorm:"index"`
	Answer     []byte `gorm:"size:65536"` // sealed
	HeardAt    int64  `gorm:"index"`
}

// TableName: a verb has no plural.
func (Heard) TableName() string { return "heard" }

func (b *Box) messageKey(channel, id string) string {
	return b.Vault.Lookup("message", channel+"\x00"+id)
}

// Answered says whether the message was handled before, and what was answered.
func (b *Box) Answered(channel, id string) (answer []byte, found bool, err error) {
	rows, err := b.DB.Raw("SELECT answer FROM heard WHERE message_key = ?", b.messageKey(channel, id)).Rows()
	if err != nil {
		return nil, false, err
	}
	defer rows.Close()
	if !rows.Next() {
		return nil, false, rows.Err()
	}
	var sealed []byte
	if err := rows.Scan(&sealed); err != nil {
		return nil, false, err
	}
	answer, err = b.Vault.Open(sealed, heardAnswer)
	return answer, err == nil, err
}

// Remember keeps that the message was handled at a programme time, with its
// answer. It refuses with gorm.ErrDuplicatedKey when another transaction was
// first: then this one must be undone.
func (b *Box) Remember(channel, id string, account int64, answer []byte, at time.Time) error {
	return b.DB.Exec("INSERT INTO heard (channel, message_key, account_id, answer, heard_at) VALUES (?, ?, ?, ?, ?)",
		channel, b.messageKey(channel, id), account, b.Vault.Seal(answer, heardAnswer), ms(at)).Error
}
