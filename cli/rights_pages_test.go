package cli

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"xiaoqing/bot/workflow"
)

// TestRightsOnPages: a worry is told on a page of its own, an appeal answered on the
// coordinator's.
func TestRightsOnPages(t *testing.T) {
	eachShop(t, func(h *house) {
		h.play(`
			person city coordinator 上海市 罗敏
			city> 新建 杨浦区
			city> 新建 五角场街道 属于 杨浦区
			person street coordinator 五角场街道 高宁
			person social social_worker 五角场街道 程远
			person mama parent 五角场街道 周岚
			person rui tutor 五角场街道 芮一鸣
			at 2022-04-04T10:00:00+08:00
			mama> 报云托班 朵朵 三年级 13812345678
			mama> 1
			mama> 1
			street> 通过 托1
			street> 结对 托1 芮老师
			street> 排课 托1 周二 19:00 1课时
			at 2022-04-05T21:30:00+08:00
			rui> 今晚7点到9点给朵朵辅导数学
			rui> 1
			street> 拒绝 课1 没有上两个小时
			rui> 申诉 课1 卷子多，家长同意加的
		`)
		browser := openBrowser(t)
		l, err := h.store.Lesson(t.Context(), 1)
		if err != nil {
			t.Fatal(err)
		}
		page := func(to workflow.Destination) string {
			link := h.bot.Links.Personal(workflow.Link{To: to, ID: 1, Person: l.TutorID, Expires: h.clock.Now().Add(time.Hour)})
			return strings.Replace(link, h.bot.Links.Base, h.url, 1)
		}
		newPhone(t, browser).opens(page(workflow.ToLesson)).sees("我有点担心", "这节课没上").fits("lesson-worry").
			opens(page(workflow.ToConcern)).sees("只有社工看得到").fits("concern").
			types("#f-words", "她总说家里没人管").presses("告诉社工").sees("由五角场街道的社工来看", "4月6日前").fits("concern-done")
		if got := h.says("social", "direct", "案1").Text; got == "" {
			t.Error("the social worker cannot read it")
		}
		newPhone(t, browser).opens(h.link("city", "后台")).opens(h.url+"/console/review?tab=appeal").sees("课1 4月5日", "老师申诉", "卷子多").fits("appeals").
			do(chromedp.Click(chromedp.CSS(`[value="课1"]`))).presses("答复").types("#reason", "家长证实了").fits("appeal-answer").presses("申诉通过1件").sees("课1的申诉通过了")
		if err := h.outbox.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		h.play("rui< 课1的申诉通过了，由上海市协调员4月5日答复")
	})
}
