package dialog

import (
	"strings"

	"xiaoqing/bot/form"
)

// confirming takes what was said to the card.
func (t *turn) confirming() Result {
	switch t.pressed() {
	case 0:
		return t.finish()
	case 1:
		return t.menu("")
	case 2:
		return t.close()
	}
	if r, ok := t.steered(exactly(t.in.Text)); ok {
		return r
	}
	if lead, changed := t.corrected(form.Field{}); changed {
		t.s.Misses = 0
		return t.advance(lead)
	}
	if r, ok := t.steered(t.command(false)); ok {
		return r
	}
	return t.again()
}

// steered follows a command given at the card.
func (t *turn) steered(c command) (Result, bool) {
	switch c {
	case agree:
		return t.finish(), true
	case refuse, change:
		return t.menu(""), true
	case cancel:
		return t.close(), true
	case back:
		return t.reopen(), true
	case help:
		return t.card("回“1”就交上去，回“2”改一改，回“3”" + t.no() + "。"), true
	}
	return Result{}, false
}

// reopen asks the last answered question again.
func (t *turn) reopen() Result {
	given := t.answered()
	for i := len(given) - 1; i >= 0; i-- {
		if !t.s.Quick || t.s.Answers.Get(given[i].Name) != "" {
			return t.ask(given[i], t.now(given[i]))
		}
	}
	return t.card("")
}

// again repeats the card with what can be said.
func (t *turn) again() Result {
	t.s.Misses++
	switch {
	case t.s.Misses == 1 && t.known():
		return t.card("已经是这样写的了，对的话回“1”。")
	case t.s.Misses == 1:
		return t.card("这句没看懂，回个数字就行。")
	case t.s.Misses%2 == 0:
		return t.card("还差一步：对的话回“1”，不对回“2”，不报了回“3”。")
	}
	return t.card("先放着也没关系，什么时候回“1”都行。" + t.person())
}

// known says whether the message only repeated what the card shows.
func (t *turn) known() bool {
	for _, a := range t.in.Said {
		if a.Value != nil && t.s.Answers.Get(a.Field) == *a.Value {
			return true
		}
	}
	return false
}

// pressed is the number of the button that was meant, -1 for none.
func (t *turn) pressed() int {
	options := make([]form.Option, len(t.s.Buttons))
	for i, b := range t.s.Buttons {
		options[i] = form.Option{Value: b, Label: b}
	}
	o, ok := form.Pick(t.in.Text, options)
	for i := range options {
		if ok && options[i] == o {
			return i
		}
	}
	return -1
}

// now is what a field holds, said before it is asked again.
func (t *turn) now(field form.Field) string {
	for _, row := range (form.Form{Fields: []form.Field{field}}).Card(t.s.Answers, t.s.Options) {
		return "现在写的是" + row.Value + "。"
	}
	return ""
}

// menu asks which field to change.
func (t *turn) menu(lead string) Result {
	if len(t.answered()) == 0 {
		return t.advance(lead)
	}
	if t.s.Stage != Change {
		t.s.Stage, t.s.Misses = Change, 0
	}
	r := t.answer(t.fields())
	r.Reply.Text = lines(t.you(lead), r.Reply.Text)
	return r
}

// changing takes which field to change, or the change itself.
func (t *turn) changing() Result {
	switch exactly(t.in.Text) {
	case cancel:
		return t.close()
	case back, skip:
		return t.advance("")
	}
	if i := t.pressed(); i >= 0 {
		return t.change(t.s.Buttons[i])
	}
	if lead, changed := t.corrected(form.Field{}); changed {
		return t.advance(lead)
	}
	for _, field := range t.changeable() {
		if _, ok := afterLabel(field, bare(t.in.Text)); ok || strings.Contains(bare(t.in.Text), field.Label) {
			return t.ask(field, t.now(field))
		}
	}
	switch t.command(false) {
	case agree:
		return t.advance("")
	case cancel:
		return t.close()
	}
	return t.menu(t.which())
}

// change opens the field of that label.
func (t *turn) change(label string) Result {
	for _, field := range t.changeable() {
		if field.Label == label {
			return t.ask(field, t.now(field))
		}
	}
	return t.menu("")
}

// which is said when no field was meant, never the same twice in a row.
func (t *turn) which() string {
	t.s.Misses++
	switch {
	case t.s.Misses == 1:
		return "没对上是哪一项。"
	case t.s.Misses%2 == 0:
		return "回前面的数字就行；不改了就回“上一步”。"
	}
	return t.person()
}
