package dialog

import (
	"xiaoqing/bot/form"
	"xiaoqing/bot/say"
)

// Begin opens f with what is known so far: start is what Prepare made of the
// first message and of the records, options what it found to choose from. A
// start value that its field refuses is asked for, and a Tap field always is.
// in.Said is what the first message said; nil counts all of start as said. With
// two required fields said, or all there are, optional ones are not asked.
func Begin(f form.Form, start form.Answers, options map[string][]form.Option, in Input) Result {
	t := turn{form: f, in: in, s: State{Form: f.Name, Options: options, Begun: in.At}}
	wrong := t.take(start)
	t.s.Quick = t.quick(start)
	return t.advance(wrong)
}

// Next is what follows from one more message.
func Next(f form.Form, s State, in Input) Result {
	t := turn{form: f, s: s, in: in}
	t.s.Answers = append(form.Answers(nil), s.Answers...)
	switch s.Stage {
	case Confirm:
		return t.confirming()
	case Change:
		return t.changing()
	}
	return t.asking()
}

// Prompt says the open question, the card or the list of fields once more, as
// when a paused dialog is taken up again.
func Prompt(f form.Form, s State, elder bool) say.Reply {
	t := turn{form: f, s: s, in: Input{Elder: elder}}
	switch s.Stage {
	case Confirm:
		return t.card("").Reply
	case Change:
		return t.menu("").Reply
	}
	if field, ok := f.Field(s.Asking); ok {
		return t.ask(field, "").Reply
	}
	return t.advance("").Reply
}

// turn is one message being worked on; s is the state as it becomes.
type turn struct {
	form form.Form
	s    State
	in   Input
}

// take keeps what of start can stand and says the first thing that cannot.
func (t *turn) take(start form.Answers) (wrong string) {
	for _, a := range start {
		field, ok := t.form.Field(a.Field)
		switch {
		case !ok || field.Tap:
		case field.Hidden:
			t.s.Answers = append(t.s.Answers.Without(a.Field), a)
		case a.Value == nil:
			if field.Optional {
				t.s.Answers = t.s.Answers.Skip(a.Field)
			}
		default:
			if refused := t.set(field, *a.Value); refused != "" && wrong == "" {
				wrong = refused
			}
		}
	}
	return wrong
}

// set reads text into field; wrong is why not.
func (t *turn) set(field form.Field, text string) (wrong string) {
	value, err := field.Read(text, t.context(field))
	if err != nil {
		return err.Error()
	}
	t.s.Answers = t.s.Answers.Set(field.Name, value)
	return ""
}

func (t *turn) context(field form.Field) form.Context {
	return form.Context{At: t.in.At, Off: t.in.Off, Options: t.s.Options[field.Name]}
}

// quick says whether the first message gave two required fields, or all.
func (t *turn) quick(start form.Answers) bool {
	said := t.in.Said
	if said == nil {
		said = start
	}
	given, left := 0, 0
	for _, field := range t.form.Fields {
		switch {
		case field.Optional || field.Hidden || field.Later || !field.Wanted(t.s.Answers):
		case t.s.Answers.Get(field.Name) == "":
			left++
		case said.Has(field.Name):
			given++
		}
	}
	return given >= 2 || given == 1 && left == 0
}

// open is the first question to ask: required and without an answer, or
// optional and not yet asked.
func (t *turn) open() (form.Field, bool) {
	for _, field := range t.form.Fields {
		if field.Hidden || field.Later || !field.Wanted(t.s.Answers) || field.Optional && t.s.Quick {
			continue
		}
		if !t.s.Answers.Has(field.Name) || !field.Optional && t.s.Answers.Get(field.Name) == "" {
			return field, true
		}
	}
	return form.Field{}, false
}

// advance asks the next question or shows the card; lead is said first.
func (t *turn) advance(lead string) Result {
	if field, ok := t.open(); ok {
		return t.ask(field, lead)
	}
	return t.card(lead)
}

// finish hands the answers over, without those that the others made pointless.
func (t *turn) finish() Result {
	if field, ok := t.open(); ok {
		return t.ask(field, "")
	}
	for _, field := range t.form.Fields {
		if !field.Hidden && !field.Wanted(t.s.Answers) {
			t.s.Answers = t.s.Answers.Without(field.Name)
		}
	}
	t.s.Asking, t.s.Buttons, t.s.Misses, t.s.Wrong = "", nil, 0, ""
	return Result{State: t.s, Outcome: Done}
}

// close drops the dialog with a kind line.
func (t *turn) close() Result {
	line := "好的，那先不报了。以后想报，随时跟我说。"
	if t.s.Subject != 0 {
		line = "好的，没有改动，还是原来登记的样子。"
	}
	return Result{State: t.s, Reply: say.Reply{Text: line}, Outcome: Closed}
}
