package match_test

import (
	"fmt"
	"math/rand/v2"

	"xiaoqing/bot/match"
	"xiaoqing/models/calendar"
)

var (
	districts = []string{"黄浦区", "徐汇区", "长宁区", "静安区", "普陀区", "虹口区", "杨浦区", "闵行区", "宝山区", "嘉定区", "浦东新区", "金山区", "松江区", "青浦区", "奉贤区", "崇明区"}
	// sought are subjects as often as they are asked for.
	sought = []string{"数学", "数学", "数学", "数学", "英语", "英语", "英语", "语文", "语文", "物理", "化学", "科学", "历史", "地理", "美术", "音乐", "编程", "阅读", "作业"}
	hours  = []int{18 * 60, 18*60 + 30, 19 * 60, 19 * 60, 19*60 + 30, 20 * 60}
)

// season makes a round as the programme's are: children of grades 1 to 9 with one to
// three subjects and an evening or two, tutors who teach a few subjects to a range
// of grades on some evenings, a few of them two children.
func season(seed uint64, children, tutors int) match.Problem {
	r := rand.New(rand.NewPCG(seed, 2022))
	p := match.Problem{Now: now, Children: make([]match.Child, children), Tutors: make([]match.Tutor, tutors)}
	editions := max(tutors/2500, 1)
	for i := range p.Children {
		p.Children[i] = seasonChild(r, fmt.Sprintf("c%d", i+1), editions)
	}
	for i := range p.Tutors {
		p.Tutors[i] = seasonTutor(r, fmt.Sprintf("t%d", i+1), editions)
	}
	return p
}

func seasonChild(r *rand.Rand, id string, editions int) match.Child {
	grade := 1 + r.IntN(9)
	c := match.Child{ID: id, Grade: &grade, Subjects: distinct(r, 1+r.IntN(2), editions), Since: now.AddDate(0, 0, -r.IntN(20)), District: pick(r, districts...)}
	c.Slots = evenings(r, 1+r.IntN(2), 60)
	if r.IntN(3) == 0 {
		c.Must = []string{c.Subjects[0]}
	}
	if r.IntN(12) == 0 {
		c.TutorGender = "f"
	}
	if r.IntN(20) == 0 {
		c.Not = []string{fmt.Sprintf("t%d", r.IntN(5000))}
	}
	return c
}

func seasonTutor(r *rand.Rand, id string, editions int) match.Tutor {
	low := 1 + r.IntN(6)
	t := match.Tutor{ID: id, Grades: []int{low, min(low+2+r.IntN(4), 12)}, Since: now.AddDate(0, 0, -r.IntN(30)), District: pick(r, districts...), Gender: pick(r, "f", "f", "m")}
	for _, s := range distinct(r, 1+r.IntN(2), editions) {
		t.Subjects = append(t.Subjects, match.Subject{Name: s})
	}
	if r.IntN(10) == 0 {
		seats := 2
		t.Seats = &seats
	}
	t.Slots = evenings(r, 1, 45)
	return t
}

// distinct are n subjects, of one of so many textbook editions: the more there are,
// the fewer tutors teach one, so that a child has about forty whatever the size.
func distinct(r *rand.Rand, n, editions int) (out []string) {
	seen := map[string]bool{}
	for len(out) < n {
		s := pick(r, sought...)
		if s != "作业" && editions > 1 {
			s += fmt.Sprintf("（%d）", r.IntN(editions))
		}
		if !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}

// evenings are weekly times on n days, of least minutes or up to an hour more.
func evenings(r *rand.Rand, n, least int) (slots []calendar.Slot) {
	for range n {
		from := hours[r.IntN(len(hours))]
		to := from + least + 15*r.IntN(5)
		slots = append(slots, calendar.Slot{Days: []string{pick(r, weekdays...)}, Start: quarter(from / 15), End: quarter(to / 15)})
	}
	return slots
}
