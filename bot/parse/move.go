package parse

import (
	"xiaoqing/bot/parse/when"
	"xiaoqing/models/calendar"
)

// isMove: a lesson is put to another time.
func (m *message) isMove() bool {
	if !m.has(tMove|tChange) && !m.movedTo() || m.has(tWrong) || m.said("电话", "手机", "地址", "名字") {
		return false
	}
	lesson := m.said("课", "辅导", "上课", "补习", "岗", "值班", "值守")
	days := 0
	for _, it := range m.times {
		if day, _, ok := it.Days(m.at, when.Coming); ok && day < calendar.DayOf(m.at) && m.dated(it) {
			return false // what was, is told, not put off
		}
		if m.dated(it) || hasHours(it) {
			days++
		}
	}
	return lesson && days > 0 && (m.has(tMove) || m.movedTo() || m.said("改成", "换成", "改为", "改在")) && !m.said("怎么改") && !(m.has(tAbsent) && m.said("请假"))
}

// movedTo says whether a time stands right behind 改 or 挪: 这节课改下周一.
func (m *message) movedTo() bool {
	for _, it := range m.times {
		if ends(m.t, it.I, "改", "挪", "调", "移", "换", "推") > 0 {
			return true
		}
	}
	return false
}

func fillMove(m *message, f *Fields) {
	cue := m.where("改到", "挪到", "换到", "调到", "移到", "调整到", "推迟到", "延到", "延后到", "延期到", "提前到", "改在", "改约", "推到", "改至", "调至", "挪至", "改成", "换成", "改为", "调整为", "顺延到", "提到", "换在", "挪", "推后到", "调整成", "改")
	if cue < 0 {
		cue = m.t.Len()
	}
	part := when.NoPart // the last that was named
	for _, it := range m.times {
		named := it.A.Part
		day, _, ok := it.Days(m.at, when.Coming)
		switch {
		case it.J <= cue && ok && f.Date == "":
			f.Date = day
		case it.I >= cue && ok && f.ToDate == "":
			f.ToDate = day
		}
		if it.I >= cue && hasHours(it) {
			if it.A.Part == when.NoPart && !it.A.Date.Given() {
				it.A.Part = part
			}
			m.moveTo(f, it)
		}
		if named != when.NoPart {
			part = named
		}
	}
	if f.Date == "" && cue < m.t.Len() {
		m.sameWeek(f)
	}
	m.children(f, m.taught())
}

// moveTo takes the new hours, in the part of the day that was said before.
func (m *message) moveTo(f *Fields, it when.Item) {
	from, to, loose, _ := it.Hours()
	if loose && from < 8*hour {
		from, to = from+halfDay, lift(to)
	}
	f.Start, f.End = hhmm(from), hhmm(to)
}

// sameWeek: 今晚的课改到九点 stays on its day, and a clock time alone names no new one.
func (m *message) sameWeek(f *Fields) {
	for _, it := range m.times {
		if it.A.Part != when.NoPart && f.ToDate == "" && f.Start != "" && it.A.Date.Given() {
			f.Date = calendar.DayOf(m.at)
		}
	}
}

func fillNoShow(m *message, f *Fields) {
	f.Who = "child"
	k, _ := m.find(m.body, tMissing)
	if n := m.t.Any(k.j, "老师", "辅导员"); n > 0 && !m.t.Before(k.j, "来") {
		f.Who = "tutor" // 没看到老师
		return
	}
	near := -1
	for i := m.body; i < m.t.Len(); i++ {
		n := m.t.Any(i, "老师", "辅导员", "志愿者", "学生", "孩子", "小朋友", "同学", "娃", "家长")
		if n == 0 || near >= 0 && i > k.i {
			continue
		}
		near = i
		f.Who = "child"
		if m.t.Any(i, "老师", "辅导员", "志愿者") > 0 && !m.vocative(i, n) {
			f.Who = "tutor"
		}
	}
}

// vocative: 老师, 孩子没来 calls the teacher.
func (m *message) vocative(i, n int) bool {
	return m.t.At(i+n) == ',' || m.t.Any(i+n, "您好", "你好", "好") > 0
}
