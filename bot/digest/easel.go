package digest

import (
	"image/color"

	"xiaoqing/bot/picture"
)

// easel is a picture in the making: y is where the next thing goes. Without a
// canvas nothing is drawn and y alone moves. The first error stays.
type easel struct {
	font   *picture.Font
	canvas *picture.Canvas
	y      float64
	err    error
}

func (e *easel) keep(err error) {
	if e.err == nil {
		e.err = err
	}
}

func (e *easel) box(x, y, w, h float64, ink color.Color) {
	if e.canvas != nil {
		e.canvas.Box(x, y, w, h, ink)
	}
}

func (e *easel) stroke(points []picture.Point, width float64, ink color.Color) {
	if e.canvas != nil {
		e.canvas.Stroke(points, width, ink)
	}
}

// write sets text on the line at y; what the font lacks is 〓.
func (e *easel) write(x, size float64, ink color.Color, text string) {
	text, err := e.font.Printable(text)
	e.keep(err)
	if e.canvas != nil {
		e.keep(e.canvas.Write(picture.Words{X: x, Y: e.y, Size: size, Text: text}, ink))
	}
}

// strong is write in a heavier hand: the font has one weight, so it is set twice.
func (e *easel) strong(x, size float64, ink color.Color, text string) {
	e.write(x, size, ink, text)
	e.write(x+size*.022, size, ink, text)
}

func (e *easel) middle(x, size float64, ink color.Color, text string) {
	e.write(x-e.wide(text, size)/2, size, ink, text)
}

func (e *easel) right(x, size float64, ink color.Color, text string) {
	e.write(x-e.wide(text, size), size, ink, text)
}

func (e *easel) heading(text string) {
	e.y += 30
	e.strong(margin, 19, deep, text)
	e.y += 14
}

// steps are bars of their share, their words within and their figures to the right.
func (e *easel) steps(title string, steps []Step) {
	if len(steps) == 0 {
		return
	}
	e.heading(title)
	const height = 38.0
	for _, s := range steps {
		e.box(margin, e.y, inner, height, color.NRGBA{0xf4, 0xf7, 0xf6, 0xff})
		e.box(margin, e.y, inner*min(max(s.Share, 0), 1), height, pale)
		top := e.y
		e.y += 25
		e.write(margin+14, 17, ink, s.Label)
		e.right(margin+inner-14, 17, ink, s.Value)
		e.y = top + height + 6
	}
	e.y += 8
}

// wide is how many units text takes.
func (e *easel) wide(text string, size float64) float64 {
	w, err := e.font.Width(text)
	e.keep(err)
	return w * size
}

// fitting is the size, at most size, at which text is no wider than room.
func (e *easel) fitting(text string, size, room float64) float64 {
	if w := e.wide(text, size); w > room {
		return size * room / w
	}
	return size
}

// short is text, or as much of it as fits into room, and ….
func (e *easel) short(text string, size, room float64) string {
	if e.wide(text, size) <= room {
		return text
	}
	r := []rune(text)
	for len(r) > 1 && e.wide(string(r)+"…", size) > room {
		r = r[:len(r)-1]
	}
	return string(r) + "…"
}

// wrap breaks text into lines no wider than room, never before a closing mark.
func (e *easel) wrap(text string, size, room float64) (lines []string) {
	var now []rune
	for _, r := range text {
		if e.wide(string(now)+string(r), size) > room && !closing(r) {
			lines, now = append(lines, string(now)), nil
		}
		now = append(now, r)
	}
	return append(lines, string(now))
}

func closing(r rune) bool {
	for _, c := range "，。：；！？、）”%" {
		if r == c {
			return true
		}
	}
	return false
}
