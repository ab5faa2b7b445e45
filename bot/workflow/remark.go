package workflow

import (
	"context"
	"strings"

	"xiaoqing/bot/form"
	"xiaoqing/bot/parse"
	"xiaoqing/bot/say"
	"xiaoqing/models"
)

// Remark (有情况要说): a guardian says in words of their own how a reported lesson
// was; the coordinator looks into it.
var Remark = Workflow{
	Intent: "remark", Direct: true,
	Form: form.Form{Name: "remark", Title: "说说这节课", Fields: []form.Field{
		{Name: "lesson", Label: "课", Ask: "是哪一节课？", Kind: form.OneOf{}},
		{Name: "words", Label: "情况", Ask: "您说，什么情况？直接写就行。", Kind: form.Text{Max: 300}}}},
	Prepare: prepareRemark,
	Save:    saveRemark,
}

// ReadRemark reads the button of that name, with its lesson and words where they are
// said. A lesson told by a guardian who was told of one is a remark, too: 其实只上了半小时.
func ReadRemark(ctx context.Context, t *Turn) (r parse.Reading, ok bool, err error) {
	rest, is := strings.CutPrefix(strings.TrimSpace(t.Text), "有情况要说")
	if !is {
		if t.Reading.Intent != Report.Intent || t.By.Has(models.Tutor) {
			return r, false, nil
		}
		if logs, err := t.heardReports(ctx); err != nil || len(logs) == 0 {
			return r, false, err
		}
	}
	f := parse.Fields{Words: strings.Trim(rest, " ，,：:。")}
	number, more, _ := strings.Cut(f.Words, " ")
	if ticket, ok := models.ParseTicket(number); ok && is {
		f.Tickets, f.Words = []string{ticket.String()}, strings.TrimSpace(more)
	}
	return parse.Reading{Intent: Remark.Intent, Fields: f}, true, nil
}

func prepareRemark(ctx context.Context, t *Turn) (s Start, err error) {
	logs, err := t.heardReports(ctx)
	if err != nil {
		return s, err
	}
	var options []form.Option
	for _, l := range logs {
		line, err := t.reportLine(ctx, l)
		if err != nil {
			return s, err
		}
		options = append(options, form.Option{Value: lessonTicket(l).String(), Label: line})
	}
	said := t.Reading.Fields.Tickets
	switch {
	case len(said) > 0:
		options = []form.Option{{Value: said[0], Label: said[0]}}
	case len(options) == 0:
		return s, models.Refuse(models.NotFound, "最近一周没有老师报过的课。想跟老师说，说“跟老师说 …”；不放心的事，说“我有点担心”。")
	}
	if len(options) == 1 {
		s.Answers = s.Answers.Set("lesson", options[0].Value)
	}
	if words := t.Reading.Fields.Words; words != "" {
		s.Answers = s.Answers.Set("words", words)
	}
	s.Options = map[string][]form.Option{"lesson": options}
	return s, nil
}

func saveRemark(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	ticket, _ := models.ParseTicket(a.Get("lesson"))
	return notGiven(ctx, t, ticket, a.Get("words"))
}
