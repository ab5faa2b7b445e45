package bot

import (
	"context"
	"slices"
	"strings"

	"xiaoqing/bot/parse"
	"xiaoqing/bot/say"
	"xiaoqing/models"
)

// acts are what a coordinator may do to several tickets in one message.
var acts = []string{"approve", "return", "reject", "transfer", "pair", "schedule"}

// several does each of the acts of one message in its turn: 志601通过，志604退回
// 电话不通. ok is false when there is only one. The first that lacks something is
// asked for, and those behind it wait to be said again.
func (h *hearing) several(ctx context.Context) (r say.Reply, ok bool, err error) {
	if !h.turn.By.Has(models.Coordinator) {
		return r, false, nil
	}
	parts := h.actsIn(h.m.Text)
	if len(parts) < 2 {
		return r, false, nil
	}
	var told []string
	for i, part := range parts {
		h.m.Text, h.turn.Text = part, part
		h.turn.Reading = parse.Read(part, h.reader)
		w, _ := h.bot.Workflows.By(h.turn.Reading.Intent)
		if r, err = h.begin(ctx, w); err != nil {
			return r, true, err
		}
		told = append(told, r.Text)
		if h.mem.Open != nil && i+1 < len(parts) {
			told = append(told, "后面的“"+strings.Join(parts[i+1:], "，")+"”还没做，这项好了再说一遍。")
			break
		}
	}
	r.Text = strings.Join(told, "\n")
	return r, true, nil
}

// actsIn splits a message into acts that name tickets of their own; a clause that
// is none belongs to the one before it.
func (h *hearing) actsIn(text string) (parts []string) {
	for _, clause := range strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune("，,；;。\n", c) }) {
		r := parse.Read(clause, h.reader)
		switch {
		case slices.Contains(acts, r.Intent) && len(r.Fields.Tickets) > 0:
			parts = append(parts, clause)
		case len(parts) == 0:
			return nil
		default:
			parts[len(parts)-1] += "，" + clause
		}
	}
	return parts
}
