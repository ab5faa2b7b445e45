package post

import (
	"errors"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

const tokenValue = "token.value"

// Token is a platform's access token, which all replicas share.
type Token struct {
	Name    string `gorm:"primaryKey;size:160"`
	Value   []byte `gorm:"size:65536"` // sealed
	Expires int64  // wall time, 0 never
}

// TableName says whose tokens they are.
func (Token) TableName() string { return "platform_tokens" }

// Token is the value of that name, unless it is missing or over.
func (b *Box) Token(name string, wall time.Time) (value []byte, ok bool, err error) {
	var t Token
	err = b.DB.Where("name = ? AND (expires = 0 OR expires > ?)", name, ms(wall)).Take(&t).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	value, err = b.Vault.Open(t.Value, tokenValue)
	return value, err == nil, err
}

// PutToken keeps a value under that name in place of any other.
func (b *Box) PutToken(name string, value []byte, expires time.Time) error {
	row := Token{Name: name, Value: b.Vault.Seal(value, tokenValue), Expires: ms(expires)}
	return b.DB.Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error
}

// DropToken forgets the value of that name.
func (b *Box) DropToken(name string) error {
	return b.DB.Where("name = ?", name).Delete(&Token{}).Error
}
