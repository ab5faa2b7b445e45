package cli

import (
	"fmt"
	"sync"
	"testing"
)

// TestTwoMessagesAtOnce sends many messages of one person at the same time: each
// is handled, one after the other, and none is lost or answered twice.
func TestTwoMessagesAtOnce(t *testing.T) {
	each(t, func(h *house) {
		h.says("li", "direct", "报名当志愿者") // a dialog is open: 怎么称呼
		var all sync.WaitGroup
		answers := make([]answer, 12)
		for i := range answers {
			all.Go(func() {
				h.post("messages", map[string]string{"from": "li", "chat": "direct", "text": "帮助", "id": fmt.Sprintf("at-once-%d", i)}, &answers[i])
			})
		}
		all.Wait()
		for i, a := range answers {
			if len(a.Replies) != 1 {
				t.Errorf("message %d: %d answers", i, len(a.Replies))
			}
		}
		lines := h.lines("direct:li", 0)
		if len(lines) != 2+2*len(answers) {
			t.Fatalf("%d lines for %d messages", len(lines), len(answers)+1)
		}
		for i := 2; i < len(lines); i += 2 {
			if lines[i].From != "li" || lines[i+1].From != "bot" || lines[i+1].N != lines[i].N+1 {
				t.Errorf("line %d is %s's, line %d %s's: two were handled at once", lines[i].N, lines[i].From, lines[i+1].N, lines[i+1].From)
			}
		}
	})
}
