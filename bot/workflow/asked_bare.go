package workflow

import (
	"context"
	"strings"

	"xiaoqing/bot/say"
	"xiaoqing/models"
)

// ask is a question about one lesson that a yes or a no answers, by its two buttons.
type ask struct {
	lesson  models.Lesson
	yes, no string
	do      map[bool]func(context.Context, *Turn, models.Lesson, string) (say.Reply, error)
}

// askedBare answers 可以 or 不行 alone, where the speaker was asked for another time
// or to cover a lesson; which is asked where several wait.
func (t *Turn) askedBare(ctx context.Context) (r say.Reply, ok bool, err error) {
	said, meant := readAnswer(t.Text)
	if !meant || said.ticket != "" || strings.HasPrefix(strings.TrimSpace(t.Text), "换") {
		return r, false, nil
	}
	open, err := t.openAsks(ctx)
	if err != nil || len(open) == 0 {
		return r, false, err
	}
	if len(open) == 1 {
		r, err = open[0].do[said.yes](ctx, t, open[0].lesson, said.reason)
		return r, true, err
	}
	r.Text = "是哪一节？"
	for _, a := range open {
		word := map[bool]string{true: a.yes, false: a.no}[said.yes]
		r.Buttons = append(r.Buttons, word+" "+a.lesson.Ticket().String())
	}
	return r, true, nil
}

func (t *Turn) openAsks(ctx context.Context) (open []ask, err error) {
	type does = map[bool]func(context.Context, *Turn, models.Lesson, string) (say.Reply, error)
	times, err := t.Store.TimesAsked(ctx, t.By)
	for _, l := range times {
		a := ask{l, "可以改", "改不了", does{true: agreeMove, false: refuseMove}}
		if l.Dropped {
			a = ask{l, "可以补", "补不了", does{true: agreeMakeUp, false: refuseMakeUp}}
		}
		open = append(open, a)
	}
	if err != nil {
		return nil, err
	}
	l, err := t.Store.AskedOf(ctx, t.By.Person)
	if l.ID != 0 {
		open = append(open, ask{l, "我来代", "代不了", does{true: covering, false: notCovering}})
	}
	return open, err
}
