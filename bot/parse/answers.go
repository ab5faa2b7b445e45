package parse

import (
	"time"

	"xiaoqing/bot/parse/script"
	"xiaoqing/bot/parse/when"
	"xiaoqing/models/calendar"
)

// The functions of this file read the whole answer to one question. They take
// what a person may add around it (大概是…吧) and refuse what holds none.

// Phone reads a mainland mobile number: eleven digits, without +86, blanks and
// dashes.
func Phone(text string) (digits string, ok bool) {
	t := script.New(text)
	for i := range t.Fold {
		if d, e := mobileAt(t, i); e > 0 {
			return d, true
		}
	}
	return "", false
}

// Day reads a day. A weekday, or a day and month without year, is the nearest
// past one when past is true, else the nearest still to come. off says which days
// are off; nil is as they came with the release.
func Day(text string, at time.Time, past bool, off *calendar.Holidays) (calendar.Day, bool) {
	bias := when.Coming
	if past {
		bias = when.Past
	}
	day, found := calendar.Day(""), false
	for _, it := range when.Scan(script.New(text), at, off) {
		if from, _, ok := it.Days(at, bias); ok {
			day, found = from, true
		}
	}
	return day, found
}

// Clock reads a time of day. Without 上午 or 晚上 an hour from one to six is in
// the afternoon, as nobody teaches or serves at that hour of the night.
func Clock(text string, at time.Time) (calendar.Clock, bool) {
	start, _, ok := hours(script.New(text), at)
	return start, ok
}

// Span reads a stretch of the day; an end past midnight counts on.
func Span(text string, at time.Time) (start, end calendar.Clock, ok bool) {
	start, end, ok = hours(script.New(text), at)
	return start, end, ok && end > start
}

// hours is the last stretch or moment of the day that t names; end is 0 when
// only a start was said. A bare figure alone is an hour: 7.
func hours(t *script.Text, at time.Time) (start, end calendar.Clock, ok bool) {
	for _, it := range when.Scan(t, at, nil) {
		from, to, loose, has := it.Hours()
		if !has {
			continue
		}
		if loose && from < 7*3600 {
			from, to = from+12*3600, later(to)
		}
		start, end, ok = calendar.Clock(from/60%1440), calendar.Clock(0), true
		if to > from {
			end = calendar.Clock(to/60) - calendar.Clock(from/60-int(start))
		}
	}
	if n, alone := figure(t); !ok && alone && n >= 0 && n <= 24 {
		return calendar.Clock(n * 60), 0, true
	}
	return start, end, ok
}

func later(to int) int {
	if to < 0 {
		return to
	}
	return to + 12*3600
}

// figure is a whole number when nothing else stands in t.
func figure(t *script.Text) (int, bool) {
	i := t.Skip(0)
	n, ok := t.Number(i)
	v, whole := n.Int()
	return v, ok && whole && t.Skip(n.End) == t.Len()
}

// Minutes reads a length of time in whole minutes: 一个半小时, 90. A bare figure
// is minutes; a stretch of the day (7点到8点半) counts too.
func Minutes(text string) (int, bool) {
	t := script.New(text)
	for i := 0; i < t.Len(); i++ {
		if l, e := when.LengthAt(t, i); e > 0 {
			if m, ok := l.Minutes(); ok {
				return m, true
			}
			i = e - 1
		}
	}
	if n, ok := figure(t); ok && n > 0 {
		return n, true
	}
	if start, end, ok := hours(t, time.Time{}); ok && end > start {
		return int(end - start), true
	}
	return 0, false
}

// Number reads a number, Chinese or Arabic: the first that stands for itself.
func Number(text string) (float64, bool) {
	t := script.New(text)
	for i := 0; i < t.Len(); i++ {
		n, ok := t.Number(i)
		if ok && n.End > i && numberIn(t, i, n) {
			return n.Value, true
		}
	}
	return 0, false
}

// Gender reads m or f.
func Gender(text string) (string, bool) {
	t := script.New(text)
	g := ""
	for i := range t.Fold {
		switch {
		case t.Any(i, "女", "f", "妹", "姑娘", "囡囡") > 0 && g == "":
			g = "f"
		case t.Any(i, "男", "m", "小伙", "弟", "帅哥") > 0 && g == "":
			g = "m"
		}
	}
	return g, g != ""
}

// Age reads an age in years: 62, 六十二岁, 95年的, 1990年生, 属 is not read. at
// turns a year of birth into years.
func Age(text string, at time.Time) (int, bool) {
	t := script.New(text)
	for i := range t.Fold {
		if v, _, e := ageAt(t, i); e > 0 {
			return int(v), true
		}
	}
	if n, ok := figure(t); ok && n > 0 && n < 120 {
		return n, true
	}
	return born(t, at)
}

// born reads a year of birth: 1990年, 95年的, 1990年5月生.
func born(t *script.Text, at time.Time) (int, bool) {
	for i := range t.Fold {
		n, ok := t.Number(i)
		y, whole := n.Int()
		if !ok || !whole || t.At(n.End) == '后' || t.At(n.End) != '年' && !(y > 1900 && n.End == t.Len()) {
			continue
		}
		if n.Digits == 2 {
			y += 1900
			if y+100 <= at.Year() {
				y += 100
			}
		}
		if age := at.Year() - y; age >= 0 && age < 120 {
			return age, true
		}
	}
	return 0, false
}

// Choice reads which of n options was meant: 1, 第二个, ②, 最后一个. index counts
// from 0.
func Choice(text string, n int) (index int, ok bool) {
	t := script.New(text)
	i := t.Skip(0)
	if t.Any(i, "最后一个", "最后") > 0 {
		return n - 1, n > 0
	}
	i += t.Any(i, "我选择", "我选", "选择", "选", "就", "要", "回复", "回")
	i += t.Any(i, "第")
	num, found := t.Number(i)
	v, whole := num.Int()
	if !found || !whole || v < 1 || v > n {
		return 0, false
	}
	j := num.End
	j += t.Any(j, "个吧", "个", "项", "号", "条", "位", "种", "吧")
	for ; j < t.Len(); j++ {
		if c := t.At(j); script.Han(c) && c != '吧' && c != '的' || script.Digit(c) || script.Latin(c) {
			return 0, false
		}
	}
	return v - 1, true
}

// Crisis says whether the message is a cry for help, the speaker's or told of
// someone else. Doubt weighs toward safety.
func Crisis(text string) bool { return cry(script.New(text)) }
