package cli

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// flood asks for pages until it is told to wait, and says whether it ever was.
func (v *visitor) flood() bool {
	v.t.Helper()
	for range 1000 {
		status, page, _ := v.asks("/f/signup", nil)
		if status == http.StatusTooManyRequests {
			if !strings.Contains(page, "点得有点快") || !strings.Contains(page, "等一分钟") {
				v.t.Errorf("the page is not kind: %s", page)
			}
			return true
		}
		if status != http.StatusOK {
			v.t.Fatalf("%d %s", status, page)
		}
	}
	return false
}

// from is a visitor of that address, as a gateway says.
func (h *house) from(address string) *visitor {
	v := h.visitor()
	v.header.Set("X-Forwarded-For", address)
	return v
}

// TestAFlood from one address gets a kind page; the platform's door, other
// addresses and the health check are as ever.
func TestAFlood(t *testing.T) {
	h := newShop(t, "sqlite:"+filepath.Join(t.TempDir(), "x.db"), "XQ_TRUSTED_PROXIES=127.0.0.1")
	flooder := h.from("203.0.113.7")
	if !flooder.flood() {
		t.Fatal("a thousand pages in a row, and no limit")
	}
	flooder.gets(http.StatusTooManyRequests, "/c/"+strings.Repeat("t", 24), url.Values{"id": {"1"}, "text": {"我的"}})
	flooder.gets(http.StatusOK, "/healthz", nil)
	h.from("203.0.113.8").gets(http.StatusOK, "/f/signup", nil)
	if said := h.says("anna", "direct", "帮助"); said.Text == "" {
		t.Error("the simulator is shut too")
	}
}

// TestNobodyIsBelievedUnasked: without a trusted gateway the header changes nothing.
func TestNobodyIsBelievedUnasked(t *testing.T) {
	h := newShop(t, "sqlite:"+filepath.Join(t.TempDir(), "x.db"))
	if !h.from("203.0.113.7").flood() {
		t.Fatal("no limit")
	}
	if !h.from("203.0.113.8").flood() {
		t.Error("a made-up address passes the limit")
	}
}

// TestUnderASubPath lives behind a gateway that passes the path on whole, or cuts
// it; either way every link leads back under it.
func TestUnderASubPath(t *testing.T) {
	h := newHouse(t, "sqlite:"+filepath.Join(t.TempDir(), "x.db"), "XQ_PUBLIC_URL=https://youth.example.cn/xq")
	v := h.visitor()
	v.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	for _, way := range []string{"", "/xq"} {
		page := v.gets(http.StatusOK, way+"/c", nil, `action="/xq/c/`, `href="/xq/assets/look.`, `src="/xq/assets/talk.`)
		chat := between(page, `action="/xq`, `"`)
		v.gets(http.StatusSeeOther, way+chat, url.Values{"id": {"1"}, "text": {"给孩子报云托班"}})
		v.gets(http.StatusOK, way+chat, nil, "给孩子报云托班", "https://youth.example.cn/xq"+chat)
		for _, path := range []string{"/", "/f/signup", "/poster/enrol", "/help/privacy", "/sim"} {
			page := v.gets(http.StatusOK, way+path, nil, "/xq/assets/look.")
			for _, attribute := range []string{`href="/`, `src="/`, `action="/`} {
				for _, rest := range strings.Split(page, attribute)[1:] {
					if !strings.HasPrefix(rest, "xq/") && !strings.HasPrefix(rest, `xq"`) {
						t.Errorf("%s%s: %s%.40s leads out", way, path, attribute, rest)
					}
				}
			}
		}
		asset := between(page, `href="/xq/assets/look.`, `"`)
		v.gets(http.StatusOK, way+"/assets/look."+asset, nil)
	}
	v.gets(http.StatusNotFound, "/xqx/c", nil)
	h.at("2022-04-08T10:00:00+08:00")
	h.person("street", "coordinator", "五角场街道", "高宁")
	login := h.link("street", "后台")
	if !strings.HasPrefix(login, "https://youth.example.cn/xq/console/enter/") {
		t.Fatal(login)
	}
	answer, err := v.client.Get(h.url + strings.TrimPrefix(login, "https://youth.example.cn"))
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	cookies := answer.Cookies()
	if answer.Header.Get("Location") != "/xq/console" || len(cookies) != 1 || cookies[0].Path != "/xq/console" || !cookies[0].Secure || !cookies[0].HttpOnly {
		t.Errorf("%s %v", answer.Header.Get("Location"), cookies)
	}
}

// TestProofOfTheDomain serves the platform's own files and no others.
func TestProofOfTheDomain(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"WW_verify_abc123.txt", "MP_verify_abc123.txt", "secret.txt"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("proof of "+name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	v := newHouse(t, "sqlite:"+filepath.Join(t.TempDir(), "x.db"), "XQ_VERIFY_DIR="+dir).visitor()
	v.gets(http.StatusOK, "/WW_verify_abc123.txt", nil, "proof of WW")
	v.gets(http.StatusOK, "/MP_verify_abc123.txt", nil, "proof of MP")
	for _, path := range []string{"/secret.txt", "/WW_verify_other.txt", "/WW_verify_..%2Fsecret.txt", "/x/WW_verify_abc123.txt"} {
		v.gets(http.StatusNotFound, path, nil)
	}
}

// TestPostsFromOtherSites are refused, whatever way the browser tells of them.
func TestPostsFromOtherSites(t *testing.T) {
	eachShop(t, func(h *house) {
		raw := openRaw(h.t, h.store.Database)
		form := url.Values{"submission": {strings.Repeat("s", 24)}, "programme": {"volunteer"}, "name": {"张三"}, "phone": {"13812345678"}, "org": {"五角场街道"}, "id": {"1"}, "text": {"我的"}}
		for name, header := range map[string]http.Header{
			"by site":   {"Sec-Fetch-Site": {"cross-site"}},
			"by origin": {"Origin": {"https://evil.example"}},
			"by both":   {"Sec-Fetch-Site": {"same-site"}, "Origin": {"https://evil.example"}},
		} {
			v := h.visitor()
			v.header = header
			for _, path := range []string{"/f/signup", "/c/" + strings.Repeat("t", 24), "/console/review", "/sim/api/clock"} {
				if status, _, _ := v.asks(path, form); status != http.StatusForbidden {
					h.t.Errorf("%s to %s: %d", name, path, status)
				}
			}
		}
		if n := raw.number("SELECT COUNT(*) FROM people") + raw.number("SELECT COUNT(*) FROM signups"); n != 0 {
			h.t.Errorf("%d people and sign-ups", n)
		}
		own := h.visitor()
		own.header = http.Header{"Sec-Fetch-Site": {"same-origin"}, "Origin": {h.url}}
		own.gets(http.StatusOK, "/f/signup", form, "志1")
	})
}
