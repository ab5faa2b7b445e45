package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestConversations plays every conversation of testdata/talks on both
// databases, each message delivered twice.
//
//	# a comment
//	person street coordinator 五角场街道 高宁
//	group g1 五角场街道
//	at 2022-04-08T10:00:00+08:00
//	job digest 2022-04-08T18:00:00+08:00
//	mama> 报云托班            said by mama in private (mama@g1> in the group g1)
//	收到，编号托1              the answer contains this
//	[没问题]                   it has this button
//	!朵朵                      it does not contain this
//	-                         there is no answer
//	street< 等您审核           since street last spoke, this came into their chat
func TestConversations(t *testing.T) {
	files, err := filepath.Glob("testdata/talks/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no conversations: %v", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			each(t, func(h *house) { h.play(string(text)) })
		})
	}
}

// play does a conversation line by line.
func (h *house) play(script string) {
	h.t.Helper()
	var last spoken
	var said string
	for i, line := range strings.Split(script, "\n") {
		line = strings.TrimSpace(line)
		word, rest, _ := strings.Cut(line, " ")
		speaker, text, speaks := strings.Cut(line, "> ")
		listener, news, listens := strings.Cut(line, "< ")
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case word == "person":
			f := strings.Fields(rest)
			h.person(f[0], f[1], f[2], f[3])
		case word == "group":
			f := strings.Fields(rest)
			h.group(f[0], f[1])
		case word == "at":
			h.at(rest)
		case word == "job":
			f := strings.Fields(rest)
			h.job(f[0], f[1])
		case speaks && !strings.ContainsAny(speaker, "，。："):
			from, chat, inGroup := strings.Cut(speaker, "@")
			if !inGroup {
				chat = "direct"
			}
			said = line
			last = h.says(from, chat, strings.ReplaceAll(text, "\\n", "\n"))
		case listens && !strings.ContainsAny(listener, "，。："):
			h.came(i+1, listener, news)
		default:
			h.expect(i+1, said, line, last)
		}
		if h.t.Failed() {
			return
		}
	}
}

func (h *house) expect(n int, said, want string, got spoken) {
	h.t.Helper()
	ok := strings.Contains(got.Text, want)
	if want == "-" {
		ok = got.Text == ""
	} else if not, found := strings.CutPrefix(want, "!"); found {
		ok = !strings.Contains(got.Text, not)
	} else if button, found := strings.CutPrefix(want, "["); found {
		ok = strings.Contains("|"+strings.Join(got.Buttons, "|")+"|", "|"+strings.TrimSuffix(button, "]")+"|")
	}
	if !ok {
		h.t.Errorf("line %d: %s\nwant %s\ngot  %s %v %v", n, said, want, got.Text, got.Buttons, got.Links)
	}
}

// came wants words among what came into a chat since it was looked at.
func (h *house) came(n int, who, want string) {
	h.t.Helper()
	chat := who
	if !strings.HasPrefix(who, "g") || strings.Contains(who, ":") {
		chat = "direct:" + who
	}
	news := h.lines(chat, h.read[chat])
	not, absent := strings.CutPrefix(want, "!")
	for _, l := range news {
		if !strings.Contains(l.Text, not) {
			continue
		}
		if absent {
			h.t.Errorf("line %d: %s came: %s", n, not, l.Text)
		}
		return
	}
	if !absent {
		h.t.Errorf("line %d: %s did not hear %q, but %v", n, who, want, news)
	}
}
