package sheet

import (
	"bufio"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"xiaoqing/bot/form"
)

// Writer writes a file row by row, its header first. The file appears whole at
// Close, or not at all; only its owner may read it.
type Writer struct {
	file *os.File // nil on standard output
	path string
	xlsx *xlsx
	csv  *csv.Writer
	out  *bufio.Writer
}

// Create begins a file, .xlsx or .csv, or, for "-", CSV on out.
func Create(path string, out io.Writer) (*Writer, error) {
	ending := strings.ToLower(filepath.Ext(path))
	w := &Writer{path: path}
	if path != "-" {
		if ending != ".xlsx" && ending != ".csv" {
			return nil, errEnding
		}
		f, err := os.CreateTemp(filepath.Dir(path), ".export-") // 0600
		if err != nil {
			return nil, err
		}
		w.file, out = f, f
	}
	w.out = bufio.NewWriter(out)
	if ending == ".xlsx" {
		x, err := newXLSX()
		if err != nil {
			return nil, errors.Join(err, w.Drop())
		}
		w.xlsx = x
		return w, nil
	}
	w.csv = csv.NewWriter(w.out)
	if path != "-" {
		_, _ = w.out.WriteString(mark) // Flush tells
	}
	return w, nil
}

// Amount (数量) is the kind of a column whose numbers a spreadsheet adds up.
type Amount struct{ form.Text }

// Columns tells which columns are Amounts.
func (w *Writer) Columns(f form.Form) {
	if w.xlsx == nil {
		return
	}
	w.xlsx.adds = make([]bool, len(f.Fields))
	for i, field := range f.Fields {
		_, w.xlsx.adds[i] = field.Kind.(Amount)
	}
}

// Write adds one row.
func (w *Writer) Write(cells []string) error {
	if w.xlsx != nil {
		return w.xlsx.write(cells)
	}
	safe := make([]string, len(cells))
	for i, c := range cells {
		safe[i] = guard(c)
	}
	return w.csv.Write(safe)
}

// Close finishes the file and gives it its name.
func (w *Writer) Close() error {
	var err error
	if w.xlsx != nil {
		err = w.xlsx.finish(w.out)
		w.xlsx = nil
	} else {
		w.csv.Flush()
		err = w.csv.Error()
	}
	err = errors.Join(err, w.out.Flush())
	if w.file == nil {
		return err
	}
	if err = errors.Join(err, w.file.Sync()); err != nil {
		return errors.Join(err, w.Drop())
	}
	if err := w.file.Close(); err != nil {
		return err
	}
	return os.Rename(w.file.Name(), w.path)
}

// Drop leaves nothing of a file that was not closed.
func (w *Writer) Drop() error {
	var err error
	if w.xlsx != nil {
		err = w.xlsx.file.Close()
	}
	if w.file == nil {
		return err
	}
	return errors.Join(err, w.file.Close(), os.Remove(w.file.Name()))
}
