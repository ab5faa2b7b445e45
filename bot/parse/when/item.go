package when

import (
	"time"

	"xiaoqing/bot/parse/script"
	"xiaoqing/models/calendar"
)

// Kind is what sort of time an Item is.
type Kind uint8

const (
	Moment  Kind = iota // a day, a time, or both
	Stretch             // from one to another
	Lasting             // a length of time
	Repeating
	Window // a stretch counted from now: 过去一周
)

// Side says on which side a moment is open.
type Side int8

const (
	Closed Side = iota
	Until       // 以前, 前
	Since       // 以后, 起
)

// Point is one moment: any of a day, a part of it and a clock time.
type Point struct {
	I, J  int
	Date  Date
	Part  Part
	Clock Clock
	now   bool // 现在
}

// Given says whether anything was said.
func (p Point) Given() bool { return p.Date.Given() || p.Part != NoPart || p.Clock.Given }

// Item is one expression of time in a text, from I to J.
type Item struct {
	I, J   int
	Kind   Kind
	A, B   Point // B only of a Stretch
	Length Length
	Open   Side
	Rule   Rule
	from   instant // Window
	to     instant
	within bool // 三天内
	listed bool // the day after the item it is listed behind
	after  bool // 以后, which begins when a stretch is over; 起 and 以来 begin with it
}

// Rule is how something repeats.
type Rule struct {
	Freq     string // DAILY WEEKLY MONTHLY YEARLY HOURLY MINUTELY SECONDLY
	Interval int
	Mask     Mask
	MonthDay int // -1 is the month's last day
	And      int // a second day of the month
	Month    int
	Nth      int // the first, second … or last (-1) of Mask in the month
}

// instant is a second of a day.
type instant struct {
	day  days
	sec  int
	day1 bool // only the day counts
}

func (n instant) add(sec int) instant {
	n.sec += sec
	n.day += days(floor(n.sec, 86400))
	n.sec = floorMod(n.sec, 86400)
	return n
}

// Scan finds every expression of time in t, in order and apart from each other.
// off says which days are off; nil is as they came with the release.
func Scan(t *script.Text, at time.Time, off *calendar.Holidays) []Item {
	r := newReader(t, at)
	r.off = off
	var items []Item
	for i := 0; i < t.Len(); {
		b := begins(t.At(i))
		if n := longRow(t, i); n > 0 {
			i += n
			continue
		}
		if b == noTime || b == festive && !namesFeast(t, i) {
			i++
			continue
		}
		it, ok := r.item(i, b)
		it.A.Date.by, it.B.Date.by = off, off
		if ok && it.J > i {
			if n := len(items); n > 0 {
				r.follow(&it, items[n-1])
			}
			if items == nil {
				items = make([]Item, 0, t.Len()/32+1)
			}
			items = joined(append(items, it))
			i = it.J
			continue
		}
		i = past(t, i)
	}
	return items
}

// longRow is the length of a row of figures that is too long for a day: a phone
// number, an identity card.
func longRow(t *script.Text, i int) int {
	j := i
	for script.Digit(t.At(j)) {
		j++
	}
	if j-i < 9 {
		return 0
	}
	return j - i
}

// joined makes one stretch of the last three items when they are days in a row,
// listed: 9月10号、11号、12号.
func joined(items []Item) []Item {
	n := len(items)
	if n > 1 && items[n-1].listed && items[n-2].Kind == Stretch && items[n-2].listed {
		items[n-2].B, items[n-2].J = items[n-1].A, items[n-1].J
		return items[:n-1]
	}
	if n < 3 || !items[n-1].listed || !items[n-2].listed {
		return items
	}
	first := &items[n-3]
	first.Kind, first.B, first.J, first.listed = Stretch, items[n-1].A, items[n-1].J, true
	return items[:n-2]
}

// follow lets a bare day take the month of the day listed before it (9月15日、16日),
// and a bare hour the day just before it (昨晚辅导到10点).
func (r reader) follow(it *Item, prev Item) {
	if prev.listed && prev.Kind == Stretch {
		prev.Kind, prev.A = Moment, prev.B
	}
	if it.Kind != Moment || prev.Kind != Moment || it.I-prev.J > 4 || !prev.A.Date.Given() || prev.A.Clock.Given {
		return
	}
	for i := prev.J; i < it.I; i++ {
		if c := r.t.At(i); !script.Han(c) && c != '、' && c != ' ' && (c != ',' || it.A.Date.kind != dayOnly || it.A.Part != NoPart || it.A.Clock.Given) {
			return
		}
	}
	a, b, ok := prev.A.Date.span(r.today, Near)
	switch {
	case it.A.Date.kind == dayOnly && it.I-prev.J == 1 && prev.A.Date.kind == monthDay:
		it.A.Date.kind, it.A.Date.m = monthDay, prev.A.Date.m
		it.listed = it.A.Date.d == prev.A.Date.d+1 && it.Open == Closed && it.A.Part == NoPart && prev.A.Part == NoPart && !it.A.Clock.Given
	case it.A.Date.kind == dayOnly && it.I-prev.J == 1 && prev.A.Date.kind == fixed && ok && a == b:
		y, m, _ := a.civil()
		if it.A.Date = (Date{kind: monthDay, m: m, d: it.A.Date.d}); exists(y, m, it.A.Date.d) {
			it.A.Date = one(date(y, m, it.A.Date.d))
		}
	case it.A.Clock.Given && !it.A.Date.Given() && it.A.Part == NoPart && it.I > prev.J && ok && a == b:
		it.A.Date, it.A.Part = prev.A.Date, prev.A.Part
	}
}

func newReader(t *script.Text, at time.Time) reader {
	h, m, s := at.Clock()
	return reader{t: t, today: dayOf(at), now: h*3600 + m*60 + s}
}

// past skips a whole number of which no time could be made, or one character.
func past(t *script.Text, i int) int {
	if script.Digit(t.At(i)) || script.Figure(t.At(i)) >= 0 {
		if n, ok := t.Number(i); ok && n.End > i {
			return n.End
		}
	}
	return i + 1
}
