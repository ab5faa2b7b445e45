package workflow

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"xiaoqing/bot/digest"
	"xiaoqing/bot/form"
	"xiaoqing/bot/parse"
	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// Digest (日报, 统计): the figures of a coordinator's own Org, or of the group's.
var Digest = Workflow{
	Intent: "digest", Words: "看数字，比如“日报”“昨天的日报”“上周周报”“日报图”“转发版”", For: coordinators, Direct: true, Group: true,
	Form: form.Form{Name: "digest", Title: "日报"},
	Save: saveDigest,
}

func saveDigest(ctx context.Context, t *Turn, _ form.Answers) (say.Reply, error) {
	org, err := t.digestOrg(ctx)
	if err != nil {
		return say.Reply{}, err
	}
	shape, _, _ := DigestShape(t.Text)
	f := t.Reading.Fields
	issue, day, found, err := t.meant(ctx, org)
	if err != nil {
		return say.Reply{}, err
	}
	if parse.NoSuchDay(t.Text, parse.Context{At: t.By.Now}) {
		return say.Text("日历上没有这一天，请再看看是哪天。"), nil
	}
	if today := calendar.DayOf(t.By.Now); f.From > today {
		return say.Text("%s还没到，到时候才有数字。看今天的，说“日报”。", say.Date(f.From)), nil
	}
	if !found && shape == "" {
		return digest.Range(ctx, t.Store, org, f.From, f.To, f.Topic, t.By.Now)
	}
	if !found {
		return say.Text("%s只有一天的日报和一周的周报有，比如“昨天的日报%s”“上周周报%s”。", shape, shape, shape), nil
	}
	switch shape {
	case forwarded:
		choice, err := t.Store.DigestChoice(ctx, org.ID, day.At(six, t.Store.Zone))
		return issue.Forward(choice.Note), err
	case drawn:
		r, err := issue.Drawn()
		return t.attach(ctx, r, "图画好了，这就发过来。", err)
	case tabled:
		r, err := issue.Tabled()
		return t.attach(ctx, r, "表格好了，这就发过来。", err)
	}
	if t.Group != nil {
		return issue.Group(), nil
	}
	r := issue.Full()
	r.Links = []say.Link{t.figuresLink(org, day, "")}
	for _, s := range []string{forwarded, drawn, tabled} {
		r.Buttons = append(r.Buttons, t.again(s, day))
	}
	return r, nil
}

// meant is the digest of one day or one week that is meant, as of its own cut-off
// or, when that is to come, as of now; day is its last. found is false when figures
// of any other days, or of one topic, are.
func (t *Turn) meant(ctx context.Context, org models.Org) (issue digest.Issue, day calendar.Day, found bool, err error) {
	f, today := t.Reading.Fields, calendar.DayOf(t.By.Now)
	from, to := f.From, cmp.Or(f.To, today)
	if from == "" && to == today {
		from = today
	}
	weekly := strings.Contains(t.Text, "周报")
	if f.Topic != "" || from == "" || from > today {
		return issue, "", false, nil
	}
	if weekly && from == from.Monday() && (to == from.Add(6) || to == today && to < from.Add(6)) {
		cutoff := t.By.Now
		if posted := from.Add(7).At(nine, t.Store.Zone); posted.Before(cutoff) {
			cutoff = posted
		}
		issue, err = digest.OfWeek(ctx, t.Store, org, from, cutoff)
		return issue, to, err == nil, err
	}
	due := t.By.Now
	if from < today {
		due = from.At(six, t.Store.Zone)
	}
	if from != to || weekly || from < today && !strings.Contains(t.Text, "日报") {
		return issue, "", false, nil
	}
	issue, err = digest.OfDay(ctx, t.Store, org, due)
	if from < today {
		issue.Over()
	}
	return issue, from, err == nil, err
}

// The shapes that a digest can be asked for in, besides words in a chat.
const (
	forwarded = "转发版"
	drawn     = "图"
	tabled    = "表"
)

// shapes are the words for them, the longer ones first.
var shapes = []struct{ word, shape string }{{"转发版", forwarded}, {"转发稿", forwarded}, {"图片", drawn}, {"图", drawn}, {"表格", tabled}, {"电子表", tabled}, {"表", tabled}}

// DigestShape reads 日报图, 昨天的日报转发版, 转发版 五角场街道: the shape, and the
// same message without it.
func DigestShape(text string) (shape, rest string, ok bool) {
	if len(text) > 120 {
		return "", text, false
	}
	for _, s := range shapes {
		for _, name := range []string{"日报", "周报"} {
			for _, words := range []string{name + s.word, name + "的" + s.word, name + " " + s.word} {
				if before, after, found := strings.Cut(text, words); found {
					return s.shape, before + name + " " + after, true
				}
			}
		}
	}
	text = strings.TrimSpace(text)
	if after, found := strings.CutPrefix(text, forwarded); found {
		return forwarded, "日报 " + strings.TrimLeft(after, " ：:，,"), true
	}
	if before, found := strings.CutSuffix(text, forwarded); found && !strings.ContainsAny(before, "，。,?？") {
		return forwarded, "日报 " + before, true
	}
	return "", text, false
}

// AsksFigure reads 五角场今天多少人报名: a figure, from those who may have it.
func AsksFigure(text string) bool {
	return len(text) <= 60 && !strings.Contains(text, "我") && slices.ContainsFunc([]string{"多少人报名", "几个人报名", "多少人报了名", "报名多少人", "报名了多少人", "报名有多少人",
		"多少人上岗", "几个人上岗", "上岗多少人", "上岗了多少人", "多少人在岗", "几个人在岗", "多少孩子报云托班", "几个孩子报云托班"}, func(w string) bool { return strings.Contains(text, w) })
}

// again is how the same digest is asked for in another shape.
func (t *Turn) again(shape string, day calendar.Day) string {
	words, today := "日报", calendar.DayOf(t.By.Now)
	if strings.Contains(t.Text, "周报") {
		words = "周报"
		if monday := day.Monday(); monday != today.Monday() {
			words = fmt.Sprintf("%s到%s的周报", say.ShortDate(monday), say.ShortDate(monday.Add(6)))
		}
	} else if day != today {
		words = say.ShortDate(day) + "的日报"
	}
	if words += shape; t.Reading.Fields.Org != "" {
		words += " " + t.Reading.Fields.Org
	}
	return words
}

// attach sends what a digest carries to where it was asked for.
func (t *Turn) attach(ctx context.Context, r say.Reply, words string, err error) (say.Reply, error) {
	if err != nil {
		return say.Reply{}, err
	}
	n := models.Notice{Key: "asked:" + t.Key, Kind: "digest", Urgent: true, Now: t.By.Now, Expires: t.By.Now.Add(24 * time.Hour), Body: r}
	if t.Group != nil {
		err = t.Store.TellGroup(ctx, *t.Group, n)
	} else {
		err = t.Store.Tell(ctx, t.By.Person, n)
	}
	return say.Reply{Text: words}, err
}

// figuresLink leads to a day's figures of a unit and the rows behind them.
func (t *Turn) figuresLink(org models.Org, day calendar.Day, measure string) say.Link {
	return say.Link{Label: "看每个数的明细", URL: t.Links.Page("console", fmt.Sprintf("figures?org=%d&day=%s&measure=%s", org.ID, day, measure))}
}
