package parse

// needCues are words before what is needed.
var needCues = []string{"配好", "买好", "代配药", "配药", "药名", "药品", "代配药:", "配药:", "买菜:", "代购:", "药品:", "药名:", "需要:", "物资:", "物品:", "清单:", "代配药,", "需要配药:", "买到", "买点", "买些", "买一些", "买一点", "配到", "配点", "配一下", "配个", "配一盒", "配两盒", "代配", "代买", "帮买", "帮配", "需要", "急需", "急缺", "缺", "求购", "求", "想要", "送点", "送些", "送一点", "要买", "想买", "要配", "想配", "买", "配", "药是", "药叫", "带点", "带些", "急求", "断了", "没有", "还要"}

// needed are the things asked for, without numbers and measure words.
func (m *message) needed(f *Fields) []string {
	if i, ok := m.labelled("药名", "药品名称", "药品", "所需药品", "物品", "所需物品", "所需物资", "物资", "清单", "需要", "需求", "代配药", "配药", "代购", "需要物品"); ok {
		if items := m.list(i); len(items) > 0 {
			return items
		}
	}
	if items := m.ordered(); len(items) > 0 {
		return items
	}
	out := m.cued()
	if used := m.ranOut(); len(used) > 0 && (len(out) == 0 && f.Category != "medicine" || m.known(used) && !m.known(out)) {
		return used
	}
	if len(out) == 0 && f.Category == "medicine" {
		if out = m.medicines(f); len(out) == 0 {
			out = m.ranOut()
		}
	}
	if all := m.waresSaid(f.Category); len(out) == 0 || f.Category == "medicine" && len(all) > len(out) && within(out, all) {
		return all
	}
	return out
}

// within says whether all of some are among all.
func within(some, all []string) bool {
	for _, s := range some {
		if len(addOnce(all, s)) > len(all) {
			return false
		}
	}
	return true
}

// waresSaid are the wares or the medicines named anywhere, but for what is left
// over: 家里只剩泡面了.
func (m *message) waresSaid(category string) (out []string) {
	want := 1
	if category == "medicine" {
		want = 2
	}
	for i := m.body; i < m.t.Len(); i++ {
		tag, n := wares.At(m.t, i)
		if n < 2 {
			continue
		}
		if tag == want && m.t.Any(i-1, "剩", "有", "吃", "泡", "不") == 0 && m.t.Any(i-2, "剩了", "剩点", "不要", "不用", "吃点") == 0 {
			out = addOnce(out, m.t.Said(i, i+n))
		}
		i += n - 1
	}
	return out
}

// ordered are the things behind a word that heads the message: 买菜 土豆 洋葱.
func (m *message) ordered() []string {
	n := m.begins("买菜", "代买", "代购", "采购", "保供", "代配药", "带配药", "配药", "代配")
	if n == 0 || !edge(m.t.At(m.body+n)) {
		return nil
	}
	if items := m.list(m.body + n + 1); m.known(items) {
		return items
	}
	return nil
}

// known says whether one of items at least is a ware by name.
func (m *message) known(items []string) bool {
	for _, s := range items {
		if at := m.t.Find(m.body, folded(s)); at >= 0 && m.ware(at, at+len([]rune(s))) {
			return true
		}
	}
	return false
}

// cued are the things behind 要买, 代配, 需要 and the like.
func (m *message) cued() []string {
	for _, cue := range needCues {
		for i := m.t.Find(m.body, cue); i >= 0; i = m.t.Find(i+1, cue) {
			n := m.t.Has(i, cue)
			if n == 0 {
				continue
			}
			if cue == "求" && m.t.Any(i+1, "助", "救") > 0 {
				continue
			}
			if items := m.list(i + n); len(items) > 0 {
				return items
			}
		}
	}
	return nil
}
