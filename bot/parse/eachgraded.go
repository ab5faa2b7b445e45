package parse

import "xiaoqing/bot/parse/script"

// Graded is a child with the grade that was told beside the name.
type Graded struct {
	Name  string `json:"name"`
	Grade int    `json:"grade"`
}

// byAge are what families call their children by age.
var byAge = []string{"大宝", "二宝", "小宝", "三宝", "老大", "老二", "老三"}

// eachGraded reads children whose grades differ, each told behind its name: 朵朵三年级，
// 乐乐一年级; nil where a name is missing.
func (m *message) eachGraded() (all []Graded) {
	from, differ := m.body, false
	for i := m.body; i < m.t.Len(); i++ {
		g, e := gradeAt(m.t, i)
		if e == 0 {
			continue
		}
		name := m.namedBefore(from, i)
		if name == "" || m.denied(i) || m.corrected(i) || m.nextGrade(i) {
			return nil
		}
		differ = differ || len(all) > 0 && (all[0].Grade != g || all[0].Name == name)
		all = append(all, Graded{name, g})
		i, from = e-1, e
	}
	if len(all) > 1 && (!differ || all[0].Name == all[1].Name) {
		return nil
	}
	return all
}

// namedBefore is the name that ends where a grade begins, "" for none.
func (m *message) namedBefore(from, i int) string {
	for i > from && (m.t.At(i-1) == ' ' || m.t.At(i-1) == ',' || m.t.At(i-1) == '上' || m.t.At(i-1) == '读' || m.t.At(i-1) == '念') {
		i--
	}
	j := i
	for j > from && script.Han(m.t.At(j-1)) && i-j < 8 {
		j--
	}
	for n := 1; n > 0; j += n {
		n = m.t.Any(j, "大的叫", "小的叫", "一个叫", "另一个叫", "还有", "孩子叫", "女儿叫", "儿子叫", "老大叫", "老二叫", "哥哥叫", "弟弟叫", "姐姐叫", "妹妹叫", "我们家", "我家", "和", "叫")
		if n == 0 && i-j > 2 {
			n = m.t.Any(j, "哥哥", "弟弟", "姐姐", "妹妹", "女儿", "儿子", "老大", "老二", "老三", "大的", "小的")
		}
	}
	if m.t.Any(j, byAge...) == i-j && i > j || i-j >= 2 && i-j <= 4 && (m.nameAt(j) == i || m.strange(j, i) || m.pets(j, i) != nil) {
		return m.t.Said(j, i)
	}
	return ""
}
