package parse

import "xiaoqing/bot/parse/script"

// mended is the name that a correction behind it gives in the end, else name
// itself: 名字先写余雷,哦不,是俞磊.
func (m *message) mended(name string) string {
	at := -1
	if name != "" && m.said("不对", "哦不", "啊不", "呃不", "额不", "不不", "错", "更正", "应该是") {
		at = m.t.Find(m.body, folded(name))
	}
	if at < 0 {
		return name
	}
	for i := at + len([]rune(name)); i < m.t.Len(); i++ {
		n := m.t.Any(i, "不对", "哦不", "啊不", "呃不", "额不", "不不", "错了", "说错", "写错", "打错", "输错", "更正", "应该是", "正确的是")
		if n == 0 {
			continue
		}
		if j := m.behindSlip(i + n); m.properName(j) > j {
			return m.t.Said(j, m.properName(j))
		}
	}
	return name
}

// behindSlip skips what stands between a correction and the right value.
func (m *message) behindSlip(i int) int {
	for {
		n := m.t.Any(i, " ", ",", "。", "!", "\n", "了", "啊", "哦", "是", "叫", "要写", "写", "大名", "全名", "真名", "本名", "名字", "应该", "正确的", "我", "孩子", "姓名", ":")
		if n == 0 {
			return i
		}
		i += n
	}
}

// properName is the end of a name with a surname, or of a pet name, at j; j for
// none.
func (m *message) properName(j int) int {
	e := m.nameAt(j)
	if e > j && m.ends(e) > 0 && (m.isName(j, e) || (m.doubled(j) || m.small(j)) && !m.covered(j, e)) {
		return e
	}
	return j
}

// capital says whether i to j is a name in Latin letters, written with a capital
// and by itself: Linda, Lucas.
func (m *message) capital(i, j int) bool {
	if j-i < 3 || j-i > 14 || m.latinName(i) != j || m.t.Raw[i] < 'A' || m.t.Raw[i] > 'Z' {
		return false
	}
	switch m.t.Read(i, j) {
	case "java", "excel", "word", "photoshop", "pr", "ps", "hr", "app", "good", "thanks", "please", "help", "sos", "cad", "wps", "vlog", "covid", "cet", "toefl", "ielts", "cpr", "aed", "ktv", "vpn":
		return false
	}
	for k := i; k < j; k++ {
		if !script.Latin(m.t.At(k)) {
			return false
		}
	}
	return m.t.Raw[i+1] >= 'a'
}

// untitled is j without a title that ends there.
func (m *message) untitled(i, j int) int {
	for _, t := range titles {
		if n := len([]rune(t)); m.t.Before(j, t) && j-n-i >= 1 {
			return j - n
		}
	}
	return j
}

// bareName says whether i to j is a child's pet name of two or three characters
// that is no known word, with the grade or 男, 女 right behind it: 可乐,二年级.
func (m *message) bareName(i, j int) bool {
	if j-i < 2 || j-i > 3 || !allHan(m.t, i, j) || m.placeLike(i, j) || m.verbal(i, j) || m.functional(i) {
		return false
	}
	for k := i; k < j; k++ {
		if w, known := m.markOver(k); known && w.j-w.i > 1 && w.tags&^tCommon != 0 || m.ofTime(k) && m.timeOver(k).J-m.timeOver(k).I > 1 {
			return false
		}
	}
	if _, n := vocabulary.At(m.t, i); n >= j-i {
		return false
	}
	k := j
	for k < m.t.Len() && edge(m.t.At(k)) {
		k++
	}
	_, g := gradeAt(m.t, k)
	_, s := subjectAt(m.t, i)
	_, h := gradeAt(m.t, i)
	return k > j && s == 0 && h == 0 && (g > 0 || (m.t.At(k) == '男' || m.t.At(k) == '女') && (edge(m.t.At(k+1)) || m.t.Any(k+1, "生", "孩", "宝") > 0))
}
