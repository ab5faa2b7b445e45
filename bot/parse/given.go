package parse

import "xiaoqing/bot/parse/script"

// givenBefore are the things that end just before i, one or, with each, all that
// blanks and 、 divide: 儿童绘本 80本; 消毒液 防护服 各50套.
func (m *message) givenBefore(i int, each bool) []string {
	var out []string
	for {
		for i > m.body && (m.t.At(i-1) == ' ' || m.t.At(i-1) == '、' || m.t.At(i-1) == '和' || m.t.At(i-1) == ',' && !each) {
			i--
		}
		from := m.givenFrom(i)
		if w := m.wareBefore(i); i-from >= 8 && w < i {
			from = w
		}
		if i == from || i-from < 2 && m.t.Any(from, "书", "米", "油", "菜", "面", "蛋", "奶", "水", "被", "笔", "衣", "鞋", "床", "肉", "药", "盐", "糖") == 0 || m.noGift(from, i) {
			return out
		}
		out = append([]string{m.t.Said(from, i)}, out...)
		if i = from; !each {
			return out
		}
	}
}

// givenFrom goes back from i over the name of a thing.
func (m *message) givenFrom(i int) int {
	from := i
	for from > m.body && i-from < 8 && (script.Han(m.t.At(from-1)) || script.Latin(m.t.At(from-1)) || script.Digit(m.t.At(from-1)) && from < i) && m.t.Any(from-1, "捐", "赠", "供", "有", "出", "送", "的", "了", "我", "们", "约", "共", "和", "来", "批", "些", "到", "借", "租") == 0 {
		from--
	}
	return from
}

// noGift says whether from to i is rather a unit, a person or a verb.
func (m *message) noGift(from, i int) bool {
	if m.ware(from, i) {
		return false
	}
	k, ok := m.markOver(i - 1)
	return ok && k.tags&(tUnitWord|tFunc|tGive|tVolunteer|tWant|tSign|tKin|tCloud) != 0 || m.isName(from, i)
}

// morePairs adds 面包200箱 behind 矿泉水300箱.
func (m *message) morePairs(i int, out []string) []string {
	for {
		i = m.t.Skip(i)
		i = m.t.Skip(i + m.t.Any(i, "、", ",", "和", "还有", "以及"))
		k := i
		for k < i+9 && (script.Han(m.t.At(k)) || script.Latin(m.t.At(k))) && !script.Numeric(m.t.At(k)) {
			k++
		}
		n, ok := m.t.Number(m.t.Skip(k))
		if !ok || k-i < 2 {
			return out
		}
		_, w := counters.At(m.t, m.t.Skip(n.End))
		if w == 0 || m.noGift(i, k) || m.t.Any(m.t.Skip(n.End), "成新", "个月", "天", "年") > 0 {
			return out
		}
		out, i = addOnce(out, m.t.Said(i, k)), m.t.Skip(n.End)+w
	}
}

// treats says whether things are to be brought to someone: 想给志愿者送80杯奶茶.
func (m *message) treats() bool {
	return m.said("送") && m.bringsTo() && m.said("想", "要", "可以", "愿", "我们店", "我店", "本店", "店里", "公司", "能送", "一批") && !m.said("送了", "送来", "送完", "送好", "昨天", "谢谢", "有没有") && !m.has(tAsk) && m.quantity().unit != ""
}

// bringsTo: 给大白送, 送给社区, 送一线.
func (m *message) bringsTo() bool {
	if m.said("送志愿者", "送一线", "送大白", "送医护", "送给") {
		return true
	}
	for i := m.t.Find(m.body, "送"); i >= 0; i = m.t.Find(i+1, "送") {
		for j := i + 1; j < i+12 && !edge(m.t.At(j)); j++ {
			if m.t.Any(j, "给志愿者", "给大白", "给医护", "给一线", "给社区", "给居民", "给民警", "给环卫", "给老人", "给你们", "给街道", "给居委") > 0 {
				return true // 能送五十份早餐给志愿者
			}
		}
	}
	for i := m.t.Find(m.body, "给"); i >= 0; i = m.t.Find(i+1, "给") {
		for j := i + 2; j < i+10 && !edge(m.t.At(j)); j++ {
			if m.t.At(j) == '送' {
				return true
			}
		}
	}
	return false
}
