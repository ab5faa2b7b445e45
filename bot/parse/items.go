package parse

import (
	"xiaoqing/bot/parse/script"
)

// needEnds are words after it.
var needEnds = []string{"吗", "伐", "行吗", "行不行", "行伐", "行不", "好吗", "好伐", "好不好", "成吗", "吧", "呢", "了", "的志愿者", "可以", "能", "谢谢", "住", "电话", "联系", "地址", "给", "要", "需要", "吃完", "快", "没", "断", "用完", "用光", "吃光", "喝完", "不够", "各", "只够", "只剩", "够吃", "够用", "吃到", "不多", "还剩", "就", "急", "今", "明", "周", "请", "麻烦", "帮", "放", "送到", "送", "家里", "老人", "有没有", "啊", "呀", "都", "在", "谁", "我的", "我住", "我家", "我要", "我急", "她的", "她住", "她一", "他的", "他住", "他一", "他在", "她在", "上门", "度日", "救急", "应急", "一次", "一下", "这几", "即可", "就行", "就好", "什么的", "之类", "等", "这些", "那些"}

// list reads 青菜、鸡蛋和牛奶 from i to the end of the clause.
func (m *message) list(i int) []string {
	var out []string
	for m.t.Any(i, " ", ":", ",", "是", "叫") > 0 {
		i++
	}
	sure, blank, joined := false, false, false
	for i < m.t.Len() && len(out) < 32 {
		i += m.t.Any(i, "一点", "一些", "点", "些", "了", "的", " ", ":")
		e := m.itemEnd(i)
		switch s := m.thing(i, e); {
		case e > i && !(joined && m.isName(i, e)) && m.unlisted(i, e):
			sure = true
		case sure && !m.ware(m.t.Skip(i), e) && !m.drug(i, e), blank && !m.listed(i, e):
			return out
		case s != "":
			for _, one := range together(s) {
				out = addOnce(out, one)
			}
		case e > i:
			return out
		}
		n := m.t.Any(e, "、", "和", "跟", "与", "以及", "还有", "及", "/", "+", " ")
		if n == 0 && (e == i || !m.countedThing(e)) {
			return out
		}
		blank, joined = blank || m.t.At(e) == ' ', n > 0 && m.t.At(e) != ' '
		i = e + n
	}
	return out
}

// together parts wares that are written without a pause: 青菜豆腐鸡蛋.
func together(s string) (out []string) {
	t := script.New(s)
	for i := 0; i < t.Len(); {
		tag, n := wares.At(t, i)
		if n < 2 || tag != 1 {
			return []string{s}
		}
		out, i = append(out, t.Said(i, i+n)), i+n
	}
	return out
}

// listed says whether i to e may be one more thing behind a blank: a known ware,
// a medicine, a counted thing, or a word that is hardly known.
func (m *message) listed(i, e int) bool {
	i = m.t.Skip(i)
	if n, ok := m.t.Number(i); ok && n.End > i {
		return true
	}
	return m.ware(i, e) || m.drug(i, e) || m.unfamiliar(i, e) && m.edible(e) || m.withoutCount(i, e) < e
}

// edible says whether the word that ends at e ends as food and things of the day do.
func (m *message) edible(e int) bool {
	return m.t.Any(e-1, "菜", "瓜", "豆", "肉", "鱼", "虾", "果", "蛋", "奶", "油", "米", "面", "粉", "糖", "盐", "饼", "糕", "酱", "茶", "水", "酒", "巾", "纸", "布", "液", "皂", "刷", "袋", "罐", "药", "膏", "剂", "饭", "骨", "翅", "菇", "笋", "葱", "椒", "薯", "豆腐", "粮", "砂", "仪", "计", "灯", "被", "头") > 0
}

// itemEnd is where one thing of a list ends.
func (m *message) itemEnd(i int) int {
	for j := i; j < m.t.Len() && j < i+16; j++ {
		if m.t.Any(j-1, "软和", "暖和", "温和", "热和") > 0 {
			continue
		}
		if m.t.Any(j, "、", "和", "跟", "与", "以及", "还有", "及", "/", "+") > 0 || !script.Han(m.t.At(j)) && !script.Latin(m.t.At(j)) && !script.Digit(m.t.At(j)) && m.t.At(j) != '-' {
			return j
		}
		if j > i && m.countedThing(j) {
			return j
		}
		if j > i && m.t.Any(j, needEnds...) > 0 && m.t.Any(j, "他汀", "他莫", "他克", "他唑", "伐他", "伐沙", "伐昔") == 0 {
			return j
		}
	}
	return min(i+16, m.t.Len())
}

// countedThing says whether a number with a measure word begins at i: 两桶油.
func (m *message) countedThing(i int) bool {
	n, ok := m.t.Number(i)
	if !ok || n.End == i {
		return false
	}
	_, w := counters.At(m.t, n.End)
	return w > 0 && script.Han(m.t.At(n.End+w))
}

// notThings are words that follow 需要 or 买 and are no things.
var notThings = script.NewLexicon(map[int]string{1: `药 配药 代配药 帮忙 帮助 帮扶 志愿者 人 人手 上门 菜 买菜 东西 物资 生活物资 一个 一位 什么 药品 这个药 慢性病药 点药 些药 她的药 他的药 配送 送 代购 保供 求助 支援 关心 照顾 照看 陪伴 看望 一次 一趟 不到 过 咨询 心理 维权 修 处方 医保卡 医院 药房 去 来 安排 就医 高血压的药 高血压药 糖尿病的药 糖尿病药 慢性病的药 心脏病的药 降压的药 吃的 吃的东西 日用品吗 送药 买药 取药 拿药 家里 老人 孩子 联系 解决 辅导 心理辅导 资助 法律援助 处理 收入 有人 谁 人帮 抬 协助 动手 钱 时间 办法 我们 你们 大家 急用 尽快 今天 明天 代配要 点菜 些菜 到菜 点吃的 人照顾 高血压 糖尿病 慢性病 心脏病 一家人 出门 隔离`})

// thing is the item from i to e without number and measure word, "" when it is
// none.
func (m *message) thing(i, e int) string {
	i = m.t.Skip(i)
	if _, n := wares.At(m.t, i+1); n > 1 && i+1+n <= e && m.t.Any(i, "打", "吃", "用", "喝", "服", "吸") > 0 {
		i++ // 打胰岛素
	}
	if _, phone := mobileAt(m.t, i); m.ofDay(i, e) || phone > 0 {
		return ""
	}
	i += m.t.Any(i, "代配药", "代配", "代购", "代买", "帮买", "帮配", "配点", "配些", "买点", "买些", "配", "买", "想要", "要")
	if n, ok := m.t.Number(i); ok && n.End < e {
		k := m.t.Skip(n.End)
		if _, w := measures.At(m.t, k); w > 0 && k+w <= e {
			k += w
		} else if !n.Arabic {
			k = i
		}
		i = k
		i += m.t.Has(i, "的")
	}
	for k := i + 1; k+2 < e; k++ {
		if m.t.At(k) == '的' {
			i = k + 1 // 降压的硝苯地平
		}
	}
	e = m.withoutCount(i, e)
	if tag, n := wares.At(m.t, i); tag == 2 && n > 1 && i+n < e && !m.dosage(i+n, e) {
		e = i + n
	}
	if tag, n := notThings.At(m.t, i); tag > 0 && i+n >= e || e-i < 1 || e-i > 12 {
		return ""
	}
	if m.covered(i, e) && m.markAt(i).tags == tFunc || m.t.Any(i, "求助", "需求", "登记", "申请", "清单") > 0 || m.elderly(i, e) || m.ofKin(i, e) || m.request(i, e) || m.t.Any(i, "几", "能", "可以", "可否", "可能", "谁", "哪", "想", "请", "会", "有没有", "住", "电话", "联系", "地址", "放在", "送", "放", "上去", "上来", "下来", "过来", "来", "去", "谢谢", "麻烦", "急", "我", "家住", "不", "人", "他", "她") > 0 {
		return ""
	}
	if m.markAt(i).tags&tLabel != 0 && m.covered(i, e) {
		return ""
	}
	if e-i == 1 && m.t.Any(i, "米", "油", "盐", "糖", "奶", "蛋", "肉", "面", "水", "醋", "葱", "姜", "蒜", "鱼", "菜") == 0 {
		return ""
	}
	return m.t.Said(i, e)
}

// dayEnd is the end of the day that is none and begins at i.
func (m *message) dayEnd(i int) int {
	_, end := m.badDay(m.t.Find(i, "月"))
	return end
}

// ofDay says whether i to e begins with a day, though it be none: 本月31号前.
func (m *message) ofDay(i, e int) bool {
	if !m.t.May("月") {
		return false
	}
	for k := i; k < e && k < i+4; k++ {
		if from, _ := m.badDay(k); m.t.At(k) == '月' && from <= i && from < k {
			return true
		}
	}
	return false
}

// request says whether i to e asks for a hand and names no thing: 志愿者代配药, 能代购.
func (m *message) request(i, e int) bool {
	for k := i; k < e; k++ {
		if m.t.Any(k, "志愿者", "代配", "配药", "代购", "代买", "买药", "买菜", "帮忙", "麻烦") > 0 {
			return true
		}
	}
	return false
}

// dosage says whether i to j is the form of a medicine: 缓释片, 胶囊, 针头.
func (m *message) dosage(i, j int) bool {
	return m.t.Any(i, "片", "胶囊", "颗粒", "缓释", "控释", "分散", "肠溶", "口服", "针", "滴", "注射", "软膏", "乳膏", "混悬", "钾", "钠", "钙", "盐酸", "喷", "粉", "丸", "糖浆", "栓", "贴", "d") > 0 && j-i <= 6
}

// withoutCount drops a number and measure word after the thing: 牛奶两箱.
func (m *message) withoutCount(i, e int) int {
	for k := i + 1; k < e; k++ {
		n, ok := m.t.Number(k)
		if !ok || n.End >= e {
			continue
		}
		if _, w := measures.At(m.t, n.End); w > 0 && n.End+w == e {
			return k
		}
	}
	return e
}

// medicines are the stretches that are no known words and no name, or end like a
// medicine: 感冒灵和头孢.
func (m *message) medicines(f *Fields) []string {
	var out []string
	for _, s := range m.segments() {
		least := 3
		for i := s.i; i < s.j; {
			e := min(m.itemEnd(i), s.j)
			if e-i >= least && e-i <= 10 && (m.drug(i, e) || m.ware(i, e)) && !m.isName(i, e) {
				if thing := m.thing(i, e); thing != "" && thing != f.Who && thing != f.Place {
					out, least = addOnce(out, thing), 2
				}
			}
			i = max(e, i) + 1
		}
	}
	return out
}

// drug says whether i to j ends as medicines do.
func (m *message) drug(i, j int) bool {
	for _, end := range [...]string{"片", "丸", "胶囊", "颗粒", "口服液", "喷雾", "滴眼液", "双胍", "他汀", "沙坦", "洛尔", "地平", "胰岛素", "霜", "膏", "糖浆", "针剂", "冲剂", "散", "贴", "拉唑", "西林", "普利", "格雷", "林", "素", "灵", "钠", "钾", "镁", "酸", "酮", "唑", "胺", "酯", "嗪", "星", "啶", "苷", "脲", "辛"} {
		if m.t.Before(j, end) && j-i >= 3 {
			return !m.covered(i, j)
		}
	}
	return false
}

// unfamiliar says whether hardly a character from i to j belongs to a known word.
func (m *message) unfamiliar(i, j int) bool {
	known := 0
	for k := i; k < j; k++ {
		if _, ok := m.markOver(k); ok {
			known++
		}
		if !script.Han(m.t.At(k)) || m.ofTime(k) {
			return false
		}
	}
	return known*3 <= j-i && m.t.Any(i, "住", "单子", "发你", "高血压", "糖尿病", "医保") == 0
}
