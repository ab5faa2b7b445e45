package match_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"xiaoqing/bot/match"
)

func TestProblemAsJSON(t *testing.T) {
	p := season(1, 40, 60)
	p.Tutors[0].Subjects = []match.Subject{{Name: "数学", Grades: []int{1, 6}}, {Name: "英语"}}
	b, err := json.Marshal(p)
	if err != nil || !bytes.Contains(b, []byte(`"subjects":[{"name":"数学","grades":[1,6]},"英语"]`)) || bytes.Contains(b, []byte("period")) {
		t.Fatalf("%v %s", err, b)
	}
	var back match.Problem
	if err := json.Unmarshal(b, &back); err != nil {
		t.Fatal(err)
	}
	again, _ := json.Marshal(back)
	if !bytes.Equal(b, again) || !reflect.DeepEqual(match.Solve(p), match.Solve(back)) {
		t.Errorf("%s\n%s", b, again)
	}
}

func TestWrongProblems(t *testing.T) {
	const fine = `"now":"2022-04-08T12:00:00+08:00",`
	for text, says := range map[string]string{
		``:                                       "标准输入是空的",
		`{"now":`:                                "完整的 JSON",
		`[]`:                                     "整份 JSON 不能是 array",
		`{}`:                                     "缺 now",
		`{"now":"今天"}`:                           "now 要写成",
		`{"now":3}`:                              "now 不能是 number",
		`{` + fine + `}x`:                        "完整的 JSON",
		`{` + fine + `"period_minutes":5}`:       "period_minutes",
		`{` + fine + `"children":[{"grade":3}]}`: "孩子没有 id",
		`{` + fine + `"children":[{"id":"a"},{"id":"a"}]}`:                                              "孩子a出现了两次",
		`{` + fine + `"children":[{"id":"a","grade":"三"}]}`:                                             "children.grade 不能是 string",
		`{` + fine + `"children":[{"id":"a","since":"昨天"}]}`:                                            "孩子a的 since",
		`{` + fine + `"tutors":[{"id":"b","since":"昨天"}]}`:                                              "志愿者b的 since",
		`{` + fine + `"children":[{"id":"a","slots":[{"days":["周一"],"start":"19:00","end":"20:00"}]}]}`: "孩子a的第1个时段",
		`{` + fine + `"children":[{"id":"a","slots":[{"days":[],"start":"19:00","end":"20:00"}]}]}`:     "孩子a的第1个时段",
		`{` + fine + `"tutors":[{"id":"b","slots":[{"days":["mon"],"start":"7点","end":"20:00"}]}]}`:     "志愿者b的第1个时段",
		`{` + fine + `"tutors":[{"id":"b","slots":[{"days":["mon"],"start":"19:00","end":"25:00"}]}]}`:  "志愿者b的第1个时段",
		`{` + fine + `"tutors":[{"id":"b","slots":[{"days":["mon"],"start":"19:00","end":"19:00"}]}]}`:  "志愿者b的第1个时段",
		`{` + fine + `"tutors":[{"id":"b","grades":[3]}]}`:                                              "志愿者b的 grades",
		`{` + fine + `"tutors":[{"id":"b","subjects":[{"name":"数学","grades":[6,1]}]}]}`:                 "志愿者b的数学",
		`{` + fine + `"tutors":[{"id":"b","subjects":[3]}]}`:                                            "subjects 不能是 number",
	} {
		if _, err := match.Read(strings.NewReader(text)); !errors.Is(err, match.ErrInput) || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v, want %s", text, err, says)
		}
	}
}
