package parse

// leftOut: 儿子不用,是女儿.
func (m *message) leftOut(i int) bool {
	_, n := genderWords.At(m.t, i)
	return n > 0 && m.t.Any(i+n, "不用", "不报", "不要", "不上", "不参加", "就不", "先不") > 0 || n > 0 && m.denied(i)
}

// agedAt says whether an age begins at i: 男二十二岁.
func (m *message) agedAt(i int) bool {
	_, _, e := ageAt(m.t, i)
	return e > 0
}

// bareAge is a number that stands by itself beside 男 or 女: 邱明辉,男,四十七.
func (m *message) bareAge() int {
	all := m.segments()
	for k, s := range all {
		from := s.i
		if c := m.t.At(from); c == '男' || c == '女' {
			from++
		}
		n, ok := m.t.Number(from)
		if !ok || n.End != s.j || n.Value < 14 || n.Value > 90 {
			continue
		}
		v, whole := n.Int()
		if whole && (from > s.i || k > 0 && m.sexOnly(all[k-1]) || k+1 < len(all) && m.sexOnly(all[k+1])) {
			return v
		}
	}
	return m.ageNow()
}

// ageNow reads the age of 我六十八了 and 今年六十八: a number and nothing that it
// counts.
func (m *message) ageNow() int {
	for i := m.body; i < m.t.Len(); i++ {
		n := m.t.Any(i, "我今年都", "我今年", "我都", "我已经", "我快", "我也", "我", "本人今年", "本人", "今年都", "今年", "年纪")
		if n == 0 {
			continue
		}
		num, ok := m.t.Number(m.t.Skip(i + n))
		v, whole := num.Int()
		if ok && whole && v >= 14 && v <= 99 && num.End-i-n > 1 && (m.t.At(num.End) == '了' || m.t.Any(i, "今年", "我今年", "本人今年") > 0 && edge(m.t.At(num.End))) {
			return v
		}
	}
	return 0
}

// clauseAge is a clause of who signs up that is only a number: 陈晓东,大学生,20.
func (m *message) clauseAge() int {
	all := m.segments()
	for k, s := range all {
		if k > 0 && m.timeOver(all[k-1].j-1) != nil {
			continue // 晚上 19
		}
		n, ok := m.t.Number(s.i)
		if v, whole := n.Int(); ok && whole && len(all) > 1 && n.Arabic && n.End == s.j && v >= 8 && v <= 99 && !m.ofTime(s.i) {
			return v
		}
	}
	return 0
}

func (m *message) sexOnly(s run) bool {
	return s.j-s.i == 1 && (m.t.At(s.i) == '男' || m.t.At(s.i) == '女') || s.j-s.i == 2 && m.t.Any(s.i, "男性", "女性", "男生", "女生", "男士", "女士") > 0
}
