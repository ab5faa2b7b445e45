package parse

// recordAround says whether a correction only mends a word of a record that the
// message makes: 三年级不对是四年级,云托班,娃叫邹子墨; 不是我要配药,是楼上的邹老先生.
func (m *message) recordAround(cue int) bool {
	if m.begins("不是") > 0 && !m.has(tWrong) && m.has(tMedicine|tSupply|tVisit|tCare) && m.has(tAsk|tWant) && m.isNeed() {
		return true
	}
	if m.has(tSign|tReportIn) && m.has(tVolunteer|tCommando|tReportIn|tSecretary|tCouncil|tTutorRole|tCloud) {
		if name, at := m.after("我叫", "姓名", "名字", "叫"); name != "" && at < cue && !m.labelEndsAt(cue) {
			return true
		}
	}
	if !m.has(tCloud|tVolunteer|tCommando|tReportIn|tTutorRole|tSecretary|tCouncil) || !m.gradeTwice(cue) {
		return false
	}
	return m.has(tSign|tWant) || m.phone() != "" || m.said("叫", "姓名") || len(subjectsIn(m.t, m.body, m.t.Len())) > 0
}

// gradeTwice says whether a grade stands right before cue and another behind it.
func (m *message) gradeTwice(cue int) bool {
	before, after := false, false
	for i := m.body; i < m.t.Len(); i++ {
		_, e := gradeAt(m.t, i)
		if e == 0 {
			continue
		}
		before = before || e <= cue && e+4 > cue
		after = after || i > cue
		i = e - 1
	}
	return before && after
}

// onBehalf: 给他报, 帮我家小孩登记: a child is put down, whatever the speaker does.
func (m *message) onBehalf() bool {
	for i := m.body; i < m.t.Len(); i++ {
		n := m.t.Any(i, "给", "帮", "替", "为")
		if n == 0 {
			continue
		}
		child := false
		for j := i + n; j < m.t.Len() && j < i+12; j++ {
			k := m.markAt(j)
			child = child || m.t.Any(j, "他", "她", "伊") > 0 || k.tags&tKid != 0
			if m.t.Any(j, "当", "教", "做", "辅导", "孩子们", "小朋友们", "上课", ",", "。", "\n") > 0 {
				break
			}
			if child && m.t.Any(j, "报", "登记", "申请", "占个", "占一", "留个", "留一", "弄一", "弄个", "排个") > 0 && m.t.Any(j, "报到") == 0 {
				return true
			}
		}
	}
	return false
}

// joins says whether a role, a name and a fact of the person stand together, or
// the speaker offers to teach the children: that needs no 报名.
func (m *message) joins() bool {
	if m.has(tCloud) && m.said("我可以教", "我能教", "我来教", "我想教", "我可以辅导", "我能辅导", "我来辅导") {
		return true
	}
	if m.said("想去做", "想去当", "想来做", "想来当", "愿意做", "愿意当", "愿意去", "可以来当", "可以来做", "我来当") && m.asks() && !m.past() {
		return true
	}
	if m.past() || m.nameAlone() == "" {
		return false
	}
	age, sex := m.age() > 0, m.gender(false) != ""
	return m.phone() != "" || age && sex || m.asks() && (age || sex)
}

// fullName reads 我姓倪,叫倪国芳 and 小姓柴,柴静.
func (m *message) fullName() string {
	if !m.said("姓") {
		return ""
	}
	i := m.where("我姓", "小姓", "免贵姓", "鄙姓", ",姓", " 姓")
	if i < 0 || m.t.Any(i, " 姓名", ",姓名") > 0 {
		return ""
	}
	i += m.t.Any(i, "我姓", "小姓", "免贵姓", "鄙姓", ",姓", " 姓")
	n := m.surname(i)
	for j := i + n; n > 0 && j < m.t.Len() && j < i+12; j++ {
		if m.t.Read(j, min(j+n, m.t.Len())) != m.t.Read(i, i+n) || !edge(m.t.At(j-1)) && m.t.Any(j-1, "叫", "名", "是") == 0 {
			continue
		}
		if e := m.nameAt(j); e > j+n {
			return m.t.Said(j, e)
		}
	}
	return ""
}

// weak leaves out the subjects that go well, when others are named: 数学还行,英语要补.
func (m *message) weak(subjects []string) []string {
	if len(subjects) < 2 || !m.said("还行", "还可以", "还好", "没问题", "蛮好", "挺好", "不错", "不差", "没啥", "不担心") {
		return subjects
	}
	var fine []int
	for i := m.body; i < m.t.Len(); i++ {
		tags, e := subjectAt(m.t, i)
		if e == 0 {
			continue
		}
		k := e + m.t.Any(e, "都", "倒", "也", "成绩", "嘛")
		if m.t.Any(k, "还行", "还可以", "还好", "没问题", "蛮好", "挺好", "不错", "不差", "不错的", "没啥问题", "不担心") > 0 {
			fine = append(fine, tags...)
		}
		i = e - 1
	}
	if out := without(subjects, fine); len(out) > 0 {
		return out
	}
	return subjects
}

// verbal says whether j to e is rather a verb or a count than a rare name: 占一个,
// 留个位, 报上名.
func (m *message) verbal(j, e int) bool {
	for k := j; k < e; k++ {
		if m.t.Any(k, "一", "个", "位", "名", "额", "下", "上", "了", "着", "过", "吗", "伐", "呢", "吧", "要", "想", "需", "能", "会", "没", "不", "很", "太", "都", "就", "再", "还", "补", "报", "学", "读", "成绩", "基础", "年") > 0 {
			return true
		}
	}
	return m.t.Any(j, "占", "留", "填", "加", "排", "插", "登", "弄", "搞", "办", "放", "送", "接", "管", "带", "靠", "由", "跟", "和", "同", "也", "只") > 0
}

// parentNamed reads 妈妈邓婕, 爸爸叫邓刚.
func (m *message) parentNamed() string {
	for _, k := range m.marks {
		if k.tags&tKin == 0 {
			continue
		}
		j := m.t.Skip(k.j)
		j += m.t.Any(j, "叫", "是", ":")
		if e := m.nameAt(j); e > 0 && m.surname(j) > 0 && m.isName(j, e) && m.ends(e) == 2 && m.t.Any(e, "的", "在", "老师") == 0 {
			return m.t.Said(j, e)
		}
	}
	return ""
}

// servesOnly: 我老公在方舱当志愿者 tells what someone does, and nobody joins.
func (m *message) servesOnly() bool {
	for _, k := range m.marks {
		if k.tags&tSign != 0 && k.tags&tVolunteer == 0 || k.tags&tReportIn != 0 {
			return false
		}
	}
	return m.has(tSign) && !m.short(8) && !m.personal() && !m.said("想", "要", "愿意", "自愿", "报", "来当", "来做", "加", "算", "申请", "能", "可以", "让我", "我当", "我做", "登记")
}
