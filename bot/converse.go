package bot

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"xiaoqing/bot/dialog"
	"xiaoqing/bot/form"
	"xiaoqing/bot/parse"
	"xiaoqing/bot/say"
	"xiaoqing/bot/workflow"
	"xiaoqing/models"
)

// begin starts a workflow with what the message said.
func (h *hearing) begin(ctx context.Context, w workflow.Workflow) (say.Reply, error) {
	h.mem.Misses = 0
	if !w.May(h.turn.By) {
		return w.Denied(h.bot.Hotline), nil
	}
	h.turn.Form = w.Form
	start := workflow.Start{Answers: said(w.Form, h.turn.Reading.Fields)}
	if w.Prepare != nil {
		var err error
		if start, err = w.Prepare(ctx, h.turn); errors.Is(err, workflow.ErrPassOn) {
			r, _, err := h.passOn(ctx, "没找到您说的那节课。说清楚是哪天几点，比如“明天晚上7点的课来不了”。")
			return h.offered(r), err
		} else if err != nil {
			return told(say.Reply{}, err)
		}
	}
	res := dialog.Begin(w.Form, start.Answers, start.Options, h.input(w.Form))
	r, err := h.follow(ctx, w, res, talk{Fields: h.turn.Reading.Fields, Instead: h.turn.Instead})
	if h.mem.Open != nil && start.Lead != "" && err == nil {
		r.Text = start.Lead + "\n" + r.Text
	}
	return r, err
}

// input is the message as a dialog takes it.
func (h *hearing) input(f form.Form) dialog.Input {
	return dialog.Input{Text: h.m.Text, Intent: h.turn.Reading.Intent, Said: said(f, h.turn.Reading.Fields), At: h.turn.By.Now, Off: h.reader.Off, Elder: h.turn.Elder(), Hotline: h.bot.Hotline}
}

// answering is the message as the open dialog of w takes it: what it says as a
// message of its own, and what it can say as an answer.
func (h *hearing) answering(w workflow.Workflow) dialog.Input {
	in := h.input(w.Form)
	if utf8.RuneCountInString(h.m.Text) < 2 { // a button's number
		return in
	}
	in.Also = said(w.Form, parse.As(w.Intent, h.m.Text, h.reader))
	if w.Reads != nil {
		in.Also = append(in.Also, w.Reads(h.m.Text, h.turn.By.Now)...)
	}
	return in
}

// said is what parse read, for the fields that the form has.
func said(f form.Form, read parse.Fields) (out form.Answers) {
	for _, a := range form.FromReading(read) {
		if _, ok := f.Field(a.Field); ok {
			out = append(out, a)
		}
	}
	return out
}

// inDialog takes a message while a question is open: an answer, a word that
// steers, or a new request, for which the open one steps aside.
func (h *hearing) inDialog(ctx context.Context) (say.Reply, error) {
	open := *h.mem.Open
	w, ok := h.bot.Workflows.By(open.Form)
	if !ok {
		h.mem.Open = nil // the workflow is no longer offered
		return h.fresh(ctx)
	}
	if r, ok, err := h.asked(ctx); ok || err != nil {
		again := h.prompt()
		again.Text = r.Text + "\n" + again.Text
		return again, err
	}
	if other, ok := h.interrupts(w, open); ok {
		return h.interrupt(ctx, other)
	}
	if r, ok, err := h.code(ctx); ok || err != nil {
		return r, err
	}
	if isResume(h.m.Text) {
		return h.prompt(), nil
	}
	if r, ok := h.answer(); ok && h.turn.Reading.Intent == "unknown" {
		again := h.prompt()
		again.Text = r.Text + "\n" + again.Text
		return again, nil
	}
	h.eachChild(w, &open)
	res := dialog.Next(w.Form, open.State, h.answering(w))
	return h.follow(ctx, w, res, open)
}

// eachChild takes the first of several children in different grades for the answer to
// what the child is called; the others are asked for afterwards.
func (h *hearing) eachChild(w workflow.Workflow, open *talk) {
	if w.Intent != workflow.Enrol.Intent || open.Asking != "child" {
		return
	}
	if each := parse.As(w.Intent, h.m.Text, h.reader).Each; len(each) > 1 {
		open.Fields.Each = each
		h.m.Text = each[0].Name + " " + say.Grade(each[0].Grade)
		h.turn.Text, h.turn.Reading = h.m.Text, parse.Read(h.m.Text, h.reader)
	}
}

// interrupts says that the message is another request and no answer.
func (h *hearing) interrupts(w workflow.Workflow, open talk) (workflow.Workflow, bool) {
	r := h.turn.Reading
	other, ok := h.bot.Workflows.By(r.Intent)
	if h.anew(w, open) {
		h.mem.Open = nil
		return other, true
	}
	if h.anotherChild(open) || open.Form == workflow.Relay.Form.Name && r.Intent == w.Intent && r.Fields.Words != "" {
		return w, true
	}
	if !ok || other.Intent == w.Intent || r.Intent == "cancel" && len(r.Fields.Tickets) == 0 || slices.Contains(open.Buttons, strings.TrimSpace(h.m.Text)) {
		return other, false
	}
	field, asked := w.Form.Field(open.Asking)
	if open.Stage != dialog.Ask || !asked {
		return other, true
	}
	if _, err := field.Read(h.m.Text, form.Context{At: h.turn.By.Now, Off: h.reader.Off, Options: open.Options[field.Name]}); err != nil {
		return other, true
	}
	// A free text takes anything, so only a request with something in it is one.
	switch field.Kind.(type) {
	case form.Text, form.Name, form.Names, form.Org:
		return other, len(r.Missing) == 0 || len(said(other.Form, r.Fields)) > 0
	}
	return other, false
}

// anew says that a command is said once more with other particulars while it
// waits for its tap: 开4月的证明 instead of 开证明.
func (h *hearing) anew(w workflow.Workflow, open talk) bool {
	field, asked := w.Form.Field(open.Asking)
	return asked && field.Tap && w.Direct && h.turn.Reading.Intent == w.Intent && len(said(w.Form, h.turn.Reading.Fields)) > 0
}

// anotherChild says that a tutor names another pupil while a report is open: told as a
// lesson it is one of its own and the open one waits; said as a correction it takes
// the open one's place.
func (h *hearing) anotherChild(open talk) bool {
	intent := h.turn.Reading.Intent
	if open.Form != workflow.Report.Form.Name || intent != workflow.Report.Intent && intent != "correct" {
		return false
	}
	about := open.Fields.Child
	for _, o := range open.Options["lesson"] {
		if o.Value == open.Answers.Get("lesson") {
			about = o.Label
		}
	}
	i := slices.IndexFunc(h.reader.People, func(child string) bool { return strings.Contains(h.m.Text, child) })
	if i < 0 || about == "" || slices.ContainsFunc(h.reader.People, func(child string) bool { return strings.Contains(h.m.Text, child) && strings.Contains(about, child) }) {
		return false
	}
	if intent == "correct" {
		fields, _ := parse.Amend(workflow.Report.Intent, open.Fields, h.m.Text, h.reader)
		h.turn.Reading = parse.Reading{Intent: workflow.Report.Intent, Fields: fields}
		h.turn.Instead, h.mem.Open = open.Instead, nil
	}
	return true
}

// interrupt puts the open request aside, does the new one and offers the old
// one again.
func (h *hearing) interrupt(ctx context.Context, w workflow.Workflow) (say.Reply, error) {
	h.mem.pause()
	r, err := h.begin(ctx, w)
	if err != nil || h.mem.Open != nil || len(h.mem.Paused) == 0 {
		return r, err
	}
	return h.offered(r), nil
}

// offered adds that something is still waiting to be finished.
func (h *hearing) offered(r say.Reply) say.Reply {
	n := len(h.mem.Paused)
	if n == 0 {
		return r
	}
	w, ok := h.bot.Workflows.By(h.mem.Paused[n-1].Form)
	if !ok || strings.Contains(r.Text, "回“继续”") {
		return r
	}
	r.Text += "\n刚才的" + w.Form.Title + "还没填完，回“继续”接着填。"
	r.Buttons = append(r.Buttons, "继续")
	return r
}

// prompt says the open question again.
func (h *hearing) prompt() say.Reply {
	w, ok := h.bot.Workflows.By(h.mem.Open.Form)
	if !ok {
		h.mem.Open = nil
		return h.bot.help(h.turn.By)
	}
	return dialog.Prompt(w.Form, h.mem.Open.State, h.turn.Elder())
}

// follow does what the dialog came to.
func (h *hearing) follow(ctx context.Context, w workflow.Workflow, res dialog.Result, was talk) (say.Reply, error) {
	next := was
	next.State = res.State
	ready := res.State.Stage == dialog.Confirm && (w.Direct || was.Fix)
	switch {
	case res.Outcome == dialog.Closed:
		h.mem.Open, h.mem.Last = nil, &last{Dropped: &was, At: h.turn.By.Now}
		if w.Direct {
			res.Reply.Text = "好的，没有改动。有事随时跟我说。"
		}
		return h.offered(res.Reply), nil
	case res.Outcome == dialog.Done || ready:
		h.mem.Open = nil
		return h.finish(ctx, w, next)
	}
	h.mem.Open = &next
	if field, ok := w.Form.Field(res.State.Asking); ok && field.Name == "consent" {
		res.Reply.Links = append(res.Reply.Links, say.Link{Label: "全文", URL: h.bot.Links.Page("help", "privacy")})
	}
	return res.Reply, nil
}

// finish saves a completed form. What cannot be right keeps the dialog open, so
// that the person changes one thing instead of all.
func (h *hearing) finish(ctx context.Context, w workflow.Workflow, t talk) (say.Reply, error) {
	if t.Subject != 0 {
		h.turn.Subject = subject(w, t.Subject)
	}
	h.turn.Instead = t.Instead
	r, err := w.Finish(ctx, h.turn, t.Answers)
	if models.KindOf(err) == models.Invalid && err != nil && !w.Direct {
		t.Stage = dialog.Confirm
		h.mem.Open = &t
		return say.Reply{Text: models.SayOf(err), Buttons: t.Buttons, Hint: "改好再回“没问题”，不想报了回“取消”。"}, nil
	}
	if err != nil {
		return told(r, err)
	}
	h.remember(w, t)
	if w.Intent == workflow.Enrol.Intent && t.Subject == 0 {
		r = workflow.NextChild(r, t.Fields)
	}
	return h.offered(r), nil
}
