package parse

// isMeeting: a pasted invitation to an online meeting.
func (m *message) isMeeting() bool {
	return m.said("meeting.tencent.com", "腾讯会议", "会议号", "zoom.us", "meeting.dingtalk", "vc.feishu") && m.said("http") || m.said("邀请您参加腾讯会议")
}

// link is the first address of a web page.
func (m *message) link() string {
	i := m.where("https://", "http://")
	if i < 0 {
		return ""
	}
	j := i
	for j < m.t.Len() && m.t.At(j) > ' ' && m.t.At(j) < 0x7f && m.t.Raw[j] < 0x7f {
		j++
	}
	return m.t.Said(i, j)
}
