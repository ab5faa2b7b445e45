package pages

import "io"

// Upload is a form that sends a file.
type Upload struct {
	Action     string
	Submission string
	Title      string // 传名单
	Says       string
	Label      string // 选文件
	Accept     string // image/jpeg,image/png
	Kinds      []Kind // what the file may be; none where there is no choice
	Submit     string // 传上去
	Wrong      string // why the last file was not taken
}

// Kind is one choice of an Upload.
type Kind struct {
	Value string
	Label string
	Small string // the columns that it wants
}

// Partner is a Partner's own view (/console/partner): its tutors, the enrolments of
// its staff, its figures, and the lists it hands in. The staff's rows post pick and
// do=confirm, disown (with reason) or badge.
type Partner struct {
	Frame
	Name       string
	Submission string
	Action     string
	Said       string
	Wrong      []string // why nothing was done; of a sheet, cell by cell
	Figures    []Figure
	Staff      []ReviewRow // by the guardian's name, never the child's
	Tutors     []Item
	Upload     Upload
}

// Partner draws a Partner's own view.
func (p *Pages) Partner(w io.Writer, v Partner) error { return p.render(w, "partner", v) }
