// Package form declares what is asked of people, once: the dialog asks a form's
// fields one by one, a page draws them, a sheet takes its columns from them and
// a parsed message fills them. All of them read an answer with the same Kind.
package form

import (
	"time"

	"xiaoqing/models/calendar"
)

// Form is a list of questions under one name.
type Form struct {
	Name   string // in paths and rows: signup
	Title  string // for people: 志愿者报名
	Fields []Field
}

// Field is one question.
type Field struct {
	Name     string // as parse.Fields prints it: phone
	Label    string // in cards, pages and sheets: 电话
	Also     string // other words for the Label when people correct it: "手机 号码"
	Ask      string // the question in chat
	Kind     Kind
	Optional bool               // 跳过 leaves it empty
	When     func(Answers) bool // asked only when true; nil is always
	Tap      bool               // only a tap or an answer to this very question fills it, never a reading (consent)
	Later    bool               // never asked in chat: a reading or the page fills it
	Usual    string             // the answer that goes without saying: it fills a page and is left off the card
	Hidden   bool               // filled by Prepare, never asked or shown
}

// Kind reads and shows the answers of one sort. An answer is kept as canonical
// text: "2022-04-08", "19:00", "13812345678", "90" (minutes), "3" (grade), a
// JSON list of calendar.Slot, "数学、英语".
type Kind interface {
	// Read turns what a person wrote into canonical text. It is pure. A refusal
	// is a Wrong: one kind sentence with a right example. Reading canonical text
	// gives the same text.
	Read(text string, c Context) (string, error)
	// Show writes canonical text for people: 19:00, 周一、周三 19:00–20:30.
	Show(value string) string
	// Control is how a page draws the question.
	Control() Control
}

// Context is what an answer is read against.
type Context struct {
	At      time.Time          // when it was said
	Options []Option           // what may be chosen, where Prepare knows
	Off     *calendar.Holidays // which days are off; nil is as they came with the release
}

// Option is one choice.
type Option struct {
	Value string `json:"value"`
	Label string `json:"label"`
}

// Control is how a page draws a field.
type Control struct {
	Type        string // text, tel, textarea, radio
	InputMode   string
	Placeholder string // a right example
	Options     []Option
}

// Wrong is why an answer was not taken: a Chinese sentence, sent as it stands.
type Wrong string

func (w Wrong) Error() string { return string(w) }

// Answer is one field's answer; Value nil is skipped.
type Answer struct {
	Field string  `json:"field"`
	Value *string `json:"value"`
}

// Answers are in the order they were given.
type Answers []Answer

// Get is the answer to field, "" when there is none.
func (a Answers) Get(field string) string {
	for _, x := range a {
		if x.Field == field && x.Value != nil {
			return *x.Value
		}
	}
	return ""
}

// Has says whether field was answered or skipped.
func (a Answers) Has(field string) bool {
	for _, x := range a {
		if x.Field == field {
			return true
		}
	}
	return false
}

// Set answers field again in its old place, or last.
func (a Answers) Set(field, value string) Answers { return a.put(field, &value) }

// Skip marks field as skipped.
func (a Answers) Skip(field string) Answers { return a.put(field, nil) }

// Without is a without field, as if it had never been asked.
func (a Answers) Without(field string) Answers {
	out := make(Answers, 0, len(a))
	for _, x := range a {
		if x.Field != field {
			out = append(out, x)
		}
	}
	return out
}

func (a Answers) put(field string, value *string) Answers {
	out := append(Answers(nil), a...)
	for i := range out {
		if out[i].Field == field {
			out[i].Value = value
			return out
		}
	}
	return append(out, Answer{field, value})
}

// Field is the field of that name; ok is false when there is none.
func (f Form) Field(name string) (Field, bool) {
	for _, field := range f.Fields {
		if field.Name == name {
			return field, true
		}
	}
	return Field{}, false
}

// Next is the first field to ask: not hidden or for later, not answered and wanted; ok is
// false when nothing is left.
func (f Form) Next(a Answers) (Field, bool) {
	for _, field := range f.Fields {
		if !field.Hidden && !field.Later && !a.Has(field.Name) && field.Wanted(a) {
			return field, true
		}
	}
	return Field{}, false
}

// Wanted says whether the other answers make this question one to ask.
func (f Field) Wanted(a Answers) bool { return f.When == nil || f.When(a) }
