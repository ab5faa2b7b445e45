package jobs_test

import (
	"testing"

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
			if c.who == 0 && len(got) > 0 || c.who != 0 && (len(got) != 1 || got[c.who] != "下面这些等得太久了，他们的协调员提醒过，还没动：\n"+c.want) {
				w.Errorf("%s: %v, want %d %s", c.now, got, c.who, c.want)
			}
			if got[own] != "" {
				w.Error("their own coordinator is no step")
			}
		}
	})
}
