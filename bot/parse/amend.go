package parse

import (
	"slices"
	"strings"
	"time"

	"xiaoqing/bot/parse/when"
	"xiaoqing/models/calendar"
)

// AmendSlots reads a correction of weekly times: days alone keep the hours that
// held, hours alone keep the days. nil when text names neither.
func AmendSlots(old []calendar.Slot, text string, at time.Time) []calendar.Slot {
	m := newMessage(text, Context{At: at})
	said := m.slots(true)
	if len(said) != 1 || len(old) == 0 || !sameHours(old) {
		return said
	}
	named, hours := m.daysAndHours()
	switch {
	case named && !hours:
		said[0].Start, said[0].End = old[0].Start, old[0].End
	case hours && !named:
		said[0].Days = allDays(old)
	}
	return said
}

// daysAndHours says whether weekdays were named, and hours or a part of the day.
func (m *message) daysAndHours() (named, hours bool) {
	for _, it := range m.times {
		_, ok := days(it)
		named, hours = named || ok, hours || timed(it)
	}
	return named, hours || m.said("全天", "一整天", "整天")
}

func sameHours(slots []calendar.Slot) bool {
	for _, s := range slots {
		if s.Start != slots[0].Start || s.End != slots[0].End {
			return false
		}
	}
	return true
}

// allDays are the days of all slots, in week order.
func allDays(slots []calendar.Slot) (out []string) {
	for _, d := range when.Daily.Names() {
		if slices.ContainsFunc(slots, func(s calendar.Slot) bool { return slices.Contains(s.Days, d) }) {
			out = append(out, d)
		}
	}
	return out
}

// Amend is old with what a correction says of it: 不对，是周四 after a lesson's
// report is its day, after a timetable its weekday. ok is false when text names
// nothing that old, of that intent, can hold.
func Amend(intent string, old Fields, text string, c Context) (f Fields, ok bool) {
	said := Read(text, c).Fields
	rest := correction(text)
	switch intent {
	case "report":
		return amendReport(old, said, rest, c)
	case "schedule":
		return amendSchedule(old, said, rest, c)
	}
	return amendCommand(intent, old, said, rest)
}

// correction is what stands behind the words that only say that something was
// wrong.
func correction(text string) string {
	rest := strings.TrimSpace(text)
	for _, w := range []string{"应该是", "应为", "改成", "改为", "改到", "换成", "换到", "其实是", "而是"} {
		if _, after, found := strings.Cut(rest, w); found {
			rest = after
		}
	}
	for cut := true; cut; {
		cut = false
		for _, w := range []string{"不对", "不是", "说错了", "写错了", "搞错了", "错了", "是", "，", ",", "。", " ", "：", ":"} {
			if after, found := strings.CutPrefix(rest, w); found {
				rest, cut = after, true
			}
		}
	}
	return strings.TrimRight(rest, " 。！!～~")
}

// AmendClock is start, as it was read from text, moved by half a day when text
// left open which half it means and the other is nearer to what held before:
// 不对，是8点 of a lesson at 19:00 is 20:00. end goes along; it may be "".
func AmendClock(held, start, end, text string, at time.Time) (string, string) {
	old, ok := calendar.ParseClock(held)
	new, ok2 := calendar.ParseClock(start)
	if !ok || !ok2 || !newMessage(text, Context{At: at}).halfOpen() {
		return start, end
	}
	shift := calendar.Clock(12 * 60)
	if new >= shift {
		shift = -shift
	}
	if distance(new+shift, old) >= distance(new, old) {
		return start, end
	}
	if e, ok := calendar.ParseClock(end); ok {
		end = (e + shift + 24*60).String()
	}
	return (new + shift).String(), end
}

// OtherHalf is the other reading of a start that text leaves open, twelve hours
// away, when people mean either: 7, 8 and 9 o'clock.
func OtherHalf(start, text string, at time.Time) (other string, ok bool) {
	c, ok := calendar.ParseClock(start)
	if h := c / 60 % 12; !ok || h < 7 || h > 9 || !newMessage(text, Context{At: at}).halfOpen() {
		return "", false
	}
	return ((c + 12*60) % (24 * 60)).String(), true
}

func distance(a, b calendar.Clock) calendar.Clock { return max(a-b, b-a) }

// halfOpen says whether the hours that were named fit both halves of the day.
func (m *message) halfOpen() bool {
	for _, it := range m.times {
		if _, _, loose, ok := it.Hours(); ok {
			return loose
		}
	}
	return false
}

func amendReport(old, said Fields, rest string, c Context) (Fields, bool) {
	f := old
	said.Start, said.End = AmendClock(old.Start, said.Start, said.End, rest, c.At)
	day, found := said.Date, said.Date != ""
	if !found {
		day, found = Day(rest, c.At, true, c.Off)
	}
	if found {
		f.Date = day
	}
	length := said.Minutes
	if length == 0 && said.Start == "" && said.Periods == 0 && !found {
		length, _ = Minutes(rest)
	}
	switch {
	case said.Start != "" && said.End != "":
		f.Start, f.End, f.Minutes, f.Periods = said.Start, said.End, Between(said.Start, said.End), 0
	case said.Start != "":
		f.Start, f.End = said.Start, ""
	case length > 0:
		f.Minutes, f.End, f.Periods = length, "", 0
	case said.Periods > 0:
		f.Periods, f.Minutes, f.End = said.Periods, 0, ""
	}
	if said.Child == "" {
		said.Child = newMessage(rest, c).childNamed()
	}
	if said.Child != "" {
		f.Child, f.Children = said.Child, nil
	}
	return f, found || said.Start != "" || length > 0 || said.Periods > 0 || said.Child != ""
}

// Between is the minutes from one clock to the other, past midnight if need be.
func Between(start, end string) int {
	a, _ := calendar.ParseClock(start)
	b, _ := calendar.ParseClock(end)
	if b < a {
		b += 24 * 60
	}
	return int(b - a)
}

func amendSchedule(old, said Fields, rest string, c Context) (Fields, bool) {
	f := old
	slots := AmendSlots(old.Slots, rest, c.At)
	if slots != nil {
		f.Slots = slots
	}
	if said.Periods > 0 {
		f.Periods = said.Periods
	}
	if len(said.Tickets) > 0 {
		f.Tickets = said.Tickets
	}
	return f, slots != nil || said.Periods > 0 || len(said.Tickets) > 0
}

func amendCommand(intent string, old, said Fields, rest string) (Fields, bool) {
	f, ok := old, true
	switch {
	case intent == "pair" && said.Tutor != "":
		f.Tutor = said.Tutor
	case intent == "transfer" && said.Org != "":
		f.Org = said.Org
	case len(said.Tickets) > 0:
		f.Tickets, f.All = said.Tickets, false
	case (intent == "return" || intent == "reject") && rest != "" && old.Reason != "":
		f.Reason = rest
	default:
		ok = false
	}
	return f, ok
}
