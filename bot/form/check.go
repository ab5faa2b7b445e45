package form

import "strings"

// Check reads a whole page or a row of a sheet: the answers that are right, in
// the form's order, and what is wrong by field. A required field without a value
// is wrong; an optional one is skipped; hidden fields and those that the other
// answers do not want are left out. c gives what each field is read against.
func (f Form) Check(values map[string]string, c func(field string) Context) (Answers, map[string]Wrong) {
	var answers Answers
	wrongs := map[string]Wrong{}
	for _, field := range f.Fields {
		if field.Hidden || !field.Wanted(answers) {
			continue
		}
		text := values[field.Name]
		if clean(text) == "" {
			if field.Optional {
				answers = answers.Skip(field.Name)
			} else {
				wrongs[field.Name] = field.Empty()
			}
			continue
		}
		if value, err := field.Read(text, c(field.Name)); err == nil {
			answers = answers.Set(field.Name, value)
		} else {
			wrongs[field.Name] = err.(Wrong)
		}
	}
	return answers, wrongs
}

// Read reads an answer to this field; the error is always a Wrong.
func (f Field) Read(text string, c Context) (string, error) {
	value, err := f.Kind.Read(text, c)
	if err == nil {
		return value, nil
	}
	if wrong, ok := err.(Wrong); ok {
		return "", wrong
	}
	return "", Wrong("没看懂“" + f.Label + "”，请换个写法。")
}

// Empty is what to say where nothing was written and something must be.
func (f Field) Empty() Wrong {
	control := f.Kind.Control()
	switch {
	case control.Type == "radio":
		return Wrong("“" + f.Label + "”还没选，请选一个。")
	case control.Placeholder != "":
		return Wrong("“" + f.Label + "”还没填，比如" + control.Placeholder + "。")
	}
	return Wrong("“" + f.Label + "”还没填，写一两句就行。")
}

// Choices are the options that a person sees for this field: the kind's own,
// else those that Prepare knew.
func (f Field) Choices(prepared []Option) []Option {
	if own := f.Kind.Control().Options; own != nil {
		return own
	}
	return prepared
}

// Example is a right answer to show, "" when there is none.
func (f Field) Example() string {
	control := f.Kind.Control()
	if control.Placeholder == "" && len(control.Options) > 0 {
		return control.Options[0].Label
	}
	return strings.TrimSpace(control.Placeholder)
}
