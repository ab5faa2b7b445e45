package form

import (
	"encoding/json"
	"fmt"
	"strings"

	"xiaoqing/bot/parse"
	"xiaoqing/bot/say"
)

// Teaching (能教) are subjects with their grades, a JSON list of parse.Taught.
type Teaching struct{}

// Read takes 小学数学和英语、初中物理.
func (Teaching) Read(text string, _ Context) (string, error) {
	text = clean(text)
	if taught, ok := DecodeTeaching(text); ok {
		return encode(taught), nil
	}
	if taught := parse.Teaching(text); len(taught) > 0 {
		return encode(taught), nil
	}
	return "", Wrong("没看懂能教哪几门，比如小学数学、初中物理。")
}

// Show is 小学数学、小学英语、初中物理.
func (Teaching) Show(value string) string {
	taught, ok := DecodeTeaching(value)
	if !ok {
		return value
	}
	var words []string
	for _, x := range taught {
		words = append(words, gradesOf(x)+x.Name)
	}
	return say.List(words)
}

// Control is one line.
func (Teaching) Control() Control {
	return Control{Type: "text", Placeholder: "小学数学、初中物理"}
}

// DecodeTeaching reads the canonical text of Teaching.
func DecodeTeaching(value string) (taught []parse.Taught, ok bool) {
	err := json.Unmarshal([]byte(value), &taught)
	return taught, err == nil && len(taught) > 0
}

// EncodeTeaching is the canonical text of what is taught, "" for nothing.
func EncodeTeaching(taught []parse.Taught) string {
	if len(taught) == 0 {
		return ""
	}
	return encode(taught)
}

// gradesOf is 小学, 三年级到五年级, "" for all grades.
func gradesOf(x parse.Taught) string {
	switch {
	case x.To == 0:
		return ""
	case x.From == 1 && x.To == 6:
		return "小学"
	case x.From == 6 && x.To == 9:
		return "初中"
	case x.From == 10 && x.To == 12:
		return "高中"
	case x.From == x.To:
		return say.Grade(x.From)
	}
	return fmt.Sprintf("%s到%s", strings.TrimSuffix(say.Grade(x.From), "年级"), say.Grade(x.To))
}
