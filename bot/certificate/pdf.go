package certificate

import (
	"math"
	"time"

	"github.com/signintech/gopdf"

	"xiaoqing/bot/picture"
)

// point is 1/72 inch in millimetres, by which PDF measures text.
const point = 25.4 / 72

// PDF is the certificate as a page to print: text that can be found and copied,
// with those characters of the font that it needs. made is kept in it.
func PDF(f *picture.Font, v Values, made time.Time) ([]byte, error) {
	marks, err := lay(f, v)
	if err != nil {
		return nil, err
	}
	font, err := f.File()
	if err != nil {
		return nil, err
	}
	p := &gopdf.GoPdf{}
	p.Start(gopdf.Config{PageSize: *gopdf.PageSizeA4, Unit: gopdf.UnitMM})
	p.SetInfo(gopdf.PdfInfo{Title: "志愿服务证明 " + v.Serial, Author: v.Issuer, Creator: "小青", CreationDate: made})
	p.AddPage()
	if err := p.AddTTFFontData("hei", font); err != nil {
		return nil, err
	}
	for _, m := range marks {
		if err := put(p, m); err != nil {
			return nil, err
		}
	}
	return p.GetBytesPdfReturnErr()
}

func put(p *gopdf.GoPdf, m mark) error {
	switch {
	case m.words.Text != "":
		return write(p, m)
	case m.arc[5] > 0:
		p.SetStrokeColor(m.ink.R, m.ink.G, m.ink.B)
		p.SetLineWidth(m.arc[5])
		x0, y0 := on(m.arc, m.arc[3])
		x1, y1 := on(m.arc, m.arc[4])
		p.Line(x0, y0, x1, y1)
	default:
		p.SetFillColor(m.ink.R, m.ink.G, m.ink.B)
		p.RectFromUpperLeftWithStyle(m.box[0], m.box[1], m.box[2], m.box[3], "F")
	}
	return nil
}

// on is the place at an angle of a ring.
func on(arc [6]float64, angle float64) (x, y float64) {
	sin, cos := math.Sincos(angle * math.Pi / 180)
	return arc[0] + arc[2]*cos, arc[1] + arc[2]*sin
}

func write(p *gopdf.GoPdf, m mark) error {
	w := m.words
	if err := p.SetFont("hei", "", w.Size/point); err != nil {
		return err
	}
	if err := p.SetCharSpacing(w.Space * w.Size); err != nil {
		return err
	}
	p.SetTextColor(m.ink.R, m.ink.G, m.ink.B)
	if w.Turn != 0 {
		p.Rotate(w.Turn, w.X, w.Y)
		defer p.RotateReset()
	}
	p.SetXY(w.X, w.Y)
	return p.Text(w.Text)
}
