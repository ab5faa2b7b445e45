package certificate

import (
	"fmt"
	"image/color"
	"math"
	"strings"

	"github.com/skip2/go-qrcode"

	"xiaoqing/bot/picture"
	"xiaoqing/models/calendar"
)

// sheet is a certificate being laid out; the first error stays.
type sheet struct {
	font  *picture.Font
	marks []mark
	err   error
}

const (
	left   = 28.0 // where the text begins and, from the other edge, ends
	centre = width / 2
)

// lay puts everything where it belongs.
func lay(f *picture.Font, v Values) ([]mark, error) {
	s := &sheet{font: f}
	s.across(v.Across)
	s.frame()
	s.middle(centre, 46, 13, .22, deep, "志愿服务证明")
	s.middle(centre, 57, 4.2, 0, soft, "编号 "+v.Serial)
	s.write(left, 76, 5.6, ink, "兹证明")
	s.middle(centre, 90, s.fitting(v.Name, 11, 120), .08, ink, v.Name)
	under := max(76, s.wide(v.Name, s.fitting(v.Name, 11, 120), .08)+12)
	s.rule(centre-under/2, 95, under, deep)
	s.paragraph(109, fmt.Sprintf("%s参加“%s”志愿服务，线上辅导一线人员家庭的孩子。经核实情况如下：", days(v.From, v.To), v.Project))
	s.figures(v)
	s.foot(v)
	s.code(v.Check)
	s.seal(v)
	s.middle(centre, 278, 3.3, 0, soft, fmt.Sprintf("1课时为%d分钟，不足半课时不计；上一节课、上一次岗各计1人次。数字以签发时的记录为准。", v.PeriodMinutes))
	return s.marks, s.err
}

// days are 自2022年3月1日至2022年4月30日，, or one: 于2022年4月8日.
func days(from, to calendar.Day) string {
	if from == to {
		return "于" + date(from)
	}
	return "自" + date(from) + "至" + date(to) + "，"
}

// date is 2022年4月8日.
func date(d calendar.Day) string {
	y, m, day := d.Date()
	return fmt.Sprintf("%d年%d月%d日", y, m, day)
}

func (s *sheet) add(m mark) { s.marks = append(s.marks, m) }

// wide is how many millimetres text takes.
func (s *sheet) wide(text string, size, space float64) float64 {
	w, err := s.font.Width(text)
	if err != nil && s.err == nil {
		s.err = err
	}
	return (w + space*float64(len([]rune(text))-1)) * size
}

// fitting is the size at which text is no wider than room.
func (s *sheet) fitting(text string, size, room float64) float64 {
	if w := s.wide(text, size, 0); w > room {
		return size * room / w
	}
	return size
}

func (s *sheet) write(x, y, size float64, ink color.NRGBA, text string) {
	s.spaced(x, y, size, 0, ink, text)
}

func (s *sheet) spaced(x, y, size, space float64, ink color.NRGBA, text string) {
	text, err := s.font.Printable(text)
	if err != nil && s.err == nil {
		s.err = err
	}
	s.add(mark{words: picture.Words{X: x, Y: y, Size: size, Space: space, Text: text}, ink: ink})
}

// middle writes text with its middle at x.
func (s *sheet) middle(x, y, size, space float64, ink color.NRGBA, text string) {
	s.spaced(x-s.wide(text, size, space)/2, y, size, space, ink, text)
}

func (s *sheet) rule(x, y, w float64, ink color.NRGBA) {
	s.add(mark{box: [4]float64{x, y, w, .3}, ink: ink})
}

// frame is a thick line and a thin one inside it.
func (s *sheet) frame() {
	for _, f := range [][2]float64{{10, 1}, {12.5, .3}} {
		at, w := f[0], f[1]
		for _, b := range [][4]float64{{at, at, width - 2*at, w}, {at, height - at - w, width - 2*at, w}, {at, at, w, height - 2*at}, {width - at - w, at, w, height - 2*at}} {
			s.add(mark{box: b, ink: deep})
		}
	}
}

// paragraph breaks text into lines, none of which begins with a stop.
func (s *sheet) paragraph(y float64, text string) {
	const size, gap = 5.6, 10.2
	room := width - 2*left
	row := []rune("　　")
	for _, r := range text {
		if s.wide(string(append(row, r)), size, 0) > room && !strings.ContainsRune("，。：、）”", r) {
			s.write(left, y, size, ink, string(row))
			row, y = nil, y+gap
		}
		row = append(row, r)
	}
	s.write(left, y, size, ink, string(row))
}

// figures are three numbers, large, with their units.
func (s *sheet) figures(v Values) {
	const top, third = 144.0, (width - 2*left) / 3
	hours := []string{fmt.Sprint(v.Minutes / 60), "小时", fmt.Sprint(v.Minutes % 60), "分钟"}
	switch {
	case v.Minutes%60 == 0:
		hours = hours[:2]
	case v.Minutes < 60:
		hours = hours[2:]
	}
	for i, f := range []struct {
		label string
		parts []string
	}{{"服务时长", hours}, {"服务课时", []string{v.Periods.String(), "课时"}}, {"服务人次", []string{fmt.Sprint(v.Turns), "人次"}}} {
		x := left + third*(float64(i)+.5)
		s.figure(x, top+17, third-4, f.parts)
		s.middle(x, top+6, 4, 0, soft, f.label)
		if i > 0 {
			s.add(mark{box: [4]float64{left + third*float64(i), top, .3, 21}, ink: line})
		}
	}
	s.rule(left, top-6, width-2*left, line)
	s.rule(left, top+27, width-2*left, line)
}

// figure writes numbers large and units small, smaller where they need more room.
func (s *sheet) figure(x, y, room float64, parts []string) {
	number, unit := 9.0, 4.6
	w := 0.0
	for i, p := range parts {
		w += s.wide(p, []float64{number, unit}[i%2], 0) + []float64{1, 2.5}[i%2]
	}
	w -= 2.5
	if shrink := room / w; shrink < 1 {
		number, unit, w = number*shrink, unit*shrink, room
	}
	x -= w / 2
	for i, p := range parts {
		size, colour := number, deep
		if i%2 == 1 {
			size, colour = unit, ink
		}
		s.write(x, y, size, colour, p)
		x += s.wide(p, size, 0) + 1
		if i%2 == 1 {
			x += 1.5
		}
	}
}

// foot are who issued it and whom to ask.
func (s *sheet) foot(v Values) {
	y := 184.0
	for _, row := range [][2]string{{"签发单位", v.Issuer}, {"经办人", v.Handler}, {"联系电话", v.Contact}} {
		if row[1] == "" {
			continue
		}
		s.write(left, y, 4.6, soft, row[0])
		s.write(left+26, y, s.fitting(row[1], 4.6, width-2*left-26), ink, row[1])
		y += 9
	}
}

// code is the check link as a QR code, and in letters for those who type.
func (s *sheet) code(link string) {
	const top = 213.0
	code, err := qrcode.New(link, qrcode.Medium)
	if err != nil {
		if s.err == nil {
			s.err = err
		}
		return
	}
	code.DisableBorder = true
	bits := code.Bitmap()
	one := math.Floor(38*dots/float64(len(bits))) / dots // in whole pixels
	side := one * float64(len(bits))
	for y, row := range bits {
		for x := 0; x < len(row); x++ {
			n := 0
			for x+n < len(row) && row[x+n] {
				n++
			}
			if n > 0 {
				s.add(mark{box: [4]float64{left + float64(x)*one, top + float64(y)*one, float64(n) * one, one}, ink: ink})
				x += n
			}
		}
	}
	s.write(left, top+side+7, 4, ink, "扫码核验真伪")
	s.write(left, top+side+13, s.fitting(link, 3, 88), soft, link)
}

// seal is where the unit stamps, over its name and the day.
func (s *sheet) seal(v Values) {
	const x, y, radius = 148.0, 233.0, 21.0
	for from := 0.0; from < 360; from += 12 {
		s.add(mark{arc: [6]float64{x, y, radius, from, from + 7, .35}, ink: line})
	}
	s.middle(x, y+radius-5, 3.3, 0, soft, "盖章处")
	issuer := []rune(v.Issuer)
	rows := []string{v.Issuer}
	if len(issuer) > 14 {
		rows = []string{string(issuer[:len(issuer)/2]), string(issuer[len(issuer)/2:])}
	}
	for i, row := range rows {
		s.middle(x, y-1-6*float64(len(rows)-1-i), s.fitting(row, 5.2, 62), 0, ink, row)
	}
	if v.IssuedOn != "" {
		s.middle(x, y+8, 4.6, 0, ink, date(v.IssuedOn))
	}
}

// across is what keeps a sheet from being taken for a good one; it lies under the
// words, which stay readable.
func (s *sheet) across(text string) {
	if text == "" {
		return
	}
	const size, turn = 44.0, 35.0
	w := s.wide(text, size, 0)
	s.add(mark{words: picture.Words{X: centre - w/2*.82, Y: 165 + w/2*.57, Size: size, Turn: turn, Text: text}, ink: pale})
}
