package cli

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"

	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// TestDutyInAPhonesBrowser walks from a roster's form to the code at the place of
// duty and to the approval of what the clock said.
func TestDutyInAPhonesBrowser(t *testing.T) {
	browser := openBrowser(t)
	eachShop(t, func(h *house) {
		h.at("2022-04-08T10:00:00+08:00")
		h.person("street", "coordinator", "五角场街道", "高宁")
		h.person("zs", "volunteer", "五角场街道", "张三")
		h.person("ls", "volunteer", "五角场街道", "李四")
		open := func() *phone { return newPhone(t, browser) }
		desk := open().opens(h.link("street", "后台")).sees("排班").fits("duty-console").presses("排班").sees("还没有排班").fits("rosters-empty").presses("排一班").sees("任务").fits("roster-new")
		desk.types("#f-title", "核酸点引导").types("#f-date", "今天").types("#f-start", "10:30").types("#f-minutes", "十小时").types("#f-quantity", "1").types("#f-place", "五角场广场").
			presses("排好").until(besideItsField("minutes", "时长要在30分钟到8小时之间")).fits("roster-wrong")
		desk.do(chromedp.SetValue(chromedp.CSS("#f-minutes"), "4小时")).presses("排好").sees("班1", "今天 10:30–14:30", "0/1人", "报岗 班1")
		linked := h.says("zs", "direct", "报岗 班1")
		h.says("ls", "direct", "报岗 班1")
		desk.do(chromedp.Reload()).sees("张三", "候补 1人", "李四", "第1位").fits("roster")
		poster := desk.presses("签到码").sees("核酸点引导", "到了签到，走时签退").fits("duty-poster").reads(`location.href`)
		wide := open().do(chromedp.EmulateViewport(1000, 1400)).opens(poster).sees("核酸点引导").fits("duty-poster-wide")
		code := wide.reads(`document.querySelector(".url").textContent`)

		knownAtDuty(h, open, linked, code)
		stranger(h, open, code)
		approving(h, open)
	})
}

// knownAtDuty opens their own link once; the code knows their phone from then on.
func knownAtDuty(h *house, open func() *phone, linked spoken, code string) {
	p := open().opens(linked.Links[0]).sees("张三", "核酸点引导").fits("duty-known").presses("签到").sees("签到好了（岗1），10:00", "再点“签退”", "10:00签到的")
	p.opens(code).sees("在岗", "张三").fits("duty-on")
	h.at("2022-04-08T12:10:00+08:00")
	p.presses("签退").sees("签退好了（岗1）：10:00–12:10，2小时10分钟").fits("duty-off")
	p.presses("不是我").sees("姓名")
}

// stranger says name and phone, is held, and counts once verified.
func stranger(h *house, open func() *phone, code string) {
	p := open().opens(code).sees("姓名", "电话").fits("duty-new").presses("签到").until(besideItsField("name", "")).
		types("#f-name", "王五").types("#f-phone", "13812345678").presses("签到").sees("先记下你12:10到了（岗2）", "你自己的页面", "王五").fits("duty-held")
	if err := h.outbox.Drain(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
	if news := fmt.Sprint(h.heard("direct:street")); !strings.Contains(news, "核实 志1") {
		h.t.Errorf("the street heard %s", news)
	}
	h.says("street", "direct", "核实 志1")
	h.at("2022-04-08T13:00:00+08:00")
	p.opens(code).sees("12:10签到的").presses("签退").sees("签退好了（岗2）：12:10–13:00，50分钟")
	again := open().opens(code).presses("不是我").sees("姓名").types("#f-name", "王五").types("#f-phone", "13812345678").presses("签到").sees("签到好了（岗3）")
	again.opens(h.link("street", "后台")).presses("排班").presses("不排班").sees("地点签到码").fits("duty-place").types("#place", "文化中心\r").sees("文化中心", "到了签到").fits("duty-place-poster")
}

// approving ticks two on a phone, and sets the length of a third.
func approving(h *house, open func() *phone) {
	h.says("ls", "direct", "昨天8点到12点在国定路门岗上岗")
	p := open().opens(h.link("street", "后台")).presses("待审核").presses("上岗 3").sees("岗1 张三", "10:00–12:10 打卡2小时10分钟", "岗2 王五", "补报").fits("review-duty").
		do(chromedp.Click(chromedp.CSS(`[value="岗1"]`)), chromedp.Click(chromedp.CSS(`[value="岗2"]`))).sees("已选2次").presses("通过2次").sees("通过了：岗1、岗2", "岗4 李四")
	p.do(chromedp.Click(chromedp.CSS(`[value="岗4"]`))).presses("改时长").types("#hours", "三个半小时").fits("review-duty-adjust").presses("核成这么久1次").sees("核好了：岗4", "都看完了")
	if err := h.outbox.Drain(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
	if news := fmt.Sprint(h.heard("direct:ls")); !strings.Contains(news, "3小时30分钟") {
		h.t.Errorf("李四 heard %s", news)
	}
}

// TestPlacesAtOnce lets fifty want ten places at the same moment: ten have one, the
// others are numbered 1 to 40; then all ten leave at once, and the first ten of
// those who waited move up, each told once.
func TestPlacesAtOnce(t *testing.T) {
	each(t, func(h *house) {
		h.at("2022-04-08T10:00:00+08:00")
		h.person("street", "coordinator", "五角场街道", "高宁")
		h.says("street", "direct", "排班 核酸点引导 4月9日 8点到12点 10人 五角场广场")
		var who []string
		for i := range 50 {
			who = append(who, fmt.Sprintf("v%d", i))
			h.person(who[i], "volunteer", "五角场街道", fmt.Sprintf("志愿者%d", i))
		}
		said := h.together(who, "报岗 班1")
		var seated []string
		var numbers []int
		for i, text := range said {
			var n int
			switch _, after, waits := strings.Cut(text, "候补第"); {
			case waits:
				if _, err := fmt.Sscanf(after, "%d位", &n); err != nil {
					t.Fatal(text)
				}
				numbers = append(numbers, n)
			case strings.Contains(text, "报上了"):
				seated = append(seated, who[i])
			default:
				t.Errorf("%s heard %s", who[i], text)
			}
		}
		slices.Sort(numbers)
		for i, n := range numbers {
			if n != i+1 {
				t.Fatalf("numbers %v", numbers)
			}
		}
		if len(seated) != 10 || len(numbers) != 40 {
			t.Fatalf("%d have a place, %d wait", len(seated), len(numbers))
		}
		h.together(seated, "退班 班1")
		if err := h.outbox.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		h.movedUp(who, seated)
	})
}

// movedUp wants that ten others have the places now, each told once.
func (h *house) movedUp(who, left []string) {
	h.t.Helper()
	told := 0
	for _, w := range who {
		news := fmt.Sprint(h.heard("direct:" + w))
		n := strings.Count(news, "轮到你了")
		if n > 1 || n > 0 && slices.Contains(left, w) {
			h.t.Errorf("%s heard %s", w, news)
		}
		told += n
	}
	r, err := h.store.Roster(h.t.Context(), 1)
	if err != nil {
		h.t.Fatal(err)
	}
	seated, waiting, err := h.store.RosterPlaces(h.t.Context(), 1)
	if err != nil || told != 10 || r.Taken != 10 || len(seated) != 10 || len(waiting) != 30 {
		h.t.Errorf("%d told, %d taken, %d seated, %d waiting, %v", told, r.Taken, len(seated), len(waiting), err)
	}
	for i := 1; i < len(waiting); i++ {
		if waiting[i].Turn < seated[len(seated)-1].Turn {
			h.t.Errorf("turn %d still waits, %d has a place", waiting[i].Turn, seated[len(seated)-1].Turn)
		}
	}
}

// together lets all say the same at once and returns what each heard.
func (h *house) together(who []string, text string) []string {
	h.t.Helper()
	out := make([]string, len(who))
	var all sync.WaitGroup
	for i, w := range who {
		all.Go(func() {
			body := fmt.Sprintf(`{"from":%q,"chat":"direct","text":%q,"id":%q}`, w, text, w+text)
			for range 500 { // a busy answer is asked again, as platforms do
				r, err := http.Post(h.url+"/sim/api/messages", "application/json", strings.NewReader(body))
				if err != nil {
					out[i] = err.Error()
					return
				}
				b, _ := io.ReadAll(r.Body)
				r.Body.Close()
				if out[i] = string(b); r.StatusCode == http.StatusOK {
					return
				}
			}
		})
	}
	all.Wait()
	return out
}

// TestShiftFigures follows one shift's figures through approval, correction,
// refusal and undo: sums by entries, the person counted once, the day that of the
// beginning.
func TestShiftFigures(t *testing.T) {
	each(t, func(h *house) {
		h.at("2022-04-08T22:30:00+08:00")
		h.person("street", "coordinator", "五角场街道", "高宁")
		h.signups("张三")
		h.says("street", "direct", "通过 志1")
		h.says("张三", "direct", "签到 政立路门岗")
		want := func(what string, day calendar.Day, turns, minutes, people, now int64) {
			t.Helper()
			org, err := h.store.OrgsNamed(t.Context(), "五角场街道")
			if err != nil {
				t.Fatal(err)
			}
			f, err := h.store.Figures(t.Context(), org[0], "", "", h.clock.Now())
			if err != nil {
				t.Fatal(err)
			}
			on, err := h.store.Figures(t.Context(), org[0], day, day, h.clock.Now())
			if err != nil {
				t.Fatal(err)
			}
			got := [6]int64{f[models.Shifts], f[models.ShiftMinutes], f[models.OnDutyPeople], f[models.OnDutyToday], on[models.Shifts], on[models.ShiftMinutes]}
			if got != [6]int64{turns, minutes, people, now, turns, minutes} {
				t.Errorf("%s: %v", what, got)
			}
		}
		want("on duty", "2022-04-08", 1, 0, 1, 1)
		h.at("2022-04-09T01:30:00+08:00")
		h.says("张三", "direct", "签退")
		want("clocked", "2022-04-08", 1, 180, 1, 0)
		h.says("street", "direct", "岗1 2小时")
		want("approved", "2022-04-08", 1, 120, 1, 0)
		h.says("street", "direct", "岗1 150分钟")
		want("corrected", "2022-04-08", 1, 150, 1, 0)
		h.says("street", "direct", "拒绝 岗1 不是本人")
		want("refused", "2022-04-08", 0, 0, 0, 0)
		h.says("street", "direct", "撤销")
		want("undone", "2022-04-08", 1, 180, 1, 0)
		h.says("street", "direct", "通过 岗1")
		want("approved as clocked", "2022-04-08", 1, 180, 1, 0)
	})
}
