package parse

import "xiaoqing/bot/parse/script"

// ranOut finds what is used up: 奶粉断了, 米没了, 胰岛素快用完了, 没米了.
func (m *message) ranOut() (out []string) {
	for i := m.body; i < m.t.Len() && len(out) < 12; i++ {
		if n := m.t.Any(i, "没有", "没", "缺", "只缺"); n > 0 {
			if _, w := wares.At(m.t, i+n); w > 0 && m.t.Any(i+n+w, "了", "吃", "用", "喝", "和", "、", "跟") > 0 && m.t.Any(i+n, "菜", "奶吃") == 0 {
				for _, s := range m.list(i + n) {
					out = addOnce(out, s)
				}
				continue
			}
		}
		if _, n := usedUp.At(m.t, i); n == 0 {
			continue
		}
		e := i
		for e > m.body && m.t.Any(e-1, "也", "都", "又", "快", "已", "经") > 0 {
			e--
		}
		for it := m.timeOver(e - 1); it != nil && it.I > m.body && it.J == e; it = m.timeOver(e - 1) {
			e = it.I
		}
		from := m.wareBefore(e)
		if tag, _ := wares.At(m.t, from); tag == 2 && from < e {
			from = m.drugStart(from)
		}
		if p := m.plainBefore(e); from == e || edge(m.t.At(p-1)) {
			from = p
		}
		if s := m.thing(from, e); s != "" && m.t.Any(from, "收入", "联系", "菜", "药", "粮", "电话") == 0 && (len(out) == 0 || m.ware(from, e)) {
			for _, more := range m.waresUpTo(from) {
				out = addOnce(out, more)
			}
			out = addOnce(out, s)
		}
	}
	return out
}

// wareBefore is where the known ware that ends at i begins; i when there is none.
func (m *message) wareBefore(i int) int {
	for k := max(m.body, i-8); k < i-1; k++ {
		if _, n := wares.At(m.t, k); n > 1 && k+n == i {
			return k
		}
	}
	return i
}

// plainBefore goes back over what may be a thing before i.
func (m *message) plainBefore(i int) int {
	from := i
	for from > m.body && script.Han(m.t.At(from-1)) && i-from < 8 && m.t.Any(from-1, "的", "里", "我", "家", "他", "她", "都", "人", "就", "宝", "们", "了", "伊", "厢", "和", "跟") == 0 {
		from--
	}
	return from
}

// usedUp are the words behind what is used up.
var usedUp = script.NewLexicon(map[int]string{1: "断货 断货了 断供 缺货 断了 没了 也没了 都没了 快没了 快用完 用完了 用光 快吃完 吃完了 吃光 喝完了 喝光 不够了 见底 快断 剩一点 没有了 用完 吃完 就断"})

// waresUpTo are the known wares that 、 and 和 join to what begins at i: 米和油没了.
func (m *message) waresUpTo(i int) (out []string) {
	for m.t.Any(i-1, "、", "和", "跟", "与", "/") > 0 {
		from, e := m.wareBefore(i-1), i-1
		if _, n := wares.At(m.t, e-1); from == e && n == 1 {
			from = e - 1
		}
		if from == e {
			return out
		}
		out, i = append([]string{m.t.Said(from, e)}, out...), from
	}
	return out
}
