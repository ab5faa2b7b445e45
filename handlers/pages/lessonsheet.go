package pages

import "io"

// LessonSheet is where a tutor reports many lessons by one sheet (/l/…): the file is
// uploaded as "file", looked at row by row, and then confirmed with do=report and
// "rows".
type LessonSheet struct {
	Frame
	Blank      string // the address of the sheet to fill
	Wrong      string // why the file was not taken
	Rows       []SheetRow
	Data       string // the rows that are right, as they are confirmed
	Good       int    // how many those are
	Submission string
	Done       bool // they were reported
}

// SheetRow is one row, as it was read and what comes of it.
type SheetRow struct {
	N    int    // as the spreadsheet counts
	What string // 4月8日 周五 19:00 朵朵
	Says string
	Bad  bool
}

// LessonSheet draws the page.
func (p *Pages) LessonSheet(w io.Writer, v LessonSheet) error {
	return p.render(w, "lessonsheet", v)
}
