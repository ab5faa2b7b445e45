package jobs_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"xiaoqing/bot/digest"
	"xiaoqing/models"
)

// TestWhatWaitsTooLongClimbs: from the community to the street, the district and the
// city, once a step, and to nobody twice.
func TestWhatWaitsTooLongClimbs(t *testing.T) {
	each(t, func(w *service) {
		district, err := w.s.AddOrg(bg, w.city, "杨浦区", models.District, true, at("2022-04-01 08:00"))
		w.must(err)
		w.must(w.s.PlaceOrg(bg, w.street, district))
		w.street, err = w.s.Org(bg, w.street.ID)
		w.must(err)
		community, err := w.s.AddOrg(bg, w.street, "国年路社区", models.Community, true, at("2022-04-01 08:00"))
		w.must(err)
		own, street, city := w.coordinator("own", community), w.coordinator("lead", w.street), w.coordinator("boss", w.city)
		w.signUp(community, "张三", "2022-04-06 09:00")
		w.signUp(community, "李四", "2022-04-06 10:00")
		w.signUp(w.city, "无家", "2022-04-06 10:00") // nobody is above the city
		heard := func(now string) map[int64]string {
			before := len(w.letters("reminder"))
			w.run("reminder", now)
			out := map[int64]string{}
			for _, l := range w.letters("reminder")[before:] {
				if text := w.words(l).Text; len(text) > 9 && text[:9] == "下面这" {
					out[l.PersonID] = text
				}
			}
			return out
		}
		for _, c := range []struct {
			now  string
			who  int64
			want string
		}{
			{"2022-04-07 08:55", 0, ""},
			{"2022-04-07 09:00", street, "国年路社区：报名等审核1人，最久1天"},
			{"2022-04-07 09:05", 0, ""},
			{"2022-04-07 10:00", street, "国年路社区：报名等审核1人，最久1天"},
			{"2022-04-08 10:00", city, "国年路社区：报名等审核2人，最久2天1小时"}, // the district has no coordinator
			{"2022-04-09 10:00", 0, ""},
			{"2022-04-12 10:00", 0, ""},
		} {
			got := heard(c.now)
			if c.who == 0 && len(got) > 0 || c.who != 0 && (len(got) != 1 || got[c.who] != "下面这些等得太久了，他们那边还没处理：\n"+c.want) {
				w.Errorf("%s: %v, want %d %s", c.now, got, c.who, c.want)
			}
			if got[own] != "" {
				w.Error("their own coordinator is no step")
			}
		}
	})
}

// TestShiftsClimb: a length of duty that nobody approves is told of like everything
// else that waits.
func TestShiftsClimb(t *testing.T) {
	each(t, func(w *service) {
		lead, city := w.coordinator("lead", w.street), w.coordinator("boss", w.city)
		volunteer := w.person("张三")
		signup := w.signUp(w.street, "张三", "2022-04-05 09:00")
		_, err := w.s.Approve(bg, w.actor(lead, "2022-04-05 10:00"), signup)
		w.must(err)
		sh, _, err := w.s.TellShift(bg, w.actor(volunteer, "2022-04-06 12:00"), models.Told{Day: "2022-04-06", Minutes: 180, Place: "政立路门岗"})
		w.must(err)
		heard := func(now string) (out []string) {
			before := len(w.letters("reminder"))
			w.run("reminder", now)
			for _, l := range w.letters("reminder")[before:] {
				out = append(out, fmt.Sprint(l.PersonID, w.words(l).Text))
			}
			return out
		}
		own := fmt.Sprint(lead, "您这边等审核超过一天的有：上岗时长1条，最久的等了1天。")
		above := fmt.Sprint(city, "下面这些等得太久了，他们那边还没处理：\n五角场街道：上岗时长等审核1条，最久3天")
		if got := heard("2022-04-07 12:00"); !slices.Contains(got, own) {
			w.Errorf("%q, want %q", got, own)
		}
		if got := heard("2022-04-09 12:00"); !slices.Contains(got, above) {
			w.Errorf("%q, want %q", got, above)
		}
		look := func(now string) string {
			r, err := digest.Compose(bg, w.s, w.city, at(now), false)
			w.must(err)
			return r.Text
		}
		_, err = w.s.ApproveShift(bg, w.actor(lead, "2022-04-09 19:00"), sh.Ticket(), 0)
		w.must(err)
		for now, want := range map[string]bool{"2022-04-06 11:00": false, "2022-04-09 18:00": true, "2022-04-09 19:30": false} {
			if text := look(now); strings.Contains(text, "等审核上岗1条，最久3天") != want {
				w.Errorf("as of %s:\n%s", now, text)
			}
		}
		if got := heard("2022-04-13 12:00"); len(got) > 0 {
			w.Errorf("it was approved: %q", got)
		}
	})
}
