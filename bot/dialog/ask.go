package dialog

import (
	"strings"

	"xiaoqing/bot/form"
)

// asking takes the answer to the open question.
func (t *turn) asking() Result {
	field, ok := t.form.Field(t.s.Asking)
	if !ok || field.Hidden {
		t.fill("", "")
		return t.advance("")
	}
	if o, ok := form.Pick(t.in.Text, t.shown(field)); ok {
		return t.taken(field, o.Value)
	}
	if o, ok := form.Choose(t.in.Text, t.s.Options[field.Name]); ok { // 晚上 of 早上07:00 and 晚上19:00
		return t.taken(field, o.Value)
	}
	if r, ok := t.left(field); ok {
		return r
	}
	if lead, changed := t.corrected(field); changed {
		return t.advanceOr(field, lead)
	}
	return t.read(field)
}

// left follows a command given instead of an answer, and 没有 to an optional
// question.
func (t *turn) left(field form.Field) (Result, bool) {
	if _, yesNo := field.Kind.(form.YesNo); field.Optional && !yesNo && nothing(t.in.Text) {
		t.s.Answers = t.s.Answers.Skip(field.Name)
		return t.advance(""), true
	}
	switch t.command(free(field)) {
	case cancel:
		return t.close(), true
	case back:
		return t.stepBack(field), true
	case skip:
		return t.skipped(field), true
	case change:
		return t.menu(""), true
	case help:
		return t.explain(field), true
	}
	return Result{}, false
}

// free says whether any words can answer a field.
func free(field form.Field) bool {
	_, text := field.Kind.(form.Text)
	return text
}

// shown are the options whose buttons are in front of the person.
func (t *turn) shown(field form.Field) []form.Option {
	options := field.Choices(t.s.Options[field.Name])
	return options[:min(len(options), shownButtons)]
}

// read reads the answer itself, and whatever else the message carried.
func (t *turn) read(field form.Field) Result {
	value, wrong := t.reading(field)
	filled := t.fill(field.Name, value)
	switch {
	case value != "":
		return t.taken(field, value)
	case filled:
		return t.ask(field, "这个记下了。")
	case t.command(false) == refuse && len(t.answered()) > 0:
		return t.menu("哪里不对？")
	}
	return t.miss(field, wrong)
}

// reading is the open question's answer: in free text and at a tap the whole
// message, else what parse found for this very field, else what the kind makes
// of the message.
func (t *turn) reading(field form.Field) (value, wrong string) {
	if !free(field) && !field.Tap {
		for _, name := range sources(field) {
			if value, err := field.Read(t.understood().Get(name), t.context(field)); err == nil {
				return value, ""
			}
		}
	}
	value, err := field.Read(t.in.Text, t.context(field))
	if err != nil {
		return t.yesOrNo(field), err.Error()
	}
	if t.aboutOthers(field, value) {
		return "", string(field.Empty())
	}
	return value, ""
}

// yesOrNo is how parse took a short answer that the kind did not know.
func (t *turn) yesOrNo(field form.Field) string {
	_, yesNo := field.Kind.(form.YesNo)
	switch {
	case yesNo && t.in.Intent == "agree":
		return "yes"
	case yesNo && t.in.Intent == "refuse":
		return "no"
	}
	return ""
}

// sources are the names under which parse may have found a field's answer: a
// street that is asked for can be read as a workplace or a place.
func sources(field form.Field) []string {
	if _, org := field.Kind.(form.Org); org {
		return []string{field.Name, "org", "unit", "place"}
	}
	return []string{field.Name}
}

// aboutOthers says that a message was wholly about other fields: a unit's name
// can be any words, so 周末全天 would be taken for one.
func (t *turn) aboutOthers(field form.Field, value string) bool {
	_, org := field.Kind.(form.Org)
	if !org || len(t.understood()) == 0 || value != strings.TrimSpace(t.in.Text) {
		return false
	}
	for _, a := range t.understood() {
		if a.Value != nil && *a.Value == value {
			return false
		}
	}
	return true
}

// understood is what the message said, by itself and as an answer.
func (t *turn) understood() form.Answers {
	out := append(form.Answers(nil), t.in.Said...)
	for _, a := range t.in.Also {
		if !out.Has(a.Field) {
			out = append(out, a)
		}
	}
	return out
}

// fill takes what else the message said for fields without an answer. The same
// words never answer two questions.
func (t *turn) fill(asked, value string) (filled bool) {
	for _, a := range t.understood() {
		field, ok := t.form.Field(a.Field)
		if !ok || a.Value == nil || field.Tap || field.Hidden || a.Field == asked || t.s.Answers.Get(a.Field) != "" || *a.Value == value {
			continue
		}
		filled = t.set(field, *a.Value) == "" || filled
	}
	return filled
}

// taken keeps the answer and goes on.
func (t *turn) taken(field form.Field, text string) Result {
	if wrong := t.set(field, text); wrong != "" {
		return t.miss(field, wrong)
	}
	return t.advance("")
}

// advanceOr goes on after a correction: to the open question, unless that was
// answered by it.
func (t *turn) advanceOr(field form.Field, lead string) Result {
	if t.s.Answers.Get(field.Name) != "" {
		return t.advance(lead)
	}
	return t.ask(field, lead)
}

// skipped leaves an optional field empty; what was answered before stays.
func (t *turn) skipped(field form.Field) Result {
	switch {
	case t.s.Answers.Get(field.Name) != "":
		return t.advance("")
	case field.Optional:
		t.s.Answers = t.s.Answers.Skip(field.Name)
		return t.advance("")
	}
	return t.miss(field, "这一项不能跳过。"+string(field.Empty()))
}

// stepBack asks the question before this one again; a question that was opened
// by 改一改 returns to the card.
func (t *turn) stepBack(field form.Field) Result {
	if t.s.Answers.Get(field.Name) != "" {
		return t.advance("")
	}
	given := t.answered()
	if len(given) == 0 {
		return t.ask(field, "这已经是第一个问题了。")
	}
	last := given[len(given)-1]
	t.s.Answers = t.s.Answers.Without(last.Name)
	return t.ask(last, "")
}

// answered are the fields that were answered or skipped, in that order.
func (t *turn) answered() (fields []form.Field) {
	for _, a := range t.s.Answers {
		field, ok := t.form.Field(a.Field)
		if ok && !field.Hidden && !field.Later && field.Wanted(t.s.Answers) {
			fields = append(fields, field)
		}
	}
	return fields
}
