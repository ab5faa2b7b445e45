package wecom

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"xiaoqing/bot/channel"
)

// freshness is how old a callback may be before it looks like a replay.
const freshness = 10 * time.Minute

// Verify answers the URL check of the admin console (document 90238): echo is
// the exact body to answer with. The error is ErrForbidden or ErrBad. It asks
// no age: the check may be an old link, and changes nothing.
func (w *WeCom) Verify(query url.Values) (echo []byte, err error) {
	// A gateway that decodes once too often turns + into a space.
	echostr := strings.ReplaceAll(query.Get("echostr"), " ", "+")
	if echostr == "" || !w.envelope.signed(query, echostr) {
		return nil, fmt.Errorf("%w: signature", ErrForbidden)
	}
	return w.envelope.open(echostr)
}

// Receive decodes one callback: the query of its URL and its body, at most a
// megabyte. Its error is ErrForbidden (no readable envelope, wrong signature,
// wrong receiveid), ErrBad (rightly signed, yet unreadable), or ErrStale; with
// ErrStale comes the message, which counts only if its ID was heard before (an
// unreadable one has none).
//
// An event nobody handles is a channel.Event under the platform's name for it,
// to be accepted and ignored; a menu click is the text of its key.
func (w *WeCom) Receive(query url.Values, body []byte) (channel.Message, error) {
	outer, fault := readFields(body)
	encrypt := outer["Encrypt"]
	if encrypt == "" {
		return channel.Message{}, fmt.Errorf("%w: no envelope", ErrForbidden)
	}
	if !w.envelope.signed(query, encrypt) {
		return channel.Message{}, fmt.Errorf("%w: signature", ErrForbidden)
	}
	m, err := w.decode(encrypt, fault)
	if w.stale(query.Get("timestamp")) && !errors.Is(err, ErrForbidden) {
		return m, ErrStale
	}
	return m, err
}

func (w *WeCom) stale(timestamp string) bool {
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	return err != nil || time.Unix(seconds, 0).Before(w.now().Add(-freshness))
}

// decode opens what was signed; fault is what was wrong around it.
func (w *WeCom) decode(encrypt string, fault error) (channel.Message, error) {
	plain, err := w.envelope.open(encrypt)
	if err != nil {
		return channel.Message{}, err
	}
	inner, err := readFields(plain)
	if err = errors.Join(fault, err); err != nil {
		return channel.Message{}, fmt.Errorf("%w: %w", ErrBad, unreadable(err))
	}
	return w.message(inner)
}

// unreadable names the trouble without a word of the document.
func unreadable(err error) error {
	if errors.Is(err, errDoctype) {
		return errDoctype
	}
	return errors.New("not a document")
}

func (w *WeCom) message(f fields) (channel.Message, error) {
	kind, text := f.content()
	if kind == "" || f["FromUserName"] == "" && kind != channel.Event {
		return channel.Message{}, fmt.Errorf("%w: no type or sender", ErrBad)
	}
	return channel.Message{
		Channel: w.Name(),
		ID:      f.id(),
		From:    f["FromUserName"],
		Kind:    kind,
		Text:    text,
		SentAt:  f.sentAt(w.now()),
	}, nil
}

func (f fields) content() (channel.Kind, string) {
	switch f["MsgType"] {
	case "":
		return "", ""
	case "text":
		return channel.Text, f["Content"]
	case "voice":
		return channel.Voice, f["Recognition"]
	case "image":
		return channel.Image, ""
	case "event":
		return f.event()
	}
	return channel.Other, ""
}

func (f fields) event() (channel.Kind, string) {
	name := strings.ToLower(f["Event"])
	switch name {
	case "enter_agent":
		return channel.Event, channel.Enter
	case "subscribe":
		return channel.Event, channel.Subscribe
	case "click":
		if f["EventKey"] != "" {
			return channel.Text, f["EventKey"]
		}
	}
	return channel.Event, name
}

// id is the same for each delivery of one message. Events have no MsgId, and
// CreateTime counts in seconds: two clicks in one second differ in the rest.
func (f fields) id() string {
	if f["MsgId"] != "" {
		return f["MsgId"]
	}
	sum := sha256.New()
	for _, name := range []string{"FromUserName", "CreateTime", "Event", "EventKey", "TaskId", "ResponseCode", "MsgType", "Content"} {
		fmt.Fprintf(sum, "%d:%s", len(f[name]), f[name])
	}
	return "event-" + hex.EncodeToString(sum.Sum(nil)[:16])
}

func (f fields) sentAt(now time.Time) time.Time {
	seconds, err := strconv.ParseInt(f["CreateTime"], 10, 64)
	if err != nil || seconds <= 0 {
		return now
	}
	return time.Unix(seconds, 0)
}
