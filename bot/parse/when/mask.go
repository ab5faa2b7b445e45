package when

import "xiaoqing/bot/parse/script"

// Mask is a set of weekdays, bit 0 for Monday to bit 6 for Sunday.
type Mask uint8

const (
	sat     Mask = 1 << 5
	workday Mask = 0x1f
	ends    Mask = 0x60
	Daily   Mask = 0x7f // Daily is every day.
)

func bit(weekday int) Mask { return 1 << (weekday - 1) }

// Has says whether weekday (1 for Monday to 7) is in the set.
func (m Mask) Has(weekday int) bool { return m&bit(weekday) != 0 }

// Single says whether the set is one weekday.
func (m Mask) Single() bool { return m != 0 && m&(m-1) == 0 }

// Names lists the weekdays as slots print them.
func (m Mask) Names() []string {
	var out []string
	for w, name := range [...]string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} {
		if m.Has(w + 1) {
			out = append(out, name)
		}
	}
	return out
}

// near is the first and last day of the set in the week that bias means.
func (m Mask) near(today days, bias Bias) (a, b days) {
	step := days(1)
	if bias == Past {
		step = -1
	}
	for a = today; !m.Has(a.weekday()); {
		a += step
	}
	for b = a; m.Has((b + 1).weekday()) && b-a < 6; {
		b++
	}
	return a, b
}

// between are the weekdays from a to b, over Sunday if need be.
func between(a, b int) (m Mask) {
	for w := a; ; w = w%7 + 1 {
		m |= bit(w)
		if w == b {
			return m
		}
	}
}

// weekPrefix is the length of 周, 星期 or 礼拜 at i.
func weekPrefix(t *script.Text, i int) int { return t.Any(i, "周", "星期", "礼拜") }

// weekdayChar is the weekday that r names after 周, 0 for none.
func weekdayChar(r rune) int {
	switch r {
	case '一', '1':
		return 1
	case '二', '2':
		return 2
	case '三', '3':
		return 3
	case '四', '4':
		return 4
	case '五', '5':
		return 5
	case '六', '6':
		return 6
	case '日', '天', '7':
		return 7
	}
	return 0
}

// weekdayAt reads one 周三 at i.
func weekdayAt(t *script.Text, i int) (w, end int) {
	n := weekPrefix(t, i)
	if n == 0 {
		return 0, 0
	}
	j := t.Skip(i + n)
	w = weekdayChar(t.At(j))
	if w == 0 || !closesWeekday(t, j) {
		return 0, 0
	}
	return w, j + 1
}

// closesWeekday refuses what only looks like a weekday: 周3点, 周日报, 星期几.
func closesWeekday(t *script.Text, j int) bool {
	r, next := t.At(j), t.At(j+1)
	switch {
	case next == '次' || next == '回': // 每周二次
		return false
	case script.Digit(r):
		return !script.Digit(next) && !clockUnit(next) && next != '号' && next != '月' && next != '.' && next != '个' && next != '节'
	case r == '日':
		return next != '报'
	case r == '天':
		return next != '天'
	}
	return true
}

func clockUnit(r rune) bool { return r == '点' || r == ':' || r == '时' }

// bareDays reads the weekdays of 一三五晚上 at i, which lack their 周: four, or some in
// order with a gap between, with a part of the day right behind.
func (r reader) bareDays(i int) (m Mask, end int) {
	if c := r.t.At(i); c != '一' && c != '二' && c != '三' || script.Numeric(r.t.At(i-1)) || r.t.Any(i-1, "周", "期", "拜", "第", "初", "小", "高", "大") > 0 {
		return 0, 0
	}
	last, gap := 0, false
	for end = i; script.Han(r.t.At(end)); end++ {
		w := weekdayChar(r.t.At(end))
		if w <= last || r.t.At(end) == '天' {
			break
		}
		gap = gap || last > 0 && w > last+1
		m, last = m|bit(w), w
	}
	if _, n := partAt(r.t, end); end-i < 2 || !gap && end-i < 4 || n < 2 {
		return 0, 0
	}
	return m, end
}

// daysAt reads a set of weekdays at i: 周一三五, 周二、四, 周一到周五, 礼拜三礼拜五.
func daysAt(t *script.Text, i int) (m Mask, end int) {
	w, j := weekdayAt(t, i)
	if w == 0 {
		return 0, 0
	}
	for m, end = bit(w), j; ; end = j {
		var next Mask
		if next, j = moreDays(t, end, w); next == 0 {
			return m, end
		}
		m |= next
		w = weekdayChar(t.At(j - 1))
	}
}

// moreDays reads what may follow a weekday in a set: its neighbours or the end
// of a stretch.
func moreDays(t *script.Text, i, w int) (Mask, int) {
	if k := weekdayChar(t.At(i)); k > 0 && script.Han(t.At(i)) && bareDay(t, i) {
		return bit(k), i + 1
	}
	j := t.Skip(i)
	if n := t.Any(j, "到", "至", "-", "~"); n > 0 {
		return tillDay(t, t.Skip(j+n), w)
	}
	if n := t.Any(j, "、", "和", "跟", "与", "及", "或", "/"); n > 0 {
		return nextDay(t, t.Skip(j+n))
	}
	if t.At(j) == ',' {
		j = t.Skip(j + 1)
	}
	if k, e := weekdayAt(t, j); k > 0 && !clockSoon(t, e) {
		return bit(k), e
	} else if k > 0 && (j == i || t.At(i) == ' ') {
		return bit(k), e
	}
	return 0, 0
}

// clockSoon says whether hours follow: then a comma before began another slot.
func clockSoon(t *script.Text, i int) bool { return script.Numeric(t.At(t.Skip(i))) }

func tillDay(t *script.Text, i, w int) (Mask, int) {
	if k, e := weekdayAt(t, i); k > 0 {
		return between(w, k), e
	}
	if k := weekdayChar(t.At(i)); k > 0 && bareDay(t, i) {
		return between(w, k), i + 1
	}
	return 0, 0
}

func nextDay(t *script.Text, i int) (Mask, int) {
	if k, e := weekdayAt(t, i); k > 0 {
		return bit(k), e
	}
	if k := weekdayChar(t.At(i)); k > 0 && bareDay(t, i) {
		return bit(k), i + 1
	}
	return 0, 0
}

// bareDay says whether the digit at i is a weekday without 周, and not the
// beginning of 三点, 一起, 四个.
func bareDay(t *script.Text, i int) bool {
	j := i + 1
	for weekdayChar(t.At(j)) > 0 && j < i+7 {
		j++
	}
	switch r := t.At(j); r {
	case '点', ':', '时', '号', '月', '个', '课', '节', '次', '刻', '起', '样', '直', '定', '些', '位', '名', '人', '小', '年', '分', '半',
		'路', '十', '百', '千', '万', '岁', '种', '只', '条', '楼', '室', '到', '至', '-', '~', '.', '份', '对', '家', '村', '中', '班', '单':
		return (r == '到' || r == '至' || r == '-' || r == '~') && weekdayish(t, j+1)
	case '早':
		return t.At(j-1) != '一'
	}
	return !script.Digit(t.At(j)) || lateClock(t, j)
}

func weekdayish(t *script.Text, i int) bool {
	if weekPrefix(t, i) > 0 {
		return true
	}
	return weekdayChar(t.At(i)) > 0 && !clockUnit(t.At(i+1)) && !script.Numeric(t.At(i+1))
}
