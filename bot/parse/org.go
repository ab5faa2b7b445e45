package parse

import "xiaoqing/bot/parse/script"

// onlyLabel says whether the unit that ends at e is still to be named: 公司叫….
func (m *message) onlyLabel(e int) bool {
	return m.t.Any(e, "叫", "名叫", "名字", "名称", "名为") > 0
}

// shortSchools are universities as students call them.
var shortSchools = script.NewLexicon(map[int]string{1: "华师大 上师大 上海师大 华东师大 华理 华东理工 上理工 上海理工 上海交大 交大 上交 上交大 复旦 同济 上大 上海大学 上财 上海财大 上外 上海外大 东华 华政 华东政法 海事 上海海事 上海海洋 海大 上电力 上海电力 上戏 上音 上体 上海体院 二医大 二军大 交大医学院 复旦医学院 上中医 上海中医药 上应大 上工大 上二工大 上海二工大 立信 上海立信 上海对外经贸 上对外 杉达 建桥 上科大 上纽大 纽约大学 北大 清华 浙大 南大 东南"})

// shortSchool is such a name that stands by itself, or before 的, 大二, 学生.
func (m *message) shortSchool() string {
	for i := m.body; i < m.t.Len(); i++ {
		_, n := shortSchools.At(m.t, i)
		if n > 0 && (edge(m.t.At(i-1)) || m.t.Any(i-1, "在", "是", "自", "读", "校") > 0) && (edge(m.t.At(i+n)) || m.t.Any(i+n, "的", "大一", "大二", "大三", "大四", "研", "博", "学生", "本科", "在读", "读") > 0) {
			return m.t.Said(i, i+n)
		}
	}
	return ""
}
