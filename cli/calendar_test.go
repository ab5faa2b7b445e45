package cli

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"xiaoqing/bot/workflow"
	"xiaoqing/models/calendar"
)

// class plans two children's lessons with one tutor by conversation.
func (h *house) class() {
	h.t.Helper()
	h.at("2022-04-08T10:00:00+08:00")
	for _, p := range [][3]string{{"street", "coordinator", "高宁"}, {"mama", "parent", "周岚"}, {"mama2", "parent", "许静"}, {"rui", "tutor", "芮一鸣"}} {
		h.person(p[0], p[1], "五角场街道", p[2])
	}
	for _, x := range [][3]string{
		{"mama", "报云托班，孩子叫朵朵，三年级，想补数学，13812345678", "1"}, {"mama", "1", ""}, {"mama2", "报云托班，孩子叫小宝，五年级，想补语文数学英语物理化学科学，13812340000", "1"}, {"mama2", "1", ""},
		{"street", "通过 托1、托2", ""}, {"street", "结对 托1 芮老师", ""}, {"street", "结对 托2 芮老师", ""}, {"street", "排课 托1 周五 19:00 1课时", ""}, {"street", "排课 托2 周日 9:30 2课时", ""},
	} {
		for _, words := range x[1:] {
			if words != "" {
				h.says(x[0], "direct", words)
			}
		}
	}
}

// feed is where a person's calendar is read, by the page that 我的 leads to.
func (h *house) feed(who string) string {
	h.t.Helper()
	page := h.subscription(who, "我的")
	if page == "" {
		h.t.Fatalf("%s is given no calendar", who)
	}
	body := h.visitor().gets(http.StatusOK, page, nil, "订到手机日历", "苹果手机", "安卓手机", "7月31日", `href="webcal://`+strings.TrimPrefix(h.url, "http://")+"/calendar/")
	return between(body, `id="feed" readonly value="`, `"`)
}

// subscription is the page about the calendar that words are answered with.
func (h *house) subscription(who, words string) string {
	h.t.Helper()
	for _, l := range h.says(who, "direct", words).Links {
		token := strings.TrimPrefix(l, h.url+"/l/")
		if opened, ok := h.bot.Links.Read(token); ok && opened.To == workflow.ToCalendar {
			return l
		}
	}
	return ""
}

// reads fetches a feed, and takes it apart by the standard.
func (h *house) reads(feed string) (cal *component, tag string, folded int) {
	h.t.Helper()
	answer, body := h.fetch(http.MethodGet, feed, "")
	head := answer.Header
	if answer.StatusCode != http.StatusOK || head.Get("Content-Type") != "text/calendar; charset=utf-8" || head.Get("Cache-Control") != "private, no-cache" {
		h.t.Fatalf("%d %v %s", answer.StatusCode, head, body)
	}
	for _, name := range []string{"朵朵", "小宝", "芮", "周岚", "许静", "高宁", "1381234", "托1", "五角场"} {
		if strings.Contains(strings.ReplaceAll(body, "\r\n ", ""), name) {
			h.t.Errorf("the feed names %s", name)
		}
	}
	cal, folded, err := readCalendar([]byte(body))
	if err != nil {
		h.t.Fatalf("%v\n%s", err, body)
	}
	return cal, head.Get("ETag"), folded
}

func (h *house) fetch(method, address, tag string) (*http.Response, string) {
	h.t.Helper()
	r, err := http.NewRequest(method, address, nil)
	if err != nil {
		h.t.Fatal(err)
	}
	if tag != "" {
		r.Header.Set("If-None-Match", tag)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		h.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		h.t.Fatal(err)
	}
	return answer, string(body)
}

// stored are the planned lessons that a condition finds, as a calendar must show
// them: worked out from the rows alone.
func (h *house) stored(where string) map[string]string {
	h.t.Helper()
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		h.t.Fatal(err)
	}
	rows, err := openRaw(h.t, h.store.Database).db.Query("SELECT id, day, start, minutes, dropped, enrolment_id FROM lessons WHERE planned AND " + where)
	if err != nil {
		h.t.Fatal(err)
	}
	defer rows.Close()
	want := map[string]string{}
	for rows.Next() {
		var id, start, minutes, child int
		var day string
		var dropped bool
		if err := rows.Scan(&id, &day, &start, &minutes, &dropped, &child); err != nil {
			h.t.Fatal(err)
		}
		midnight, err := time.ParseInLocation(time.DateOnly, day, zone)
		if err != nil {
			h.t.Fatal(err)
		}
		begins := midnight.Add(time.Duration(start) * time.Minute).UTC()
		title := fmt.Sprintf("云托班 %s课（课%d）", map[int]string{1: "数学", 2: "语文、数学、英语、物理、化学、科学"}[child], id)
		status, alarm := "CONFIRMED", " -PT30M"
		if dropped {
			status, title, alarm = "CANCELLED TRANSPARENT", "不上了："+title, ""
		}
		want[fmt.Sprintf("lesson-%d@127.0.0.1", id)] = fmt.Sprintf("%s %s %s %s%s", begins.Format(time.RFC3339), begins.Add(time.Duration(minutes)*time.Minute).Format(time.RFC3339), title, status, alarm)
	}
	if len(want) == 0 || rows.Err() != nil {
		h.t.Fatal(where, rows.Err())
	}
	return want
}

// shown are the events of a calendar in the same words.
func shown(t *testing.T, cal *component) map[string]string {
	t.Helper()
	got := map[string]string{}
	for _, e := range cal.parts {
		uid := e.text("UID")
		if _, twice := got[uid]; twice || e.kind != "VEVENT" || !e.time("DTEND").After(e.time("DTSTART")) || e.time("DTSTAMP") != e.time("LAST-MODIFIED") {
			t.Errorf("%s: %v", uid, e)
		}
		alarm := ""
		for _, a := range e.parts {
			alarm += " " + a.text("TRIGGER")
			if a.kind != "VALARM" || a.text("ACTION") != "DISPLAY" || a.text("DESCRIPTION") != e.text("SUMMARY") {
				t.Errorf("%s: %v", uid, a)
			}
		}
		status := strings.TrimSpace(e.text("STATUS") + " " + e.text("TRANSP"))
		got[uid] = fmt.Sprintf("%s %s %s %s%s", e.time("DTSTART").Format(time.RFC3339), e.time("DTEND").Format(time.RFC3339), e.text("SUMMARY"), status, alarm)
	}
	return got
}

// agree wants a feed that shows just the lessons that a condition finds.
func (h *house) agree(feed, where string) {
	h.t.Helper()
	cal, _, _ := h.reads(feed)
	got, want := shown(h.t, cal), h.stored(where)
	for _, uid := range slices.Sorted(maps.Keys(want)) {
		if got[uid] != want[uid] {
			h.t.Errorf("%s\nshown  %s\nstored %s", uid, got[uid], want[uid])
		}
	}
	if len(got) != len(want) {
		h.t.Errorf("%d events, want %d", len(got), len(want))
	}
}

// TestCalendarShowsOnesLessons compares every event with the lessons.
func TestCalendarShowsOnesLessons(t *testing.T) {
	eachShop(t, func(h *house) {
		h.class()
		if got := h.subscription("street", "我的"); got != "" {
			t.Errorf("who has no lessons is given %s", got)
		}
		rui, mama, mama2 := h.feed("rui"), h.feed("mama"), h.feed("mama2")
		if rui != h.feed("rui") || h.subscription("rui", "查 课1") != h.subscription("rui", "我的") {
			t.Error("the address changes from one asking to the next")
		}
		raw := openRaw(t, h.store.Database)
		before := raw.counts()
		h.agree(rui, "1=1")
		h.agree(mama, "enrolment_id = 1")
		h.agree(mama2, "enrolment_id = 2")
		cal, _, folded := h.reads(mama2)
		if folded == 0 {
			t.Error("nothing was folded")
		}
		if name, every := cal.text("X-WR-CALNAME"), cal.text("REFRESH-INTERVAL"); name != "小青日程" || cal.text("NAME") != name || every != "PT1H" || cal.text("X-WR-TIMEZONE") != "Asia/Shanghai" {
			t.Errorf("%v", cal.props)
		}
		get, body := h.fetch(http.MethodGet, rui, "")
		head, none := h.fetch(http.MethodHead, rui, "")
		if none != "" || head.StatusCode != http.StatusOK || head.ContentLength != int64(len(body)) || head.Header.Get("ETag") != get.Header.Get("ETag") {
			t.Errorf("HEAD: %d %v %q", head.StatusCode, head.Header, none)
		}
		if after := raw.counts(); !maps.Equal(before, after) {
			t.Errorf("a look changed %v into %v", before, after)
		}
		h.at("2022-05-20T10:00:00+08:00") // a month and more later: from 20 April on
		h.agree(rui, "day >= '2022-04-20'")
		h.at("2022-07-31T23:59:59+08:00")
		h.reads(rui)
	})
}

// TestTenYearsOfLessons measures a feed with ten years behind it, and with ten
// years ahead.
func TestTenYearsOfLessons(t *testing.T) {
	eachShop(t, func(h *house) {
		h.class()
		for year := 2022; year < 2032; year++ {
			h.at(fmt.Sprintf("%d-07-01T10:00:00+08:00", year))
			h.store.SeasonEnd = calendar.Day(fmt.Sprintf("%d-06-30", year+1))
			h.says("street", "direct", "排课 托1 周五 19:00 1课时")
			h.says("street", "direct", "排课 托2 周日 9:30 2课时")
		}
		h.at("2032-05-28T10:00:00+08:00")
		feed := h.feed("rui")
		h.measures("nearly all behind", feed, 15, 30, 15<<10)
		h.at("2022-04-08T10:00:00+08:00")
		h.measures("all ahead", feed, 1060, 1080, 600<<10)
	})
}

// measures wants a number of events within a size, and tells how long it took.
func (h *house) measures(name, feed string, least, most, size int) {
	h.t.Helper()
	began := time.Now()
	answer, body := h.fetch(http.MethodGet, feed, "")
	took := time.Since(began)
	cal, _, err := readCalendar([]byte(body))
	if err != nil || len(cal.parts) < least || len(cal.parts) > most || len(body) > size {
		h.t.Fatalf("%s: %d, %d bytes in %s: %v", name, answer.StatusCode, len(body), took, err)
	}
	h.t.Logf("%s: %d events, %d KB, %s", name, len(cal.parts), len(body)>>10, took.Round(time.Millisecond))
}
