package wecom

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"xiaoqing/bot/channel"
)

// TokenStore keeps access tokens where all replicas find them.
type TokenStore interface {
	// Token is the token kept under name and when it ends; "" when there is none.
	Token(ctx context.Context, name string) (token string, expires time.Time, err error)
	// PutToken keeps token under name, in place of the one before.
	PutToken(ctx context.Context, name, token string, expires time.Time) error
}

// tokens is the app's access token: kept here, shared through the store, and
// fetched by one caller for all who wait. No lock is held while fetching.
type tokens struct {
	cfg    Config
	name   string
	api    client
	store  TokenStore
	now    func() time.Time
	flight singleflight.Group

	mu       sync.Mutex
	token    string
	expires  time.Time
	refusals int            // of our secret, in a row
	quiet    time.Time      // nothing is fetched before
	why      *channel.Error // the refusal that quiet comes from
}

func newTokens(cfg Config, api client, deps Deps) *tokens {
	name := fmt.Sprintf("wecom:%s:%d", cfg.CorpID, cfg.AgentID)
	return &tokens{cfg: cfg, name: name, api: api, store: deps.Tokens, now: deps.Now}
}

// get is a token other than spent, the one that the platform refused ("" when
// none was). It waits no longer than ctx; its error is Retry, as nothing was
// sent yet.
func (t *tokens) get(ctx context.Context, spent string) (string, error) {
	if token, ok := t.kept(spent); ok {
		return token, nil
	}
	done := t.flight.DoChan(spent, func() (any, error) {
		// One caller who leaves must not fail the others.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), t.api.http.Timeout)
		defer cancel()
		return t.renew(ctx, spent)
	})
	select {
	case <-ctx.Done():
		return "", unsent(fmt.Errorf("waiting for a token: %w", ctx.Err()))
	case result := <-done:
		if result.Err != nil {
			return "", unsent(result.Err)
		}
		return result.Val.(string), nil
	}
}

func (t *tokens) kept(spent string) (string, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	ok := t.token != "" && t.token != spent && t.now().Before(t.expires)
	return t.token, ok
}

func (t *tokens) keep(token string, expires time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.token, t.expires = token, expires
	t.refusals, t.why = 0, nil
}

func (t *tokens) renew(ctx context.Context, spent string) (string, error) {
	if token, ok := t.kept(spent); ok { // the flight before this one brought it
		return token, nil
	}
	token, expires, err := t.store.Token(ctx, t.name)
	if err != nil {
		return "", fmt.Errorf("token store: %w", err)
	}
	if token != "" && token != spent && t.now().Before(expires) {
		t.keep(token, expires)
		return token, nil
	}
	if err := t.resting(); err != nil {
		return "", err
	}
	return t.fetch(ctx)
}

// fetch asks the platform (document 91039). A 24th of the token's life, five
// minutes of two hours, is left unused: clocks differ.
func (t *tokens) fetch(ctx context.Context) (string, error) {
	var got struct {
		Token   string `json:"access_token"`
		Seconds int    `json:"expires_in"`
	}
	query := url.Values{"corpid": {t.cfg.CorpID}, "corpsecret": {t.cfg.Secret}}
	err := t.api.do(ctx, request{path: "gettoken", query: query}, &got)
	if err == nil && (got.Token == "" || got.Seconds <= 0) {
		err = errors.New("gettoken: no token in the answer")
	}
	if err != nil {
		t.rest(err)
		return "", err
	}
	life := time.Duration(got.Seconds) * time.Second
	expires := t.now().Add(life - life/24)
	if err := t.store.PutToken(ctx, t.name, got.Token, expires); err != nil {
		return "", fmt.Errorf("token store: %w", err)
	}
	t.keep(got.Token, expires)
	return got.Token, nil
}

// rest keeps us from asking again too soon. A wrong secret repeated gets our
// address blocked for an hour, so that wait doubles.
func (t *tokens) rest(err error) {
	var refused *channel.Error
	if !errors.As(err, &refused) || refused.Code == 0 {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	wait := refused.After
	switch refused.Code {
	case 40001, 40013, 40091, 41002, 41004:
		wait = min(time.Minute<<min(t.refusals, 6), time.Hour)
		t.refusals++
	}
	t.quiet, t.why = t.now().Add(wait), refused
}

// resting is the last refusal while its wait lasts.
func (t *tokens) resting() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	left := t.quiet.Sub(t.now())
	if t.why == nil || left <= 0 {
		return nil
	}
	again := *t.why
	again.After = left
	return &again
}
