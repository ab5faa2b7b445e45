package cli

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"xiaoqing/models/modeltest"
)

var shots = flag.String("shots", "", "a folder to keep pictures of the pages in")

// newShop is a house whose own links lead to it.
func newShop(t *testing.T, database string, env ...string) *house {
	t.Helper()
	var h *house
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { h.handlers.ServeHTTP(w, r) }))
	t.Cleanup(front.Close)
	h = newHouse(t, database, append([]string{"XQ_PUBLIC_URL=" + front.URL}, env...)...)
	h.url = front.URL
	return h
}

// eachShop opens one on each kind of database.
func eachShop(t *testing.T, f func(h *house), env ...string) {
	for kind, database := range modeltest.DSNs(t) {
		t.Run(kind, func(t *testing.T) { f(newShop(t, database, env...)) })
	}
}

// openBrowser starts one browser for all that a test looks at.
func openBrowser(t *testing.T) context.Context {
	t.Helper()
	alloc, stopAlloc := chromedp.NewExecAllocator(context.Background(), chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("lang", "en-US"))
	ctx, stop := chromedp.NewContext(alloc)
	t.Cleanup(func() { stop(); stopAlloc() })
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("chromium: %v", err)
	}
	return ctx
}

// phone is one tab as wide as a small phone.
type phone struct {
	t   *testing.T
	ctx context.Context
}

func newPhone(t *testing.T, browser context.Context) *phone {
	t.Helper()
	ctx, stop := chromedp.NewContext(browser)
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(func() { cancel(); stop() })
	p := &phone{t, ctx}
	p.do(chromedp.EmulateViewport(360, 740))
	return p
}

// do runs steps in order and names the first that fails.
func (p *phone) do(steps ...chromedp.Action[chromedp.Void]) *phone {
	p.t.Helper()
	for i, step := range steps {
		if err := chromedp.Do(p.ctx, step); err != nil {
			page, _ := chromedp.Run(p.ctx, chromedp.Evaluate[string]("location.pathname + '\\n' + document.body.innerText"))
			p.t.Fatalf("step %d: %v\non %s", i+1, err, page)
		}
	}
	return p
}

func (p *phone) opens(url string) *phone {
	p.t.Helper()
	return p.do(chromedp.Navigate(url))
}

// types writes into a field and sends it off where that is what Enter does.
func (p *phone) types(css, text string) *phone {
	p.t.Helper()
	return p.do(chromedp.SendKeys(chromedp.CSS(css), text))
}

// says writes one message in a chat and sends it.
func (p *phone) says(text string) *phone {
	p.t.Helper()
	return p.types("#text", text+"\r")
}

// presses taps the first button or link that says so.
func (p *phone) presses(label string) *phone {
	p.t.Helper()
	return p.until(fmt.Sprintf(`(() => {
		const all = [...document.querySelectorAll("button:not(:disabled), a, label, summary")].filter(b => b.offsetParent);
		const b = all.find(b => b.textContent.trim() === %[1]q) || all.find(b => b.textContent.includes(%[1]q));
		if (b) b.click();
		return Boolean(b);
	})()`, label))
}

// sees waits for words on the page.
func (p *phone) sees(words ...string) *phone {
	p.t.Helper()
	for _, w := range words {
		p.until(fmt.Sprintf(`document.body.innerText.includes(%q)`, w))
	}
	return p
}

// until waits for a JavaScript expression to be true.
func (p *phone) until(expression string) *phone {
	p.t.Helper()
	return p.do(func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
		defer cancel()
		for {
			_, err := chromedp.Poll[bool](expression)(ctx, target)
			if err == nil {
				return chromedp.Void{}, nil
			}
			if gone := strings.Contains(err.Error(), "-32000"); !gone || ctx.Err() != nil { // another page comes: ask that one
				return chromedp.Void{}, fmt.Errorf("until %s: %w", expression, err)
			}
		}
	})
}

// reads is the value of a JavaScript expression.
func (p *phone) reads(expression string) string {
	p.t.Helper()
	value, err := chromedp.Run(p.ctx, chromedp.Evaluate[string](expression))
	if err != nil {
		p.t.Fatal(expression, err)
	}
	return value
}

// misfits lists what sticks out to the right and what is too small for a thumb; a
// link inside a sentence may be as low as its line.
const misfits = `(() => {
	const out = [], wide = document.documentElement.clientWidth;
	if (document.documentElement.scrollWidth > wide) out.push("scrolls sideways: " + document.documentElement.scrollWidth);
	for (const e of document.querySelectorAll("a, button, summary, input, textarea, select")) {
		const target = e.matches("[type=radio], [type=checkbox]") ? e.closest("label") : e, box = target.getBoundingClientRect();
		if (!box.width || getComputedStyle(target).display === "inline") continue;
		if (box.height < 43.5) out.push("too small: " + target.outerHTML.slice(0, 80) + " " + box.height);
		if (box.right > wide + 1) out.push("cut off: " + target.outerHTML.slice(0, 80));
	}
	return out.join("\n");
})()`

// fits wants a page that fits the phone; its picture is kept when asked for.
func (p *phone) fits(name string) *phone {
	p.t.Helper()
	if out := p.reads(misfits); out != "" {
		p.t.Errorf("%s: %s", name, out)
	}
	if *shots == "" {
		return p
	}
	picture, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(filepath.Join(*shots, name+".png"), picture, 0o644)
	}
	if err != nil {
		p.t.Fatal(err)
	}
	return p
}
