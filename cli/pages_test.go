package cli

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestInAPhonesBrowser walks through the product's pages as people do.
func TestInAPhonesBrowser(t *testing.T) {
	browser := openBrowser(t)
	for _, c := range []struct {
		name string
		walk func(h *house, open func() *phone)
	}{
		{"a nurse at the poster", nurse}, {"by number", byNumber}, {"forms", forms}, {"review", reviewing}, {"proposals", proposing}, {"lesson", tapLesson}, {"beside the child", beside}, {"consent", tapConsent}, {"profile", changeProfile}, {"simulator", simulate},
	} {
		t.Run(c.name, func(t *testing.T) {
			eachShop(t, func(h *house) {
				h.at("2022-04-08T10:00:00+08:00")
				if c.name != "simulator" {
					h.person("street", "coordinator", "五角场街道", "高宁")
				}
				c.walk(h, func() *phone { return newPhone(h.t, browser) })
			})
		})
	}
}

// poster is where the code of a poster of the street leads.
func (h *house) poster(form string) string {
	h.t.Helper()
	orgs, err := h.store.OrgsNamed(h.t.Context(), "五角场街道")
	if err != nil || len(orgs) != 1 {
		h.t.Fatal(orgs, err)
	}
	query := fmt.Sprintf("?org=%d", orgs[0].ID)
	if form == "chat" {
		return h.url + "/c" + query
	}
	return h.url + "/f/" + form + query
}

// nurse has a minute between two patients: buttons, three answers, a number. Her
// own link brings the chat back, and what comes later arrives while she looks.
func nurse(h *house, open func() *phone) {
	p := open().opens(h.poster("chat")).sees("您好，我是小青", "五角场街道").fits("chat-new")
	p.presses("给孩子报云托班").sees("只用来安排上课").presses("我是监护人，同意").sees("怎么称呼").says("朵朵").sees("几年级").says("三年级").
		sees("手机号").says("1381234567").sees("手机号要11位，这个是10位").says("13812345678").sees("您看看对不对", "138****5678").fits("chat-card").
		presses("没问题").sees("编号托1").until(`location.pathname.startsWith("/c/") && location.pathname.length > 20`)
	p.do(chromedp.Reload()).sees("编号托1", "138****5678", "1381234567").fits("chat-again")
	own := p.reads(`document.getElementById("own-link").value`)
	if !strings.HasPrefix(own, h.url+"/c/") {
		h.t.Errorf("her own link is %s", own)
	}
	other := open().opens(own).sees("编号托1")
	if said := h.says("street", "direct", "通过 托1"); !strings.Contains(said.Text, "通过了：托1") {
		h.t.Fatalf("%v", said)
	}
	p.sees("托1审核通过了")
	other.sees("托1审核通过了").presses("我的").sees("托1 朵朵")
	page := p.presses("我的页面").until(`location.pathname.startsWith("/l/")`).sees("托1").reads(`document.body.innerText`)
	if !strings.Contains(page, "朵朵") {
		h.t.Errorf("her page: %s", page)
	}
}

// byNumber says no button's words, only their numbers.
func byNumber(h *house, open func() *phone) {
	p := open().opens(h.poster("chat"))
	for _, x := range [][2]string{{"我要给孩子报云托班", "1 我是监护人，同意"}, {"1", "怎么称呼"}, {"朵朵", "几年级"}, {"三年级", "手机号"}, {"13812345678", "1 没问题"}, {"1", "编号托1"}} {
		p.says(x[0]).sees(x[1])
	}
}

// forms are filled with one thing wrong, which alone is asked again.
func forms(h *house, open func() *phone) {
	p := open().opens(h.poster("signup")).sees("志愿者报名").fits("form-signup")
	if org := p.reads(`document.getElementById("f-org").value`); org != "五角场街道" {
		h.t.Errorf("the poster's street is %q", org)
	}
	p.types("#f-name", "张三").types("#f-phone", "1381234567").types("#f-slots", "周末全天").presses("提交报名").
		sees("1处要改一下").until(besideItsField("phone", "手机号要11位")).fits("form-wrong")
	for field, want := range map[string]string{"name": "张三", "phone": "1381234567", "org": "五角场街道", "slots": "周末全天"} {
		if got := p.reads(`document.getElementById("f-` + field + `").value`); got != want {
			h.t.Errorf("%s became %q, was %q", field, got, want)
		}
	}
	p.do(chromedp.SetValue(chromedp.CSS("#f-phone"), "13812345678")).presses("提交报名").sees("编号", "志1", "138****5678").fits("form-done").presses("我的聊天").says("我的").sees("志1 张三")

	p = open().opens(h.poster("enrol")).sees("只用来安排上课").fits("form-enrol").
		types("#f-child", "朵朵").types("#f-grade", "十三年级").types("#f-phone", "13812345678").presses("提交报名").
		until(besideItsField("grade", "没有这个年级")).until(`document.querySelectorAll(".help.wrong").length === 2`).presses("我是监护人，同意")
	p.do(chromedp.SetValue(chromedp.CSS("#f-grade"), "三年级")).presses("提交报名").sees("托1", "现在排在第一个")
}

// besideItsField says that a sentence stands under the field that it is about.
func besideItsField(name, words string) string {
	return fmt.Sprintf(`(() => { const f = document.getElementById("f-%[1]s"), w = document.getElementById("wrong-%[1]s"); return Boolean(w) && w.closest(".field") === f.closest(".field") && f.getAttribute("aria-describedby").includes(w.id) && w.innerText.includes(%[2]q); })()`, name, words)
}

// signups lets people sign up by chat.
func (h *house) signups(names ...string) {
	h.t.Helper()
	for i, name := range names {
		h.says(name, "direct", fmt.Sprintf("报名 %s 男 22岁 1390000%04d 五角场街道", name, i))
		if said := h.says(name, "direct", "1"); !strings.Contains(said.Text, "编号志") {
			h.t.Fatalf("%v", said)
		}
	}
}

// link is the first link of what the bot says to words.
func (h *house) link(from, words string) string {
	h.t.Helper()
	said := h.says(from, "direct", words)
	if len(said.Links) == 0 {
		h.t.Fatalf("no link in %v", said)
	}
	return said.Links[0]
}

// reviewing is a coordinator with three waiting: two are ticked and told.
func reviewing(h *house, open func() *phone) {
	h.signups("张三", "李四", "王五")
	for _, who := range []string{"张三", "李四", "王五"} {
		h.heard("direct:" + who)
	}
	login := h.link("street", "后台")
	p := open().opens(login).sees("待审核").fits("console").presses("待审核").sees("志1 张三", "志2 李四", "志3 王五").fits("review").
		do(chromedp.Click(chromedp.CSS(`[value="志1"]`)), chromedp.Click(chromedp.CSS(`[value="志3"]`))).sees("已选2人").
		presses("通过2人").sees("通过了：志1、志3。已经告诉本人。", "志2 李四").fits("review-done")
	if err := h.outbox.Drain(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
	for who, told := range map[string]bool{"张三": true, "李四": false, "王五": true} {
		if news := fmt.Sprint(h.heard("direct:" + who)); strings.Contains(news, "通过了") != told {
			h.t.Errorf("%s heard %s", who, news)
		}
	}
	p.do(chromedp.Click(chromedp.CSS(`[value="志2"]`))).presses("退回").types("#reason", "电话不通").presses("退回1人").sees("退回了：志2", "都看完了")
	if err := h.outbox.Drain(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
	if news := fmt.Sprint(h.heard("direct:李四")); !strings.Contains(news, "电话不通") {
		h.t.Errorf("李四 heard %s", news)
	}
	p.opens(strings.TrimSuffix(login, login[len(login)-4:]) + "AAAA").sees("登录")
	h.at("2022-04-08T10:31:00+08:00")
	open().opens(login).sees("过期")
}

// pairs gives 朵朵 a tutor and a lesson on Friday at 19:00.
func (h *house) pairs() {
	h.t.Helper()
	h.person("mama", "parent", "五角场街道", "周岚")
	h.person("rui", "tutor", "五角场街道", "芮一鸣")
	for _, words := range []string{"给孩子报云托班", "1", "朵朵", "三年级", "13812345678", "1"} {
		h.says("mama", "direct", words)
	}
	for _, words := range []string{"通过 托1", "结对 托1 芮老师", "排课 托1 周五 19:00 1课时"} {
		h.says("street", "direct", words)
	}
	h.heard("direct:rui")
}

// proposing looks at a round of pairing on a phone, asks about one and drops another.
func proposing(h *house, open func() *phone) {
	h.play(`
		lin> 报名云托班辅导老师 林静 20岁 13800000001 五角场街道 周一晚上7点到9点 擅长数学
		lin> 1
		he> 报名云托班辅导老师 何川 21岁 13800000002 五角场街道 周二晚上7点到9点 擅长英语
		he> 1
		mama> 给孩子报云托班 孩子叫朵朵 三年级 数学 周一晚上7点到8点半 13812345678
		mama> 1
		mama> 1
		mama2> 给孩子报云托班 孩子叫小宝 五年级 英语 周二晚上7点到8点半 13812340000
		mama2> 1
		mama2> 1
		mama> 五角场街道
		mama2> 五角场街道
		street> 通过 志1-2
		street> 通过 托1、托2
		street> 结对建议
		能给2个孩子结对`)
	p := open().opens(h.link("street", "后台")).presses("待审核").presses("结对 2").sees("托1 朵朵 三年级 → 林静", "能教数学", "每周一 19:00–19:45").fits("proposals").
		do(chromedp.Click(chromedp.CSS(`[value="托1"]`))).presses("去问1对").sees("去问两边了：托1").fits("proposals-asked")
	if err := h.outbox.Drain(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
	if news := fmt.Sprint(h.heard("direct:lin")); !strings.Contains(news, "想请你带一个孩子") {
		h.t.Errorf("林静 heard %s", news)
	}
	p.do(chromedp.Click(chromedp.CSS(`[value="托2"]`))).presses("不结对").types("#reason", "时间不合适").presses("不结1对").sees("不结了：托2", "都看完了")
}

// tapLesson is a tutor's one tap on the link of the reminder.
func tapLesson(h *house, open func() *phone) {
	h.pairs()
	h.job("reminder", "2022-04-08T21:46:00+08:00")
	news := h.heard("direct:rui")
	if len(news) != 1 || len(news[0].Links) != 1 || !strings.Contains(news[0].Text, "还没报课时") {
		h.t.Fatalf("%v", news)
	}
	p := open().opens(news[0].Links[0]).sees("课1", "朵朵", "每45分钟1课时").fits("lesson")
	if start, minutes := p.reads(`document.getElementById("f-start").value`), p.reads(`document.getElementById("f-minutes").value`); start != "19:00" || minutes != "45分钟" {
		h.t.Errorf("filled in: %s, %s", start, minutes)
	}
	p.presses("确认上报").sees("课1记下了", "1课时").fits("lesson-done")
	p.opens(news[0].Links[0]).sees("已经报过：1课时")
}

// tapConsent is a guardian whose child was enrolled by another.
func tapConsent(h *house, open func() *phone) {
	p := open().opens(h.consentLink()).sees("要您点个头", "朵朵", "三年级").fits("consent")
	p.presses("我是监护人，同意").sees("收到您的同意", "托1")
	link := p.reads("location.href")
	p.opens(link).sees("您已经同意过了").presses("撤回同意").sees("课马上停").fits("consent-given").presses("确定撤回").sees("托1不再排队").fits("consent-back")
	p.opens(link).presses("我是监护人，同意").sees("收到您的同意")
	if said := h.says("aunt", "direct", "查 托1"); strings.Contains(said.Text, "还差监护人") {
		h.t.Errorf("%v", said)
	}
}

// consentLink is what a child enrolled by an aunt waits for.
func (h *house) consentLink() string {
	h.t.Helper()
	for _, words := range []string{"给孩子报云托班", "2", "朵朵", "三年级", "13812345678"} {
		h.says("aunt", "direct", words)
	}
	return h.link("aunt", "1")
}

// simulate opens the simulator on an empty database: its people come in by
// themselves, say something, and a job is run.
func simulate(h *house, open func() *phone) {
	p := open().do(chromedp.EmulateViewport(1280, 800)).opens(h.url+"/sim").sees("周岚", "芮一鸣", "五角场街道工作群", "市级工作群", "（模拟）").
		says("报名 张三 男 22岁 13812345678 五角场街道 周末全天 会开车").sees("您看看对不对").presses("没问题").sees("编号志1").
		types("#at", "2022-04-08 18:00\r").sees("周五 18:00（模拟）").presses("发日报").sees("做完了")
	p.presses("五角场街道工作群").sees("五角场街道 日报", "报名1人").fits("sim")
	phone := open().opens(h.url + "/sim").sees("换个人").fits("sim-phone").presses("换个人").presses("高宁").says("待审核").sees("志1 张三")
	phone.until(`getComputedStyle(document.getElementById("say")).display !== "none"`)
}
