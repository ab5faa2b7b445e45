package wecomtest

import (
	"context"
	"fmt"
	"sync"
	"time"
)

const tokenLife = 2 * time.Hour

// getToken gives the token in force, as the platform does, or a new one.
func (s *Server) getToken(c call) answer {
	switch {
	case c.query.Get("corpid") == "":
		return failed(41002, "corpid missing")
	case c.query.Get("corpsecret") == "":
		return failed(41004, "corpsecret missing")
	case c.query.Get("corpid") != CorpID:
		return failed(40013, "invalid corpid")
	case c.query.Get("corpsecret") != Secret:
		return failed(40001, "invalid credential, secret "+c.query.Get("corpsecret"))
	}
	if s.current == "" || !s.now().Before(s.ends) {
		s.current = fmt.Sprintf("access-token-%d", len(s.issued)+1)
		s.ends = s.now().Add(tokenLife)
		s.issued[s.current] = true
	}
	return fine(answer{"access_token": s.current, "expires_in": int(s.ends.Sub(s.now()).Seconds())})
}

// ExpireToken ends the token in force: its next use gets 42001.
func (s *Server) ExpireToken() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.current = ""
}

// refused is the answer to a call with a bad token, nil when it is good.
func (s *Server) refused(c call) answer {
	switch token := c.query.Get("access_token"); {
	case token == "":
		return failed(41001, "access_token missing")
	case !s.issued[token]:
		return failed(40014, "invalid access_token "+token)
	case token != s.current || !s.now().Before(s.ends):
		return failed(42001, "access_token expired "+token)
	}
	return nil
}

func (s *Server) callbackIP(c call) answer {
	if bad := s.refused(c); bad != nil {
		return bad
	}
	return fine(answer{"ip_list": []string{"101.226.103.*", "101.226.62.*"}})
}

// Tokens is a wecom.TokenStore in memory, as shared by replicas.
type Tokens struct {
	Err error // when set, the store is away

	mu   sync.Mutex
	kept map[string]keptToken
}

type keptToken struct {
	token   string
	expires time.Time
}

// Token is the token kept under name, "" when there is none.
func (t *Tokens) Token(_ context.Context, name string) (string, time.Time, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.kept[name].token, t.kept[name].expires, t.Err
}

// PutToken keeps token under name.
func (t *Tokens) PutToken(_ context.Context, name, token string, expires time.Time) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.Err != nil {
		return t.Err
	}
	if t.kept == nil {
		t.kept = map[string]keptToken{}
	}
	t.kept[name] = keptToken{token, expires}
	return nil
}
