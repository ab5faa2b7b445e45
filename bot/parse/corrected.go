package parse

import (
	"xiaoqing/bot/parse/script"
	"xiaoqing/bot/parse/when"
)

func fillCorrect(m *message, f *Fields) {
	if m.isMeeting() {
		fillInvitation(m, f)
		return
	}
	f.Tickets = m.ticket
	f.Phone = m.phone()
	f.Grade = m.grade()
	label := m.label(m.body, m.t.Len())
	m.correctTime(f, label)
	if s := m.subjects(); len(s) > 0 {
		f.Subjects = s
	}
	if p := m.periods(); p > 0 {
		f.Periods = p
	}
	m.correctName(f, label)
	m.correctPlace(f, label)
	switch label {
	case "gender":
		f.Gender = m.lastGender()
	case "age":
		f.Age = m.correctAge()
	}
	if label == "periods" && f.Periods == 0 {
		f.Periods = m.correctPeriods()
	}
	if f.Age == 0 && m.said("岁") {
		f.Age = m.age()
	}
}

// lastGender is the 男 or 女 that is meant in the end.
func (m *message) lastGender() string {
	g := ""
	for i := m.body; i < m.t.Len(); i++ {
		if m.denied(i) || m.t.Before(i, "错成") || m.t.Before(i, "选成") || m.t.Before(i, "写成") || m.t.Before(i, "填成") {
			continue
		}
		switch m.t.At(i) {
		case '男':
			g = "m"
		case '女':
			if m.t.Any(i, "女儿") == 0 {
				g = "f"
			}
		}
	}
	return g
}

// correctPeriods is the bare figure that 课时 is put right to: 课时错了,应该是1.5.
func (m *message) correctPeriods() float64 {
	at := m.valueAt()
	if at < 0 || m.ofTime(at) {
		return 0
	}
	n, ok := m.t.Number(at)
	if !ok || n.Value <= 0 || n.Value > 12 || script.Han(m.t.At(n.End)) {
		return 0
	}
	return n.Value
}

func (m *message) correctAge() int {
	v := 0
	for i := m.body; i < m.t.Len(); i++ {
		if n, ok := m.t.Number(i); ok && n.End > i {
			if n.Value >= 1 && n.Value < 120 {
				v = int(n.Value)
			}
			i = n.End - 1
		}
	}
	return v
}

// correctTime: a settled day (昨天) is a date; a bare weekday or day and month is
// left to the record; weekdays with 有空 are slots.
func (m *message) correctTime(f *Fields, label string) {
	if slots := m.slots(true); m.weekly(label) && len(slots) > 0 {
		f.Slots = slots
		return
	}
	if it, ok := m.finally(func(it when.Item) bool { return !it.A.Date.Open() && m.dated(it) && it.A.Date.Mask == 0 }); ok {
		f.Date, _, _ = it.Days(m.at, when.Past)
	}
	if it, ok := m.finally(hasHours); ok {
		m.correctHours(f, it)
	}
	if n := m.length(); n > 0 {
		f.Minutes = n
	}
}

func (m *message) correctHours(f *Fields, it when.Item) {
	if it.A.Part == when.NoPart {
		for _, d := range m.times {
			if d.A.Part != when.NoPart && (d.J <= it.I || d.I-it.J <= 2 && !hasHours(d)) {
				it.A.Part = d.A.Part
			}
		}
	}
	from, to, loose, _ := it.Hours()
	if loose && from < 8*hour {
		from, to = from+halfDay, lift(to)
	}
	f.Start, f.End = hhmm(from), hhmm(to)
}

// weekly says whether the times of a correction are a week's plan.
func (m *message) weekly(label string) bool {
	for _, it := range m.times {
		if mask, ok := it.Weekdays(); ok && (label == "slots" || !mask.Single() || it.Kind == when.Repeating || hasHours(it) || it.A.Part != when.NoPart) {
			return true
		}
	}
	return false
}

// finally is the last expression of time that is not denied.
func (m *message) finally(ok func(when.Item) bool) (when.Item, bool) {
	var best when.Item
	found := false
	for _, it := range m.times {
		wrong := m.t.Any(it.J, "写错", "报错", "错了", "是错", "不对") > 0
		if ok(it) && !m.nowish(it) && !m.denied(it.I) && !wrong && !m.t.Before(it.I, "写成") && !m.t.Before(it.I, "报成") && !m.t.Before(it.I, "填成") && !m.t.Before(it.I, "说成") && !m.t.Before(it.I, "刚才把") {
			best, found = it, true
		}
	}
	return best, found
}

var valueCues = []string{"正确的是", "应该是", "应为", "应是", "而是", "其实是", "实际是", "改成", "改为", "更正为", "更改为", "换成", "写成了", "修改为", "修改成", "更新为", "变更为", "变成", "更正:", "更正", "是叫", "叫做", "叫", "真名叫", "真名是", "就是", "是", ":"}

// valueAt is where the right value begins: after the last of 应该是, 改成, 是.
func (m *message) valueAt() int {
	at := -1
	for i := m.body; i < m.t.Len(); i++ {
		n := m.t.Any(i, valueCues...)
		if n == 0 || m.t.At(i) == '叫' && m.t.Before(i, "不") || m.t.At(i) == '是' && (m.t.Before(i, "不") || m.t.Before(i, "但") || m.t.Before(i, "可")) || m.t.Any(i, "写成了") > 0 {
			continue
		}
		at = m.t.Skip(i + n)
		for m.t.Any(at, "\"", "'", "《", "「", "“") > 0 {
			at++
		}
		i += n - 1
	}
	return at
}

// saidTutor is the last 章老师 of the message that is not denied.
func (m *message) saidTutor() string {
	name := ""
	for i := m.t.Find(m.body, "老师"); i >= 0; i = m.t.Find(i+1, "老师") {
		s := m.nameBefore(i)
		if from := i - len([]rune(s)); s != "" && ends(m.t, from, "不姓", "不是", "不叫", "写成", "填成", "打成", "跟", "和") == 0 {
			name = s
		}
	}
	return name
}

func (m *message) correctName(f *Fields, label string) {
	if label == "tutor" {
		if f.Tutor = m.saidTutor(); f.Tutor != "" {
			return
		}
	}
	at := m.valueAt()
	if at < 0 {
		return
	}
	e := m.nameAt(at)
	if e == 0 {
		return
	}
	name := m.t.Said(at, e)
	switch {
	case m.t.Has(e, "老师") > 0 || label == "tutor":
		f.Tutor = name
	case label == "child":
		f.Child = name
	case label == "guardian":
		f.Guardian = name
	case label == "name" && m.said("孩子", "儿子", "女儿", "娃", "学生", "宝贝", "宝宝"):
		f.Child = name
	case label == "name":
		f.Name = name
	case label == "" && m.said("孩子", "学生", "小朋友", "娃"):
		f.Child = name
	}
}

func (m *message) correctPlace(f *Fields, label string) {
	switch label {
	case "org":
		f.Org = m.lastUnit()
	case "unit":
		if s := m.lastUnit(); m.said("学校", "我是志愿者", "报名") && s != "" {
			f.Org = s
		} else {
			f.Unit = s
		}
	case "place":
		if f.Place = m.address(); f.Place == "" {
			f.Place = m.site()
		}
	}
}

// lastUnit is the unit that is meant in the end.
func (m *message) lastUnit() string {
	best := ""
	for i := m.body; i < m.t.Len(); i++ {
		n := m.unitEnd(i)
		if n == 0 {
			continue
		}
		from := m.unitStart(i)
		if i-from >= 1 && i+n-from >= 3 && !m.denied(from) {
			best = m.t.Said(from, i+n)
		}
		i += n - 1
	}
	if at := m.valueAt(); best == "" && at >= 0 {
		best = m.trimmed(at, m.clause(at))
	}
	return best
}
