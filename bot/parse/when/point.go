package when

import "xiaoqing/bot/parse/script"

// dateAt reads a day or a stretch of days at i.
func (r reader) dateAt(i int) (Date, int) {
	c := r.t.At(i)
	if (c == '下' || c == '第' || c == '首' || script.Numeric(c)) && r.t.May("工作日") {
		if d, e := r.workdays(i); e > 0 {
			return d, e
		}
	}
	if script.Numeric(c) && c != '半' {
		if d, e := r.lunarAt(i, 0); e > 0 {
			return d, e
		}
		if d, e := r.numericAt(i); e > 0 {
			return d, e
		}
		if d, e := r.quarterAt(r.today.year(), i); e > 0 {
			return d, e
		}
		if m, e := r.bareDays(i); e > 0 {
			return Date{kind: weekdays, Mask: m}, e
		}
		return r.namedAt(i)
	}
	if c == 'q' {
		return r.quarterAt(r.today.year(), i)
	}
	if c == '第' {
		return r.ordinalDay(i)
	}
	switch c {
	case '初':
		return r.lunarAlone(i)
	case '元':
		return r.newMonth(0, i)
	}
	if d, e := r.dayWord(i); e > 0 {
		return d, e
	}
	if n := r.t.Has(i, "今明两年"); n > 0 {
		y := r.today.year()
		return stretch(date(y, 1, 1), date(y+1, 12, 31), someMonths), i + n
	}
	if y, e := r.yearAt(i); e > 0 {
		if n := r.t.Has(e, "年"); n > 0 && r.t.Any(e+1, "底", "初", "末") > 0 {
			return r.yearPart(y, e)
		}
		return r.inYear(y, e)
	}
	if d, e := r.namedAt(i); e > 0 {
		return d, e
	}
	if d, e := r.aroundAt(i); e > 0 {
		return d, e
	}
	return r.weekly(i)
}

// newMonth reads 元月5号, a day of January (of year y, 0 when open), and 元旦 at i.
func (r reader) newMonth(y, i int) (Date, int) {
	if r.t.At(i+1) != '月' {
		return r.namedAt(i)
	}
	d, e := r.inMonth(y, 1, i+2)
	return d, okEnd(e > i+2, e)
}

// ordinalDay reads 第三天 before a part of the day, and 第七年 by itself: the first
// is today, or this year.
func (r reader) ordinalDay(i int) (Date, int) {
	n, ok := r.t.Number(i + 1)
	v, whole := n.Int()
	if !ok || !whole || v < 1 || v > 100 {
		return Date{}, 0
	}
	if r.t.Any(n.End, "季度", "季") > 0 {
		return r.quarterAt(r.today.year(), i)
	}
	if v == 1 {
		return Date{}, 0
	}
	if _, p := partAt(r.t, n.End+1); r.t.At(n.End) == '天' && p > 0 {
		return one(r.today + days(v-1)), n.End + 1
	}
	if r.t.At(n.End) == '年' && i == 0 && n.End+1 == r.t.Len() {
		return ofYear(r.today.year() + v - 1), n.End + 1
	}
	return Date{}, 0
}

// namedAt reads a feast or a lunar day at i. 五一 inside a longer number is none.
func (r reader) namedAt(i int) (Date, int) {
	if n := r.t.Has(i, "十一"); n > 0 && i == 0 && n == r.t.Len() {
		return feastAt(script.New("国庆"), 0)
	}
	if script.Numeric(r.t.At(i)) && (script.Numeric(r.t.At(i-1)) || weekBefore(r.t, i)) {
		return Date{}, 0
	}
	if d, e := feastAt(r.t, i); e > 0 && !(script.Numeric(r.t.At(i)) && (script.Numeric(r.t.At(e)) || r.t.Any(e, "个", "年级", "班", "号", "点", "路", "岁", "人", "块") > 0)) && r.t.Any(e, "同学", "叔叔", "阿姨", "爷爷", "奶奶", "大哥", "大姐", "师傅") == 0 {
		return r.offAt(d, e, 0)
	}
	return r.lunarAt(i, 0)
}

func weekBefore(t *script.Text, i int) bool {
	return t.Before(i, "周") || t.Before(i, "星期") || t.Before(i, "礼拜")
}

// weekly reads 周三, 周一三五, 周末, 工作日, 平时, 每天's days, 月底, 年底 at i.
func (r reader) weekly(i int) (Date, int) {
	if m, e := daysAt(r.t, i); m != 0 {
		return Date{kind: weekdays, Mask: m}, e
	}
	if n := r.t.Any(i, "周末", "星期末", "礼拜末", "双休日", "双休"); n > 0 {
		return Date{kind: weekend, Mask: ends, whole: someDays}, i + n
	}
	if n := r.t.Any(i, "工作日", "平时", "平日里", "平日", "平常"); n > 0 && r.t.At(i+n) != '志' && !r.attribute(i+n) && !counted(r.t, i) {
		return Date{kind: weekdays, Mask: workday, Every: true, whole: someDays}, i + n
	}
	if n := r.t.Any(i, "天天", "日日", "礼拜天天"); n > 0 && !r.t.Before(i, "今") && !r.t.Before(i, "明") {
		return Date{kind: weekdays, Mask: Daily, Every: true, whole: someDays}, i + n
	}
	return r.turn(i)
}

// attribute says whether 的 at i makes what stands before it belong to a thing:
// 平时的作业, but not 平时的晚上.
func (r reader) attribute(i int) bool {
	_, n := partAt(r.t, i+1)
	return r.t.At(i) == '的' && n == 0
}

// turn reads 月底, 月初, 年底 of the present at i.
func (r reader) turn(i int) (Date, int) {
	y, m, _ := r.today.civil()
	if r.t.At(i) == '月' && !script.Numeric(r.t.At(i-1)) && !script.Han(r.t.At(i-1)) || r.t.At(i) == '月' && r.t.Any(i, "月底", "月末", "月初") > 0 {
		d := ofMonth(y, m)
		if e := r.monthPart(&d, i); e > 0 {
			return d, e
		}
	}
	if n := r.t.Any(i, "上旬", "中旬", "下旬"); n > 0 {
		d := ofMonth(y, m)
		e := r.monthPart(&d, i)
		return d, e
	}
	if d, e := r.lunarAt(i, 0); r.t.At(i) == '年' && e > 0 {
		return d, e
	}
	if r.t.Any(i, "年底", "年末", "年初") > 0 {
		return r.yearPart(y, i)
	}
	return Date{}, 0
}

// pointAt reads a moment at i: a day, a part of it, a clock time, in that order.
func (r reader) pointAt(i int) (p Point, ok bool) {
	p.I, p.J = i, i
	if r.nowAt(&p) {
		return p, true
	}
	if d, e := r.dateAt(i); e > 0 {
		p.Date, p.J = d, e
		r.weekdayToo(&p)
		r.besideToo(&p)
	}
	r.partToo(&p)
	r.clockToo(&p)
	return p, p.Given()
}

func (r reader) nowAt(p *Point) bool {
	switch r.t.At(p.I) {
	case '今':
		return r.untilNow(p)
	case '现', '此', '当', '目', '马', '立', '即':
	default:
		return false
	}
	n := r.t.Any(p.I, "现在", "此时此刻", "此时", "此刻", "当前", "目前", "马上", "立刻", "即刻")
	return n > 0 && r.present(p, n)
}

// present sets p to now, said in n characters.
func (r reader) present(p *Point, n int) bool {
	p.J = p.I + n
	p.Date, p.Clock, p.now = one(r.today), Clock{Given: true, Sec: r.now, Sure: true}, true
	return true
}

// untilNow reads the 今 of 至今.
func (r reader) untilNow(p *Point) bool {
	if c := r.t.At(p.I - 1); c != '至' && c != '到' || r.t.Any(p.I, "今天", "今日", "今晚", "今早", "今晨", "今年", "今夜", "今朝", "今后", "今儿", "今明") > 0 {
		return false
	}
	return r.present(p, 1)
}

// glue skips what may stand between the parts of one moment.
func (r reader) glue(j int) int {
	k := r.t.Skip(j)
	if c := r.t.At(k); c == '的' || c == ',' || c == '(' {
		k = r.t.Skip(k + 1)
	}
	return k
}

func (r reader) partToo(p *Point) {
	j := p.J
	if p.Date.Given() {
		j = r.glue(p.J)
	}
	j += r.t.Any(j, "大约", "大概", "约")
	if q, n := partAt(r.t, j); n > 0 {
		p.Part, p.J = q, j+n
		k := r.t.Skip(p.J)
		if q2, n2 := partAt(r.t, k); n2 > 1 && k == p.J && q2 >= q { // 今天晚上夜里
			p.Part, p.J = q2, k+n2
		}
	}
}

func (r reader) clockToo(p *Point) {
	j := p.J
	if p.Date.Given() || p.Part != NoPart {
		if j = r.glue(p.J); j > p.J && r.t.At(j-1) == ',' && p.Part != NoPart {
			return
		}
	}
	j += r.t.Any(j, "大约", "大概", "约", "差不多")
	if p.Part == NoPart && p.Date.kind == fixed && r.t.At(j) == '-' && lateClock(r.t, j+1) && r.t.At(p.J-1) != '号' && r.t.At(p.J-1) != '日' {
		j++ // 2021-09-12-11:23
	} else if r.t.At(p.J) == 't' && p.Part == NoPart && p.Date.kind == fixed && r.colonClock(p.J+1) {
		j = p.J + 1 // 2022-04-10T14:00
	}
	if c, e := r.tightClock(j); e > 0 && r.tightRange(j) && (p.Date.Given() || p.Part != NoPart || c.Sec < 20*3600) {
		p.Clock, p.J = c, e
		return
	}
	if c, e := r.clockAt(j, p.Part != NoPart || r.dottedClock(j) && (p.Date.Given() || r.dottedRange(j))); e > 0 {
		p.Clock, p.J = c, e
	}
}
