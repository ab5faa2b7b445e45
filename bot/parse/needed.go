package parse

import "xiaoqing/bot/parse/script"

// needCues are words before what is needed.
var needCues = []string{"配好", "买好", "代配药", "配药", "药名", "药品", "代配药:", "配药:", "买菜:", "代购:", "药品:", "药名:", "需要:", "物资:", "物品:", "清单:", "代配药,", "需要配药:", "买到", "买点", "买些", "买一些", "买一点", "配到", "配点", "配一下", "配个", "配一盒", "配两盒", "代配", "代买", "帮买", "帮配", "需要", "急需", "急缺", "缺", "求购", "求", "想要", "送点", "送些", "送一点", "要买", "想买", "要配", "想配", "买", "配", "药是", "药叫", "带点", "带些", "急求", "断了", "没有", "还要"}

// needed are the things asked for, without numbers and measure words.
func (m *message) needed(f *Fields) []string {
	if i, ok := m.labelled("药名", "药品名称", "药品", "所需药品", "物品", "所需物品", "所需物资", "物资", "清单", "降压药", "降糖药", "需要", "需求", "代配药", "配药", "代购", "需要物品"); ok {
		if items := m.list(i); len(items) > 0 {
			return items
		}
	}
	if items := m.ordered(); len(items) > 0 {
		return items
	}
	if n := m.begins("要", "来", "订", "买"); n > 0 && m.t.Any(m.body+n, "买", "配", "点", "代") == 0 {
		if items := m.counted(m.body + n); len(items) > 0 {
			return items
		}
	}
	out := m.fancied(m.cued())
	if used := m.ranOut(); len(used) > 0 && (len(out) == 0 && f.Category != "medicine" || m.known(used) && !m.known(out)) {
		return used
	}
	if len(out) == 0 && f.Category == "medicine" {
		if out = m.medicines(f); len(out) == 0 {
			out = m.ranOut()
		}
	}
	if all := m.waresSaid(f.Category); len(out) == 0 || len(all) > len(out) && within(out, all) {
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
		if tag == want && m.t.Any(i-1, "剩", "有", "吃", "泡", "不") == 0 && m.t.Any(i-2, "剩了", "剩点", "不要", "不用", "吃点") == 0 && m.t.Any(i-3, "剩") == 0 && m.t.Any(i-4, "剩") == 0 {
			from, e := i, i+n
			if tag == 2 {
				from, e = m.drugStart(i), m.formEnd(e)
			}
			out = addOnce(out, m.t.Said(from, e))
			n = e - i
		}
		i += n - 1
	}
	return out
}

// counted are the things with numbers from i on, to where another sort of clause
// begins: 两袋米,一桶油,鸡蛋30个.
func (m *message) counted(i int) (out []string) {
	for i < m.t.Len() {
		e := m.clause(i)
		if n, ok := m.t.Number(m.t.Skip(i)); !ok && m.withoutCount(i, e) == e || ok && m.house(m.t.Skip(i)) > 0 || ok && n.End-i > 6 {
			return out
		}
		for _, s := range m.list(i) {
			out = addOnce(out, s)
		}
		i = m.t.Skip(e + 1)
	}
	return out
}

// drugStart is where a medicine begins whose known name at i ends a longer one:
// 沙库巴曲缬沙坦. What stands before must be no word.
func (m *message) drugStart(i int) int {
	from := i
	for from > m.body && i-from < 7 && script.Han(m.t.At(from-1)) {
		if _, known := m.markOver(from - 1); known || m.ofTime(from-1) {
			break
		}
		if m.t.Any(from-1, "吃", "服", "用", "买", "配", "打", "开", "拿", "带", "送", "缺", "换", "停", "加", "发", "剩", "少", "叫", "种", "盒", "瓶", "片", "支", "板", "包", "药", "家", "些", "点", "只", "单", "及", "、") > 0 {
			break
		}
		if _, n := wares.At(m.t, from-2); n == 2 {
			break
		}
		from--
	}
	if i-from < 2 {
		return i
	}
	return from
}

// formEnd is the end of the form of a medicine whose name ends at i: 布洛芬混悬液.
func (m *message) formEnd(i int) int {
	for {
		n := m.t.Any(i, "分散片", "肠溶片", "缓释片", "控释片", "咀嚼片", "泡腾片", "混悬液", "混悬滴剂", "口服液", "口服溶液", "注射液", "滴眼液", "眼药水", "软胶囊", "胶囊", "颗粒", "糖浆", "乳膏", "软膏", "凝胶", "喷雾", "滴剂", "栓剂", "贴膏", "冲剂", "钠片", "钾片", "缓释", "肠溶", "钠", "钾", "钙", "片", "丸")
		if n == 0 {
			return i
		}
		i += n
	}
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
			if items := m.list(m.heading(i + n)); len(items) > 0 {
				return items
			}
		}
	}
	return nil
}

// fancied puts what someone would like to eat before what else is asked for: 想吃
// 鸡毛菜,还要葱.
func (m *message) fancied(more []string) []string {
	i := m.where("想吃点", "想吃", "想喝点", "想喝")
	if i < 0 {
		return more
	}
	out := m.list(i + m.t.Any(i, "想吃点", "想吃", "想喝点", "想喝"))
	if len(out) == 1 && len(more) > 0 && m.t.Any(i+2, "水果", "点水果", "蔬菜", "肉", "荤", "零食", "点心") > 0 {
		return more // 想吃水果,买点苹果
	}
	for _, s := range more {
		out = addOnce(out, s)
	}
	return out
}

// heading skips what makes a word of request a heading: 代配药求助:, 买菜需求.
func (m *message) heading(i int) int {
	j := i + m.t.Any(i, "药", "菜")
	if n := m.t.Any(j, "求助", "需求", "登记", "申请", "信息", "清单"); n > 0 {
		return j + n
	}
	return i
}
