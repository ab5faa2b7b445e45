// Package pages draws every page that people see in a browser: the web chat,
// the simulator, forms, the coordinators' console. A page is a view struct and
// a template; it knows no database and no request. All but the simulator work without
// script, and none holds script or style of its own, so that it can be served
// under Policy.
package pages

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"strings"
)

//go:embed templates/*.html
var templates embed.FS

// Policy is the Content-Security-Policy that every page works under.
const Policy = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// Frame is what every page has.
type Frame struct {
	Base     string // begins every link, where the product lives under a sub-path: "" or "/xiaoqing"
	Title    string // the page's name, in Chinese
	Hotline  string // the human number, "" when there is none
	RecordNo string // 备案号, "" when there is none
}

// Link is url as the page must write it: what begins with one "/" is ours and
// gets Base in front; http, https, webcal and tel are kept; anything else leads
// nowhere.
func (f Frame) Link(url string) template.URL {
	switch {
	case strings.HasPrefix(url, "/") && !strings.HasPrefix(url, "//"):
		return template.URL(f.Base + url)
	case hasScheme(url, "http", "https", "webcal", "tel"):
		return template.URL(url)
	}
	return "#"
}

func hasScheme(url string, schemes ...string) bool {
	scheme, _, _ := strings.Cut(strings.ToLower(url), ":")
	for _, s := range schemes {
		if scheme == s {
			return true
		}
	}
	return false
}

// Action is a way on, or out: a link when URL is set, else a button that posts
// do=Do with the form it stands in. A URL that begins with "/" gets Base.
type Action struct {
	Label string
	URL   string
	Do    string
}

// Pages holds the parsed templates and the assets. It is safe for concurrent use.
type Pages struct {
	templates *template.Template
	help      map[string]*template.Template
	assets    map[string]asset  // by served name: look.3f2a91c0.css
	served    map[string]string // served name by plain name
}

// New parses the embedded templates and assets.
func New() (*Pages, error) {
	p := &Pages{assets: map[string]asset{}, served: map[string]string{}}
	if err := p.loadAssets(); err != nil {
		return nil, fmt.Errorf("pages: assets: %w", err)
	}
	t, err := template.New("").Funcs(p.funcs()).ParseFS(templates, "templates/*.html")
	if err != nil {
		return nil, fmt.Errorf("pages: %w", err)
	}
	p.templates = t
	return p, p.loadHelp()
}

func (p *Pages) funcs() template.FuncMap {
	return template.FuncMap{
		"asset": func(name string) (string, error) {
			served, ok := p.served[name]
			if !ok {
				return "", fmt.Errorf("no asset %q: %w", name, fs.ErrNotExist)
			}
			return served, nil
		},
		"inc": func(i int) int { return i + 1 },
	}
}

// render draws the whole page before it writes any of it.
func (p *Pages) render(w io.Writer, name string, view any) error {
	return draw(w, p.templates, name, view)
}

func draw(w io.Writer, t *template.Template, name string, view any) error {
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, name, view); err != nil {
		return fmt.Errorf("pages: %w", err)
	}
	_, err := b.WriteTo(w)
	return err
}
