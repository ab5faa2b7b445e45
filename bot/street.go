package bot

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"xiaoqing/bot/dialog"
	"xiaoqing/bot/say"
	"xiaoqing/models"
)

// street takes the bare name of a street or community for where the speaker's
// record belongs, when that is still the city's to place; ok is false for anything
// else.
func (h *hearing) street(ctx context.Context) (r say.Reply, ok bool, err error) {
	name := strings.Trim(strings.TrimSpace(h.m.Text), "。！!，, ")
	for _, word := range []string{"我们住在", "我们住", "我家住在", "我家住", "我家在", "家住在", "家住", "我住在", "我住", "住在", "住"} {
		if rest, found := strings.CutPrefix(name, word); found {
			name = rest
			break
		}
	}
	if h.turn.Reading.Intent != "unknown" || utf8.RuneCountInString(name) > 15 || utf8.RuneCountInString(name) < 2 {
		return r, false, nil
	}
	if models.LevelOf(name) != models.Street && !slices.ContainsFunc(h.reader.Orgs, func(o string) bool { return strings.HasPrefix(o, name) || strings.HasSuffix(name, o) }) {
		return r, false, nil
	}
	orgs, err := h.turn.Store.OrgsNamed(ctx, name)
	if err != nil || len(orgs) != 1 && models.LevelOf(name) != models.Street {
		return r, false, err
	}
	record, found, err := h.homeless(ctx)
	if err != nil || !found {
		return r, false, err
	}
	w := workflowOf(h.bot.Workflows, record)
	a, err := w.Refill(ctx, h.turn, record)
	if err != nil {
		return r, false, err
	}
	h.turn.Subject = record
	r, err = h.finish(ctx, w, talk{State: dialog.State{Form: w.Form.Name, Answers: a.Set("org", name), Subject: record.ID}})
	return r, true, err
}

// homeless is the speaker's newest record that only the city could place yet.
func (h *hearing) homeless(ctx context.Context) (t models.Ticket, found bool, err error) {
	records, err := h.turn.Store.RecordsOf(ctx, h.turn.By.Person)
	if err != nil || len(records) == 0 {
		return t, false, err
	}
	root, err := h.turn.Store.Root(ctx)
	for _, r := range records {
		v := models.ReviewOf(r)
		if v.OrgID == root.ID && (v.Stage == models.Applied || v.Stage == models.Returned) {
			return r.Ticket(), true, err
		}
	}
	return t, false, err
}
