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

// digestOrg is the unit whose figures are meant: the one named, the group's, or the
// speaker's own. Who names one that nobody knows gets no other unit's figures.
func (t *Turn) digestOrg(ctx context.Context) (org models.Org, err error) {
	f := &t.Reading.Fields
	name := cmp.Or(f.Org, f.Named)
	switch level, any := anyUnit(name); {
	case any:
		org, err = t.ownAt(ctx, level)
	case name != "":
		org, err = t.inCharge(ctx, name)
	case t.Group != nil:
		org, err = t.Store.Org(ctx, t.Group.OrgID)
	default:
		return t.By.Orgs(models.Coordinator)[0], nil
	}
	switch {
	case f.Org == "" && f.Named != "" && models.KindOf(err) == models.NotFound && err != nil:
		return org, models.Refuse(models.NotFound, "没认出“%s”是哪个单位，写全名再说一次，比如“五角场街道日报”。看自己的，只说“日报”就行。", name)
	case err != nil:
		return org, err
	case !t.By.Holds(models.Coordinator, org) && name == "":
		return org, models.Refuse(models.Forbidden, "这个群的日报归%s的协调员看。", org.Name)
	case !t.By.Holds(models.Coordinator, org):
		return org, models.Refuse(models.Forbidden, "%s不归您管。请那边的协调员来做，或请上一级邀请您。", org.Name)
	}
	if name == "" {
		return org, nil
	}
	if err = t.seenHere(ctx, org); err == nil {
		f.Org, err = t.fullName(ctx, org)
	}
	return org, err
}

// seenHere keeps the figures of units that are not below a group's own out of it:
// those who read along there may not see them.
func (t *Turn) seenHere(ctx context.Context, org models.Org) error {
	if t.Group == nil {
		return nil
	}
	own, err := t.Store.Org(ctx, t.Group.OrgID)
	if err == nil && !org.Within(own) {
		err = models.Refuse(models.Forbidden, "这个群只放%s的数，%s的请私下问我。", own.Name, org.Name)
	}
	return err
}

// anyUnit reads what units of a level call themselves: 全市, 全区, 本街道, 我们社区.
func anyUnit(name string) (level models.Level, ok bool) {
	for _, w := range []string{"全", "本", "我", "我们", "咱们"} {
		if rest, found := strings.CutPrefix(name, w); found && slices.Contains([]string{"市", "区", "街道", "镇", "乡", "社区", "居委"}, rest) {
			return models.LevelOf(rest), true
		}
	}
	return 0, false
}

// ownAt is the unit of that level that is the group's or the speaker's, or above it;
// who is higher up is asked.
func (t *Turn) ownAt(ctx context.Context, level models.Level) (org models.Org, err error) {
	org = t.By.Orgs(models.Coordinator)[0]
	if t.Group != nil {
		org, err = t.Store.Org(ctx, t.Group.OrgID)
	}
	if err == nil && org.Level == models.Beside {
		return t.Store.Root(ctx)
	}
	for err == nil && org.Level > level && org.ParentID != 0 {
		org, err = t.Store.Org(ctx, org.ParentID)
	}
	if err == nil && org.Level < level {
		err = models.Refuse(models.Invalid, "要看哪一个？连名字一起说，比如“五角场街道日报”。")
	}
	return org, err
}

// six is when digests are posted, and shown when a coordinator may look at them
// before.
const (
	nine  = calendar.Clock(9 * 60) // on Mondays, the weekly ones
	six   = calendar.Clock(18 * 60)
	shown = calendar.Clock(17*60 + 40)
)

// previewWords are what is said of the digest that was shown. The plain ones are heard
// in the midst of something else, too; for silence posts it.
var previewWords = []struct {
	plain string
	more  []string
	do    func(*Turn, context.Context, models.Org, time.Time, string) (say.Reply, error)
}{
	{"现在发", []string{"现在就发", "马上发", "发吧", "发出去", "可以发", "直接发"}, (*Turn).postNow},
	{"今天先不发", []string{"今天不发", "今天别发", "先不发", "先别发", "暂时不发", "暂不发", "不发", "别发", "等会再发", "等会儿再发", "晚点发", "晚点再发"}, (*Turn).holdBack},
	{"加一句", []string{"再加一句", "加句", "再加句", "加一条", "补一句"}, (*Turn).addWords},
	{"去掉那句", []string{"不加了", "那句不要", "那句不加", "那句去掉", "删掉那句", "不要那句"}, (*Turn).dropWords},
}

// Previewed answers what a coordinator says of the digest that was shown at 17:40:
// 现在发, 加一句 …, 今天先不发, with the unit's name where they have several. busy says
// that a question is open. ok is false for anything else.
func Previewed(ctx context.Context, t *Turn, busy bool) (r say.Reply, ok bool, err error) {
	if t.Group != nil || !t.By.Has(models.Coordinator) || calendar.ClockOf(t.By.Now) < shown {
		return r, false, nil
	}
	text := strings.TrimSpace(t.Text)
	for _, w := range previewWords {
		for _, word := range append([]string{w.plain}, w.more...) {
			rest, found := strings.CutPrefix(text, word)
			if !found || busy && word != w.plain {
				continue
			}
			if w.plain != "加一句" {
				rest = strings.TrimLeft(rest, "了吧啊呀哦。！!")
			}
			org, rest, err := t.posting(ctx, strings.TrimLeft(rest, " ：:，,"))
			if err != nil || org.ID == 0 || rest != "" && w.plain != "加一句" {
				return r, org.ID != 0 && err != nil, err
			}
			if word != w.plain {
				if draft, err := t.Store.DraftOf(ctx, t.By); err != nil || draft.ID != 0 {
					return r, false, err // 不发了 may be said of the call-out
				}
			}
			r, err = w.do(t, ctx, org, calendar.DayOf(t.By.Now).At(six, t.Store.Zone), rest)
			return r, true, err
		}
	}
	return r, false, nil
}

// posting is the unit whose digest is meant, among the speaker's own that have
// groups, and what was said besides its name. Its ID is 0 when there is none.
func (t *Turn) posting(ctx context.Context, said string) (org models.Org, rest string, err error) {
	var own []models.Org
	for _, o := range t.By.Orgs(models.Coordinator) {
		groups, err := t.Store.GroupsOf(ctx, o.ID)
		if err != nil {
			return org, "", err
		}
		if len(groups) > 0 {
			own = append(own, o)
		}
		for _, name := range []string{o.Name, shortName(o.Name)} {
			if rest, named := strings.CutPrefix(said, name); named && len(groups) > 0 && (name == o.Name || rest == "") {
				return o, strings.TrimLeft(rest, " ：:，,"), nil
			}
		}
	}
	switch len(own) {
	case 0:
		return org, "", nil
	case 1:
		return own[0], said, nil
	}
	return own[0], "", models.Refuse(models.Invalid, "您管着几个单位的群，请带上名字，比如“现在发 %s”。", own[0].Name)
}

// shortName is a unit's name as people say it: 四平路 of 四平路街道.
func shortName(name string) string {
	for _, end := range []string{"街道", "社区", "镇", "乡", "区"} {
		if short, ok := strings.CutSuffix(name, end); ok {
			return short
		}
	}
	return name
}

// postNow posts the digest as it stands; at six nothing more is.
func (t *Turn) postNow(ctx context.Context, org models.Org, due time.Time, _ string) (say.Reply, error) {
	choice, err := t.Store.DigestChoice(ctx, org.ID, due)
	if err != nil {
		return say.Reply{}, err
	}
	if choice.SentAt != 0 || !t.By.Now.Before(due) && !choice.Held {
		return say.Text("今天的已经发了。"), nil
	}
	groups, err := t.Store.GroupsOf(ctx, org.ID)
	if err != nil {
		return say.Reply{}, err
	}
	cutoff := t.By.Now
	if cutoff.After(due) {
		cutoff = due
	}
	for _, g := range groups {
		parts, err := digest.Letters(ctx, t.Store, org, digest.Posting{Group: g.ID, Due: due, Cutoff: cutoff, Now: t.By.Now, Expires: due.Add(24 * time.Hour),
			Late: t.By.Now.After(due), Note: choice.Note})
		if err != nil {
			return say.Reply{}, err
		}
		for _, n := range parts {
			if err := t.Store.TellGroup(ctx, g, n); err != nil {
				return say.Reply{}, err
			}
		}
	}
	err = t.Store.SentDigest(ctx, t.By, org, due)
	return say.Text("发到%d个群了，今天18:00不再发。", len(groups)), err
}

func (t *Turn) holdBack(ctx context.Context, org models.Org, due time.Time, _ string) (say.Reply, error) {
	choice, err := t.Store.DigestChoice(ctx, org.ID, due)
	switch {
	case err != nil:
		return say.Reply{}, err
	case !t.By.Now.Before(due) && choice.Held:
		return say.Reply{Text: "今天的还没发。想发了，今天什么时候说都行。", Buttons: []string{"现在发 " + org.Name}}, nil
	case choice.SentAt != 0:
		return say.Text("今天的已经发了，收不回来。数字有错就照常更正，明天的日报会写明。"), nil
	case !t.By.Now.Before(due):
		return say.Text("今天的18:00已经发了，收不回来。数字有错就照常更正，明天的日报会写明。"), nil
	}
	err = t.Store.HoldDigest(ctx, t.By, org, due)
	return say.Reply{Text: "好，今天先不发。想发了，今天什么时候说都行。", Buttons: []string{"现在发 " + org.Name}}, err
}

func (t *Turn) addWords(ctx context.Context, org models.Org, due time.Time, note string) (say.Reply, error) {
	choice, err := t.Store.DigestChoice(ctx, org.ID, due)
	if err != nil {
		return say.Reply{}, err
	}
	if !t.By.Now.Before(due) && !choice.Held || choice.SentAt != 0 {
		return say.Text("今天的已经发了，这句可以直接在群里说。"), nil
	}
	if note == "" {
		return say.Text("想加什么？连着说，比如“加一句 明早8点体育馆集合”。"), nil
	}
	if len([]rune(note)) > 200 {
		return say.Text("太长了，200字以内才看得完。"), nil
	}
	err = t.Store.NoteDigest(ctx, t.By, org, due, note)
	return say.Reply{Text: "加好了，日报最后会有：\n补充：" + note, Hint: "要改就再说一遍“加一句 …”。", Buttons: []string{"现在发 " + org.Name, "今天先不发 " + org.Name}}, err
}

// dropWords leaves out again what was added.
func (t *Turn) dropWords(ctx context.Context, org models.Org, due time.Time, _ string) (say.Reply, error) {
	choice, err := t.Store.DigestChoice(ctx, org.ID, due)
	if err != nil || choice.Note == "" || !t.By.Now.Before(due) {
		return say.Text("今天的日报没有加过话，或者已经发了。"), err
	}
	return say.Text("好，那句去掉了，18:00照常发。"), t.Store.NoteDigest(ctx, t.By, org, due, "")
}
