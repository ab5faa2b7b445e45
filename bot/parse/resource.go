package parse

import "xiaoqing/bot/parse/script"

// amount is a number with its measure word and where what it counts begins.
type amount struct {
	value float64
	unit  string
	i, j  int
}

// counters are the measure words that a resource is counted in.
var counters = script.NewLexicon(map[int]string{
	1: "名 位 个 人 支 队 支队伍",
	2: "间 处 层 套 张 平方米 平方 平米 平 个车位 座",
	3: "箱 份 只 件 瓶 盒 包 袋 桶 斤 公斤 千克 吨 升 台 本 支 枝 条 块 片 颗 粒 把 顶 双 对 批 提 板 听 罐 辆 床 副 组 筐 捆 打 车 卷 顿 杯 束 盘 盆 坛 件套 株 公升 毫升 斤装 提装 车次 扎 片儿 万只 万个 万份",
	4: "场 次 节 小时 堂 课时 人次",
})

// quantity is the first number with a measure word that counts things.
func (m *message) quantity() amount {
	var lot amount // 一批, when nothing is counted
	for i := m.body; i < m.t.Len(); i++ {
		n, ok := m.t.Number(i)
		if !ok || n.End == i || n.Value <= 0 || m.ofTime(i) {
			continue
		}
		k := m.t.Skip(n.End)
		k += m.t.Any(k, "多", "余", "来")
		if _, w := counters.At(m.t, k); w > 0 && !m.taken(i) && m.t.Any(i, "一起", "一下", "一点", "一些", "一个人都") == 0 && m.t.Any(k, "个月", "个小时", "人民", "次性", "个别", "位于", "块钱", "对于", "本人", "座车", "座的", "座小", "座位", "人座", "份力", "把力", "份心", "份热") == 0 {
			q := amount{n.Value, m.t.Said(k, k+w), i, k + w}
			if q.unit != "批" {
				return q
			}
			lot = q
		}
		i = n.End - 1
	}
	return lot
}

func (m *message) ofTime(i int) bool { return m.timeOver(i) != nil }

// taken says whether the number belongs to a phone or a sum.
func (m *message) taken(i int) bool {
	_, e := moneyAt(m.t, i)
	return e > 0 || script.Digit(m.t.At(i-1))
}

func fillResource(m *message, f *Fields) {
	q := m.quantity()
	f.AmountFen = m.money()
	f.Category = m.offered(q, f.AmountFen)
	f.Org = m.donor()
	if f.Category == "fund" {
		return
	}
	f.AmountFen = 0
	f.Quantity, f.Measure = q.value, q.unit
	if f.Category == "goods" {
		f.Items = m.given(q)
	}
}

// money is the sum that is given, in fen.
func (m *message) money() int64 {
	for i := m.body; i < m.t.Len(); i++ {
		if fen, e := moneyAt(m.t, i); e > 0 {
			if fen == 100 && m.t.At(e-1) == '块' {
				continue // 操场一块
			}
			return fen
		}
		if n, ok := m.t.Number(i); ok && n.End > i {
			if m.t.Before(i, "捐") || m.t.Before(i, "捐了") || m.t.Before(i, "捐款") || m.t.Before(i, "出资") {
				if _, w := counters.At(m.t, m.t.Skip(n.End)); w == 0 {
					return yuan(n.Value)
				}
			}
			i = n.End - 1
		}
	}
	return 0
}

// offered is what sort of thing is offered.
func (m *message) offered(q amount, fen int64) string {
	tag := 0
	if q.unit != "" {
		tag, _ = counters.At(m.t, q.j-len([]rune(q.unit)))
	}
	switch {
	case fen > 0 && !m.said("价值", "等价") || q.unit == "" && m.said("捐款", "善款", "资金", "经费", "捐钱"):
		return "fund"
	case q.unit != "" && m.t.Any(m.t.Skip(q.j), "志愿者", "青年志愿者", "学生", "大学生", "员工", "医生", "护士", "师生", "老师", "人", "司机", "党员", "团员", "青年", "职工", "社工", "律师", "心理咨询师", "研究生", "骨干", "同事", "医护", "理发师", "厨师", "退役", "专业", "小伙子", "保安", "工人", "教师", "同学", "干部", "队员", "突击队") > 0, tag == 1 && m.said("志愿者", "人手", "员工", "人员", "同学", "学生") && q.unit != "个":
		return "people"
	case tag == 2 && m.t.Any(q.j-len([]rune(q.unit)), "间", "平方米", "平方", "平米", "处", "层", "个车位") > 0 && !m.said("捐", "赠"):
		return "venue"
	case tag == 1 && m.wareAt(m.t.Skip(q.j)):
		return "goods"
	case m.has(tVenue) && (tag == 2 || tag == 0 || q.unit == "个") && !m.said("送到会议室"):
		return "venue"
	case tag == 3 || tag == 2 && m.said("捐", "赠"):
		return "goods"
	case m.has(tService) || tag == 4 || m.said("服务", "咨询", "培训", "讲座", "维修", "理发", "义诊", "义剪", "直播课", "配送", "运输", "免费教"), q.unit == "" && m.said("免费", "义务", "无偿", "接送", "跑腿", "陪诊", "代驾", "剪头发", "量血压", "翻译", "修") && !m.said("捐", "赠"):
		return "service"
	case m.said("志愿者", "人手"):
		return "people"
	}
	return "goods"
}

// wareAt says whether a known ware begins at i: 30个面包.
func (m *message) wareAt(i int) bool {
	tag, n := wares.At(m.t, i)
	return tag == 1 && n > 1
}

// givenEnds stop the name of a thing that is given.
var givenEnds = []string{"给", "送", "支援", "支持", "用于", "用来", "供", "可以", "捐", "慰问", "到", "想", "要", "请", "，", "放", "需要", "联系", "过来", "作为", "投入", "帮助", "今", "明", "给到", "愿意", "由", "在", "能", "赠", "分", "发", "等物资", "等", "都", "还", "吧", "呢", "了", "已", "一共", "随时", "吃不", "用不", "喝不", "多余", "没用", "不用", "各", "转运", "运送", "拉货", "拉物资", "接送", "帮忙", "救急", "使用", "应急", "备用", "待命"}

// given are the things behind the measure word, or before the number: 口罩500只,
// 矿泉水 300箱; 消毒液 防护服 各50套.
func (m *message) given(q amount) []string {
	if q.unit == "" {
		return m.givenWords()
	}
	if m.t.At(q.i-1) == '各' {
		return m.givenBefore(q.i-1, true)
	}
	if s := m.givenThing(q.j); s != "" {
		return m.moreGiven(q, s)
	}
	if before := m.givenBefore(q.i, false); len(before) > 0 {
		return m.morePairs(q.j, before)
	}
	if j := m.t.Skip(q.j); j > q.j {
		if s := m.givenThing(j); s != "" {
			return m.moreGiven(q, s)
		}
	}
	return nil
}

func (m *message) givenThing(i int) string {
	i += m.t.Any(i, "的")
	if m.t.Any(i, givenEnds...) > 0 {
		return ""
	}
	for j := i; j <= m.t.Len(); j++ {
		c := m.t.At(j)
		if j == m.t.Len() || !script.Han(c) && !script.Latin(c) && !script.Digit(c) && c != '-' || j > i && m.t.Any(j, givenEnds...) > 0 || m.t.Any(j, "和", "、", "以及") > 0 {
			if j-i >= 1 && j-i <= 12 {
				return m.t.Said(i, j)
			}
			return ""
		}
	}
	return ""
}

// moreGiven adds 和100箱方便面 and 、面包.
func (m *message) moreGiven(q amount, first string) []string {
	out := []string{first}
	i := m.t.Skip(q.j) + len([]rune(first))
	for {
		i = m.t.Skip(i)
		n := m.t.Any(i, "、", "和", "以及", ",", "还有", "跟")
		if n == 0 {
			return out
		}
		i = m.t.Skip(i + n)
		comma := m.t.At(i-1) == ','
		k, ok := m.t.Number(i)
		if ok && k.End > i {
			_, w := counters.At(m.t, m.t.Skip(k.End))
			if w == 0 {
				return out
			}
			i = m.t.Skip(k.End) + w
		} else if comma {
			return out
		}
		s := m.givenThing(i)
		if s == "" {
			return out
		}
		out = addOnce(out, s)
		i += len([]rune(s))
	}
}

// givenWords are things after 捐 or 提供 without a number.
func (m *message) givenWords() []string {
	for i := m.body; i < m.t.Len(); i++ {
		n := m.t.Any(i, "捐赠", "捐出", "捐献", "捐点", "捐些", "捐一批", "捐", "赠送", "提供一批", "提供", "一批")
		if n == 0 {
			continue
		}
		i = m.t.Skip(i + n)
		i += m.t.Any(i, "一批", "一些", "点", "些", "免费")
		if s := m.givenThing(i); len([]rune(s)) >= 2 {
			return m.moreGiven(amount{j: i}, s)
		}
	}
	return nil
}

// donor is the unit that gives; a bare 社区 or 街道 receives.
func (m *message) donor() string {
	if i, ok := m.labelled("机构", "单位", "公司", "企业", "捐赠方", "捐赠单位", "组织", "来自", "学校", "部门"); ok {
		if e := m.valueEnd(i); e-i >= 2 {
			return m.t.Said(i, e)
		}
	}
	for i := m.body; i < m.t.Len(); i++ {
		n := m.unitEnd(i)
		if n == 0 {
			continue
		}
		from := m.unitStart(i)
		if i-from >= 1 && i+n-from >= 3 && !m.onlyLabel(i+n) && !m.t.Before(from, "向") && m.t.Any(from, "本", "该", "贵") == 0 && !m.t.Before(from, "给") && !m.t.Before(from, "支援") && !m.t.Before(from, "送到") && !m.t.Before(from, "支持") {
			return m.t.Said(from, i+n)
		}
		i += n - 1
	}
	return m.knownOrg()
}
