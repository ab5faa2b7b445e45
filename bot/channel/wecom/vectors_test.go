package wecom

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"errors"
	"net/url"
	"os"
	"strconv"
	"testing"
	"time"

	"xiaoqing/bot/channel"
)

// vector is one published or recomputed example of the envelope.
type vector struct {
	ID        string
	Token     string
	AESKey    string `json:"encoding_aes_key"`
	ReceiveID string `json:"receive_id"`
	Timestamp string
	Nonce     string
	Signature string `json:"msg_signature"`
	Query     string
	Body      string
	Encrypt   string
	Plaintext string
	Random    string `json:"random_hex"`
	Response  string `json:"response_body"`
}

// vectors are the shared ones, or a copy of those that concern us.
func vectors(t testing.TB) map[string]vector {
	data, err := os.ReadFile("../../../../shared/data/vectors.json")
	if errors.Is(err, os.ErrNotExist) {
		t.Log("shared vectors are absent, using the copy in testdata")
		data, err = os.ReadFile("testdata/vectors.json")
	}
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Vectors []json.RawMessage
	}
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	found := map[string]vector{}
	for _, raw := range file.Vectors {
		var v vector
		if json.Unmarshal(raw, &v) == nil { // those of other platforms have other shapes
			found[v.ID] = v
		}
	}
	return found
}

// noTokens is a store for adapters that only receive.
type noTokens struct{}

func (noTokens) Token(context.Context, string) (string, time.Time, error) {
	return "", time.Time{}, nil
}
func (noTokens) PutToken(context.Context, string, string, time.Time) error { return nil }

// app is an adapter with v's keys at v's time.
func (v vector) app(t testing.TB) *WeCom {
	seconds, _ := strconv.ParseInt(v.Timestamp, 10, 64)
	now := func() time.Time { return time.Unix(seconds+5, 0) }
	cfg := Config{CorpID: v.ReceiveID, AgentID: 218, Secret: "s", Token: v.Token, AESKey: v.AESKey}
	w, err := New(cfg, Deps{Tokens: noTokens{}, Now: now})
	if err != nil {
		t.Fatal(v.ID, err)
	}
	return w
}

func (v vector) query() url.Values {
	return url.Values{"msg_signature": {v.Signature}, "timestamp": {v.Timestamp}, "nonce": {v.Nonce}}
}

func TestPublishedURLVerification(t *testing.T) {
	v := vectors(t)["wecom-verify-url"]
	query, err := url.ParseQuery(v.Query)
	if err != nil {
		t.Fatal(err)
	}
	echo, err := v.app(t).Verify(query)
	if err != nil || string(echo) != "1616140317555161061" {
		t.Fatalf("echo %q, %v", echo, err)
	}
}

func TestPublishedCallback(t *testing.T) {
	v := vectors(t)["wecom-post-hello"]
	m, err := v.app(t).Receive(v.query(), []byte(v.Body))
	want := channel.Message{
		Channel: "wecom", ID: "4561255354251345929", From: "mycreate",
		Kind: channel.Text, Text: "hello", SentAt: time.Unix(1409659813, 0),
	}
	if err != nil || m != want {
		t.Fatalf("got %+v, %v", m, err)
	}
}

func TestPublishedBadSignature(t *testing.T) {
	all := vectors(t)
	v := all["wecom-post-hello"]
	v.Signature = all["wecom-bad-signature"].Signature
	if _, err := v.app(t).Receive(v.query(), []byte(v.Body)); !errors.Is(err, ErrForbidden) {
		t.Fatal(err)
	}
}

func TestVectorsSealAndOpenByteForByte(t *testing.T) {
	all := vectors(t)
	for _, id := range []string{"wecom-verify-url", "wecom-post-hello", "wecom-passive-reply", "wecom-pad-32"} {
		v := all[id]
		random, err := hex.DecodeString(v.Random)
		if err != nil || len(random) != 16 {
			t.Fatal(id, err)
		}
		e := v.app(t).envelope
		body, err := e.sealWith(random, []byte(v.Plaintext), v.Timestamp, v.Nonce)
		if err != nil {
			t.Fatal(id, err)
		}
		if v.Response != "" && string(body) != v.Response {
			t.Errorf("%s: sealed\n%s\nwant\n%s", id, body, v.Response)
		}
		f, err := readFields(body)
		if err != nil || v.Encrypt != "" && f["Encrypt"] != v.Encrypt {
			t.Errorf("%s: ciphertext differs, %v", id, err)
		}
		plain, err := e.open(f["Encrypt"])
		if err != nil || string(plain) != v.Plaintext {
			t.Errorf("%s: opened %q, %v", id, plain, err)
		}
	}
}

func TestPassiveReplyHasThePublishedShape(t *testing.T) {
	v := vectors(t)["wecom-passive-reply"]
	plain, err := xml.Marshal(passiveText{
		ToUserName: cdata{"mycreate"}, FromUserName: cdata{v.ReceiveID}, CreateTime: 1348831860,
		MsgType: cdata{"text"}, Content: cdata{"你好，已收到申请 ✅"},
	})
	if err != nil || string(plain) != v.Plaintext {
		t.Fatalf("got %s, %v", plain, err)
	}
}
