package picture

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/jpeg"
	_ "image/png" // a screenshot is one

	"golang.org/x/image/draw"
)

// PhotoLimit is how large a photo may come in, in bytes.
const PhotoLimit = 4 << 20

const (
	photoSide   = 1600       // of the longer side of what is kept, in pixels
	photoPixels = 40_000_000 // a photo of more would only fill the memory
	photoGrade  = 82
)

// ErrPhoto says that what came is no JPEG or PNG that can be read.
var ErrPhoto = errors.New("not a photo that can be read")

// Photo reads a JPEG or PNG and draws it anew as a JPEG of at most 1600 pixels a side,
// the right way up: nothing else that was in the file, such as where it was taken, is
// left. Anything it cannot read is ErrPhoto.
func Photo(file []byte) ([]byte, error) {
	size, kind, err := image.DecodeConfig(bytes.NewReader(file))
	if err != nil || size.Width < 1 || size.Height < 1 || size.Width*size.Height > photoPixels {
		return nil, ErrPhoto
	}
	img, _, err := image.Decode(bytes.NewReader(file))
	if err != nil {
		return nil, ErrPhoto
	}
	turned := 1
	if kind == "jpeg" {
		turned = orientation(file)
	}
	var out bytes.Buffer
	err = jpeg.Encode(&out, upright(smaller(img), turned), &jpeg.Options{Quality: photoGrade})
	return out.Bytes(), err
}

// smaller scales a picture down to what is kept, on white where it is transparent.
func smaller(img image.Image) *image.RGBA {
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	if longer := max(w, h); longer > photoSide {
		w, h = max(w*photoSide/longer, 1), max(h*photoSide/longer, 1)
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(out, out.Bounds(), image.White, image.Point{}, draw.Src)
	draw.ApproxBiLinear.Scale(out, out.Bounds(), img, b, draw.Over, nil)
	return out
}

// upright turns a picture as Exif's orientation, 1 to 8, says that it was held. A
// mirrored one is turned only.
func upright(img *image.RGBA, orientation int) image.Image {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	var at func(x, y int) (int, int)
	switch orientation {
	case 3, 4:
		at = func(x, y int) (int, int) { return w - 1 - x, h - 1 - y }
	case 5, 6:
		at = func(x, y int) (int, int) { return h - 1 - y, x }
	case 7, 8:
		at = func(x, y int) (int, int) { return y, w - 1 - x }
	default:
		return img
	}
	size := image.Rect(0, 0, w, h)
	if orientation >= 5 {
		size = image.Rect(0, 0, h, w)
	}
	out := image.NewRGBA(size)
	for y := range h {
		for x := range w {
			i, j := at(x, y)
			out.SetRGBA(i, j, img.RGBAAt(x, y))
		}
	}
	return out
}

// orientation is what a JPEG's Exif part says of how the camera was held, 1 when it
// says nothing. Exif 2.3, 4.6.4 A: tag 0x0112 of the first directory.
func orientation(file []byte) int {
	for i := 2; i+4 < len(file) && file[i] == 0xff; {
		size := int(binary.BigEndian.Uint16(file[i+2:]))
		if file[i+1] == 0xda || size < 2 || i+2+size > len(file) {
			return 1
		}
		part := file[i+4 : i+2+size]
		if file[i+1] == 0xe1 && bytes.HasPrefix(part, []byte("Exif\x00\x00")) {
			return held(part[6:])
		}
		i += 2 + size
	}
	return 1
}

// held reads the orientation from a TIFF header and its first directory.
func held(tiff []byte) int {
	var order binary.ByteOrder = binary.BigEndian
	if bytes.HasPrefix(tiff, []byte("II")) {
		order = binary.LittleEndian
	}
	if len(tiff) < 8 {
		return 1
	}
	at := int(order.Uint32(tiff[4:]))
	if at < 8 || at+2 > len(tiff) {
		return 1
	}
	for n, i := int(order.Uint16(tiff[at:])), at+2; n > 0 && i+12 <= len(tiff); n, i = n-1, i+12 {
		if order.Uint16(tiff[i:]) == 0x0112 {
			return int(order.Uint16(tiff[i+8:]))
		}
	}
	return 1
}
