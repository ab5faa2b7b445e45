package parse

import "xiaoqing/bot/parse/script"

func fillSignup(m *message, f *Fields) {
	f.Programme = m.programme()
	f.Name = m.ownName()
	f.Phone = m.phone()
	f.Org = m.org()
	f.Gender = m.gender(false)
	f.Age = m.age()
	f.Skills = m.skills()
	f.Slots = m.slots(false)
}

// programme is what someone joins; the default is volunteer.
func (m *message) programme() string {
	switch {
	case m.has(tTutorRole), m.has(tCloud):
		return "tutor"
	case m.has(tCommando):
		return "commando"
	case m.has(tSecretary):
		return "secretary_assistant"
	case m.has(tCouncil):
		return "council"
	case m.has(tReportIn) && !m.said("报到当志愿者", "报名志愿者"):
		return "report_in"
	}
	return "volunteer"
}

// ownName is the speaker's: after 我叫 or 姓名, after 我是, or by itself.
func (m *message) ownName() string {
	if name, _ := m.after("我叫做", "我叫", "我的名字叫", "我的名字是", "名字叫", "名字是", "姓名是", "姓名", "名字", "本人叫", "本人", "我名叫", "名叫", "鄙人", "叫我", "叫做", "我姓名"); name != "" {
		return name
	}
	if name, at := m.after("叫"); name != "" && !m.t.Before(at, "孩") && !m.t.Before(at, "儿子") && !m.t.Before(at, "女儿") {
		return name
	}
	for _, l := range [...]string{"我是", "这里是", "学生", "研究生", "大学生", "社工", "护士", "医生", "团员", "党员", "报名人", "申请人", "报名:", "志愿者:", "报到:", "居民", "业主", "青年"} {
		for i := m.t.Find(m.body, l); i >= 0; i = m.t.Find(i+1, l) {
			n := m.t.Has(i, l)
			if n == 0 {
				continue
			}
			j := m.t.Skip(i + n)
			j = m.t.Skip(j + m.t.Any(j, ":", ","))
			if e := m.nameAt(j); e > j && m.surname(j) > 0 && m.isName(j, e) && m.ends(e) > 0 {
				return m.t.Said(j, e)
			}
		}
	}
	return m.nameAlone()
}

// nameAlone is the first stretch that is nothing but a name, or a name and 男 or 女.
func (m *message) nameAlone() string {
	for _, s := range m.segments() {
		i, j := s.i, s.j
		if c := m.t.At(j - 1); (c == '男' || c == '女') && j-i >= 3 {
			j--
		}
		if m.isName(i, j) {
			return m.cut(i)
		}
		if e := m.nameAt(i); e > i && e < j && m.isName(i, e) && (script.Digit(m.t.At(e)) || m.t.At(e) == '男' || m.t.At(e) == '女') {
			return m.t.Said(i, e)
		}
	}
	return ""
}

var skillCues = []string{"特长是", "特长有", "特长", "擅长的是", "擅长", "技能", "专长", "强项是", "拿手的是", "爱好", "我会", "会一点", "还会", "也会", "会", "可以教", "能教", "可教", "可以辅导", "能辅导", "可辅导", "我教", "教", "懂", "精通", "能做", "会做", "辅导科目"}

// skills are short phrases after 特长, 擅长, 会, 教, split at 、 and 和.
func (m *message) skills() []string {
	var out []string
	var few [12]string
	cues := m.present(skillCues, &few)
	for i := m.body; i < m.t.Len() && len(cues) > 0; {
		n := m.t.Any(i, cues...)
		if n == 0 || !m.skillCue(i, n) {
			i++
			continue
		}
		var more []string
		more, i = m.skillList(m.t.Skip(i + n))
		for _, s := range more {
			out = addOnce(out, s)
		}
	}
	return out
}

// skillCue refuses 会 in 会议, 机会, 议事会, and 教 in 教师, 教室.
func (m *message) skillCue(i, n int) bool {
	switch m.t.At(i + n - 1) {
	case '会':
		prev := m.t.At(i - 1)
		if n == 1 && script.Han(prev) && prev != '我' && prev != '还' && prev != '也' && prev != '能' && prev != '只' && prev != '就' && prev != '都' {
			return false
		}
		return m.t.Any(i+n, "议", "员", "场", "所", "不", "来", "在", "去", "有", "按", "准", "一直", "努力", "好好", "上岗", "尽", "服从", "认真", "参", "再", "的", "跟", "用心", "积极", "配合", "很") == 0
	case '教':
		prev := m.t.At(i - 1)
		if n == 1 && script.Han(prev) && prev != '我' && prev != '想' && prev != '能' && prev != '会' && prev != '以' && prev != '来' {
			return false
		}
		return m.t.Any(i+n, "师", "育", "学楼", "室", "授", "委", "堂", "学生", "学", "孩子", "小朋友") == 0
	case '懂', '好', '导', '目', '做':
		return m.t.Any(i+n, "事", "得", "的", "老师", "员", "志愿", "孩子") == 0
	}
	return true
}

// skillList reads 急救、开车 from i to a pause.
func (m *message) skillList(i int) ([]string, int) {
	var out []string
	for {
		i += m.t.Any(i, ":", "是", "有", "一点", "点", "一些", "些", "孩子", "小朋友", "小学", "初中", "高中")
		i = m.t.Skip(i)
		e := m.skillEnd(i)
		j := e
		for j > i && m.t.Any(j-1, "等", "的", "吧", "哦", "都") > 0 {
			j--
		}
		if j-i >= 2 && j-i <= 10 {
			out = addOnce(out, m.t.Said(i, j))
		}
		n := m.t.Any(e, "、", "和", "跟", "与", "及", "以及", "/", "还有")
		if n == 0 {
			return out, max(e, i)
		}
		i = e + n
	}
}

func (m *message) skillEnd(i int) int {
	for j := i; j < m.t.Len(); j++ {
		c := m.t.At(j)
		if !script.Han(c) && !script.Latin(c) && !script.Digit(c) && c != '+' && c != '#' || m.t.Any(j, "、", "和", "跟", "与", "以及", "还有") > 0 {
			return j
		}
		if j > i && (m.t.Any(j, "我", "周", "每", "平时", "工作日", "晚上", "白天", "可以", "有空", "电话", "手机", "想", "都可以", "都行", "没问题", "今年", "住", "希望", "愿意", "能", "也会", "还会", "报名", "姓名", "联系", "时间", "这些", "什么的", "等等", "之类") > 0 || m.timeAt(j)) {
			return j
		}
	}
	return m.t.Len()
}

func fillEnrol(m *message, f *Fields) {
	f.Guardian = m.guardian()
	m.children(f, m.enrolled(f.Guardian))
	f.Grade = m.grade()
	f.Subjects = m.subjects()
	f.Slots = m.slots(false)
	f.Phone = m.phone()
	f.Gender = m.gender(true)
	f.Unit = m.unit()
}

// grade is the one grade that was said; two children in different ones give none.
func (m *message) grade() *int {
	grade, found := 0, false
	for i := m.body; i < m.t.Len(); i++ {
		g, e := gradeAt(m.t, i)
		if e == 0 {
			continue
		}
		if m.denied(i) {
			i = e - 1
			continue
		}
		if found && grade != g && !m.corrected(i) {
			return nil
		}
		grade, found, i = g, true, e-1
	}
	if !found {
		return nil
	}
	return &grade
}

// guardian is the parent: after 我叫, 我是他爸爸, 家长.
func (m *message) guardian() string {
	if name, _ := m.after("家长姓名", "家长", "监护人姓名", "监护人", "联系人", "我叫做", "我叫", "我的名字叫", "我的名字是", "爸爸叫", "妈妈叫", "爸爸:", "妈妈:", "父亲:", "母亲:", "父亲", "母亲", "我是她爸爸", "我是他爸爸", "我是她妈妈", "我是他妈妈", "我是孩子爸爸", "我是孩子妈妈", "我是孩子的妈妈", "我是孩子的爸爸", "孩子爸爸", "孩子妈妈", "他爸爸", "他妈妈", "她爸爸", "她妈妈", "我是爸爸", "我是妈妈", "奶奶叫", "爷爷叫", "本人"); name != "" {
		return name
	}
	var few [12]string
	jobs := m.present([]string{"我是", "护士长", "护士", "医生", "民警", "交警", "社工", "消防员", "医护", "警察", "司机", "快递员", "主任", "队员", "员工"}, &few)
	for i := m.body; i < m.t.Len() && len(jobs) > 0; i++ {
		n := m.t.Any(i, jobs...)
		if n == 0 {
			continue
		}
		if e := m.nameAt(i + n); e > 0 && m.isName(i+n, e) && m.ends(e) > 0 {
			return m.t.Said(i+n, e)
		}
	}
	return ""
}

var kidCues = []string{"孩子姓名", "孩子名字叫", "孩子名字", "孩子的名字叫", "孩子的名字", "学生姓名", "宝贝姓名", "孩子大名", "孩子小名叫", "孩子小名", "孩子叫做", "孩子叫", "儿子叫", "女儿叫", "闺女叫", "娃叫", "小囡叫", "宝宝叫", "宝贝叫", "小孩叫", "他叫", "她叫", "名字叫", "名叫", "小名叫", "小名", "大名叫", "大名", "叫做", "叫", "姓名", "名字是", "名字"}

var kidNouns = []string{"大女儿", "小女儿", "大儿子", "小儿子", "孩子", "儿子", "女儿", "闺女", "侄子", "侄女", "外甥女", "外甥", "孙子", "孙女", "外孙女", "外孙", "娃", "姐姐", "弟弟", "妹妹", "哥哥", "宝贝", "宝宝", "老大", "老二", "大宝", "二宝", "小囡", "学生"}

// enrolled are the children of an enrolment.
func (m *message) enrolled(guardian string) []string {
	if names := m.siblings(); len(names) > 1 {
		return names
	}
	for _, cue := range kidCues {
		for i := m.t.Find(m.body, cue); i >= 0; i = m.t.Find(i+1, cue) {
			n := m.t.Has(i, cue)
			if n == 0 || m.t.Before(i, "我") || m.t.Before(i, "家长") || m.t.Before(i, "监护人") || m.t.Before(i, "爸爸") || m.t.Before(i, "妈妈") || m.t.Before(i, "我的") {
				continue
			}
			j := m.t.Skip(i + n)
			j = m.t.Skip(j + m.t.Any(j, ":", "是", "叫", "做"))
			if names := m.not(m.namesFrom(j), guardian); len(names) > 0 {
				return names
			}
		}
	}
	if names := m.not(m.people(), guardian); len(names) > 0 {
		return names
	}
	return m.kidAlone(guardian)
}

// siblings are names after each of several words for children: 姐姐田雨晴初一,
// 弟弟田野小四.
func (m *message) siblings() []string {
	var out []string
	var few [12]string
	nouns := m.present(kidNouns, &few)
	for i := m.body; i < m.t.Len() && len(nouns) > 0; i++ {
		n := m.t.Any(i, nouns...)
		if n == 0 {
			continue
		}
		j := m.t.Skip(i + n)
		j = m.t.Skip(j + m.t.Any(j, "叫做", "叫", ":", "是"))
		if e := m.nameAt(j); e > 0 && (m.surname(j) > 0 || m.doubled(j) || m.small(j) || m.t.At(j-1) == '叫' || m.t.At(j-1) == ':') && m.t.Any(j, "都", "成绩", "时间") == 0 {
			out = addOnce(out, m.t.Said(j, e))
			i = e - 1
			e += m.t.Any(e, "小朋友", "同学", "宝贝")
			if k := m.t.Any(e, "和", "、", "跟", "与"); k > 0 {
				for _, name := range m.namesFrom(m.t.Skip(e + k)) {
					out = addOnce(out, name)
				}
			}
		}
	}
	return out
}

func (m *message) not(names []string, other string) []string {
	var out []string
	for _, n := range names {
		if n != other {
			out = append(out, n)
		}
	}
	return out
}

// kidAlone: the name after a word for a child, with a title, or by itself.
func (m *message) kidAlone(guardian string) []string {
	if names := m.not(m.siblings(), guardian); len(names) > 0 {
		return names
	}
	if name := m.withTitle(); name != "" && name != guardian {
		return []string{name}
	}
	var names []string
	for _, s := range m.segments() {
		i, j := m.skipTimes(s)
		name := ""
		if m.isName(i, j) {
			name = m.cut(i)
		} else if e := m.nameAt(i); e > i && e < j && m.surname(i) > 0 && m.isName(i, e) && m.factsFollow(e) {
			name = m.t.Said(i, e)
		}
		if name != "" && name != guardian {
			names = addOnce(names, name)
		}
	}
	if len(names) > 1 && m.count(tKid) < 2 && !m.said("两个", "两娃", "双胞胎", "兄", "姐") {
		names = names[:1]
	}
	return names
}

// factsFollow says whether a grade, 男 or 女, or an age follows a name at once.
func (m *message) factsFollow(i int) bool {
	_, e := gradeAt(m.t, i)
	return e > 0 || m.t.At(i) == '男' || m.t.At(i) == '女' || script.Digit(m.t.At(i))
}

// unit is the guardian's place of work.
func (m *message) unit() string {
	if i, ok := m.labelled("工作单位", "家长单位", "单位", "父母单位", "所在单位"); ok {
		if e := m.valueEnd(i); e-i >= 2 {
			return m.t.Said(i, e)
		}
	}
	for i := m.body; i < m.t.Len(); i++ {
		n := m.unitEnd(i)
		if n == 0 {
			continue
		}
		from := m.unitStart(i)
		if i-from >= 1 && !m.school(i, n) && m.t.Any(i, "街道", "社区", "居委") == 0 {
			return m.t.Said(from, i+n)
		}
		i += n - 1
	}
	return ""
}

// school says whether the unit is where the child learns.
func (m *message) school(i, n int) bool {
	return m.t.Any(i, "小学", "中学", "幼儿园", "学校", "大学", "学院") > 0 && m.t.Any(i+n, "的老师", "当老师", "工作", "上班", "老师", "任教", "附属", "保安", "食堂") == 0
}
