package pages

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"mime"
	"net/http"
	"path"
	"strings"
)

//go:embed assets
var assetFiles embed.FS

// asset is one file of style or script.
type asset struct {
	body []byte
	mime string
}

func (p *Pages) loadAssets() error {
	entries, err := assetFiles.ReadDir("assets")
	if err != nil {
		return err
	}
	for _, e := range entries {
		body, err := assetFiles.ReadFile("assets/" + e.Name())
		if err != nil {
			return err
		}
		ext := path.Ext(e.Name())
		sum := sha256.Sum256(body)
		served := strings.TrimSuffix(e.Name(), ext) + "." + hex.EncodeToString(sum[:4]) + ext
		p.served[e.Name()] = served
		p.assets[served] = asset{body: body, mime: mime.TypeByExtension(ext)}
	}
	return nil
}

// Assets serves the style and the scripts, whatever stands before the last "/".
// A name carries the digest of its content, so a browser may keep it for good.
func (p *Pages) Assets() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a, ok := p.assets[path.Base(r.URL.Path)]
		if !ok {
			http.NotFound(w, r)
			return
		}
		h := w.Header()
		h.Set("Content-Type", a.mime)
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		h.Set("X-Content-Type-Options", "nosniff")
		_, _ = w.Write(a.body)
	})
}
