package dialog_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"xiaoqing/bot/dialog"
	"xiaoqing/bot/form"
)

// A script is a conversation. "> 电话改成139… // correct phone=139…" is a message,
// with what parse takes it for after the slashes: its intent, then field=value.
// The lines below it are the whole answer: its words, then its buttons as
// [没问题|改一改]. "= done name=张三 …" and "= closed" are outcomes. The first message
// begins the dialog: what parse read of it is the start. "elder" and
// "hotline …" lines set how the person is spoken to.
type script struct {
	t       *testing.T
	form    form.Form
	options map[string][]form.Option
	in      dialog.Input
	state   dialog.State
	begun   bool
	outcome dialog.Outcome
	got     []string
}

var at = time.Date(2022, 4, 8, 20, 0, 0, 0, time.FixedZone("CST", 8*3600))

func run(t *testing.T, f form.Form, options map[string][]form.Option, text string) {
	s := &script{t: t, form: f, options: options, in: dialog.Input{At: at}}
	for line := range strings.Lines(text) {
		switch line = strings.TrimSpace(line); {
		case line == "":
		case line == "elder":
			s.in.Elder = true
		case strings.HasPrefix(line, "hotline "):
			s.in.Hotline = strings.TrimPrefix(line, "hotline ")
		case strings.HasPrefix(line, "> "):
			s.hear(strings.TrimPrefix(line, "> "))
		case line == "prompt":
			s.prompt()
		case strings.HasPrefix(line, "= "):
			s.end(strings.TrimPrefix(line, "= "))
		default:
			s.expect(line)
		}
	}
	s.nothingLeft()
}

func (s *script) hear(line string) {
	s.nothingLeft()
	text, meaning, _ := strings.Cut(line, " // ")
	in := s.in
	in.Text = strings.ReplaceAll(text, `\n`, "\n")
	for i, word := range strings.Fields(meaning) {
		if field, value, ok := strings.Cut(word, "="); ok {
			in.Said = in.Said.Set(field, value)
		} else if i == 0 {
			in.Intent = word
		}
	}
	var r dialog.Result
	if s.begun {
		r = dialog.Next(s.form, s.state, in)
	} else {
		r = dialog.Begin(s.form, in.Said, s.options, in)
	}
	s.begun, s.outcome = true, r.Outcome
	s.state = throughJSON(s.t, r.State)
	s.alwaysWorks()
	if r.Reply.Text != "" {
		s.got = shown(r.Reply.Plain(), r.Reply.Buttons)
	}
}

// alwaysWorks tries, wherever the conversation stands, what must work anywhere.
func (s *script) alwaysWorks() {
	s.t.Helper()
	if s.outcome != dialog.Open {
		return
	}
	say := func(state dialog.State, text string) dialog.Result {
		return dialog.Next(s.form, throughJSON(s.t, state), dialog.Input{Text: text, At: at})
	}
	if r := say(s.state, "取消"); r.Outcome != dialog.Closed || r.Reply.Text == "" {
		s.t.Fatalf("取消 does not end %+v", s.state)
	}
	for _, text := range []string{"上一步", "帮助", "改一改", "跳过"} {
		if r := say(s.state, text); r.Outcome != dialog.Open || r.Reply.Text == "" {
			s.t.Fatalf("%s says nothing in %+v", text, s.state)
		}
	}
	state, last := s.state, ""
	for range 6 {
		r := say(state, "0")
		if r.Reply.Text == last {
			s.t.Fatalf("said %q twice in a row", last)
		}
		state, last = r.State, r.Reply.Text
	}
}

func (s *script) prompt() {
	s.nothingLeft()
	r := dialog.Prompt(s.form, s.state, s.in.Elder)
	s.got = shown(r.Plain(), r.Buttons)
}

func shown(plain string, buttons []string) []string {
	lines := strings.Split(plain, "\n")
	if len(buttons) > 0 {
		lines = append(lines, "["+strings.Join(buttons, "|")+"]")
	}
	return lines
}

func (s *script) expect(want string) {
	s.t.Helper()
	if len(s.got) == 0 {
		s.t.Fatalf("said nothing more, want %q", want)
	}
	if s.got[0] != want {
		s.t.Fatalf("said  %q\nwant  %q\nthen  %q\nstate %+v", s.got[0], want, s.got[1:], s.state)
	}
	s.got = s.got[1:]
}

func (s *script) nothingLeft() {
	s.t.Helper()
	if len(s.got) > 0 {
		s.t.Fatalf("also said %q", s.got)
	}
}

func (s *script) end(want string) {
	s.t.Helper()
	words := strings.Fields(want)
	kinds := map[string]dialog.Outcome{"open": dialog.Open, "done": dialog.Done, "closed": dialog.Closed}
	if s.outcome != kinds[words[0]] {
		s.t.Fatalf("outcome %v, want %s", s.outcome, words[0])
	}
	var got []string
	for _, a := range s.state.Answers {
		if a.Value != nil {
			got = append(got, a.Field+"="+*a.Value)
		} else {
			got = append(got, a.Field+"-")
		}
	}
	if words[0] == "done" && strings.Join(got, " ") != strings.Join(words[1:], " ") {
		s.t.Fatalf("answers %q, want %q", got, words[1:])
	}
}

func throughJSON(t *testing.T, s dialog.State) (out dialog.State) {
	b, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &out); err != nil {
		t.Fatal(err)
	}
	return out
}
