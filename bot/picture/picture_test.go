package picture_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
	"sync"
	"testing"

	"golang.org/x/image/font/sfnt"

	"xiaoqing/bot/picture"
)

func TestFont(t *testing.T) {
	f := &picture.Font{}
	if w, err := f.Width("志愿服务证明"); err != nil || math.Abs(w-6) > .5 {
		t.Errorf("six characters are %.2f ems wide, %v", w, err)
	}
	if got, err := f.Printable("囍镕喆\U00030EDD，A1"); err != nil || got != "囍镕喆〓，A1" {
		t.Errorf("%s, %v", got, err)
	}
	b, err := f.File()
	if err != nil {
		t.Fatal(err)
	}
	face, err := sfnt.Parse(b)
	if err != nil || face.NumGlyphs() < 20000 {
		t.Errorf("the file on its own: %v", err)
	}
}

// TestTogether draws in several goroutines with one font that none has used yet.
func TestTogether(t *testing.T) {
	f := &picture.Font{}
	var all sync.WaitGroup
	got := make([][]byte, 4)
	for i := range got {
		all.Go(func() {
			c := picture.New(f, 40, 20, 4)
			if err := c.Write(picture.Words{X: 2, Y: 15, Size: 12, Text: "证明"}, color.Black); err != nil {
				t.Error(err)
			}
			got[i], _ = c.PNG()
		})
	}
	all.Wait()
	for _, b := range got {
		if !bytes.Equal(b, got[0]) {
			t.Error("the pictures differ")
		}
	}
}

// TestInk: a box is where it was put, a word where its baseline is, a turned one
// goes upwards, and what is outside the sheet does no harm.
func TestInk(t *testing.T) {
	c := picture.New(&picture.Font{}, 100, 100, 1)
	c.Box(10, 10, 5, 5, color.Black)
	c.Arc(80, 80, 10, 0, 90, 2, color.Black)
	for _, w := range []picture.Words{{X: 30, Y: 40, Size: 20, Text: "一"}, {X: 20, Y: 95, Size: 20, Turn: 90, Text: "一一"}, {X: 500, Y: 500, Size: 20, Text: "外"}, {X: 1, Y: 1, Text: ""}} {
		if err := c.Write(w, color.Black); err != nil {
			t.Fatal(err)
		}
	}
	b, err := c.PNG()
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		box  image.Rectangle
		dark bool
	}{{image.Rect(10, 10, 15, 15), true}, {image.Rect(0, 0, 10, 25), false}, {image.Rect(15, 10, 25, 15), false}, {image.Rect(85, 85, 90, 90), true}, {image.Rect(68, 68, 78, 78), false},
		{image.Rect(40, 26, 41, 38), true}, {image.Rect(30, 40, 50, 50), false}, {image.Rect(6, 85, 19, 86), true}, {image.Rect(6, 65, 19, 66), true}, {image.Rect(21, 55, 40, 95), false}} {
		if got := darkest(img, x.box) < 0x8000; got != x.dark {
			t.Errorf("in %v dark is %v", x.box, got)
		}
	}
}

func darkest(img image.Image, box image.Rectangle) uint32 {
	low := uint32(0xffff)
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			r, _, _, _ := img.At(x, y).RGBA()
			low = min(low, r)
		}
	}
	return low
}
