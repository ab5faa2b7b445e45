package parse

import "xiaoqing/bot/parse/script"

// Taught is a subject that a tutor teaches, for some grades or (0, 0) for all; no
// Name says the grades of all subjects.
type Taught struct {
	Name string `json:"name,omitempty"`
	From int    `json:"from,omitempty"`
	To   int    `json:"to,omitempty"`
}

// isProfile: a tutor asks for what is known of them, or changes it: 我的资料,
// 我的时间改成周二晚上, 我可以带2个孩子, 只教小学数学, 我是复旦大学的.
func (m *message) isProfile() bool {
	if m.c.Tutor && m.ownData() {
		return true
	}
	if !m.c.Tutor || !m.short(40) || m.has(tQuestion) || len(m.ticket) > 0 || m.said("刚", "上完", "辅导了", "讲了", "教了", "请假", "的课", "课改", "报名") {
		return false
	}
	return m.changesSlots() || m.seats() > 0 || m.how() != "" && len(m.teaches()) > 0 || m.university() != ""
}

// ownData: what is known of the speaker, which of anyone but a tutor is where their
// requests stand.
func (m *message) ownData() bool {
	switch m.core() {
	case "我的资料", "看看我的资料", "看我的资料", "查我的资料", "我的老师资料", "我的辅导资料", "改我的资料", "修改我的资料", "改资料":
		return true
	}
	return false
}

func (m *message) changesSlots() bool {
	return m.said("我的时间", "我时间", "有空", "空闲", "没空了", "空的时间", "能上课的时间", "可以上课的时间", "能教的时间", "可以教的时间", "能带的时间", "辅导时间", "每周") &&
		!m.said("来不了", "代课", "补课") && m.onWeekdays()
}

// onWeekdays says whether days of the week were named.
func (m *message) onWeekdays() bool {
	for _, it := range m.times {
		if _, ok := days(it); ok {
			return true
		}
	}
	return false
}

// seats is how many children a tutor can take: 可以带2个孩子, 最多带三个.
func (m *message) seats() int {
	i := m.where("带", "教")
	for ; i >= 0 && i < m.t.Len(); i++ {
		n, ok := m.t.Number(i)
		if !ok {
			continue
		}
		v, whole := n.Int()
		e := m.t.Skip(n.End)
		if whole && v >= 1 && v <= 9 && m.t.Any(e, "个孩子", "个学生", "个小朋友", "个娃", "名学生", "个小孩", "个宝贝", "名孩子") > 0 || whole && v >= 1 && v <= 9 && m.t.Any(e, "个") > 0 && edge(m.t.At(e+1)) {
			return v
		}
		i = n.End - 1
	}
	return 0
}

// how says what becomes of what a tutor teaches: only this, this too, this no more.
func (m *message) how() string {
	switch {
	case m.said("不教", "教不了", "不能教", "不想教", "不再教", "不带"):
		return "less"
	case m.said("也可以教", "也能教", "也教", "还能教", "还可以教", "还教", "也可以", "也行", "加上", "加一门", "再加", "可以教", "能教", "会教", "可以带", "也能带"):
		return "more"
	case m.said("只教", "只能教", "只带", "改教", "就教", "我教", "改成教", "主要教", "专教", "科目改成", "换成教"):
		return "only"
	}
	return ""
}

// levels are the grades of a school: the sixth stands in both, as cities count it
// differently.
var levels = []struct {
	word     string
	from, to int
}{{"小学低年级", 1, 3}, {"小学高年级", 4, 6}, {"低年级", 1, 3}, {"高年级", 4, 6}, {"小学", 1, 6}, {"初中", 6, 9}, {"高中", 10, 12}, {"中学", 6, 12}}

// teaches are the subjects with their grades: 小学数学和英语、初中物理.
func (m *message) teaches() (out []Taught) {
	from, to := 0, 0
	var last [2]int
	for i := m.body; i < m.t.Len(); {
		if a, b, e := m.gradesAt(i); e > 0 {
			from, to, last = a, b, [2]int{a, b}
			i = e
			continue
		}
		tags, e := subjectAt(m.t, i)
		if e == 0 {
			if c := m.t.At(i); c == ',' || c == '。' || c == ';' {
				from, to = 0, 0
			}
			i++
			continue
		}
		for _, tag := range tags {
			out = append(out, Taught{subjectNames[tag], from, to})
		}
		i = e
	}
	if last[1] == 0 {
		return out
	}
	if len(out) == 0 {
		return []Taught{{From: last[0], To: last[1]}}
	}
	if out[0].To != 0 {
		return out
	}
	for i := range out { // 数学英语，只教小学
		out[i].From, out[i].To = last[0], last[1]
	}
	return out
}

// gradesAt reads grades at i: 小学, 三到五年级, 初二.
func (m *message) gradesAt(i int) (from, to, end int) {
	for _, l := range levels {
		if n := m.t.Any(i, l.word); n > 0 {
			return l.from, l.to, i + n
		}
	}
	if n, ok := m.t.Number(i); ok {
		if k := m.t.Any(n.End, "到", "至", "-", "~", "—"); k > 0 {
			if b, e := gradeAt(m.t, n.End+k); e > 0 {
				a, whole := n.Int()
				return a, b, yes(whole && a >= 1 && a <= b, e)
			}
		}
	}
	a, e := gradeAt(m.t, i)
	if e == 0 || a < 1 {
		return 0, 0, 0
	}
	if k := m.t.Any(e, "到", "至", "-", "~", "—"); k > 0 {
		if b, f := gradeAt(m.t, e+k); f > 0 && b >= a {
			return a, b, f
		}
	}
	return a, a, e
}

// Teaching reads what a tutor writes of their subjects: 小学数学、初中物理.
func Teaching(text string) []Taught { return newMessage(text, Context{}).teaches() }

// universities are what students call theirs for short.
var universities = []struct{ short, name string }{{"复旦", "复旦大学"}, {"交大", "交大"}, {"同济", "同济大学"}, {"华师大", "华东师范大学"}, {"华东师大", "华东师范大学"}, {"上师大", "上海师范大学"}, {"上大", "上海大学"},
	{"上财", "上海财经大学"}, {"华理", "华东理工大学"}, {"东华", "东华大学"}, {"上外", "上海外国语大学"}, {"上理工", "上海理工大学"}, {"华政", "华东政法大学"}, {"上中医", "上海中医药大学"}}

// university is where a tutor studies: 我是复旦大学的, 学校改成同济大学, 我在华师大读研.
func (m *message) university() string {
	i := m.where("我是", "学校改成", "学校是", "学校：", "学校:", "就读于", "大学改成", "我在", "我读")
	if i < 0 || m.said("我是志愿者", "值班", "值守", "上岗", "监护人", "家长", "隔离") {
		return ""
	}
	i += m.t.Any(i, "我是", "学校改成", "学校是", "学校：", "学校:", "就读于", "大学改成", "我在", "我读")
	i = m.t.Skip(i)
	for j := i; j < m.t.Len() && j < i+16 && script.Han(m.t.At(j)); j++ {
		if n := m.t.Any(j, "大学", "学院"); n > 0 && j > i && !m.said("附属", "附小", "附中") {
			e := j + n
			if k := m.t.Any(e, "医学院"); k > 0 {
				e += k
			}
			return m.t.Said(i, e)
		}
	}
	for _, u := range universities {
		if n := m.t.Any(i, u.short); n > 0 && m.t.Any(i+n, "的", "读", "上学", "大") > 0 {
			return u.name
		}
	}
	return ""
}

func fillProfile(m *message, f *Fields) {
	if m.changesSlots() {
		f.Slots = m.slots(false)
		return
	}
	if n := m.seats(); n > 0 {
		f.Quantity = float64(n)
		if m.said("再带", "多带", "再接", "再收", "再加") {
			f.How = "more"
		}
	}
	if f.Unit = m.university(); f.Unit != "" {
		return
	}
	if how := m.how(); how != "" && f.Quantity == 0 {
		f.Teach, f.How = m.teaches(), how
	}
}
