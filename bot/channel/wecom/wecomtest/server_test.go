package wecomtest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"xiaoqing/bot/channel/wecom/wecomtest"
)

// bench is a double on a clock that the test sets.
type bench struct {
	*wecomtest.Server
	t  *testing.T
	at time.Time
}

func newBench(t *testing.T) *bench {
	b := &bench{t: t, at: time.Date(2022, 4, 18, 12, 0, 0, 0, time.UTC)}
	b.Server = wecomtest.New(func() time.Time { return b.at })
	return b
}

// ask makes one call and gives its JSON answer; a body that begins with -- is
// multipart with the boundary b.
func (b *bench) ask(path, body string) map[string]any {
	b.t.Helper()
	req := httptest.NewRequest(http.MethodPost, "/cgi-bin/"+path, strings.NewReader(body))
	if strings.HasPrefix(body, "--") {
		req.Header.Set("Content-Type", "multipart/form-data; boundary=b")
	}
	w := httptest.NewRecorder()
	b.ServeHTTP(w, req)
	var answer map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
		b.t.Fatalf("%s: %v", path, err)
	}
	return answer
}

func (b *bench) code(path, body string) int {
	b.t.Helper()
	return int(b.ask(path, body)["errcode"].(float64))
}

func (b *bench) token() string {
	b.t.Helper()
	answer := b.ask("gettoken?corpid="+wecomtest.CorpID+"&corpsecret="+wecomtest.Secret, "")
	return answer["access_token"].(string)
}

func media(t *testing.T, field, name, data string) string {
	var buf bytes.Buffer
	m := multipart.NewWriter(&buf)
	_ = m.SetBoundary("b")
	part, err := m.CreateFormFile(field, name)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = part.Write([]byte(data))
	_ = m.Close()
	return buf.String()
}

func TestBodiesAreChecked(t *testing.T) {
	b := newBench(t)
	app := "message/send?access_token=" + b.token()
	b.AddRobot("k")
	robot := "webhook/send?key=k"
	long := strings.Repeat("x", 2049)
	for _, c := range []struct {
		path, body string
		want       int
	}{
		{"gettoken?corpid=&corpsecret=x", "", 41002},
		{"gettoken?corpid=x&corpsecret=", "", 41004},
		{"gettoken?corpid=x&corpsecret=x", "", 40013},
		{"gettoken?corpid=" + wecomtest.CorpID + "&corpsecret=x", "", 40001},
		{"message/send", "{}", 41001},
		{"message/send?access_token=made-up", "{}", 40014},
		{app, `{"touser":"a","msgtype":"text","agentid":1000002,"text":{"content":"x"}}`, 0},
		{app, `{"touser":"a","msgtype":"text","agentid":"1000002","text":{"content":"x"}}`, 40058},
		{app, `{"touser":"a","msgtype":"text","agentid":7,"text":{"content":"x"}}`, 40056},
		{app, `{"touser":"a","msgtype":"text","text":{"content":"x"}}`, 40056},
		{app, `{"touser":"","msgtype":"text","agentid":1000002,"text":{"content":"x"}}`, 82001},
		{app, `{"touser":"a","msgtype":"text","agentid":1000002,"text":{"content":""}}`, 44004},
		{app, `{"touser":"a","msgtype":"text","agentid":1000002,"text":{"content":"` + long + `"}}`, 45002},
		{app, `{"touser":"a","msgtype":"song","agentid":1000002}`, 40008},
		{app, `{"touser":"a","msgtype":"file","agentid":1000002,"file":{"media_id":"made-up"}}`, 40007},
		{app, "\xff", 40058},
		{app, "{", 40058},
		{"webhook/send?key=made-up", "{}", 93000},
		{robot, `{"msgtype":"text","text":{"content":"` + long + `"}}`, 45002},
		{robot, `{"msgtype":"markdown","markdown":{"content":"` + long + `"}}`, 0},
		{robot, `{"msgtype":"markdown","markdown":{"content":"` + long + long + `"}}`, 45002},
		{robot, `{"msgtype":"image","image":{"base64":"eA==","md5":"0"}}`, 301019},
		{robot, `{"msgtype":"image","image":{"base64":"eA==","md5":"9dd4e461268c8034f5c8564e155c67a6"}}`, 40058},
		{"webhook/upload_media?key=k&type=file", media(t, "media", "a", "12345"), 44001},
		{"webhook/upload_media?key=k&type=file", media(t, "file", "a", "123456"), 44001},
		{"webhook/upload_media?key=made-up&type=file", media(t, "media", "a", "123456"), 93000},
		{"webhook/upload_media?key=k&type=image", media(t, "media", "a", "123456"), 40004},
	} {
		if got := b.code(c.path, c.body); got != c.want {
			t.Errorf("%s %.60s: %d, want %d", c.path, c.body, got, c.want)
		}
	}
}

func TestMediaBelongToWhoUploaded(t *testing.T) {
	b := newBench(t)
	token := b.token()
	b.AddRobot("k")
	id := b.ask("media/upload?type=file&access_token="+token, media(t, "media", "日报.xlsx", "123456"))["media_id"].(string)
	if got := b.code("webhook/send?key=k", `{"msgtype":"file","file":{"media_id":"`+id+`"}}`); got != 40007 {
		t.Errorf("a robot sent the app's file: %d", got)
	}
	body := `{"touser":"a","agentid":1000002,"msgtype":"file","file":{"media_id":"` + id + `"}}`
	if got := b.code("message/send?access_token="+token, body); got != 0 {
		t.Errorf("%d", got)
	}
	if d := b.Delivered(); len(d) != 1 || d[0].Name != "日报.xlsx" || string(d[0].Data) != "123456" {
		t.Errorf("%+v", d)
	}
}

func TestCorpLimit(t *testing.T) {
	b := newBench(t)
	path := "message/send?access_token=" + b.token()
	body := `{"touser":"a","msgtype":"text","agentid":1000002,"text":{"content":"x"}}`
	for range 10_000 {
		if got := b.code(path, body); got != 0 {
			t.Fatal(got)
		}
	}
	if got := b.code(path, body); got != 45009 {
		t.Errorf("%d", got)
	}
	if b.Dropped() != 9970 || len(b.Delivered()) != 30 {
		t.Errorf("%d dropped, %d delivered", b.Dropped(), len(b.Delivered()))
	}
	b.at = b.at.Add(time.Minute)
	if got := b.code(path, body); got != 0 {
		t.Errorf("a minute later: %d", got)
	}
}

func TestPartlyInvalid(t *testing.T) {
	b := newBench(t)
	b.Unknown("WangWu")
	path := "message/send?access_token=" + b.token()
	answer := b.ask(path, `{"touser":"ZhangSan|WangWu","msgtype":"text","agentid":1000002,"text":{"content":"x"}}`)
	if answer["errcode"].(float64) != 0 || answer["invaliduser"] != "wangwu" {
		t.Errorf("%v", answer)
	}
	if !b.AwaitDelivered(context.Background(), 1) || b.Delivered()[0].To != "ZhangSan" {
		t.Errorf("%+v", b.Delivered())
	}
	gone, cancel := context.WithCancel(context.Background())
	cancel()
	if b.AwaitDelivered(gone, 2) {
		t.Error("a second delivery out of nowhere")
	}
}

func TestTokensExpire(t *testing.T) {
	b := newBench(t)
	first := b.token()
	if b.token() != first {
		t.Error("a second token while the first is good")
	}
	b.at = b.at.Add(2 * time.Hour)
	if got := b.code("getcallbackip?access_token="+first, ""); got != 42001 {
		t.Errorf("%d", got)
	}
	second := b.token()
	b.ExpireToken()
	if got := b.code("getcallbackip?access_token="+second, ""); got != 42001 {
		t.Errorf("%d", got)
	}
	if got := b.code("getcallbackip?access_token="+b.token(), ""); got != 0 {
		t.Errorf("%d", got)
	}
}

func TestUnknownPath(t *testing.T) {
	w := httptest.NewRecorder()
	newBench(t).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/cgi-bin/made/up", nil))
	if w.Code != http.StatusNotFound || w.Body.Len() != 0 {
		t.Errorf("%d %q", w.Code, w.Body)
	}
}

func TestCallbackRequests(t *testing.T) {
	b := newBench(t)
	post, err := wecomtest.Seal(b.Config(), "x", b.at).Request("http://h/webhook/wecom")
	if err != nil || post.Method != http.MethodPost || post.URL.Query().Get("msg_signature") == "" {
		t.Errorf("%+v, %v", post, err)
	}
	get, err := wecomtest.Verification(b.Config(), "x", b.at).Request("http://h/webhook/wecom")
	if err != nil || get.Method != http.MethodGet || get.URL.Query().Get("echostr") == "" {
		t.Errorf("%+v, %v", get, err)
	}
	if _, err := wecomtest.Open(b.Config(), []byte("<xml/>")); err == nil {
		t.Error("opened nothing")
	}
}
