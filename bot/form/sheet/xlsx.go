package sheet

import (
	"archive/zip"
	"errors"
	"io"
	"io/fs"
	"iter"
	"strconv"

	"github.com/xuri/excelize/v2"

	"xiaoqing/bot/form"
)

// errDamaged is for a file that only has the right ending.
const errDamaged = form.Wrong("这个文件打不开，不像是表格。请用Excel或WPS打开看看，再另存一份。")

// patterns show a date that a spreadsheet keeps as a number.
var patterns = excelize.Options{ShortDatePattern: "yyyy-mm-dd", LongDatePattern: "yyyy-mm-dd", LongTimePattern: "hh:mm:ss"}

// sent bounds what an .xlsx from outside may unpack to.
var sent = excelize.Options{ShortDatePattern: patterns.ShortDatePattern, LongDatePattern: patterns.LongDatePattern, LongTimePattern: patterns.LongTimePattern,
	UnzipSizeLimit: 64 << 20, UnzipXMLSizeLimit: 32 << 20}

func xlsxRows(path string) iter.Seq2[Row, error] {
	return opened(func() (*excelize.File, error) { return excelize.OpenFile(path, patterns) })
}

func opened(open func() (*excelize.File, error)) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		f, err := open()
		if err != nil {
			yield(Row{}, reason(err))
			return
		}
		defer f.Close()
		rows, err := f.Rows(f.GetSheetName(0))
		if err != nil {
			yield(Row{}, reason(err))
			return
		}
		defer rows.Close()
		for n := 1; rows.Next(); n++ {
			cells, err := rows.Columns()
			if err != nil {
				err = reason(err)
			}
			if !yield(Row{n, cells}, err) || err != nil {
				return
			}
		}
		if err := rows.Error(); err != nil {
			yield(Row{}, reason(err))
		}
	}
}

// reason keeps what the system says of a file, and is kind about its inside.
func reason(err error) error {
	var system *fs.PathError
	if errors.As(err, &system) {
		return err
	}
	return errDamaged
}

// xlsx writes one sheet, row by row. Every cell is text, so that no digit of a
// phone is lost and nothing is a formula, but in columns that are to be added up.
type xlsx struct {
	file         *excelize.File
	rows         *excelize.StreamWriter
	plain, title int    // styles
	adds         []bool // by column; nil is none
	n            int
}

func newXLSX() (*xlsx, error) {
	f := excelize.NewFile()
	x := &xlsx{file: f}
	var err error
	const text = 49 // the number format @
	if x.plain, err = f.NewStyle(&excelize.Style{NumFmt: text}); err != nil {
		return nil, err
	}
	if x.title, err = f.NewStyle(&excelize.Style{NumFmt: text, Font: &excelize.Font{Bold: true}}); err != nil {
		return nil, err
	}
	if x.rows, err = f.NewStreamWriter(f.GetSheetName(0)); err != nil {
		return nil, err
	}
	return x, errors.Join(x.rows.SetColWidth(1, 30, 16), x.rows.SetColStyle(1, 30, x.plain),
		x.rows.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
}

func (x *xlsx) write(cells []string) error {
	x.n++
	style := x.plain
	if x.n == 1 {
		style = x.title
	}
	values := make([]any, len(cells))
	for i, c := range cells {
		values[i] = excelize.Cell{StyleID: style, Value: c}
		if n, err := strconv.ParseFloat(c, 64); err == nil && i < len(x.adds) && x.adds[i] {
			values[i] = excelize.Cell{Value: n}
		}
	}
	at, err := excelize.CoordinatesToCellName(1, x.n)
	if err != nil {
		return err
	}
	return x.rows.SetRow(at, values)
}

func (x *xlsx) finish(to io.Writer) error {
	if err := x.rows.Flush(); err != nil {
		return errors.Join(err, x.file.Close())
	}
	// Straight to its place: the library would keep the whole file in memory first.
	x.file.SetZipWriter(func(io.Writer) excelize.ZipWriter { return zip.NewWriter(to) })
	_, err := x.file.WriteTo(io.Discard)
	return errors.Join(err, x.file.Close())
}
