package wecom

import (
	"errors"
	"net/url"
	"testing"

	"github.com/silenceper/wechat/v2/util"
)

// signedQuery is the query that rightly signs encrypt.
func signedQuery(w *WeCom, encrypt string) url.Values {
	const timestamp, nonce = "1409659813", "n"
	signature := w.envelope.signature(timestamp, nonce, encrypt)
	return url.Values{"msg_signature": {signature}, "timestamp": {timestamp}, "nonce": {nonce}}
}

// named says that err is none or one that a handler can map.
func named(err error) bool {
	return err == nil || errors.Is(err, ErrForbidden) || errors.Is(err, ErrBad)
}

// FuzzEnvelope: whatever comes from outside, rightly signed or not, ends in a
// message or in one of the two errors, never in a panic.
func FuzzEnvelope(f *testing.F) {
	v := vectors(f)["wecom-post-hello"]
	w := v.app(f)
	f.Add([]byte(v.Body), v.Encrypt)
	f.Add([]byte(`{"Encrypt":"AAAA"}`), "AAAA")
	f.Add([]byte(`<!DOCTYPE x [<!ENTITY e "y">]><xml><Encrypt>&e;</Encrypt></xml>`), "")
	f.Add([]byte(`<xml><a><b></a></xml>`), "====")
	f.Fuzz(func(t *testing.T, body []byte, encrypt string) {
		outer, _ := readFields(body)
		q := signedQuery(w, outer["Encrypt"])
		if _, err := w.Receive(q, body); !named(err) {
			t.Fatal("no kind:", err)
		}
		if _, err := w.Receive(v.query(), body); !named(err) {
			t.Fatal("no kind:", err)
		}
		q = signedQuery(w, encrypt)
		q.Set("echostr", encrypt)
		if _, err := w.Verify(q); !named(err) {
			t.Fatal("no kind:", err)
		}
	})
}

// FuzzPlaintext goes inside the envelope, in the form of what was decrypted.
func FuzzPlaintext(f *testing.F) {
	v := vectors(f)["wecom-post-hello"]
	w := v.app(f)
	f.Add([]byte(v.Plaintext))
	f.Add([]byte(`{"FromUserName":"a","MsgType":"text","MsgId":4561255354251345929,"Content":"x"}`))
	f.Add([]byte("<xml><MsgType>event</MsgType><Event>\x00\xff</Event></xml>"))
	f.Fuzz(func(t *testing.T, plain []byte) {
		encrypt, err := util.EncryptMsg([]byte("abcdefghijklmnop"), plain, v.ReceiveID, v.AESKey)
		if err != nil {
			t.Fatal(err)
		}
		m, err := w.decode(string(encrypt), nil)
		if err == nil && (m.ID == "" || m.Kind == "" || m.SentAt.IsZero()) {
			t.Fatalf("half a message: %+v", m)
		}
		if err != nil && !errors.Is(err, ErrBad) {
			t.Fatal("no kind:", err)
		}
	})
}
