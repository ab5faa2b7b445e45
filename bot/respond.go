package bot

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"xiaoqing/bot/say"
	"xiaoqing/bot/workflow"
	"xiaoqing/models"
)

// fresh answers a message outside any dialog.
func (h *hearing) fresh(ctx context.Context) (say.Reply, error) {
	if r, ok, err := h.code(ctx); ok || err != nil {
		return r, err
	}
	if r, ok, err := h.asked(ctx); ok || err != nil {
		return h.offered(r), err
	}
	if isResume(h.m.Text) && h.mem.resume() {
		return h.prompt(), nil
	}
	if r, ok, err := h.several(ctx); ok || err != nil {
		return r, err
	}
	if r, ok := h.which(); ok {
		return h.offered(r), nil
	}
	if r, ok := h.bot.helpOn(h.turn.By, h.m.Text); ok {
		return h.offered(r), nil
	}
	switch h.turn.Reading.Intent {
	case "correct":
		return h.correct(ctx)
	case "undo":
		return h.undo(ctx)
	case "greet":
		return h.bot.greeting(h.turn.By), nil
	case "agree", "refuse", "skip", "back":
		return h.offered(say.Text("好的。有事随时跟我说。")), nil
	case "help":
		if r, ok := h.answer(); ok {
			return h.offered(r), nil
		}
		return h.bot.help(h.turn.By), nil
	}
	if w, ok := h.bot.Workflows.By(h.turn.Reading.Intent); ok {
		return h.begin(ctx, w)
	}
	if isChange(h.m.Text) {
		if r, ok, err := h.again(ctx); ok || err != nil {
			return r, err
		}
	}
	if r, ok, err := h.street(ctx); ok || err != nil {
		return r, err
	}
	if r, ok := h.answer(); ok {
		return h.offered(r), nil
	}
	if r, ok, err := workflow.RunsLate(ctx, h.turn); ok || err != nil {
		return h.offered(r), err
	}
	if isThanks(h.m.Text) {
		return h.offered(say.Text("不客气，有事随时跟我说。")), nil
	}
	if r, ok, err := h.passOn(ctx, "这件事要有人来帮您，可我还不知道转给谁。您住在哪个街道？请连街道、电话一起再说一遍。"); ok || err != nil {
		return h.offered(r), err
	}
	return h.unknown(), nil
}

// asked answers a question that a letter put: of a pairing, a lesson, a guardian's
// word, a call-out. In a dialog only what names its ticket is one, as the buttons do.
func (h *hearing) asked(ctx context.Context) (r say.Reply, ok bool, err error) {
	if r, ok, err = workflow.Previewed(ctx, h.turn, h.mem.Open != nil); ok || err != nil {
		r, err = told(r, err)
		return r, true, err
	}
	_, number, _ := strings.Cut(strings.TrimSpace(h.m.Text), " ")
	word, _, _ := strings.Cut(number, " ")
	if h.mem.Open == nil {
		if err := h.turn.PressedCall(ctx, h.words, h.last); err != nil {
			return r, false, err
		}
	}
	_, mutes := workflow.Mutes(h.m.Text)
	if _, named := models.ParseTicket(word); h.mem.Open != nil && !named && !mutes {
		return r, false, nil
	}
	for _, answer := range []func(context.Context, *workflow.Turn) (say.Reply, bool, error){workflow.Offered, workflow.Confirmed, workflow.Awaited, workflow.Rested, workflow.Called, workflow.MusterChanged, workflow.Mustered} {
		if r, ok, err = answer(ctx, h.turn); ok || err != nil {
			r, err = told(r, err)
			return r, true, err
		}
	}
	return r, false, nil
}

// isChange says that the message may be a correction of what was just saved,
// though it names nothing that is wrong: 改成45分钟.
func isChange(text string) bool {
	return slices.ContainsFunc([]string{"改成", "改为", "改到", "换成", "应该是", "应为", "其实是", "不对", "错了"}, func(w string) bool { return strings.HasPrefix(strings.TrimSpace(text), w) })
}

// isThanks takes a short word of thanks for what it is.
func isThanks(text string) bool {
	return len(text) <= len("谢谢小青，辛苦啦！！") && (strings.Contains(text, "谢") || strings.Contains(text, "辛苦"))
}

func isResume(text string) bool {
	return slices.Contains([]string{"继续", "接着填", "继续填"}, strings.TrimSpace(text))
}

// code takes an invitation, a confirmation of two accounts, or a coordinator's
// yes to one.
func (h *hearing) code(ctx context.Context) (r say.Reply, ok bool, err error) {
	invite, account, err := workflow.CodeIn(h.m.Text)
	switch {
	case err == nil && invite != "":
		r, err = workflow.Accept(ctx, h.turn, invite)
	case err == nil:
		r, err = workflow.ConfirmJoin(ctx, h.turn, account)
	default:
		digits := strings.TrimSpace(h.m.Text)
		if _, e := strconv.Atoi(digits); e != nil || len(digits) != 6 {
			return r, false, nil
		}
		if r, ok, err = workflow.JoinCode(ctx, h.turn, digits); !ok && err == nil {
			return r, false, nil
		}
	}
	r, err = told(r, err)
	return r, true, err
}

// told turns a refusal into what to say; any other error stays one.
func told(r say.Reply, err error) (say.Reply, error) {
	switch models.KindOf(err) {
	case models.Invalid, models.Forbidden, models.NotFound, models.Conflict, models.Gone, models.TooMany:
		return say.Reply{Text: models.SayOf(err)}, nil
	}
	return r, err
}
