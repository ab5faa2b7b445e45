package digest

import (
	"encoding/json"
	"fmt"

	"xiaoqing/bot/picture"
	"xiaoqing/bot/say"
)

// Kinds of what a digest carries, as its letters name them.
const (
	pictureKind = "digest"
	sheetKind   = "figures"
)

// Picture is the card as something to send: name is the file's, without .png.
func (c Card) Picture(name string) (*say.Attachment, error) {
	values, err := json.Marshal(c)
	return &say.Attachment{Name: name + ".png", Kind: pictureKind, Values: values}, err
}

// Sheet is the workbook as something to send: name is the file's, without .xlsx.
func (b Workbook) Sheet(name string) (*say.Attachment, error) {
	values, err := json.Marshal(b)
	return &say.Attachment{Name: name + ".xlsx", Kind: sheetKind, Values: values}, err
}

// Draw is what an attachment of a digest looks like: a PNG or a workbook.
func Draw(f *picture.Font, a say.Attachment) ([]byte, error) {
	switch a.Kind {
	case pictureKind:
		var c Card
		if err := json.Unmarshal(a.Values, &c); err != nil {
			return nil, fmt.Errorf("a digest's picture: %w", err)
		}
		return c.PNG(f)
	case sheetKind:
		var b Workbook
		if err := json.Unmarshal(a.Values, &b); err != nil {
			return nil, fmt.Errorf("a digest's sheet: %w", err)
		}
		return b.XLSX()
	}
	return nil, fmt.Errorf("nobody draws a %q", a.Kind)
}
