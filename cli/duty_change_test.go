package cli

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestARosterChangesInAPhonesBrowser: a wrong number is said beside its field, a right
// one moves up who waited, and another place is told to everyone.
func TestARosterChangesInAPhonesBrowser(t *testing.T) {
	browser := openBrowser(t)
	eachShop(t, func(h *house) {
		h.at("2022-04-08T10:00:00+08:00")
		h.person("street", "coordinator", "五角场街道", "高宁")
		h.says("street", "direct", "排班 核酸点引导 4月9日 8点到12点 2人 五角场广场 联系人 王主任 13812345678")
		for _, who := range []string{"zs", "ls", "ww"} {
			h.person(who, "volunteer", "五角场街道", "志"+who)
			h.says(who, "direct", "报岗 班1")
		}
		set := func(field, value string) chromedp.Action[chromedp.Void] {
			return chromedp.SetValue(chromedp.CSS("#f-"+field), value)
		}
		desk := newPhone(t, browser).opens(h.link("street", "后台")).presses("排班").presses("班1 核酸点引导").sees("2/2人", "候补 1人").presses("改这一班").sees("改班1").fits("roster-change")
		if got := desk.reads(`["title","date","start","minutes","quantity","place","who"].map(n => document.querySelector("#f-"+n).value).join("|")`); got != "核酸点引导|4月9日 周六|08:00|4小时|2人|五角场广场|王主任 13812345678" {
			t.Errorf("the form begins with %s", got)
		}
		desk.do(set("quantity", "1")).presses("改好").until(besideItsField("quantity", "班1已经报了2人")).fits("roster-change-wrong")
		desk.reads(`document.querySelector("#f-who").value = ""`)
		desk.do(set("quantity", "5"), set("place", "文化中心")).presses("改好").sees("改好了：班1", "文化中心，3/5人", "已经告诉报上的2人", "候补的1人补上了").fits("roster-changed")
		if body := desk.reads(`document.body.innerText`); strings.Contains(body, "王主任") || strings.Contains(body, "候补 ") {
			t.Errorf("the page still says %s", body)
		}
		if err := h.outbox.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		for who, want := range map[string]string{"zs": "你报的班改了：班1 核酸点引导，明天 08:00–12:00，文化中心，原来是五角场广场", "ls": "你报的班改了：班1", "ww": "轮到你了！加了名额"} {
			if news := fmt.Sprint(h.heard("direct:" + who)); !strings.Contains(news, want) || strings.Count(news, "班1 核酸点引导，明天 08:00–12:00，文化中心") != 1 {
				t.Errorf("%s heard %s", who, news)
			}
		}
		desk.presses("取消这一班").presses("确定取消").sees("班1取消了，已经告诉报了名的3人", "已取消")
	})
}
