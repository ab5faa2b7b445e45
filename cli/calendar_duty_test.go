package cli

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// TestCalendarShowsDuty follows two rosters through a volunteer's calendar, beside a
// tutor's lessons: joined, changed, left, called off.
func TestCalendarShowsDuty(t *testing.T) {
	eachShop(t, func(h *house) {
		h.class()
		h.person("zs", "volunteer", "五角场街道", "张三")
		if got := h.subscription("zs", "我的"); got != "" {
			t.Errorf("who has no duty is given %s", got)
		}
		for _, x := range [][2]string{{"street", "排班 核酸点引导 4月9日 8点到12点 2人 文化中心 联系人 高宁 13812345678"}, {"street", "排班 分菜 4月11日 13点到15点 2人 菜场"}, {"zs", "报岗 班1"}, {"zs", "报岗 班2"}, {"rui", "报岗 班2"}} {
			h.says(x[0], "direct", x[1])
		}
		feed := h.feed("zs")
		h.drawn(feed, "roster-1", "2022-04-09T00:00:00Z 2022-04-09T04:00:00Z 核酸点引导（班1） CONFIRMED -PT1H")
		h.drawn(feed, "roster-2", "2022-04-11T05:00:00Z 2022-04-11T07:00:00Z 分菜（班2） CONFIRMED -PT1H")
		cal, tag, _ := h.reads(feed)
		if len(cal.parts) != 2 || cal.parts[0].text("LOCATION") != "文化中心" || cal.parts[0].number("SEQUENCE") != 0 {
			t.Errorf("%v", cal.parts)
		}
		own, _, _ := h.reads(h.feed("rui"))
		if uids := slices.Sorted(maps.Keys(shown(t, own))); !slices.Contains(uids, "lesson-1@127.0.0.1") || !slices.Contains(uids, "roster-2@127.0.0.1") || slices.Contains(uids, "roster-1@127.0.0.1") {
			t.Errorf("a tutor who is on duty too sees %v", uids)
		}
		h.at("2022-04-08T11:00:00+08:00")
		h.says("street", "direct", "班1改到4月10日9点")
		h.drawn(feed, "roster-1", "2022-04-10T01:00:00Z 2022-04-10T05:00:00Z 核酸点引导（班1） CONFIRMED -PT1H")
		cal, moved, _ := h.reads(feed)
		if e := cal.parts[0]; moved == tag || e.number("SEQUENCE") != 1 || !e.time("LAST-MODIFIED").Equal(h.clock.Now().UTC()) {
			t.Errorf("moved: %v", e)
		}
		h.says("street", "direct", "取消 班1")
		h.drawn(feed, "roster-1", "2022-04-10T01:00:00Z 2022-04-10T05:00:00Z 取消了：核酸点引导（班1） CANCELLED TRANSPARENT")
		h.says("zs", "direct", "退班 班2")
		if cal, _, _ := h.reads(feed); len(cal.parts) != 1 || strings.Contains(cal.parts[0].text("UID"), "roster-2") {
			t.Errorf("left: %v", cal.parts)
		}
	})
}

// drawn wants an event of a feed in just these words.
func (h *house) drawn(feed, uid, want string) {
	h.t.Helper()
	cal, _, _ := h.reads(feed)
	if got := shown(h.t, cal)[uid+"@127.0.0.1"]; got != want {
		h.t.Errorf("%s\nshown %s\nwant  %s", uid, got, want)
	}
}
