package bot

import (
	"slices"
	"testing"

	"xiaoqing/bot/workflow"
)

// TestHelpNamesEverything: whatever can be said is in a topic of the help, and no topic
// names what is not there.
func TestHelpNamesEverything(t *testing.T) {
	all := workflow.All()
	for _, w := range all {
		if w.Words != "" && !slices.ContainsFunc(topics, func(x topic) bool { return slices.Contains(x.Intents, w.Intent) }) {
			t.Errorf("%s is in no topic", w.Intent)
		}
	}
	for _, x := range topics {
		for _, intent := range x.Intents {
			if w, ok := all.By(intent); !ok || w.Words == "" {
				t.Errorf("%s names %s, which has no words", x.Name, intent)
			}
		}
	}
}
