package parse_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"xiaoqing/bot/parse"
	"xiaoqing/bot/say"
)

// TestReadme reads the messages that the README shows, and wants what it says of
// them.
func TestReadme(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, part, found := strings.Cut(string(text), "## What one message can carry\n")
	part, _, _ = strings.Cut(part, "\n## ")
	at := time.Date(2022, 4, 8, 21, 30, 0, 0, time.FixedZone("CST", 8*3600))
	message, shown := "", 0
	for line := range strings.Lines(part) {
		line = strings.TrimRight(line, "\n")
		switch {
		case strings.HasPrefix(line, "      "):
			shown++
			r := parse.Read(strings.ReplaceAll(message, "⏎", "\n"), parse.Context{At: at})
			if got := inWords(t, r); got != strings.TrimSpace(line) {
				t.Errorf("%s\nis read   %s\nthe page  %s", message, got, strings.TrimSpace(line))
			}
		case strings.HasPrefix(line, "    "):
			message = strings.TrimSpace(line)
		}
	}
	if !found || shown < 10 {
		t.Errorf("the README shows %d messages", shown)
	}
}

// inWords is a reading as the README shows it, in the order of Fields.
func inWords(t *testing.T, r parse.Reading) string {
	t.Helper()
	b, err := json.Marshal(r.Fields)
	if err != nil {
		t.Fatal(err)
	}
	parts := []string{r.Intent}
	in := json.NewDecoder(strings.NewReader(string(b)))
	if _, err := in.Token(); err != nil {
		t.Fatal(err)
	}
	for in.More() {
		name, _ := in.Token()
		var v any
		if err := in.Decode(&v); err != nil {
			t.Fatal(err)
		}
		parts = append(parts, fmt.Sprint(name, " ", worded(fmt.Sprint(name), v, r.Fields)))
	}
	return strings.Join(parts, " · ")
}

func worded(name string, v any, f parse.Fields) string {
	switch x := v.(type) {
	case []any:
		if name == "slots" {
			return say.Slots(f.Slots)
		}
		var all []string
		for _, e := range x {
			all = append(all, fmt.Sprint(e))
		}
		if name == "entries" {
			all = nil
			for _, e := range f.Entries {
				all = append(all, fmt.Sprintf("%d %s（%s）", e.N, e.Name, e.Note))
			}
		}
		return say.List(all)
	}
	return fmt.Sprint(v)
}
