package parse

import (
	"strings"

	"xiaoqing/bot/parse/script"
)

func fillSignup(m *message, f *Fields) {
	f.Programme = m.programme()
	f.Name = m.mended(m.ownName())
	f.Phone = m.phone()
	f.Org = m.org()
	f.Gender = m.gender(false)
	if f.Age = m.age(); f.Age == 0 {
		f.Age = m.clauseAge()
	}
	f.Skills = taughtSkills(m.skills())
	f.Slots = m.slots(false)
	if f.Programme == "tutor" {
		f.Quantity = float64(m.seats())
	}
}

// programme is what someone joins; the default is volunteer.
func (m *message) programme() string {
	switch {
	case m.has(tTutorRole), m.has(tCloud) && !m.notCloud(), m.comesToTeach():
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
	if name := m.fullName(); name != "" {
		return name
	}
	if name, _ := m.after("我叫做", "我叫", "我的名字叫", "我的名字是", "名字叫", "名字是", "姓名是", "姓名", "名字", "真名叫", "真名是", "真名", "大名叫", "大名是", "大名", "本名", "全名", "实名", "本人叫", "本人名叫", "本人", "我名叫", "名叫", "鄙人", "叫我", "叫做", "我姓名"); name != "" {
		if full := m.nameAlone(); full != "" && m.familiar(name) && strings.HasPrefix(full, string([]rune(name)[1:])) {
			return full // 叫我老王就行,王建国
		}
		return name
	}
	if name, at := m.after("叫"); name != "" && !m.t.Before(at, "孩") && !m.t.Before(at, "儿子") && !m.t.Before(at, "女儿") {
		return name
	}
	for _, l := range [...]string{"我是", "这里是", "学生", "研究生", "大学生", "社工", "护士", "医生", "员工", "职工", "教师", "司机", "经理", "民警", "消防员", "团员", "党员", "报名人", "申请人", "报名:", "志愿者:", "报到:", "居民", "业主", "青年"} {
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
	if name := m.afterJob(); name != "" {
		return name
	}
	if name := m.ofUnit(); name != "" {
		return name
	}
	return m.nameAlone()
}

// familiar says whether a name is only how friends say it: 老王, 小陈.
func (m *message) familiar(name string) bool {
	r := []rune(name)
	return len(r) == 2 && (r[0] == '老' || r[0] == '小' || r[0] == '阿')
}

// ofUnit reads 上海师范大学的汤显.
func (m *message) ofUnit() string {
	for i := m.body; i < m.t.Len(); i++ {
		n := m.unitEnd(i)
		if n == 0 {
			continue
		}
		j := i + n + m.t.Any(i+n, "的居民", "的学生", "的老师", "的")
		if e := m.nameAt(j); j > i+n && e > 0 && m.isName(j, e) && m.ends(e) == 2 {
			return m.t.Said(j, e)
		}
		i += n - 1
	}
	return ""
}

// nameAlone is the first stretch that is nothing but a name, or a name and 男 or 女.
func (m *message) nameAlone() string {
	all := m.segments()
	for k, s := range all {
		i, j := s.i, s.j
		if k+1 < len(all) && m.sexOnly(all[k+1]) && m.rareName(i, j) {
			return m.t.Said(i, j)
		}
		if c := m.t.At(j - 1); (c == '男' || c == '女') && j-i >= 3 {
			j--
		}
		if m.isName(i, j) {
			return m.t.Said(i, m.untitled(i, j))
		}
		if m.capital(i, j) {
			return m.t.Said(i, j)
		}
		if e := m.nameAt(i); e > i && e < j && m.isName(i, e) && (script.Digit(m.t.At(e)) || m.t.At(e) == '男' || m.t.At(e) == '女' || m.t.Any(e, "报名", "想报名", "要报名", "来报名", "申请加入", "申请当", "想加入", "想当", "想做") > 0) {
			return m.t.Said(i, e)
		}
	}
	return ""
}
