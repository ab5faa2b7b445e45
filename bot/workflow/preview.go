package workflow

import (
	"context"
	"strings"
	"time"

	"xiaoqing/bot/digest"
	"xiaoqing/bot/parse"
	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

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
		for _, name := range []string{o.Name, parse.ShortOrg(o.Name)} {
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
