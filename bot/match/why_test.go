package match_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"xiaoqing/bot/match"
)

func TestWhyAPair(t *testing.T) {
	for _, c := range []struct{ child, tutor, why string }{
		{`"subjects":["数学","英语"],"must":["数学"],"slots":[{"days":["mon","wed"],"start":"19:00","end":"20:30"}],"since":"2022-04-02T09:00:00+08:00","district":"杨浦区","tutor_gender":"f"`,
			`"subjects":["数学","语文"],` + mon19 + `,"district":"杨浦区","gender":"f"`, "能教数学|周一晚上都有空|同在杨浦区|等了6天"},
		{`"subjects":["语文","数学","英语"]`, `"subjects":["英语","数学","语文"]`, "能教数学、英语和语文"},
		{`"subjects":["数学","作业"]`, `"subjects":["数学"]`, "能教数学、能陪写作业"},
		{`"subjects":["陪伴"]`, `"subjects":["数学"]`, "能陪伴"},
		{`"slots":[{"days":["sat"],"start":"09:30","end":"11:00"}]`, `"slots":[{"days":["sat"],"start":"09:00","end":"12:00"}]`, "周六上午都有空"},
		{mon19, ``, ""},
		{`"since":"2022-04-08T09:00:00+08:00"`, ``, ""},
	} {
		r := round(t, `{"id":"c1",`+orNothing(c.child)+`}`, `{"id":"t1",`+orNothing(c.tutor)+`}`)
		if len(r.Pairs) != 1 || strings.Join(r.Pairs[0].Why, "|") != c.why || r.Pairs[0].Why == nil {
			t.Errorf("%+v, want %s", r, c.why)
		}
	}
}

func TestWhyWaiting(t *testing.T) {
	const wed, physics = `"slots":[{"days":["wed"],"start":"19:00","end":"20:30"}]`, `"subjects":["物理"]`
	for _, c := range []struct{ child, tutors, why string }{
		{physics, ``, "暂时还没有志愿者"},
		{physics, `{"id":"t1","subjects":["数学"]}`, "暂时没有能教物理的志愿者"},
		{`"subjects":["物理","化学"]`, `{"id":"t1","subjects":["数学"]}`, "暂时没有能教化学或物理的志愿者"},
		{`"subjects":["物理","数学"],"must":["物理"]`, `{"id":"t1","subjects":["数学"]}`, "暂时没有能教物理的志愿者"},
		{`"must":["物理","化学"]`, `{"id":"t1","subjects":["物理"]},{"id":"t2","subjects":["化学"]}`, "暂时没有能同时教化学和物理的志愿者"},
		{`"subjects":["英语"],"must":["数学"]`, `{"id":"t1","subjects":["数学"]}`, "暂时没有能教数学、还能教英语的志愿者"},
		{`"grade":8,` + physics, `{"id":"t1","grades":[1,6],"subjects":["物理"]}`, "能教物理的志愿者都不带这个年级"},
		{`"grade":8,` + physics, `{"id":"t1","subjects":[{"name":"物理","grades":[9,12]}]}`, "能教物理的志愿者都不带这个年级"},
		{`"tutor_gender":"f",` + physics, `{"id":"t1","gender":"m","subjects":["物理"]}`, "暂时没有能教物理的女老师"},
		{wed + `,` + physics, `{"id":"t1",` + mon19 + `,"subjects":["物理"]}`, "周三晚上暂时没有能教物理的志愿者"},
		{`"subjects":["作业"],` + wed, `{"id":"t1",` + mon19 + `}`, "周三晚上暂时没有志愿者"},
		{`"slots":[{"days":["wed","tue"],"start":"19:00","end":"20:00"}],` + physics, `{"id":"t1",` + mon19 + `,"subjects":["物理"]}`, "周二、周三晚上暂时没有能教物理的志愿者"},
		{wed + `,"tutor_gender":"f",` + physics, `{"id":"t1",` + mon19 + `,"gender":"f","subjects":["物理"]}`, "周三晚上暂时没有能教物理的女老师"},
		{wed + `,` + physics, `{"id":"t1","slots":[{"days":["wed"],"start":"18:00","end":"19:00"}],"subjects":["物理"]}`, "和能教物理的志愿者时间都对不上"},
		{`"slots":[{"days":["wed"],"start":"16:00","end":"20:30"}],` + physics, `{"id":"t1",` + mon19 + `,"subjects":["物理"]}`, "和能教物理的志愿者时间都对不上"},
		{`"not":["t1"],` + physics, `{"id":"t1","subjects":["物理"]}`, "合适的志愿者都配过了，要等新的"},
		{physics, `{"id":"t1","seats":0,"subjects":["物理"]}`, "能教物理的志愿者都排满了"},
		{physics, `{"id":"t1","subjects":["物理"],"slots":[]}`, "能教物理的志愿者这一轮都排满了"},
		{wed + `,` + physics, `{"id":"t1","subjects":["物理"]},{"id":"t2","subjects":["物理"],` + mon19 + `}`, "合适的志愿者这一轮都排满了"},
	} {
		first := `{"id":"c0","subjects":["物理"],"since":"2022-01-01T00:00:00Z","slots":[{"days":["wed"],"start":"19:00","end":"19:45"}]},`
		if !strings.Contains(c.why, "这一轮") {
			first = ""
		}
		r := round(t, first+`{"id":"c1",`+c.child+`}`, c.tutors)
		if i := slices.IndexFunc(r.Waiting, func(w match.Waiting) bool { return w.Child == "c1" }); i < 0 || r.Waiting[i].Why != c.why {
			t.Errorf("%+v, want %s", r, c.why)
		}
	}
}

// TestHelp: what would help is counted, for one kind of tutor by itself.
func TestHelp(t *testing.T) {
	wed := `"slots":[{"days":["wed"],"start":"19:00","end":"20:30"}]`
	children := `{"id":"c1","subjects":["物理"],` + wed + `},{"id":"c2","subjects":["物理"],` + wed + `},{"id":"c3","subjects":["化学"]}`
	for _, c := range []struct {
		children, tutors string
		want             []string
	}{
		{children, `{"id":"t1","subjects":["数学"]}`, []string{
			"再有2位周三晚上有空、能教物理的志愿者，还能帮2个孩子结上对",
			"再有1位时间灵活、能教化学的志愿者，还能帮1个孩子结上对"}},
		{children, `{"id":"t1","subjects":["数学"],"seats":2},{"id":"t2","subjects":["数学"],"seats":2}`, []string{
			"再有1位周三晚上有空、能教物理的志愿者，还能帮2个孩子结上对",
			"再有1位时间灵活、能教化学的志愿者，还能帮1个孩子结上对"}},
		{`{"id":"c1","subjects":["物理"],"tutor_gender":"f"}`, ``, []string{"再有1位时间灵活、能教物理的女老师，还能帮1个孩子结上对"}},
		{`{"id":"c1"},{"id":"c2","subjects":["物理"],"must":["化学"]}`, ``, []string{
			"再有2位时间灵活、能教化学和物理的志愿者，还能帮2个孩子结上对",
			"再有1位时间灵活的志愿者，还能帮1个孩子结上对"}},
		{`{"id":"c1"}`, `{"id":"t1"}`, []string{}},
	} {
		p := read(t, c.children, c.tutors)
		if got := match.Help(p, match.Solve(p)); !slices.Equal(got, c.want) {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// TestHelpMovesOthers: a physics tutor helps the child who waits for mathematics when
// another child, who learns both, can move.
func TestHelpMovesOthers(t *testing.T) {
	p := read(t, `{"id":"c1","subjects":["数学","物理"],"since":"2022-04-01T00:00:00Z"},{"id":"c2","subjects":["数学"]},{"id":"c3","subjects":["物理"]}`, `{"id":"t1","subjects":["数学"]}`)
	got := match.Help(p, match.Solve(p))
	if want := "再有2位时间灵活、能教物理的志愿者，还能帮2个孩子结上对"; !slices.Contains(got, want) {
		t.Errorf("%q has no %q", got, want)
	}
}

// TestHelpIsTrue adds the tutors that a line names and solves again.
func TestHelpIsTrue(t *testing.T) {
	p := season(5, 150, 120)
	for i := range p.Tutors {
		p.Tutors[i].Seats = nil
	}
	r := match.Solve(p)
	lines := match.Help(p, r)
	if len(lines) != 3 {
		t.Fatalf("%q", lines)
	}
	for _, line := range lines {
		more := match.Problem{Now: p.Now, Children: p.Children, Tutors: slices.Clone(p.Tutors)}
		n, gain := imagined(t, line, &more)
		if got := len(match.Solve(more).Pairs) - len(r.Pairs); got != gain {
			t.Errorf("%s: %d with %d", line, got, n)
		}
	}
}

// imagined adds the tutors of a line to p.
func imagined(t *testing.T, line string, p *match.Problem) (n, gain int) {
	t.Helper()
	var words string
	line = strings.NewReplacer("位", " ", "，还能帮", " ", "个孩子", " ").Replace(line)
	if _, err := fmt.Sscanf(line, "再有%d %s %d", &n, &words, &gain); err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	tutor := match.Tutor{}
	if _, subject, ok := strings.Cut(words, "能教"); ok {
		subject, _, _ = strings.Cut(subject, "的")
		tutor.Subjects = []match.Subject{{Name: subject}}
	}
	if strings.Contains(words, "女老师") {
		tutor.Gender = "f"
	}
	for i, day := range []string{"周一", "周二", "周三", "周四", "周五", "周六", "周日"} {
		if strings.HasPrefix(words, day+"晚上") {
			p := read(t, "", `{"id":"x","slots":[{"days":["`+weekdays[i]+`"],"start":"18:00","end":"24:00"}]}`)
			tutor.Slots = p.Tutors[0].Slots
		}
	}
	for k := range n {
		tutor.ID = fmt.Sprintf("x%d", k)
		p.Tutors = append(p.Tutors, tutor)
	}
	return n, gain
}
