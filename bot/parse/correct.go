package parse

// isCorrect: the whole message corrects something that was said before. A record
// that corrects itself on the way (7点,哦不对,是8点) is that record.
func (m *message) isCorrect() bool {
	if !m.has(tWrong|tChange) && !m.renamed() && m.begins("不对", "不是", "错了", "应该是", "其实是", "更正") == 0 {
		return false
	}
	if m.said("换个老师", "换一个老师", "换位老师", "换一位老师") || m.has(tQuestion) && m.said("了吗", "了没有", "怎么改", "怎么修改", "如何修改", "能改吗", "可以改吗", "怎么更正", "在哪改") || m.isMoveWord() {
		return false
	}
	if m.signsUpAfterAll() {
		return false
	}
	if m.onlyChanges() {
		return true
	}
	cue := m.firstCue()
	if m.renamed() {
		return true
	}
	if cue < 0 {
		return false
	}
	if m.recordBefore(cue) || m.recordAround(cue) || m.lessonTold() {
		return false
	}
	return m.label(m.body, m.t.Len()) != "" || m.has(tWrong) || m.begins("不对", "不是", "错了", "应该是", "其实是") > 0 && m.t.Len()-m.body < 40
}

// onlyChanges: 改成45分钟 says what the last record's length is to be.
func (m *message) onlyChanges() bool {
	return m.begins("改成", "改为", "应改为", "更正为", "应该是", "应为") > 0 && m.short(14) && (m.length() > 0 || m.periods() > 0) && !m.has(tLesson&^tTeach)
}

// isMoveWord: a lesson that is put off is a move, not a correction.
func (m *message) isMoveWord() bool {
	return m.said("课改到", "的课改", "课挪", "课调", "课换到", "节课改", "辅导改到", "辅导改成", "辅导挪", "课推迟", "课提前", "课改成", "课换成", "课改在", "课换") && !m.said("错")
}

// renamed reads 不叫李明,叫黎明 and 不姓张,姓章.
func (m *message) renamed() bool {
	if !m.short(30) {
		return false
	}
	for _, w := range [...]string{"叫", "姓"} {
		if i := m.where("不" + w); i >= 0 && m.t.Find(i+2, w) >= 0 {
			return true
		}
	}
	return false
}

func (m *message) firstCue() int {
	for _, k := range m.marks {
		if k.tags&(tWrong|tChange) != 0 && m.t.Any(k.i, "是我", "改善", "改革") == 0 {
			return k.i
		}
	}
	return -1
}

// recordBefore says whether what stands before the correction is a record by
// itself: a lesson with its hours, a sign-up with a name.
func (m *message) recordBefore(cue int) bool {
	if cue-m.body < 8 || m.labelEndsAt(cue) && !m.hoursBefore(cue) {
		return false
	}
	tags := word(0)
	for _, k := range m.marks {
		if k.j <= cue {
			tags |= k.tags
		}
	}
	if m.aboutEarlier() {
		return false
	}
	lesson := tags&(tTeach|tDuty) != 0 || len(subjectsIn(m.t, m.body, m.t.Len())) > 0 && !m.labelEndsAt(cue) || m.wordAfter(cue, tTeach|tDuty)
	switch {
	case lesson && m.hoursBefore(cue):
		return true
	case tags&(tVolunteer|tCloud|tCommando|tReportIn) != 0 && tags&(tSign|tWant) != 0 && m.personal() && cue-m.body > 10:
		return true
	}
	return tags&(tMedicine|tSupply|tVisit|tGive|tAbsent) != 0 && cue-m.body > 8
}

// lessonTold says whether the message tells a lesson in full, whichever part of it
// is put right on the way: 给昊昊,不对,给皓轩补的物理,今晚八点到九点.
func (m *message) lessonTold() bool {
	if m.aboutEarlier() || m.begins("不对", "不是", "错了", "应该是", "更正", "改一下", "修改") > 0 || len(m.ticket) > 0 {
		return false
	}
	return m.has(tTeach) && m.timed() && len(subjectsIn(m.t, m.body, m.t.Len())) > 0 && len(m.cuedChild()) > 0 && m.label(m.body, m.t.Len()) == ""
}

// aboutEarlier says whether the message speaks of what was said before it.
func (m *message) aboutEarlier() bool {
	return m.begins("刚才", "刚刚", "之前", "前面", "上一条", "上条", "那条", "上面", "前一条", "我刚才", "我刚刚", "我之前", "我前面") > 0 && m.said("那条", "写的", "报的", "填的", "发的", "说的", "写错", "报错", "填错", "发错", "打错", "不对", "错了", "有误", "登记的", "讲的")
}

// wordAfter says whether a known word with one of tags stands after i.
func (m *message) wordAfter(i int, tags word) bool {
	_, ok := m.find(i, tags)
	return ok
}

func (m *message) hoursBefore(cue int) bool {
	for _, it := range m.times {
		_, l := it.Length.Minutes()
		if it.J <= cue && (hasHours(it) || l) {
			return true
		}
	}
	return false
}

// fieldLabels are the fields as people call them, with how the reading does.
var fieldLabels = []struct {
	field string
	words []string
}{
	{"phone", []string{"电话", "手机", "号码", "联系方式"}},
	{"guardian", []string{"家长名字", "家长姓名", "监护人", "家长的名字", "家长"}},
	{"child", []string{"孩子名字", "孩子姓名", "孩子的名字", "学生名字", "学生姓名", "娃的名字", "女儿名字", "儿子名字", "宝宝名字", "孩子叫", "小孩名字", "小朋友名字", "孩子的姓名", "娃名字", "学生的名字", "小名", "孩子写错", "孩子报错", "孩子填错", "学生写错", "学生报错"}},
	{"tutor", []string{"老师"}},
	{"grade", []string{"年级", "班级"}},
	{"subjects", []string{"科目", "学科", "课目"}},
	{"slots", []string{"有空", "空闲", "时段", "可服务时间", "服务时间", "辅导时间"}},
	{"org", []string{"街道", "社区", "居委", "学校"}},
	{"unit", []string{"单位", "工作单位"}},
	{"gender", []string{"性别"}},
	{"age", []string{"年龄", "岁数"}},
	{"periods", []string{"课时"}},
	{"minutes", []string{"时长"}},
	{"place", []string{"地址", "地点", "住址", "门牌", "楼号", "位置", "岗位"}},
	{"date", []string{"日期", "时间", "哪天"}},
	{"name", []string{"名字", "姓名"}},
	{"skills", []string{"特长"}},
	{"items", []string{"药名", "药品"}},
}

// label is the field named between i and j, "" for none.
func (m *message) label(i, j int) string {
	for _, l := range fieldLabels {
		for k := i; k < j; k++ {
			if m.t.Any(k, l.words...) > 0 {
				return l.field
			}
		}
	}
	return ""
}

// labelEndsAt says whether a field is named right before the correction: 电话写错.
func (m *message) labelEndsAt(cue int) bool {
	for _, l := range fieldLabels {
		for _, w := range l.words {
			for gap := 0; gap <= 2; gap++ {
				if m.t.Before(cue-gap, w) {
					return true
				}
			}
		}
	}
	return false
}
