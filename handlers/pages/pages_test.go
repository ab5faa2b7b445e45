package pages

import (
	"bytes"
	"errors"
	"io"
	"net/http/httptest"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func mustNew(t *testing.T) *Pages {
	t.Helper()
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestEveryPageIsSound(t *testing.T) {
	p := mustNew(t)
	all := samples()
	for name := range p.help {
		all = append(all, sample{"help " + name, func(p *Pages, w io.Writer) error {
			return p.Help(w, Help{Frame: frame("说明"), Name: name})
		}})
	}
	for _, s := range all {
		t.Run(s.name, func(t *testing.T) {
			var b bytes.Buffer
			if err := s.draw(p, &b); err != nil {
				t.Fatal(err)
			}
			checkTags(t, b.Bytes())
			checkDocument(t, p, b.Bytes())
		})
	}
}

// void elements have no end tag.
const void = " area base br col embed hr img input link meta source track wbr "

// checkTags finds tags that are not closed, or closed in the wrong order: the
// parser would mend them in silence.
func checkTags(t *testing.T, page []byte) {
	t.Helper()
	var open []string
	z := html.NewTokenizer(bytes.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if len(open) != 0 {
				t.Errorf("never closed: %v", open)
			}
			return
		case html.StartTagToken:
			if name, _ := z.TagName(); !strings.Contains(void, " "+string(name)+" ") {
				open = append(open, string(name))
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			if len(open) == 0 || open[len(open)-1] != string(name) {
				t.Fatalf("</%s> closes %v", name, open)
			}
			open = open[:len(open)-1]
		}
	}
}

// page is what a whole document was found to hold.
type page struct {
	ids, labelled, refs map[string]bool
	inputs              []*html.Node
	h1                  int
}

func checkDocument(t *testing.T, p *Pages, body []byte) {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	found := &page{ids: map[string]bool{}, labelled: map[string]bool{}, refs: map[string]bool{}}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			checkElement(t, p, found, n)
		}
	}
	for id := range found.refs {
		if !found.ids[id] {
			t.Errorf("refers to #%s, which is not there", id)
		}
	}
	for _, n := range found.inputs {
		checkLabel(t, found, n)
	}
	if found.h1 != 1 {
		t.Errorf("%d h1, want 1", found.h1)
	}
}

func checkElement(t *testing.T, p *Pages, found *page, n *html.Node) {
	for _, a := range n.Attr {
		switch {
		case strings.HasPrefix(a.Key, "on"), a.Key == "style":
			t.Errorf("<%s %s=…> in the page", n.Data, a.Key)
		case a.Key == "id" && found.ids[a.Val]:
			t.Errorf("two elements #%s", a.Val)
		case a.Key == "id":
			found.ids[a.Val] = true
		case a.Key == "aria-describedby", a.Key == "for":
			for id := range strings.FieldsSeq(a.Val) {
				found.refs[id] = true
			}
		case a.Key == "href", a.Key == "src", a.Key == "action":
			checkAddress(t, p, n, a.Val)
		}
	}
	switch n.Data {
	case "style":
		t.Error("style in the page")
	case "script":
		if attr(n, "src") == "" || n.FirstChild != nil {
			t.Error("script in the page")
		}
	case "input", "textarea", "select":
		found.inputs = append(found.inputs, n)
	case "label":
		found.labelled[attr(n, "for")] = true
	case "h1":
		found.h1++
	case "img":
		if attr(n, "alt") == "" {
			t.Error("a picture without words")
		}
	}
}

func checkAddress(t *testing.T, p *Pages, n *html.Node, url string) {
	if strings.Contains(url, "ZgotmplZ") || url == "" {
		t.Errorf("<%s> leads to %q", n.Data, url)
	}
	if strings.HasPrefix(url, "/") && !strings.HasPrefix(url, "/qing/") {
		t.Errorf("<%s> leads to %q, outside the base", n.Data, url)
	}
	if name, ok := strings.CutPrefix(url, "/qing/assets/"); ok {
		if _, ok := p.assets[name]; !ok {
			t.Errorf("no asset %q", name)
		}
	}
	if id, ok := strings.CutPrefix(url, "#"); ok && id == "" {
		t.Errorf("<%s> leads nowhere", n.Data)
	}
}

func checkLabel(t *testing.T, found *page, n *html.Node) {
	if attr(n, "type") == "hidden" || attr(n, "aria-label") != "" || found.labelled[attr(n, "id")] && attr(n, "id") != "" {
		return
	}
	for up := n.Parent; up != nil; up = up.Parent {
		if up.Data == "label" {
			return
		}
	}
	t.Errorf("<%s name=%q> has no label", n.Data, attr(n, "name"))
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func draw1(t *testing.T, draw func(*bytes.Buffer) error) string {
	t.Helper()
	var b bytes.Buffer
	if err := draw(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestNothingIsTickedForAnyone(t *testing.T) {
	p := mustNew(t)
	for name, page := range map[string]string{
		"enrol":   draw1(t, func(b *bytes.Buffer) error { return p.Form(b, sampleEnrol()) }),
		"review":  draw1(t, func(b *bytes.Buffer) error { return p.Review(b, sampleReview()) }),
		"consent": draw1(t, func(b *bytes.Buffer) error { return p.Consent(b, sampleConsent()) }),
	} {
		if strings.Contains(page, " checked") {
			t.Errorf("%s: something is ticked before anyone did", name)
		}
	}
}

func TestPeoplesWordsStayWords(t *testing.T) {
	p := mustNew(t)
	const evil = `"><script>alert(1)</script>`
	c := sampleChat()
	c.Lines[0].Text, c.Lines[7].Links[0].URL, c.Draft = evil, "javascript:alert(1)", "</textarea>"+evil
	got := draw1(t, func(b *bytes.Buffer) error { return p.Chat(b, c) })
	if strings.Contains(got, "<script>") || strings.Contains(got, "javascript:") {
		t.Error("a person's words became markup")
	}
}

func TestOnlyTheNewestButtonsCanBePressed(t *testing.T) {
	chat := sampleChat()
	drawn := chat.Drawn()
	for _, l := range drawn {
		if l.Live {
			t.Errorf("line %d was answered and can still be pressed", l.N)
		}
	}
	chat.Lines = chat.Lines[:6]
	if drawn := chat.Drawn(); drawn[1].Live || !drawn[5].Live {
		t.Error("want only the newest card's buttons live")
	}
	if drawn[0].When != "昨天 21:40" || drawn[1].When != "" || drawn[2].When != "今天 19:02" {
		t.Errorf("times: %q %q %q", drawn[0].When, drawn[1].When, drawn[2].When)
	}
}

func TestStampIsInChineseOrder(t *testing.T) {
	now := at("2022-04-08 19:05")
	for clock, want := range map[string]string{
		"2022-04-08 00:00": "今天 00:00",
		"2022-04-07 23:59": "昨天 23:59",
		"2022-04-06 08:05": "4月6日 周三 08:05",
		"2021-12-31 23:59": "2021年12月31日 周五 23:59",
	} {
		if got := stamp(at(clock).UTC(), now); got != want {
			t.Errorf("stamp(%s) = %q, want %q", clock, got, want)
		}
	}
}

func TestNoticeSaysWhatToDo(t *testing.T) {
	p := mustNew(t)
	for status, want := range map[int]string{410: "给您一个新的", 429: "等一分钟", 503: "过一会儿", 404: "再点一次", 418: "过一会儿再试"} {
		got := draw1(t, func(b *bytes.Buffer) error { return p.Notice(b, Notice{Status: status}) })
		if !strings.Contains(got, want) {
			t.Errorf("notice %d does not say %q", status, want)
		}
	}
}

func TestAssetsAreKeptForGood(t *testing.T) {
	p := mustNew(t)
	w := httptest.NewRecorder()
	p.Assets().ServeHTTP(w, httptest.NewRequest("GET", "/qing/assets/"+p.served["look.css"], nil))
	if w.Code != 200 || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/css") {
		t.Errorf("got %d %v", w.Code, w.Header())
	}
	w = httptest.NewRecorder()
	p.Assets().ServeHTTP(w, httptest.NewRequest("GET", "/assets/../pages.go", nil))
	if w.Code != 404 {
		t.Errorf("a file that is no asset: %d", w.Code)
	}
}

func TestUnknownNames(t *testing.T) {
	if err := mustNew(t).Help(&bytes.Buffer{}, Help{Name: "nothing"}); !errors.Is(err, ErrNoPage) {
		t.Errorf("help: %v", err)
	}
	if _, ok := PosterOf("nothing"); ok {
		t.Error("a poster of nothing")
	}
}
