package sheet

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"xiaoqing/bot/form"
	"xiaoqing/bot/say"
)

// Of is f as a table: hidden fields are columns too; a tap of its own is none,
// because nobody may fill it for another.
func Of(f form.Form) form.Form {
	var columns []form.Field
	for _, field := range f.Fields {
		if !field.Tap {
			field.Hidden = false
			columns = append(columns, field)
		}
	}
	f.Fields = columns
	return f
}

// Header is the first row: the columns' Labels.
func Header(f form.Form) []string {
	var labels []string
	for _, field := range f.Fields {
		labels = append(labels, field.Label)
	}
	return labels
}

// Cells are the answers as a row: as people read them where that reads back to
// the same, else as they are kept.
func Cells(f form.Form, a form.Answers, at time.Time) []string {
	cells := make([]string, len(f.Fields))
	for i, field := range f.Fields {
		value := a.Get(field.Name)
		if value == "" {
			continue
		}
		if _, ok := field.Kind.(form.Date); ok {
			cells[i] = value // with its year: a sheet is read when that has changed
			continue
		}
		cells[i] = field.Kind.Show(value)
		if again, err := field.Read(cells[i], form.Context{At: at}); err != nil || again != value {
			cells[i] = value
		}
	}
	return cells
}

// Bad is a cell, a row or a header that cannot be taken.
type Bad struct {
	Row   int
	Label string // of the column, "" for the whole row
	Say   string
}

// String is 第3行 电话：手机号要11位，这个是10位，比如13812345678。
func (b Bad) String() string {
	if b.Label == "" {
		return fmt.Sprintf("第%d行：%s", b.Row, b.Say)
	}
	return fmt.Sprintf("第%d行 %s：%s", b.Row, b.Label, b.Say)
}

// Table reads rows by the header that stands above them.
type Table struct {
	form form.Form
	at   map[string]int // where a field's column stands
	when time.Time
}

// Heads finds f's columns in a header row, in any order. It names each header
// that f does not know, that stands there twice, and each that must be there.
func Heads(f form.Form, head Row, when time.Time) (Table, []Bad) {
	t := Table{f, map[string]int{}, when}
	var bads []Bad
	var unknown, missing []string
	for i, label := range head.Cells {
		label = strings.TrimSpace(label)
		field, ok := labelled(f, label)
		switch _, twice := t.at[field.Name]; {
		case label == "":
		case !ok:
			unknown = append(unknown, label)
		case twice:
			bads = append(bads, Bad{head.N, label, "这一列写了两遍，请留一列。"})
		default:
			t.at[field.Name] = i
		}
	}
	for _, field := range f.Fields {
		if _, ok := t.at[field.Name]; !ok && !field.Optional {
			missing = append(missing, field.Label)
		}
	}
	if unknown != nil {
		bads = append(bads, Bad{head.N, "", fmt.Sprintf("不认识的列：%s。能写的列：%s。", say.List(unknown), say.List(Header(f)))})
	}
	if missing != nil {
		bads = append(bads, Bad{head.N, "", fmt.Sprintf("还缺这几列：%s。第一行要写列名。", say.List(missing))})
	}
	return t, bads
}

func labelled(f form.Form, label string) (form.Field, bool) {
	for _, field := range f.Fields {
		if field.Label == label {
			return field, true
		}
	}
	return form.Field{}, false
}

// Read reads one row: the answers that are right, and each cell that is not, in
// the form's order.
func (t Table) Read(row Row) (form.Answers, []Bad) {
	values := map[string]string{}
	for name, i := range t.at {
		if i < len(row.Cells) {
			values[name] = row.Cells[i]
		}
	}
	names := t.names(values)
	answers, wrongs := t.form.Check(values, func(string) form.Context { return form.Context{At: t.when} })
	for field, name := range names {
		if answers.Get(field) != "" {
			answers = answers.Set(field, name)
		}
	}
	var bads []Bad
	for _, field := range t.form.Fields {
		wrong, ok := wrongs[field.Name]
		if !ok {
			continue
		}
		if _, phone := field.Kind.(form.Phone); phone && shortened(values[field.Name]) {
			wrong = "表格把号码变成了1.38E+10的样子，后面几位已经丢了。请把这一列的格式设成“文本”，再把号码填全，比如13812345678。"
		}
		bads = append(bads, Bad{row.N, field.Label, string(wrong)})
	}
	return answers, bads
}

// names are the cells that hold a name and nothing else: of those nothing is
// left out, while of 我叫张三 in a chat it is. values loses the blanks in them.
func (t Table) names(values map[string]string) map[string]string {
	whole := map[string]string{}
	for _, field := range t.form.Fields {
		if _, ok := field.Kind.(form.Name); !ok || values[field.Name] == "" {
			continue
		}
		name := unspaced(values[field.Name])
		values[field.Name] = name
		if !strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !strings.ContainsRune("· -'", r) }) {
			whole[field.Name] = name
		}
	}
	return whole
}

// unspaced drops the blanks by which a sheet's short names are made as wide as
// the others: 张　三.
func unspaced(name string) string {
	var out []rune
	for _, r := range strings.TrimSpace(name) {
		if n := len(out); unicode.Is(unicode.Han, r) {
			for n > 1 && unicode.IsSpace(out[n-1]) {
				n--
			}
			if n > 0 && unicode.Is(unicode.Han, out[n-1]) {
				out = out[:n]
			}
		}
		out = append(out, r)
	}
	return string(out)
}

// shortened says whether a spreadsheet wrote a long number as 1.38E+10.
func shortened(cell string) bool {
	number, power, ok := strings.Cut(strings.ToUpper(strings.TrimSpace(cell)), "E+")
	return ok && number != "" && strings.Trim(number, "0123456789.") == "" && strings.Trim(power, "0123456789") == ""
}
