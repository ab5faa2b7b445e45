package parse

import "xiaoqing/bot/parse/script"

// elders are forms of address that stay with the name: 李阿婆.
var elders = []string{"阿婆", "阿公", "老伯", "老伯伯", "伯伯", "爷爷", "奶奶", "大爷", "大妈", "阿姨", "爷叔", "叔叔", "婆婆", "老太", "老太太", "师傅", "先生", "女士", "好婆", "大叔", "大伯", "外婆", "外公", "妈妈", "老人", "小姐", "阿爷", "娘娘"}

// inNeed is whom the help is for.
func (m *message) inNeed() string {
	if name, _ := m.after("求助人姓名", "求助人", "需求人", "收件人", "收货人", "接收人", "病人", "患者", "老人姓名", "对象", "联系人", "姓名", "名字叫", "名字是", "我叫", "她叫", "他叫", "名叫", "叫做", "伊叫", "老人叫", "奶奶叫", "爷爷叫", "妈妈叫", "爸爸叫", "阿婆叫", "本人"); name != "" {
		return m.withElder(name)
	}
	if s := m.livingTeacher(); s != "" {
		return s
	}
	if s := m.elder(); s != "" {
		return s
	}
	if name, at := m.after("叫"); name != "" && m.t.Any(at, "叫我", "叫做", "叫外卖") == 0 {
		return name
	}
	for _, cue := range [...]string{"看望一下", "看望", "探望一下", "探望", "看看", "帮扶", "独居老人", "独居的", "孤老", "孤寡老人", "空巢老人", "老人", "残疾人", "居民", "我是", "帮助", "给", "帮"} {
		for i := m.t.Find(m.body, cue); i >= 0; i = m.t.Find(i+1, cue) {
			n := m.t.Has(i, cue)
			if n == 0 {
				continue
			}
			e := m.nameAt(i + n)
			if e > 0 && m.surname(i+n) == e-i-n && m.t.Has(e, "老师") > 0 {
				return m.t.Said(i+n, e)
			}
			if e > 0 && m.surname(i+n) > 0 && m.isName(i+n, e) && m.ends(e) > 0 {
				return m.t.Said(i+n, e)
			}
		}
	}
	if name := m.afterJob(); name != "" {
		return name
	}
	for _, s := range m.segments() {
		if m.isName(s.i, s.j) && !m.ware(s.i, s.j) {
			return m.t.Said(s.i, s.j)
		}
	}
	return ""
}

// livingTeacher reads 独居的冷老师: an old teacher who lives alone.
func (m *message) livingTeacher() string {
	for i := m.body; i < m.t.Len(); i++ {
		n := m.t.Any(i, "独居的", "孤老", "独居老人", "退休的", "楼上的", "楼下的", "隔壁的", "对门的", "隔壁", "对门", "楼上", "楼下")
		if n == 0 {
			continue
		}
		if e := i + n + m.surname(i+n); e > i+n && m.t.Has(e, "老师") > 0 {
			return m.t.Said(i+n, e)
		}
	}
	return ""
}

// withElder keeps 阿婆 behind a bare surname.
func (m *message) withElder(name string) string {
	for i := m.body; i < m.t.Len(); i++ {
		if n := m.t.Has(i, folded(name)); n > 0 {
			if k := m.t.Any(i+n, elders...); k > 0 && n == 1 {
				return m.t.Said(i, i+n+k)
			}
		}
	}
	return name
}

// elder reads 李阿婆, 王建国老伯, 张奶奶.
func (m *message) elder() string {
	for i := m.body + 1; i < m.t.Len(); i++ {
		n := m.t.Any(i, "老伯伯", "老太太", "阿婆", "阿公", "老伯", "伯伯", "爷爷", "奶奶", "大爷", "大妈", "阿姨", "爷叔", "叔叔", "婆婆", "老太", "师傅", "先生", "女士", "好婆", "大叔", "大伯", "阿爷")
		if n == 0 || !script.Han(m.t.At(i-1)) {
			continue
		}
		if name := m.nameBefore(i); name != "" && m.t.Any(i-1, "于", "和", "对", "有", "来", "从", "单", "贫", "老", "那", "向", "安", "时", "常", "车", "门", "全", "家") == 0 {
			if k := len([]rune(name)); k == 1 && m.t.At(i-2) == '老' && m.t.Any(i-3, "看", "找", "帮", "给", "叫", "的", "是", "里", "楼", "下", "门") > 0 {
				name = "老" + name // 看看老周伯伯
			}
			return name + m.t.Said(i, i+n)
		}
	}
	return ""
}
