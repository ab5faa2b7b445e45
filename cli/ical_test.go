package cli

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// The reader of calendars below is written from RFC 5545 alone and refuses what
// that does not allow.

// property is one content line: name, parameters, value as it is written.
type property struct {
	name   string
	params map[string]string
	value  string
}

// component is BEGIN:kind to END:kind.
type component struct {
	kind  string
	props []property
	parts []*component
}

var (
	contentLine = regexp.MustCompile(`^([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"\x00-\x08\x0a-\x1f\x7f]*"|[^";:,\x00-\x08\x0a-\x1f\x7f]*))*):(.*)$`)
	parameter   = regexp.MustCompile(`;([A-Za-z0-9-]+)=("[^"]*"|[^";:,]*)`)
	textValue   = regexp.MustCompile(`^(?:[^\\;,]|\\[\\;,nN])*$`)
	utcTime     = regexp.MustCompile(`^\d{8}T\d{6}Z$`)
	duration    = regexp.MustCompile(`^[+-]?P(?:\d+W|(?:\d+D)?(?:T(?:\d+H)?(?:\d+M)?(?:\d+S)?)?)$`)
)

// readCalendar reads one whole calendar object; folded is how many lines it took
// more than once.
func readCalendar(body []byte) (cal *component, folded int, err error) {
	lines, folded, err := unfold(body)
	if err != nil {
		return nil, 0, err
	}
	root := &component{}
	open := []*component{root}
	for _, line := range lines {
		p, err := readLine(line)
		if err != nil {
			return nil, 0, err
		}
		at := open[len(open)-1]
		switch p.name {
		case "BEGIN":
			inner := &component{kind: p.value}
			at.parts = append(at.parts, inner)
			open = append(open, inner)
		case "END":
			if p.value != at.kind || len(open) == 1 {
				return nil, 0, fmt.Errorf("END:%s ends %s", p.value, at.kind)
			}
			open = open[:len(open)-1]
		default:
			at.props = append(at.props, p)
		}
	}
	if len(open) != 1 || len(root.props) > 0 || len(root.parts) != 1 || root.parts[0].kind != "VCALENDAR" {
		return nil, 0, fmt.Errorf("not one VCALENDAR but %v", root)
	}
	return root.parts[0], folded, root.parts[0].valid()
}

// unfold takes the physical lines apart: CRLF ends each, at most 75 octets before
// it, no character cut in two (3.1).
func unfold(body []byte) (lines []string, folded int, err error) {
	rest, ended := bytes.CutSuffix(body, []byte("\r\n"))
	if !ended {
		return nil, 0, fmt.Errorf("the last line does not end")
	}
	for n, line := range bytes.Split(rest, []byte("\r\n")) {
		switch {
		case len(line) == 0 || bytes.ContainsAny(line, "\r\n"):
			return nil, 0, fmt.Errorf("line %d: empty, or CR and LF alone: %q", n+1, line)
		case len(line) > 75:
			return nil, 0, fmt.Errorf("line %d has %d octets: %q", n+1, len(line), line)
		case !utf8.Valid(line):
			return nil, 0, fmt.Errorf("line %d cuts a character: %q", n+1, line)
		case line[0] == ' ' || line[0] == '\t':
			if len(lines) == 0 || len(line) == 1 {
				return nil, 0, fmt.Errorf("line %d goes on with nothing", n+1)
			}
			lines[len(lines)-1] += string(line[1:])
			folded++
		default:
			lines = append(lines, string(line))
		}
	}
	return lines, folded, nil
}

func readLine(line string) (p property, err error) {
	m := contentLine.FindStringSubmatch(line)
	if m == nil || strings.ContainsFunc(m[3], func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }) {
		return p, fmt.Errorf("no content line: %q", line)
	}
	p = property{name: strings.ToUpper(m[1]), params: map[string]string{}, value: m[3]}
	for _, x := range parameter.FindAllStringSubmatch(m[2], -1) {
		name := strings.ToUpper(x[1])
		if _, twice := p.params[name]; twice {
			return p, fmt.Errorf("%s stands twice: %q", name, line)
		}
		p.params[name] = strings.Trim(x[2], `"`)
	}
	return p, nil
}

// rule is what a component may hold: each property's type, and a "!" when it must
// be there. All of these may stand once at most.
type rule map[string]string

var rules = map[string]rule{
	"VCALENDAR": {"VERSION": "!text", "PRODID": "!text", "CALSCALE": "text", "NAME": "text", "REFRESH-INTERVAL": "duration"},
	"VEVENT": {"UID": "!text", "DTSTAMP": "!time", "DTSTART": "!time", "DTEND": "time", "CREATED": "time", "LAST-MODIFIED": "time", "SEQUENCE": "number",
		"STATUS": "text", "LOCATION": "text", "SUMMARY": "text", "DESCRIPTION": "text", "TRANSP": "text"},
	"VALARM": {"ACTION": "!text", "TRIGGER": "!duration", "DESCRIPTION": "!text"},
}

func (c *component) valid() error {
	allowed, ok := rules[c.kind]
	if !ok {
		return fmt.Errorf("what is a %s?", c.kind)
	}
	seen := map[string]bool{}
	for _, p := range c.props {
		kind, known := allowed[p.name]
		if !known && !strings.HasPrefix(p.name, "X-") || seen[p.name] {
			return fmt.Errorf("%s has %s, or twice", c.kind, p.name)
		}
		seen[p.name] = true
		if err := p.valid(strings.TrimPrefix(kind, "!")); err != nil {
			return err
		}
	}
	for name, kind := range allowed {
		if strings.HasPrefix(kind, "!") && !seen[name] {
			return fmt.Errorf("%s lacks %s", c.kind, name)
		}
	}
	for _, inner := range c.parts {
		if err := inner.valid(); err != nil {
			return err
		}
	}
	return nil
}

func (p property) valid(kind string) error {
	ok := true
	switch kind {
	case "text", "":
		ok = textValue.MatchString(p.value)
	case "time":
		_, err := time.Parse("20060102T150405Z", p.value)
		ok = err == nil && utcTime.MatchString(p.value) && p.params["TZID"] == ""
	case "number":
		n, err := strconv.Atoi(p.value)
		ok = err == nil && n >= 0
	case "duration":
		ok = duration.MatchString(p.value) && !strings.HasSuffix(p.value, "P") && !strings.HasSuffix(p.value, "T")
		ok = ok && (p.name != "REFRESH-INTERVAL" || p.params["VALUE"] == "DURATION") // RFC 7986: it must be said
	}
	if !ok {
		return fmt.Errorf("%s is no %s: %q", p.name, kind, p.value)
	}
	return nil
}

// text is the value of a property without its escapes, "" when there is none.
func (c *component) text(name string) string {
	for _, p := range c.props {
		if p.name == name {
			return strings.NewReplacer(`\\`, `\`, `\;`, ";", `\,`, ",", `\n`, "\n", `\N`, "\n").Replace(p.value)
		}
	}
	return ""
}

func (c *component) time(name string) time.Time {
	t, _ := time.Parse("20060102T150405Z", c.text(name))
	return t
}

func (c *component) number(name string) int {
	n, _ := strconv.Atoi(c.text(name))
	return n
}

// TestTheReaderOfCalendarsIsStrict gives it what it must refuse.
func TestTheReaderOfCalendarsIsStrict(t *testing.T) {
	good := "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20220408T020000Z\r\nDTSTART:20220408T110000Z\r\nSUMMARY:数\r\n 学\\, 课\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
	cal, folded, err := readCalendar([]byte(good))
	if err != nil || folded != 1 || cal.parts[0].text("SUMMARY") != "数学, 课" || cal.parts[0].time("DTSTART").Hour() != 11 {
		t.Fatal(cal, folded, err)
	}
	for _, x := range [][2]string{
		{"\r\n", "\n"}, {"VERSION:2.0\r\n", ""}, {"UID:1\r\n", ""}, {"UID:1\r\n", "UID:1\r\nUID:1\r\n"}, {"END:VEVENT", "END:VALARM"}, {"END:VEVENT\r\n", ""},
		{"20220408T110000Z", "20220408T110000"}, {"20220408T110000Z", "20220230T110000Z"}, {"数\r\n 学", "\xe6\x95\r\n \xb0"}, {"数", strings.Repeat("数", 30)},
		{`\,`, ","}, {`\,`, `\x`}, {"SUMMARY:", "SUMMARY"}, {"SUMMARY:", "SUMMARY;A=\"b:"}, {"SUMMARY", "COLOUR"}, {"UID:1", "UID:1\r\nSEQUENCE:-1"}, {"PRODID:x", "PRODID:x\r\nREFRESH-INTERVAL:PT1H"},
		{"PRODID:x", "PRODID:x\r\nREFRESH-INTERVAL;VALUE=DURATION:P1H"}, {"PRODID:x", "PRODID:x\r\nREFRESH-INTERVAL;VALUE=DURATION;VALUE=DURATION:PT1H"}, {"PRODID:x", "PRODID:x\r\n\r\n"}, {"数", "\x01"},
	} {
		if _, _, err := readCalendar([]byte(strings.Replace(good, x[0], x[1], 1))); err == nil {
			t.Errorf("%q for %q was taken", x[1], x[0])
		}
	}
}
