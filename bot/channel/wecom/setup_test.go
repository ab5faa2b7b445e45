package wecom_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"xiaoqing/bot/channel"
	"xiaoqing/bot/channel/wecom"
	"xiaoqing/bot/channel/wecom/wecomtest"
	"xiaoqing/bot/say"
)

// clock is a time that the test moves.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// rig is an app and its platform, with one token store.
type rig struct {
	*wecomtest.Server
	clock  *clock
	tokens *wecomtest.Tokens
	cfg    wecom.Config
	app    *wecom.WeCom
	robot  *wecom.Robot
}

func newRig(t testing.TB) *rig {
	c := &clock{at: noon}
	r := &rig{Server: wecomtest.Start(t, c.now), clock: c, tokens: &wecomtest.Tokens{}}
	r.cfg = r.Config()
	r.app = r.replica(t)
	robot, err := wecom.NewRobot(r.cfg, wecom.Deps{})
	if err != nil {
		t.Fatal(err)
	}
	r.robot = robot
	return r
}

// replica is one more process of ours, as r.cfg says now.
func (r *rig) replica(t testing.TB) *wecom.WeCom {
	w, err := wecom.New(r.cfg, wecom.Deps{Tokens: r.tokens, Now: r.clock.now})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func (r *rig) send(user, text string) error {
	return r.app.Send(context.Background(), channel.Outgoing{Key: "k", Account: user, Reply: say.Reply{Text: text}})
}

// failure is what err says about the letter.
func failure(t testing.TB, err error) channel.Error {
	t.Helper()
	var e *channel.Error
	if !errors.As(err, &e) {
		t.Fatalf("not a channel error: %v", err)
	}
	return *e
}

func within(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	t.Cleanup(cancel)
	return ctx
}
