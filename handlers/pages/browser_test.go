package pages

import (
	"context"
	"encoding/json"
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
	"github.com/skip2/go-qrcode"
)

var shots = flag.String("shots", "", "a folder to keep a picture of every page in")

// TestInBrowser opens every page in a real browser, at the widths of a small
// phone, a phone and a desk, and talks on the chat page and in the simulator.
func TestInBrowser(t *testing.T) {
	browser, stop := open(t)
	defer stop()
	p := mustNew(t)
	t.Run("layout", func(t *testing.T) {
		srv := httptest.NewServer(serve(p))
		defer srv.Close()
		ctx := tab(t, browser, 2*time.Minute)
		for _, size := range [][2]int64{{320, 640}, {360, 740}, {1280, 800}} {
			for _, s := range samples() {
				t.Run(fmt.Sprintf("%s at %d", s.name, size[0]), func(t *testing.T) {
					checkLayout(t, ctx, srv.URL+"/qing/page/"+s.name, s.name, size)
				})
			}
		}
	})
	t.Run("chat", func(t *testing.T) { talkOnThePage(t, browser, p) })
	t.Run("chat without streams", func(t *testing.T) { talkWithoutStreams(t, browser, p) })
	t.Run("chat without script", func(t *testing.T) { talkWithoutScript(t, browser, p) })
	t.Run("review", func(t *testing.T) { tickAndCount(t, browser, p) })
	t.Run("simulator", func(t *testing.T) { playEveryone(t, browser, p) })
}

// open starts one browser for all that a test looks at.
func open(t *testing.T) (context.Context, func()) {
	t.Helper()
	alloc, stopAlloc := chromedp.NewExecAllocator(context.Background(), chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("lang", "en-US"))
	ctx, stop := chromedp.NewContext(alloc)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("chromium: %v", err)
	}
	return ctx, func() { stop(); stopAlloc() }
}

// tab is a new tab that lives for a while at most.
func tab(t *testing.T, browser context.Context, life time.Duration) context.Context {
	t.Helper()
	ctx, stop := chromedp.NewContext(browser)
	ctx, cancel := context.WithTimeout(ctx, life)
	t.Cleanup(func() { cancel(); stop() })
	return ctx
}

// serve answers as the product would: the policy, the assets and every sample.
func serve(p *Pages) *http.ServeMux {
	mux := http.NewServeMux()
	mux.Handle("/qing/assets/", p.Assets())
	mux.HandleFunc("GET /qing/poster/enrol/qr.png", drawCode)
	for _, s := range samples() {
		mux.HandleFunc("GET /qing/page/"+s.name, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Security-Policy", Policy)
			if err := s.draw(p, w); err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
			}
		})
	}
	return mux
}

func drawCode(w http.ResponseWriter, _ *http.Request) {
	code, err := qrcode.Encode("https://example.cn/qing/f/enrol", qrcode.Medium, 480)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	_, _ = w.Write(code)
}

// problems lists what sticks out to the right and what is too small for a
// thumb. A link inside a sentence is as high as its line, and may be.
const problems = `(() => {
	const out = [], wide = document.documentElement.clientWidth;
	if (document.documentElement.scrollWidth > wide) out.push("scrolls sideways: " + document.documentElement.scrollWidth);
	for (const e of document.querySelectorAll("a, button, summary, input, textarea, select")) {
		const target = e.matches("[type=radio], [type=checkbox]") ? e.closest("label") : e, box = target.getBoundingClientRect();
		if (!box.width || getComputedStyle(target).display === "inline") continue;
		if (box.height < 43.5) out.push("too small: " + target.outerHTML.slice(0, 80) + " " + box.height);
		if (box.right > wide + 1) out.push("cut off: " + target.outerHTML.slice(0, 80));
	}
	return out;
})()`

// large doubles the letters and says whether the page then scrolls sideways.
const large = `document.documentElement.style.fontSize = "200%", document.documentElement.scrollWidth > document.documentElement.clientWidth`

func checkLayout(t *testing.T, ctx context.Context, url, name string, size [2]int64) {
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(size[0], size[1]), chromedp.Navigate(url)); err != nil {
		t.Fatal(err)
	}
	found, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](problems))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		t.Error(f)
	}
	if *shots != "" {
		keepShot(t, ctx, fmt.Sprintf("%s-%d.png", name, size[0]))
	}
	sideways, err := chromedp.Run(ctx, chromedp.Evaluate[bool](large))
	if err != nil || sideways {
		t.Errorf("with letters twice as large the page scrolls sideways: %v %v", sideways, err)
	}
}

func keepShot(t *testing.T, ctx context.Context, file string) {
	t.Helper()
	take := chromedp.FullScreenshot(100)
	if strings.HasPrefix(file, "chat") || strings.HasPrefix(file, "sim") {
		take = chromedp.CaptureScreenshot() // what sticks to an edge is drawn where people see it
	}
	picture, err := chromedp.Run(ctx, take)
	if err == nil {
		err = os.WriteFile(filepath.Join(*shots, file), picture, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func writeJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}
