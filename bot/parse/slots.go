package parse

import (
	"time"

	"xiaoqing/bot/parse/when"
	"xiaoqing/models/calendar"
)

// Slots reads weekly availability: 周一三五晚上, 工作日19:00-20:30, 除了周三每天.
func Slots(text string, at time.Time) []calendar.Slot {
	return newMessage(text, Context{At: at}).slots(false)
}

// slotter joins days and hours, in the order they are said.
type slotter struct {
	m       *message
	out     []calendar.Slot
	pending when.Mask // days whose hours are still to come
	lastDay when.Mask
	lastKey when.Item // the item of the last slot
	minus   when.Mask
	open    bool // a start alone is a slot too
	free    bool // hours came without days
}

// slots are the weekly times of the message. open keeps a start without an end.
func (m *message) slots(open bool) []calendar.Slot {
	s := &slotter{m: m, open: open}
	for _, it := range m.times {
		if mask, ok := days(it); ok && m.excluded(it) {
			s.minus |= mask
		}
	}
	for _, it := range m.times {
		if !m.denied(it.I) {
			s.take(it)
		}
	}
	if s.pending != 0 && s.free && len(s.out) == 1 {
		s.out[0].Days = s.pending.Names() // 只有中午,周一到周四
	} else if s.pending != 0 {
		s.emit(s.pending, 9*hour, 21*hour)
	}
	return s.out
}

func (s *slotter) take(it when.Item) {
	mask, ok := days(it)
	if !ok && (it.A.Date.Given() || it.Kind == when.Window || it.Kind == when.Lasting) {
		return
	}
	if ok && s.m.excluded(it) {
		s.minus |= mask
		return
	}
	if s.m.inName(it) || s.m.busy(it) || ok && mask == when.Daily && !timed(it) && !s.m.freeAfter(it) {
		return
	}
	if ok && s.m.corrected(it.I) {
		s.out, s.pending = nil, 0
	}
	if ok && s.m.t.Before(it.I, "平时") {
		s.pending = 0 // 平时周一周三 are these two days
	}
	mask &^= s.minus
	if !timed(it) {
		s.free = s.free && ends(s.m.t, it.I, "和", "、", "及", "或", "或者", "还有", "跟") == 0
		s.pending |= mask
		return
	}
	s.hours(it, mask, ok)
}

// days are the weekdays an item is about; a day of this or next week counts too.
func days(it when.Item) (when.Mask, bool) {
	if m, ok := it.Weekdays(); ok {
		return m, true
	}
	if m := it.A.Date.Mask; m != 0 {
		return m, true
	}
	return 0, false
}

// timed says whether an item names hours or a part of the day.
func timed(it when.Item) bool { return it.A.Part != when.NoPart || it.A.Clock.Given }

func (s *slotter) hours(it when.Item, mask when.Mask, named bool) {
	switch {
	case named:
		mask |= s.pending
	case s.pending != 0:
		mask = s.pending
	case s.lastDay != 0 && s.refines(it):
		return
	case s.lastDay != 0:
		mask = s.lastDay
	default:
		mask, s.free = when.Daily&^s.minus, true
	}
	s.pending = 0
	from, to := bounds(it, mask)
	s.emit(mask, from, to)
	s.lastDay, s.lastKey = mask, it
}

// refines: hours after a part of the day make it precise: 周末上午,9点到11点.
func (s *slotter) refines(it when.Item) bool {
	if s.lastKey.A.Clock.Given || !it.A.Clock.Given || it.A.Part != when.NoPart || len(s.out) == 0 {
		return false
	}
	it.A.Part = s.lastKey.A.Part
	from, to := bounds(it, s.lastDay)
	s.out[len(s.out)-1].Start = hhmm(from)
	s.out[len(s.out)-1].End = hhmm(to)
	s.lastKey = it
	return true
}

// bounds are the seconds of the day that an item means in a week's plan.
func bounds(it when.Item, mask when.Mask) (from, to int) {
	from, to, loose, ok := it.Hours()
	if !ok {
		a, b := it.A.Part.Span()
		if it.B.Part != when.NoPart {
			_, b = it.B.Part.Span()
		}
		return a * 60, b * 60
	}
	if loose && (from < 8*hour || from < 9*hour && mask.Has(1) && !mask.Has(6)) {
		from, to = from+halfDay, lift(to)
	}
	return from, to
}

func (s *slotter) emit(mask when.Mask, from, to int) {
	names := mask.Names()
	if len(names) == 0 {
		return
	}
	s.out = append(s.out, calendar.Slot{Days: names, Start: hhmm(from), End: hhmm(to)})
}

// excluded: 除了周三 and 周三除外 leave days out.
func (m *message) excluded(it when.Item) bool {
	return m.t.Before(it.I, "除了") || m.t.Before(it.I, "除") || m.t.Before(it.I, "除开") || m.t.Any(it.J, "除外", "以外", "之外", "不行", "没空", "不可以", "不方便", "有事", "不在", "来不了", "不能", "不要", "不用", "不来", "不上", "就算了", "不需要", "休息", "要休息", "没时间") > 0
}

// busy says whether the days are named as not free: 平时上班, 天天加班.
func (m *message) busy(it when.Item) bool {
	j := m.t.Skip(it.J)
	j += m.t.Any(j, "都要", "都在", "要", "都", "得", "还要", "在", "我", "我要")
	if m.minded(j) {
		return true
	}
	return m.t.Any(j, "上班", "加班", "上学", "没空", "没时间", "不行", "不方便", "忙", "有课", "上课的时候", "工作", "值班", "不在", "出差", "没得空", "上网课", "隔离", "哭", "吵", "来不了", "不能") > 0
}

// minded says whether the child is with someone then, by what follows: 白天奶奶带.
func (m *message) minded(j int) bool {
	k, ok := m.markOver(j)
	if ok && k.i == j && k.tags&(tKin|tElder) != 0 {
		j = k.j
	} else {
		j += m.t.Any(j, "阿姨", "保姆", "邻居", "有人")
	}
	return m.t.Any(j, "带", "管", "看着", "看孩子", "照看", "照顾") > 0 && j > 0 && !m.t.Before(j, " ")
}

// inName: 天天 in 夏天天 is a name, and so is 黎明 by itself.
func (m *message) inName(it when.Item) bool {
	if m.t.Has(it.I, "黎明") > 0 && edge(m.t.At(it.I-1)) && edge(m.t.At(it.J)) {
		return true
	}
	return m.t.Has(it.I, "天天") > 0 && m.surname(it.I-1) > 0 && (edge(m.t.At(it.I-2)) || m.t.Any(it.I-2, "叫", "名", "是", "子", "儿", "娃", "给") > 0) && (edge(m.t.At(it.J)) || m.t.Any(it.J, "小朋友", "同学", "报", "一年", "二年", "三年", "四年", "五年", "男", "女") > 0)
}

// freeAfter says whether 每天 or 天天 speaks of free time.
func (m *message) freeAfter(it when.Item) bool {
	for j := it.J; j < m.t.Len() && j < it.J+6; j++ {
		if m.t.Any(j, "有空", "可以", "都行", "方便", "能来", "有时间", "空闲", "在家", "空额", "都能", "能上", "除", "没问题", "得空") > 0 || edge(m.t.At(j)) && j == it.J {
			return true
		}
	}
	return it.J == m.t.Len()
}
