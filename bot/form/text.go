package form

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"xiaoqing/bot/parse"
)

// Text is a person's own words, kept as written; Max is how many characters
// they may have, 500 when it is 0. Line breaks stay.
type Text struct{ Max int }

// Read refuses nothing at all and too much.
func (k Text) Read(text string, _ Context) (string, error) {
	text = clean(text)
	if text == "" {
		return "", Wrong("这里还空着，写一两句就行。")
	}
	if n := utf8.RuneCountInString(text); n > k.max() {
		return "", Wrong(fmt.Sprintf("最多写%d个字，这里有%d个，请挑要紧的写。", k.max(), n))
	}
	return text, nil
}

func (k Text) max() int {
	if k.Max == 0 {
		return 500
	}
	return k.Max
}

// Show is the text itself.
func (k Text) Show(value string) string { return value }

// Control is a box of several lines, or one line for short texts.
func (k Text) Control() Control {
	if k.max() <= 40 {
		return Control{Type: "text"}
	}
	return Control{Type: "textarea"}
}

// Name is what a person is called (姓名, 称呼), without titles.
type Name struct{}

const longestName = 20

// Read takes the name out of 我叫张三.
func (Name) Read(text string, _ Context) (string, error) {
	text = short(text)
	name, ok := settled(text, parse.Name)
	if !ok && dotted(text) {
		name, ok = text, true
	}
	if !ok || utf8.RuneCountInString(name) > longestName {
		return "", Wrong("没看懂名字，写姓名或者小名就行，比如王小明。")
	}
	return name, nil
}

// Names are what one or several people are called, "朵朵、果果".
type Names struct{}

// Read takes 朵朵和果果, 朵朵、果果; one name as Name does.
func (Names) Read(text string, c Context) (string, error) {
	parts := strings.FieldsFunc(strings.NewReplacer("和", "、", "跟", "、", "还有", "、").Replace(short(text)), func(r rune) bool { return strings.ContainsRune("、，,；;", r) })
	var names []string
	for _, part := range parts {
		name, err := petName(part, c)
		if err != nil || utf8.RuneCountInString(name) < 2 {
			return petName(text, c)
		}
		names = append(names, name)
	}
	if len(names) < 2 {
		return petName(text, c)
	}
	return strings.Join(names, "、"), nil
}

// petName is a name, or what a family calls its children by age: 大宝.
func petName(text string, c Context) (string, error) {
	switch name := short(text); name {
	case "大宝", "二宝", "三宝", "小宝", "老大", "老二", "老三":
		return name, nil
	}
	return Name{}.Read(text, c)
}

// Show is the names themselves.
func (Names) Show(value string) string { return value }

// Control is one line.
func (Names) Control() Control { return Control{Type: "text", Placeholder: "朵朵"} }

// dotted says whether text is a name like 阿依古丽·买买提, whatever its words.
func dotted(text string) bool {
	first, last, ok := strings.Cut(text, "·")
	return ok && letters(first) && letters(strings.ReplaceAll(last, "·", ""))
}

func letters(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
}

// Show is the name itself.
func (Name) Show(value string) string { return value }

// Control is one line.
func (Name) Control() Control { return Control{Type: "text", Placeholder: "王小明"} }

// Org is a unit of the tree or outside it (街道, 社区, 单位): an option's value,
// or the name as it was said. Finding it in the tree is the workflow's.
type Org struct{}

const longestOrg = 40

// Read takes an option by number, label or a part of one label, else the name.
func (Org) Read(text string, c Context) (string, error) {
	if o, ok := Choose(text, c.Options); ok {
		return o.Value, nil
	}
	name := strings.Join(strings.Fields(clean(text)), " ")
	n := utf8.RuneCountInString(name)
	if n < 2 || n > longestOrg || !strings.ContainsFunc(name, unicode.IsLetter) {
		return "", Wrong("请写街道、社区或单位的名字，比如五角场街道。")
	}
	return name, nil
}

// Show is the name itself.
func (Org) Show(value string) string { return value }

// Control is one line.
func (Org) Control() Control { return Control{Type: "text", Placeholder: "五角场街道"} }

// clean drops what cannot be read or stored: broken characters, controls other
// than line breaks, invisible marks, blanks around.
func clean(text string) string {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\r\n", "\n")
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r != '\n' && unicode.IsControl(r) || r == '\ufeff' || r == '\u200b' {
			return -1
		}
		return r
	}, text))
}

// short is clean text, or nothing when it is far too long to be one answer:
// reading it would only cost time.
func short(text string) string {
	const longest = 1000
	if text = clean(text); len(text) > longest {
		return ""
	}
	return text
}

// settled reads until reading again changes nothing, so that what is kept can
// be read again and stays the same.
func settled(text string, read func(string) (string, bool)) (string, bool) {
	value, ok := read(text)
	for range 4 {
		if !ok {
			return "", false
		}
		var again string
		if again, ok = read(value); ok && again == value {
			return value, value != ""
		}
		value = again
	}
	return "", false
}
