// Package picture draws words, lines and shapes on an image, with a Chinese font
// that the binary carries: WenQuanYi Micro Hei, Apache-2.0, as it was published.
package picture

import (
	"bytes"
	"compress/gzip"
	_ "embed" // for the font
	"encoding/binary"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

//go:embed wqy-microhei.ttc.gz
var packed []byte

// Font is the font, unpacked (5 MB) when it is first used. It is safe for
// concurrent use and must not be copied.
type Font struct {
	once  sync.Once
	err   error
	bytes []byte // the face as a file of its own
	face  *sfnt.Font
	unit  fixed.Int26_6 // of the face's own drawing: so many to an em
}

func (f *Font) load() error {
	f.once.Do(func() {
		if f.err = f.unpack(); f.err != nil {
			f.err = fmt.Errorf("picture: font: %w", f.err)
		}
	})
	return f.err
}

func (f *Font) unpack() error {
	zip, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return err
	}
	faces, err := io.ReadAll(zip)
	if err != nil {
		return err
	}
	f.bytes = first(faces)
	if f.face, err = sfnt.Parse(f.bytes); err == nil {
		f.unit = fixed.I(int(f.face.UnitsPerEm()))
	}
	return err
}

// missing stands for a character that the font lacks, as printers set it.
const missing = '〓'

// Printable is text with each character that the font lacks as 〓.
func (f *Font) Printable(text string) (string, error) {
	if err := f.load(); err != nil {
		return "", err
	}
	var b sfnt.Buffer
	return strings.Map(func(r rune) rune {
		if i, err := f.face.GlyphIndex(&b, r); err != nil || i == 0 {
			return missing
		}
		return r
	}, text), nil
}

// Width is how wide text is, in ems.
func (f *Font) Width(text string) (float64, error) {
	if err := f.load(); err != nil {
		return 0, err
	}
	var b sfnt.Buffer
	var sum fixed.Int26_6
	for _, r := range text {
		i, err := f.face.GlyphIndex(&b, r)
		if err != nil {
			return 0, err
		}
		w, err := f.face.GlyphAdvance(&b, i, f.unit, font.HintingNone)
		if err != nil {
			return 0, err
		}
		sum += w
	}
	return float64(sum) / float64(f.unit), nil
}

// File is the font as a TrueType file of its own; it must not be changed.
func (f *Font) File() ([]byte, error) {
	err := f.load()
	return f.bytes, err
}

// first is the first face of a collection as a file of its own, its tables where
// readers want them: at multiples of four.
func first(faces []byte) []byte {
	const entry = 16 // bytes of a table's line: tag, checksum, offset, length
	start := binary.BigEndian.Uint32(faces[12:])
	tables := int(binary.BigEndian.Uint16(faces[start+4:]))
	out := slices.Clone(faces[start : int(start)+12+entry*tables])
	for i := range tables {
		line := 12 + entry*i
		from, length := binary.BigEndian.Uint32(out[line+8:]), binary.BigEndian.Uint32(out[line+12:])
		binary.BigEndian.PutUint32(out[line+8:], uint32(len(out)))
		out = append(out, faces[from:from+length]...)
		out = append(out, make([]byte, -len(out)&3)...)
	}
	return out
}
