package parse

import "xiaoqing/bot/parse/script"

// run is a stretch of a message.
type run struct{ i, j int }

// segments are the stretches between blanks, punctuation and emoji.
func (m *message) segments() []run {
	var out []run
	from := -1
	for i := m.body; i <= m.t.Len(); i++ {
		c := m.t.At(i)
		in := i < m.t.Len() && (script.Han(c) || script.Latin(c) || script.Digit(c) || c == '-' || c == '·')
		if in && from < 0 {
			from = i
		}
		if !in && from >= 0 {
			out = append(out, run{from, i})
			from = -1
		}
	}
	return out
}

// labelled is what follows one of labels: after a colon, or directly when the
// label may stand so.
func (m *message) labelled(labels ...string) (i int, ok bool) {
	var few [12]string
	labels = m.present(labels, &few)
	for i := m.body; i < m.t.Len() && len(labels) > 0; i++ {
		n := m.t.Any(i, labels...)
		if n == 0 {
			continue
		}
		j := m.t.Skip(i + n)
		if m.t.At(j) == ':' || m.t.At(j) == '=' {
			return m.t.Skip(j + 1), true
		}
		if script.Digit(m.t.At(j)) && i+n == j && m.t.Any(i, "年龄", "岁数", "年纪") > 0 {
			return j, true
		}
		if m.t.At(j) == '是' && i+n == j {
			return j + 1, true
		}
		if j > i+n && edge(m.t.At(i-1)) && m.t.Any(i, "单位", "工作单位", "学校", "地址", "地点", "住址", "药名", "药品", "年龄", "性别", "年级", "科目", "家长", "特长") > 0 {
			return j, true
		}
	}
	return 0, false
}

// valueEnd is the end of a labelled value: the next pause or the next label.
func (m *message) valueEnd(i int) int {
	for j := i; j < m.t.Len(); j++ {
		switch c := m.t.At(j); {
		case c == ',' || c == '。' || c == '\n' || c == '|' || c == ';' || c == '!' || c == '?' || c == ' ':
			return j
		}
	}
	return m.t.Len()
}

// address is where someone lives: 3号楼502, 政立路500弄12号301室, 9号楼; "" for none.
func (m *message) address() string {
	if i, ok := m.labelled("地址", "住址", "位置", "家庭住址", "地点", "楼号", "房号"); ok {
		if e := m.valueEnd(i); e > i {
			return m.t.Said(i, e)
		}
	}
	for i := m.body; i < m.t.Len(); i++ {
		if !script.Digit(m.t.At(i)) || script.Digit(m.t.At(i-1)) {
			continue
		}
		if e := m.house(i); e > i {
			return m.t.Said(m.streetBefore(i), e+m.t.Any(e, "门口"))
		}
	}
	return ""
}

// house reads 500弄12号301室, 3号楼502, 9号楼 at the digit i; end is 0 for none.
func (m *message) house(i int) (end int) {
	j := i
	for parts := 0; ; parts++ {
		k := j
		for script.Digit(m.t.At(k)) {
			k++
		}
		if k == j || k-j > 5 {
			return end
		}
		n := m.t.Any(k, "弄", "号楼", "栋楼", "幢楼", "楼", "栋", "幢", "单元", "室", "号门", "座", "层")
		if n == 0 && m.t.At(k) == '号' && (m.streetAt(i) || parts > 0 || m.t.Any(k, "号房") > 0 || m.t.Before(i, "住") || m.t.Before(i, "住在") || m.roomFollows(i, k+1)) {
			n = 1
		}
		if n == 0 && m.t.At(k) == '-' && (end > 0 || m.room(k)) {
			n = 1
		}
		if n == 0 {
			if (end > 0) && k-j >= 3 && k-j <= 4 && !script.Digit(m.t.At(k)) && m.t.At(k) != '块' && m.t.At(k) != '元' {
				return k
			}
			return end
		}
		end = k + n
		j = m.t.Skip(end)
		if j > end && !script.Digit(m.t.At(j)) {
			return end
		}
	}
}

// roomFollows says whether the number of a flat follows 14号 that begins at i:
// 14号201, 26号602室.
func (m *message) roomFollows(i, j int) bool {
	k := j
	for script.Digit(m.t.At(k)) {
		k++
	}
	if _, w := counters.At(m.t, k); w > 0 || m.t.At(i-1) == '月' {
		return false
	}
	next := m.t.At(k)
	return (k-j == 3 || k-j == 4) && next != '元' && next != '点' && next != ':' && next != '-'
}

// room says whether the 3 of 3-502 ends at k.
func (m *message) room(k int) bool {
	j := k + 1
	for script.Digit(m.t.At(j)) {
		j++
	}
	next := m.t.At(j)
	return (j-k == 4 || j-k == 5) && next != '-' && next != ':' && next != '点' && next != '元'
}

// streetAt says whether a street or estate ends just before i.
func (m *message) streetAt(i int) bool {
	for _, w := range [...]string{"路", "街", "弄", "村", "苑", "园", "小区", "巷", "坊", "公寓", "道", "里", "庭", "城"} {
		if m.t.Before(i, w) {
			return true
		}
	}
	return false
}

// streetBefore goes back over the name of a street or an estate before i.
func (m *message) streetBefore(i int) int {
	if !m.streetAt(i) {
		return i
	}
	j := m.nameStart(i)
	return j + m.t.Any(j, "送到", "送至", "送去", "送", "寄到", "住在", "家在", "就在")
}

// nameStart is where the name that ends at i begins: behind the last function
// word, label or pause.
func (m *message) nameStart(i int) int {
	from := i
	for from > m.body && (script.Han(m.t.At(from-1)) || script.Latin(m.t.At(from-1)) || script.Digit(m.t.At(from-1)) && m.t.At(from) != '-') && i-from < 16 {
		from--
	}
	for p := from; p < i; p++ {
		k, ok := m.markOver(p)
		if !ok || k.i != p || k.j >= i || k.tags&(tFunc|tLabel|tWant|tIn|tOut|tDuty|tSign|tAsk|tDone|tCommon|tKid|tKin|tGender|tTitle|tChange|tMove|tWrong) == 0 {
			continue
		}
		if k.i >= from && k.j < i && m.cuts(k, i) {
			from = k.j
		}
	}
	return m.t.Skip(max(from, m.afterTime(from, i)))
}

// cuts says whether a known word before a name is no part of it: 在, 住, 到 are not;
// 社区, 小区, 上海, 大学 may be.
func (m *message) cuts(k mark, i int) bool {
	if m.t.Any(k.i, "社区", "小区", "街道", "上海", "杨浦", "浦东", "虹口", "静安", "黄浦", "徐汇", "长宁", "普陀", "闵行", "宝山", "嘉定", "松江", "青浦", "奉贤", "金山", "崇明", "楼", "核酸", "采样", "青年", "中国", "人民", "第", "中", "和平", "平安", "高级", "物业", "物资", "仓库", "门岗", "居民", "和", "学", "能", "对", "业", "云", "图书", "中学", "小学", "团", "保供", "志愿", "幼儿", "康复", "温", "线", "安", "长", "新", "文化", "有", "明", "永", "大", "国", "志", "卫生", "隔离", "方舱", "抗原", "党员", "教", "为", "于", "又", "还", "会", "也", "高", "东", "做核酸", "打", "来", "去", "万", "车", "行") > 0 {
		switch m.t.Read(k.i, k.j) {
		case "来", "去", "有", "还有", "和", "为", "会", "也", "又", "还", "来自", "对", "于", "能":
			return m.t.Read(k.i, k.j) == "来自" || k.j-k.i == 1 && m.t.Any(k.i, "来", "去", "会", "也", "又", "还") > 0
		case "大家", "大家好", "有空", "有人", "明天", "有时间", "有没有", "对了", "会不会", "打卡", "来自己", "高兴", "新闻":
			return true
		}
		return false
	}
	return true
}

// afterTime is the end of the last expression of time between from and i.
func (m *message) afterTime(from, i int) int {
	for p := from; p < i; p++ {
		if it := m.timeOver(p); it != nil && it.I == p && it.J < i && m.realTime(*it) {
			from = it.J
		}
	}
	return from
}

// realTime says whether an expression is surely one of time and no part of a
// place: 三门路, 五角场, 一村.
func (m *message) realTime(it timeItem) bool {
	return it.J-it.I > 1 && !(it.A.Date.Soft()) && m.t.Any(it.J, "路", "村", "街", "弄", "号") == 0
}
