package when

import "xiaoqing/bot/parse/script"

// item reads the longest expression of time at i.
func (r reader) item(i int) (Item, bool) {
	if it, ok := r.every(i); ok {
		return it, true
	}
	if it, ok := r.window(i); ok {
		return it, true
	}
	from := 0
	if c := r.t.At(i); c == '从' || c == '自' {
		from = r.t.Any(i, "自从", "从", "自")
	}
	if from > 0 && !r.t.Before(i, "自") {
		i = r.t.Skip(i + from)
	}
	till := 0
	if r.t.At(i) == '截' {
		till = r.t.Any(i, "截止到", "截至到", "截至", "截止")
	}
	i += till
	if it, ok := r.lapse(i); ok {
		return it, true
	}
	p, ok := r.pointAt(i)
	if it, isLength := r.lengths(i); isLength && !ok {
		return it, true
	}
	if l, e := lengthAt(r.t, i); e > 0 && (!ok || e > p.J && p.Clock == (Clock{}) && !r.exactDay(p)) {
		return Item{I: i, J: e, Kind: Lasting, Length: l}, true
	}
	if !ok {
		return Item{}, false
	}
	it, ok := r.till(p)
	if till > 0 && it.Kind == Moment {
		it.Open = Until
	} else if from > 0 && r.t.At(i-1) == '从' && r.t.At(i-2) == '自' && it.Kind == Moment && it.Open == Closed {
		it.Open = Since
	}
	return it, ok
}

// lengths reads 3~6个月, 13天-8周, 100到200个小时.
func (r reader) lengths(i int) (Item, bool) {
	n, ok := r.t.Number(i)
	if !ok {
		return Item{}, false
	}
	l, e := lengthAt(r.t, i)
	j := n.End
	if e > 0 {
		j = e
	}
	k := r.sep(j)
	if k == 0 {
		return Item{}, false
	}
	m, f := lengthAt(r.t, j+k)
	if f == 0 || m.unit == noUnit || r.t.At(f) == '大' || r.t.Any(f, "前", "后") > 0 {
		return Item{}, false
	}
	if e == 0 {
		switch second, _ := r.t.Number(j + k); {
		case n.Value >= second.Value:
			return Item{}, false
		default:
			l.add(r.t, n.Value, m.unit, r.t.Len(), 0)
		}
	}
	l.upto = &m
	return Item{I: i, J: f, Kind: Lasting, Length: l}, true
}

func (r reader) exactDay(p Point) bool { return p.Date.kind == fixed && p.Date.whole == oneDay }

// till reads the second end of a stretch after p, and what opens a side.
func (r reader) till(p Point) (Item, bool) {
	it := Item{I: p.I, J: p.J, Kind: Moment, A: p}
	if q, e, ok := r.second(p); ok {
		it.B, it.J, it.Kind = q, e, Stretch
		return it, true
	}
	if p.Clock.Bare {
		return r.withoutClock(it)
	}
	it.Open, it.J = r.side(it)
	it.after = it.Open == Since && r.t.Before(it.J, "后")
	return it, true
}

// withoutClock drops a bare number that turned out to be no hour.
func (r reader) withoutClock(it Item) (Item, bool) {
	p := it.A
	p.Clock, p.J = Clock{}, p.I
	if d, e := r.dateAt(p.I); e > 0 {
		p.Date, p.J = d, e
	}
	r.partToo(&p)
	it.A, it.J = p, p.J
	return it, p.Given()
}

func (r reader) second(p Point) (Point, int, bool) {
	j := r.t.Skip(p.J + r.t.Any(p.J, "左右", "开始", "起"))
	n := r.sep(j)
	between := false
	if n == 0 {
		n = r.t.Any(j, "和", "与", "跟", "同")
		between = n > 0
	}
	if n == 0 {
		return Point{}, 0, false
	}
	q, ok := r.pointAt(r.t.Skip(j + n + r.t.Has(j+n, "了")))
	if !ok || q.Clock.Bare || !r.pair(p, q) {
		return q, 0, false
	}
	e := q.J + r.t.Any(q.J, "之间", "间")
	if between && e == q.J {
		return q, 0, false
	}
	return q, e + r.t.Any(e, "为止", "止"), true
}

// pair says whether two moments can be the ends of one stretch.
func (r reader) pair(p, q Point) bool {
	switch {
	case p.Clock.Given:
		return q.Clock.Given
	case q.Clock.Given:
		return p.Part != NoPart && q.Part != NoPart || p.Date.Given() && q.Date.Given()
	case p.Date.Given() && p.Part == NoPart:
		return q.Date.Given()
	}
	return q.Part != NoPart
}

// side reads 以前, 之后, 起 after a moment.
func (r reader) side(it Item) (Side, int) {
	j := r.t.Skip(it.J)
	j += r.t.Has(j, "左右")
	if n := r.t.Any(j, "或之前", "以前", "之前", "前"); n > 0 && !(n == 1 && r.t.Any(j, "前天", "前后", "前面", "前往", "前年", "前台", "前来", "前一", "前几", "前门", "前期", "前置") > 0) {
		return Until, j + n
	}
	if n := r.t.Any(j, "以后", "之后", "过后", "以来", "后"); n > 0 && !(n == 1 && r.t.Any(j, "后天", "后来", "后面", "后台", "后门", "后勤", "后续", "后期", "后代") > 0) {
		return Since, j + n
	}
	if r.t.At(j) == '起' && r.t.Any(j, "起来", "起床", "起码", "起飞", "起的", "起了", "起草") == 0 {
		return Since, j + 1
	}
	return Closed, it.J
}

// lapse reads a moment counted from now: 三天前, 半小时后, 十分钟之前.
func (r reader) lapse(i int) (Item, bool) {
	again := r.t.Any(i, "再过", "过")
	l, e := lengthAt(r.t, i+again)
	if e == 0 || l.Months > 12*3000 {
		return Item{}, false
	}
	j := r.t.Skip(e)
	if n := r.t.Any(j, "以来"); n > 0 && l.Secs == 0 {
		it := Item{I: i, J: j + n, Kind: Window, Length: l, to: instant{day: r.today, day1: true}}
		it.from = instant{day: r.away(l, -1).Date.rounded(l).a, day1: true}
		return it, true
	}
	n, sign := r.t.Any(j, "以前", "之前", "前"), -1
	if n == 0 {
		n, sign = r.t.Any(j, "以后", "之后", "过后", "后"), 1
	}
	if n == 0 && again == 0 || n == 1 && r.t.Any(j, "前后", "后天", "前往", "后来", "前面", "后面") > 0 {
		return r.inside(i, l, e)
	}
	if n == 0 {
		n, sign = 0, 1
	}
	it := Item{I: i, J: j + n, Kind: Moment, A: r.away(l, sign)}
	it.A.I, it.A.J, it.Length = i, j+n, l
	if n == 2 && (l.Secs == 0 || r.t.At(j) == '以') || again > 0 && r.t.At(j) == 0 {
		it.Open = Side((sign + 3) / 2)
	}
	it.A.Date = it.A.Date.rounded(l)
	if it.Open == Closed && l.Secs == 0 {
		r.partToo(&it.A)
		r.clockToo(&it.A)
		it.J = it.A.J
	}
	return it, true
}

// inside reads 三天内, 一小时之内: until then.
func (r reader) inside(i int, l Length, e int) (Item, bool) {
	n := r.t.Any(e, "之内", "以内", "内")
	if n == 0 || r.t.Any(e, "内容", "内部", "内科") > 0 {
		return Item{}, false
	}
	it := Item{I: i, J: e + n, Kind: Moment, A: r.away(l, 1), Open: Until, Length: l, within: true}
	it.from = instant{day: r.today, sec: r.now}
	it.A.I, it.A.J = i, e+n
	return it, true
}

// away is the moment l before or after now.
func (r reader) away(l Length, sign int) Point {
	day := r.today.addMonths(sign*l.Months) + days(sign*l.Days)
	if l.Secs == 0 || l.Days > 0 && l.Secs == 12*3600 {
		return Point{Date: one(day)}
	}
	n := instant{day: day, sec: r.now}.add(sign * l.Secs)
	return Point{Date: one(n.day), Clock: Clock{Given: true, Sec: n.sec, Sure: true}}
}

// every reads a repetition at i: 每天晚上8点, 每周二、四, 每月4号, 每半个钟头.
func (r reader) every(i int) (Item, bool) {
	if c := r.t.At(i); c == '隔' {
		return r.alternate(i)
	} else if c != '每' && c != '逢' {
		return Item{}, false
	}
	n := r.t.Any(i, "每逢", "每隔", "每到", "每个", "每", "逢")
	it := Item{I: i, Kind: Repeating}
	j := r.t.Skip(i + n)
	rule, e := r.rule(j, r.t.At(i+n-1) == '隔')
	if e == 0 {
		return it, false
	}
	it.Rule, it.J = rule, e
	return r.timed(it)
}

// alternate reads 隔周, 隔天.
func (r reader) alternate(i int) (Item, bool) {
	it := Item{I: i, Kind: Repeating}
	switch {
	case r.t.At(i) != '隔':
		return it, false
	case r.t.Any(i, "隔周", "隔一周", "隔星期") > 0:
		it.Rule, it.J = Rule{Freq: "WEEKLY", Interval: 2}, i+r.t.Any(i, "隔一周", "隔周", "隔星期")
		if m, e := daysAt(r.t, it.J-1); m != 0 {
			it.Rule.Mask, it.J = m, e
		} else if m, e := daysAt(r.t, r.t.Skip(it.J)); m != 0 {
			it.Rule.Mask, it.J = m, e
		}
		return r.timed(it)
	case r.t.Any(i, "隔天一次", "隔一天", "隔日") > 0:
		it.Rule, it.J = Rule{Freq: "DAILY", Interval: 2}, i+r.t.Any(i, "隔天一次", "隔一天", "隔日")
		return r.timed(it)
	}
	return it, false
}

func (r reader) rule(j int, apart bool) (Rule, int) {
	if m, e := daysAt(r.t, j); m != 0 {
		return Rule{Freq: "WEEKLY", Mask: m}, e
	}
	if n := r.t.Any(j, "周周末", "周末", "周的周末", "双休日"); n > 0 {
		return Rule{Freq: "WEEKLY", Mask: ends}, j + n
	}
	if k := weekPrefix(r.t, j); k > 0 {
		return r.weekRule(j + k)
	}
	if n := r.t.Any(j, "工作日"); n > 0 {
		return Rule{Freq: "WEEKLY", Mask: workday}, j + n
	}
	switch r.t.At(j) {
	case '天', '日':
		return Rule{Freq: "DAILY"}, j + 1
	case '早', '晚', '上', '下', '中', '夜', '清', '傍', '凌':
		if _, n := partAt(r.t, j); n > 0 {
			return Rule{Freq: "DAILY"}, j
		}
	case '月':
		return r.monthRule(j + 1)
	case '年':
		return r.yearRule(j + 1)
	}
	return r.interval(j, apart)
}

func (r reader) weekRule(j int) (Rule, int) {
	j = r.t.Skip(j + r.t.Any(j, "的"))
	if n := r.t.Any(j, "工作日"); n > 0 {
		return Rule{Freq: "WEEKLY", Mask: workday}, j + n
	}
	if m, e := daysAt(r.t, j); m != 0 {
		return Rule{Freq: "WEEKLY", Mask: m}, e
	}
	return Rule{Freq: "WEEKLY"}, j
}

func (r reader) monthRule(j int) (Rule, int) {
	n, ok := r.t.Number(r.t.Skip(j + r.t.Has(j, "的")))
	if c := r.t.At(n.End); ok && (c == '号' || c == '日') && n.Value <= 31 {
		return Rule{Freq: "MONTHLY", MonthDay: int(n.Value)}, n.End + 1
	}
	return Rule{Freq: "MONTHLY"}, j
}

func (r reader) yearRule(j int) (Rule, int) {
	d, e := r.dateAt(r.t.Skip(j + r.t.Has(j, "的")))
	switch {
	case e > 0 && d.kind == monthDay:
		return Rule{Freq: "YEARLY", Month: d.m, MonthDay: d.d}, e
	case e > 0 && d.kind == month:
		return Rule{Freq: "YEARLY", Month: d.m}, e
	case e > 0 && d.kind == feast:
		a, _, _ := d.span(r.today, Near)
		this, _, _ := r.today.civil()
		if n, ok := d.inYear(this); ok {
			a = n
		}
		_, m, day := a.civil()
		return Rule{Freq: "YEARLY", Month: m, MonthDay: day}, e
	}
	return Rule{Freq: "YEARLY"}, j
}

// interval reads 两小时, 半个钟头, 200秒, 小时 after 每.
func (r reader) interval(j int, apart bool) (Rule, int) {
	l, e := lengthAt(r.t, j)
	if e == 0 {
		u, n := lengthUnit(r.t, j)
		if n == 0 || u == noUnit || u >= hours && r.t.Any(j, "小时", "分钟", "秒") == 0 {
			return Rule{}, 0
		}
		l.unit, e = u, j+n
		l.Secs = map[unit]int{hours: 3600, minutes: 60, secs: 1}[u]
	}
	switch {
	case l.unit >= hours && l.Secs%3600 == 0 && l.Secs > 0:
		return Rule{Freq: "HOURLY", Interval: l.Secs / 3600}, e
	case l.unit >= hours && l.Secs%60 == 0 && l.Secs >= 60 && l.unit != secs:
		return Rule{Freq: "MINUTELY", Interval: l.Secs / 60}, e
	case l.unit >= hours && l.Secs > 0:
		return Rule{Freq: "SECONDLY", Interval: l.Secs}, e
	case l.Days%7 == 0 && l.Days > 0 && l.unit == weeks:
		return Rule{Freq: "WEEKLY", Interval: l.Days / 7}, e
	case l.Days > 0:
		return Rule{Freq: "DAILY", Interval: l.Days + b2i(apart)}, e
	case l.Months > 0:
		return Rule{Freq: "MONTHLY", Interval: l.Months}, e
	}
	return Rule{}, 0
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// timed reads the part of the day and the hours of a repetition.
func (r reader) timed(it Item) (Item, bool) {
	p := Point{I: r.glue(it.J), J: r.glue(it.J)}
	r.partToo(&p)
	r.clockToo(&p)
	if !p.Given() {
		return it, true
	}
	p.Date = Date{}
	tail, ok := r.till(p)
	if ok && tail.Open == Closed {
		it.A, it.B, it.J = tail.A, tail.B, tail.J
	}
	return it, true
}

// window reads a stretch counted from now at i: 过去一周, 未来三小时, 前两天, 下三个月.
func (r reader) window(i int) (Item, bool) {
	if !windowStarts(r.t.At(i)) {
		return Item{}, false
	}
	n := r.t.Any(i, "在过去", "过去的", "过去", "最近", "近", "未来的", "未来", "接下来的", "接下来", "今后", "往后", "还剩", "之后", "之前", "前", "后", "上", "下")
	if n == 0 || r.t.Any(i, "上下", "前后") > 0 || n == 1 && r.t.At(i) != '近' && bound(r.t.At(i-1)) {
		return Item{}, false
	}
	back := r.t.Any(i, "在过去", "过去", "最近", "近", "之前", "前", "上") > 0
	j := r.t.Skip(i + n)
	if r.t.Any(i, "上个小时", "上一个小时") > 0 {
		return r.counted(i, r.t.Find(i, "时")+1, Length{Secs: 3600, unit: hours}, true), true
	}
	l, e := lengthAt(r.t, j)
	if e == 0 || l.unit == noUnit || r.t.At(j) == '半' && (r.t.At(i) == '上' || r.t.At(i) == '下' || r.t.At(i) == '前' || r.t.At(i) == '后') {
		return Item{}, false
	}
	if k := r.t.Any(e, "以前", "之前", "前", "以后", "之后", "后"); k > 0 {
		return Item{}, false
	}
	w := r.counted(i, e, l, back)
	if n == 1 && r.t.At(i) != '近' {
		w = r.steps(i, e, l, back)
	}
	return w, true
}

func windowStarts(c rune) bool {
	switch c {
	case '在', '过', '最', '近', '未', '接', '今', '往', '还', '之', '前', '后', '上', '下':
		return true
	}
	return false
}

// bound says whether 前, 后, 上, 下 after c end another word: 前后, 课前, 以后.
func bound(c rune) bool {
	switch c {
	case '我', '你', '他', '她', '们', '在', '的', '了', '就', '是':
		return false
	}
	return script.Han(c)
}

// counted is the stretch of length l that ends or begins now.
func (r reader) counted(i, e int, l Length, back bool) Item {
	it := Item{I: i, J: e, Kind: Window, Length: l}
	now := instant{day: r.today, sec: r.now}
	sign := 1
	if back {
		sign = -1
	}
	p := r.away(l, sign)
	other := instant{day: p.Date.a, sec: p.Clock.Sec}
	if !p.Clock.Given {
		other.sec, now.day1, other.day1 = 0, true, true
		if back {
			now.day--
		} else {
			now.day++
		}
	}
	it.from, it.to = now, other
	if back {
		it.from, it.to = other, now
	}
	return it
}

// clockSteps: 上两小时 are the two whole hours before this one.
func (r reader) clockSteps(l Length, back bool) (from, to instant) {
	grain := map[unit]int{hours: 3600, minutes: 60, secs: 1}[l.unit]
	at := instant{day: r.today, sec: r.now / grain * grain}
	if back {
		return at.add(-l.Secs), at
	}
	at = at.add(grain)
	return at, at.add(l.Secs)
}

// steps is 前两天, 上两周, 后三个月, 下三小时: whole units before or after this one.
func (r reader) steps(i, e int, l Length, back bool) Item {
	it := r.counted(i, e, l, back)
	y, m, _ := r.today.civil()
	switch {
	case l.unit >= hours:
		it.from, it.to = r.clockSteps(l, back)
	case l.unit == weeks && r.t.At(i) != '前':
		a := r.today.monday()
		it.from, it.to = instant{day: a - days(l.Days), day1: true}, instant{day: a - 1, day1: true}
		if !back {
			it.from, it.to = instant{day: a + 7, day1: true}, instant{day: a + 6 + days(l.Days), day1: true}
		}
	case l.unit == months:
		a := date(y, m, 1)
		it.from, it.to = instant{day: a.addMonths(-l.Months), day1: true}, instant{day: a - 1, day1: true}
		if !back {
			it.from, it.to = instant{day: a.addMonths(1), day1: true}, instant{day: a.addMonths(1+l.Months) - 1, day1: true}
		}
	case l.unit == years:
		it.from, it.to = instant{day: date(y-l.Months/12, 1, 1), day1: true}, instant{day: date(y-1, 12, 31), day1: true}
		if !back {
			it.from, it.to = instant{day: date(y+1, 1, 1), day1: true}, instant{day: date(y+l.Months/12, 12, 31), day1: true}
		}
	}
	return it
}
