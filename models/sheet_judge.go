package models

import "xiaoqing/models/calendar"

// judge says whether a report is new, is there already, or cannot be.
func (d *diary) judge(p *PastReport, at Actor) {
	on := tutorDay{p.tutor, p.Day}
	if p.Day.At(p.Start, d.Zone).After(at.Now) {
		p.refuse("start", "这节课还没开始，上完课再报就行。")
		return
	}
	if !d.ofLesson(p, on, at.Now.UnixMilli()) {
		return
	}
	log := p.log(d.PeriodMinutes)
	for _, old := range d.reports[on] {
		switch {
		case old.LessonID == p.lesson.ID:
			if p.Known = old.Start == log.Start && old.Minutes == log.Minutes && old.Waited == log.Waited; !p.Known {
				p.refuse("start", "%s已经报过了，时间是%s–%s，和这里写的不一样。要更正请老师自己来报。", p.lesson.Ticket(), old.Start, old.Start+calendar.Clock(old.Minutes+old.Waited))
			}
			return
		case p.Note == "" && log.Start < old.Start+calendar.Clock(old.Minutes) && old.Start < log.Start+calendar.Clock(log.Minutes):
			p.refuse("start", "这段时间和这位老师的另一节课（%s–%s）重叠了。时间写错了就改一下，确实都上了就在备注里写一句说明。", old.Start, old.Start+calendar.Clock(old.Minutes))
			return
		}
	}
	if p.fresh { // for the rows that follow
		d.byID[p.lesson.ID] = p.lesson
		d.lessons[on] = append(d.lessons[on], p.lesson)
	}
	d.reports[on] = append(d.reports[on], log)
}

// ofLesson finds the lesson of a report: by its 课号, else one of this child and
// tutor at that time. It is false when the 课号 is of another lesson.
func (d *diary) ofLesson(p *PastReport, on tutorDay, now int64) bool {
	l, ok := d.byID[p.Lesson]
	if ok = ok && p.Lesson > 0; ok && (l.TutorID != p.tutor || l.EnrolmentID != p.Enrolment || l.Day != p.Day) {
		p.refuse("lesson", "%s在这里是另一节课，请核对课号、老师、孩子和日期；不知道课号就空着。", l.Ticket())
		return false
	}
	if ok {
		p.lesson = l
		return true
	}
	for _, other := range d.lessons[on] {
		if other.EnrolmentID == p.Enrolment && p.Start < other.Start+calendar.Clock(max(other.Minutes, 1)) && other.Start < p.Start+calendar.Clock(p.Minutes) &&
			!(p.Lesson != 0 && d.claimed[other.ID]) {
			p.lesson = other
			return true
		}
	}
	p.fresh = true
	p.lesson = Lesson{ID: p.Lesson, PairingID: p.pairing, TutorID: p.tutor, EnrolmentID: p.Enrolment, OrgID: p.child.OrgID, Day: p.Day, Start: p.Start,
		Minutes: p.Minutes, Periods: calendar.PeriodsOf(p.Minutes, d.PeriodMinutes), Given: true, MadeAt: now}
	if p.Lesson == 0 {
		p.lesson.ID = -int64(len(d.byID)) - 1 // for now
	}
	return true
}
