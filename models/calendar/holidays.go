package calendar

import (
	"bufio"
	_ "embed"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

//go:embed holidays.txt
var holidayText string

// Holidays (节假日安排) says which days are off and which weekend days are
// worked in exchange (调休). Years that were not arranged go by the law: weekends
// and the statutory days are off. Read-only once made, so it may be shared.
type Holidays struct {
	spans  []Holiday
	off    map[Day]string // the holiday's name
	worked map[Day]bool
	years  map[int]bool // arranged
}

// Holiday is one arranged holiday: all days from First to Last are off, and the
// days in Worked, weekends otherwise, are worked in exchange.
type Holiday struct {
	Year        int    // whose notice it stands in: 元旦 2023 begins on 2022-12-31
	Name        string // 元旦 春节 清明节 劳动节 端午节 中秋节 国庆节, or two joined by 、
	First, Last Day
	Worked      []Day
}

var arranged = mustReadHolidays(holidayText)

func mustReadHolidays(text string) Holidays {
	h, err := ReadHolidays(strings.NewReader(text))
	if err != nil {
		panic(err) // the embedded file is tested
	}
	return h
}

// Arranged are the arrangements that came with this release, 2020 to 2026, by
// the yearly notices of the State Council's General Office.
func Arranged() *Holidays { return &arranged }

// ReadHolidays reads arrangements from text, a line for each holiday: year,
// name, first and last day off, then the weekend days worked. Blank lines and
// lines that begin with # say nothing. An error names the line.
func ReadHolidays(r io.Reader) (Holidays, error) {
	h := Holidays{off: map[Day]string{}, worked: map[Day]bool{}, years: map[int]bool{}}
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		text := strings.TrimSpace(lines.Text())
		if text == "" || text[0] == '#' {
			continue
		}
		one, err := parseHoliday(strings.Fields(text))
		if err != nil {
			return Holidays{}, fmt.Errorf("holidays: line %d: %w", n, err)
		}
		h.add(one)
	}
	if err := lines.Err(); err != nil {
		return Holidays{}, fmt.Errorf("holidays: %w", err)
	}
	return h, nil
}

func parseHoliday(fields []string) (Holiday, error) {
	if len(fields) < 4 {
		return Holiday{}, fmt.Errorf("want year, name, first and last day, got %d fields", len(fields))
	}
	year, err := strconv.Atoi(fields[0])
	if err != nil {
		return Holiday{}, fmt.Errorf("year: %w", err)
	}
	days := make([]Day, 0, len(fields)-2)
	for _, f := range fields[2:] {
		d, ok := ParseDay(f)
		if !ok {
			return Holiday{}, fmt.Errorf("%q is no day", f)
		}
		days = append(days, d)
	}
	if n := days[1].Sub(days[0]); n < 0 || n > 30 {
		return Holiday{}, fmt.Errorf("%s to %s is no holiday", days[0], days[1])
	}
	return Holiday{Year: year, Name: fields[1], First: days[0], Last: days[1], Worked: days[2:]}, nil
}

func (h *Holidays) add(one Holiday) {
	h.spans, h.years[one.Year] = append(h.spans, one), true
	for d := one.First; d <= one.Last; d = d.Add(1) {
		h.off[d] = one.Name
	}
	for _, d := range one.Worked {
		h.worked[d] = true
	}
}

// Name is the holiday that d belongs to; ok is false on any other day.
func (h Holidays) Name(d Day) (name string, ok bool) {
	if name, ok = h.off[d]; ok {
		return name, true
	}
	y, _, _ := d.Date()
	if h.worked[d] || h.years[y] {
		return "", false
	}
	return statutory(d)
}

// Off says whether nobody works on d: a holiday, or a weekend that is not worked
// in exchange for one.
func (h Holidays) Off(d Day) bool {
	if _, holiday := h.Name(d); holiday {
		return true
	}
	w := d.Weekday()
	return (w == time.Saturday || w == time.Sunday) && !h.worked[d]
}

// Working says whether d is a working day (工作日), a worked weekend included.
func (h Holidays) Working(d Day) bool { return !h.Off(d) }

// Exchanged says whether d is a weekend day that is worked for a holiday (调休).
func (h Holidays) Exchanged(d Day) bool { return h.worked[d] }

// WorkedFor are the weekend days that are worked in exchange for the holiday that d
// belongs to; nil on any other day.
func (h Holidays) WorkedFor(d Day) []Day {
	for _, s := range h.spans {
		if s.First <= d && d <= s.Last {
			return s.Worked
		}
	}
	return nil
}

// NextWorking is the nth working day after d; n is at least 1.
func (h Holidays) NextWorking(d Day, n int) Day {
	for n > 0 {
		if d = d.Add(1); h.Working(d) {
			n--
		}
	}
	return d
}

// Span is the first and last day off of the holiday called name in year. A year
// that was not arranged goes by the rule of the last notices. ok is false for a
// name that is no statutory holiday.
func (h Holidays) Span(name string, year int) (first, last Day, ok bool) {
	for _, s := range h.spans {
		if s.Year == year && strings.Contains(s.Name, name) && name != "" {
			return s.First, s.Last, true
		}
	}
	return h.usual(name, year)
}

// Workday is the nth working day after d: the day by which something is answered
// that came on d.
func (h Holidays) Workday(d Day, n int) Day {
	for n > 0 {
		if d = d.Add(1); !h.Off(d) {
			n--
		}
	}
	return d
}
