package form

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"xiaoqing/bot/parse"
)

// OneOf is a choice among its own Options or, when those are nil, among those
// that Prepare found. Canonical is the option's value.
type OneOf struct{ Options []Option }

// Read takes an option by its value, its label, its number, or by a part of
// one label that no other label has.
func (k OneOf) Read(text string, c Context) (string, error) {
	options := k.Options
	if options == nil {
		options = c.Options
	}
	if o, ok := Choose(text, options); ok {
		return o.Value, nil
	}
	return "", Wrong("请从这几个里选一个：" + numbered(options) + "。")
}

// Show is the label, or the value where the options are not the kind's own.
func (k OneOf) Show(value string) string { return label(value, k.Options) }

// Control is a row of buttons.
func (k OneOf) Control() Control { return Control{Type: "radio", Options: k.Options} }

// YesNo is a question that 是 or 不是 answers; canonical "yes" or "no".
type YesNo struct{}

var yesNo = []Option{{"yes", "是"}, {"no", "否"}}

// Read takes the usual short answers.
func (YesNo) Read(text string, _ Context) (string, error) {
	text = strings.Trim(clean(text), " ，。！!.~～")
	if o, ok := Pick(text, yesNo); ok {
		return o.Value, nil
	}
	switch text {
	case "是的", "对", "对的", "好", "好的", "嗯", "嗯嗯", "行", "可以", "有", "有的", "要", "需要", "同意", "没问题", "来了", "会", "能", "愿意", "Yes", "YES", "y", "Y":
		return "yes", nil
	case "不是", "不", "不对", "没有", "没", "无", "不要", "不用", "不需要", "不行", "不可以", "不同意", "没来", "不会", "不能", "不愿意", "No", "NO", "n", "N":
		return "no", nil
	}
	return "", Wrong("请写是或者否，比如“是”。")
}

// Show is 是 or 否.
func (YesNo) Show(value string) string { return label(value, yesNo) }

// Control is two buttons.
func (YesNo) Control() Control { return Control{Type: "radio", Options: yesNo, Placeholder: "是"} }

// Gender (性别) is "m" or "f".
type Gender struct{}

var genders = []Option{{"m", "男"}, {"f", "女"}}

// Read takes 男, 女生, 儿子, 女儿.
func (Gender) Read(text string, _ Context) (string, error) {
	if o, ok := Pick(text, genders); ok {
		return o.Value, nil
	}
	if g, ok := parse.Gender(short(text)); ok {
		return g, nil
	}
	return "", Wrong("请写男或者女，比如“女”。")
}

// Show is 男 or 女.
func (Gender) Show(value string) string { return label(value, genders) }

// Control is two buttons.
func (Gender) Control() Control { return Control{Type: "radio", Options: genders, Placeholder: "女"} }

// Pick is the option that text names outright: by its value, its label or its
// number, counted from 1.
func Pick(text string, options []Option) (Option, bool) {
	for _, o := range options {
		if o.Value == text {
			return o, true
		}
	}
	text = clean(text)
	for _, o := range options {
		if o.Label == text {
			return o, true
		}
	}
	if i, ok := parse.Choice(short(text), len(options)); ok && i >= 0 && i < len(options) {
		return options[i], true
	}
	return Option{}, false
}

// Choose is Pick, or the one option whose label has text in it.
func Choose(text string, options []Option) (found Option, ok bool) {
	if o, ok := Pick(text, options); ok {
		return o, true
	}
	text = clean(text)
	if utf8.RuneCountInString(text) < 2 {
		return Option{}, false
	}
	for _, o := range options {
		if strings.Contains(o.Label, text) {
			if ok {
				return Option{}, false
			}
			found, ok = o, true
		}
	}
	return found, ok
}

// label is what people call value, or value itself.
func label(value string, options []Option) string {
	for _, o := range options {
		if o.Value == value {
			return o.Label
		}
	}
	return value
}

// numbered lists the first options: 1 来了，2 没来.
func numbered(options []Option) string {
	var parts []string
	for i, o := range options[:min(len(options), 8)] {
		parts = append(parts, fmt.Sprintf("%d %s", i+1, o.Label))
	}
	return strings.Join(parts, "，")
}
