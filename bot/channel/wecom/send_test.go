package wecom_test

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"xiaoqing/bot/channel"
	"xiaoqing/bot/channel/wecom"
	"xiaoqing/bot/channel/wecom/wecomtest"
	"xiaoqing/bot/say"
)

func TestSendDelivers(t *testing.T) {
	r := newRig(t)
	reply := say.Reply{
		Text: "志愿者报名", Rows: []say.Row{{Label: "姓名", Value: "张三"}}, Hint: "您看看对不对：",
		Buttons: []string{"没问题", "改一改"}, Links: []say.Link{{Label: "网页", URL: "https://x.cn/l/1"}},
	}
	if err := r.app.Send(within(t), channel.Outgoing{Account: "ZhangSan", Reply: reply}); err != nil {
		t.Fatal(err)
	}
	got := r.Delivered()
	want := "志愿者报名\n姓名：张三\n您看看对不对：\n回“1”没问题，回“2”改一改\n网页：https://x.cn/l/1"
	if len(got) != 1 || got[0].To != "ZhangSan" || got[0].Type != "text" || got[0].Text != want {
		t.Fatalf("got %+v", got)
	}
}

func TestAMemberGetsPicturesAndFiles(t *testing.T) {
	r := newRig(t)
	drawn, sheet := picture(t), []byte("PK\x03\x04 a spreadsheet")
	for name, media := range map[string][]byte{"日报.png": drawn, "日报.xlsx": sheet} {
		if err := r.app.Send(within(t), channel.Outgoing{Account: "a", Reply: say.Reply{Text: "日报", Attachment: &say.Attachment{Name: name}}, Media: media}); err != nil {
			t.Fatal(err)
		}
	}
	got := map[string]wecomtest.Delivery{}
	for _, d := range r.Delivered() {
		got[d.Type] = d
	}
	if !bytes.Equal(got["image"].Data, drawn) || !bytes.Equal(got["file"].Data, sheet) || got["file"].Name != "日报.xlsx" || got["file"].To != "a" {
		t.Errorf("%+v", got)
	}
	e := failure(t, r.app.Send(within(t), channel.Outgoing{Account: "a", Reply: say.Reply{Attachment: &say.Attachment{Name: "a.png"}}, Media: make([]byte, 2<<20+1)}))
	if e.Fault != channel.Refused {
		t.Errorf("a picture too large: %+v", e)
	}
}

func TestWordsStayWords(t *testing.T) {
	r := newRig(t)
	if err := r.send("a", `<a href="http://bad.cn">点我</a> <@all> 1<2 & "x" ]]> `+"\x07"); err != nil {
		t.Fatal(err)
	}
	if got := r.Delivered()[0].Text; got != `＜a href="http://bad.cn">点我</a> ＜@all> 1<2 & "x" ]]> ` {
		t.Fatal(got)
	}
}

func TestLongTextsAreCutAndSaySo(t *testing.T) {
	r := newRig(t)
	long := strings.Repeat("五角场街道今天报名的有很多人。\n", 80) + "😀"
	links := []say.Link{{Label: "全部", URL: "https://x.cn/l/1"}}
	for _, reply := range []say.Reply{
		{Text: long}, {Text: long, Links: links}, {Text: long, Links: links, Buttons: []string{"通过"}},
		{Text: strings.Repeat("好", 700), Links: links}, {Text: strings.Repeat("x", 2046) + "😀"},
		{Text: long, Links: []say.Link{{Label: "长", URL: "https://x.cn/" + strings.Repeat("y", 2000)}}},
	} {
		if err := r.app.Send(within(t), channel.Outgoing{Account: "a", Reply: reply}); err != nil {
			t.Fatal(err) // the double refuses a text over the limit
		}
		d := r.Delivered()
		got := d[len(d)-1].Text
		if !strings.Contains(got, "…") || strings.ContainsRune(got, '\uFFFD') {
			t.Errorf("not cut cleanly: %q", got[len(got)-40:])
		}
		if len(reply.Links) > 0 && len(reply.Links[0].URL) < 100 &&
			(!strings.Contains(got, "\n全部：https://x.cn/l/1\n") || !strings.HasSuffix(got, "没写完，其余的请点上面的链接看。")) {
			t.Errorf("the way to the rest is missing: %q", got[len(got)-120:])
		}
		if len(reply.Buttons) > 0 && !strings.Contains(got, "\n回“1”通过\n") {
			t.Errorf("the buttons are missing: %q", got[len(got)-120:])
		}
	}
}

func TestOnlyOneMemberIsAddressed(t *testing.T) {
	r := newRig(t)
	for _, account := range []string{"", "@all", "@ALL", "a|b"} {
		if e := failure(t, r.send(account, "x")); e.Fault != channel.Refused {
			t.Errorf("%q: %+v", account, e)
		}
	}
	if e := failure(t, r.send("a", "")); e.Fault != channel.Refused {
		t.Errorf("nothing to say: %+v", e)
	}
	if n := r.Calls(wecomtest.Send) + r.Calls(wecomtest.GetToken); n != 0 {
		t.Errorf("%d calls", n)
	}
}

func TestUnknownMember(t *testing.T) {
	r := newRig(t)
	r.Unknown("WangWu")
	if e := failure(t, r.send("WangWu", "x")); e.Fault != channel.Refused || e.Code != 81013 || strings.Contains(e.Error(), "angWu") {
		t.Errorf("%+v", e)
	}
	for _, list := range []string{`"invaliduser":"wangwu"`, `"unlicenseduser":"wangwu"`} {
		r.Break(wecomtest.Send, wecomtest.Fault{Times: 1, Body: `{"errcode":0,"errmsg":"ok",` + list + `}`})
		if e := failure(t, r.send("WangWu", "x")); e.Fault != channel.Refused || strings.Contains(e.Error(), "wangwu") {
			t.Errorf("%+v", e)
		}
	}
}

func TestErrcodes(t *testing.T) {
	r := newRig(t)
	for code, want := range map[int]struct {
		fault channel.Fault
		after time.Duration
	}{
		-1: {channel.Retry, time.Minute}, 45009: {channel.Retry, time.Minute}, 45033: {channel.Retry, time.Minute},
		60020: {channel.Retry, 10 * time.Minute}, 40001: {channel.Retry, 10 * time.Minute}, 301002: {channel.Retry, 10 * time.Minute},
		60111: {channel.Refused, 0}, 81013: {channel.Refused, 0}, 40003: {channel.Refused, 0}, 48002: {channel.Refused, 0},
		45002: {channel.Refused, 0}, 987654: {channel.Retry, time.Minute},
	} {
		r.Break(wecomtest.Send, wecomtest.Fault{Times: 1, Code: code, Errmsg: "not allow to access from your ip, zhangsan, hint: [1], from ip: 203.0.113.7, more info"})
		e := failure(t, r.send("zhangsan", "机密"))
		if e.Fault != want.fault || e.After != want.after || e.Code != code {
			t.Errorf("%d: %+v", code, e)
		}
		if strings.Contains(e.Error(), "zhangsan") || strings.Contains(e.Error(), "机密") {
			t.Errorf("%d tells too much: %v", code, &e)
		}
		if strings.Contains(e.Error(), "203.0.113.7") != (code == 60020) {
			t.Errorf("%d: our address: %v", code, &e)
		}
	}
}

func TestBrokenCalls(t *testing.T) {
	r := newRig(t)
	for name, c := range map[string]struct {
		fault wecomtest.Fault
		want  channel.Fault
	}{
		"500":                {wecomtest.Fault{Status: 500}, channel.Doubt},
		"502":                {wecomtest.Fault{Status: 502, Body: "<html>"}, channel.Doubt},
		"503":                {wecomtest.Fault{Status: 503}, channel.Doubt},
		"429":                {wecomtest.Fault{Status: 429}, channel.Retry},
		"404":                {wecomtest.Fault{Status: 404}, channel.Retry},
		"301":                {wecomtest.Fault{Status: 301}, channel.Retry},
		"not JSON":           {wecomtest.Fault{Body: "<html>login</html>"}, channel.Doubt},
		"no errcode":         {wecomtest.Fault{Body: "{}"}, channel.Doubt},
		"half an answer":     {wecomtest.Fault{Body: `{"errcode":0,`}, channel.Doubt},
		"wrong types":        {wecomtest.Fault{Body: `{"errcode":0,"invaliduser":[]}`}, channel.Doubt},
		"dropped":            {wecomtest.Fault{Drop: true}, channel.Doubt},
		"dropped, delivered": {wecomtest.Fault{Drop: true, Processed: true}, channel.Doubt},
	} {
		c.fault.Times = 1
		r.Break(wecomtest.Send, c.fault)
		e := failure(t, r.send("zhangsan", "机密"))
		if e.Fault != c.want || e.Code != 0 {
			t.Errorf("%s: %+v", name, e)
		}
		for _, secret := range []string{"access-token", "zhangsan", "机密", wecomtest.Secret} {
			if strings.Contains(e.Error(), secret) {
				t.Errorf("%s tells %s: %v", name, secret, &e)
			}
		}
	}
	if n := len(r.Delivered()); n != 1 {
		t.Errorf("%d delivered", n)
	}
}

// Whoever stops waiting for an answer cannot know whether the letter arrived.
func TestHungSendIsInDoubt(t *testing.T) {
	for _, processed := range []bool{false, true} {
		r := newRig(t)
		r.Break(wecomtest.Send, wecomtest.Fault{Hang: make(chan struct{}), Processed: processed})
		ctx, leave := context.WithCancel(context.Background())
		result := make(chan error, 1)
		go func() {
			result <- r.app.Send(ctx, channel.Outgoing{Account: "a", Reply: say.Reply{Text: "x"}})
		}()
		if !r.AwaitCalls(within(t), wecomtest.Send, 1) {
			t.Fatal("no call")
		}
		leave()
		if e := failure(t, <-result); e.Fault != channel.Doubt {
			t.Errorf("%+v", e)
		}
		if processed && !r.AwaitDelivered(within(t), 1) {
			t.Error("not delivered")
		}
	}
}

// A gateway that says when to come back has not passed the letter on.
func TestGatewayThatAsksToWait(t *testing.T) {
	r := newRig(t)
	if err := r.send("a", "x"); err != nil { // so that a token is there
		t.Fatal(err)
	}
	gateway := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "120")
		w.WriteHeader(http.StatusServiceUnavailable)
	}))
	defer gateway.Close()
	r.cfg.API = gateway.URL
	r.app = r.replica(t)
	if e := failure(t, r.send("a", "x")); e.Fault != channel.Retry || e.After != 2*time.Minute {
		t.Errorf("%+v", e)
	}
}

func TestUnreachablePlatform(t *testing.T) {
	r := newRig(t)
	if err := r.send("a", "x"); err != nil { // so that a token is there
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r.cfg.API = "http://" + l.Addr().String()
	l.Close()
	r.app = r.replica(t)
	if e := failure(t, r.send("a", "x")); e.Fault != channel.Retry {
		t.Errorf("%+v", e)
	}
}

func TestCancelledBeforeSending(t *testing.T) {
	r := newRig(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	err := r.app.Send(ctx, channel.Outgoing{Account: "a", Reply: say.Reply{Text: "x"}})
	if e := failure(t, err); e.Fault != channel.Retry {
		t.Errorf("%+v", e)
	}
}

func TestLimitsKeepUsUnderThePlatforms(t *testing.T) {
	r := newRig(t)
	limits := r.app.Limits(channel.Outgoing{Account: "zhangsan"})
	if len(limits) != 3 || limits[0].N != 30 || limits[0].Per != time.Minute || limits[1].N != 1000 || limits[1].Per != time.Hour || limits[2].N != 10_000 {
		t.Fatalf("%+v", limits)
	}
	other := r.app.Limits(channel.Outgoing{Account: "lisi"})
	if limits[0].Key == other[0].Key || limits[0].Key == limits[1].Key || limits[2].Key != other[2].Key {
		t.Error("keys are mixed up")
	}
	if strings.Contains(fmt.Sprint(limits), "zhangsan") || strings.Contains(fmt.Sprint(limits), wecomtest.CorpID) {
		t.Error("a key tells who")
	}
	for range 31 { // what the limit is for: the platform says nothing
		if err := r.send("zhangsan", "x"); err != nil {
			t.Fatal(err)
		}
	}
	if r.Dropped() != 1 || len(r.Delivered()) != 30 {
		t.Errorf("dropped %d, delivered %d", r.Dropped(), len(r.Delivered()))
	}
	if r.app.Repeats() || r.app.Name() != "wecom" {
		t.Error(r.app.Name())
	}
}

func TestMistakesInConfigurationAreListedTogether(t *testing.T) {
	_, err := wecom.New(wecom.Config{AESKey: "short", API: "ftp://x"}, wecom.Deps{})
	for _, want := range []string{"CorpID", "AgentID", "Secret", "Token", "EncodingAESKey", "接口地址"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("no %s in %v", want, err)
		}
	}
	if strings.Contains(err.Error(), "short") {
		t.Error("a value is shown")
	}
}

func TestCallbackIPs(t *testing.T) {
	r := newRig(t)
	if ips, err := r.app.CallbackIPs(within(t)); err != nil || len(ips) != 2 {
		t.Errorf("%v, %v", ips, err)
	}
	r.Break(wecomtest.CallbackIP, wecomtest.Fault{Code: 60020})
	if _, err := r.app.CallbackIPs(within(t)); failure(t, err).Code != 60020 {
		t.Error(err)
	}
}

// TestOwnWordsAreNotShownTwice repeats a letter with words of its own, which the
// platform drops, and a common one, which it must not.
func TestOwnWordsAreNotShownTwice(t *testing.T) {
	r := newRig(t)
	own := channel.Outgoing{Account: "ZhangSan", Own: true, Reply: say.Reply{Text: "动员令", Links: []say.Link{{Label: "报名", URL: "https://x.cn/l/a"}}}}
	for range 2 {
		if err := r.app.Send(within(t), own); err != nil {
			t.Fatal(err)
		}
	}
	own.Account = "LiSi"
	if err := r.app.Send(within(t), own); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := r.send("ZhangSan", "该上课了"); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(r.Delivered()); n != 4 || r.Repeats() != 1 {
		t.Errorf("%d delivered, %d kept back; want 4 and 1", n, r.Repeats())
	}
	if by, ok := any(r.app).(channel.Comparing); !ok || by.Compares() <= 0 || by.Compares() >= 4*time.Hour {
		t.Error("it must say for how long")
	}
}
