package parse

import (
	"xiaoqing/bot/parse/script"
)

var skillCues = []string{"特长是", "特长有", "特长", "擅长的是", "擅长", "技能", "专长", "强项是", "拿手的是", "爱好", "我会", "会一点", "还会", "也会", "会", "可以教", "能教", "可教", "可以辅导", "能辅导", "可辅导", "我教", "教", "懂", "精通", "能做", "会做", "辅导科目"}

// skills are short phrases after 特长, 擅长, 会, 教, split at 、 and 和.
func (m *message) skills() []string {
	var out []string
	var few [12]string
	cues := m.present(skillCues, &few)
	for i := m.body; i < m.t.Len() && len(cues) > 0; {
		n := m.t.Any(i, cues...)
		if n == 0 || !m.skillCue(i, n) {
			i++
			continue
		}
		var more []string
		more, i = m.skillList(m.t.Skip(i + n))
		for _, s := range more {
			out = addOnce(out, s)
		}
	}
	return out
}

// taughtSkills parts what is nothing but subjects: 数学英语 is 数学 and 英语.
func taughtSkills(skills []string) (out []string) {
	for _, s := range skills {
		t, n := script.New(s), 0
		for i := 0; i < t.Len(); n++ {
			_, e := subjectAt(t, i)
			if e == 0 {
				n = 0
				break
			}
			i = e
		}
		if parts := subjectsIn(t, 0, t.Len()); n > 0 && len(parts) > 1 {
			for _, p := range parts {
				out = addOnce(out, p)
			}
			continue
		}
		out = addOnce(out, s)
	}
	return out
}

// skillCue refuses 会 in 会议, 机会, 议事会, and 教 in 教师, 教室.
func (m *message) skillCue(i, n int) bool {
	switch m.t.At(i + n - 1) {
	case '会':
		prev := m.t.At(i - 1)
		if n == 1 && script.Han(prev) && prev != '我' && prev != '还' && prev != '也' && prev != '能' && prev != '只' && prev != '就' && prev != '都' && prev != '了' && prev != '岁' && prev != '他' && prev != '她' && prev != '伊' && prev != '又' {
			return false
		}
		return m.t.Any(i+n, "议", "员", "场", "所", "不", "来", "在", "去", "有", "按", "准", "一直", "努力", "好好", "上岗", "尽", "服从", "认真", "参", "再", "的", "跟", "用心", "积极", "配合", "很") == 0
	case '教':
		prev := m.t.At(i - 1)
		if n == 1 && script.Han(prev) && prev != '我' && prev != '想' && prev != '能' && prev != '会' && prev != '以' && prev != '来' {
			return false
		}
		return m.t.Any(i+n, "师", "育", "学楼", "室", "授", "委", "堂", "学生", "学", "孩子", "小朋友") == 0
	case '懂', '好', '导', '目', '做':
		return m.t.Any(i+n, "事", "得", "的", "老师", "员", "志愿", "孩子") == 0
	}
	return true
}

// skillList reads 急救、开车 from i to a pause.
func (m *message) skillList(i int) ([]string, int) {
	var out []string
	for {
		i += m.t.Any(i, ":", "是", "有", "一点", "点", "一些", "些", "也会", "还会", "会", "孩子", "小朋友", "小学", "初中", "高中")
		i = m.t.Skip(i)
		e := m.skillEnd(i)
		j := e
		for j > i && m.t.Any(j-1, "等", "的", "吧", "哦", "都") > 0 {
			j--
		}
		if j-i >= 2 && j-i <= 10 {
			out = addOnce(out, m.t.Said(i, j))
		}
		n := m.t.Any(e, "、", "和", "跟", "与", "及", "以及", "/", "还有", "会")
		if n == 0 {
			return out, max(e, i)
		}
		i = e + n
	}
}

func (m *message) skillEnd(i int) int {
	for j := i; j < m.t.Len(); j++ {
		c := m.t.At(j)
		if !script.Han(c) && !script.Latin(c) && !script.Digit(c) && c != '+' && c != '#' || m.t.Any(j, "、", "和", "跟", "与", "以及", "还有") > 0 {
			return j
		}
		if j > i && (m.t.Any(j, "我", "周", "每", "平时", "工作日", "晚上", "白天", "可以", "有空", "电话", "手机", "想", "都可以", "都行", "没问题", "今年", "住", "希望", "愿意", "能", "也会", "还会", "报名", "姓名", "联系", "时间", "这些", "什么的", "等等", "之类", "礼拜", "星期", "有时间", "这方面", "伊", "阿拉") > 0 || m.timeAt(j) || m.again(j)) {
			return j
		}
	}
	return m.t.Len()
}

// again says whether 会 at j begins another skill: 会烧饭会量血压.
func (m *message) again(j int) bool {
	return m.t.At(j) == '会' && m.t.Any(j-1, "社会", "机会", "议会", "晚会", "聚会", "协会", "工会", "班会", "开会", "学会", "约会", "展会", "盛会", "大会", "集会", "只会", "都会") == 0 && m.skillCueBehind(j)
}

func (m *message) skillCueBehind(j int) bool {
	return script.Han(m.t.At(j+1)) && m.t.Any(j+1, "议", "员", "场", "所", "计", "不", "有", "的", "展", "务", "费", "长", "诊", "谈", "面") == 0
}
