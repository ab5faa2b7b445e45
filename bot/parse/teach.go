package parse

// comesToTeach says whether someone offers to teach children: 报名当老师, 我想来教孩子.
func (m *message) comesToTeach() bool {
	return m.said("报名当老师", "报名做老师", "报名当辅导", "报名做辅导", "来当老师", "想当老师", "想做老师", "当辅导老师", "做辅导老师", "当小老师", "做小老师", "来教孩子", "想教孩子", "去教孩子", "教教孩子", "来辅导孩子", "想辅导孩子", "报名教孩子", "报名辅导孩子", "愿意教孩子", "可以教孩子", "能教孩子", "来教小朋友", "想教小朋友", "来辅导小朋友", "报名家教", "当线上老师", "做线上老师", "当云老师") &&
		!m.onBehalf() && !m.said("找老师", "求老师", "谁来教", "请人", "有人来教", "谁能来", "以后想当老师", "长大")
}

// notCloud says whether the cloud class is only named as what is not meant: 不是报
// 云托班,我是报名做志愿者的.
func (m *message) notCloud() bool {
	k, ok := m.find(m.body, tCloud)
	if !ok {
		return false
	}
	for i := max(m.body, k.i-10); i < k.i; i++ {
		if m.t.Has(i, "不是") > 0 && m.t.Any(i-1, "是不是") == 0 && m.clause(i) >= k.i {
			return true
		}
	}
	return false
}

// signsUpAfterAll: 不是要求助,我是来报名的: the message begins with what is not
// meant, and then joins.
func (m *message) signsUpAfterAll() bool {
	return m.begins("不是") > 0 && m.has(tVolunteer|tCommando|tReportIn|tSecretary|tCouncil|tTutorRole) && m.said("我是报名", "我是要报名", "我是来报名", "我是想", "我要报名", "我想报名", "我来报名", "是要报名", "是来报名", "是想报名", "我是报", "我要报", "我想当", "我想做")
}
