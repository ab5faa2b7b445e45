package dialog

import (
	"strings"

	"xiaoqing/bot/form"
	"xiaoqing/bot/say"
)

// corrected applies what the message changes. While a question is open (asked)
// only a correction of what was already answered counts; at the card everything
// that was said does. lead says what came of it.
func (t *turn) corrected(asked form.Field) (lead string, changed bool) {
	if field, value, ok := t.named(asked); ok && t.fits(field, value) {
		lead, changed := t.put(field, value)
		t.fill(field.Name, value)
		if more, also := t.said(asked, field); also && (more != amended || !changed) {
			return more, true
		}
		if !changed {
			lead = "已经是这样写的了。"
		}
		return lead, true
	}
	if asked.Name == "" || t.in.Intent == "correct" {
		if lead, ok := t.said(asked, form.Field{}); ok {
			return lead, true
		}
	}
	if asked.Name == "" && (t.in.Intent == "correct" || t.command(false) == refuse) {
		if lead, ok := t.guessed(); ok {
			return lead, true
		}
	}
	if asked.Name == "" {
		return t.mentioned()
	}
	return "", false
}

// fits says whether a value is one for the field, or at least for no other: 孩子是
// 女孩 names the child and means her gender.
func (t *turn) fits(field form.Field, value string) bool {
	if _, err := field.Read(value, t.context(field)); err == nil {
		return true
	}
	for _, a := range t.in.Also {
		if f, ok := t.form.Field(a.Field); ok && strict(f) {
			return false
		}
	}
	return true
}

// mentioned applies what the message says when it is read as an answer: of what
// takes only words of its own sort, for here everything that was said counts.
func (t *turn) mentioned() (lead string, changed bool) {
	for _, a := range t.in.Also {
		field, ok := t.form.Field(a.Field)
		if !ok || a.Value == nil || field.Hidden || !strict(field) {
			continue
		}
		if said, new := t.put(field, *a.Value); new {
			lead, changed = said, true
		}
	}
	return lead, changed
}

const amended = "好，改好了。"

// put changes one field, or says why not; changed is false when it held that
// very answer.
func (t *turn) put(field form.Field, text string) (lead string, changed bool) {
	before := t.s.Answers.Get(field.Name)
	switch field.Kind.(type) {
	case form.Slots:
		text = form.AmendSlots(before, text, t.context(field))
	case form.Clock:
		text = form.AmendClock(before, text, t.in.Text, t.context(field))
	}
	if wrong := t.set(field, text); wrong != "" {
		return wrong, true
	}
	return amended, t.s.Answers.Get(field.Name) != before
}

// named reads 备注改成晚点到: a field's label, a word of change and the value.
func (t *turn) named(asked form.Field) (form.Field, string, bool) {
	text := trimAny(t.in.Text, "不对", "不是", "说错了", "写错了", "把", "我的", "，", ",", " ")
	for _, field := range t.changeable() {
		rest, ok := afterLabel(field, text)
		if !ok || field.Tap || field.Name == asked.Name || asked.Name != "" && !t.s.Answers.Has(field.Name) {
			continue
		}
		rest = trimAny(rest, "写错了", "说错了", "错了", "不对", "，", ",", " ")
		for _, verb := range []string{"改成", "改为", "换成", "写成", "应该是", "是", "：", ":"} {
			if value, ok := strings.CutPrefix(rest, verb); ok && value != "" {
				return field, oneWord(field, strings.Trim(value, " “”\"。")), true
			}
		}
	}
	return form.Field{}, "", false
}

// afterLabel is what follows when text begins with a field's label or another
// word for it.
func afterLabel(field form.Field, text string) (rest string, ok bool) {
	for _, word := range append(strings.Fields(field.Also), field.Label) {
		if rest, ok := strings.CutPrefix(text, word); ok {
			return rest, true
		}
	}
	return "", false
}

// oneWord ends the value of a field that takes a single word at the first pause:
// what follows is about something else.
func oneWord(field form.Field, value string) string {
	switch field.Kind.(type) {
	case form.Name, form.Phone, form.Grade, form.Age, form.Gender:
	default:
		return value
	}
	if i := strings.IndexAny(value, "，,。；;"); i > 0 {
		return value[:i]
	}
	return value
}

// said applies what parse read, to fields that are there to be changed; done was
// changed by its name already.
func (t *turn) said(asked, done form.Field) (lead string, changed bool) {
	for _, a := range t.in.Said {
		field, ok := t.form.Field(a.Field)
		if !ok || a.Value == nil || field.Tap || field.Hidden || a.Field == asked.Name || a.Field == done.Name || asked.Name != "" && !t.s.Answers.Has(a.Field) {
			continue
		}
		switch said, new := t.put(field, *a.Value); {
		case said != amended:
			return said, true
		case new:
			lead, changed = said, true
		}
	}
	return lead, changed
}

// guessed reads 不对，是周四: the one field that can hold what is left.
func (t *turn) guessed() (lead string, changed bool) {
	rest := trimAny(t.in.Text, "不对", "不是", "说错了", "写错了", "错了", "应该", "是", "改成", "改为", "换成", "，", ",", "。", " ")
	var only form.Field
	var value string
	for _, field := range t.changeable() {
		if rest == t.in.Text || !strict(field) || t.s.Answers.Get(field.Name) == "" {
			continue
		}
		v, err := field.Read(rest, t.context(field))
		switch {
		case err != nil:
		case value != "":
			return "", false
		default:
			only, value = field, v
		}
	}
	if value == "" {
		return "", false
	}
	return t.put(only, value)
}

// strict says whether a field takes only words of its own sort.
func strict(field form.Field) bool {
	switch field.Kind.(type) {
	case form.Phone, form.Grade, form.Age, form.Gender, form.Subjects, form.Slots, form.Date, form.Clock, form.Minutes:
		return !field.Tap
	}
	return false
}

// trimAny cuts any of the words off the front, again and again.
func trimAny(text string, words ...string) string {
	for cut := true; cut; {
		cut = false
		for _, w := range words {
			if rest, ok := strings.CutPrefix(text, w); ok {
				text, cut = rest, true
			}
		}
	}
	return text
}

// fields is the list of what can be changed.
func (t *turn) fields() say.Reply {
	var names []string
	for _, field := range t.changeable() {
		names = append(names, field.Label)
	}
	reply := say.Reply{Text: "要改哪一项？回数字，或者直接说，比如“" + t.example() + "”。", Buttons: names[:min(len(names), shownButtons)]}
	if len(names) > shownButtons {
		reply.Hint = "点一个，或直接写。"
	}
	return reply
}
