package parse

import (
	"slices"

	"xiaoqing/bot/parse/script"
)

func fillEnrol(m *message, f *Fields) {
	f.Guardian = m.guardian()
	m.children(f, m.enrolled(f.Guardian))
	f.Child = m.mended(f.Child)
	if each := m.eachGraded(); len(each) > 1 {
		f.Each = each
	} else if len(each) == 1 && f.Child == "" && len(f.Children) == 0 && slices.Contains(byAge, each[0].Name) {
		f.Child = each[0].Name
	}
	f.Grade = m.grade()
	f.Subjects = m.weak(m.subjects())
	f.Slots = m.slots(false)
	f.Phone = m.phone()
	f.Gender = m.gender(true)
	f.Unit = m.unit()
	if s := m.knownOrg(); shortened(s) != "" {
		f.Org = s
	}
}

// guardian is the parent: after 我叫, 我是他爸爸, 家长.
func (m *message) guardian() string {
	if name := m.fullName(); name != "" {
		return name
	}
	if name, _ := m.after("家长姓名", "家长名字", "家长", "监护人姓名", "监护人", "联系人", "我叫做", "我叫", "我的名字叫", "我的名字是", "爸爸叫", "妈妈叫", "爸爸:", "妈妈:", "父亲:", "母亲:", "奶奶叫", "爷爷叫", "本人"); name != "" {
		return name
	}
	for _, l := range parentLabels {
		if name, at := m.after(l); name != "" && m.surnamed(name, at) {
			return name
		}
	}
	if name := m.ownJobAndName(); name != "" {
		return name
	}
	if name := m.parentNamed(); name != "" {
		return name
	}
	if i := m.t.Find(m.body, "我是"); i >= 0 {
		if e := m.nameAt(i + 2); e > 0 && m.isName(i+2, e) && m.ends(e) > 0 {
			return m.t.Said(i+2, e)
		}
	}
	return m.afterJob()
}

// parentLabels stand before a parent's name, if it has a surname: 孩子爸爸援沪去了
// names nobody.
var parentLabels = [...]string{"父亲", "母亲", "我是她爸爸", "我是他爸爸", "我是她妈妈", "我是他妈妈", "我是孩子爸爸", "我是孩子妈妈", "我是孩子的妈妈", "我是孩子的爸爸", "孩子爸爸", "孩子妈妈", "他爸爸", "他妈妈", "她爸爸", "她妈妈", "我是爸爸", "我是妈妈"}

// surnamed says whether name, which stands behind a label at i, is one with a
// surname.
func (m *message) surnamed(name string, i int) bool {
	at := m.t.Find(i, folded(name))
	return at >= 0 && m.surname(at) > 0 && m.isName(at, at+len([]rune(name)))
}

var kidCues = []string{"孩子姓名", "大名叫", "大名是", "大名", "孩子名字叫", "孩子名字", "孩子的名字叫", "孩子的名字", "学生姓名", "宝贝姓名", "孩子大名", "孩子小名叫", "孩子小名", "孩子叫做", "孩子叫", "儿子叫", "女儿叫", "闺女叫", "娃叫", "小囡叫", "宝宝叫", "宝贝叫", "小孩叫", "他叫", "她叫", "名字叫", "名叫", "小名叫", "小名", "大名叫", "大名", "叫做", "叫", "姓名", "名字是", "名字", ",名", " 名"}

var kidNouns = []string{"大女儿", "小女儿", "小子", "丫头片子", "臭小子", "小家伙", "大儿子", "小儿子", "孩子", "儿子", "女儿", "闺女", "侄子", "侄女", "外甥女", "外甥", "孙子", "孙女", "外孙女", "外孙", "娃", "姐姐", "弟弟", "妹妹", "哥哥", "小姑娘", "姑娘", "丫头", "小伙子", "宝贝", "宝宝", "老大", "老二", "大宝", "二宝", "小囡", "小孩子", "小孩", "小朋友", "囡囡", "小毛头", "宝", "小女", "小儿子", "犬子", "爱女", "千金", "兄弟俩", "姐妹俩", "姐弟俩", "兄妹俩", "兄弟", "姐妹", "姐弟", "兄妹", "双胞胎", "龙凤胎", "学生"}

// enrolled are the children of an enrolment.
func (m *message) enrolled(guardian string) []string {
	if names := m.siblings(); len(names) > 1 {
		return names
	}
	if names := m.eachCalled(); len(names) > 1 {
		return names
	}
	if names := m.enrolledFor(); len(names) > 0 {
		return m.not(names, guardian)
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
		if e := m.nameAt(j); e > 0 && (m.surname(j) > 0 || m.plainName(j, e) || m.doubled(j) || m.small(j) || m.t.At(j-1) == '叫' || m.t.At(j-1) == ':') && m.t.Any(j, "都", "成绩", "时间") == 0 {
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

// plainName says whether j to e is no known word and surely over: a rare name.
func (m *message) plainName(j, e int) bool {
	_, known := m.markOver(j)
	return !known && e-j >= 2 && e-j <= 3 && m.ends(e) == 2 && !m.covered(j, e) && !m.verbal(j, e)
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
	if name := m.ofGrade(); name != "" && name != guardian {
		return []string{name}
	}
	var names []string
	for _, s := range m.segments() {
		i, j := m.skipTimes(s)
		if pets := m.pets(i, j); pets != nil {
			names = append(names, pets...)
			continue
		}
		name := m.kidIn(i, j)
		if name != "" && name != guardian {
			names = addOnce(names, name)
		}
	}
	if len(names) > 1 && m.count(tKid) < 2 && !m.said("两个", "两娃", "双胞胎", "兄", "姐", "和", "、", "跟") {
		names = names[:1]
	}
	return names
}

// kidIn is the child's name that a stretch from i to j is or begins with.
func (m *message) kidIn(i, j int) string {
	e := m.nameAt(i)
	switch _, g := gradeAt(m.t, i+2); {
	case m.capital(i, j):
		return m.t.Said(i, j)
	case m.isName(i, j) || m.bareName(i, j):
		return m.t.Said(i, m.untitled(i, j))
	case e > i && e < j && m.surname(i) > 0 && m.isName(i, e) && m.factsFollow(e):
		return m.t.Said(i, e)
	case e == i+3 && m.t.At(i) == '小' && !m.covered(i, e) && m.t.Any(e, "想", "要", "今年", "现在") > 0:
		return m.t.Said(i, e)
	case g > 0 && m.strange(i, i+2) && !m.everyday(i, i+2), m.doubled(i) && m.gradeSoon(i+2) && m.pets(i, i+2) != nil:
		return m.t.Said(i, i+2)
	}
	return ""
}

// notPets are words that look like pet names and are none.
var notPets = []string{"妈妈", "爸爸", "奶奶", "爷爷", "姐姐", "弟弟", "妹妹", "哥哥", "叔叔", "伯伯", "姑姑", "舅舅", "外婆", "外公", "太太", "宝宝", "娃娃", "谢谢", "多谢", "拜拜", "哈哈", "嘻嘻",
	"呵呵", "嘿嘿", "嗯嗯", "对对", "好好", "天天", "刚刚", "常常", "每每", "看看", "试试", "问问", "说说", "想想", "等等", "补补", "慢慢", "早早", "大班", "大家", "大概", "大人", "大学", "大三", "大四",
	"大二", "大一", "大专", "阿姨", "小班", "小区", "小学", "小时", "小组", "小孩", "小囡", "小青", "小升", "小娃", "小哥", "小姐", "小妹", "小弟"}

// pets are the pet names that make up i to j and nothing else: 朵朵, 小宇, 朵朵和豆豆.
// Siblings need no more than that beside their grade.
func (m *message) pets(i, j int) (names []string) {
	for {
		_, grade := gradeAt(m.t, i)
		_, subject := subjectAt(m.t, i)
		if j-i < 2 || grade > 0 || subject > 0 || !m.doubled(i) && !m.small(i) || m.t.Any(i, notPets...) > 0 || m.adverb(i, j) || m.lengthAt(j) {
			return nil
		}
		names = append(names, m.t.Said(i, i+2))
		i += 2
		if i == j {
			return names
		}
		n := m.t.Any(i, "和", "跟", "与")
		if n == 0 {
			return nil
		}
		i += n
	}
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
