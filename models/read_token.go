package models

import (
	"context"
	"crypto/rand"
	"time"
)

// ReadToken is a key to the figures of one Org and all units below it, for
// another system. It is shown once; its hash is kept.
type ReadToken struct {
	ID        int64
	OrgID     int64
	TokenKey  string `gorm:"size:44;uniqueIndex"`
	Tail      string `gorm:"size:8"` // its last characters, to tell it from others
	MadeAt    int64
	RevokedAt int64
}

// tokenPrefix lets people and secret scanners see what it is.
const tokenPrefix = "xq_"

// MakeToken makes a read token for org and returns it in the clear, for the only
// time.
func (s *Store) MakeToken(ctx context.Context, by Actor, org Org) (token string, row ReadToken, err error) {
	token = tokenPrefix + rand.Text()
	row = ReadToken{OrgID: org.ID, TokenKey: s.tokenKey(token), Tail: token[len(token)-4:], MadeAt: by.Now.UnixMilli()}
	err = s.Tx(ctx, func(tx *Store) error {
		if err := tx.db(ctx).Create(&row).Error; err != nil {
			return err
		}
		return tx.audit(ctx, by, "token", "", org.ID, row.Tail)
	})
	return token, row, err
}

func (s *Store) tokenKey(token string) string { return s.vault.Lookup("token", token) }

// TokenFor is the standing token that was shown as token; false when there is
// none, or it was revoked.
func (s *Store) TokenFor(ctx context.Context, token string) (row ReadToken, ok bool, err error) {
	found := s.db(ctx).Where("token_key = ? AND revoked_at = 0", s.tokenKey(token)).Limit(1).Find(&row)
	return row, found.RowsAffected == 1, found.Error
}

// Tokens are all there ever were, oldest first.
func (s *Store) Tokens(ctx context.Context) (rows []ReadToken, err error) {
	err = s.db(ctx).Order("id").Find(&rows).Error
	return rows, err
}

// RevokeToken ends a token; it refuses (NotFound) one that is not there. Revoking
// it again changes nothing.
func (s *Store) RevokeToken(ctx context.Context, by Actor, id int64) error {
	return s.Tx(ctx, func(tx *Store) error {
		var row ReadToken
		found := tx.db(ctx).Where("id = ?", id).Limit(1).Find(&row)
		if found.Error != nil || found.RowsAffected == 0 {
			if found.Error == nil {
				return Refuse(NotFound, "没有%d号令牌，用 --list 看看有哪些。", id)
			}
			return found.Error
		}
		done := tx.db(ctx).Model(&ReadToken{}).Where("id = ? AND revoked_at = 0", id).Update("revoked_at", by.Now.UnixMilli())
		if done.Error != nil || done.RowsAffected == 0 {
			return done.Error
		}
		return tx.audit(ctx, by, "revoke token", "", row.OrgID, row.Tail)
	})
}

// Moment is when a token was made, and when it was revoked: zero while it stands.
func (t ReadToken) Moment(zone *time.Location) (made, revoked time.Time) {
	made = time.UnixMilli(t.MadeAt).In(zone)
	if t.RevokedAt != 0 {
		revoked = time.UnixMilli(t.RevokedAt).In(zone)
	}
	return made, revoked
}
