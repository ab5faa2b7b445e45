package parse

// leftAlone says whether a child is said to be without anyone, as the parents are
// quarantined, ill or on duty: 小孩一个人在家,隔离没人管.
func (m *message) leftAlone() bool {
	if !m.has(tKid) && !m.said("岁娃", "娃一个", "小囡") || m.has(tCloud) || m.graded() || m.has(tVolunteer) && m.has(tSign) || m.timed() {
		return false
	}
	alone := m.said("一个人在家", "自己在家", "独自在家", "单独在家", "没人管", "没人带", "没人看", "没人照看", "没人照顾", "没人照料", "无人照看", "无人照顾", "无人照料", "谁能照看", "谁来照看", "谁能照顾", "谁帮照看")
	why := m.said("隔离", "方舱", "确诊", "阳了", "阳性", "密接", "住院", "转运", "拉走", "封在", "封控", "出不来", "援沪", "去世", "服刑", "走了以后")
	return alone && (why || m.said("谁能照看", "谁来照看", "谁能照顾", "谁帮照看", "能不能来照看", "求照看"))
}
