package parse

import (
	"xiaoqing/bot/parse/script"
)

func fillBind(m *message, f *Fields) {
	f.Meeting = m.link()
	i := m.where("绑定")
	i += 2
	i = m.t.Skip(i + m.t.Any(i, "到", "为", "给", "成", "一下"))
	i = m.t.Skip(i + m.t.Any(i, "本群到", "这个群到", "本群", "这个群", ":", "到", "组织"))
	if f.Org = m.knownOrg(); f.Org == "" && m.t.Has(i, "http") == 0 {
		f.Org = m.trimmed(i, m.valueEnd(i))
	}
}

func fillInvite(m *message, f *Fields) {
	switch {
	case m.said("辅导老师", "志愿者老师", "老师", "导师"):
		f.Topic = "tutor"
	case m.said("社工", "社会工作者"):
		f.Topic = "social_worker"
	case m.said("管理员", "协调员", "团干部", "负责人", "干部", "书记", "联络员"):
		f.Topic = "coordinator"
	}
	f.Org = m.org()
}

func fillGrow(m *message, f *Fields) {
	i := m.start()
	i = m.t.Skip(i + m.t.Any(i, "新建", "新增", "创建", "建立", "归属", "划归", "把"))
	i = m.t.Skip(i + m.t.Any(i, "一个", "社区:", "街道:", "组织", ":"))
	e := i
	for e < m.t.Len() && script.Han(m.t.At(e)) && m.t.Any(e, "属于", "到", "归属", "归", "划", "挂", "在") == 0 || script.Digit(m.t.At(e)) {
		e++
	}
	f.Org = m.trimmed(i, e)
	e = m.t.Skip(e)
	if n := m.t.Any(e, "属于", "归属到", "归属于", "归属", "划归到", "划归", "划到", "挂到", "归到", "归", "到", "在", "隶属于", "隶属"); n > 0 {
		j := m.t.Skip(e + n)
		f.Place = m.trimmed(j, m.valueEnd(j))
	}
}
