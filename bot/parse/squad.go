package parse

var squadWords = []string{"建突击队", "建一支突击队", "建个突击队", "组建突击队", "新建突击队", "成立突击队", "创建突击队", "组突击队"}

func (m *message) isSquad() bool { return m.begins(squadWords...) > 0 && !m.has(tQuestion) }

var musterWords = []string{"紧急集合", "马上集合", "集合", "集结"}

func (m *message) isMuster() bool {
	if m.begins(musterWords...) > 0 {
		return !m.has(tQuestion) && !m.said("地点在", "集合地点")
	}
	_, e := m.team(m.start())
	return e > 0 && m.t.Any(m.t.Skip(e), musterWords...) > 0 && !m.has(tQuestion)
}

func (m *message) isRollCall() bool {
	if _, e := m.team(m.start()); e > 0 && m.t.Any(m.t.Skip(e), "点名", "点个名") > 0 {
		return true
	}
	return m.short(24) && m.begins("点名", "点个名", "点一下名", "报数") > 0
}

// isEnlist: 加入 and a squad by its own name; 加入突击队 alone joins the programme.
func (m *message) isEnlist() bool {
	n := m.begins("加入", "申请加入", "想加入", "我加入", "报名加入", "参加")
	if n == 0 || m.personal() || m.has(tQuestion) || !m.short(30) {
		return false
	}
	_, e := m.team(m.body + n)
	return e > 0
}

func (m *message) isQuit() bool {
	n := m.begins("退出", "我退出", "想退出", "离开", "退队")
	if n == 0 || !m.short(24) || m.has(tQuestion) {
		return false
	}
	_, e := m.team(m.body + n)
	return e > 0
}

// team is the name of a squad that begins at i, up to its 队; e is 0 for none, and
// for what is no squad's own name.
func (m *message) team(i int) (name string, e int) {
	i = m.t.Skip(i)
	for j := i; j < m.stop(i); j++ {
		if m.t.At(j) != '队' || m.t.Any(j, "队长", "队员", "队友") > 0 {
			continue
		}
		e = j + 1
		if m.t.Any(e, "伍") > 0 {
			return "", 0
		}
		for _, w := range [...]string{"青年突击队", "突击队", "志愿者服务队", "志愿服务队", "志愿者队", "志愿队", "服务队"} {
			n := len([]rune(w))
			if e-i >= n && m.t.Has(e-n, w) > 0 && m.genericTeam(i, e-n) {
				return "", 0
			}
		}
		if e-i < 3 || e-i > 16 || m.t.Any(i, "排队", "部队", "军队", "乐队", "医疗队", "这个", "那个", "你们", "我们的", "大部队") > 0 {
			return "", 0
		}
		return m.t.Said(i, e), e
	}
	return "", 0
}

// genericTeam says that i to j is nothing, or only the name of a street or a community.
func (m *message) genericTeam(i, j int) bool {
	return i >= j || ends(m.t, j, "街道", "镇", "乡", "社区", "居委", "小区", "大学", "学校", "的", "你们", "我们", "咱们", "本地", "区里", "街道里", "一个", "个", "这个", "那个", "名", "支") > 0
}

// fillSquad takes the squad's name and its leader's.
func fillSquad(m *message, f *Fields) {
	i := m.start()
	i += m.t.Any(i, squadWords...)
	for n := 1; n > 0; i += n {
		n = m.t.Any(i, " ", ":", ",", "名字叫", "名叫", "名称", "叫做", "叫", "名为")
	}
	cut := m.where("队长", "负责人", "带队", "组长")
	e := m.t.Len()
	if cut > i {
		e = cut
		j := cut + m.t.Any(cut, "队长", "负责人", "带队", "组长")
		for n := 1; n > 0; j += n {
			n = m.t.Any(j, " ", ":", "是", "由", "的", "为")
		}
		f.Name = m.trimmed(j, min(m.stop(j), m.phoneStart(j)))
	}
	f.Title = m.trimmed(i, min(e, m.stop(i)))
	f.Phone = m.phone()
}

// phoneStart is where a phone begins behind i, the end of the message for none.
func (m *message) phoneStart(i int) int {
	for ; i < m.t.Len(); i++ {
		if _, e := mobileAt(m.t, i); e > 0 {
			break
		}
	}
	return i
}

// fillTeam takes the squad's name, wherever it stands.
func fillTeam(m *message, f *Fields) {
	i := m.start()
	i += m.t.Any(i, "申请加入", "报名加入", "想加入", "我加入", "加入", "参加", "想退出", "我退出", "退出", "离开", "退队", "点一下名", "点个名", "点名", "报数")
	f.Title, _ = m.team(i)
}

func fillMuster(m *message, f *Fields) {
	i := m.start()
	i += m.t.Any(i, musterWords...)
	for len(m.times) > 0 && m.times[0].I < i { // 马上
		m.times = m.times[1:]
		m.index()
	}
	name, e := m.team(m.t.Skip(i + m.t.Any(m.t.Skip(i), ":", ",", "请")))
	if e > 0 {
		f.Title, i = name, e
	}
	s := m.coming()
	f.Date, f.Start = s.day, hhmm(s.from)
	for _, p := range m.pieces(i) {
		text := m.trimmed(p.i, p.j)
		if p.heads == 0 && f.Place == "" && text != "" && m.t.Any(p.i, musterWords...) == 0 {
			f.Place = text
			if n := ends(m.t, p.j, "紧急集合", "集合", "集结"); n > 0 {
				f.Place = m.trimmed(p.i, p.j-n)
			}
		}
	}
}
