package when

import (
	"strconv"
	"strings"
	"time"
)

// Phrase prints it as kind and value, as contract.md has them: date 2018-03-29,
// timerange 19:00:00/20:30:00, set FREQ=WEEKLY;BYDAY=MO. alone says that nothing
// else stands in the text.
func (it Item) Phrase(at time.Time, alone bool) (kind, value string) {
	today := dayOf(at)
	switch it.Kind {
	case Lasting:
		if it.Length.upto != nil {
			return "duration", it.Length.iso() + "/" + it.Length.upto.iso()
		}
		return "duration", it.Length.iso()
	case Repeating:
		return "set", it.Rule.text() + it.setHours()
	case Window:
		return it.windowText()
	case Stretch:
		return it.stretchText(today)
	}
	return it.momentText(today, alone)
}

func (it Item) momentText(today days, alone bool) (kind, value string) {
	p := it.A
	a, b, ok := p.Date.span(today, Near)
	switch {
	case p.Date.Given() && !ok:
		return "", ""
	case it.within && p.Clock.Given:
		return "datetimerange", moment(it.from.day, it.from.sec) + "/" + moment(a, p.settled())
	case it.within:
		return "date", string(a.Day())
	case p.habit() && p.Clock.Given && it.Open == Closed:
		return "set", Rule{Freq: "WEEKLY", Mask: p.Date.Mask}.text() + it.setHours()
	case p.Clock.Given && p.Date.Given():
		return it.opened("datetime", moment(a, p.settled()))
	case p.Clock.Given:
		return it.opened("time", clock(p.settled()))
	case p.Part == Midnight && p.Date.Given():
		return "datetime", moment(a, 0)
	case p.Part == WholeDay && !p.habit():
		return wholeDays(today, p, a, b)
	case p.Part != NoPart:
		return it.partText(today, a, alone)
	case p.habit():
		return "set", Rule{Freq: "WEEKLY", Mask: p.Date.Mask}.text()
	case it.Open != Closed:
		return it.openDays(a, b)
	case a == b:
		return "date", string(a.Day())
	}
	return "daterange", string(a.Day()) + "/" + string(b.Day())
}

// habit says whether several weekdays or a repetition were named: 周一三五, 平时.
func (p Point) habit() bool {
	return p.Date.Every || p.Date.kind == weekdays && !p.Date.Mask.Single()
}

// wholeDays: 全天 is the day itself, today when none was named.
func wholeDays(today days, p Point, a, b days) (kind, value string) {
	if !p.Date.Given() {
		a, b = today, today
	}
	if a == b {
		return "date", string(a.Day())
	}
	return "daterange", string(a.Day()) + "/" + string(b.Day())
}

// partText: 下午 by itself is a stretch of any day; in a sentence it is today's.
func (it Item) partText(today, a days, alone bool) (kind, value string) {
	from, to := it.A.Part.Span()
	if it.A.habit() {
		return "set", Rule{Freq: "WEEKLY", Mask: it.A.Date.Mask}.text()
	}
	if !it.A.Date.Given() && alone {
		return "timerange", clock(from*60) + "/" + clock(to*60)
	}
	if !it.A.Date.Given() {
		a = today
	}
	return "datetimerange", moment(a, from*60) + "/" + moment(a, to*60)
}

func (it Item) opened(kind, value string) (string, string) {
	switch it.Open {
	case Until:
		return kind + "range", "../" + value
	case Since:
		return kind + "range", value + "/.."
	}
	return kind, value
}

// openDays: 2018年之后 begins with 2019, 2018年起 with 2018.
func (it Item) openDays(a, b days) (kind, value string) {
	long := it.A.Date.whole == oneYear || it.A.Date.whole == oneMonth || it.A.Date.kind == vacation
	switch {
	case it.Open == Until && long:
		return "daterange", "../" + string(a.Day())
	case it.Open == Until:
		return "daterange", "../" + string(b.Day())
	case long && it.after:
		return "daterange", string((b + 1).Day()) + "/.."
	}
	return "daterange", string(a.Day()) + "/.."
}

func (it Item) stretchText(today days) (kind, value string) {
	dated := it.A.Date.Given() || it.B.Date.Given()
	if !dated {
		from, to := it.stretchHours()
		return "timerange", clock(from) + "/" + clock(to)
	}
	if it.A.habit() && !it.B.Date.Given() {
		return "set", Rule{Freq: "WEEKLY", Mask: it.A.Date.Mask}.text() + it.setHours()
	}
	a, b, ok := it.days(today, Near)
	if !ok {
		return "", ""
	}
	if !it.A.Clock.Given && (!it.B.Clock.Given || it.B.now) && it.A.Part == NoPart {
		return "daterange", string(a.Day()) + "/" + string(b.Day())
	}
	from, to := it.stretchHours()
	if !it.B.Date.Given() {
		b = a
	}
	return "datetimerange", moment(a, from) + "/" + moment(b, to)
}

func (it Item) stretchHours() (from, to int) {
	if it.A.Clock.Given {
		return it.hours(it.A.settled())
	}
	f, _ := it.A.Part.Span()
	_, t := it.B.Part.Span()
	return f * 60, t * 60
}

func (it Item) windowText() (kind, value string) {
	if it.from.day1 {
		return "daterange", string(it.from.day.Day()) + "/" + string(it.to.day.Day())
	}
	return "datetimerange", moment(it.from.day, it.from.sec) + "/" + moment(it.to.day, it.to.sec)
}

func clock(sec int) string {
	var b [8]byte
	sec = floorMod(sec, wholeDay)
	digits(b[0:2], sec/3600)
	digits(b[3:5], sec/60%60)
	digits(b[6:8], sec%60)
	b[2], b[5] = ':', ':'
	return string(b[:])
}

func moment(day days, sec int) string {
	n := instant{day: day}.add(sec)
	return string(n.day.Day()) + "T" + clock(n.sec)
}

// iso prints a length as ISO 8601: PT2H30M, P1Y6M.
func (l Length) iso() string {
	b := []byte("P")
	put := func(v int, u byte) {
		if v != 0 {
			b = append(strconv.AppendInt(b, int64(v), 10), u)
		}
	}
	put(l.Months/12, 'Y')
	put(l.Months%12, 'M')
	put(l.Days, 'D')
	if l.Secs > 0 {
		b = append(b, 'T')
		put(l.Secs/3600, 'H')
		put(l.Secs/60%60, 'M')
		put(l.Secs%60, 'S')
	}
	return string(b)
}

// text prints a repetition as an RRULE.
func (u Rule) text() string {
	s := "FREQ=" + u.Freq
	if u.Interval > 1 {
		s += ";INTERVAL=" + strconv.Itoa(u.Interval)
	}
	if u.Month > 0 {
		s += ";BYMONTH=" + strconv.Itoa(u.Month)
	}
	if u.MonthDay != 0 {
		s += ";BYMONTHDAY=" + strconv.Itoa(u.MonthDay)
	}
	if u.And != 0 {
		s += "," + strconv.Itoa(u.And)
	}
	if u.Nth != 0 {
		s += ";BYDAY=" + strconv.Itoa(u.Nth) + u.Mask.rule()
	} else if u.Mask != 0 {
		s += ";BYDAY=" + u.Mask.rule()
	}
	return s
}

func (m Mask) rule() string {
	var out []string
	for i, d := range [...]string{"MO", "TU", "WE", "TH", "FR", "SA", "SU"} {
		if m.Has(i + 1) {
			out = append(out, d)
		}
	}
	return strings.Join(out, ",")
}

func (it Item) setHours() string {
	from, to, _, ok := it.Hours()
	if !ok {
		return ""
	}
	s := ";BYHOUR=" + strconv.Itoa(from/3600%24) + ";BYMINUTE=" + strconv.Itoa(from/60%60)
	if to > from {
		s += ";DURATION=PT" + strconv.Itoa((to-from)/60) + "M"
	}
	return s
}
