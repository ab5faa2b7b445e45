package cli

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// visitor is a browser without script: it follows what pages say.
type visitor struct {
	t      *testing.T
	url    string
	client http.Client
	header http.Header
}

func (h *house) visitor() *visitor {
	return &visitor{t: h.t, url: h.url, header: http.Header{}, client: http.Client{Timeout: 20 * time.Second}}
}

// asks makes one request; without a form it is a GET.
func (v *visitor) asks(path string, form url.Values) (status int, page string, at string) {
	v.t.Helper()
	method, address := http.MethodGet, path
	if strings.HasPrefix(path, "/") {
		address = v.url + path
	}
	if form != nil {
		method = http.MethodPost
	}
	r, err := http.NewRequest(method, address, strings.NewReader(form.Encode()))
	if err != nil {
		v.t.Fatal(err)
	}
	r.Header = v.header.Clone()
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	answer, err := v.client.Do(r)
	if err != nil {
		v.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return answer.StatusCode, string(body), answer.Request.URL.Path
}

// gets wants a page with that status, and words on it.
func (v *visitor) gets(status int, path string, form url.Values, words ...string) string {
	v.t.Helper()
	got, page, _ := v.asks(path, form)
	if got != status {
		v.t.Errorf("%s: %d, want %d\n%s", path, got, status, page)
	}
	for _, w := range words {
		if !strings.Contains(page, w) {
			v.t.Errorf("%s does not say %q:\n%s", path, w, page)
		}
	}
	return page
}

// between is what stands in a page between two strings.
func between(page, before, after string) string {
	_, rest, _ := strings.Cut(page, before)
	found, _, _ := strings.Cut(rest, after)
	return found
}

// submission is the id that a page gave its form.
func submission(page string) string { return between(page, `name="submission" value="`, `"`) }

// TestChatWithoutScript talks by plain forms; what is posted twice counts once.
func TestChatWithoutScript(t *testing.T) {
	eachShop(t, func(h *house) {
		h.at("2022-04-08T10:00:00+08:00")
		v := h.visitor()
		page := v.gets(http.StatusOK, "/c", nil, "您好，我是小青", "给孩子报云托班")
		chat := between(page, `action="`, `"`)
		ids := map[string]bool{}
		for _, words := range []string{"给孩子报云托班", "1", "朵朵", "三年级", "13812345678", "没问题"} {
			id := between(page, `class="compose" method="post" action="`+chat+`"><input type="hidden" name="id" value="`, `"`)
			if id == "" || ids[id] {
				t.Fatalf("the page's id %q is no new one", id)
			}
			ids[id] = true
			form := url.Values{"id": {id}, "text": {words}}
			page = v.gets(http.StatusOK, chat, form, words)
			again := v.gets(http.StatusOK, chat, form)
			if n, m := strings.Count(page, `data-n="`), strings.Count(again, `data-n="`); n != m {
				t.Errorf("%s, posted twice: %d lines became %d", words, n, m)
			}
		}
		if !strings.Contains(page, "编号托1") || !strings.Contains(page, h.url+chat) {
			t.Errorf("at the end: %s", page)
		}
		v.gets(http.StatusBadRequest, chat, url.Values{"id": {"x"}, "text": {"  "}})
		v.gets(http.StatusRequestEntityTooLarge, chat, url.Values{"id": {"x"}, "text": {strings.Repeat("长", 30_000)}})
		v.gets(http.StatusNotFound, "/c/short", nil)
	})
}

// TestFormPosts hands forms in wrong, right, and twice.
func TestFormPosts(t *testing.T) {
	eachShop(t, func(h *house) {
		h.at("2022-04-08T10:00:00+08:00")
		v, raw := h.visitor(), openRaw(t, h.store.Database)
		for _, c := range []struct {
			form        string
			right       url.Values
			field, says string
			wrong       string
			table       string
		}{
			{"signup", url.Values{"programme": {"volunteer"}, "name": {"张三"}, "phone": {"13812345678"}, "org": {"五角场街道"}}, "phone", "手机号要11位，这个是10位", "1381234567", "signups"},
			{"signup", url.Values{"programme": {"volunteer"}, "name": {"李四"}, "phone": {"13812345678"}, "org": {"五角场街道"}}, "age", "年龄要在8岁到99岁之间", "120", "signups"},
			{"enrol", url.Values{"consent": {"guardian"}, "child": {"朵朵"}, "grade": {"三年级"}, "phone": {"13812345678"}}, "grade", "没有这个年级", "十三年级", "enrolments"},
			{"enrol", url.Values{"consent": {"proxy"}, "child": {"豆豆"}, "grade": {"三年级"}, "phone": {"13812345678"}}, "child", "", "", "enrolments"},
		} {
			path := "/f/" + c.form
			id := submission(v.gets(http.StatusOK, path, nil))
			bad := maps.Clone(c.right)
			bad.Set("submission", id)
			bad.Set(c.field, c.wrong)
			before := raw.counts()
			page := v.gets(http.StatusUnprocessableEntity, path, bad, c.says, "1处要改一下", `id="wrong-`+c.field+`"`)
			if submission(page) != id {
				t.Errorf("%s: the page has another id now", path)
			}
			for field, value := range c.right {
				kept := fmt.Sprintf(`value="%s"`, value[0])
				if field != c.field && !strings.Contains(page, kept) {
					t.Errorf("%s: %s was not kept", path, field)
				}
			}
			if after := raw.counts(); !maps.Equal(before, after) {
				t.Errorf("%s: a wrong form stored %v, was %v", path, after, before)
			}
			c.right.Set("submission", id)
			done := v.gets(http.StatusOK, path, c.right, "编号")
			ticket := between(done, "<span>编号</span> <b>", "</b>")
			again := v.gets(http.StatusOK, path, c.right)
			if twice := between(again, "<span>编号</span> <b>", "</b>"); ticket == "" || twice != ticket {
				t.Errorf("%s: told %q, and twice submitted %q", path, ticket, twice)
			}
			if n := raw.counts()[c.table]; n != before[c.table]+1 {
				t.Errorf("%s: %d rows more", path, n-before[c.table])
			}
		}
		v.gets(http.StatusNotFound, "/f/nonsense", nil)
		v.gets(http.StatusNotFound, "/f/approve", nil) // a workflow, but none for everyone
		v.gets(http.StatusBadRequest, "/f/signup", url.Values{"name": {"张三"}}, "刷新")
	})
}

// TestConsentPage is looked at by link scanners, and tapped by a guardian.
func TestConsentPage(t *testing.T) {
	eachShop(t, func(h *house) {
		h.at("2022-04-08T10:00:00+08:00")
		h.person("street", "coordinator", "五角场街道", "高宁")
		h.person("rui", "tutor", "五角场街道", "芮一鸣")
		h.person("aunt", "parent", "五角场街道", "周岚")
		link, raw, v := h.consentLink(), openRaw(t, h.store.Database), h.visitor()
		h.says("street", "direct", "通过 托1")
		if said := h.says("street", "direct", "结对 托1 芮老师"); !strings.Contains(said.Text, "还没有监护人的同意") {
			t.Errorf("paired before the tap: %v", said)
		}
		before := raw.counts()
		page := v.gets(http.StatusOK, link, nil, "要您点个头", "留多久")
		v.gets(http.StatusOK, link, nil)
		if after := raw.counts(); !maps.Equal(before, after) {
			t.Errorf("a look changed %v into %v", before, after)
		}
		id, version := submission(page), between(page, `name="version" value="`, `"`)
		v.gets(http.StatusConflict, link, url.Values{"submission": {id}, "version": {"2001-01"}, "do": {"agree"}}, "更新过")
		v.gets(http.StatusOK, link, url.Values{"submission": {id}, "version": {version}}, "要您点个头") // sent without the tap
		if n := raw.number("SELECT COUNT(*) FROM consents"); n != 0 {
			t.Errorf("%d consents without a tap", n)
		}
		h.at("2022-04-08T11:00:00+08:00")
		for range 2 {
			v.gets(http.StatusOK, link, url.Values{"submission": {id}, "version": {version}, "do": {"agree"}}, "收到您的同意")
		}
		kept := map[string]string{}
		raw.cells("SELECT ticket, version, channel, given_at, ended_at FROM consents", func(column string, value []byte) { kept[column] += string(value) })
		if want := (map[string]string{"ticket": "托1", "version": version, "channel": "link", "given_at": "1649386800000", "ended_at": "0"}); !maps.Equal(kept, want) {
			t.Errorf("kept %v, want %v", kept, want)
		}
		if said := h.says("street", "direct", "结对 托1 芮老师"); !strings.Contains(said.Text, "结对了") {
			t.Errorf("after the tap: %v", said)
		}
	})
}

// TestLinksOfOthers are forged, changed, of another kind, or expired.
func TestLinksOfOthers(t *testing.T) {
	eachShop(t, func(h *house) {
		h.at("2022-04-08T10:00:00+08:00")
		h.person("street", "coordinator", "五角场街道", "高宁")
		v, login, consent := h.visitor(), h.link("street", "后台"), h.consentLink()
		before := openRaw(t, h.store.Database).counts()
		token := strings.TrimPrefix(login, h.url+"/console/enter/")
		flipped := token[:len(token)-2] + map[bool]string{true: "AA", false: "BB"}[token[len(token)-2:] != "AA"]
		v.gets(http.StatusNotFound, "/l/"+token, nil)
		v.gets(http.StatusNotFound, "/l/"+flipped, url.Values{"submission": {strings.Repeat("s", 24)}, "do": {"agree"}})
		v.gets(http.StatusNotFound, consent[:len(consent)-1], nil)
		for _, path := range []string{"/console/enter/" + flipped, "/console/enter/" + strings.TrimPrefix(consent, h.url+"/l/")} {
			if page := v.gets(http.StatusOK, path, nil, "登录"); strings.Contains(page, "高宁") {
				t.Errorf("%s let somebody in", path)
			}
		}
		for _, path := range []string{"/console", "/console/review", "/console/letters", "/console/orgs", "/console/groups", "/console/figures", "/console/callouts", "/console/callouts/new", "/console/callouts/1"} {
			v.gets(http.StatusUnauthorized, path, nil, "后台")
		}
		v.gets(http.StatusUnauthorized, "/console/review", url.Values{"do": {"approve"}, "pick": {"托1"}})
		h.at("2022-04-08T10:30:01+08:00")
		v.gets(http.StatusOK, login, nil, "过期")
		h.at("2022-06-08T10:00:00+08:00")
		v.gets(http.StatusGone, consent, nil, "链接过期了")
		v.gets(http.StatusGone, consent, url.Values{"submission": {strings.Repeat("s", 24)}, "do": {"agree"}}, "链接过期了")
		if after := openRaw(t, h.store.Database).counts(); !maps.Equal(before, after) {
			t.Errorf("stored %v, was %v", after, before)
		}
	})
}

// TestAMinorsGuardian taps for who is under 18; before that nothing is decided.
func TestAMinorsGuardian(t *testing.T) {
	eachShop(t, func(h *house) {
		h.at("2022-04-08T10:00:00+08:00")
		h.person("street", "coordinator", "五角场街道", "高宁")
		h.says("ming", "direct", "报名 张明 男 16岁 13812345678 五角场街道 周末全天")
		link, v := h.link("ming", "1"), h.visitor()
		if said := h.says("street", "direct", "通过 志1"); !strings.Contains(said.Text, "监护人还没点同意") {
			h.t.Errorf("before the tap: %v", said)
		}
		page := v.gets(http.StatusOK, link, nil, "要您点个头", "志1", "张明")
		v.gets(http.StatusOK, link, url.Values{"submission": {submission(page)}, "version": {between(page, `name="version" value="`, `"`)}, "do": {"agree"}}, "收到您的同意")
		if said := h.says("street", "direct", "通过 志1"); !strings.Contains(said.Text, "通过了：志1") {
			h.t.Errorf("after it: %v", said)
		}
		if n := openRaw(h.t, h.store.Database).number("SELECT COUNT(*) FROM consents WHERE ticket = '志1' AND channel = 'link'"); n != 1 {
			h.t.Errorf("%d consents", n)
		}
	})
}
