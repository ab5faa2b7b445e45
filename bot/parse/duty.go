package parse

// duty reads what is said of rosters, shifts and squads: 排班, 改班, 报岗, 退班, 岗12 3小时,
// 建突击队, 加入, 退出, 集合, 点名.
func (m *message) duty() string {
	for _, c := range [...]struct {
		intent string
		is     func(*message) bool
	}{
		{"squad", (*message).isSquad}, {"muster", (*message).isMuster}, {"rollcall", (*message).isRollCall}, {"roster", (*message).isRoster},
		{"rearrange", (*message).isRearrange}, {"drop", (*message).isDrop}, {"check_in", (*message).isAtRoster}, {"take", (*message).isTake}, {"rosters", (*message).isRosters}, {"adjust", (*message).isAdjust},
		{"quit", (*message).isQuit}, {"enlist", (*message).isEnlist},
	} {
		if c.is(m) {
			return c.intent
		}
	}
	return ""
}

// isAdjust: the length of shifts, by their tickets: 岗12 3小时, 核 岗12 三个半小时.
func (m *message) isAdjust() bool {
	return m.only("岗") && m.length() > 0 && !m.said("改成", "改为", "写错", "填错", "报错", "记错", "更正", "应该是", "拒绝", "不通过", "驳回", "退回", "取消", "查", "转") && !m.has(tQuestion) && m.lastHours() < 0
}

// only says that there are tickets, all of one prefix.
func (m *message) only(prefix string) bool {
	for _, t := range m.ticket {
		if len(t) < len(prefix) || t[:len(prefix)] != prefix {
			return false
		}
	}
	return len(m.ticket) > 0
}

func fillAdjust(m *message, f *Fields) { f.Tickets, f.Minutes = m.ticket, m.length() }
