package say

import (
	"encoding/json"
	"path"
)

// Attachment is a picture or a file that goes with a reply, whose text then says
// the same as the picture. What it shows is frozen in Values and drawn when it is
// sent or looked at, so that a letter is small and always the same.
type Attachment struct {
	Name   string          `json:"name"`   // 五角场街道日报2022-04-08.png; its end says what it is
	Kind   string          `json:"kind"`   // who draws it
	Values json.RawMessage `json:"values"` // from what
}

// Picture says that it can be shown as it is, and need not be opened.
func (a Attachment) Picture() bool { return path.Ext(a.Name) == ".png" }

// codeKind is an address as a picture to scan.
const codeKind = "code"

// Code is address as a QR code to send: name is the file's, without .png.
func Code(name, address string) *Attachment {
	values, _ := json.Marshal(address) // a string never fails
	return &Attachment{Name: name + ".png", Kind: codeKind, Values: values}
}

// Address is where a QR code leads, "" when it is something else.
func (a Attachment) Address() (address string) {
	if a.Kind != codeKind || json.Unmarshal(a.Values, &address) != nil {
		return ""
	}
	return address
}
