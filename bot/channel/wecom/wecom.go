// Package wecom is the adapter for WeCom (企业微信): the app that members talk
// to (WeCom), and the group robots that can only speak (Robot).
package wecom

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

// platform is where WeCom's own API and robots are.
const platform = "https://qyapi.weixin.qq.com"

// Config is one app (自建应用) of one corp, as the admin console shows it.
type Config struct {
	CorpID   string // 企业ID
	AgentID  int64
	Secret   string        // the app's
	Token    string        // the callback's
	AESKey   string        // the callback's EncodingAESKey: 43 letters and digits
	API      string        // "" is WeCom's own; may have a path before cgi-bin
	RobotAPI string        // the same for group robots
	Timeout  time.Duration // of one call, 0 is five seconds
}

// Deps is what an adapter needs from outside; a zero field has a default,
// except Tokens.
type Deps struct {
	Transport http.RoundTripper // default: a plain one that honours HTTPS_PROXY
	Tokens    TokenStore        // the app's only; a Robot needs none
	Now       func() time.Time  // wall time, default time.Now
	Rand      io.Reader         // default crypto/rand
}

// WeCom is one app: it decodes callbacks, seals answers, and sends to members.
// It is a channel.Channel, safe for concurrent use.
type WeCom struct {
	corpID   string
	agentID  int64
	envelope envelope
	api      client
	tokens   *tokens
	now      func() time.Time
}

// New is the app that cfg describes. The error lists every mistake in cfg, a
// line each, without the values.
func New(cfg Config, deps Deps) (*WeCom, error) {
	deps = deps.filled()
	sealed, badKey := newEnvelope(cfg.Token, cfg.AESKey, cfg.CorpID, deps.Rand)
	api, badAPI := newClient(cfg.API, cfg.Timeout, deps.Transport)
	if err := errors.Join(cfg.missing(), badKey, badAPI); err != nil {
		return nil, err
	}
	if deps.Tokens == nil {
		return nil, errors.New("wecom: no token store")
	}
	w := &WeCom{corpID: cfg.CorpID, agentID: cfg.AgentID, envelope: sealed, api: api, now: deps.Now}
	w.tokens = newTokens(cfg, api, deps)
	return w, nil
}

func (c Config) missing() error {
	var mistakes []error
	for _, field := range []struct {
		name  string
		empty bool
	}{
		{"CorpID（企业ID）", c.CorpID == ""},
		{"AgentID（应用ID）", c.AgentID <= 0},
		{"Secret（应用密钥）", c.Secret == ""},
		{"Token（回调令牌）", c.Token == ""},
	} {
		if field.empty {
			mistakes = append(mistakes, fmt.Errorf("企业微信的%s没有填，请从管理后台复制过来", field.name))
		}
	}
	return errors.Join(mistakes...)
}

func (d Deps) filled() Deps {
	if d.Transport == nil {
		d.Transport = &http.Transport{
			Proxy:               http.ProxyFromEnvironment,
			ForceAttemptHTTP2:   true,
			MaxIdleConnsPerHost: 16,
			IdleConnTimeout:     time.Minute,
		}
	}
	if d.Now == nil {
		d.Now = time.Now
	}
	if d.Rand == nil {
		d.Rand = rand.Reader
	}
	return d
}

// base reads an API address; "" is WeCom's own.
func base(address string) (*url.URL, error) {
	if address == "" {
		address = platform
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") || u.User != nil || u.RawQuery != "" {
		return nil, errors.New("企业微信的接口地址不对，应像 https://qyapi.weixin.qq.com")
	}
	return u.JoinPath("/"), nil
}
