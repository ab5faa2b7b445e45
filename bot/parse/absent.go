package parse

// absentElse says whether what cannot be done is no lesson and no shift: an old
// woman who cannot get to a hospital, or hours that someone who joins leaves out.
func (m *message) absentElse() bool {
	if m.said("请假", "请个假", "病假", "事假", "请一次假") {
		return false
	}
	if m.said("去不了医院", "去不了超市", "去不了菜场", "去不了银行", "去不了药房", "去不了学校", "来不了医院", "到不了医院", "出不了门") && (m.pleads() || m.has(tAsk) || m.address() != "") {
		return true
	}
	return m.has(tVolunteer|tCommando|tReportIn|tSecretary|tCouncil|tTutorRole) && m.said("报名", "登记", "加入", "报到") && !m.has(tNeg) && (m.phone() != "" || m.said("我叫", "名字", "姓名", "叫") || m.nameAlone() != "")
}
