// Package sheet is a form as a spreadsheet: its columns are the form's fields
// under their Labels, its cells are read by the same kinds as chat and page.
// Files are .xlsx or .csv.
package sheet

import (
	"io"
	"iter"
	"path/filepath"
	"strings"

	"github.com/xuri/excelize/v2"

	"xiaoqing/bot/form"
)

// Row is one line of a file that is not empty.
type Row struct {
	N     int // as a spreadsheet counts, from 1
	Cells []string
}

// errEnding refuses any other file; it reads as a sentence.
const errEnding = form.Wrong("只认.xlsx和.csv两种文件，请另存为其中一种再来。")

// Rows are the rows of a file, from the first sheet of an .xlsx. They are read as
// they are asked for; an error ends them.
func Rows(path string) iter.Seq2[Row, error] {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".xlsx":
		return filled(xlsxRows(path))
	case ".csv":
		return filled(csvRows(path))
	}
	return func(yield func(Row, error) bool) { yield(Row{}, errEnding) }
}

// ReadXLSX are the rows of an .xlsx that is no file of ours: one that was sent.
func ReadXLSX(r io.Reader) iter.Seq2[Row, error] {
	return filled(opened(func() (*excelize.File, error) { return excelize.OpenReader(r, sent) }))
}

// filled leaves out the rows in which nothing is written.
func filled(rows iter.Seq2[Row, error]) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		for row, err := range rows {
			if err == nil && strings.TrimSpace(strings.Join(row.Cells, "")) == "" {
				continue
			}
			if !yield(row, err) || err != nil {
				return
			}
		}
	}
}
