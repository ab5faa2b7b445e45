package sheet

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"xiaoqing/bot/form"
)

// Template is another platform's .xlsx to be filled row by row. Its columns are
// found by what their headers mean; formats, other columns and other sheets stay.
type Template struct {
	Unknown []string // headers that mean nothing to us, in their order
	Kept    int      // rows below the header that were filled already: examples, say
	file    *excelize.File
	sheet   string
	row     int // the next to write
	columns map[string]column
}

type column struct {
	n      int
	header string
	style  int // of the first row below the header
	dates  bool
}

const errNoHeader = form.Wrong("模板里没找到列名。要有一行写着“姓名”和“时长”这样的列名，前20行里都可以。")

// headerRows is how far down a header may stand: titles and instructions come
// first.
const headerRows = 20

// OpenTemplate finds the row of headers of which meaning knows the most; meaning
// is "" for a header that it does not know.
func OpenTemplate(path string, meaning func(header string) string) (*Template, error) {
	if strings.ToLower(filepath.Ext(path)) != ".xlsx" {
		return nil, form.Wrong("模板只认.xlsx，请用Excel或WPS另存一份。")
	}
	f, err := excelize.OpenFile(path)
	if err != nil {
		return nil, reason(err)
	}
	t := &Template{file: f}
	head, err := t.find(meaning)
	if err == nil {
		err = t.begin(head)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return t, nil
}

// find takes the best header of all sheets; it needs two columns at least.
func (t *Template) find(meaning func(string) string) (head int, err error) {
	for _, name := range t.file.GetSheetList() {
		rows, err := t.file.GetRows(name)
		if err != nil {
			return 0, reason(err)
		}
		for i, cells := range rows[:min(len(rows), headerRows)] {
			columns, unknown := read(cells, meaning)
			if len(columns) > max(1, len(t.columns)) {
				t.sheet, t.columns, t.Unknown, head = name, columns, unknown, i+1
			}
		}
	}
	if head == 0 {
		return 0, errNoHeader
	}
	return head, nil
}

func read(cells []string, meaning func(string) string) (columns map[string]column, unknown []string) {
	columns = map[string]column{}
	for i, header := range cells {
		header = strings.Join(strings.Fields(header), "")
		what := meaning(header)
		if _, twice := columns[what]; what != "" && !twice {
			columns[what] = column{n: i + 1, header: header}
		} else if header != "" {
			unknown = append(unknown, header)
		}
	}
	return columns, unknown
}

// begin finds the first row to write, below what is filled already, and how the
// cells of each column look.
func (t *Template) begin(head int) error {
	rows, err := t.file.GetRows(t.sheet)
	if err != nil {
		return reason(err)
	}
	t.row = head + 1
	for ; t.row <= len(rows) && t.filled(rows[t.row-1]); t.row++ {
		t.Kept++
	}
	for what, c := range t.columns {
		if c.style, err = t.file.GetCellStyle(t.sheet, at(c.n, head+1)); err != nil {
			return err
		}
		c.dates = t.showsDates(c.style)
		t.columns[what] = c
	}
	return nil
}

// filled says whether one of our columns holds something in a row.
func (t *Template) filled(cells []string) bool {
	for _, c := range t.columns {
		if c.n <= len(cells) && strings.TrimSpace(cells[c.n-1]) != "" {
			return true
		}
	}
	return false
}

func (t *Template) showsDates(style int) bool {
	s, err := t.file.GetStyle(style)
	if err != nil {
		return false
	}
	if s.CustomNumFmt != nil {
		return strings.ContainsAny(strings.ToLower(*s.CustomNumFmt), "ydh")
	}
	return s.NumFmt >= 14 && s.NumFmt <= 22 || s.NumFmt >= 27 && s.NumFmt <= 36 || s.NumFmt >= 45 && s.NumFmt <= 47
}

// Has says whether a column of that meaning is there.
func (t *Template) Has(meaning string) bool { return t.columns[meaning].n > 0 }

// Header is how the column of a meaning is called, "" when there is none.
func (t *Template) Header(meaning string) string { return t.columns[meaning].header }

// Moment is a value for a column of days or times: a number where its cells show
// dates, else text.
type Moment struct {
	time.Time
	Layout string
}

// Write fills one row: strings as text, numbers as numbers, a Moment as its column
// has it. Meanings without a column are left out.
func (t *Template) Write(values map[string]any) error {
	for what, value := range values {
		c, ok := t.columns[what]
		if !ok || value == nil {
			continue
		}
		cell := at(c.n, t.row)
		if m, ok := value.(Moment); ok {
			value = m.Format(m.Layout)
			if c.dates {
				y, mo, d := m.Date()
				value = time.Date(y, mo, d, m.Hour(), m.Minute(), 0, 0, time.UTC) // as the clock shows it
			}
		}
		if own, err := t.file.GetCellStyle(t.sheet, cell); err == nil && own == 0 && c.style != 0 {
			if err := t.file.SetCellStyle(t.sheet, cell, cell, c.style); err != nil {
				return err
			}
		}
		if err := t.file.SetCellValue(t.sheet, cell, value); err != nil {
			return err
		}
	}
	t.row++
	return nil
}

// Saved is a filled template on the disk that has no name yet; nil is none.
type Saved struct{ temporary, path string }

// Save writes the filled template beside path, for its owner alone.
func (t *Template) Save(path string) (*Saved, error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".export-") // 0600
	if err != nil {
		return nil, err
	}
	_, err = t.file.WriteTo(f)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return nil, errors.Join(err, os.Remove(f.Name()))
	}
	return &Saved{f.Name(), path}, nil
}

// Keep gives the file its name.
func (s *Saved) Keep() error {
	if s == nil {
		return nil
	}
	return os.Rename(s.temporary, s.path)
}

// Drop leaves nothing of it.
func (s *Saved) Drop() error {
	if s == nil {
		return nil
	}
	return os.Remove(s.temporary)
}

// Close lets the template go.
func (t *Template) Close() error { return t.file.Close() }

func at(column, row int) string {
	cell, _ := excelize.CoordinatesToCellName(column, row) // both are counted from 1
	return cell
}
