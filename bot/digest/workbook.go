package digest

import (
	"bytes"
	"errors"

	"github.com/xuri/excelize/v2"
)

// Workbook is the spreadsheet of a digest: figures per workflow and per unit below, and
// no personal data.
type Workbook struct {
	Tables []Table `json:"tables"`
}

// Table is one sheet of it. The first row holds the heads; a cell is a string or a
// number.
type Table struct {
	Name string  `json:"name"`
	Rows [][]any `json:"rows"`
}

// XLSX is the workbook as a file.
func (b Workbook) XLSX() ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return nil, err
	}
	for i, t := range b.Tables {
		if i == 0 {
			err = f.SetSheetName(f.GetSheetName(0), t.Name)
		} else {
			_, err = f.NewSheet(t.Name)
		}
		if err := errors.Join(err, t.write(f, bold)); err != nil {
			return nil, err
		}
	}
	var out bytes.Buffer
	err = f.Write(&out)
	return out.Bytes(), err
}

func (t Table) write(f *excelize.File, bold int) error {
	errs := []error{f.SetColWidth(t.Name, "A", "A", 26), f.SetColWidth(t.Name, "B", "T", 12),
		f.SetPanes(t.Name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})}
	for i, row := range t.Rows {
		at, err := excelize.CoordinatesToCellName(1, i+1)
		errs = append(errs, err, f.SetSheetRow(t.Name, at, &row))
	}
	return errors.Join(append(errs, f.SetRowStyle(t.Name, 1, 1, bold))...)
}
