package parse

// ownJobAndName reads 我是开公交的,叫钟国强,小孩钟毓: who tells of the own work and then
// a name names themselves, when the child is named elsewhere.
func (m *message) ownJobAndName() string {
	for i := m.t.Find(m.body, ",叫"); i >= 0; i = m.t.Find(i+1, ",叫") {
		from := i
		for from > m.body && m.t.Any(from-1, ",", "。", "?", "!", "\n") == 0 {
			from--
		}
		from = m.t.Skip(from)
		if m.t.Any(from, "我是", "我在", "我开", "我做", "我当", "本人", "我们是", "我跑", "我送", "我干") == 0 || m.kidBetween(from, i) {
			continue
		}
		e := m.nameAt(i + 2)
		if e == 0 || !m.isName(i+2, e) {
			continue
		}
		name := m.t.Said(i+2, e)
		if others := m.not(m.siblings(), name); len(others) > 0 {
			return name
		}
	}
	return ""
}

// kidBetween says whether a child is spoken of between i and j.
func (m *message) kidBetween(i, j int) bool {
	for _, k := range m.marks {
		if k.i >= i && k.j <= j && k.tags&tKid != 0 {
			return true
		}
	}
	return false
}

// eachCalled reads several children told one by one: 一个叫辛晨,一个叫辛夷; 大的叫石榴,
// 小的叫石头.
func (m *message) eachCalled() (names []string) {
	if !m.said("一个叫", "一个是", "大的", "小的", "老大叫", "大宝叫", "哥哥叫", "姐姐叫") {
		return nil
	}
	for i := m.body; i < m.t.Len(); i++ {
		n := m.t.Any(i, "另一个叫", "还有一个叫", "一个叫", "一个是", "大的叫", "小的叫", "大的是", "小的是", "老大叫", "老二叫", "老三叫", "大宝叫", "二宝叫", "哥哥叫", "弟弟叫", "姐姐叫", "妹妹叫", "大的", "小的")
		if n == 0 {
			continue
		}
		j := m.t.Skip(i + n)
		if e := m.nameAt(j); e > 0 && m.ends(e) > 0 && (m.t.At(j-1) == '叫' || m.surname(j) > 0 && m.isName(j, e)) {
			names = addOnce(names, m.t.Said(j, e))
			i = e - 1
		}
	}
	return names
}

// enrolledFor are the children that 给 names before 报, or 我家 before what is asked
// for them: 给朵朵、果果报云托班, 帮我家葡萄登记.
func (m *message) enrolledFor() (names []string) {
	for i := m.body; i < m.t.Len(); i++ {
		switch m.t.At(i) {
		case '给', '帮', '替', '我', '咱', '俺':
		default:
			continue
		}
		n := m.t.Any(i, "给我们家", "给我家", "给咱家", "帮我们家", "帮我家", "帮咱家", "替我家", "我们家", "我家", "咱家", "俺家", "给", "帮", "替")
		if n == 0 {
			continue
		}
		family := m.t.At(i+n-1) == '家'
		j := i + n
		for {
			e := m.petAt(j)
			if e == 0 || !family {
				e = m.nameAt(j)
			}
			if e == 0 || m.covered(j, e) || m.verbal(j, e) || m.t.Any(j, "我", "我们", "他", "她", "孩", "家", "自己", "别人", "里") > 0 {
				break
			}
			rest := e + m.t.Any(e, "小朋友", "同学", "宝贝", "宝宝")
			more := m.t.Any(rest, "、", "和", "跟", "与")
			if more == 0 && !m.putDown(rest) && !(family && m.ends(e) == 2 && m.factsFollow(m.t.Skip(rest))) {
				break
			}
			names = addOnce(names, m.t.Said(j, e))
			if more == 0 {
				return names
			}
			j = rest + more
		}
		names = nil
	}
	return nil
}

// petAt is the end of a pet name at i that is put down at once: 给我家葡萄排上.
func (m *message) petAt(i int) int {
	for _, k := range [...]int{2, 3} {
		if m.strange(i, i+k) && m.putDown(i+k) {
			return i + k
		}
	}
	return 0
}

// putDown says whether what begins at i puts a child's name down: 报云托班, 登记.
func (m *message) putDown(i int) bool {
	i += m.t.Any(i, "也", "都", "一起", "先", "各")
	return m.t.Any(i, "报", "登记", "申请", "排上", "排一", "排个", "留个", "留一", "占个", "占一", "弄个", "加个", "加上", "加进", "找个", "找一", "安排", "参加", "想上", "想报", "想进", "想参加", "要上", "要报", "上云托", "上个云", "进云托") > 0 && m.t.Any(i, "报到", "报名当", "报名做", "安排人") == 0
}
