package parse

import (
	"strings"
)

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
		e := i - ends(m.t, i, calledPeople...)
		f.Org = m.trimmed(s+n, e-ends(m.t, e, "的"))
	}
	for j < m.t.Len() && m.pauses(j) {
		j++
	}
	if f.Org == "" {
		f.Org, j = m.called(j)
	}
	for j < m.t.Len() && m.pauses(j) {
		j++
	}
	f.Title = m.trimmed(j, m.t.Len())
}

// pauses says that nothing but a pause is written at j.
func (m *message) pauses(j int) bool { return strings.ContainsRune(" ,:。!\n-", m.t.At(j)) }

// calledPeople are those of a unit that is called: 五角场的志愿者.
var calledPeople = []string{"全体志愿者", "所有志愿者", "志愿者们", "志愿者", "全体青年", "青年们", "青年", "全体团员", "团员们", "团员", "突击队员", "各群", "所有群", "的群", "全体", "大家", "各位"}

// called is the unit that stands first behind the word of a call-out, by itself or
// before its people, and where the task begins: 召集五角场的志愿者 明天…, 动员令 五角场街道 明早7点….
func (m *message) called(j int) (org string, e int) {
	for _, o := range m.c.Orgs {
		for _, name := range []string{o, ShortOrg(o)} {
			n := m.t.Any(j, folded(name))
			if n == 0 || len([]rune(name)) < 2 {
				continue
			}
			k := j + n
			p := m.t.Any(k+m.t.Any(k, "的"), calledPeople...)
			if p > 0 {
				return o, k + m.t.Any(k, "的") + p
			}
			if name == o && m.pauses(k) {
				return o, k
			}
		}
	}
	return "", j
}
