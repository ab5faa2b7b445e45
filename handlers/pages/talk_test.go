package pages

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// steps runs in order and names the first that fails.
func steps(t *testing.T, ctx context.Context, all ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	for i, a := range all {
		if err := chromedp.Do(ctx, a); err != nil {
			t.Fatalf("step %d: %v", i+1, err)
		}
	}
}

// until waits for a JavaScript expression to be true.
func until(expression string) chromedp.Action[chromedp.Void] {
	return func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		_, err := chromedp.Poll[bool](expression)(ctx, target)
		if err != nil {
			err = fmt.Errorf("until %s: %w", expression, err)
		}
		return chromedp.Void{}, err
	}
}

// press clicks the first button that says so, as a script can.
func press(label string) chromedp.Action[chromedp.Void] {
	return until(fmt.Sprintf(`(() => { const b = [...document.querySelectorAll("button:not(:disabled)")].find(b => b.offsetParent && b.textContent.includes(%q)); if (b) b.click(); return Boolean(b); })()`, label))
}

func shows(text string) chromedp.Action[chromedp.Void] {
	return until(fmt.Sprintf(`document.body.innerText.includes(%q)`, text))
}

func chatServer(t *testing.T, p *Pages) (*fakeChat, string) {
	t.Helper()
	f := newFakeChat(p)
	mux := http.NewServeMux()
	mux.Handle("/qing/assets/", p.Assets())
	f.routes(mux)
	srv := httptest.NewServer(mux)
	t.Cleanup(srv.Close)
	return f, srv.URL + "/qing/c"
}

func talkOnThePage(t *testing.T, browser context.Context, p *Pages) {
	f, url := chatServer(t, p)
	ctx := tab(t, browser, time.Minute)
	f.set(true, true)
	steps(t, ctx, chromedp.EmulateViewport(360, 740), chromedp.Navigate(url),
		chromedp.SendKeys(chromedp.CSS("#text"), "报名 <b>张三</b>\r"),
		shows("稍等一下。"),
		chromedp.Reload(), // what was not acknowledged is not lost
		shows("报名 <b>张三</b>"))
	f.set(true, false)
	steps(t, ctx, shows("听到了：报名 <b>张三</b>"),
		until(`location.pathname === "/qing/c/new1"`),
		until(`!document.querySelector(".state") && !document.getElementById("own").hidden`),
		press("没问题"), shows("听到了：没问题"),
		until(`document.querySelectorAll(".card").length === 2 && document.querySelectorAll(".card button:not(:disabled)").length === 2`))
	f.say("有位老师愿意带朵朵。")
	steps(t, ctx, shows("有位老师愿意带朵朵。"))
	if *shots != "" {
		keepShot(t, ctx, "chat-live-360.png")
	}
	f.once(t, 2)
}

// once checks that n messages were heard, and each acted on once.
func (f *fakeChat) once(t *testing.T, n int) {
	t.Helper()
	f.Lock()
	defer f.Unlock()
	mine := map[string]int{}
	for _, l := range f.lines {
		if l.From == Me {
			mine[l.ID]++
		}
	}
	if len(mine) != n {
		t.Errorf("%d messages heard, want %d", len(mine), n)
	}
	for id, times := range mine {
		if times != 1 || len(id) < 16 {
			t.Errorf("message %q heard %d times", id, times)
		}
	}
}

func talkWithoutStreams(t *testing.T, browser context.Context, p *Pages) {
	f, url := chatServer(t, p)
	f.set(false, false)
	ctx := tab(t, browser, time.Minute)
	steps(t, ctx, chromedp.Navigate(url), press("上报课时"), shows("听到了：上报课时"))
	f.say("芮老师，今晚7点有课。")
	steps(t, ctx, shows("芮老师，今晚7点有课。"))
	f.once(t, 1)
}

func talkWithoutScript(t *testing.T, browser context.Context, p *Pages) {
	f, url := chatServer(t, p)
	ctx := tab(t, browser, time.Minute)
	off := chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	})
	click := func(css string) chromedp.Action[chromedp.Void] { return chromedp.Click(chromedp.CSS(css)) }
	steps(t, ctx, off, chromedp.Navigate(url), click(`#start button[value="上报课时"]`),
		chromedp.WaitVisible(chromedp.CSS(".card button[value=没问题]")), click(".card button[value=没问题]"),
		chromedp.WaitVisible(chromedp.CSS(`.line[data-n="4"]`)),
		chromedp.SendKeys(chromedp.CSS("#text"), "谢谢"), click("#say button"),
		chromedp.WaitVisible(chromedp.CSS(`.line[data-n="6"]`)))
	f.Lock()
	defer f.Unlock()
	for i, want := range map[int]string{0: "上报课时", 2: "没问题", 4: "谢谢"} {
		if f.lines[i].Text != want {
			t.Errorf("line %d is %q, want %q", i+1, f.lines[i].Text, want)
		}
	}
}

func tickAndCount(t *testing.T, browser context.Context, p *Pages) {
	srv := httptest.NewServer(serve(p))
	defer srv.Close()
	ctx := tab(t, browser, time.Minute)
	steps(t, ctx, chromedp.EmulateViewport(360, 740), chromedp.Navigate(srv.URL+"/qing/page/review"),
		until(`document.querySelector("button.main").disabled`),
		chromedp.Click(chromedp.CSS("#all input")), shows("已选3人"), shows("通过3人"), shows("有提醒的1人没选"),
		chromedp.Click(chromedp.CSS(`[value="684"]`)), shows("通过4人"),
		chromedp.Click(chromedp.CSS("details:first-of-type summary")), shows("退回4人"), shows("拒绝4人"))
	if *shots != "" {
		keepShot(t, ctx, "sim-review-open-360.png")
	}
}

func playEveryone(t *testing.T, browser context.Context, p *Pages) {
	f := &fakeSim{said: map[string][]map[string]any{}, now: at("2022-04-08 09:00")}
	mux := serve(p)
	f.routes(mux)
	srv := httptest.NewServer(mux)
	defer srv.Close()
	ctx := tab(t, browser, time.Minute)
	steps(t, ctx, chromedp.EmulateViewport(1280, 800), chromedp.Navigate(srv.URL+"/qing/page/sim"),
		shows("2022年4月8日 周五 09:00"), shows("五角场街道工作群"),
		chromedp.SendKeys(chromedp.CSS("#text"), "报名\r"), shows("听到了：报名"), until(`!document.querySelector(".state")`),
		until(`document.querySelector("#log a").target === "_blank"`),
		press("+1小时"), shows("10:00（模拟）"),
		chromedp.SendKeys(chromedp.CSS("#at"), "2022-04-08 18:00\r"), shows("周五 18:00（模拟）"),
		press("发日报"), shows("发日报：发到2个群。"),
		until(`document.querySelectorAll("nav .count").length === 2`),
		press("g-wjc"), shows("五角场街道 日报"), until(`!document.getElementById("as").hidden`),
		chromedp.SetValue(chromedp.CSS("#speaker"), "street"), chromedp.SendKeys(chromedp.CSS("#text"), "口径\r"), shows("听到了：口径"))
	if *shots != "" {
		keepShot(t, ctx, "sim-live-1280.png")
		steps(t, ctx, chromedp.EmulateViewport(360, 740))
		keepShot(t, ctx, "sim-live-360.png")
		steps(t, ctx, chromedp.Click(chromedp.CSS("#picker summary")))
		keepShot(t, ctx, "sim-picker-360.png")
	}
	f.Lock()
	defer f.Unlock()
	if len(f.chats) != 11 || f.groups != 2 || len(f.ran) != 1 {
		t.Errorf("%d chats, %d groups, ran %v", len(f.chats), f.groups, f.ran)
	}
}
