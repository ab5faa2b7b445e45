package wecom

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"strings"
	"time"

	"xiaoqing/bot/channel"
)

// textContent is a text in any of the platform's messages.
type textContent struct {
	Content string `json:"content"`
}

// appMessage is a message/send of one thing to one member (document 90236).
type appMessage struct {
	ToUser  string        `json:"touser"`
	MsgType string        `json:"msgtype"`
	AgentID int64         `json:"agentid"`
	Text    *textContent  `json:"text,omitempty"`
	Image   *mediaContent `json:"image,omitempty"`
	File    *mediaContent `json:"file,omitempty"`

	// The platform drops what a member was told before in the same words.
	Check   int `json:"enable_duplicate_check,omitempty"`
	Seconds int `json:"duplicate_check_interval,omitempty"`
}

// compared is the longest that the platform compares words for.
const compared = 14_400 * time.Second

// Compares is how long a letter with words of its own may be repeated: a while
// less than the platform remembers it.
func (w *WeCom) Compares() time.Duration { return compared - 10*time.Minute }

// Name is wecom.
func (w *WeCom) Name() string { return Name }

// Repeats is false: the platform's own check compares words, not letters, and
// would swallow a reminder that is rightly the same as yesterday's. A letter with
// words of its own is another matter: see Compares.
func (w *WeCom) Repeats() bool { return false }

// Send carries one letter to one member: its attachment alone, or text in at most
// 2048 bytes; links are written out and buttons are numbers. A letter too long is
// cut.
func (w *WeCom) Send(ctx context.Context, o channel.Outgoing) error {
	if !oneMember(o.Account) {
		return never("message/send: not the account of one member")
	}
	body, err := w.letter(ctx, o)
	if err != nil {
		return err
	}
	if o.Own {
		body.Check, body.Seconds = 1, int(compared.Seconds())
	}
	var result struct {
		Invalid    string `json:"invaliduser"`
		Unlicensed string `json:"unlicenseduser"`
	}
	if err := w.authorised(ctx, "message/send", body, &result); err != nil {
		return err
	}
	if result.Invalid != "" || result.Unlicensed != "" {
		return never("message/send: accepted, but the member cannot be reached")
	}
	return nil
}

// letter is o as the platform takes it, what it carries uploaded.
func (w *WeCom) letter(ctx context.Context, o channel.Outgoing) (m appMessage, err error) {
	m = appMessage{ToUser: o.Account, MsgType: "text", AgentID: w.agentID}
	if a := o.Reply.Attachment; a != nil {
		m.MsgType = "file"
		if a.Picture() {
			m.MsgType = "image"
		}
		media, err := w.upload(ctx, m.MsgType, a.Name, o.Media)
		if m.MsgType == "image" {
			m.Image = &mediaContent{media}
		} else {
			m.File = &mediaContent{media}
		}
		return m, err
	}
	text := compose(o.Reply, textLimit)
	if text == "" {
		return m, never("message/send: nothing to say")
	}
	m.Text = &textContent{text}
	return m, nil
}

// upload keeps a file with the platform for three days (document 90253).
func (w *WeCom) upload(ctx context.Context, kind, name string, data []byte) (media string, err error) {
	if len(data) < fileLeast || len(data) > fileLimit || kind == "image" && len(data) > imageLimit {
		return "", never("media/upload: a picture must have at most 2 MB, a file 6 bytes to 20 MB")
	}
	err = w.withToken(ctx, func(token string) error {
		media, err = uploaded(ctx, w.api, "media/upload", url.Values{"access_token": {token}, "type": {kind}}, name, data)
		return err
	})
	return media, err
}

// oneMember keeps a letter to one from going to many.
func oneMember(account string) bool {
	return account != "" && !strings.Contains(account, "|") && !strings.EqualFold(account, "@all")
}

// authorised makes a call with our token, POST with a body and GET without.
func (w *WeCom) authorised(ctx context.Context, path string, body, out any) error {
	return w.withToken(ctx, func(token string) error { return w.call(ctx, path, token, body, out) })
}

// withToken makes a call with our token. One that was refused is replaced and the
// call made once more.
func (w *WeCom) withToken(ctx context.Context, call func(token string) error) error {
	token, err := w.tokens.get(ctx, "")
	if err != nil {
		return err
	}
	err = call(token)
	switch code(err) {
	case 40014, 42001, 41001:
	default:
		return err
	}
	if token, err = w.tokens.get(ctx, token); err != nil {
		return err
	}
	return call(token)
}

func (w *WeCom) call(ctx context.Context, path, token string, body, out any) error {
	query := url.Values{"access_token": {token}}
	if body == nil {
		return w.api.do(ctx, request{path: path, query: query}, out)
	}
	r, err := jsonRequest(path, query, body)
	if err != nil {
		return never(path + ": cannot be written as JSON")
	}
	return w.api.do(ctx, r, out)
}

// CallbackIPs are the addresses that callbacks come from. It proves that the
// credentials work, which is what an operator asks for: a *channel.Error with
// Code 40001 is a wrong secret, 60020 an outgoing address that is not trusted.
func (w *WeCom) CallbackIPs(ctx context.Context) ([]string, error) {
	var result struct {
		IPs []string `json:"ip_list"`
	}
	err := w.authorised(ctx, "getcallbackip", nil, &result)
	return result.IPs, err
}

// corpMinute is how many calls a minute the platform takes, and bulkMinute how many
// of them letters in bulk may have: a cry for help never waits for a call-out.
const (
	corpMinute = 10_000
	bulkMinute = 9_000
)

// Limits are the platform's: 30 a minute and 1000 an hour to a member, beyond
// which it drops letters without a word, and 10,000 calls a minute.
func (w *WeCom) Limits(o channel.Outgoing) []channel.Limit {
	member := "wecom:member:" + digest(w.corpID, o.Account)
	corp := "wecom:corp:" + digest(w.corpID)
	limits := []channel.Limit{
		{Key: member + ":minute", N: 30, Per: time.Minute},
		{Key: member + ":hour", N: 1000, Per: time.Hour},
	}
	if o.Bulk {
		limits = append(limits, channel.Limit{Key: corp + ":bulk", N: bulkMinute, Per: time.Minute, Shared: true})
	}
	return append(limits, channel.Limit{Key: corp, N: corpMinute, Per: time.Minute, Shared: true})
}

// digest stands for parts where they must not appear themselves.
func digest(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:12])
}
