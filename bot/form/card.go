package form

import "xiaoqing/bot/say"

// Card is the answers as they are confirmed, a row each: phones masked, options
// by their label; what is empty, hidden, a tap of its own or goes without saying
// is left out. Gender
// and age stand behind the first name: 张三（男，22岁）.
func (f Form) Card(a Answers, options map[string][]Option) []say.Row {
	var rows []say.Row
	name := -1
	for _, field := range f.Fields {
		value := a.Get(field.Name)
		if value == "" || value == field.Usual || field.Hidden || field.Tap || !field.Wanted(a) {
			continue
		}
		if name >= 0 && behindName(field.Kind) {
			rows[name].Value = behind(rows[name].Value, field.Kind.Show(value))
			continue
		}
		if _, ok := field.Kind.(Name); ok && name < 0 {
			name = len(rows)
		}
		rows = append(rows, say.Row{Label: field.Label, Value: field.show(value, options[field.Name])})
	}
	return rows
}

// show is value as a card shows it.
func (f Field) show(value string, options []Option) string {
	if _, ok := f.Kind.(Phone); ok {
		return say.Phone(value)
	}
	if shown := label(value, options); shown != value {
		return shown
	}
	return f.Kind.Show(value)
}

func behindName(k Kind) bool {
	switch k.(type) {
	case Gender, Age:
		return true
	}
	return false
}

// behind puts more into the brackets behind a name: 张三（男） → 张三（男，22岁）.
func behind(name, more string) string {
	const end = "）"
	if cut := len(name) - len(end); cut > 0 && name[cut:] == end {
		return name[:cut] + "，" + more + end
	}
	return name + "（" + more + end
}
