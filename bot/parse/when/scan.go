package when

import "xiaoqing/bot/parse/script"

// item reads the longest expression of time at i, which begins as b says.
func (r reader) item(i int, b beginning) (Item, bool) {
	c := r.t.At(i)
	switch {
	case c == '每' || c == '逢' || c == '隔' || c == '除':
		if it, ok := r.every(i); ok {
			return it, true
		}
	case windowStarts(c):
		if it, ok := r.window(i); ok {
			return it, true
		}
	}
	from, till := 0, 0
	switch c {
	case '从', '自':
		from = r.t.Any(i, "自从", "从", "自")
	case '截':
		till = r.t.Any(i, "截止到", "截至到", "截至", "截止")
	}
	if from > 0 && !r.t.Before(i, "自") {
		i = r.t.Skip(i + from)
	}
	if i += till; from+till > 0 {
		b = begins(r.t.At(i))
	}
	it, ok := r.plain(i, b)
	if till > 0 && it.Kind == Moment {
		it.Open = Until
	} else if from > 0 && r.t.At(i-1) == '从' && r.t.At(i-2) == '自' && it.Kind == Moment && it.Open == Closed {
		it.Open = Since
	}
	return it, ok
}

// plain reads a moment, a stretch or a length at i.
func (r reader) plain(i int, b beginning) (Item, bool) {
	if b != counter {
		p, ok := r.pointAt(i)
		if !ok {
			return Item{}, false
		}
		return r.till(p)
	}
	again := r.t.Any(i, "再过", "过")
	l, e := lengthAt(r.t, i+again)
	if e > 0 {
		if it, ok := r.lapse(i, again, l, e); ok {
			return it, true
		}
	}
	p, ok := r.pointAt(i)
	if !ok {
		if it, isLength := r.lengths(i, l, e); isLength {
			return it, true
		}
	}
	if e > 0 && again == 0 && (!ok || e > p.J && p.Clock == (Clock{}) && !r.exactDay(p)) {
		return r.lasting(i, e, l), true
	}
	if !ok {
		return Item{}, false
	}
	return r.till(p)
}

// lasting is a length, or the repetition of 三天一次.
func (r reader) lasting(i, e int, l Length) Item {
	if n := r.t.Any(r.t.Skip(e), "一次", "1次", "一回"); n > 0 && l.upto == nil {
		if rule, ok := ruleOf(l, false); ok {
			return Item{I: i, J: r.t.Skip(e) + n, Kind: Repeating, Rule: rule}
		}
	}
	return Item{I: i, J: e, Kind: Lasting, Length: l}
}

// lengths reads 3~6个月, 13天-8周, 100到200个小时.
func (r reader) lengths(i int, l Length, e int) (Item, bool) {
	n, ok := r.t.Number(i)
	if !ok {
		return Item{}, false
	}
	if a := spanned(r.t, i); a > 0 {
		return r.about(i, a)
	}
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

// about reads 三四天 and 两三个小时, the smaller number being a.
func (r reader) about(i, a int) (Item, bool) {
	most, e := lengthAt(r.t, i+1)
	if e == 0 {
		return Item{}, false
	}
	l := Length{upto: &most}
	l.add(r.t, float64(a), most.unit, r.t.Len(), 0)
	return Item{I: i, J: e, Kind: Lasting, Length: l}, true
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
	if n == 0 && !(p.Clock.Bare && script.Numeric(r.t.At(j))) {
		return Point{}, 0, false
	}
	q, ok := r.pointAt(r.t.Skip(j + n + r.t.Has(j+n, "了")))
	if p.Clock.Given && r.t.At(p.J-3) == '.' && r.dottedClock(j+n) { // 晚上7.30-8.30
		q = Point{I: j + n}
		q.Clock, q.J = r.colon(j+n, true)
		ok = true
	}
	if c, e := r.tightClock(j + n); p.Clock.Given && e > 0 && r.tightRange(p.J-4) { // 1930-2045
		q, ok = Point{I: j + n, J: e, Clock: c}, true
	}
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
	if n := r.t.Any(j, "或之前", "以前", "之前", "前"); n > 0 && !(n == 1 && r.t.Any(j, "前天", "前后", "前面", "前往", "前年", "前台", "前来", "前一", "前几", "前门", "前期", "前置", "前夕", "前夜") > 0) {
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
