package workflow

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"xiaoqing/bot/parse"
	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// MusterChanged calls a squad's next muster off, or to another time or place: 取消集合,
// 今晚不集合了, 集合改到8点. ok is false for anything else.
func MusterChanged(ctx context.Context, t *Turn) (r say.Reply, ok bool, err error) {
	text := strings.TrimSpace(t.Text)
	off := slices.ContainsFunc([]string{"取消", "不集合", "不用集合", "别集合", "停"}, func(w string) bool { return strings.Contains(text, w) })
	to, changes := musterChange(text)
	if t.Group != nil || !strings.Contains(text, "集合") || len(text) > 90 || !off && !changes {
		return r, false, nil
	}
	squads, err := t.Store.SquadsOf(ctx, t.By.Person)
	led := slices.DeleteFunc(squads, func(q models.Squad) bool { return q.LeaderID != t.By.Person })
	name := parse.As(RollCall.Intent, strings.NewReplacer("取消", "", "集合", " 点名", "把", "").Replace(text), parse.Context{At: t.By.Now}).Title
	switch {
	case err != nil || name == "" && len(led) == 0:
		return r, false, err
	case name == "" && len(led) > 1:
		return say.Text("哪一队的集合？连队名一起说，比如“取消 %s 集合”。", led[0].Name), true, nil
	}
	q := models.Squad{}
	if name == "" {
		q = led[0]
	} else if q, err = t.squad(ctx, name); err != nil {
		return r, true, err
	}
	outer := t.Store
	defer func() { t.Store = outer }()
	err = outer.Try(ctx, func(tx *models.Store) (err error) { // a time that will not do leaves the old one
		t.Store = tx
		r, err = t.changeMuster(ctx, q, to, off)
		return err
	})
	return r, true, err
}

// musterChange is what stands behind 集合改到, 集合时间改成.
func musterChange(text string) (to string, ok bool) {
	for _, w := range []string{"改成", "改到", "改为", "改在", "换到", "换成", "推迟到", "提前到", "挪到"} {
		if before, after, found := strings.Cut(text, w); found && strings.Contains(before, "集合") {
			return after, true
		}
	}
	return "", false
}

func (t *Turn) changeMuster(ctx context.Context, q models.Squad, to string, off bool) (say.Reply, error) {
	m, people, err := t.Store.CancelMuster(ctx, t.By, q)
	if err != nil {
		return say.Reply{}, err
	}
	was := fmt.Sprintf("%s，%s", t.musterTime(m), m.Place)
	if off {
		for _, p := range people {
			n := models.Notice{Key: fmt.Sprintf("musteroff:%d:%d", m.ID, p), Kind: "duty", Urgent: true, Now: t.By.Now, Expires: m.Begins(t.Store.Zone), Body: say.Text("%s的集合（%s）取消了，不用来了。", q.Name, was)}
			if err := t.Store.Tell(ctx, p, n); err != nil {
				return say.Reply{}, err
			}
		}
		return say.Text("集合取消了：%s，%s。已经告诉%d人。", q.Name, was, len(people)), nil
	}
	f := parse.As(Muster.Intent, "集合 "+to, parse.Context{At: t.By.Now})
	next := models.Muster{Day: orDay(f.Date, m.Day), Start: m.Start, MusterPrivate: models.MusterPrivate{Place: cmp.Or(f.Place, m.Place)}}
	if start, ok := calendar.ParseClock(f.Start); ok {
		next.Start = start
	}
	if next.Day == m.Day && next.Start == m.Start && next.Place == m.Place {
		return say.Reply{}, models.Refuse(models.Invalid, "没看懂改成什么，比如“集合改到晚上8点”。")
	}
	return t.callMuster(ctx, q, next, fmt.Sprintf("原来的（%s）不算了。", was))
}
