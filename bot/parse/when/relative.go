package when

import (
	"xiaoqing/bot/parse/script"
	"xiaoqing/models/calendar"
)

// reader reads one text against one moment.
type reader struct {
	t     *script.Text
	today days
	now   int // seconds since midnight
	off   *calendar.Holidays
}

// dayWords are words for a day counted from today. Longer ones come first.
var dayWords = script.NewLexicon(map[int]string{
	20 - 4: "大大前天",
	20 - 3: "大前天 大前日 大前晚",
	20 - 2: "前天 前日 前晚 前夜 前儿个 前儿",
	20 - 1: "昨天 昨日 昨儿个 昨儿 昨朝 昨晚 昨夜 昨早 昨上午 昨下午 昨中午 昨晨 前一天 前一晚 头天",
	20:     "今天 今日 今儿个 今儿 今朝 今晚 今夜 今早 今晨 今上午 今下午 今中午 今午 本日 当天 当日 当晚 即日",
	20 + 1: "明天 明日 明儿个 明儿 明朝 明晚 明早 明晨 明夜 明上午 明下午 明中午 次日 第二天 翌日 转天 下一天 后一天",
	20 + 2: "后天 后日 后晚 后儿",
	20 + 3: "大后天 大后日 大后晚",
	20 + 4: "大大后天",
})

// dayWord reads 今天, 昨晚, 大后天 at i. The part of the day in 昨晚 is left to be
// read by itself.
func (r reader) dayWord(i int) (Date, int) {
	if n := r.t.Any(i, "明后两天", "明后天", "今明两天", "今明天"); n > 0 && !r.notDay(i, n) {
		a := r.today + days(b2i(r.t.At(i) == '明'))
		return stretch(a, a+1, someDays), i + n
	}
	if r.t.Has(i, "今起") > 0 {
		return one(r.today), i + 1
	}
	tag, n := dayWords.At(r.t, i)
	if n == 0 || r.notDay(i, n) {
		return Date{}, 0
	}
	end := i + n
	for k := i + 1; k < end; k++ {
		if partStart(r.t.At(k)) && r.t.At(k) != '夜' || r.t.At(k) == '夜' {
			end = k
		}
	}
	return one(r.today + days(tag-20)), end
}

func partStart(c rune) bool {
	return c == '晚' || c == '早' || c == '晨' || c == '夜' || c == '午' || c == '上' || c == '下' || c == '中'
}

// notDay knows the words that only contain a day: 小明天天, 以后天, 3天前天.
func (r reader) notDay(i, n int) bool {
	prev := r.t.At(i - 1)
	switch r.t.At(i) {
	case '明':
		return prev == '小' || prev == '阿' || prev == '晓' || prev == '说' || prev == '声'
	case '后', '前':
		return prev == '以' || prev == '之' || prev == '然' || prev == '最'
	case '头':
		return script.Han(prev)
	}
	return false
}

// yearAt reads a year that is counted from this one at i: 去年, 前年, 上一年.
func (r reader) yearAt(i int) (y, end int) {
	switch r.t.At(i) {
	case '大', '前', '去', '上', '旧', '今', '本', '当', '这', '明', '次', '来', '下', '后', '翌', '同':
	default:
		return 0, 0
	}
	this, _, _ := r.today.civil()
	for _, w := range [...]struct {
		word string
		k    int
	}{{"大前年", -3}, {"前年", -2}, {"去年", -1}, {"上一年", -1}, {"上年", -1}, {"旧年", -1}, {"今年", 0}, {"本年度", 0}, {"本年", 0},
		{"当年", 0}, {"这一年", 0}, {"明年", 1}, {"翌年", 1}, {"下年", 1}, {"同年", 0}, {"次年", 1}, {"来年", 1}, {"下一年", 1}, {"大后年", 3}, {"后年", 2}} {
		if n := r.t.Has(i, w.word); n > 0 && r.t.At(i+n) != '级' && r.t.At(i+n) != '纪' && r.t.At(i+n) != '夜' {
			return this + w.k, i + n
		}
	}
	return 0, 0
}

// around is a count of steps away: 上上 is -2, 这 is 0, 下 is 1.
func (r reader) around(i int) (k, end int, ok bool) {
	for end = i; r.t.At(end) == '上' && end < i+4; end++ {
		k--
	}
	if end == i {
		for ; r.t.At(end) == '下' && end < i+4; end++ {
			k++
		}
	}
	if end == i {
		n := r.t.Any(i, "这", "本", "当", "同", "该", "今", "那")
		end = i + n
	}
	if end == i || end-i > 3 {
		return 0, 0, false
	}
	if n := r.t.Any(end, "一个", "1个", "个", "一"); n > 0 && r.t.Any(end+n, "周", "星期", "礼拜", "月", "季", "年", "半", "双休", "世纪") > 0 {
		end += n
	}
	return k, end, true
}

// aroundAt reads 上周三, 这礼拜, 下个月3号, 上个季度, 下周末 at i.
func (r reader) aroundAt(i int) (Date, int) {
	k, j, ok := r.around(i)
	if !ok || r.t.At(i) == '上' && upFrom(r.t.At(i-1)) {
		return Date{}, 0
	}
	switch {
	case weekPrefix(r.t, j) > 0:
		return r.weekAt(i, j, k)
	case r.t.Has(j, "世纪") > 0:
		return r.centuryAt(r.today.year()/100+1+k, j+2)
	case r.t.Has(j, "双休日") > 0:
		a := r.today.monday() + days(7*k+5)
		return stretch(a, a+1, someDays), j + 3
	case r.t.At(j) == '月' && r.t.At(j+1) != '饼' && r.t.At(j+1) != '台':
		y, m, _ := r.today.civil()
		y, m = shift(y, m, k)
		if r.t.Has(j, "月份") > 0 {
			j++
		}
		return r.inMonth(y, m, j+1)
	case r.t.Any(j, "季度", "季") > 0:
		y, m, _ := r.today.civil()
		y, m = shift(y, m-(m-1)%3, 3*k)
		return r.quarterPart(y, m, j+r.t.Any(j, "季度", "季"))
	}
	return r.halfAt(i)
}

// upFrom says whether 上 behind c ends a word: 跟不上周末, 线上周三.
func upFrom(c rune) bool {
	switch c {
	case '不', '得', '线', '网', '加', '马', '路', '楼':
		return true
	}
	return false
}

// weekAt reads what follows 上周: nothing, 三, 末, or a set of days.
func (r reader) weekAt(i, j, k int) (Date, int) {
	monday := r.today.monday() + days(7*k)
	n := weekPrefix(r.t, j)
	if r.t.At(i) == '今' && script.Han(r.t.At(i-1)) || r.t.At(j+n) == '年' {
		return Date{}, 0
	}
	if r.t.At(j+n) == '末' {
		return stretch(monday+5, monday+6, someDays), j + n + 1
	}
	if m, e := daysAt(r.t, j); m != 0 {
		return r.ofWeek(monday, m), e
	}
	if m, e := daysAt(r.t, j+n); m != 0 && r.t.At(j) == '周' { // 下周周六
		return r.ofWeek(monday, m), e
	}
	return stretch(monday, monday+6, oneWeek), j + n
}

// ofWeek is one day, or the first to the last day, of a settled week.
func (r reader) ofWeek(monday days, m Mask) Date {
	a, b := monday, monday+6
	for !m.Has(a.weekday()) {
		a++
	}
	for !m.Has(b.weekday()) {
		b--
	}
	d := stretch(a, b, someDays)
	if d.Mask = m; a == b {
		d.whole = oneDay
	}
	return d
}

// halfAt reads 上半年, 下半月, 下半周 and 上个半年 of the present at i.
func (r reader) halfAt(i int) (Date, int) {
	y, m, _ := r.today.civil()
	if n := r.t.Any(i, "上个半年", "下个半年"); n > 0 {
		k := 6
		if r.t.At(i) == '上' {
			k = -6
		}
		y, m = shift(y, 1+(m-1)/6*6, k)
		return stretch(date(y, m, 1), date(y, m, 1).addMonths(6)-1, someMonths), i + n
	}
	if d, e := halfOf(r.t, i, y); e > 0 {
		return d, e
	}
	monday := r.today.monday()
	switch {
	case r.t.Has(i, "上半月") > 0:
		return stretch(date(y, m, 1), date(y, m, 15), someDays), i + 3
	case r.t.Has(i, "下半月") > 0:
		return stretch(date(y, m, 16), date(y, m, monthDays(y, m)), someDays), i + 3
	case r.t.Has(i, "上半周") > 0:
		return stretch(monday, monday+2, someDays), i + 3
	case r.t.Has(i, "下半周") > 0:
		return stretch(monday+3, monday+6, someDays), i + 3
	}
	return Date{}, 0
}

// halfOf reads 上半年 or 下半年 of year y at i.
func halfOf(t *script.Text, i, y int) (Date, int) {
	if n := t.Any(i, "上半年", "前半年"); n > 0 {
		return stretch(date(y, 1, 1), date(y, 6, 30), someMonths), i + n
	}
	if n := t.Any(i, "下半年", "后半年"); n > 0 {
		return stretch(date(y, 7, 1), date(y, 12, 31), someMonths), i + n
	}
	return Date{}, 0
}
