package sheet

import (
	"bufio"
	"encoding/csv"
	"errors"
	"io"
	"iter"
	"os"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/transform"
)

// mark is the BOM by which a spreadsheet knows UTF-8.
const mark = "\uFEFF"

func csvRows(path string) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		f, err := os.Open(path)
		if err != nil {
			yield(Row{}, err)
			return
		}
		defer f.Close()
		r := csv.NewReader(decoded(f))
		r.FieldsPerRecord, r.LazyQuotes = -1, true
		breaks := 0 // line breaks inside cells so far: lines that are no rows
		for {
			cells, err := r.Read()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				yield(Row{}, errDamaged)
				return
			}
			line, _ := r.FieldPos(0)
			row := Row{line - breaks, cells}
			for i, c := range cells {
				breaks += strings.Count(c, "\n")
				cells[i] = unguard(c)
			}
			if !yield(row, nil) {
				return
			}
		}
	}
}

// decoded drops a BOM, and reads what a Chinese Excel saves as plain CSV, which
// is GBK.
func decoded(f io.Reader) io.Reader {
	const look = 1 << 16
	r := bufio.NewReaderSize(f, look)
	head, _ := r.Peek(look)
	if strings.HasPrefix(string(head), mark) {
		_, _ = r.Discard(len(mark)) // it was peeked at
		return r
	}
	if len(head) == look { // the last character may be cut
		for len(head) > look-utf8.UTFMax && !utf8.RuneStart(head[len(head)-1]) {
			head = head[:len(head)-1]
		}
		head = head[:len(head)-1]
	}
	if utf8.Valid(head) {
		return r
	}
	return transform.NewReader(r, simplifiedchinese.GB18030.NewDecoder())
}

// guard puts a ' before what a spreadsheet would run as a formula; unguard takes
// it away again. What was written with the ' already gets one more.
func guard(cell string) string {
	if runs(strings.TrimLeft(cell, "'")) {
		return "'" + cell
	}
	return cell
}

func unguard(cell string) string {
	if rest, ok := strings.CutPrefix(cell, "'"); ok && runs(strings.TrimLeft(cell, "'")) {
		return rest
	}
	return cell
}

var negative = regexp.MustCompile(`^-[0-9]+(\.[0-9]+)?$`)

// runs says whether a cell begins as a formula does, in full width too. A negative
// number is none, and a sum must find it.
func runs(cell string) bool {
	if negative.MatchString(cell) {
		return false
	}
	first, _ := utf8.DecodeRuneInString(cell)
	return cell != "" && strings.ContainsRune("=+-@\t\r＝＋－＠", first)
}
