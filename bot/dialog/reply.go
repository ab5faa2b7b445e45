package dialog

import (
	"cmp"
	"strings"

	"xiaoqing/bot/form"
	"xiaoqing/bot/say"
)

const shownButtons = 8

// ask opens field's question anew.
func (t *turn) ask(field form.Field, lead string) Result {
	t.s.Stage, t.s.Asking, t.s.Misses, t.s.Wrong = Ask, field.Name, 0, ""
	return t.show(lines(t.you(lead), t.question(field)), field)
}

// show is text over field's buttons.
func (t *turn) show(text string, field form.Field) Result {
	options := field.Choices(t.s.Options[field.Name])
	reply := say.Reply{Text: text, Buttons: labels(options)}
	if len(options) > shownButtons {
		reply.Hint = "点一个，或直接写。"
	}
	return t.answer(reply)
}

// answer keeps the buttons that a number will mean.
func (t *turn) answer(reply say.Reply) Result {
	t.s.Buttons = reply.Buttons
	return Result{State: t.s, Reply: reply}
}

// question is the field's own, with the way past it where there is one.
func (t *turn) question(field form.Field) string {
	ask := t.you(asked(field))
	if field.Optional && !strings.Contains(ask, "跳过") && !strings.Contains(ask, "没有就") {
		if field.Kind.Control().Type == "radio" {
			return ask + "不想填就回“跳过”。"
		}
		return ask + "没有就回“跳过”。"
	}
	return ask
}

// asked is the field's question; one that is never asked unless it is to be
// changed needs none of its own.
func asked(field form.Field) string {
	if field.Ask == "" {
		return "“" + field.Label + "”怎么写？"
	}
	return field.Ask
}

// card shows everything for confirmation.
func (t *turn) card(lead string) Result {
	if t.s.Stage != Confirm {
		t.s.Stage, t.s.Asking, t.s.Misses, t.s.Wrong = Confirm, "", 0, ""
	}
	return t.answer(say.Reply{
		Text:    lines(t.you(lead), t.you("您看看对不对："), t.form.Title),
		Rows:    t.form.Card(t.s.Answers, t.s.Options),
		Hint:    "没问题回“1”，要改直接说，比如“" + t.example() + "”。" + t.addable(),
		Buttons: []string{"没问题", "改一改", t.no()},
	})
}

// no is the third button, that ends the dialog.
func (t *turn) no() string {
	if t.s.Subject != 0 {
		return "不改了"
	}
	return "不报了"
}

// example is a correction that this form understands: 电话改成139….
func (t *turn) example() string {
	var first, shown string
	for _, field := range t.changeable() {
		control := field.Kind.Control()
		switch {
		case control.Type == "tel":
			return field.Label + "改成139…"
		case t.s.Answers.Get(field.Name) == "" || field.Tap:
		case shown == "" && control.Type == "text" && control.Placeholder != "":
			shown = field.Label + "改成" + control.Placeholder
		case first == "":
			first = field.Label + "改成…"
		}
	}
	return cmp.Or(shown, first, "电话改成139…")
}

// addable names the optional fields that were never asked.
func (t *turn) addable() string {
	var names []string
	for _, field := range t.changeable() {
		if t.s.Quick && field.Optional && t.s.Answers.Get(field.Name) == "" {
			names = append(names, field.Label)
		}
	}
	if names == nil {
		return ""
	}
	if len(names) > 3 {
		return "还可以补充" + say.List(names[:3]) + "等。"
	}
	return "还可以补充" + say.List(names) + "。"
}

// changeable are the fields that a person can change by naming them.
func (t *turn) changeable() (fields []form.Field) {
	for _, field := range t.form.Fields {
		if !field.Hidden && field.Wanted(t.s.Answers) {
			fields = append(fields, field)
		}
	}
	return fields
}

// you turns 您 into 你 for those who are called so.
func (t *turn) you(text string) string {
	if t.in.Elder {
		return text
	}
	return strings.ReplaceAll(text, "您", "你")
}

// lines joins what is not empty, a line each.
func lines(parts ...string) string {
	var full []string
	for _, p := range parts {
		if p != "" {
			full = append(full, p)
		}
	}
	return strings.Join(full, "\n")
}

func labels(options []form.Option) (out []string) {
	for _, o := range options[:min(len(options), shownButtons)] {
		out = append(out, o.Label)
	}
	return out
}
