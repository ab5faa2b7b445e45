package picture

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/f32"
	"golang.org/x/image/vector"
)

// Canvas is a white sheet to draw on, measured in units of the caller's choice.
type Canvas struct {
	font  *Font
	img   *image.RGBA
	scale float64 // pixels to a unit
}

// New is a sheet of w × h units at scale pixels a unit.
func New(f *Font, w, h, scale float64) *Canvas {
	img := image.NewRGBA(image.Rect(0, 0, int(math.Round(w*scale)), int(math.Round(h*scale))))
	draw.Draw(img, img.Bounds(), image.White, image.Point{}, draw.Src)
	return &Canvas{f, img, scale}
}

// Words are a line of text: X, Y where its baseline begins, Size of an em in
// units, Space between characters in ems, Turn in degrees, upwards.
type Words struct {
	X, Y, Size, Space, Turn float64
	Text                    string
}

// Write draws words.
func (c *Canvas) Write(w Words, ink color.Color) error {
	if err := c.font.load(); err != nil {
		return err
	}
	var p path
	var b sfnt.Buffer
	sin, cos := math.Sincos(-w.Turn * math.Pi / 180)
	em := w.Size * c.scale / float64(c.font.unit)
	pen := 0.0
	for _, r := range w.Text {
		i, err := c.font.face.GlyphIndex(&b, r)
		if err != nil {
			return err
		}
		segments, err := c.font.face.LoadGlyph(&b, i, c.font.unit, nil)
		if err != nil {
			return err
		}
		for _, s := range segments {
			var at [3]f32.Vec2
			for k, a := range s.Args {
				x, y := (pen+float64(a.X))*em, float64(a.Y)*em
				at[k] = f32.Vec2{float32(w.X*c.scale + x*cos - y*sin), float32(w.Y*c.scale + x*sin + y*cos)}
			}
			p = append(p, step{s.Op, at})
		}
		advance, err := c.font.face.GlyphAdvance(&b, i, c.font.unit, font.HintingNone)
		if err != nil {
			return err
		}
		pen += float64(advance) + w.Space*float64(c.font.unit)
	}
	c.fill(p, ink)
	return nil
}

// Box fills a rectangle, to whole pixels.
func (c *Canvas) Box(x, y, w, h float64, ink color.Color) {
	at := func(n float64) int { return int(math.Round(n * c.scale)) }
	draw.Draw(c.img, image.Rect(at(x), at(y), at(x+w), at(y+h)), image.NewUniform(ink), image.Point{}, draw.Over)
}

// Arc draws a part of a circle's line, from and to in degrees.
func (c *Canvas) Arc(x, y, radius, from, to, width float64, ink color.Color) {
	var p path
	const steps = 8
	for i := range 2*steps + 2 {
		k, r := i, radius+width/2
		if i > steps { // back on the inside
			k, r = 2*steps+1-i, radius-width/2
		}
		sin, cos := math.Sincos((from + (to-from)*float64(k)/steps) * math.Pi / 180)
		op := sfnt.SegmentOpLineTo
		if i == 0 {
			op = sfnt.SegmentOpMoveTo
		}
		p = append(p, step{op, [3]f32.Vec2{{float32((x + r*cos) * c.scale), float32((y + r*sin) * c.scale)}}})
	}
	c.fill(p, ink)
}

// Point is a place on the sheet, in units.
type Point struct{ X, Y float64 }

// Stroke draws straight lines of some width from point to point, round at the
// corners and ends.
func (c *Canvas) Stroke(points []Point, width float64, ink color.Color) {
	for i, a := range points {
		c.Disc(a.X, a.Y, width/2, ink)
		if i == 0 {
			continue
		}
		b := points[i-1]
		dx, dy := a.X-b.X, a.Y-b.Y
		long := math.Hypot(dx, dy)
		if long == 0 {
			continue
		}
		nx, ny := -dy/long*width/2, dx/long*width/2
		c.polygon([]Point{{a.X + nx, a.Y + ny}, {b.X + nx, b.Y + ny}, {b.X - nx, b.Y - ny}, {a.X - nx, a.Y - ny}}, ink)
	}
}

// Disc fills a circle.
func (c *Canvas) Disc(x, y, radius float64, ink color.Color) {
	const corners = 24
	var around []Point
	for i := range corners {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / corners)
		around = append(around, Point{x + radius*cos, y + radius*sin})
	}
	c.polygon(around, ink)
}

func (c *Canvas) polygon(corners []Point, ink color.Color) {
	var p path
	for i, a := range corners {
		op := sfnt.SegmentOpLineTo
		if i == 0 {
			op = sfnt.SegmentOpMoveTo
		}
		p = append(p, step{op, [3]f32.Vec2{{float32(a.X * c.scale), float32(a.Y * c.scale)}}})
	}
	c.fill(p, ink)
}

// PNG is the sheet as a file.
func (c *Canvas) PNG() ([]byte, error) {
	var b bytes.Buffer
	e := png.Encoder{CompressionLevel: png.BestSpeed} // half the time for a tenth more bytes
	err := e.Encode(&b, c.img)
	return b.Bytes(), err
}

// path is an outline in pixels.
type path []step

type step struct {
	op sfnt.SegmentOp
	at [3]f32.Vec2
}

// fill fills an outline; only the part of the sheet that it lies on is worked on.
func (c *Canvas) fill(p path, ink color.Color) {
	box := p.bounds().Intersect(c.img.Bounds())
	if box.Empty() {
		return
	}
	z := vector.NewRasterizer(box.Dx(), box.Dy())
	dx, dy := float32(box.Min.X), float32(box.Min.Y)
	for i, s := range p {
		a := s.at
		switch s.op {
		case sfnt.SegmentOpMoveTo:
			if i > 0 {
				z.ClosePath()
			}
			z.MoveTo(a[0][0]-dx, a[0][1]-dy)
		case sfnt.SegmentOpLineTo:
			z.LineTo(a[0][0]-dx, a[0][1]-dy)
		case sfnt.SegmentOpQuadTo:
			z.QuadTo(a[0][0]-dx, a[0][1]-dy, a[1][0]-dx, a[1][1]-dy)
		case sfnt.SegmentOpCubeTo:
			z.CubeTo(a[0][0]-dx, a[0][1]-dy, a[1][0]-dx, a[1][1]-dy, a[2][0]-dx, a[2][1]-dy)
		}
	}
	z.ClosePath()
	z.Draw(c.img, box, image.NewUniform(ink), image.Point{})
}

func (p path) bounds() image.Rectangle {
	if len(p) == 0 {
		return image.Rectangle{}
	}
	low, high := p[0].at[0], p[0].at[0]
	for _, s := range p {
		for _, a := range s.at[:points(s.op)] {
			for k := range 2 {
				low[k], high[k] = min(low[k], a[k]), max(high[k], a[k])
			}
		}
	}
	return image.Rect(int(low[0])-1, int(low[1])-1, int(high[0])+2, int(high[1])+2)
}

func points(op sfnt.SegmentOp) int {
	switch op {
	case sfnt.SegmentOpQuadTo:
		return 2
	case sfnt.SegmentOpCubeTo:
		return 3
	}
	return 1
}
