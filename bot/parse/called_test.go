package parse

import (
	"encoding/json"
	"testing"
	"time"
)

// TestCalls takes every call-out of its corpus apart: each field as it must be, and
// none that was not said.
func TestCalls(t *testing.T) {
	n := 0
	for _, c := range lines[struct {
		ID, At, Text string
		Call         *Call
	}](t, "testdata/callouts.jsonl") {
		if c.Call == nil {
			continue
		}
		at, err := time.Parse(time.RFC3339, c.At)
		if err != nil {
			t.Fatal(err)
		}
		got, n2 := ReadCall(Read(c.Text, Context{At: at}).Fields.Title, Context{At: at}), n+1
		if n = n2; got != *c.Call {
			said, _ := json.Marshal(got)
			want, _ := json.Marshal(c.Call)
			t.Errorf("%s %q\nread %s\nwant %s", c.ID, c.Text, said, want)
		}
	}
	if n < 30 {
		t.Errorf("only %d call-outs", n)
	}
}
