package jobs_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"xiaoqing/bot/digest"
	"xiaoqing/bot/picture"
	"xiaoqing/jobs"
	"xiaoqing/models"
)

func TestTheDigestIsPostedAtSix(t *testing.T) {
	each(t, func(w *service) {
		g := w.group("g1", w.street, "2022-04-08 09:00")
		w.signUp(w.street, "张三", "2022-04-08 09:00")
		w.catchUp("2022-04-08 17:59")
		w.catchUp("2022-04-08 18:00")
		l, text := w.one("digest")
		if !strings.HasPrefix(text, "五角场街道 日报 4月8日 周五（截至18:00）\n今日：报名1人\n") || strings.Contains(text, "张三") {
			w.Errorf("posted:\n%s", text)
		}
		if l.GroupID != g.ID || l.Channel != "sim" || l.Key != "digest/1/2022-04-08T18:00/1" || l.Expires != at("2022-04-09 18:00").UnixMilli() {
			w.Errorf("%+v", l)
		}
		for _, again := range []string{"2022-04-08 18:01", "2022-04-08 23:00", "2022-04-09 17:59"} {
			w.catchUp(again)
			w.Clock = w.clock() // a restart forgets nothing
			w.run("digest", "2022-04-08 18:30")
		}
		w.one("digest")
	})
}

func TestReplicasPostOneDigest(t *testing.T) {
	each(t, func(w *service) {
		const groups, replicas = 5, 4
		for _, name := range []string{"a", "b", "c", "d", "e"} {
			w.group(name, w.street, "2022-04-07 09:00")
		}
		var together sync.WaitGroup
		for range replicas {
			c := w.clock()
			together.Go(func() {
				for range 3 {
					if err := c.CatchUp(bg, at("2022-04-08 18:00")); err != nil {
						w.Error(err)
					}
				}
			})
		}
		together.Wait()
		seen := map[int64]int{}
		for _, l := range w.letters("digest") {
			seen[l.GroupID]++
		}
		if len(seen) != groups || len(w.letters("digest")) != groups {
			w.Errorf("letters by group: %v", seen)
		}
	})
}

func TestAMissedDigestIsCaughtUpAndMarked(t *testing.T) {
	each(t, func(w *service) {
		w.group("g1", w.street, "2022-04-01 09:00")
		w.catchUp("2022-04-09 10:00") // away since before Friday at six, and on Thursday too
		l, text := w.one("digest")
		if !strings.HasPrefix(text, "五角场街道 日报 4月8日 周五（截至18:00，补发）") || l.Expires != at("2022-04-09 18:00").UnixMilli() {
			w.Errorf("expires %d:\n%s", l.Expires, text)
		}
		run, found, err := w.s.Post(bg).LastRun("digest", "1")
		if err != nil || !found || !run.Late || run.Due != at("2022-04-08 18:00").UnixMilli() {
			w.Errorf("%+v %v %v", run, found, err)
		}
	})
}

func TestAGroupBoundAfterDueGetsNoDigest(t *testing.T) {
	each(t, func(w *service) {
		w.group("late", w.street, "2022-04-08 18:01")
		early := w.group("early", w.street, "2022-04-08 17:59")
		w.catchUp("2022-04-08 19:00")
		if l, _ := w.one("digest"); l.GroupID != early.ID {
			w.Errorf("went to %d", l.GroupID)
		}
		w.catchUp("2022-04-09 18:00")
		if n := len(w.letters("digest")); n != 3 {
			w.Errorf("%d digests after the next day", n)
		}
	})
}

func TestADigestAskedForEarly(t *testing.T) {
	each(t, func(w *service) {
		w.group("g1", w.street, "2022-04-08 10:00")
		w.signUp(w.street, "张三", "2022-04-08 10:00")
		for range 2 { // asked twice within the minute
			if _, err := w.RunNow(bg, "digest", at("2022-04-08 10:00").Add(20*time.Second)); err != nil {
				w.Error(err)
			}
		}
		if _, text := w.one("digest"); !strings.HasPrefix(text, "五角场街道 日报 4月8日 周五（截至10:00）\n今日：报名1人") {
			w.Error(text)
		}
		if r := w.run("digest", "2022-04-08 18:00"); r.Count != 1 || r.Late || !r.Due.Equal(at("2022-04-08 18:00")) {
			w.Errorf("at six: %+v", r)
		}
		if r := w.run("digest", "2022-04-08 20:00"); r.Count != 0 {
			w.Errorf("posted again: %+v", r)
		}
		if w.programme.Simulated() {
			w.Error("the programme's clock was set")
		}
	})
}

func TestAnUnknownJob(t *testing.T) {
	each(t, func(w *service) {
		_, err := w.RunNow(bg, "yearly", at("2022-04-08 18:00"))
		if models.KindOf(err) != models.NotFound || models.SayOf(err) != "没有叫“yearly”的任务，现在有：preview、digest、weekly、reminder、match、tally、outbox、retention、erasure、watchdog。" {
			w.Errorf("%v: %s", err, models.SayOf(err))
		}
		w.run("outbox", "2022-04-08 18:00")
		if w.drained != 1 {
			w.Errorf("drained %d times", w.drained)
		}
	})
}

func TestABadScheduleIsRefused(t *testing.T) {
	if _, err := jobs.NewClock(jobs.Tools{}, nil, []jobs.Job{{Name: "odd", Schedule: "at six"}}); err == nil || !strings.Contains(err.Error(), "odd") {
		t.Errorf("got %v", err)
	}
}

func TestADigestHasAPictureAndASheet(t *testing.T) {
	each(t, func(w *service) {
		g := w.group("g1", w.street, "2022-04-08 09:00")
		w.signUp(w.street, "张三", "2022-04-08 09:00")
		w.catchUp("2022-04-08 18:00")
		_, text := w.one("digest")
		for kind, file := range map[string]string{"picture": "五角场街道日报2022-04-08.png", "sheet": "五角场街道日报2022-04-08.xlsx"} {
			l, _ := w.one(kind)
			r := w.words(l)
			if l.GroupID != g.ID || r.Attachment == nil || r.Attachment.Name != file || strings.Contains(string(r.Attachment.Values), "张三") {
				w.Errorf("%s: %+v", kind, r)
			}
			if kind == "picture" && r.Text != text+"\n报名：1人\n审核通过：0人 · 0/1 = 0.0%" {
				w.Errorf("its alternative text is %s", r.Text)
			}
			b, err := digest.Draw(&picture.Font{}, *r.Attachment)
			if err != nil || len(b) < 1000 {
				w.Errorf("%s: %d bytes, %v", kind, len(b), err)
			}
		}
	})
}

func TestTheWeekIsPostedOnMonday(t *testing.T) {
	each(t, func(w *service) {
		w.group("g1", w.street, "2022-04-01 09:00")
		w.signUp(w.street, "张三", "2022-04-03 09:00")
		w.signUp(w.street, "李四", "2022-04-05 09:00")
		w.signUp(w.street, "王五", "2022-04-10 23:00")
		w.signUp(w.street, "赵六", "2022-04-11 08:00") // the next one's
		w.catchUp("2022-04-11 08:55")
		if n := len(w.letters("weekly")); n != 0 {
			w.Fatalf("%d too early", n)
		}
		w.catchUp("2022-04-11 09:00")
		w.catchUp("2022-04-12 09:00")
		_, text := w.one("weekly")
		if want := "五角场街道 周报 4月4日 周一–4月10日 周日\n本周：报名2人\n上周：报名1人\n累计：报名3人\n"; !strings.HasPrefix(text, want) {
			w.Error(text)
		}
	})
}
