package jobs_test

import (
	"strings"
	"testing"
	"time"

	"xiaoqing/models"
	"xiaoqing/models/post"
)

// sent writes a letter at that time and brings it to a status.
func (w *service) sent(key, now string, end func(b *post.Box, l post.Letter) error) {
	w.Helper()
	person := w.person("someone")
	w.must(w.s.Tell(bg, person, models.Notice{Key: key, Kind: "other", Now: at(now), Body: map[string]string{"text": "张三的电话"}}))
	w.must(w.s.Tx(bg, func(tx *models.Store) error {
		box := tx.Post(bg)
		ls, err := box.InStatus(post.Waiting, 0, 1000)
		if err != nil {
			return err
		}
		for _, l := range ls {
			if l.Key != key {
				continue
			}
			if _, err := box.Claim(&l, w.wall, time.Minute); err != nil {
				return err
			}
			return end(box, l)
		}
		return nil
	}))
}

func (w *service) count(status post.Status) int {
	w.Helper()
	ls, err := w.s.Post(bg).InStatus(status, 0, 10000)
	w.must(err)
	return len(ls)
}

func TestBodiesLiveThirtyDays(t *testing.T) {
	each(t, func(w *service) {
		w.sent("old", "2022-03-08 03:00", func(b *post.Box, l post.Letter) error { return b.Sent(w.wall, l) })
		w.sent("new", "2022-03-10 04:00", func(b *post.Box, l post.Letter) error { return b.Sent(w.wall, l) })
		w.must(w.s.Tx(bg, func(tx *models.Store) error {
			box := tx.Post(bg)
			for id, now := range map[string]string{"old": "2022-03-08 03:00", "new": "2022-03-10 04:00"} {
				if err := box.Remember("sim", id, 1, []byte("张三的电话"), at(now)); err != nil {
					return err
				}
				if _, err := box.Say(box.ChatKey("sim", "g1"), post.Bot, []byte("张三的电话"), at(now), ""); err != nil {
					return err
				}
			}
			return nil
		}))
		for i := range 250 { // more than goes in one transaction
			w.must(w.s.Tx(bg, func(tx *models.Store) error {
				return tx.Post(bg).Remember("sim", strings.Repeat("x", i), 1, nil, at("2022-03-01 03:00"))
			}))
		}
		w.group("g1", w.street, "2022-03-01 09:00")
		w.catchUp("2022-03-08 18:00") // its run is forgotten, too
		w.catchUp("2022-04-09 03:20")
		_, heardOld, err := w.s.Post(bg).Answered("sim", "old")
		w.must(err)
		_, heardNew, err := w.s.Post(bg).Answered("sim", "new")
		w.must(err)
		lines, err := w.s.Post(bg).Lines(w.s.Post(bg).ChatKey("sim", "g1"), 0, 10)
		w.must(err)
		if heardOld || !heardNew || len(lines) != 1 || w.count(post.Sent) != 1 {
			w.Errorf("heard %v %v, %d lines, %d letters", heardOld, heardNew, len(lines), w.count(post.Sent))
		}
		if run, found, err := w.s.Post(bg).LastRun("retention", ""); err != nil || !found || run.Due != at("2022-04-09 03:20").UnixMilli() {
			w.Errorf("%+v %v %v", run, found, err)
		}
		if r := w.run("retention", "2022-04-09 03:30"); r.Count != 0 {
			w.Errorf("%d more went", r.Count)
		}
	})
}

func TestTheWatchdogReportsOnceADay(t *testing.T) {
	each(t, func(w *service) {
		boss := w.coordinator("boss", w.city)
		w.coordinator("lead", w.street)
		w.run("watchdog", "2022-04-08 12:00")
		if w.letters("watchdog") != nil {
			w.Fatal("there was no trouble")
		}
		w.group("g1", w.street, "2022-04-08 09:00")
		w.group("g2", w.street, "2022-04-08 19:00") // bound later: none is missing there
		w.sent("doubt", "2022-04-08 10:00", func(b *post.Box, l post.Letter) error { return b.Doubt(0, l) })
		w.sent("relay", "2022-04-07 10:00", func(b *post.Box, l post.Letter) error { return b.Undeliverable(0, l) })
		w.sent("fresh", "2022-04-08 10:00", func(b *post.Box, l post.Letter) error { return b.Undeliverable(0, l) })
		for _, now := range []string{"2022-04-08 20:00", "2022-04-08 20:10"} {
			w.run("watchdog", now)
		}
		letter, text := w.one("watchdog")
		if want := "小青自查 4月8日 周五 20:00\n日报有1个群没按时发出\n1条消息说不准有没有送到\n1条消息没有办法送到，等人转告超过一天\n请管系统的同事看一下运行日志。"; text != want {
			w.Errorf("got\n%s", text)
		}
		if letter.PersonID != boss || strings.Count(w.log.String(), "level=ERROR msg=watchdog") != 2 {
			w.Errorf("to %d; log:\n%s", letter.PersonID, w.log.String())
		}
		if strings.Contains(w.log.String(), "张三") {
			w.Error("words in the log")
		}
		w.run("watchdog", "2022-04-09 09:00")
		if n := len(w.letters("watchdog")); n != 2 {
			w.Errorf("%d letters on the second day", n)
		}
	})
}

func TestTheWatchdogGivesOthersTimeAfterAStart(t *testing.T) {
	each(t, func(w *service) {
		w.coordinator("boss", w.city)
		w.group("g1", w.street, "2022-04-08 09:00")
		w.catchUp("2022-04-08 12:00")
		w.catchUp("2022-04-08 21:00") // was away at six; posts it now
		w.catchUp("2022-04-08 21:10")
		if w.letters("watchdog") != nil {
			w.Error("reported what was being caught up")
		}
		w.one("digest")
	})
}
