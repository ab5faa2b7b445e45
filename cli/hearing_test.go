package cli

import (
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"xiaoqing/bot/channel/wecom/wecomtest"
)

// TestWhatPeopleSend is each kind of message that members can send.
func TestWhatPeopleSend(t *testing.T) {
	eachOffice(t, func(o *office) {
		now := time.Now()
		for _, c := range []struct{ name, plaintext, want string }{
			{"coming in", wecomtest.Event("anna", "enter_agent", "", now), "您好，我是小青"},
			{"coming in again the same day", wecomtest.Event("anna", "enter_agent", "", now.Add(time.Second)), ""},
			{"a text", wecomtest.Text("anna", "报名当志愿者", "1", now), "怎么称呼"},
			{"a voice with its transcript", wecomtest.Voice("anna", "安娜", "2", now), "多大"},
			{"a voice without", wecomtest.Voice("anna", "", "3", now), "我听不了语音，麻烦长按“转文字”发我，或点这里填"},
			{"a picture", wecomtest.Image("anna", "4", now), "这个我看不了"},
			{"what we do not know", strings.Replace(wecomtest.Image("anna", "5", now), "image", "sticker", 1), "这个我看不了"},
			{"the dialog is still there", wecomtest.Text("anna", "22", "6", now), "手机号"},
			{"brackets and an end of CDATA", wecomtest.Text("berta", "]]> <&> <a href=\"x\">", "7", now), "没看懂"},
			{"a control character", wecomtest.Text("berta", "帮\x00助", "8", now), "我能帮您"},
			{"a newcomer", wecomtest.Event("carl", "subscribe", "", now), "您好，我是小青"},
			{"a coordinator", wecomtest.Event(boss, "enter_agent", "", now), "待审核"},
		} {
			said := o.hears(c.plaintext)
			if c.want == "" && said != "" || !strings.Contains(said, c.want) {
				o.t.Errorf("%s: %q, want %q", c.name, said, c.want)
			}
		}
	})
}

// TestEventsNobodyHandles are accepted, and nothing is kept of them.
func TestEventsNobodyHandles(t *testing.T) {
	eachOffice(t, func(o *office) {
		now := time.Now()
		before := o.raw.counts()
		for i, name := range []string{"unsubscribe", "LOCATION", "view", "pic_sysphoto", "change_contact", "batch_job_result", "made_up_yesterday"} {
			for _, plain := range []string{
				wecomtest.Event("anna", name, planted, now.Add(time.Duration(i)*time.Second)),
				fmt.Sprintf("<xml><FromUserName>sys</FromUserName><CreateTime>%d</CreateTime><MsgType>event</MsgType><Event>%s</Event></xml>", now.Unix(), name),
			} {
				var status int
				var body []byte
				lines := o.logged(func() { status, body = o.deliver(wecomtest.Seal(o.cfg, plain, now)) })
				if status != http.StatusOK || len(body) != 0 {
					o.t.Errorf("%s: %d %q", name, status, body)
				}
				if len(lines) != 1 || strings.Contains(lines[0], planted) {
					o.t.Errorf("%s: logged %q", name, lines)
				}
			}
		}
		if after := o.raw.counts(); !maps.Equal(before, after) {
			o.t.Errorf("stored %v, was %v", after, before)
		}
	})
}

// TestRedelivered sends one message three times: one effect, and one answer.
func TestRedelivered(t *testing.T) {
	eachOffice(t, func(o *office) {
		o.text("anna", "报名 安娜 女 22岁 13812345678 五角场街道 周末全天 会开车", "1")
		first := o.text("anna", "1", "2")
		if !strings.Contains(first, "编号志1") {
			o.t.Fatalf("%q", first)
		}
		before := o.raw.counts()
		for range 2 {
			if again := o.text("anna", "1", "2"); again != first {
				o.t.Errorf("again %q, was %q", again, first)
			}
		}
		stale := wecomtest.Seal(o.cfg, wecomtest.Text("anna", "1", "2", time.Now()), time.Now().Add(-time.Hour))
		if status, body := o.deliver(stale); status != http.StatusOK || o.opened(body) != first {
			o.t.Errorf("an hour old: %d %q", status, o.opened(body))
		}
		if after := o.raw.counts(); !maps.Equal(before, after) {
			o.t.Errorf("repetitions changed %v into %v", before, after)
		}
	})
}

// TestTwoClicksInOneSecond are two messages, though events have no id.
func TestTwoClicksInOneSecond(t *testing.T) {
	eachOffice(t, func(o *office) {
		now := time.Now()
		heard := o.raw.number("SELECT COUNT(*) FROM heard")
		help := o.hears(wecomtest.Event("anna", "click", "帮助", now))
		mine := o.hears(wecomtest.Event("anna", "click", "我的", now))
		if !strings.Contains(help, "我能帮您") || !strings.Contains(mine, "还没有您的报名") {
			o.t.Errorf("%q, %q", help, mine)
		}
		if again := o.hears(wecomtest.Event("anna", "click", "帮助", now)); again != help {
			o.t.Errorf("delivered again: %q", again)
		}
		if n := o.raw.number("SELECT COUNT(*) FROM heard"); n != heard+2 {
			o.t.Errorf("%d heard, want 2", n-heard)
		}
	})
}

// TestALongAnswer has a queue that one passive answer cannot hold: the rest
// follows by the API, in order, once.
func TestALongAnswer(t *testing.T) {
	eachOffice(t, func(o *office) {
		for i := range 22 { // one teacher's phone for a whole class
			user := fmt.Sprint("pupil", i)
			for step, words := range []string{"报名 安娜 女 22岁 13812345678 五角场街道", "1", "给孩子报云托班，三年级，13812345678，五角场街道，我在上海市第一人民医院", "1", "朵朵", "1"} {
				o.text(user, words, fmt.Sprint(user, "-", step))
			}
		}
		if n, m := o.raw.number("SELECT COUNT(*) FROM signups"), o.raw.number("SELECT COUNT(*) FROM enrolments"); n != 22 || m != 22 {
			o.t.Fatalf("%d sign-ups, %d enrolments", n, m)
		}
		first := o.text(boss, "待审核", "list")
		if again := o.text(boss, "待审核", "list"); again != first {
			o.t.Errorf("again %q", again)
		}
		for range 2 {
			if err := o.outbox.Drain(o.soon()); err != nil {
				o.t.Fatal(err)
			}
		}
		whole := first
		for _, d := range o.double.Delivered() {
			if d.To != boss || d.Call != wecomtest.Send || len(d.Text) > 2048 {
				o.t.Errorf("%d bytes to %s", len(d.Text), d.To)
			}
			whole += "\n" + d.Text
		}
		if len(first) > 2048 || len(o.double.Delivered()) == 0 {
			o.t.Errorf("an answer of %d bytes and %d letters", len(first), len(o.double.Delivered()))
		}
		o.inOrder(whole, "\n志%d 安娜", 20)
		o.inOrder(whole, "\n托%d 朵朵", 20)
		if !strings.Contains(whole, "还有4个") || strings.Count(whole, "回“全部通过”") != 1 || !strings.Contains(whole, "/console/enter/") {
			o.t.Errorf("the end is missing: %q", whole)
		}
	})
}

// inOrder wants the lines 1 to n, each once.
func (o *office) inOrder(whole, line string, n int) {
	o.t.Helper()
	at := -1
	for i := range n {
		words := fmt.Sprintf(line+" ", i+1)
		next := strings.Index(whole, words)
		if next <= at || strings.Count(whole, words) != 1 {
			o.t.Errorf("%q is not in its place, once", words)
		}
		at = next
	}
}
