package cli

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// TestCalendarFollowsChanges moves a lesson, drops one, and takes planned ones back.
func TestCalendarFollowsChanges(t *testing.T) {
	eachShop(t, func(h *house) {
		h.class()
		feed, mama := h.feed("rui"), h.feed("mama")
		_, tag, _ := h.reads(feed)
		if again, body := h.fetch(http.MethodGet, feed, tag); again.StatusCode != http.StatusNotModified || body != "" {
			t.Errorf("unchanged: %d %s", again.StatusCode, body)
		}
		h.at("2022-04-09T09:00:00+08:00")
		tutor, _ := h.bot.Links.Read(strings.TrimPrefix(h.subscription("rui", "我的"), h.url+"/l/"))
		by := models.Actor{Person: tutor.Person, Via: "test", Now: h.clock.Now()}
		h.moves(by, "课2", "2022-04-16", 10*60)
		h.moves(by, "课2", "2022-04-16", 10*60) // again
		cal, moved, _ := h.reads(feed)
		if moved == tag {
			t.Error("the tag did not change")
		}
		for _, e := range cal.parts {
			changed := e.text("UID") == "lesson-2@127.0.0.1"
			if at := e.time("LAST-MODIFIED"); (e.number("SEQUENCE") == 1) != changed || at.Equal(by.Now) != changed {
				t.Errorf("%s: sequence %d, changed %s", e.text("UID"), e.number("SEQUENCE"), at)
			}
		}
		if got := shown(t, cal)["lesson-2@127.0.0.1"]; !strings.HasPrefix(got, "2022-04-16T02:00:00Z 2022-04-16T02:45:00Z 云托班 数学课（课2）") {
			t.Errorf("moved: %s", got)
		}
		h.agree(feed, "1=1")
		h.drops("课1", "2022-04-08T21:46:00+08:00")
		h.agree(feed, "1=1")
		h.agree(mama, "enrolment_id = 1")
		if cal, _, _ := h.reads(mama); !strings.Contains(shown(t, cal)["lesson-1@127.0.0.1"], "不上了：云托班 数学课（课1） CANCELLED TRANSPARENT") {
			t.Errorf("dropped: %v", shown(t, cal)["lesson-1@127.0.0.1"])
		}
		n := len(cal.parts)
		h.says("street", "direct", "排课 托1 周三 19:00 1课时")
		if cal, _, _ := h.reads(feed); len(cal.parts) <= n {
			t.Errorf("planned more: %d events, were %d", len(cal.parts), n)
		}
		h.says("street", "direct", "撤销")
		h.agree(feed, "1=1")
		if cal, _, _ := h.reads(feed); len(cal.parts) != n {
			t.Errorf("taken back: %d events, were %d", len(cal.parts), n)
		}
	})
}

func (h *house) moves(by models.Actor, lesson string, day calendar.Day, start calendar.Clock) {
	h.t.Helper()
	ticket, _ := models.ParseTicket(lesson)
	if l, err := h.store.MoveLesson(h.t.Context(), by, ticket, day, start); err != nil || l.Day != day || l.Start != start {
		h.t.Fatal(l, err)
	}
}

// drops says on the page of a reminder that a lesson did not take place.
func (h *house) drops(lesson, at string) {
	h.t.Helper()
	h.job("reminder", at)
	for _, n := range h.heard("direct:rui") {
		if len(n.Links) == 1 && strings.Contains(n.Text, lesson+"）") {
			v := h.visitor()
			v.gets(http.StatusOK, n.Links[0], url.Values{"submission": {submission(v.gets(http.StatusOK, n.Links[0], nil))}, "do": {"drop"}}, "没上")
			return
		}
	}
	h.t.Fatalf("no link to %s", lesson)
}

// TestWhoMayMoveALesson tries where it must not work, and finds the figures right.
func TestWhoMayMoveALesson(t *testing.T) {
	eachShop(t, func(h *house) {
		h.class()
		raw := openRaw(t, h.store.Database)
		person := func(where string) int64 { return int64(raw.number("SELECT person_id FROM grants WHERE " + where)) }
		tutor := models.Actor{Person: person("role = 'tutor'"), Now: h.clock.Now()}
		stranger := models.Actor{Person: tutor.Person + 1000, Now: h.clock.Now()}
		lesson := models.Ticket{Prefix: models.LessonPrefix, ID: 2}
		for _, c := range []struct {
			by    models.Actor
			day   calendar.Day
			start calendar.Clock
			want  models.Kind
		}{
			{stranger, "2022-04-16", 600, models.Forbidden}, {tutor, "2022-04-08", 540, models.Invalid}, {tutor, "2022-04-10", 600, models.Conflict},
		} {
			if _, err := h.store.MoveLesson(t.Context(), c.by, lesson, c.day, c.start); models.KindOf(err) != c.want || err == nil {
				t.Errorf("%s %s: %v", c.day, c.start, err)
			}
		}
		h.moves(tutor, "课2", "2022-04-16", 600)
		for day, want := range map[string]int{"2022-04-15": 0, "2022-04-16": 1} {
			if n := raw.number("SELECT SUM(delta) FROM entries WHERE measure = 'lessons_planned' AND day = '" + day + "'"); n != want {
				t.Errorf("%s: %d planned, want %d", day, n, want)
			}
		}
		h.drops("课1", "2022-04-08T21:46:00+08:00")
		if _, err := h.store.MoveLesson(t.Context(), tutor, models.Ticket{Prefix: models.LessonPrefix, ID: 1}, "2022-04-17", 600); models.KindOf(err) != models.Conflict || err == nil {
			t.Errorf("dropped: %v", err)
		}
	})
}
