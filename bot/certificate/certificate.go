// Package certificate draws a 志愿服务证明 as a sheet of A4: a PNG to look at and
// pass on, a PDF to print. It takes values and gives bytes; what may be drawn, and
// for whom, the caller knows.
package certificate

import (
	"image/color"

	"xiaoqing/bot/picture"
	"xiaoqing/models/calendar"
)

// Values are what a certificate says.
type Values struct {
	Serial        string // XQ-2022-000123-K
	Name          string // of the volunteer
	Project       string // 爱心云托班
	From, To      calendar.Day
	Minutes       int
	Periods       calendar.Periods
	Turns         int // 人次
	PeriodMinutes int // of one 课时
	Issuer        string
	Handler       string       // 经办人, "" before it is issued
	Contact       string       // "" when there is none
	IssuedOn      calendar.Day // "" before
	Check         string       // the whole link by which anyone sees that it is genuine
	Across        string       // 待盖章, 已作废: written across the sheet; "" for one that is good
}

// width and height of A4, in millimetres.
const (
	width  = 210.0
	height = 297.0
)

// The colours are those of the pages.
var (
	ink  = color.NRGBA{0x1c, 0x25, 0x23, 0xff}
	soft = color.NRGBA{0x5c, 0x6b, 0x66, 0xff}
	deep = color.NRGBA{0x0a, 0x5a, 0x47, 0xff}
	line = color.NRGBA{0xc9, 0xd6, 0xd1, 0xff}
	pale = color.NRGBA{0xf6, 0xd3, 0xbd, 0xff}
)

// mark is one thing on the sheet: words, a filled box, or a part of a ring's
// line. Lengths are millimetres from the upper left corner.
type mark struct {
	words picture.Words
	box   [4]float64 // x, y, width, height
	arc   [6]float64 // x, y, radius, from, to (degrees), width of the line
	ink   color.NRGBA
}
