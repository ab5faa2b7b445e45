package when

import "xiaoqing/bot/parse/script"

// monthPart reads 初, 底, 上旬, 第二周, 最后一个星期一, 前4天 after a month at i.
func (r reader) monthPart(d *Date, i int) (end int) {
	i = r.t.Skip(i)
	for _, p := range [...]struct {
		word string
		part within
		nth  int
	}{{"上旬", early, 10}, {"中旬", middle, 0}, {"下旬", late, 21}, {"月初", early, 5}, {"初", early, 5}, {"月底", lastDay, 0}, {"底", lastDay, 0}, {"月末", lastDay, 0}, {"末", lastDay, 0},
		{"首周", nthWeek, 1}} {
		if n := r.t.Has(i, p.word); n > 0 {
			if p.part == early && p.nth == 5 && script.Numeric(r.t.At(i+n)) {
				return 0 // 初一
			}
			d.part, d.nth, d.whole = p.part, p.nth, someDays
			if p.part == lastDay {
				d.whole = oneDay
			}
			return i + n
		}
	}
	return r.ordinal(d, i)
}

// ordinal reads 第二周, 第一个星期一, 最后一个周五, 前4天 at i.
func (r reader) ordinal(d *Date, i int) int {
	if last := r.t.Any(i, "最后一", "最后1", "最后两", "最后2", "最后三", "最后3"); last > 0 {
		return r.lastOf(d, i, i+last)
	}
	first := r.t.Has(i, "前")
	n, ok := r.t.Number(i + max(first, r.t.Has(i, "第")))
	v, whole := n.Int()
	if first == 0 && r.t.At(i) != '第' || !ok || !whole || v < 1 || v > 60 {
		return 0
	}
	j := n.End + r.t.Has(n.End, "个")
	if first > 0 {
		return r.firsts(d, j, v)
	}
	if e := r.nthDay(d, j, v); e > 0 {
		return e
	}
	if k := r.t.Any(j, "工作日", "天"); k > 0 {
		if d.part, d.nth, d.whole = nthDay, v, oneDay; k > 1 {
			d.part = nthWorkday
		}
		return j + k
	}
	if k := weekPrefix(r.t, j); k > 0 && v <= 53 {
		d.part, d.nth, d.whole = nthWeek, v, oneWeek
		return j + k
	}
	if r.t.At(j) == '月' && v <= 12 && d.whole == oneYear {
		d.part, d.nth, d.whole = nthMonth, v, oneMonth
		return j + 1
	}
	return 0
}

// lastOf reads on after 最后一: 周, 天, 个星期一.
func (r reader) lastOf(d *Date, i, j int) int {
	n, _ := r.t.Number(j - 1)
	v, _ := n.Int()
	if c := r.t.At(j); c == '天' || c == '日' {
		d.part, d.nth, d.whole = lastDay, v-1, oneDay
		return j + 1
	}
	j += r.t.Has(j, "个")
	if k := r.t.Has(j, "工作日"); k > 0 {
		d.part, d.whole = lastWorkday, oneDay
		return j + k
	}
	if e := r.nthDay(d, j, -1); e > 0 || v > 1 {
		return e
	}
	if k := weekPrefix(r.t, j); k > 0 {
		d.part, d.whole = lastWeek, oneWeek
		return j + k
	}
	if r.t.At(j) == '月' && d.whole == oneYear {
		d.part, d.nth, d.whole = nthMonth, 12, oneMonth
		return j + 1
	}
	return 0
}

func (r reader) nthDay(d *Date, j, v int) int {
	w, e := weekdayAt(r.t, j)
	if w == 0 {
		return 0
	}
	d.part, d.nth, d.wday, d.whole = nthWeekday, v, w, oneDay
	if v < 0 {
		d.part = lastWeekday
	}
	return e
}

// firsts reads the unit of 前4天, 前两周, 前三个月, 前两个季度.
func (r reader) firsts(d *Date, j, v int) int {
	switch n := weekPrefix(r.t, j); {
	case n > 0:
		d.part, d.nth, d.whole = firstWeeks, v, someDays
		return j + n
	case r.t.Any(j, "天", "日") > 0:
		d.part, d.nth, d.whole = firstDays, v, someDays
		return j + 1
	case d.whole == oneYear && r.t.At(j) == '月':
		d.part, d.nth, d.whole = firstMonths, v, someMonths
		return j + 1
	case d.whole == oneYear && r.t.Any(j, "季度", "季") > 0:
		d.part, d.nth, d.whole = firstMonths, 3*v, someMonths
		return j + r.t.Any(j, "季度", "季")
	}
	return 0
}
