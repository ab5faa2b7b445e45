package bot

import (
	"context"
	"strings"
	"time"

	"xiaoqing/bot/say"
	"xiaoqing/bot/workflow"
	"xiaoqing/models"
)

// undoFor is how long the last thing said or saved can be taken back.
const undoFor = 10 * time.Minute

// remember keeps what w has just saved, when it can be taken back or done again.
func (h *hearing) remember(w workflow.Workflow, t talk) {
	if h.turn.Final { // 撤销 would take back something older that nobody means
		h.mem.Last = nil
	}
	did := h.turn.Did
	if len(did.Tickets) == 0 && h.turn.Subject.ID != 0 {
		did.Tickets = []string{h.turn.Subject.String()}
	}
	if w.Undo == nil || len(did.Tickets) == 0 {
		return
	}
	did.Intent, did.Fields = w.Intent, t.Fields
	if h.mem.Last == nil || h.mem.Last.message != h.m.ID {
		h.mem.Last = &last{At: h.turn.By.Now, message: h.m.ID}
	}
	h.mem.Last.Saved = append(h.mem.Last.Saved, did)
}

// undo takes back the last thing: a dialog that was dropped is open again, what
// was saved is gone, in this chat or from a page.
func (h *hearing) undo(ctx context.Context) (say.Reply, error) {
	l := h.mem.Last
	if l == nil || h.turn.By.Now.Sub(l.At) > undoFor {
		return h.undoPage(ctx)
	}
	h.mem.Last = nil
	if l.Dropped != nil {
		h.mem.Open = l.Dropped
		r := h.prompt()
		r.Text = "好的，接着来。\n" + r.Text
		return r, nil
	}
	var all []string
	for i := len(l.Saved) - 1; i >= 0; i-- {
		r, err := h.takeBack(ctx, l.Saved[i])
		if err != nil {
			return r, err
		}
		all = append(all, r.Text)
	}
	return h.offered(say.Reply{Text: strings.Join(all, "\n")}), nil
}

func (h *hearing) takeBack(ctx context.Context, s workflow.Saved) (r say.Reply, err error) {
	w, ok := h.bot.Workflows.By(s.Intent)
	if !ok || w.Undo == nil {
		return say.Text("这一步撤不回来了，要改请联系协调员。"), nil
	}
	outer := h.turn.Store
	defer func() { h.turn.Store = outer }()
	err = outer.Try(ctx, func(tx *models.Store) error {
		h.turn.Store = tx
		r, err = w.Undo(ctx, h.turn, s)
		return err
	})
	return told(r, err)
}

// undoPage takes back what the person handed in by a page a moment ago.
func (h *hearing) undoPage(ctx context.Context) (say.Reply, error) {
	records, err := h.turn.Store.RecordsOf(ctx, h.turn.By.Person)
	if err != nil {
		return say.Reply{}, err
	}
	for _, record := range records {
		v := models.ReviewOf(record)
		if v.Stage == models.Applied && h.turn.By.Now.Sub(time.UnixMilli(v.WaitingSince)) <= undoFor {
			r, err := h.takeBack(ctx, workflow.Saved{Intent: workflowOf(h.bot.Workflows, record.Ticket()).Intent, Tickets: []string{record.Ticket().String()}})
			return h.offered(r), err
		}
	}
	return say.Text("10分钟内没有能撤销的。要改已经报的，直接说，比如“电话改成139…”。"), nil
}
