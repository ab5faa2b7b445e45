package pages

import (
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"strings"
)

//go:embed help/*.html
var helpFiles embed.FS

// ErrNoPage is the answer to a page that is not there.
var ErrNoPage = errors.New("no such page")

// Help is a page of standing text (/help/:name): help/NAME.html in the frame.
// Such a file is the body only, from its h1 on; it may use {{.Base}} and
// {{.Hotline}}.
type Help struct {
	Frame
	Name string // privacy, deploy
}

func (p *Pages) loadHelp() error {
	p.help = map[string]*template.Template{}
	names, err := fs.Glob(helpFiles, "help/*.html")
	if err != nil {
		return err
	}
	for _, name := range names {
		body, err := helpFiles.ReadFile(name)
		if err != nil {
			return err
		}
		t, err := p.templates.Clone()
		if err == nil {
			t, err = t.New("body").Parse(string(body))
		}
		if err != nil {
			return fmt.Errorf("pages: %s: %w", name, err)
		}
		p.help[strings.TrimSuffix(strings.TrimPrefix(name, "help/"), ".html")] = t
	}
	return nil
}

// Help draws a page of standing text, or fails with ErrNoPage.
func (p *Pages) Help(w io.Writer, v Help) error {
	t, ok := p.help[v.Name]
	if !ok {
		return ErrNoPage
	}
	return draw(w, t, "help", v)
}
