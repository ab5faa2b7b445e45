package parse

var callWords = []string{"紧急动员令", "紧急召集令", "发布紧急动员令", "发紧急动员令", "发布动员令", "发动员令", "发个动员令", "发一个动员令", "发一条动员令", "发条动员令", "发个召集令", "发个召集", "动员令", "发动员", "动员大家", "动员", "召集令", "召集", "发一个通知", "发个通知", "发一下通知", "发通知", "发一条通知", "发条通知", "发布通知", "发公告", "下通知", "通知各群", "通知所有群", "通知全体", "通知大家", "通知各街道", "群发通知", "群发", "号召", "发号召", "发召集令", "发召集", "发布召集", "紧急召集", "紧急动员", "紧急通知", "通知"}

// callAt is where the word of a call-out begins and ends; ok is false when the
// message is none.
func (m *message) callAt() (i, j int, ok bool) {
	i = m.start()
	if m.t.Any(i, "给", "向", "对") > 0 {
		for j = i + 1; j < m.t.Len() && j-i < 20; j++ {
			if n := m.t.Any(j, callWords...); n > 0 {
				return j, j + n, true
			}
		}
		return 0, 0, false
	}
	if n := m.t.Any(i, callWords...); n > 0 {
		return i, i + n, true
	}
	return 0, 0, false
}

func (m *message) isMobilise() bool {
	i, j, ok := m.callAt()
	if !ok || m.t.Any(i, "号召力", "动员会", "通知我", "通知没", "通知了", "通知书", "通知单", "号召双", "动员大会") > 0 {
		return false
	}
	return m.t.Skip(j) < m.t.Len() && !(m.has(tQuestion) && m.short(12)) || m.t.Len()-m.body <= 4
}

func fillMobilise(m *message, f *Fields) {
	i, j, _ := m.callAt()
	s := m.start()
	if n := m.t.Any(s, "给", "向", "对"); n > 0 && i > s {
		f.Org = m.trimmed(s+n, i)
		if m.t.Any(i-1, "的") > 0 {
			f.Org = m.trimmed(s+n, i-1)
		}
	}
	for j < m.t.Len() {
		if c := m.t.At(j); c != ' ' && c != ',' && c != ':' && c != '。' && c != '!' && c != '\n' && c != '-' {
			break
		}
		j++
	}
	f.Title = m.trimmed(j, m.t.Len())
}
