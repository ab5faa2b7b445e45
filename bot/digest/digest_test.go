package digest_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"xiaoqing/bot/digest"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
	"xiaoqing/models/modeltest"
)

// each runs f in a small city on each kind of database.
func each(t *testing.T, f func(w *world)) {
	modeltest.Each(t, func(t *testing.T, s *models.Store) { f(newWorld(t, s)) })
}

func (w *world) compose(org models.Org, due string, late bool) string {
	w.Helper()
	r, err := digest.Compose(context.Background(), w.s, org, at(due), late)
	w.must(err)
	return r.Everything()
}

func (w *world) says(got, want string) {
	w.Helper()
	if want = strings.TrimSpace(strings.ReplaceAll(want, "\t", "")); got != want {
		w.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// season plays Thursday and Friday of a week in one street.
func (w *world) season() {
	first := w.signUp(w.guonian, "张三", at("2022-04-06 09:00"))
	w.approve(first, at("2022-04-07 09:00"))
	w.signUp(w.zfu, "李四", at("2022-04-07 15:00"))
	child := w.enrol(w.guonian, "小明", at("2022-04-06 10:00"))
	w.approve(child, at("2022-04-07 10:00"))
	lessons := w.pair(child, "王老师", at("2022-04-08 09:00"))
	w.report(lessons[0], 70, at("2022-04-08 16:30"))
	w.approve(w.enrol(w.zfu, "小红", at("2022-04-08 10:00")), at("2022-04-08 11:00"))
	w.enrol(w.street, "小刚", at("2022-04-08 17:00"))
}

func TestADigestAddsUp(t *testing.T) {
	each(t, func(w *world) {
		w.season()
		w.signUp(w.guonian, "后来的", at("2022-04-08 18:01"))
		w.says(w.compose(w.street, "2022-04-08 18:00", false), `
			五角场街道 日报 4月8日 周五（截至18:00）
			今日：报名0人，审核通过0人，报云托班2人，排课1节，上课1节，辅导1人次，共1.5课时
			昨日全天：报名1人，审核通过1人，报云托班0人，排课0节，上课0节，辅导0人次，共0课时
			累计：报名2人，审核通过1人，报云托班3人，排课1节，上课1节，辅导1人次，共1.5课时
			目前：已结对1人，等结对1人
			等审核2人，最久1天3小时；1个孩子等结对，最久8小时
			本级：报云托班1人；等审核1人
			国年路社区：排课1节，上课1节，辅导1人次，共1.5课时
			政府路社区：报云托班1人；等审核1人；1个孩子等结对`)
		if city := w.compose(w.city, "2022-04-08 18:00", false); !strings.Contains(city, "\n累计：报名2人，审核通过1人，报云托班3人，") || !strings.Contains(city, "\n杨浦区：报云托班2人，") {
			w.Errorf("the city's is not the sum of what is below:\n%s", city)
		}
	})
}

func TestALateDigestIsAsOfItsCutOff(t *testing.T) {
	each(t, func(w *world) {
		w.season()
		punctual := w.compose(w.street, "2022-04-08 18:00", false)
		w.signUp(w.guonian, "赵六", at("2022-04-08 19:00"))
		for _, ticket := range []string{"志2", "托3"} {
			parsed, _ := models.ParseTicket(ticket)
			w.approve(parsed, at("2022-04-08 20:00"))
		}
		late := w.compose(w.street, "2022-04-08 18:00", true)
		if !strings.HasPrefix(late, "五角场街道 日报 4月8日 周五（截至18:00，补发）\n") {
			w.Errorf("not marked: %s", late)
		}
		w.says(strings.Replace(late, "，补发", "", 1), punctual)
	})
}

func TestADayWithoutNews(t *testing.T) {
	each(t, func(w *world) {
		w.says(w.compose(w.street, "2022-04-08 18:00", false), `
			五角场街道 日报 4月8日 周五（截至18:00）
			今天还没有新的报名和课程，一有动静就报上来。`)
		w.approve(w.signUp(w.street, "张三", at("2022-04-01 09:00")), at("2022-04-01 10:00"))
		w.says(w.compose(w.street, "2022-04-08 18:00", false), `
			五角场街道 日报 4月8日 周五（截至18:00）
			今日：没有新增
			昨日全天：没有新增
			累计：报名1人，审核通过1人`)
	})
}

func TestADigestNamesNobody(t *testing.T) {
	each(t, func(w *world) {
		w.season()
		w.signUp(w.org(w.city, "王小二欠钱街道", models.Street, false), "钱七", at("2022-04-08 09:00"))
		for _, org := range []models.Org{w.city, w.street, w.guonian} {
			text := w.compose(org, "2022-04-08 18:00", false)
			for _, secret := range []string{"张三", "李四", "小明", "小红", "小刚", "王老师", "钱七", "王小二", "138"} {
				if strings.Contains(text, secret) {
					w.Errorf("%s stands in\n%s", secret, text)
				}
			}
		}
		if city := w.compose(w.city, "2022-04-08 18:00", false); !strings.HasSuffix(city, "\n待归属：报名1人；等审核1人") {
			w.Errorf("an unplaced street is missing:\n%s", city)
		}
	})
}

func TestALongDigestFits(t *testing.T) {
	each(t, func(w *world) {
		for i := range 80 {
			w.signUp(w.org(w.street, fmt.Sprintf("第%d社区", i), models.Community, true), fmt.Sprint("人", i), at("2022-04-08 09:00"))
		}
		text := w.compose(w.street, "2022-04-08 18:00", false)
		shown := strings.Count(text, "社区：")
		if len(text) > digest.Limit || !utf8.ValidString(text) || shown < 30 {
			w.Errorf("%d bytes, %d units", len(text), shown)
		}
		if !strings.HasSuffix(text, fmt.Sprintf("\n另有%d个单位，回“日报”看全。", 80-shown)) {
			w.Errorf("what is left out is not said:\n%s", text)
		}
		full, err := digest.Full(context.Background(), w.s, w.street, at("2022-04-08 18:00"))
		w.must(err)
		if n := strings.Count(full.Text, "社区：报名1人；等审核1人"); n != 80 || strings.Contains(full.Text, "另有") {
			w.Errorf("%d units in the full one", n)
		}
	})
}

func TestFiguresOnRequest(t *testing.T) {
	each(t, func(w *world) {
		w.season()
		for _, c := range []struct{ from, to, topic, want string }{
			{"2022-04-04", "2022-04-10", "", `
				五角场街道 4月4日 周一–4月10日 周日
				合计：报名2人，审核通过1人，报云托班3人，排课1节，上课1节，辅导1人次，共1.5课时
				累计到4月10日 周日：报名2人，审核通过1人，报云托班3人，排课1节，上课1节，辅导1人次，共1.5课时
				到4月10日 周日：已结对1人，等结对1人
				本级：报云托班1人
				国年路社区：报名1人，审核通过1人，报云托班1人，排课1节，上课1节，辅导1人次，共1.5课时
				政府路社区：报名1人，报云托班1人`},
			{"2022-04-07", "2022-04-07", "signup", `
				五角场街道 4月7日 周四
				合计：报名1人，审核通过1人
				累计到4月7日 周四：报名2人，审核通过1人
				国年路社区：审核通过1人
				政府路社区：报名1人`},
			{"", "", "report", `
				五角场街道 4月8日 周五
				合计：排课1节，上课1节，辅导1人次，共1.5课时
				累计到4月8日 周五：排课1节，上课1节，辅导1人次，共1.5课时
				国年路社区：排课1节，上课1节，辅导1人次，共1.5课时`},
			{"", "2022-04-07", "enrol", `
				五角场街道 到4月7日 周四
				合计：报云托班1人
				到4月7日 周四：等结对1人
				国年路社区：报云托班1人`},
			{"2022-03-01", "2022-03-31", "", `
				五角场街道 3月1日 周二–3月31日 周四
				这段时间还没有记录。`},
		} {
			r, err := digest.Range(context.Background(), w.s, w.street, day(c.from), day(c.to), c.topic, at("2022-04-08 18:30"))
			w.must(err)
			w.says(r.Everything(), c.want)
		}
	})
}

func day(s string) calendar.Day { return calendar.Day(s) }

func TestAReportTakenBackShows(t *testing.T) {
	each(t, func(w *world) {
		child := w.enrol(w.guonian, "小明", at("2022-04-06 10:00"))
		w.approve(child, at("2022-04-07 10:00"))
		lesson := w.pair(child, "王老师", at("2022-04-08 09:00"))[0]
		w.report(lesson, 100, at("2022-04-08 18:30"))
		w.report(lesson, 45, at("2022-04-08 18:40"))
		for due, want := range map[string]string{"2022-04-08 18:35": "上课1节，辅导1人次，共2课时", "2022-04-08 18:45": "上课1节，辅导1人次，共1课时"} {
			if text := w.compose(w.guonian, due, false); !strings.Contains(text, want) {
				w.Errorf("at %s:\n%s", due, text)
			}
		}
	})
}

func TestBigFigures(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, s *models.Store) {
		w := newWorld(t, s)
		w.must(s.Tx(context.Background(), func(tx *models.Store) error {
			within := &world{T: t, s: tx}
			for i := range 1001 {
				within.signUp(w.guonian, fmt.Sprint("人", i), at("2022-04-08 09:00"))
			}
			return nil
		}))
		text := w.compose(w.city, "2022-04-08 18:00", false)
		if !strings.Contains(text, "今日：报名1,001人\n") || !strings.Contains(text, "等审核1,001人，最久9小时") {
			t.Error(text)
		}
	})
}

func TestAHeldReportWaitsAndDoesNotCount(t *testing.T) {
	each(t, func(w *world) {
		child := w.enrol(w.guonian, "小明", at("2022-04-06 10:00"))
		w.approve(child, at("2022-04-07 10:00"))
		l := w.pair(child, "王老师", at("2022-04-08 09:00"))[0]
		w.report(l, 45, at("2022-04-08 16:00"))
		l.ID, l.Planned = 0, false
		_, err := w.s.ReportLesson(context.Background(), w.actor(l.TutorID, at("2022-04-08 16:30")), l, models.Report{Start: l.Start, Minutes: 45, Note: "两个孩子一起上"})
		w.must(err)
		text := w.compose(w.street, "2022-04-08 18:00", false)
		if !strings.Contains(text, "\n等审核课时1条，最久1小时\n") || !strings.Contains(text, "上课1节，辅导1人次，共1课时；等审核课时1条") {
			w.Error(text)
		}
	})
}

// TestADigestTellsWhoIsSilent names units with a coordinator that did nothing and
// said nothing; 零报告 is told apart, and nobody is named before six.
func TestADigestTellsWhoIsSilent(t *testing.T) {
	each(t, func(w *world) {
		ctx := context.Background()
		for i, org := range []models.Org{w.guonian, w.zfu, w.street} {
			w.must(w.s.GrantRole(ctx, w.person(fmt.Sprint("lead", i), at("2022-04-01 09:00")), models.Coordinator, org, 0, at("2022-04-01 09:00")))
		}
		both := "\n未报：国年路社区、政府路社区"
		if text := w.compose(w.street, "2022-04-08 18:00", false); !strings.Contains(text, both) {
			w.Errorf("both are silent:\n%s", text)
		}
		if text := w.compose(w.street, "2022-04-08 17:59", false); strings.Contains(text, "未报") {
			w.Errorf("named too early:\n%s", text)
		}
		standings := []models.Standing{{Role: models.Coordinator, Org: w.guonian}}
		for _, again := range []bool{false, true} {
			got, err := w.s.ReportNothing(ctx, models.Actor{Person: 1, Standings: standings, Now: at("2022-04-08 16:00")}, w.guonian)
			if w.must(err); got != again {
				w.Errorf("said before: %v", got)
			}
		}
		if _, err := w.s.ReportNothing(ctx, models.Actor{Person: 1, Standings: standings, Now: at("2022-04-08 16:00")}, w.zfu); models.KindOf(err) != models.Forbidden {
			w.Errorf("for a unit of others: %v", err)
		}
		w.signUp(w.zfu, "李四", at("2022-04-08 17:30"))
		if text := w.compose(w.street, "2022-04-08 18:00", false); strings.Contains(text, "未报") || !strings.Contains(text, "\n零报告：国年路社区") {
			w.Errorf("nobody is silent:\n%s", text)
		}
		if text := w.compose(w.street, "2022-04-09 18:00", false); !strings.Contains(text, both) {
			w.Errorf("the next day both are:\n%s", text)
		}
	})
}

// TestADigestOfEverythingFits has every measure with large figures, corrections,
// and sixty long names of units that are silent: whole lines within the limit.
func TestADigestOfEverythingFits(t *testing.T) {
	each(t, func(w *world) {
		ctx, raw := context.Background(), modeltest.Raw(w.T, w.s.Database)
		for i := range 60 {
			o, err := w.s.AddOrg(ctx, w.street, fmt.Sprintf("第%d个名字特别特别长还带😀的社区居民委员会社区", i), models.Community, true, at("2022-04-01 09:00"))
			w.must(err)
			w.must(w.s.GrantRole(ctx, w.person(o.Name, at("2022-04-01 09:00")), models.Coordinator, o, 0, at("2022-04-01 09:00")))
		}
		for _, day := range []string{"2022-04-05", "2022-04-07", "2022-04-08"} {
			for _, m := range models.Measures {
				_, err := raw.Exec("INSERT INTO entries (measure, org_id, day, delta, subject, recorded_at) VALUES (?, ?, ?, 8913001, '岗1', ?)", m.ID, w.street.ID, day, at("2022-04-08 09:00").UnixMilli())
				w.must(err)
			}
		}
		text := w.compose(w.street, "2022-04-08 18:00", false)
		if len(text) > digest.Limit || !utf8.ValidString(text) {
			w.Errorf("%d bytes", len(text))
		}
		for _, want := range []string{"\n今日：报名8,913,001人，", "上岗时长148,550小时1分", "募集89,130.01元", "共4,456,500.5课时", "\n累计："} {
			if !strings.Contains(text, want) {
				w.Errorf("lacks %s in\n%s", want, text)
			}
		}
	})
}
