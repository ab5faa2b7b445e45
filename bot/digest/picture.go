package digest

import (
	"fmt"
	"image/color"

	"xiaoqing/bot/picture"
)

// The picture is 720 units wide, drawn at two pixels a unit; its height is what
// the card needs.
const (
	pictureWidth = 720.0
	dots         = 2.0
	margin       = 36.0
	inner        = pictureWidth - 2*margin
	unitsShown   = 20 // more than so many lines nobody reads in a picture
)

// One green, one ink, soft greys; orange only for what needs a person.
var (
	green = color.NRGBA{0x0b, 0x7a, 0x5d, 0xff}
	deep  = color.NRGBA{0x0a, 0x5a, 0x47, 0xff}
	pale  = color.NRGBA{0xc9, 0xe7, 0xdd, 0xff}
	mint  = color.NRGBA{0xe6, 0xf4, 0xef, 0xff}
	ink   = color.NRGBA{0x1c, 0x25, 0x23, 0xff}
	soft  = color.NRGBA{0x5c, 0x6b, 0x66, 0xff}
	line  = color.NRGBA{0xe3, 0xe9, 0xe7, 0xff}
	warm  = color.NRGBA{0xa0, 0x46, 0x0f, 0xff}
	amber = color.NRGBA{0xe0, 0x8a, 0x2c, 0xff}
	peach = color.NRGBA{0xfd, 0xee, 0xe4, 0xff}
	white = color.NRGBA{0xff, 0xff, 0xff, 0xff}
)

// PNG draws the card, crisp at two pixels a unit.
func (c Card) PNG(f *picture.Font) ([]byte, error) {
	measured := &easel{font: f}
	c.draw(measured)
	if measured.err != nil {
		return nil, measured.err
	}
	e := &easel{font: f, canvas: picture.New(f, pictureWidth, measured.y, dots)}
	if c.draw(e); e.err != nil {
		return nil, e.err
	}
	return e.canvas.PNG()
}

// draw lays the parts out from the top down; on an easel without canvas it only
// measures.
func (c Card) draw(e *easel) {
	c.header(e)
	c.tiles(e)
	c.chart(e)
	e.steps("报名到上岗", c.Funnel)
	e.steps("覆盖", c.Shares)
	c.table(e)
	c.waits(e)
	c.notes(e)
	e.y += 8
	e.box(margin, e.y, inner, 1, line)
	e.y += 32
	e.write(margin, 15, soft, e.short(c.Foot, 15, inner))
	e.y += 24
}

// header has room for a long name: what kind of digest it is stands at the name's
// end and must not be cut off.
func (c Card) header(e *easel) {
	lines := e.wrap(c.Title, 30, inner)
	height := 64 + 40*float64(len(lines))
	e.box(0, 0, pictureWidth, height, green)
	e.y = 54
	for _, l := range lines {
		e.strong(margin, 30, white, l)
		e.y += 40
	}
	e.y -= 8
	e.write(margin, 17, mint, c.When)
	e.y = height + 20
}

func (c Card) tiles(e *easel) {
	if len(c.Tiles) == 0 {
		return
	}
	const gap, height = 12.0, 144.0
	each := (inner - gap*float64(len(c.Tiles)-1)) / float64(len(c.Tiles))
	size := 42.0
	for _, t := range c.Tiles {
		size = min(size, e.fitting(t.Value, 42, each-28))
	}
	top := e.y
	for i, t := range c.Tiles {
		x, paper, large := margin+float64(i)*(each+gap), mint, green
		if t.Warm {
			paper, large = peach, warm
		}
		e.box(x, top, each, height, paper)
		e.y = top + 54
		e.strong(x+14, size, large, t.Value)
		e.y = top + 82
		e.write(x+14, e.fitting(t.Label, 16, each-20), ink, t.Label)
		for _, n := range t.Notes {
			e.y += 23
			e.write(x+14, e.fitting(n, 15, each-20), soft, n)
		}
	}
	e.y = top + height + 14
}

// chart draws a day's columns in pale, today's in full colour, and the line over
// them, each by its own scale.
func (c Card) chart(e *easel) {
	if len(c.Days) == 0 {
		return
	}
	e.heading(fmt.Sprintf("近%d天", len(c.Days)))
	const height = 150.0
	top, step := e.y+14, inner/float64(len(c.Days))
	bars, lines := int64(1), int64(1)
	for _, d := range c.Days {
		bars, lines = max(bars, d.Bar), max(lines, d.Line)
	}
	var points []picture.Point
	for i, d := range c.Days {
		x, h := margin+float64(i)*step, height*float64(max(d.Bar, 0))/float64(bars)
		shade := pale
		if i == len(c.Days)-1 {
			shade = green
		}
		e.box(x+step*.18, top+height-h, step*.64, h, shade)
		points = append(points, picture.Point{X: x + step/2, Y: top + height - height*.94*float64(max(d.Line, 0))/float64(lines)})
		e.y = top + height + 20
		e.middle(x+step/2, 13, soft, d.Label)
	}
	e.box(margin, top+height, inner, 1, line)
	if c.Line != "" {
		e.stroke(points, 3, amber)
	}
	e.y = top + height + 48
	c.legend(e)
	e.y += 18
}

func (c Card) legend(e *easel) {
	x := margin
	for _, l := range []struct {
		words string
		shade color.NRGBA
	}{{c.Bars, green}, {c.Line, amber}} {
		if l.words == "" {
			continue
		}
		e.box(x, e.y-12, 14, 14, l.shade)
		e.write(x+22, 15, soft, l.words)
		x += 22 + e.wide(l.words, 15) + 28
	}
}

// table is a line for each unit below, at most unitsShown.
func (c Card) table(e *easel) {
	if len(c.Units) == 0 {
		return
	}
	e.heading("各单位")
	const first = 250.0
	column := (inner - first) / float64(max(len(c.Heads), 1))
	e.y += 14
	for i, h := range c.Heads {
		e.right(margin+first+column*float64(i+1), e.fitting(h, 14, column-8), soft, h)
	}
	e.y += 12
	for i, u := range c.Units[:min(len(c.Units), unitsShown)] {
		e.box(margin, e.y, inner, 1, line)
		e.y += 26
		e.write(margin, 16, ink, e.short(u.Name, 16, first-8))
		for k, cell := range u.Cells {
			e.right(margin+first+column*float64(k+1), e.fitting(cell, 16, column-8), ink, cell)
		}
		e.y += 10
		if i == unitsShown-1 && len(c.Units) > unitsShown {
			e.y += 20
			e.write(margin, 15, soft, fmt.Sprintf("另有%d个单位，见表格。", len(c.Units)-unitsShown))
			e.y += 8
		}
	}
	e.y += 16
}

// waits stand on a warm ground: they need a person.
func (c Card) waits(e *easel) {
	if len(c.Waits) == 0 {
		return
	}
	e.heading("在等")
	var lines []string
	for _, w := range c.Waits {
		lines = append(lines, e.wrap(w, 17, inner-32)...)
	}
	e.box(margin, e.y, inner, 18+28*float64(len(lines)), peach)
	e.y += 31
	for _, l := range lines {
		e.write(margin+16, 17, warm, l)
		e.y += 28
	}
	e.y += 4
}

func (c Card) notes(e *easel) {
	for _, n := range c.Notes {
		for _, l := range e.wrap(n, 15, inner) {
			e.y += 24
			e.write(margin, 15, soft, l)
		}
	}
	if len(c.Notes) > 0 {
		e.y += 12
	}
}
