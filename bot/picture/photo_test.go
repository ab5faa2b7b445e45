package picture_test

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"

	"xiaoqing/bot/picture"
)

// taken is a photo with a dark upper left corner, as a camera held in some way
// stores it.
func taken(t *testing.T, w, h int, orientation byte) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.Set(x, y, color.White)
			if x < w/4 && y < h/4 {
				img.Set(x, y, color.Black)
			}
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	exif := append([]byte("Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00"), orientation, 0, 0, 0, 0, 0, 0)
	exif = append(exif, "GPS 31.30N 121.50E"...)
	head := append([]byte{0xff, 0xd8, 0xff, 0xe1, 0, byte(len(exif) + 2)}, exif...)
	return append(head, b.Bytes()[2:]...)
}

func TestAPhotoIsDrawnAnew(t *testing.T) {
	for _, c := range []struct {
		orientation byte
		w, h        int // of what is kept
		x, y        int // of the dark corner, in quarters
	}{{1, 1600, 800, 0, 0}, {3, 1600, 800, 3, 3}, {6, 800, 1600, 3, 0}, {8, 800, 1600, 0, 3}} {
		out, err := picture.Photo(taken(t, 2000, 1000, c.orientation))
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(out, []byte("Exif")) || bytes.Contains(out, []byte("GPS")) {
			t.Error("where it was taken is still in it")
		}
		img, err := jpeg.Decode(bytes.NewReader(out))
		if err != nil {
			t.Fatal(err)
		}
		if img.Bounds().Dx() != c.w || img.Bounds().Dy() != c.h {
			t.Errorf("orientation %d: %v", c.orientation, img.Bounds())
		}
		for y := range 4 {
			for x := range 4 {
				r, _, _, _ := img.At((2*x+1)*c.w/8, (2*y+1)*c.h/8).RGBA()
				if dark := r < 0x8000; dark != (x == c.x && y == c.y) {
					t.Errorf("orientation %d: quarter %d,%d is dark: %v", c.orientation, x, y, dark)
				}
			}
		}
	}
}

func TestWhatIsNoPhotoIsRefused(t *testing.T) {
	var huge bytes.Buffer
	if err := png.Encode(&huge, image.NewGray(image.Rect(0, 0, 10_000, 5_000))); err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string][]byte{"nothing": nil, "words": []byte("hello"), "half": taken(t, 100, 100, 1)[:200], "huge": huge.Bytes(), "gif": []byte("GIF89a\x01\x00\x01\x00")} {
		if _, err := picture.Photo(file); !errors.Is(err, picture.ErrPhoto) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if out, err := picture.Photo(taken(t, 40, 30, 1)); err != nil || len(out) == 0 {
		t.Errorf("a small one: %v", err)
	}
}

func FuzzPhoto(f *testing.F) {
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x10Exif\x00\x00II*\x00\x08\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, file []byte) { _, _ = picture.Photo(file) })
}
