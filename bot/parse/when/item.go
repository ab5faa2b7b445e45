package when

import (
	"time"

	"xiaoqing/bot/parse/script"
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
	after  bool // 以后, which begins when a stretch is over; 起 and 以来 begin with it
}

// Rule is how something repeats.
type Rule struct {
	Freq     string // DAILY WEEKLY MONTHLY YEARLY HOURLY MINUTELY SECONDLY
	Interval int
	Mask     Mask
	MonthDay int
	Month    int
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
func Scan(t *script.Text, at time.Time) []Item {
	r := newReader(t, at)
	var items []Item
	for i := 0; i < t.Len(); {
		if !starts(t.At(i)) {
			i++
			continue
		}
		it, ok := r.item(i)
		if ok {
			if n := len(items); n > 0 {
				r.follow(&it, items[n-1])
			}
			items = append(items, it)
			i = it.J
			continue
		}
		i = past(t, i)
	}
	return items
}

// follow lets a bare day take the month of the day listed before it (9月15日、16日),
// and a bare hour the day just before it (昨晚辅导到10点).
func (r reader) follow(it *Item, prev Item) {
	if it.Kind != Moment || prev.Kind != Moment || it.I-prev.J > 4 || !prev.A.Date.Given() || prev.A.Clock.Given {
		return
	}
	for i := prev.J; i < it.I; i++ {
		if c := r.t.At(i); !script.Han(c) && c != '、' && c != ' ' {
			return
		}
	}
	a, b, ok := prev.A.Date.span(r.today, Near)
	switch {
	case it.A.Date.kind == dayOnly && it.I-prev.J == 1 && prev.A.Date.kind == monthDay:
		it.A.Date.kind, it.A.Date.m = monthDay, prev.A.Date.m
	case it.A.Date.kind == dayOnly && it.I-prev.J == 1 && prev.A.Date.kind == fixed && ok && a == b:
		y, m, _ := a.civil()
		if exists(y, m, it.A.Date.d) {
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

// starts says whether an expression of time may begin with c.
func starts(c rune) bool {
	if c < 0x80 {
		return c >= '0' && c <= '9' || c == 'q' || c == '='
	}
	switch c {
	case '零', '〇', '一', '二', '两', '三', '四', '五', '六', '七', '八', '九', '十', '廿', '百', '千', '半', '几', '俩', '仨', '大',
		'今', '明', '昨', '前', '后', '当', '本', '上', '下', '这', '去', '次', '同', '翌', '隔', '来', '旧', '头', '转', '第', '那', '该',
		'周', '星', '礼', '双', '工', '平', '每', '逢', '天', '月', '年', '元', '情', '女', '妇', '植', '国', '消', '学', '愚', '世', '地', '读', '劳', '青', '护', '儿', '建', '教',
		'万', '光', '志', '圣', '母', '父', '感', '春', '农', '新', '正', '过', '端', '龙', '中', '重', '腊', '除', '清', '冬', '小', '立', '雨', '惊', '谷', '夏', '芒', '处', '白', '秋', '寒', '霜', '阳', '阴', '闰',
		'凌', '早', '黎', '拂', '午', '晌', '傍', '黄', '放', '晚', '夜', '深', '子', '日', '全', '整', '从', '差', '现', '此', '目', '马', '即', '刚', '近', '最', '未', '接', '还', '再', '之', '截', '自', '暑', '首', '负':
		return true
	}
	return false
}
