package wecom_test

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"strings"
	"testing"
	"time"

	"xiaoqing/bot/channel"
	"xiaoqing/bot/channel/wecom"
	"xiaoqing/bot/channel/wecom/wecomtest"
	"xiaoqing/bot/say"
)

var noon = time.Date(2022, 4, 18, 12, 0, 0, 0, time.FixedZone("CST", 8*3600))

// listener is an adapter that only receives, at noon.
func listener(t testing.TB) (*wecom.WeCom, wecom.Config) {
	cfg := wecomtest.New(atNoon).Config()
	w, err := wecom.New(cfg, wecom.Deps{Tokens: &wecomtest.Tokens{}, Now: atNoon})
	if err != nil {
		t.Fatal(err)
	}
	return w, cfg
}

func atNoon() time.Time { return noon }

func TestMessagesAreUnderstood(t *testing.T) {
	w, cfg := listener(t)
	for name, c := range map[string]struct {
		plain string
		kind  channel.Kind
		text  string
	}{
		"text":            {wecomtest.Text("zhangsan", "报名", "1", noon), channel.Text, "报名"},
		"cdata inside":    {wecomtest.Text("zhangsan", "a]]>b <& c 😀", "1", noon), channel.Text, "a]]>b <& c 😀"},
		"escaped inside":  {`<xml><Content>1&lt;2 &amp; 3</Content><MsgType>text</MsgType><FromUserName>zhangsan</FromUserName><MsgId>1</MsgId></xml>`, channel.Text, "1<2 & 3"},
		"control inside":  {wecomtest.Text("zhangsan", "报\x08名", "1", noon), channel.Text, "报名"},
		"voice":           {wecomtest.Voice("zhangsan", "我要请假", "1", noon), channel.Voice, "我要请假"},
		"voice unheard":   {wecomtest.Voice("zhangsan", "", "1", noon), channel.Voice, ""},
		"image":           {wecomtest.Image("zhangsan", "1", noon), channel.Image, ""},
		"subscribe":       {wecomtest.Event("zhangsan", "subscribe", "", noon), channel.Event, channel.Subscribe},
		"enter":           {wecomtest.Event("zhangsan", "enter_agent", "", noon), channel.Event, channel.Enter},
		"click":           {wecomtest.Event("zhangsan", "click", "我的", noon), channel.Text, "我的"},
		"location event":  {wecomtest.Event("zhangsan", "LOCATION", "", noon), channel.Event, "location"},
		"unknown event":   {wecomtest.Event("zhangsan", "made_up_tomorrow", "x", noon), channel.Event, "made_up_tomorrow"},
		"unknown message": {strings.Replace(wecomtest.Text("zhangsan", "x", "1", noon), "[text]", "[hologram]", 1), channel.Other, ""},
		"inner json":      {`{"ToUserName":"c","FromUserName":"zhangsan","CreateTime":1650254400,"MsgType":"text","Content":"报名","MsgId":4561255354251345929}`, channel.Text, "报名"},
	} {
		t.Run(name, func(t *testing.T) {
			cb := wecomtest.Seal(cfg, c.plain, noon)
			m, err := w.Receive(cb.Query, cb.Body)
			if err != nil || m.Kind != c.kind || m.Text != c.text || m.From != "zhangsan" {
				t.Fatalf("got %+v, %v", m, err)
			}
			if m.Channel != "wecom" || m.ID == "" || !m.SentAt.Equal(noon) {
				t.Fatalf("got %+v", m)
			}
		})
	}
}

func TestEventWithoutSenderIsAccepted(t *testing.T) {
	w, cfg := listener(t)
	cb := wecomtest.Seal(cfg, `<xml><MsgType>event</MsgType><Event>change_contact</Event></xml>`, noon)
	if m, err := w.Receive(cb.Query, cb.Body); err != nil || m.Kind != channel.Event {
		t.Fatalf("got %+v, %v", m, err)
	}
}

func TestSameDeliveryHasTheSameID(t *testing.T) {
	w, cfg := listener(t)
	id := func(plain string) string {
		t.Helper()
		cb := wecomtest.Seal(cfg, plain, noon)
		m, err := w.Receive(cb.Query, cb.Body)
		if err != nil {
			t.Fatal(err)
		}
		return m.ID
	}
	if got := id(wecomtest.Text("a", "x", "4561255354251345929", noon)); got != "4561255354251345929" {
		t.Fatal(got)
	}
	click := func(user, key string, at time.Time) string { return id(wecomtest.Event(user, "click", key, at)) }
	first := click("a", "我的", noon)
	if again := click("a", "我的", noon); again != first {
		t.Fatal("a redelivery got another id")
	}
	for _, other := range []string{
		click("a", "帮助", noon), click("b", "我的", noon), click("a", "我的", noon.Add(time.Second)),
		id(wecomtest.Event("a", "view", "我的", noon)),
		id(strings.Replace(wecomtest.Event("a", "click", "我的", noon), "<AgentID>", "<TaskId>t</TaskId><AgentID>", 1)),
		id(strings.Replace(wecomtest.Event("a", "click", "我的", noon), "<AgentID>", "<ResponseCode>r</ResponseCode><AgentID>", 1)),
	} {
		if other == first {
			t.Fatal("two different events share an id")
		}
	}
}

func TestOuterForms(t *testing.T) {
	w, cfg := listener(t)
	cb := wecomtest.Seal(cfg, wecomtest.Text("zhangsan", "报名", "1", noon), noon)
	encrypt := between(string(cb.Body), "<Encrypt><![CDATA[", "]]>")
	for name, body := range map[string]string{
		"other order":   "<xml><Encrypt>" + encrypt + "</Encrypt><AgentID>1</AgentID><ToUserName>c</ToUserName></xml>",
		"declaration":   `<?xml version="1.0" encoding="UTF-8"?>` + string(cb.Body),
		"json":          `{"ToUserName":"c","AgentID":1000002,"Encrypt":"` + encrypt + `"}`,
		"spaced out":    "\n <xml>\n <Encrypt>" + encrypt + "</Encrypt>\n</xml>\n",
		"deeper inside": "<xml><x><Encrypt>zzz</Encrypt></x><Encrypt>" + encrypt + "</Encrypt></xml>",
	} {
		if m, err := w.Receive(cb.Query, []byte(body)); err != nil || m.Text != "报名" {
			t.Errorf("%s: %+v, %v", name, m, err)
		}
	}
}

func between(s, from, to string) string {
	_, rest, _ := strings.Cut(s, from)
	inside, _, _ := strings.Cut(rest, to)
	return inside
}

// raw encrypts exactly these bytes, padding included.
func raw(data []byte) string {
	key, err := base64.StdEncoding.DecodeString(wecomtest.AESKey + "=")
	if err != nil {
		panic(err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		panic(err)
	}
	out := make([]byte, len(data))
	cipher.NewCBCEncrypter(block, key[:16]).CryptBlocks(out, data)
	return base64.StdEncoding.EncodeToString(out)
}

// packed is the inside of an envelope with a message length and padding of
// one's choice.
func packed(size uint32, pad ...byte) string {
	data := make([]byte, 16, 96)
	data = binary.BigEndian.AppendUint32(data, size)
	data = append(data, "<xml></xml>"+wecomtest.CorpID...)
	for len(data) < 96-len(pad) {
		data = append(data, 'x')
	}
	return raw(append(data, pad...))
}

func TestBadCallbacks(t *testing.T) {
	w, cfg := listener(t)
	good := wecomtest.Text("zhangsan", "报名", "1", noon)
	sealed := func(plain string) wecomtest.Callback { return wecomtest.Seal(cfg, plain, noon) }
	envelope := func(encrypt string) wecomtest.Callback {
		return wecomtest.Callback{Query: wecomtest.Sign(cfg, encrypt, noon), Body: []byte("<xml><Encrypt>" + encrypt + "</Encrypt></xml>")}
	}
	with := func(change func(*wecom.Config)) wecomtest.Callback {
		other := cfg
		change(&other)
		return wecomtest.Seal(other, good, noon)
	}
	body := func(b string) wecomtest.Callback {
		return wecomtest.Callback{Query: sealed(good).Query, Body: []byte(b)}
	}
	around := func(head, tail string) wecomtest.Callback {
		cb := sealed(good)
		cb.Body = []byte(head + string(cb.Body) + tail)
		return cb
	}
	unsigned := sealed(good)
	unsigned.Query.Del("msg_signature")
	swapped := sealed(good)
	swapped.Query = sealed(good).Query
	flipped := []byte(packed(11, 4, 4, 4, 4)) // without randomness, as one flip in 256 leaves a padding
	flipped[len(flipped)-8] ^= 1
	stale := func(plain string, age time.Duration) wecomtest.Callback {
		return wecomtest.Seal(cfg, plain, noon.Add(-age))
	}
	nines := func(n byte) []byte { return []byte(strings.Repeat(string([]byte{n}), int(n))) }

	for name, c := range map[string]struct {
		callback wecomtest.Callback
		want     error
	}{
		"no signature":         {unsigned, wecom.ErrForbidden},
		"another's signature":  {swapped, wecom.ErrForbidden},
		"wrong token":          {with(func(c *wecom.Config) { c.Token = "other" }), wecom.ErrForbidden},
		"wrong receiveid":      {with(func(c *wecom.Config) { c.CorpID = "wwother" }), wecom.ErrForbidden},
		"empty receiveid":      {with(func(c *wecom.Config) { c.CorpID = "" }), wecom.ErrForbidden},
		"no body":              {body(""), wecom.ErrForbidden},
		"garbage":              {body("\x00\xff\xfe garbage"), wecom.ErrForbidden},
		"no Encrypt":           {body("<xml><ToUserName>x</ToUserName></xml>"), wecom.ErrForbidden},
		"truncated":            {body(string(sealed(good).Body[:120])), wecom.ErrForbidden},
		"broken json":          {body(`{"Encrypt":`), wecom.ErrForbidden},
		"json of another kind": {body(`["Encrypt"]`), wecom.ErrForbidden},
		"Encrypt a number":     {body(`{"Encrypt":{"a":1}}`), wecom.ErrForbidden},
		"wrong AES key":        {with(func(c *wecom.Config) { c.AESKey = strings.Repeat("A", 43) }), wecom.ErrBad},
		"flipped byte":         {envelope(string(flipped)), wecom.ErrBad},
		"not base64":           {envelope("!!!! not base64 !!!!"), wecom.ErrBad},
		"not whole blocks":     {envelope("QUJD"), wecom.ErrBad},
		"pad 0":                {envelope(packed(11, 0)), wecom.ErrBad},
		"pad 33":               {envelope(packed(11, nines(33)...)), wecom.ErrBad},
		"pad 255":              {envelope(packed(11, 255)), wecom.ErrBad},
		"pad unequal":          {envelope(packed(11, 1, 2, 3, 4)), wecom.ErrBad},
		"length beyond":        {envelope(packed(1000, 1)), wecom.ErrBad},
		"length 4 GiB":         {envelope(packed(0xffffffff, 1)), wecom.ErrBad},
		"all padding":          {envelope(raw([]byte(strings.Repeat("\x10", 16)))), wecom.ErrBad},
		"inside not XML":       {sealed("hello"), wecom.ErrBad},
		"inside empty":         {sealed(""), wecom.ErrBad},
		"inside truncated":     {sealed(good[:len(good)-20]), wecom.ErrBad},
		"inside DOCTYPE":       {sealed("<!DOCTYPE xml>" + good), wecom.ErrBad},
		"inside entities":      {sealed(`<!DOCTYPE x [<!ENTITY e "x">]>` + strings.Replace(good, "1</MsgId>", "&e;</MsgId>", 1)), wecom.ErrBad},
		"inside no sender":     {sealed("<xml><MsgType>text</MsgType><Content>x</Content></xml>"), wecom.ErrBad},
		"inside no type":       {sealed("<xml><FromUserName>a</FromUserName></xml>"), wecom.ErrBad},
		"DOCTYPE around":       {around("<!DOCTYPE xml>", ""), wecom.ErrBad},
		"entities around":      {around(`<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>`, ""), wecom.ErrBad},
		"stale":                {stale(good, 10*time.Minute+time.Second), wecom.ErrStale},
		"stale and unreadable": {stale("hello", time.Hour), wecom.ErrStale},
	} {
		t.Run(name, func(t *testing.T) {
			m, err := w.Receive(c.callback.Query, c.callback.Body)
			if !errors.Is(err, c.want) {
				t.Fatalf("got %+v, %v", m, err)
			}
			if c.want != wecom.ErrStale && m != (channel.Message{}) {
				t.Fatalf("a refused callback left %+v", m)
			}
			if c.want == wecom.ErrForbidden && errors.Is(err, wecom.ErrStale) {
				t.Fatal("merely stale")
			}
			if strings.Contains(err.Error(), "zhangsan") || strings.Contains(err.Error(), "报名") {
				t.Fatal("an error tells what a person said:", err)
			}
		})
	}
}

func TestStaleMessageIsStillReadable(t *testing.T) {
	w, cfg := listener(t)
	for age, want := range map[time.Duration]error{10 * time.Minute: nil, 601 * time.Second: wecom.ErrStale, -time.Hour: nil} {
		cb := wecomtest.Seal(cfg, wecomtest.Text("zhangsan", "报名", "77", noon), noon.Add(-age))
		m, err := w.Receive(cb.Query, cb.Body)
		if !errors.Is(err, want) || m.ID != "77" {
			t.Errorf("%v old: %+v, %v", age, m, err)
		}
	}
	if !errors.Is(wecom.ErrStale, wecom.ErrForbidden) {
		t.Error("stale is not forbidden")
	}
}

func TestVerify(t *testing.T) {
	w, cfg := listener(t)
	old := wecomtest.Verification(cfg, "1616140317555161061", noon.AddDate(-1, 0, 0))
	if echo, err := w.Verify(old.Query); err != nil || string(echo) != "1616140317555161061" {
		t.Fatalf("%q, %v", echo, err)
	}
	spaced := old
	for !strings.Contains(spaced.Query.Get("echostr"), "+") {
		spaced = wecomtest.Verification(cfg, "1616140317555161061", noon)
	}
	spaced.Query.Set("echostr", strings.ReplaceAll(spaced.Query.Get("echostr"), "+", " "))
	if echo, err := w.Verify(spaced.Query); err != nil || string(echo) != "1616140317555161061" {
		t.Fatalf("%q, %v", echo, err)
	}
	old.Query.Del("echostr")
	if _, err := w.Verify(old.Query); !errors.Is(err, wecom.ErrForbidden) {
		t.Fatal("no echostr:", err)
	}
	spaced.Query.Set("nonce", "other")
	if _, err := w.Verify(spaced.Query); !errors.Is(err, wecom.ErrForbidden) {
		t.Fatal("wrong signature:", err)
	}
	query := wecomtest.Sign(cfg, "AAAA", noon)
	query.Set("echostr", "AAAA")
	if _, err := w.Verify(query); !errors.Is(err, wecom.ErrBad) {
		t.Fatal("unreadable:", err)
	}
}

func TestAnswer(t *testing.T) {
	w, cfg := listener(t)
	to := channel.Message{From: "zhangsan"}
	r := say.Reply{Text: "收到 a]]>b <& \x08😀", Buttons: []string{"没问题"}, Links: []say.Link{{Label: "填表", URL: "https://x.cn/l/1?a=1&b=2"}}}
	body, err := w.Answer(to, r)
	if err != nil {
		t.Fatal(err)
	}
	got, err := wecomtest.Open(cfg, body)
	if err != nil {
		t.Fatal(err)
	}
	want := wecomtest.Reply{ToUserName: "zhangsan", FromUserName: cfg.CorpID, CreateTime: noon.Unix(), MsgType: "text",
		Content: "收到 a]]>b <& 😀\n回“1”没问题\n填表：https://x.cn/l/1?a=1&b=2"}
	if got != want {
		t.Fatalf("got %+v", got)
	}
	if body, err := w.Answer(to, say.Reply{}); err != nil || len(body) != 0 {
		t.Fatalf("nothing to say: %q, %v", body, err)
	}
}

func TestAnswerFits(t *testing.T) {
	w, cfg := listener(t)
	for _, text := range []string{
		strings.Repeat("x", 2044) + "😀", strings.Repeat("x", 2045) + "😀", strings.Repeat("好", 1000), strings.Repeat("]]>", 700),
	} {
		body, err := w.Answer(channel.Message{From: "a"}, say.Reply{Text: text})
		if err != nil {
			t.Fatal(err)
		}
		got, err := wecomtest.Open(cfg, body)
		if err != nil {
			t.Fatal(err)
		}
		if fits := len(text) <= 2048; wecom.Fits(say.Reply{Text: text}) != fits || (got.Content == text) != fits {
			t.Errorf("%d bytes: fits %v, arrived whole %v", len(text), wecom.Fits(say.Reply{Text: text}), got.Content == text)
		}
		if len(got.Content) > 2048 || strings.ContainsRune(got.Content, '\uFFFD') {
			t.Errorf("%d bytes became %d, %q", len(text), len(got.Content), got.Content[len(got.Content)-8:])
		}
	}
}

func BenchmarkReceiveAndAnswer(b *testing.B) {
	w, cfg := listener(b)
	cb := wecomtest.Seal(cfg, wecomtest.Text("zhangsan", "报名 张三 男 22岁 13812345678 五角场街道 周末全天 会开车", "1", noon), noon)
	for b.Loop() {
		m, err := w.Receive(cb.Query, cb.Body)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := w.Answer(m, say.Text("您看看对不对：")); err != nil {
			b.Fatal(err)
		}
	}
}
