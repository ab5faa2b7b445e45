package pages

import (
	"fmt"
	"io"

	"xiaoqing/bot/form"
)

// Field is one question of a form page.
type Field struct {
	Name     string
	Label    string
	Value    string // what was written, right or wrong, as it was written
	Control  form.Control
	Wrong    string // why the answer was not taken, with a right example; "" when it was
	Hint     string // a line under the field: 60分钟 = 1课时
	Required bool
	Tap      bool // only a tap answers it (consent): full-width choices; Value is never a default
}

// Form is a page that asks (/f/:form, /l/:token). It posts to where it is, with
// the hidden field "submission", so that a double tap is one submission.
type Form struct {
	Frame
	Action     string // where it posts; "" is the page's own address
	Lead       string // under the title: 课9 · 朵朵 · 周三数学
	Submission string // unique to this page
	Says       string // a line above the fields, when there is something to say
	Fields     []Field
	Privacy    string // the short line on what is kept, "" for none
	Submit     string // the main button says what it does: 确认上报
	Actions    []Action
	// Lesson is what a lesson's page has above the report, in a form of its own: the
	// meeting at URL, and 孩子没来, which posts do=Do, when the child is Late minutes.
	Lesson Action
	Late   int
	Upload *Upload // a file that goes by itself, nil for none
}

// Form draws a form.
func (p *Pages) Form(w io.Writer, v Form) error { return p.render(w, "form", v) }

// Wrong are the fields that were not taken.
func (f Form) Wrong() []Field {
	var wrong []Field
	for _, field := range f.Fields {
		if field.Wrong != "" {
			wrong = append(wrong, field)
		}
	}
	return wrong
}

// Choice says whether the field is answered by choosing.
func (f Field) Choice() bool { return f.Control.Type == "radio" }

// Area says whether the field takes several lines.
func (f Field) Area() bool { return f.Control.Type == "textarea" }

// Described lists the ids of what stands under the field, "" for nothing.
func (f Field) Described() string {
	switch {
	case f.Wrong != "" && f.Hint != "":
		return fmt.Sprintf("wrong-%s hint-%s", f.Name, f.Name)
	case f.Wrong != "":
		return "wrong-" + f.Name
	case f.Hint != "":
		return "hint-" + f.Name
	}
	return ""
}

// Type is the input's own type; days and clocks are text on purpose, in Chinese
// order whatever the browser speaks.
func (f Field) Type() string {
	if f.Control.Type == "tel" {
		return "tel"
	}
	return "text"
}

// First is the id of what the summary's link leads to.
func (f Field) First() string {
	if f.Choice() {
		return "f-" + f.Name + "-0"
	}
	return "f-" + f.Name
}
