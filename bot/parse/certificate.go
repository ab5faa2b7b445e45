package parse

import (
	"xiaoqing/bot/parse/script"
	"xiaoqing/bot/parse/when"
	"xiaoqing/models/calendar"
)

// isCertificate asks for a paper that says how much someone gave: 开证明,
// 志愿服务证明, 开4月的志愿时长证明. It is looked for last, among what nothing else is.
func (m *message) isCertificate() bool {
	i := m.where("证明")
	if i < 0 || !m.short(40) || m.said("怎么", "如何", "咋", "证明怎", "什么证明", "证明人", "能证明", "可以证明", "不能证明", "证明材料") {
		return false
	}
	if m.said("志愿服务", "志愿者", "志愿时", "志愿证明", "义工", "服务时长", "服务证明", "时长证明", "工时证明", "课时证明", "辅导证明", "云托班证明", "学时证明") {
		return !m.said("报名表", "核酸", "隔离", "健康证明", "居住证明", "在职证明", "收入证明")
	}
	return m.bareCertificate(i)
}

// bareCertificate reads 开证明, 帮我开一份证明: nothing says of what, and nothing
// else stands there but days.
func (m *message) bareCertificate(i int) bool {
	for j := m.body; j < m.t.Len(); j++ {
		if m.timeOver(j) != nil || j >= i && j < i+2 || !script.Han(m.t.At(j)) && !script.Latin(m.t.At(j)) {
			continue
		}
		n := m.t.Any(j, "开具", "出具", "打印", "申请", "需要", "可以", "能", "帮我", "给我", "我想", "我要", "想要", "我的", "麻烦", "请", "一份", "一张", "一个", "一下", "开", "出", "打", "办", "要", "想", "个", "份", "张", "下", "我", "的", "吗", "吧", "呀", "啊", "了", "呢", "小青", "从", "到")
		if n == 0 {
			return false
		}
		j += n - 1
	}
	return m.t.Any(m.start(), "证明") == 0 || m.short(4)
}

// fillCertificate takes the days it shall be of, which end today at the latest.
func fillCertificate(m *message, f *Fields) {
	today := calendar.DayOf(m.at)
	for _, it := range m.times {
		if from, to, ok := it.Days(m.at, when.Past); ok && from <= today {
			f.From, f.To = from, minDay(to, today)
			if it.Open == when.Since {
				f.To = today
			}
		}
	}
}

// certificateTicket says that 证 at i is a 编号's: 证12 and 通过 证12, and not the
// end of 身份证 or 工作证 or the beginning of 证号.
func certificateTicket(t *script.Text, i int) bool {
	known := !script.Han(t.At(i-1)) || ends(t, i, "通过", "同意", "批准", "退回", "打回", "拒绝", "驳回", "取消", "作废", "撤销", "签发", "查", "看", "和", "跟", "到", "至") > 0
	return known && script.Digit(t.At(t.Skip(i+1)))
}
