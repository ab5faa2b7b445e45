package parse

// grade is the one grade that was said; two children in different ones give none.
func (m *message) grade() *int {
	grade, found := 0, false
	for i := m.body; i < m.t.Len(); i++ {
		g, e := gradeAt(m.t, i)
		if e == 0 {
			continue
		}
		if m.denied(i) || m.nextGrade(i) && (found || m.gradeFrom(e)) {
			i = e - 1
			continue
		}
		if found && grade != g && !m.corrected(i) {
			return nil
		}
		grade, found, i = g, true, e-1
	}
	if !found {
		return nil
	}
	return &grade
}

// gradeFrom says whether another grade is named from i on.
func (m *message) gradeFrom(i int) bool {
	for ; i < m.t.Len(); i++ {
		if _, e := gradeAt(m.t, i); e > 0 {
			return true
		}
	}
	return false
}

// nextGrade says whether the grade at i is what a child will be in: 九月升三年级.
func (m *message) nextGrade(i int) bool {
	if ends(m.t, i, "升", "升到", "升入", "才上", "才读", "就上", "该上") > 0 {
		return true
	}
	for k := i - 2; k >= m.body && k > i-9 && m.clause(k) >= i; k-- {
		if m.t.Any(k, "下学期", "下学年", "下半年", "开学", "九月", "9月", "明年", "暑假后", "暑假过后", "马上") > 0 {
			return true
		}
	}
	return false
}

// gradeSoon reads 现在二年级, 今年上三年级 behind a pet name.
func (m *message) gradeSoon(i int) bool {
	i += m.t.Any(i, "小朋友", "同学", "宝贝")
	i += m.t.Any(i, "现在", "今年", "目前", "刚", "马上", "开学")
	_, e := gradeAt(m.t, i+m.t.Any(i, "读", "上", "念", "是", "在读", "在上", "升"))
	return e > 0
}
