package cli

import (
	"bytes"
	"compress/zlib"
	"image/png"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"xiaoqing/bot/workflow"
	"xiaoqing/models"
)

// TestCertificate walks from the tutor's word to the check link, with the page in
// a phone's browser.
func TestCertificate(t *testing.T) {
	browser := openBrowser(t)
	eachShop(t, func(h *house) {
		h.at("2022-04-08T10:00:00+08:00")
		h.person("street", "coordinator", "五角场街道", "高宁")
		h.pairs()
		h.at("2022-04-08T21:00:00+08:00")
		h.says("rui", "direct", "今晚7点到8点半给朵朵辅导数学")
		h.says("rui", "direct", "1")
		h.says("rui", "direct", "开证明")
		page := h.link("rui", "1")
		if strings.Contains(page, url.PathEscape("芮一鸣")) {
			t.Errorf("the name is in %s", page)
		}
		p := newPhone(h.t, browser).opens(page).sees("志愿服务证明", "编号 XQ-2022-000001-", "待盖章", "1小时30分钟，2课时，1人次", "五角场街道").
			until(`document.querySelector(".paper img").naturalWidth === 1588`).fits("certificate-waiting")
		if text := h.textOf(page + "/certificate.pdf"); !strings.Contains(text, "待盖章") || strings.Contains(text, "经办人") {
			t.Errorf("before it is issued the PDF says %s", text)
		}
		check := h.checkLink(page)
		h.shows(check, http.StatusOK, "还没有签发，不能作数", "待盖章")

		login := h.link("street", "后台")
		newPhone(h.t, browser).opens(login).sees("待审核").opens(h.url+"/console/review?tab=certificate").sees("证1 芮一鸣", "2022年4月8日", "2课时").fits("certificate-review").
			do(chromedp.Click(chromedp.CSS(`[value="证1"]`))).presses("通过1").sees("通过了：证1")
		p.opens(page).sees("已签发", "高宁", "021-12345678", "下载图片", "下载PDF", "2022年4月8日").until(`document.querySelector(".paper img").complete`).fits("certificate")
		p.do(chromedp.EmulateViewport(1280, 900)).fits("certificate-desk").do(chromedp.EmulateViewport(360, 740))
		h.downloads(page)
		h.shows(check, http.StatusOK, "是真的", "XQ-2022-000001-", "五角场街道", "2022年4月8日", "已签发")
		p.opens(check).sees("证明核验").fits("verify")

		h.says("street", "direct", "退回 证1 时长报错了")
		h.shows(check, http.StatusOK, "作废", "不能再用")
		p.opens(page).sees("已作废", "再说一声“开证明”").fits("certificate-withdrawn")
		h.refusesToGuess(check)
	})
}

// TestErasedCertificate: the words go, and the printed sheet can still be checked.
func TestErasedCertificate(t *testing.T) {
	eachShop(t, func(h *house) {
		h.at("2022-05-01T10:00:00+08:00")
		by := models.Actor{Via: "command", Now: h.clock.Now()}
		for _, x := range [][2]string{{"enrolments", "孩子,年级,电话,住在,监护人同意\n朵朵,三年级,13900000000,五角场街道,2022-04-01"},
			{"tutoring", "日期,开始,时长,老师,老师电话,孩子编号\n2022-04-11,19:00,90,陈老,13500000000,托1"}} {
			path := filepath.Join(h.t.TempDir(), x[0]+".csv")
			if err := os.WriteFile(path, []byte(x[1]), 0o600); err != nil {
				h.t.Fatal(err)
			}
			if r, err := Import(h.t.Context(), h.store, x[0], path, false, by, func(string, int64, int64) {}); err != nil {
				h.t.Fatal(err, r.Bad)
			}
		}
		h.person("street", "coordinator", "五角场街道", "高宁")
		people, err := h.store.PeopleKnownAs(h.t.Context(), "陈老", "13500000000")
		if err != nil || len(people) != 1 {
			h.t.Fatal(people, err)
		}
		turn, err := h.bot.Turn(h.t.Context(), h.store, people[0].ID)
		if err != nil {
			h.t.Fatal(err)
		}
		c, _, err := h.store.AskCertificate(h.t.Context(), turn.By, models.Asked{Org: turn.By.Standings[0].Org, From: "2022-04-01", To: "2022-04-30"})
		if err != nil {
			h.t.Fatal(err)
		}
		h.says("street", "direct", "通过 证1")
		page := h.bot.Links.Personal(workflow.Link{To: workflow.ToCertificate, ID: c.ID, Person: people[0].ID, Expires: by.Now.Add(time.Hour)})
		check := h.checkLink(page)
		h.shows(page, http.StatusOK, "陈老", "已签发")
		if _, _, err := h.store.Erase(h.t.Context(), turn.By); err != nil {
			h.t.Fatal(err)
		}
		h.shows(page, http.StatusGone, "按本人的要求删掉了")
		h.shows(page+"/certificate.pdf", http.StatusGone)
		h.shows(check, http.StatusOK, "是真的", "XQ-2022-000001-")
	})
}

// checkLink is the one that a certificate's PDF prints.
func (h *house) checkLink(page string) string {
	h.t.Helper()
	found := regexp.MustCompile(`http[^ ]*/verify/[A-Z2-9]{16}`).FindString(h.textOf(page + "/certificate.pdf"))
	if found == "" {
		h.t.Fatalf("no check link in %s", h.textOf(page+"/certificate.pdf"))
	}
	return found
}

func (h *house) download(address string) (*http.Response, []byte) {
	h.t.Helper()
	r, err := http.Get(address)
	if err != nil {
		h.t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		h.t.Fatal(err)
	}
	return r, body
}

// shows wants a status and words on a page, and on a check page nothing of the
// person or the hours.
func (h *house) shows(address string, status int, words ...string) {
	h.t.Helper()
	r, body := h.download(address)
	if r.StatusCode != status {
		h.t.Errorf("%s answers %d, want %d", address, r.StatusCode, status)
	}
	for _, w := range words {
		if !strings.Contains(string(body), w) {
			h.t.Errorf("%s does not say %s:\n%s", address, w, body)
		}
	}
	for _, w := range []string{"芮一鸣", "1小时30分钟", "2课时", "高宁"} {
		if strings.Contains(address, "/verify/") && strings.Contains(string(body), w) {
			h.t.Errorf("the check page says %s", w)
		}
	}
}

// downloads: the picture is A4 at twice its pixels, the PDF an A4 page with the
// same words; neither file is called by the person's name.
func (h *house) downloads(page string) {
	h.t.Helper()
	r, body := h.download(page + "/certificate.png?save=1")
	picture, err := png.Decode(bytes.NewReader(body))
	if err != nil || picture.Bounds().Dx() != 1588 || picture.Bounds().Dy() != 2246 {
		h.t.Errorf("the picture: %v, %v", picture.Bounds(), err)
	}
	if name := r.Header.Get("Content-Disposition"); !regexp.MustCompile(`^attachment; filename="XQ-2022-000001-[A-Z]\.png"$`).MatchString(name) {
		h.t.Errorf("the picture is called %s", name)
	}
	_, body = h.download(page + "/certificate.pdf?save=1")
	if box := regexp.MustCompile(`/MediaBox[^\n]*`).FindString(string(body)); box != "/MediaBox [ 0 0 595.00 842.00 ]" { // A4 in points
		h.t.Errorf("the PDF has %s", box)
	}
	text := h.textOf(page + "/certificate.pdf")
	for _, w := range []string{"志愿服务证明", "芮一鸣", "爱心云托班", "于2022年4月8日参加", "小时", "课时", "人次", "五角场街道", "高宁", "021-12345678", "盖章处"} {
		if !strings.Contains(text, w) {
			h.t.Errorf("the PDF does not say %s: %s", w, text)
		}
	}
	if r, _ := h.download(page + "/certificate.exe"); r.StatusCode != http.StatusNotFound {
		h.t.Errorf("another file: %d", r.StatusCode)
	}
	if r, err := http.PostForm(page, url.Values{"submission": {strings.Repeat("x", 24)}, "name": {"张三"}}); err != nil || r.StatusCode != http.StatusNotFound {
		h.t.Errorf("a post to the page: %v, %v", r.StatusCode, err)
	}
}

// refusesToGuess: a code with one letter changed is answered like any other that
// never was; a typed one may have dashes and small letters; a flood ends.
func (h *house) refusesToGuess(check string) {
	h.t.Helper()
	base, code := check[:len(check)-16], check[len(check)-16:]
	h.shows(base+strings.ToLower(code[:4]+"-"+code[4:]), http.StatusOK, "不能再用")
	last := map[bool]string{true: "B", false: "A"}[code[15] == 'A']
	_, wrong := h.download(base + code[:15] + last)
	_, never := h.download(base + "1")
	if !bytes.Equal(wrong, never) {
		h.t.Errorf("a wrong code and one that never was differ:\n%s\n%s", wrong, never)
	}
	h.shows(base+code[:15]+last, http.StatusNotFound, "查不到这份证明")
	for range 400 {
		if r, _ := h.download(base + "AAAABBBBCCCCDDDD"); r.StatusCode == http.StatusTooManyRequests {
			return
		}
	}
	h.t.Error("400 guesses were all answered")
}

var (
	streams   = regexp.MustCompile(`(?s)stream\r?\n(.*?)\r?\nendstream`)
	mapped    = regexp.MustCompile(`<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4})>`)
	shownText = regexp.MustCompile(`(?s)\[?<([0-9A-Fa-f]+)>\]?\s*T[jJ]`)
)

// textOf is what a PDF of one page says, its pieces apart by a blank, read by its
// own table from glyphs to characters.
func (h *house) textOf(address string) string {
	h.t.Helper()
	r, body := h.download(address)
	if r.StatusCode != http.StatusOK || !bytes.HasPrefix(body, []byte("%PDF-")) {
		h.t.Fatalf("%s: %d %.40s", address, r.StatusCode, body)
	}
	runes, pieces := map[string]rune{}, ""
	var contents []string
	for _, s := range streams.FindAllSubmatch(body, -1) {
		text := string(s[1])
		if z, err := zlib.NewReader(bytes.NewReader(s[1])); err == nil {
			plain, _ := io.ReadAll(z)
			text = string(plain)
		}
		for _, m := range mapped.FindAllStringSubmatch(text, -1) {
			n, _ := strconv.ParseInt(m[3], 16, 32)
			runes[strings.ToUpper(m[1])] = rune(n)
		}
		contents = append(contents, text)
	}
	for _, text := range contents {
		for _, m := range shownText.FindAllStringSubmatch(text, -1) {
			for i := 0; i+4 <= len(m[1]); i += 4 {
				pieces += string(runes[strings.ToUpper(m[1][i:i+4])])
			}
			pieces += " "
		}
	}
	if pieces == "" {
		h.t.Fatalf("no words in %s", address)
	}
	return pieces
}
