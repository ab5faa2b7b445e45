package when

import (
	"xiaoqing/bot/parse/script"
)

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
	if e == 0 || l.unit == noUnit || r.t.Before(e, "工作日") || r.t.At(j) == '半' && (r.t.At(i) == '上' || r.t.At(i) == '下' || r.t.At(i) == '前' || r.t.At(i) == '后') {
		return Item{}, false
	}
	if k := r.t.Any(e, "以前", "之前", "前", "以后", "之后", "后"); k > 0 {
		return Item{}, false
	}
	if r.t.Has(i, "还剩") > 0 && l.Days+l.Months > 0 {
		return Item{I: j, J: e, Kind: Lasting, Length: l}, true
	}
	w := r.counted(i, e, l, back)
	switch {
	case r.t.At(i) == '近' && l.unit == daily:
		w.to.day++
	case r.t.Has(i, "今后") > 0 && l.Months > 0:
		w.from.day, w.to.day = w.from.day-1, w.to.day-1
	}
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
