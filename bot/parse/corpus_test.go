package parse

import (
	"bufio"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"sort"
	"testing"
	"time"
)

// said is one line of a corpus: a message and what must be understood of it. A
// field that is null must be absent.
type said struct {
	ID     string         `json:"id"`
	At     string         `json:"at"`
	Text   string         `json:"text"`
	Intent string         `json:"intent"`
	Fields map[string]any `json:"fields"`
	Tutor  bool           `json:"tutor"`  // the speaker tutors
	People []string       `json:"people"` // names in their scope
}

// lines reads a corpus; none is left when the shared folder is not there.
func lines[T any](t *testing.T, path string) []T {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		if _, missing := os.Stat(filepath.Dir(path)); missing != nil {
			t.Logf("%s is not here: left out", filepath.Base(path))
			return nil
		}
		t.Fatal(err)
	}
	defer f.Close()
	var out []T
	in := bufio.NewScanner(f)
	for in.Buffer(make([]byte, 1<<20), 1<<20); in.Scan(); {
		var x T
		if err := json.Unmarshal(in.Bytes(), &x); err != nil {
			t.Fatalf("%s: %v", in.Text(), err)
		}
		out = append(out, x)
	}
	return out
}

// fields are a reading's as they are printed.
func fields(t *testing.T, r Reading) map[string]any {
	t.Helper()
	b, err := json.Marshal(r.Fields)
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]any
	if err := json.Unmarshal(b, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

func same(want, got any) bool {
	switch w := want.(type) {
	case float64:
		g, ok := got.(float64)
		return ok && math.Abs(w-g) < 1e-9
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok || len(g) != len(w) {
			return false
		}
		for k := range w {
			if !same(w[k], g[k]) {
				return false
			}
		}
		return true
	case []any:
		g, ok := got.([]any)
		if !ok || len(g) != len(w) {
			return false
		}
		for i := range w {
			if !same(w[i], g[i]) {
				return false
			}
		}
		return true
	}
	return want == got
}

// score counts how many messages are read exactly, by intent, and how many
// confidently wrong: another value, a record that is none, a cry not heard.
type score struct {
	right, all map[string]int
	wrong      int
}

func (s *score) take(t *testing.T, c said) {
	at, err := time.Parse(time.RFC3339, c.At)
	if err != nil {
		t.Fatal(err)
	}
	r := Read(c.Text, Context{At: at, People: c.People, Tutor: c.Tutor})
	got, exact, confident := fields(t, r), r.Intent == c.Intent, false
	if !exact {
		t.Logf("%s %q: intent %s, want %s", c.ID, c.Text, r.Intent, c.Intent)
		confident = record[r.Intent] || c.Intent == "crisis"
	}
	for k, want := range c.Fields {
		if !same(want, got[k]) {
			t.Logf("%s %q: %s is %v, want %v", c.ID, c.Text, k, got[k], want)
			confident = confident || r.Intent == c.Intent && got[k] != nil
			exact = false
		}
	}
	s.all[c.Intent]++
	if exact {
		s.right[c.Intent]++
	}
	if confident {
		s.wrong++
	}
}

var record = map[string]bool{"signup": true, "enrol": true, "report": true, "shift": true, "need": true, "resource": true, "leave": true, "chain": true}

// tally scores a corpus and prints the table of rates.
func tally(t *testing.T, corpus []said) (exact, wrong float64) {
	s := score{right: map[string]int{}, all: map[string]int{}}
	for _, c := range corpus {
		s.take(t, c)
	}
	var intents []string
	right := 0
	for k := range s.all {
		intents = append(intents, k)
		right += s.right[k]
	}
	sort.Slice(intents, func(i, j int) bool { return s.all[intents[i]] > s.all[intents[j]] })
	for _, k := range intents {
		t.Logf("%-10s %4d/%d", k, s.right[k], s.all[k])
	}
	n := float64(len(corpus))
	t.Logf("exact %d/%.0f = %.1f%%, confidently wrong %d", right, n, 100*float64(right)/n, s.wrong)
	if s.right["crisis"] < s.all["crisis"] {
		t.Errorf("%d cries for help were not heard", s.all["crisis"]-s.right["crisis"])
	}
	return float64(right) / n, float64(s.wrong) / n
}

// messages are the lines of every corpus of messages in testdata; files of other
// kinds name no intent.
func messages(t *testing.T) []said {
	t.Helper()
	files, err := filepath.Glob("testdata/*.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	var all []said
	for _, f := range files {
		for _, c := range lines[said](t, f) {
			if c.Intent != "" && c.At != "" {
				all = append(all, c)
			}
		}
	}
	return all
}

// TestMessages reads the project's own corpus: every intent, every message.
func TestMessages(t *testing.T) {
	corpus := messages(t)
	if exact, _ := tally(t, corpus); exact < 1 {
		t.Errorf("%.1f%% read exactly, all must be", 100*exact)
	}
	count := map[string]int{}
	for _, c := range corpus {
		count[c.Intent]++
	}
	for intent := range fills {
		if count[intent] < 8 {
			t.Errorf("only %d messages for %s, want 8", count[intent], intent)
		}
	}
}

// TestSharedMessages reads the programme's corpus, where it is at hand.
func TestSharedMessages(t *testing.T) {
	corpus := lines[said](t, "../../../shared/data/utterances-dev.jsonl")
	if corpus == nil {
		return
	}
	if exact, wrong := tally(t, corpus); exact < 0.98 || wrong > 0.005 {
		t.Errorf("exact %.1f%%, confidently wrong %.1f%%; want 98%% and at most 0.5%%", 100*exact, 100*wrong)
	}
}
