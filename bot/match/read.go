package match

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// ErrInput marks a problem that cannot be right; its text is a sentence that says
// what to change.
var ErrInput = errors.New("")

func wrong(format string, values ...any) error {
	return fmt.Errorf("%w"+format, append([]any{ErrInput}, values...)...)
}

// problemText is a Problem with its moments as they were written, so that a wrong
// one is named together with whose it is.
type problemText struct {
	Now           string `json:"now"`
	PeriodMinutes int    `json:"period_minutes"`
	Children      []struct {
		Child
		Since string `json:"since"`
	} `json:"children"`
	Tutors []struct {
		Tutor
		Since string `json:"since"`
	} `json:"tutors"`
}

// Read reads and checks one problem; unknown fields are ignored. An error is ErrInput,
// unless r itself fails.
func Read(r io.Reader) (p Problem, err error) {
	b, err := io.ReadAll(r)
	if err != nil {
		return p, err
	}
	if len(bytes.TrimSpace(b)) == 0 {
		return p, wrong("标准输入是空的，要给一份 {\"now\",\"children\",\"tutors\"}。")
	}
	err = p.UnmarshalJSON(b)
	return p, err
}

// UnmarshalJSON reads and checks a problem, as Read does.
func (p *Problem) UnmarshalJSON(b []byte) error {
	var text problemText
	if err := json.Unmarshal(b, &text); err != nil {
		return unreadable(err)
	}
	if err := text.problem(p); err != nil {
		return err
	}
	return p.Check()
}

// problem reads the moments.
func (text problemText) problem(p *Problem) (err error) {
	*p = Problem{PeriodMinutes: text.PeriodMinutes, Children: make([]Child, len(text.Children)), Tutors: make([]Tutor, len(text.Tutors))}
	if text.Now != "" {
		p.Now, err = moment("now ", text.Now)
	}
	for i, c := range text.Children {
		p.Children[i] = c.Child
		if c.Since != "" && err == nil {
			p.Children[i].Since, err = moment("孩子"+c.ID+"的 since ", c.Since)
		}
	}
	for i, t := range text.Tutors {
		p.Tutors[i] = t.Tutor
		if t.Since != "" && err == nil {
			p.Tutors[i].Since, err = moment("志愿者"+t.ID+"的 since ", t.Since)
		}
	}
	return err
}

// unreadable is what the JSON itself has wrong, in a sentence.
func unreadable(err error) error {
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) {
		field := strings.NewReplacer(".Child", "", ".Tutor", "").Replace(kind.Field)
		return wrong("%s 不能是 %s。", cmp.Or(field, "整份 JSON"), kind.Value)
	}
	if errors.Is(err, ErrInput) {
		return err
	}
	return wrong("输入不是一份完整的 JSON：%v", err)
}

func moment(what, text string) (time.Time, error) {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return t, wrong("%s要写成 2022-04-08T12:00:00+08:00 这样。", what)
	}
	return t, nil
}

// UnmarshalJSON reads "数学" or {"name":"数学","grades":[1,6]}.
func (s *Subject) UnmarshalJSON(b []byte) error {
	if bytes.HasPrefix(b, []byte(`"`)) {
		s.Grades = nil
		return json.Unmarshal(b, &s.Name)
	}
	type plain Subject
	return json.Unmarshal(b, (*plain)(s))
}

// MarshalJSON writes a subject without grades as its name alone.
func (s Subject) MarshalJSON() ([]byte, error) {
	if s.Grades == nil {
		return json.Marshal(s.Name)
	}
	type plain Subject
	return json.Marshal(plain(s))
}
