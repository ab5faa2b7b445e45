package cli_test

import (
	"encoding/json"
	"strings"
	"testing"
)

const oneRound = `{"now": "2022-04-08T12:00:00+08:00",
 "children": [{"id":"c2","subjects":["物理"],"slots":[{"days":["wed"],"start":"19:00","end":"20:30"}],"unknown":{"x":1}},
  {"id":"c1","grade":3,"subjects":["数学","英语"],"must":["数学"],"slots":[{"days":["mon","wed"],"start":"19:00","end":"20:30"}],
   "since":"2022-04-02T09:00:00+08:00","district":"杨浦区","gender":"f","tutor_gender":"f","not":["t9"]}],
 "tutors": [{"id":"t2","subjects":["物理"],"slots":[{"days":["sat"],"start":"09:00","end":"12:00"}]},
  {"id":"t1","grades":[1,6],"subjects":["数学",{"name":"语文","grades":[1,2]}],"slots":[{"days":["mon"],"start":"19:00","end":"20:00"}],
   "seats":1,"since":"2022-04-02T09:00:00+08:00","district":"杨浦区","gender":"f"}]}`

func TestPair(t *testing.T) {
	m := newMachine(t)
	want := `{"pairs":[{"child":"c1","tutor":"t1","score":83,"slot":{"day":"mon","start":"19:00","end":"19:45"},"why":["能教数学","周一晚上都有空","同在杨浦区","等了6天"]}],` +
		`"waiting":[{"child":"c2","why":"周三晚上暂时没有能教物理的志愿者"}]}` + "\n"
	if r := m.feed(oneRound, "pair").ends(0); r.out != want {
		t.Errorf("%s, want %s", r.out, want)
	}
	if r := m.feed(`{"now":"2022-04-08T12:00:00+08:00"}`, "pair").ends(0); r.out != `{"pairs":[],"waiting":[]}`+"\n" {
		t.Errorf("nobody: %s", r.out)
	}
}

// TestPairInLongerLessons: one 课时 is as long as configured.
func TestPairInLongerLessons(t *testing.T) {
	r := newMachine(t, "XQ_PERIOD_MINUTES=60").feed(oneRound, "pair").ends(0)
	var got struct {
		Pairs []struct{ Slot struct{ End string } }
	}
	if err := json.Unmarshal([]byte(r.out), &got); err != nil || len(got.Pairs) != 1 || got.Pairs[0].Slot.End != "20:00" {
		t.Errorf("%v %s", err, r.out)
	}
}

func TestPairOfNonsense(t *testing.T) {
	m := newMachine(t)
	for text, says := range map[string]string{
		"":   "标准输入是空的",
		"结对": "完整的 JSON",
		"{}": "缺 now",
		`{"now":"2022-04-08T12:00:00+08:00","tutors":[{"id":"t1","slots":[{"days":["mon"],"start":"7pm","end":"20:00"}]}]}`: "志愿者t1的第1个时段",
		strings.Replace(oneRound, "2022-04-02T09:00:00+08:00", "4月2日", 1):                                                   "孩子c1的 since",
	} {
		if r := m.feed(text, "pair").ends(2).says(says); r.out != "" {
			t.Errorf("%q is on the standard output", r.out)
		}
	}
}
