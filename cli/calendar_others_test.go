package cli

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestCalendarsOfOthers are forged, of another kind, expired, or asked too often.
func TestCalendarsOfOthers(t *testing.T) {
	eachShop(t, func(h *house) {
		h.class()
		feed, v := h.feed("mama"), h.visitor()
		token := strings.TrimSuffix(strings.TrimPrefix(feed, h.url+"/calendar/"), ".ics")
		own := strings.TrimPrefix(h.says("mama", "direct", "我的").Links[0], h.url+"/l/")
		for _, path := range []string{token, token + ".ICS", token[1:] + ".ics", token[:len(token)-2] + "AA.ics", own + ".ics", ".ics", "x.ics"} {
			v.gets(http.StatusNotFound, "/calendar/"+path, nil, "没有这一页")
		}
		v.gets(http.StatusNotFound, "/l/"+token+".ics", nil)
		v.gets(http.StatusNotFound, "/l/"+token, url.Values{"submission": {strings.Repeat("s", 24)}})
		h.at("2022-08-01T00:00:01+08:00")
		v.gets(http.StatusGone, feed, nil, "链接过期了")
		v.gets(http.StatusGone, "/l/"+token, nil, "链接过期了")
		statuses := map[int]int{}
		for range 300 {
			answer, _ := h.fetch(http.MethodHead, feed, "")
			statuses[answer.StatusCode]++
		}
		if statuses[http.StatusTooManyRequests] == 0 || statuses[http.StatusGone] == 0 {
			t.Errorf("a flood: %v", statuses)
		}
		if strings.Contains(h.logs.String(), token) {
			t.Error("the log holds the address")
		}
	})
}

// TestCalendarOfAJoinedAccount still works under the address that the account had.
func TestCalendarOfAJoinedAccount(t *testing.T) {
	eachShop(t, func(h *house) {
		h.at("2022-04-08T10:00:00+08:00")
		h.says("old", "direct", "报名 许静 13812340000 五角场街道")
		h.says("old", "direct", "1")
		h.class()
		feed := h.feed("mama2")
		for _, words := range []string{"关联账号", "许静", "13812340000"} {
			h.says("mama2", "direct", words)
		}
		code := ""
		for _, n := range h.heard("direct:old") {
			code += between(n.Text, "就把确认码", "发到")
		}
		if said := h.says("mama2", "direct", code); len(code) != 6 || strings.Contains(said.Text, "不对") {
			t.Fatalf("%q: %v", code, said)
		}
		h.agree(feed, "enrolment_id = 2")
		if again := h.feed("mama2"); again == feed {
			t.Error("she is still the person she was")
		} else {
			h.agree(again, "enrolment_id = 2")
		}
	})
}
