package parse

import (
	"xiaoqing/bot/parse/when"
)

// isCorrect: the whole message corrects something that was said before. A record
// that corrects itself on the way (7点,哦不对,是8点) is that record.
func (m *message) isCorrect() bool {
	if !m.has(tWrong|tChange) && m.begins("不对", "不是", "错了", "应该是", "其实是", "更正") == 0 {
		return false
	}
	if m.has(tQuestion) && m.said("怎么改", "怎么修改", "如何修改", "能改吗", "可以改吗", "怎么更正", "在哪改") || m.isMoveWord() {
		return false
	}
	cue := m.firstCue()
	if cue < 0 {
		return false
	}
	if m.recordBefore(cue) {
		return false
	}
	return m.label(m.body, m.t.Len()) != "" || m.has(tWrong) || m.begins("不对", "不是", "错了", "应该是", "其实是") > 0 && m.t.Len()-m.body < 40
}

// isMoveWord: a lesson that is put off is a move, not a correction.
func (m *message) isMoveWord() bool {
	return m.said("课改到", "的课改", "课挪", "课调", "课换到", "节课改", "辅导改到", "辅导改成", "辅导挪", "课推迟", "课提前", "课改成", "课换成", "课改在", "课换") && !m.said("错")
}

func (m *message) firstCue() int {
	for _, k := range m.marks {
		if k.tags&(tWrong|tChange) != 0 && m.t.Any(k.i, "是我", "改善", "改革") == 0 {
			return k.i
		}
	}
	return -1
}

// recordBefore says whether what stands before the correction is a record by
// itself: a lesson with its hours, a sign-up with a name.
func (m *message) recordBefore(cue int) bool {
	if cue-m.body < 8 || m.labelEndsAt(cue) && !m.hoursBefore(cue) {
		return false
	}
	tags := word(0)
	for _, k := range m.marks {
		if k.j <= cue {
			tags |= k.tags
		}
	}
	switch {
	case tags&(tTeach|tDuty) != 0 && m.hoursBefore(cue):
		return true
	case tags&(tVolunteer|tCloud|tCommando|tReportIn) != 0 && tags&(tSign|tWant) != 0 && m.personal() && cue-m.body > 10:
		return true
	}
	return tags&(tMedicine|tSupply|tVisit|tGive|tAbsent) != 0 && cue-m.body > 8
}

func (m *message) hoursBefore(cue int) bool {
	for _, it := range m.times {
		_, l := it.Length.Minutes()
		if it.J <= cue && (hasHours(it) || l) {
			return true
		}
	}
	return false
}

// fieldLabels are the fields as people call them, with how the reading does.
var fieldLabels = []struct {
	field string
	words []string
}{
	{"phone", []string{"电话", "手机", "号码", "联系方式"}},
	{"guardian", []string{"家长名字", "家长姓名", "监护人", "家长的名字", "家长"}},
	{"child", []string{"孩子名字", "孩子姓名", "孩子的名字", "学生名字", "学生姓名", "娃的名字", "女儿名字", "儿子名字", "宝宝名字", "孩子叫", "小孩名字", "小朋友名字", "孩子的姓名", "娃名字", "学生的名字", "小名", "孩子写错", "孩子报错", "孩子填错", "学生写错", "学生报错"}},
	{"tutor", []string{"老师"}},
	{"grade", []string{"年级", "班级"}},
	{"subjects", []string{"科目", "学科", "课目"}},
	{"slots", []string{"有空", "空闲", "时段", "可服务时间", "服务时间", "辅导时间"}},
	{"org", []string{"街道", "社区", "居委", "学校"}},
	{"unit", []string{"单位", "工作单位"}},
	{"gender", []string{"性别"}},
	{"age", []string{"年龄", "岁数"}},
	{"periods", []string{"课时"}},
	{"minutes", []string{"时长"}},
	{"place", []string{"地址", "地点", "住址", "门牌", "楼号", "位置", "岗位"}},
	{"date", []string{"日期", "时间", "哪天"}},
	{"name", []string{"名字", "姓名"}},
	{"skills", []string{"特长"}},
	{"items", []string{"药名", "药品"}},
}

// label is the field named between i and j, "" for none.
func (m *message) label(i, j int) string {
	for _, l := range fieldLabels {
		for k := i; k < j; k++ {
			if m.t.Any(k, l.words...) > 0 {
				return l.field
			}
		}
	}
	return ""
}

// labelEndsAt says whether a field is named right before the correction: 电话写错.
func (m *message) labelEndsAt(cue int) bool {
	for _, l := range fieldLabels {
		for _, w := range l.words {
			for gap := 0; gap <= 2; gap++ {
				if m.t.Before(cue-gap, w) {
					return true
				}
			}
		}
	}
	return false
}

func fillCorrect(m *message, f *Fields) {
	if m.isMeeting() {
		f.Meeting = m.link()
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
	if f.Age == 0 && m.said("岁") {
		f.Age = m.age()
	}
}

// lastGender is the 男 or 女 that is meant in the end.
func (m *message) lastGender() string {
	g := ""
	for i := m.body; i < m.t.Len(); i++ {
		if m.denied(i) || m.t.Before(i, "选成") || m.t.Before(i, "写成") || m.t.Before(i, "填成") {
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
			if d.J <= it.I && d.A.Part != when.NoPart {
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
		if ok(it) && !m.denied(it.I) && !wrong && !m.t.Before(it.I, "写成") && !m.t.Before(it.I, "报成") && !m.t.Before(it.I, "填成") && !m.t.Before(it.I, "说成") && !m.t.Before(it.I, "刚才把") {
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
		if n == 0 || m.t.At(i) == '是' && (m.t.Before(i, "不") || m.t.Before(i, "但") || m.t.Before(i, "可")) || m.t.Any(i, "写成了") > 0 {
			continue
		}
		at = m.t.Skip(i + n)
		i += n - 1
	}
	return at
}

func (m *message) correctName(f *Fields, label string) {
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

// isMeeting: a pasted invitation to an online meeting.
func (m *message) isMeeting() bool {
	return m.said("meeting.tencent.com", "腾讯会议", "会议号", "zoom.us", "meeting.dingtalk", "vc.feishu") && m.said("http") || m.said("邀请您参加腾讯会议")
}

// link is the first address of a web page.
func (m *message) link() string {
	i := m.where("https://", "http://")
	if i < 0 {
		return ""
	}
	j := i
	for j < m.t.Len() && m.t.At(j) > ' ' && m.t.At(j) < 0x7f && m.t.Raw[j] < 0x7f {
		j++
	}
	return m.t.Said(i, j)
}
