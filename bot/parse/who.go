package parse

import "xiaoqing/bot/parse/script"

// phone is the first mobile number of the message that is not a meeting's.
func (m *message) phone() string {
	last := ""
	for i := m.body; i < m.t.Len(); i++ {
		if d, e := mobileAt(m.t, i); e > 0 {
			if m.denied(i) {
				i = e - 1
				continue
			}
			if last == "" || m.corrected(i) {
				last = d
			}
			i = e - 1
		}
	}
	return last
}

// corrected says whether 不对, 应该是, 改成 stand in the clause before i, or the one
// before that.
func (m *message) corrected(i int) bool {
	from := max(m.body, i-10)
	for ; from < i; from++ {
		if m.t.Any(from, "不对", "说错", "写错", "打错", "应该是", "改成", "错了", "而是", "更正", "是这个", "不不", "哦不", "噢不", "啊不", "看错", "记错") > 0 {
			return true
		}
	}
	return false
}

// gender is m or f as said of the person; kin like 妈妈 say nothing.
func (m *message) gender(child bool) string {
	if i, ok := m.labelled("性别"); ok {
		if m.t.At(i) == '女' {
			return "f"
		} else if m.t.At(i) == '男' {
			return "m"
		}
	}
	g, grand := "", m.said("外孙", "孙子", "孙女")
	for i := m.body; i < m.t.Len(); i++ {
		s := m.genderAt(i, child, grand)
		if s != "" && child && m.leftOut(i) {
			continue
		}
		if s != "" && (g == "" || m.corrected(i)) {
			g = s
		} else if s != "" && s != g && child {
			return "" // a boy and a girl
		}
	}
	return g
}

func (m *message) genderAt(i int, child, grand bool) string {
	tag, _ := genderWords.At(m.t, i)
	if c := m.t.At(i); tag == 0 && c != '男' && c != '女' {
		return ""
	}
	if grand && tag > 2 && m.t.Any(i, "女儿", "闺女", "儿子") > 0 {
		return "" // the parent of the grandchild that is enrolled
	}
	if child && m.t.Any(i, "女士", "男士", "小姐姐", "女的", "男的") > 0 {
		return ""
	}
	switch {
	case tag == 1 || child && tag == 3:
		return "f"
	case tag == 2 || child && tag == 4:
		return "m"
	}
	prev, next := m.t.At(i-1), m.t.At(i+1)
	if (m.t.At(i) == '女' || m.t.At(i) == '男') && (edge(prev) && (edge(next) || script.Digit(next) || m.endsWord(i+1)) || edge(next) && m.afterWord(i) || m.agedAt(i+1)) {
		if m.t.At(i) == '女' {
			return "f"
		}
		return "m"
	}
	return ""
}

// genderWords say who is meant: 1 and 2 a woman and a man, 3 and 4 a girl and a
// boy as relatives, which only tell of a child.
var genderWords = script.NewLexicon(map[int]string{
	1: "女性 女生 女士 姑娘 小姑娘 女的 女孩 女同学 小姐姐 女宝 女娃 女小囡 我是女",
	2: "男性 男生 男士 小伙子 小伙 男的 男孩 男同学 男宝 男娃 男小囡 我是男",
	3: "女儿 闺女 侄女 外甥女 孙女 外孙女 囡囡 妹妹 姐姐",
	4: "儿子 侄子 外甥 孙子 外孙 弟弟 哥哥 臭小子 犬子",
})

// endsWord and afterWord let 女20岁 and 性别女 be read without a pause.
func (m *message) endsWord(i int) bool {
	_, e := gradeAt(m.t, i)
	if e == 0 {
		_, _, e = ageAt(m.t, i)
	}
	return e > 0 || m.t.Any(i, "性", "，") > 0
}

func (m *message) afterWord(i int) bool {
	return m.t.Before(i, "性别") || m.t.Before(i, "岁") || m.t.Before(i, "年级") || m.t.Before(i, "本人") || m.t.Before(i, "是") || script.Digit(m.t.At(i-1))
}

// age is the speaker's age; 95后 is none.
func (m *message) age() int {
	if i, ok := m.labelled("年龄", "岁数", "年纪"); ok {
		if n, found := m.t.Number(i); found && n.Value < 120 {
			return int(n.Value)
		}
	}
	last := 0
	for i := m.body; i < m.t.Len(); i++ {
		if v, _, e := ageAt(m.t, i); e > 0 {
			if last == 0 || m.corrected(i) {
				last = int(v)
			}
			i = e - 1
		}
	}
	if last == 0 {
		return m.bareAge()
	}
	return last
}

// orgStops are words that cannot be part of the name of a unit before its ending.
var orgStops = []string{"能教", "会教", "可教", "可以教", "想教", "教", "辅导", "能带", "会", "帮我把", "把", "将", "调", "工作单位", "单位", "学校", "机构", "看下", "查下", "查一下", "看一下", "发下", "来一份", "来个", "要一下", "给我", "发我", "我们单位是", "工作单位是", "单位是", "我在", "我是", "我们", "来自", "就读于", "毕业于", "就职于", "任职于", "现在在", "在", "是", "住在", "住", "于", "我", "从", "到", "给", "由", "为", "转", "绑定", "报名", "加入", "参加", "申请", "当", "做", "想", "要", "回", "向", "去", "的", "和", "跟", "改成", "属于", "归", "老公", "爱人", "爸爸", "妈妈", "公司:", "就", "读", "帮", "请", "发", "看看", "看", "查", "统计", "一下", "关于", "昨天", "今天", "本周", "上周", "都", "应该是", "应该", "选", "住的", "邀请", "新建", "叫", "捐给", "赠给", "支持", "支援", "代表", "这里是", "这边是", "一线", "目前", "现"}

// org is the unit that the message names: one of the tree, or what ends like one.
func (m *message) org() string {
	if s := m.knownOrg(); s != "" {
		return s
	}
	for _, l := range [...]string{"街道", "社区", "单位", "工作单位", "学校", "学院", "机构", "组织", "公司", "部门", "院校", "所在街道", "所属街道", "所属社区"} {
		if i, ok := m.labelled(l); ok {
			if e := m.valueEnd(i); e-i >= 2 {
				return m.t.Said(i, e)
			}
		}
	}
	if s := m.unitNamed(); s != "" {
		return s
	}
	return m.shortSchool()
}

// knownOrg is the longest name of the tree that stands in the message.
func (m *message) knownOrg() string {
	best := ""
	for _, o := range m.c.Orgs {
		if len(o) > len(best) && m.said(folded(o)) {
			best = o
		}
	}
	if best == "" && len(m.c.Orgs) > 0 {
		return m.homeOrg()
	}
	return m.below(best)
}

// below is the unit that is said right behind the one above it: 五角场街道国定社区.
// Where several are called so, it keeps the name of the one above.
func (m *message) below(above string) string {
	own, several := "", false
	for _, o := range m.c.Orgs {
		if m.said(folded(above + o)) {
			own, several = o, several || o == own
		}
	}
	switch {
	case own == "" || above == "":
		return above
	case several:
		return above + own
	}
	return own
}

// unitNamed finds the first word that ends like a unit and goes back to where
// its name begins.
func (m *message) unitNamed() string {
	for i := m.body; i < m.t.Len(); i++ {
		n := m.unitEnd(i)
		if n == 0 {
			continue
		}
		from := m.unitStart(i)
		if i-from >= 1 && i+n-from >= 3 && !m.onlyLabel(i+n) {
			return m.t.Said(from, i+n)
		}
		i += n - 1
	}
	return ""
}

// unitEnd is the length of the ending of a unit at i: the longest chain, as in
// 街道团工委.
func (m *message) unitEnd(i int) (n int) {
	for {
		tags, k := vocabulary.At(m.t, i+n)
		if k == 0 || tags&tUnitWord == 0 || k == 1 && m.t.Any(i+n, "局", "厂") == 0 && !m.town(i+n) {
			return n
		}
		n += k
	}
}

// town: 镇 and 乡 end a name when it is two or three characters long.
func (m *message) town(i int) bool {
	return (m.t.At(i) == '镇' || m.t.At(i) == '乡') && script.Han(m.t.At(i-1)) && script.Han(m.t.At(i-2)) && m.t.Any(i, "镇痛", "镇上", "乡下", "镇定") == 0
}

func (m *message) unitStart(i int) int {
	from := i
	for from > m.body && i-from < 16 {
		c := m.t.At(from - 1)
		if !script.Han(c) && !script.Latin(c) && !script.Digit(c) && c != '(' && c != ')' {
			break
		}
		from--
	}
	best := from
	for k := from; k < i; k++ {
		if n := m.t.Any(k, orgStops...); n > 0 && k+n <= i && !m.partOfName(k) {
			best = k + n
		}
	}
	best = max(best, m.afterTime(from, i))
	for best < i && (m.t.At(best) == '(' || m.t.At(best) == ')') {
		best++
	}
	return best
}

// partOfName: 要, 为, 于 and the like inside a proper name.
func (m *message) partOfName(k int) bool {
	return m.t.Any(k, "教育", "教师", "会计", "会展", "会所", "教会", "和平", "和谐", "和田", "到家", "为民", "华为", "发展", "当代", "发电", "都市", "从业", "要塞", "现代", "归谷", "做强", "看丹", "于都", "给排水", "选矿", "想象", "读书", "住建", "住房", "都江", "和睦", "向阳", "回民", "转运", "由由", "的士", "想念", "当阳", "发改", "发动机", "看守", "在线", "现场", "为尚", "请客", "回龙", "将军", "把关", "调频", "将台") > 0
}
