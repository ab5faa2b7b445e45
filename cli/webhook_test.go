package cli

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"xiaoqing/bot/channel/wecom/wecomtest"
	"xiaoqing/models/modeltest"
)

// TestPublishedVectors takes the platform's own examples through the router. The
// published message is years old: it counts only once its id was heard.
func TestPublishedVectors(t *testing.T) {
	all := vectors(t)
	verify, post, forged, pad := all["wecom-verify-url"], all["wecom-post-hello"], all["wecom-bad-signature"], all["wecom-pad-32"]
	query := func(v vector) url.Values {
		return url.Values{"msg_signature": {v.Signature}, "timestamp": {v.Timestamp}, "nonce": {v.Nonce}}
	}
	for kind, database := range modeltest.DSNs(t) {
		t.Run(kind, func(t *testing.T) {
			double := wecomtest.Start(t, time.Now)
			o := newOffice(t, database, post.config(double), double)
			check, err := url.ParseQuery(verify.Query)
			if err != nil {
				t.Fatal(err)
			}
			o.answers(wecomtest.Callback{Query: check}, http.StatusOK, verify.Plaintext)
			spaced := maps.Clone(check) // a gateway that decodes once too often
			spaced.Set("echostr", strings.ReplaceAll(check.Get("echostr"), "+", " "))
			o.answers(wecomtest.Callback{Query: spaced}, http.StatusOK, verify.Plaintext)

			old := wecomtest.Callback{Query: query(post), Body: []byte(post.Body)}
			o.refuses("stale", old, http.StatusForbidden)
			fresh := o.hears(post.Plaintext)
			if fresh == "" {
				t.Error("the fresh copy was not answered")
			}
			before := o.raw.counts()
			status, body := o.deliver(old)
			if status != http.StatusOK || o.opened(body) != fresh {
				t.Errorf("the old one, heard before: %d %q, want %q", status, o.opened(body), fresh)
			}
			if after := o.raw.counts(); !maps.Equal(before, after) {
				t.Errorf("a repetition changed %v into %v", before, after)
			}

			old.Query = query(forged)
			o.refuses("wrong signature", old, http.StatusForbidden)
			check.Set("msg_signature", forged.Signature)
			o.refuses("wrong signature of the check", wecomtest.Callback{Query: check}, http.StatusForbidden)

			padded := wecomtest.Sign(o.cfg, pad.Encrypt, time.Now())
			o.refuses("no document inside", wecomtest.Callback{Query: padded, Body: []byte("<xml><Encrypt>" + pad.Encrypt + "</Encrypt></xml>")}, http.StatusBadRequest)
			padded.Set("echostr", pad.Encrypt)
			o.answers(wecomtest.Callback{Query: padded}, http.StatusOK, pad.Plaintext)
		})
	}
}

// answers wants a status and exactly these bytes.
func (o *office) answers(c wecomtest.Callback, status int, body string) {
	o.t.Helper()
	if got, b := o.deliver(c); got != status || string(b) != body {
		o.t.Errorf("%d %q, want %d %q", got, b, status, body)
	}
}

// refuses wants a status, nothing stored, and one line in the log, by id and
// without a word of what came.
func (o *office) refuses(name string, c wecomtest.Callback, status int) {
	o.t.Helper()
	before := o.raw.counts()
	var got int
	var body []byte
	lines := o.logged(func() { got, body = o.deliver(c) })
	if got != status || len(body) != 0 {
		o.t.Errorf("%s: %d %q, want %d and nothing", name, got, body, status)
	}
	if after := o.raw.counts(); !maps.Equal(before, after) {
		o.t.Errorf("%s: stored %v, was %v", name, after, before)
	}
	if len(lines) != 1 || !strings.Contains(lines[0], "incident=") || !strings.Contains(lines[0], fmt.Sprint("status=", status)) {
		o.t.Errorf("%s: logged %q", name, lines)
	}
	for _, word := range []string{planted, "msg_signature", c.Query.Get("msg_signature"), c.Query.Get("nonce")} {
		if word != "" && strings.Contains(strings.Join(lines, "\n"), word) {
			o.t.Errorf("%s: %q is in the log: %q", name, word, lines)
		}
	}
}

// planted is in every refused message.
const planted = "欧阳种子"

func TestBadCallbacks(t *testing.T) {
	eachOffice(t, func(o *office) {
		now := time.Now()
		good := func() wecomtest.Callback {
			return wecomtest.Seal(o.cfg, wecomtest.Text("anna", planted, "1", now), now)
		}
		// signed is an envelope that holds encrypt, rightly signed.
		signed := func(encrypt string) wecomtest.Callback {
			return wecomtest.Callback{Query: wecomtest.Sign(o.cfg, encrypt, now), Body: []byte("<xml><Encrypt>" + encrypt + "</Encrypt></xml>")}
		}
		// bytesOf is the ciphertext of a good one, changed.
		bytesOf := func(change func(b []byte) []byte) wecomtest.Callback {
			_, rest, _ := strings.Cut(string(good().Body), "<Encrypt><![CDATA[")
			encrypt, _, _ := strings.Cut(rest, "]]>")
			b, err := base64.StdEncoding.DecodeString(encrypt)
			if err != nil {
				o.t.Fatal(err)
			}
			return signed(base64.StdEncoding.EncodeToString(change(b)))
		}
		inside := func(plain string) wecomtest.Callback { return wecomtest.Seal(o.cfg, plain, now) }
		changed := func(c wecomtest.Callback, f func(c *wecomtest.Callback)) wecomtest.Callback { f(&c); return c }
		foreign := o.cfg
		foreign.CorpID = "ww0000000000000000"
		wrongToken := o.cfg
		wrongToken.Token = "another"
		const declared = "<!DOCTYPE xml [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>"

		for name, c := range map[string]wecomtest.Callback{
			"unsigned":             changed(good(), func(c *wecomtest.Callback) { c.Query = nil }),
			"no signature":         changed(good(), func(c *wecomtest.Callback) { c.Query.Del("msg_signature") }),
			"forged":               changed(good(), func(c *wecomtest.Callback) { c.Query.Set("msg_signature", strings.Repeat("0", 40)) }),
			"another nonce":        changed(good(), func(c *wecomtest.Callback) { c.Query.Set("nonce", "another-nonce") }),
			"signed by another":    wecomtest.Seal(wrongToken, wecomtest.Text("anna", planted, "1", now), now),
			"of another corp":      wecomtest.Seal(foreign, wecomtest.Text("anna", planted, "1", now), now),
			"stale":                wecomtest.Seal(o.cfg, wecomtest.Text("anna", planted, "1", now), now.Add(-11*time.Minute)),
			"cut":                  changed(good(), func(c *wecomtest.Callback) { c.Body = c.Body[:len(c.Body)/2] }),
			"empty":                changed(good(), func(c *wecomtest.Callback) { c.Body = []byte{} }),
			"no envelope":          changed(good(), func(c *wecomtest.Callback) { c.Body = []byte("<xml><Content>" + planted + "</Content></xml>") }),
			"not XML":              changed(good(), func(c *wecomtest.Callback) { c.Body = []byte(planted) }),
			"a check without echo": {Query: good().Query},
		} {
			o.refuses(name, c, http.StatusForbidden)
		}
		for name, c := range map[string]wecomtest.Callback{
			"not base64":        signed("%%%" + planted),
			"no ciphertext":     signed("AAAA"),
			"a byte flipped":    bytesOf(func(b []byte) []byte { b[len(b)-1] ^= 1; return b }),
			"a block less":      bytesOf(func(b []byte) []byte { return b[:len(b)-16] }),
			"half a block":      bytesOf(func(b []byte) []byte { return b[:len(b)-8] }),
			"DOCTYPE inside":    inside(strings.Replace(wecomtest.Text("anna", planted, "1", now), "<xml>", declared+"<xml>", 1)),
			"DOCTYPE around":    changed(good(), func(c *wecomtest.Callback) { c.Body = append([]byte(declared), c.Body...) }),
			"no document":       inside(planted),
			"a document cut":    inside("<xml><FromUserName>" + planted),
			"a message of none": inside("<xml><MsgType>text</MsgType><Content>" + planted + "</Content><MsgId>9</MsgId></xml>"),
			"of no type":        inside("<xml><FromUserName>anna</FromUserName><Content>" + planted + "</Content><MsgId>9</MsgId></xml>"),
		} {
			o.refuses(name, c, http.StatusBadRequest)
		}
		huge := good()
		huge.Body = slices.Concat(huge.Body, bytes.Repeat([]byte(" "), 1<<20+1-len(huge.Body)))
		o.refuses("a byte over a mebibyte", huge, http.StatusRequestEntityTooLarge)
		fits := good()
		fits.Body = slices.Concat(fits.Body, bytes.Repeat([]byte(" "), 1<<20-len(fits.Body)))
		if status, _ := o.deliver(fits); status != http.StatusOK {
			o.t.Errorf("exactly a mebibyte: %d", status)
		}
	})
}

// TestACallbackCutOffOnItsWay closes the connection in the middle of a body.
func TestACallbackCutOffOnItsWay(t *testing.T) {
	eachOffice(t, func(o *office) {
		c := wecomtest.Seal(o.cfg, wecomtest.Text("anna", planted, "1", time.Now()), time.Now())
		before := o.raw.counts()
		conn, err := net.Dial("tcp", strings.TrimPrefix(o.url, "http://"))
		if err != nil {
			o.t.Fatal(err)
		}
		fmt.Fprintf(conn, "POST /webhook/wecom?%s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s", c.Query.Encode(), len(c.Body), c.Body[:len(c.Body)/2])
		if err := conn.(*net.TCPConn).CloseWrite(); err != nil {
			o.t.Fatal(err)
		}
		answer, err := io.ReadAll(conn)
		if err != nil || !bytes.HasPrefix(answer, []byte("HTTP/1.1 403 ")) {
			o.t.Errorf("%q, %v", answer, err)
		}
		conn.Close()
		if after := o.raw.counts(); !maps.Equal(before, after) {
			o.t.Errorf("stored %v, was %v", after, before)
		}
		if said := o.text("anna", "帮助", "1"); !strings.Contains(said, "我能帮您") {
			o.t.Errorf("the same id, whole at last: %q", said)
		}
	})
}
