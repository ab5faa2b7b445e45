package match

import "xiaoqing/models/calendar"

// Check says what makes a problem impossible to solve: no moment, a person without
// an id, an id that stands twice, a wrong slot or wrong grades. Its errors are
// ErrInput.
func (p Problem) Check() error {
	if p.Now.IsZero() {
		return wrong("缺 now，要写成 2022-04-08T12:00:00+08:00 这样。")
	}
	if p.PeriodMinutes != 0 && (p.PeriodMinutes < 10 || p.PeriodMinutes > 240) {
		return wrong("period_minutes 在10到240分钟之间，一般是45。")
	}
	seen := make(map[string]bool, len(p.Children))
	for _, c := range p.Children {
		if err := checkPerson("孩子", c.ID, seen, c.Slots); err != nil {
			return err
		}
	}
	return p.checkTutors()
}

func (p Problem) checkTutors() error {
	seen := make(map[string]bool, len(p.Tutors))
	for _, t := range p.Tutors {
		if err := checkPerson("志愿者", t.ID, seen, t.Slots); err != nil {
			return err
		}
		for _, s := range t.Subjects {
			if !sound(s.Grades) {
				return wrong("志愿者%s的%s，grades 要写成 [1,6] 这样。", t.ID, s.Name)
			}
		}
		if !sound(t.Grades) {
			return wrong("志愿者%s的 grades 要写成 [1,6] 这样。", t.ID)
		}
	}
	return nil
}

func sound(grades []int) bool {
	return grades == nil || len(grades) == 2 && grades[0] <= grades[1]
}

func checkPerson(who, id string, seen map[string]bool, slots []calendar.Slot) error {
	if id == "" {
		return wrong("有一位%s没有 id。", who)
	}
	if seen[id] {
		return wrong("%s%s出现了两次。", who, id)
	}
	seen[id] = true
	for i, s := range slots {
		if !soundSlot(s) {
			return wrong("%s%s的第%d个时段不对，要写成 {\"days\":[\"mon\"],\"start\":\"19:00\",\"end\":\"20:30\"} 这样。", who, id, i+1)
		}
	}
	return nil
}

func soundSlot(s calendar.Slot) bool {
	for _, d := range s.Days {
		if _, ok := calendar.ParseWeekday(d); !ok {
			return false
		}
	}
	_, ok := minutesOf(s, 1)
	return ok && len(s.Days) > 0
}
