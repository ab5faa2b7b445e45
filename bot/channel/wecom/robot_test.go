package wecom_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"strings"
	"testing"
	"time"

	"xiaoqing/bot/channel"
	"xiaoqing/bot/channel/wecom/wecomtest"
	"xiaoqing/bot/say"
)

const robotKey = "693a91f6-7e8c-4bc4-97a0-0ec2sifa5aaa"

func (r *rig) post(t testing.TB, group, text string) error {
	return r.robot.Send(within(t), channel.Outgoing{Group: group, Reply: say.Reply{Text: text}})
}

func (r *rig) markdown(t testing.TB, group, text string) error {
	return r.robot.Send(within(t), channel.Outgoing{Group: group, Reply: say.Reply{Text: "x", Markdown: text}})
}

func (r *rig) attach(t testing.TB, group, name string, media []byte) error {
	return r.robot.Send(within(t), channel.Outgoing{Group: group, Reply: say.Reply{Text: "x", Attachment: &say.Attachment{Name: name}}, Media: media})
}

func picture(t testing.TB) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 9, 9))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestRobotPosts(t *testing.T) {
	r := newRig(t)
	group, drawn, sheet := r.AddRobot(robotKey), picture(t), []byte("PK\x03\x04 a spreadsheet")
	reply := say.Reply{Text: "今日报名12人", Buttons: []string{"现在发"}, Links: []say.Link{{Label: "明细", URL: "https://x.cn/d"}}}
	for what, err := range map[string]error{
		"text":     r.robot.Send(within(t), channel.Outgoing{Group: group, Reply: reply}),
		"markdown": r.markdown(t, group, "**今日**"),
		"image":    r.attach(t, group, "a.png", drawn),
		"file":     r.attach(t, group, "日报.xlsx", sheet),
	} {
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	got := map[string]wecomtest.Delivery{}
	for _, d := range r.Delivered() {
		if d.To != robotKey {
			t.Errorf("to %s", d.To)
		}
		got[d.Type] = d
	}
	if got["text"].Text != "今日报名12人\n明细：https://x.cn/d" || got["markdown"].Text != "**今日**" {
		t.Errorf("%+v", got)
	}
	if !bytes.Equal(got["image"].Data, drawn) || !bytes.Equal(got["file"].Data, sheet) || got["file"].Name != "日报.xlsx" {
		t.Errorf("%+v", got)
	}
}

func TestRobotCutsAtItsLimits(t *testing.T) {
	r := newRig(t)
	group := r.AddRobot(robotKey)
	if err := r.post(t, group, strings.Repeat("x", 2046)+"😀"); err != nil {
		t.Error(err)
	}
	if err := r.markdown(t, group, strings.Repeat("x", 4094)+"😀"); err != nil {
		t.Error(err)
	}
	for _, d := range r.Delivered() {
		if strings.ContainsRune(d.Text, '\uFFFD') || !strings.HasSuffix(d.Text, "…") {
			t.Errorf("%d bytes end in %q", len(d.Text), d.Text[len(d.Text)-6:])
		}
	}
}

func TestOnlyTheConfiguredRobotAPIIsCalled(t *testing.T) {
	r := newRig(t)
	good := r.AddRobot(robotKey)
	host := strings.TrimPrefix(r.URL, "http://")
	for _, address := range []string{
		"", "x", "https://" + host + "/cgi-bin/webhook/send?key=k", "http://evil.cn/cgi-bin/webhook/send?key=k",
		"http://" + host + ".evil.cn/cgi-bin/webhook/send?key=k", "http://" + host + "@evil.cn/cgi-bin/webhook/send?key=k",
		"http://evil.cn@" + host + "/cgi-bin/webhook/send?key=k", "http://127.0.0.1/cgi-bin/webhook/send?key=k",
		r.URL + "/cgi-bin/webhook/send", r.URL + "/cgi-bin/webhook/send?key=", r.URL + "/cgi-bin/gettoken?key=k",
		r.URL + "/cgi-bin/webhook/send/../../gettoken?key=k", "file:///etc/passwd?key=k", "//" + host + "/cgi-bin/webhook/send?key=k",
		"http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k", "https://qyapi.weixin.qq.com/cgi-bin/gettoken?key=k", "http://%zz",
	} {
		if r.robot.Accepts(address) {
			t.Errorf("accepts %q", address)
		}
		err := failure(t, r.post(t, address, "x"))
		file := failure(t, r.attach(t, address, "a", []byte("123456")))
		if err.Fault != channel.Refused || file.Fault != channel.Refused {
			t.Errorf("%q: %+v, %+v", address, err, file)
		}
	}
	if r.Calls(wecomtest.RobotSend)+r.Calls(wecomtest.RobotUpload)+r.Calls(wecomtest.GetToken) != 0 {
		t.Error("something was called")
	}
	shown := "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=" + robotKey // as the group's settings show it
	if err := r.post(t, shown, "x"); !r.robot.Accepts(shown) || err != nil || r.Calls(wecomtest.RobotSend) != 1 {
		t.Errorf("the address on WeCom's own screen: %v", err)
	}
	if !r.robot.Accepts(good) || !r.robot.Accepts(" "+good+"\n") {
		t.Error("its own address is refused")
	}
	if err := r.post(t, good+"&next=http://evil.cn#x", "x"); err != nil {
		t.Error(err)
	}
}

func TestRobotLimit(t *testing.T) {
	r := newRig(t)
	group := r.AddRobot(robotKey)
	limits := r.robot.Limits(channel.Outgoing{Group: group})
	other := r.robot.Limits(channel.Outgoing{Group: r.AddRobot("other")})
	if len(limits) != 1 || limits[0].N != 20 || limits[0].Per != time.Minute || limits[0].Key == other[0].Key {
		t.Fatalf("%+v", limits)
	}
	if strings.Contains(fmt.Sprint(limits), robotKey) {
		t.Error("the key is shown")
	}
	for range 20 {
		if err := r.post(t, group, "x"); err != nil {
			t.Fatal(err)
		}
	}
	if e := failure(t, r.post(t, group, "x")); e.Fault != channel.Retry || e.Code != 45009 || e.After != time.Minute {
		t.Errorf("%+v", e)
	}
	r.clock.add(time.Minute)
	if err := r.post(t, group, "x"); err != nil {
		t.Error(err)
	}
	if r.robot.Repeats() || r.robot.Name() != "robot" {
		t.Error(r.robot.Name())
	}
}

func TestRobotFailures(t *testing.T) {
	r := newRig(t)
	group := r.AddRobot(robotKey)
	r.Break(wecomtest.RobotSend, wecomtest.Fault{Times: 1, Drop: true})
	if e := failure(t, r.post(t, group, "机密")); e.Fault != channel.Doubt || strings.Contains(e.Error(), robotKey) {
		t.Errorf("%+v", e)
	}
	r.Break(wecomtest.RobotUpload, wecomtest.Fault{Times: 1, Drop: true})
	if e := failure(t, r.attach(t, group, "a.xlsx", []byte("123456"))); e.Fault != channel.Retry || strings.Contains(e.Error(), robotKey) {
		t.Errorf("nobody saw the upload: %+v", e)
	}
	r.RemoveRobot(robotKey)
	for what, err := range map[string]error{
		"text": r.post(t, group, "机密"),
		"file": r.attach(t, group, "机密.xlsx", []byte("123456")),
	} {
		if e := failure(t, err); e.Fault != channel.Refused || e.Code != 93000 || strings.Contains(e.Error(), robotKey) || strings.Contains(e.Error(), "机密") {
			t.Errorf("%s: %+v", what, e)
		}
	}
}

func TestRobotRefusesWhatThePlatformWould(t *testing.T) {
	r := newRig(t)
	group := r.AddRobot(robotKey)
	for what, err := range map[string]error{
		"empty":         r.post(t, group, ""),
		"no picture":    r.attach(t, group, "a.png", []byte("GIF89a no")),
		"large picture": r.attach(t, group, "a.png", append(picture(t), make([]byte, 2<<20)...)),
		"small file":    r.attach(t, group, "a", []byte("12345")),
		"large file":    r.attach(t, group, "a", make([]byte, 20<<20+1)),
	} {
		if e := failure(t, err); e.Fault != channel.Refused {
			t.Errorf("%s: %+v", what, e)
		}
	}
	if n := r.Calls(wecomtest.RobotSend) + r.Calls(wecomtest.RobotUpload); n != 0 {
		t.Errorf("%d calls", n)
	}
}
