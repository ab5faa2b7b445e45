package parse

import (
	"xiaoqing/bot/parse/script"
	"xiaoqing/bot/parse/when"
)

func (m *message) aloneOrTitled() []string {
	if name := m.withTitle(); name != "" {
		return []string{name}
	}
	if name := m.ofGrade(); name != "" {
		return []string{name}
	}
	return m.alone()
}

// ofGrade reads 三年级的江南, 高一的纪晓岚.
func (m *message) ofGrade() string {
	for i := m.body; i < m.t.Len(); i++ {
		_, e := gradeAt(m.t, i)
		if e == 0 {
			continue
		}
		if n := m.t.Any(e, "的学生", "的同学", "的小朋友", "的孩子", "学生", "的"); n > 0 {
			j := e + n
			if k := m.nameAt(j); k > j && (m.ends(k) == 2 || m.t.At(k) == '能' || m.t.At(k) == '可') && (m.surname(j) > 0 || m.strange(j, k) || m.pets(j, k) != nil) {
				return m.t.Said(j, k)
			}
		}
		i = e - 1
	}
	return ""
}

// withTitle reads 思思同学, 许诺小朋友.
func (m *message) withTitle() string {
	for _, s := range m.segments() {
		for i := s.i; i < s.j-2; i++ {
			e := m.nameAt(i)
			if e > 0 && m.t.Any(e, "同学", "小朋友", "宝贝", "小同学") > 0 && m.t.Any(e, "同学们", "小朋友们") == 0 {
				return m.t.Said(i, e)
			}
		}
	}
	return ""
}

// alone are names that stand between pauses: a full name first, then pet names
// (大毛和二毛), then what is no known word beside the subject or the hours: 豆苗 英语.
func (m *message) alone() []string {
	segs := m.segments()
	for _, s := range segs {
		i, j := m.skipTimes(s)
		if _, e := gradeAt(m.t, i); e > i && e < j {
			i = e + m.t.Any(e, "的学生", "的孩子", "的同学", "学生", "的")
		}
		if m.isName(i, j) {
			return []string{m.t.Said(i, m.untitled(i, j))}
		}
	}
	for _, s := range segs {
		i, j := m.skipTimes(s)
		if names := m.petNames(i, j); len(names) > 0 {
			return names
		}
		if names := m.pairAt(i); len(names) > 0 {
			return names
		}
		i += m.t.Any(i, "总算", "终于", "今天总算", "今天")
		i += m.t.Any(i, "把", "我们家", "我家", "老师")
		if e := m.headName(i, s.j); e > 0 {
			return []string{m.t.Said(i, e)}
		}
	}
	for k, s := range segs {
		if i, j := m.skipTimes(s); m.strange(i, j) && (k > 0 && m.facts(segs[k-1]) || k+1 < len(segs) && m.facts(segs[k+1])) {
			return []string{m.t.Said(i, j)}
		}
	}
	return nil
}

// petNames are the pet names that make up i to j: 朵朵, 小宇, 阿布和果果, 大毛和二毛.
func (m *message) petNames(i, j int) []string {
	if names := m.pets(i, j); names != nil {
		return names
	}
	if e := m.nameAt(i); e == j && (script.Latin(m.t.At(i)) || m.small(i) && !m.covered(i, j)) && m.t.Any(i, notPets...) == 0 && m.t.Any(j-2, "老师") == 0 {
		return []string{m.t.Said(i, j)}
	}
	k := i
	for k < j && m.t.Any(k, "和", "跟", "与") == 0 {
		k++
	}
	if k == j || !m.strange(i, k) && !m.isName(i, k) || !m.strange(k+1, j) && !m.isName(k+1, j) {
		return nil
	}
	return []string{m.t.Said(i, k), m.t.Said(k+1, j)}
}

// pairAt reads two names that 两个 or 一起 joins: 叶子和苔苔两个一起上的美术.
func (m *message) pairAt(i int) []string {
	for _, k := range [...]int{2, 3} {
		n := m.t.Any(i+k, "和", "跟", "与")
		if n == 0 || !m.strange(i, i+k) && !m.isName(i, i+k) && m.pets(i, i+k) == nil {
			continue
		}
		for _, l := range [...]int{2, 3} {
			a, b := i+k+n, i+k+n+l
			if (m.strange(a, b) || m.isName(a, b) || m.pets(a, b) != nil) && m.t.Any(b, "两个", "俩", "两人", "二人", "一起", "一块", "同时", "都") > 0 {
				return []string{m.t.Said(i, i+k), m.t.Said(a, b)}
			}
		}
	}
	return nil
}

// strange says whether i to j are two or three characters of no known word, as
// pet names are.
func (m *message) strange(i, j int) bool {
	if j-i < 2 || j-i > 3 || m.badStart(i) || m.placeLike(i, j) || !allHan(m.t, i, j) {
		return false
	}
	for k := i; k < j; k++ {
		if w, ok := m.markOver(k); ok && w.tags&^(tMoney|tGender) != 0 && !m.givenName(i) || m.timeOver(k) != nil || m.functional(k) {
			return false
		}
	}
	if _, e := subjectAt(m.t, i); e > 0 || m.adverb(i, j) {
		return false
	}
	return m.t.Any(i, "网", "卡", "掉线", "断", "停", "信号", "开心", "冒", "累") == 0 && m.t.Any(j-1, "错", "完", "课", "班", "岗", "到", "线", "卡", "坏", "慢", "黑", "课", "题", "章", "节", "点") == 0
}

// given says whether a name like 可乐 or 一诺 begins at i.
func (m *message) givenName(i int) bool {
	_, n := givenNames.At(m.t, i)
	return n > 0
}

// facts says whether a stretch is nothing but a subject, a grade or a time.
func (m *message) facts(s run) bool {
	if _, e := subjectAt(m.t, s.i); e >= s.j {
		return true
	}
	if _, e := gradeAt(m.t, s.i); e >= s.j {
		return true
	}
	i, j := m.skipTimes(s)
	return i >= j
}

// headName reads a name at the head of a longer stretch: 小北数学, 小桃子今晚的课.
func (m *message) headName(i, j int) int {
	e := m.nameAt(i)
	if e == 0 || e >= j || m.t.Any(e, "老师") > 0 || m.lengthAt(e) {
		return 0
	}
	_, isSubject := subjectAt(m.t, e+m.t.Any(e, "的"))
	if isSubject > 0 || m.t.Any(e, "的课", "今晚的课", "明天的课", "今天的课", "这节课") > 0 || m.timeAt(e) && m.surnameOrSmall(i) {
		return e
	}
	return 0
}

// lengthAt says whether a length of time begins at i: 满满一小时.
func (m *message) lengthAt(i int) bool {
	it := m.timeOver(i)
	return it != nil && it.I == i && it.Kind == when.Lasting && !it.A.Clock.Given
}

func (m *message) surnameOrSmall(i int) bool {
	return m.surname(i) > 0 || m.small(i) || m.doubled(i) || script.Latin(m.t.At(i))
}

// skipTimes leaves out times at the head of a stretch; one may have begun before.
func (m *message) skipTimes(s run) (int, int) {
	i := s.i
	for it := m.timeOver(i); it != nil && i < s.j && it.I <= i && m.realTime(*it); it = m.timeOver(i) {
		i = min(it.J, s.j)
	}
	if m.ofDay(i, s.j) {
		i = min(m.dayEnd(i), s.j)
	}
	return i, s.j
}
