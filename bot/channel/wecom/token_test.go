package wecom_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"xiaoqing/bot/channel"
	"xiaoqing/bot/channel/wecom/wecomtest"
	"xiaoqing/bot/say"
)

func TestTokenIsFetchedOnceAndRenewedBeforeItEnds(t *testing.T) {
	r := newRig(t)
	for _, wait := range []time.Duration{0, time.Minute, 113 * time.Minute} {
		r.clock.add(wait)
		if err := r.send("a", "x"); err != nil {
			t.Fatal(err)
		}
	}
	if n := r.Calls(wecomtest.GetToken); n != 1 {
		t.Fatalf("%d fetches in 114 minutes", n)
	}
	r.clock.add(2 * time.Minute)
	if err := r.send("a", "x"); err != nil {
		t.Fatal(err)
	}
	if n := r.Calls(wecomtest.GetToken); n != 2 {
		t.Fatalf("%d fetches, the token has four minutes left", n)
	}
}

func TestReplicasShareTheToken(t *testing.T) {
	r := newRig(t)
	other := r.replica(t)
	if err := r.send("a", "x"); err != nil {
		t.Fatal(err)
	}
	letter := channel.Outgoing{Account: "b", Reply: say.Reply{Text: "x"}}
	if err := other.Send(within(t), letter); err != nil {
		t.Fatal(err)
	}
	if n := r.Calls(wecomtest.GetToken); n != 1 {
		t.Fatalf("%d fetches by two replicas", n)
	}
	r.ExpireToken()
	if err := r.send("a", "x"); err != nil {
		t.Fatal(err)
	}
	if err := other.Send(within(t), letter); err != nil {
		t.Fatal(err)
	}
	if n := r.Calls(wecomtest.GetToken); n != 2 {
		t.Fatalf("%d fetches: the second replica should find the new one", n)
	}
}

func TestParallelSendersRenewOnce(t *testing.T) {
	r := newRig(t)
	if err := r.send("a", "x"); err != nil {
		t.Fatal(err)
	}
	r.ExpireToken()
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			if err := r.send("b", "x"); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := r.Calls(wecomtest.GetToken); n != 2 {
		t.Fatalf("%d fetches", n)
	}
	if got := len(r.Delivered()) + r.Dropped(); got != 51 {
		t.Fatalf("%d arrived", got)
	}
}

func TestRefusedTokenIsRetriedOnce(t *testing.T) {
	for _, code := range []int{40014, 42001, 41001} {
		r := newRig(t)
		r.Break(wecomtest.Send, wecomtest.Fault{Times: 1, Code: code})
		if err := r.send("a", "x"); err != nil || len(r.Delivered()) != 1 {
			t.Errorf("%d: %v", code, err)
		}
		r.Break(wecomtest.Send, wecomtest.Fault{Code: code})
		calls := r.Calls(wecomtest.Send)
		if e := failure(t, r.send("a", "x")); e.Fault != channel.Retry || e.Code != code || e.After == 0 {
			t.Errorf("%d for ever: %+v", code, e)
		}
		if n := r.Calls(wecomtest.Send) - calls; n != 2 {
			t.Errorf("%d for ever: %d calls", code, n)
		}
	}
}

func TestWrongSecretIsNotHammered(t *testing.T) {
	r := newRig(t)
	r.cfg.Secret = "wrong-secret-in-the-configuration"
	r.app = r.replica(t)
	for round, wait := range []time.Duration{time.Minute, 2 * time.Minute, 4 * time.Minute, 8 * time.Minute, 16 * time.Minute, 32 * time.Minute, time.Hour, time.Hour} {
		for range 10 {
			e := failure(t, r.send("a", "x"))
			if e.Fault != channel.Retry || e.Code != 40001 || strings.Contains(e.Error(), "wrong-secret") {
				t.Fatalf("%+v", e)
			}
		}
		if n := r.Calls(wecomtest.GetToken); n != round+1 {
			t.Fatalf("round %d: %d fetches", round, n)
		}
		if e := failure(t, r.send("a", "x")); e.After != wait {
			t.Fatalf("round %d: wait %v", round, e.After)
		}
		r.clock.add(wait)
	}
}

func TestFailedFetchIsNeverInDoubt(t *testing.T) {
	r := newRig(t)
	for _, f := range []wecomtest.Fault{
		{Status: 500}, {Drop: true}, {Body: `{"errcode":0}`}, {Body: "{}"}, {Body: `{"errcode":0,"access_token":"t","expires_in":0}`},
	} {
		r.Break(wecomtest.GetToken, f)
		e := failure(t, r.send("a", "x"))
		r.Mend(wecomtest.GetToken)
		if e.Fault != channel.Retry || strings.Contains(e.Error(), wecomtest.Secret) || strings.Contains(e.Error(), wecomtest.CorpID) {
			t.Errorf("%+v: %v", f, &e)
		}
	}
	if err := r.send("a", "x"); err != nil {
		t.Errorf("does not recover: %v", err)
	}
}

func TestFetchTimesOut(t *testing.T) {
	r := newRig(t)
	r.cfg.Timeout = 50 * time.Millisecond
	r.Break(wecomtest.GetToken, wecomtest.Fault{Hang: make(chan struct{})})
	r.app = r.replica(t)
	if e := failure(t, r.send("a", "x")); e.Fault != channel.Retry {
		t.Errorf("%+v", e)
	}
}

func TestBusyTokenServiceRests(t *testing.T) {
	r := newRig(t)
	r.Break(wecomtest.GetToken, wecomtest.Fault{Times: 1, Code: -1})
	for range 3 {
		if e := failure(t, r.send("a", "x")); e.Fault != channel.Retry || e.After != time.Minute {
			t.Fatalf("%+v", e)
		}
	}
	r.clock.add(time.Minute)
	if err := r.send("a", "x"); err != nil || r.Calls(wecomtest.GetToken) != 2 {
		t.Fatalf("%v, %d fetches", err, r.Calls(wecomtest.GetToken))
	}
}

func TestStoreAway(t *testing.T) {
	r := newRig(t)
	r.tokens.Err = errors.New("database away")
	if e := failure(t, r.send("a", "x")); e.Fault != channel.Retry {
		t.Errorf("%+v", e)
	}
}

// A hung gettoken holds up nobody beyond their own patience, and the first who
// leaves does not take the others along.
func TestHungFetchHoldsNobody(t *testing.T) {
	r := newRig(t)
	release := make(chan struct{})
	r.Break(wecomtest.GetToken, wecomtest.Fault{Times: 1, Hang: release})
	impatient, leave := context.WithCancel(context.Background())
	letter := channel.Outgoing{Account: "a", Reply: say.Reply{Text: "x"}}
	left, arrived := make(chan error, 1), make(chan error, 1)
	go func() { left <- r.app.Send(impatient, letter) }()
	if !r.AwaitCalls(within(t), wecomtest.GetToken, 1) {
		t.Fatal("no fetch began")
	}
	go func() { arrived <- r.app.Send(context.Background(), letter) }()
	leave()
	if e := failure(t, <-left); e.Fault != channel.Retry {
		t.Errorf("%+v", e)
	}
	close(release)
	if err := <-arrived; err != nil {
		t.Errorf("the patient one: %v", err)
	}
	if n := r.Calls(wecomtest.GetToken); n != 1 {
		t.Errorf("%d fetches", n)
	}
}
