package cli

import (
	"context"
	"encoding/json"
	"time"

	"xiaoqing/models"
)

// tokens shares platform tokens among replicas, through the database.
type tokens struct{ store *models.Store }

// kept is how a token is stored: its end comes along.
type kept struct {
	Token string
	Ends  time.Time
}

// Token is wecom.TokenStore's.
func (t tokens) Token(ctx context.Context, name string) (string, time.Time, error) {
	value, ok, err := t.store.Post(ctx).Token(name, time.Now())
	if err != nil || !ok {
		return "", time.Time{}, err
	}
	var k kept
	err = json.Unmarshal(value, &k)
	return k.Token, k.Ends, err
}

// PutToken is wecom.TokenStore's.
func (t tokens) PutToken(ctx context.Context, name, token string, ends time.Time) error {
	value, err := json.Marshal(kept{token, ends})
	if err != nil {
		return err
	}
	return t.store.Tx(ctx, func(tx *models.Store) error { return tx.Post(ctx).PutToken(name, value, ends) })
}
