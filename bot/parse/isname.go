package parse

import (
	"xiaoqing/bot/parse/script"
)

// isName says whether the stretch from i to j is a name and nothing else.
func (m *message) isName(i, j int) bool {
	for _, t := range titles {
		if m.t.Before(j, t) && j-len([]rune(t))-i >= 1 {
			j -= len([]rune(t))
			break
		}
	}
	if e := m.roster(i); e == j {
		return true
	}
	n := m.surname(i)
	size := j - i
	if n == 0 || size <= n || size > n+2 || m.commonWord(i, j) || m.everyday(i, j) || n == 1 && m.badStart(i) {
		return false
	}
	if m.t.Any(j-1, "了", "的", "吗", "吧", "呢", "啊", "呀", "着", "过") > 0 {
		return false
	}
	for k := i; k < j; k++ {
		if !script.Han(m.t.At(k)) {
			return false
		}
	}
	return !m.covered(i, j) && !m.placeLike(i, j) && !m.adverb(i, j)
}

// placeLike says whether a short stretch is rather a place or a thing: 方舱, 东门,
// 高地.
func (m *message) placeLike(i, j int) bool {
	for k := i + 1; k < j; k++ {
		if _, n := siteEnds.At(m.t, k); n > 0 && k+n == j && (n > 1 || j-i == 3 && m.t.Any(k, "路", "街", "楼", "区", "镇", "室", "站", "店", "号") > 0) {
			return true
		}
	}
	return m.t.Any(i, "江苏", "上海", "方舱", "东门", "南门", "西门", "北门", "时间", "平时", "安徽", "云南", "广东", "宁波", "温州", "华师", "同济", "复旦", "交大", "华东", "常州", "胡同", "马路", "金桥", "曹路", "高行", "高桥", "周浦", "江湾", "唐镇", "川沙", "宝山", "米饭", "牛肉", "鱼肉", "水果", "于今", "任何", "任务", "应该", "安好", "余下", "顾虑", "关于", "计划", "成功", "成绩", "解决", "查询", "通知", "温度", "宿舍", "居住", "党支部", "单间", "全职", "公司", "广告", "东西", "农村", "国企", "文员", "文科", "理科", "师范", "须知", "连长", "相关", "丰富", "满员", "满意", "水平", "容易", "慎重", "须", "越") > 0
}

// cut is the name at i as written; a title that follows is left out.
func (m *message) cut(i int) string {
	if e := m.nameAt(i); e > i {
		return m.t.Said(i, e)
	}
	return ""
}

// named reads the name after the first of labels that has one.
func (m *message) after(labels ...string) (name string, at int) {
	for _, l := range labels {
		for i := m.t.Find(m.body, l); i >= 0; i = m.t.Find(i+1, l) {
			n := m.t.Has(i, l)
			if n == 0 {
				continue
			}
			j := m.t.Skip(i + n)
			j = m.t.Skip(j + m.t.Any(j, ":", "是", "叫做", "叫", "先写", "先填", "就写", "就叫", "写", "=", "/"))
			if name := m.cut(j); name != "" {
				return name, i
			}
			if e := m.runEnd(j); m.t.Any(i, "我叫", "姓名", "名叫", "真名", "大名", "名字") > 0 && m.surname(j) > 0 && e-j == 2 && !m.ofKin(j, e) && !m.title(j) {
				return m.t.Said(j, e), i // 我叫安静, 姓名:时间
			}
		}
	}
	return "", -1
}

// Name reads a person's name, without 我叫, 是 and titles.
func Name(text string) (string, bool) {
	m := newMessage(text, Context{})
	if name, _ := m.after("我叫", "叫我", "名字叫", "名字是", "姓名", "叫做", "名叫", "小名叫", "小名", "叫", "我是", "是", "就叫"); name != "" {
		return name, true
	}
	for _, s := range m.segments() {
		i, j := s.i, s.j
		if script.Latin(m.t.At(i)) {
			if e := m.latinName(i); e > 0 {
				return m.t.Said(i, e), true
			}
			continue
		}
		for _, t := range titles {
			if m.t.Before(j, t) && j-i > len([]rune(t)) {
				j -= len([]rune(t))
				break
			}
		}
		for j-i > 2 && m.t.Any(j-1, "吧", "啊", "呀", "哦", "的") > 0 {
			j--
		}
		if j-i >= 1 && j-i <= 4 && allHan(m.t, i, j) && (j-i == 1 || m.doubled(i) || !m.commonWord(i, j)) {
			return m.t.Said(i, j), true
		}
	}
	return "", false
}

func allHan(t *script.Text, i, j int) bool {
	for ; i < j; i++ {
		if !script.Han(t.At(i)) && t.At(i) != '·' {
			return false
		}
	}
	return true
}
