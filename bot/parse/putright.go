package parse

import "strings"

// setRight is the name that name is put right to later on, else name itself: the
// correction says 不是 name, or is a name much like it.
func (m *message) setRight(name string) string {
	for i := m.body; i < m.t.Len(); i++ {
		n := m.t.Any(i, "说错", "写错", "打错", "口误", "错了", "不对", "不是", "应该是", "更正", "是叫", "说反了", "记错", "搞错")
		if n == 0 {
			continue
		}
		j, old := m.pastName(m.filler(i+n), name)
		e := m.nameAt(j)
		if e > j && (old || alike(name, m.t.Said(j, e)) || m.t.Before(j, "给") || m.t.Before(j, "是") && m.surely(j, e)) {
			return m.t.Said(j, e)
		}
	}
	return name
}

// surely says whether what stands from j to e, and then a pause, can be nothing
// but a name.
func (m *message) surely(j, e int) bool {
	return m.ends(e) == 2 && !m.covered(j, e) && (m.pets(j, e) != nil || m.isName(j, e) && e-j > 2)
}

// pastName skips name at i, and what leads to the right one: 不是小天,是小田.
func (m *message) pastName(i int, name string) (j int, old bool) {
	n := m.t.Has(i, folded(name))
	if n == 0 || !m.t.Before(i, "不是") {
		return i, false
	}
	j = m.filler(i + n)
	return j, j > i+n
}

// filler skips what stands between 不对 and the right word: pauses, 了, 应该是, 给.
func (m *message) filler(i int) int {
	for {
		n := m.t.Any(i, " ", ",", "。", "!", "-", "…", "了", "啦", "哦", "啊", "呃", "额", "呀", "应该是", "其实是", "而是", "是给", "是叫", "是", "应该", "该是", "名字", "叫", "给", "学生", "孩子", "小朋友")
		if n == 0 {
			return i
		}
		i += n
	}
}

// alike says whether two names share a character: one is a slip of the other.
func alike(a, b string) bool { return a != b && strings.ContainsAny(a, b) }
