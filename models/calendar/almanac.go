package calendar

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

// Almanac (节假日表) is the one place that says which days are off now: what came
// with the release, and an operator's own table over it, read again when its file
// changes. A nil Almanac is the release's own. It may be shared.
type Almanac struct {
	path string
	mu   sync.RWMutex
	now  *Holidays
	seen time.Time // of the file, when it was read
	size int64
}

// NewAlmanac is the release's own where path is "", else with the table at path.
// On an error it is the release's own until the file is mended.
func NewAlmanac(path string) (*Almanac, error) {
	a := &Almanac{path: path, now: &arranged}
	_, err := a.Reload()
	return a, err
}

// Holidays are the arrangements in force; nobody may change them.
func (a *Almanac) Holidays() *Holidays {
	if a == nil {
		return &arranged
	}
	a.mu.RLock()
	defer a.mu.RUnlock()
	return a.now
}

// Reload reads the table again when its file has changed. What cannot be read
// changes nothing; the error names the line and is said once a change.
func (a *Almanac) Reload() (changed bool, err error) {
	if a.path == "" {
		return false, nil
	}
	info, err := os.Stat(a.path)
	if err != nil {
		return false, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if info.ModTime().Equal(a.seen) && info.Size() == a.size {
		return false, nil
	}
	a.seen, a.size = info.ModTime(), info.Size()
	f, err := os.Open(a.path)
	if err != nil {
		return false, err
	}
	defer f.Close()
	h, err := ReadTable(f)
	if err != nil {
		return false, err
	}
	a.now = &h
	return true, nil
}

// ReadTable reads an operator's table (CSV in UTF-8: 日期,名称,休 or 班, a line a
// day, with or without that header) over what came with the release. A year of
// which it has 国庆节 stands whole in it and takes the place of ours; of any other
// it adds days. An error names the line.
func ReadTable(r io.Reader) (Holidays, error) {
	rows := csv.NewReader(r)
	rows.FieldsPerRecord, rows.TrimLeadingSpace, rows.Comment = -1, true, '#'
	var days []tableDay
	for {
		fields, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return overlaid(days), nil
		}
		if err != nil {
			return Holidays{}, fmt.Errorf("holidays: %w", err)
		}
		line, _ := rows.FieldPos(0)
		day, ok, err := readDay(fields)
		if err != nil {
			return Holidays{}, fmt.Errorf("holidays: line %d: %w", line, err)
		}
		if ok {
			days = append(days, day)
		}
	}
}

type tableDay struct {
	day    Day
	name   string
	worked bool
}

// readDay reads one line; ok is false for the header and for blank ones.
func readDay(fields []string) (d tableDay, ok bool, err error) {
	for i, f := range fields {
		if !utf8.ValidString(f) {
			return d, false, errors.New("not UTF-8")
		}
		fields[i] = strings.TrimSpace(strings.TrimPrefix(f, "\ufeff"))
	}
	if fields[0] == "日期" || strings.Join(fields, "") == "" {
		return d, false, nil
	}
	if len(fields) < 3 || fields[1] == "" || fields[2] != "休" && fields[2] != "班" {
		return d, false, errors.New("want 日期,名称,休 or 班")
	}
	for _, layout := range []string{"2006-1-2", "2006/1/2", "2006.1.2", "2006年1月2日"} {
		if t, err := time.Parse(layout, fields[0]); err == nil {
			return tableDay{DayOf(t), fields[1], fields[2] == "班"}, true, nil
		}
	}
	return d, false, errors.New("no such day")
}

// overlaid is the release's own with the days of a table over it.
func overlaid(days []tableDay) Holidays {
	whole := map[int]bool{}
	for _, d := range days {
		if y, _, _ := d.day.Date(); strings.Contains(d.name, "国庆") && !d.worked {
			whole[y] = true
		}
	}
	h := Holidays{off: map[Day]string{}, worked: map[Day]bool{}, years: map[int]bool{}}
	for _, span := range arranged.spans {
		if !whole[span.Year] {
			h.add(span)
		}
	}
	slices.SortFunc(days, func(a, b tableDay) int { return strings.Compare(string(a.day), string(b.day)) })
	var spans []Holiday
	for _, d := range days {
		delete(h.off, d.day)
		delete(h.worked, d.day)
		year, _, _ := d.day.Date()
		last := len(spans) - 1
		switch {
		case d.worked:
			h.worked[d.day] = true
		case last >= 0 && spans[last].Name == d.name && spans[last].Last == d.day.Add(-1):
			spans[last].Last, spans[last].Year = d.day, year
		default:
			spans = append(spans, Holiday{Year: year, Name: d.name, First: d.day, Last: d.day})
		}
	}
	for _, span := range spans {
		h.spans = slices.DeleteFunc(h.spans, func(old Holiday) bool { return old.Year == span.Year && old.Name == span.Name })
		known := h.years[span.Year]
		h.add(span)
		h.years[span.Year] = known || whole[span.Year]
	}
	return h
}

// Until is the last year that is arranged; later ones go by the law.
func (h Holidays) Until() (year int) {
	for y, whole := range h.years {
		if whole {
			year = max(year, y)
		}
	}
	return year
}
