package cli

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"xiaoqing/bot/form"
	"xiaoqing/bot/form/sheet"
)

// Excel makes a number of a moment that somebody types over another.
func TestAMomentThatExcelHasTouched(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.xlsx")
	f := excelize.NewFile()
	if err := f.SetCellValue("Sheet1", "A1", time.Date(2022, 4, 5, 8, 30, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	for row, err := range sheet.Rows(path) {
		if err != nil {
			t.Fatal(err)
		}
		got, err := momentCell{}.Read(row.Cells[0], form.Context{At: time.Date(2022, 5, 1, 0, 0, 0, 0, time.UTC)})
		if err != nil || got != "2022-04-05 08:30:00" {
			t.Errorf("%q reads %q, %v", row.Cells[0], got, err)
		}
	}
}
