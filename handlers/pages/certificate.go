package pages

import (
	"io"

	"xiaoqing/bot/say"
)

// Certificate is the person's own page of a 志愿服务证明 (/l/…).
type Certificate struct {
	Frame
	Serial      string    // XQ-2022-000123-K
	State       string    // 已签发
	Good        bool      // it was issued and stands
	Says        string    // what to do now
	Picture     string    // its address
	SavePicture string    // the same to be kept as a file
	SavePDF     string    // and as a PDF
	Rows        []say.Row // what the picture says
	Check       string    // the whole check link, "" while there is nothing to check
}

// Certificate draws the page of a certificate.
func (p *Pages) Certificate(w io.Writer, v Certificate) error { return p.render(w, "certificate", v) }
