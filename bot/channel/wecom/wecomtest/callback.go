package wecomtest

import (
	"bytes"
	"crypto/rand"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/silenceper/wechat/v2/util"

	"xiaoqing/bot/channel/wecom"
)

// Callback is one request as the platform sends it: a POST with Body to the
// callback's URL with Query, or, without Body, the GET that verifies it.
type Callback struct {
	Query url.Values
	Body  []byte
}

// Request is the HTTP request to address.
func (c Callback) Request(address string) (*http.Request, error) {
	method := http.MethodPost
	if c.Body == nil {
		method = http.MethodGet
	}
	return http.NewRequest(method, address+"?"+c.Query.Encode(), bytes.NewReader(c.Body))
}

// Seal is the callback that carries plaintext, encrypted and signed at the
// given moment.
func Seal(cfg wecom.Config, plaintext string, at time.Time) Callback {
	encrypt := encrypted(cfg, plaintext)
	body := fmt.Sprintf("<xml><ToUserName><![CDATA[%s]]></ToUserName><AgentID><![CDATA[%d]]></AgentID><Encrypt><![CDATA[%s]]></Encrypt></xml>",
		cfg.CorpID, cfg.AgentID, encrypt)
	return Callback{Sign(cfg, encrypt, at), []byte(body)}
}

// Sign is the query of a callback whose envelope holds encrypt.
func Sign(cfg wecom.Config, encrypt string, at time.Time) url.Values {
	timestamp, nonce := strconv.FormatInt(at.Unix(), 10), rand.Text()[:10]
	return url.Values{
		"msg_signature": {util.Signature(cfg.Token, timestamp, nonce, encrypt)},
		"timestamp":     {timestamp},
		"nonce":         {nonce},
	}
}

// Verification is the admin console's check of the URL; the right answer is
// exactly echo.
func Verification(cfg wecom.Config, echo string, at time.Time) Callback {
	encrypt := encrypted(cfg, echo)
	query := Sign(cfg, encrypt, at)
	query.Set("echostr", encrypt)
	return Callback{Query: query}
}

// encrypted panics on a key that is not one: the test is wrong then.
func encrypted(cfg wecom.Config, plaintext string) string {
	random := []byte(rand.Text()[:16])
	encrypt, err := util.EncryptMsg(random, []byte(plaintext), cfg.CorpID, cfg.AESKey)
	if err != nil {
		panic(err)
	}
	return string(encrypt)
}

// Text is the plaintext of a text message.
func Text(user, content, msgid string, at time.Time) string {
	return plaintext(user, "text", at, "<Content>"+CDATA(content)+"</Content><MsgId>"+msgid+"</MsgId>")
}

// Voice is the plaintext of a voice message; transcript may be "".
func Voice(user, transcript, msgid string, at time.Time) string {
	more := "<MediaId>m</MediaId><Format>amr</Format><MsgId>" + msgid + "</MsgId>"
	if transcript != "" {
		more += "<Recognition>" + CDATA(transcript) + "</Recognition>"
	}
	return plaintext(user, "voice", at, more)
}

// Image is the plaintext of a picture.
func Image(user, msgid string, at time.Time) string {
	return plaintext(user, "image", at, "<PicUrl>http://127.0.0.1/p</PicUrl><MediaId>m</MediaId><MsgId>"+msgid+"</MsgId>")
}

// Event is the plaintext of an event: subscribe, enter_agent, click …
func Event(user, name, key string, at time.Time) string {
	return plaintext(user, "event", at, "<Event>"+CDATA(name)+"</Event><EventKey>"+CDATA(key)+"</EventKey>")
}

func plaintext(user, kind string, at time.Time, more string) string {
	return fmt.Sprintf("<xml><ToUserName>%s</ToUserName><FromUserName>%s</FromUserName><CreateTime>%d</CreateTime><MsgType>%s</MsgType>%s<AgentID>%d</AgentID></xml>",
		CDATA(CorpID), CDATA(user), at.Unix(), CDATA(kind), more, AgentID)
}

// CDATA is text as the platform writes it.
func CDATA(text string) string {
	return "<![CDATA[" + strings.ReplaceAll(text, "]]>", "]]]]><![CDATA[>") + "]]>"
}

// Reply is a passive reply, opened.
type Reply struct {
	ToUserName   string
	FromUserName string
	CreateTime   int64
	MsgType      string
	Content      string
}

// Open checks and decrypts the body of a passive reply.
func Open(cfg wecom.Config, body []byte) (Reply, error) {
	var outer struct {
		XMLName                                 xml.Name `xml:"xml"`
		Encrypt, MsgSignature, TimeStamp, Nonce string
	}
	if err := xml.Unmarshal(body, &outer); err != nil {
		return Reply{}, fmt.Errorf("passive reply: %w", err)
	}
	if util.Signature(cfg.Token, outer.TimeStamp, outer.Nonce, outer.Encrypt) != outer.MsgSignature {
		return Reply{}, fmt.Errorf("passive reply: wrong signature")
	}
	_, plain, err := util.DecryptMsg(cfg.CorpID, outer.Encrypt, cfg.AESKey)
	if err != nil {
		return Reply{}, fmt.Errorf("passive reply: %w", err)
	}
	var reply Reply
	if err := xml.Unmarshal(plain, &reply); err != nil {
		return Reply{}, fmt.Errorf("passive reply: %w", err)
	}
	return reply, nil
}
