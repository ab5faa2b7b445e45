package workflow

import (
	"context"
	"fmt"
	"strings"
	"time"

	"xiaoqing/bot/digest"
	"xiaoqing/bot/form"
	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// Digest (日报, 统计): the figures of a coordinator's own Org, or of the group's.
var Digest = Workflow{
	Intent: "digest", Words: "看数字，比如“日报”“昨天的日报”", For: coordinators, Direct: true, Group: true,
	Form: form.Form{Name: "digest", Title: "日报"},
	Save: saveDigest,
}

func saveDigest(ctx context.Context, t *Turn, _ form.Answers) (say.Reply, error) {
	org, err := t.digestOrg(ctx)
	if err != nil {
		return say.Reply{}, err
	}
	f, today := t.Reading.Fields, calendar.DayOf(t.By.Now)
	if f.Topic == "" && (f.From == "" || f.From == today) && (f.To == "" || f.To == today) {
		if t.Group == nil {
			r, err := digest.Full(ctx, t.Store, org, t.By.Now)
			r.Links = []say.Link{t.figuresLink(org, today, "")}
			return r, err
		}
		return digest.Compose(ctx, t.Store, org, t.By.Now, false)
	}
	return digest.Range(ctx, t.Store, org, f.From, f.To, f.Topic, t.By.Now)
}

// figuresLink leads to a day's figures of a unit and the rows behind them.
func (t *Turn) figuresLink(org models.Org, day calendar.Day, measure string) say.Link {
	return say.Link{Label: "看每个数的明细", URL: t.Links.Page("console", fmt.Sprintf("figures?org=%d&day=%s&measure=%s", org.ID, day, measure))}
}

func (t *Turn) digestOrg(ctx context.Context) (models.Org, error) {
	if name := t.Reading.Fields.Org; name != "" {
		return t.inCharge(ctx, name)
	}
	if t.Group != nil {
		org, err := t.Store.Org(ctx, t.Group.OrgID)
		if err == nil && !t.By.Holds(models.Coordinator, org) {
			err = models.Refuse(models.Forbidden, "这个群的日报归%s的协调员看。", org.Name)
		}
		return org, err
	}
	return t.By.Orgs(models.Coordinator)[0], nil
}

// six is when digests are posted, and shown when a coordinator may look at them
// before.
const (
	six   = calendar.Clock(18 * 60)
	shown = calendar.Clock(17*60 + 40)
)

// Previewed answers what a coordinator says of the digest that was shown at 17:40:
// 现在发, 加一句 …, 今天先不发, with the unit's name where they have several. ok is
// false for anything else.
func Previewed(ctx context.Context, t *Turn) (r say.Reply, ok bool, err error) {
	if t.Group != nil || !t.By.Has(models.Coordinator) || calendar.ClockOf(t.By.Now) < shown {
		return r, false, nil
	}
	for word, answer := range map[string]func(context.Context, models.Org, time.Time, string) (say.Reply, error){
		"现在发": t.postNow, "今天先不发": t.holdBack, "加一句": t.addWords,
	} {
		rest, found := strings.CutPrefix(strings.TrimSpace(t.Text), word)
		if !found {
			continue
		}
		org, rest, err := t.posting(ctx, strings.TrimLeft(rest, " ：:，,"))
		if err != nil || org.ID == 0 || rest != "" && word != "加一句" {
			return r, org.ID != 0 && err != nil, err
		}
		r, err = answer(ctx, org, calendar.DayOf(t.By.Now).At(six, t.Store.Zone), rest)
		return r, true, err
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
		if rest, named := strings.CutPrefix(said, o.Name); named && len(groups) > 0 {
			return o, strings.TrimLeft(rest, " ：:，,"), nil
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
	if !t.By.Now.Before(due) {
		return say.Text("今天的18:00已经发了，收不回来。数字有错就照常更正，明天的日报会写明。"), nil
	}
	err := t.Store.HoldDigest(ctx, t.By, org, due)
	return say.Reply{Text: "好，今天先不发。想发了，今天什么时候说都行。", Buttons: []string{"现在发 " + org.Name}}, err
}

func (t *Turn) addWords(ctx context.Context, org models.Org, due time.Time, note string) (say.Reply, error) {
	if !t.By.Now.Before(due) {
		return say.Text("今天的18:00已经发了，这句可以直接在群里说。"), nil
	}
	if note == "" {
		return say.Text("想加什么？连着说，比如“加一句 明早8点体育馆集合”。"), nil
	}
	if len([]rune(note)) > 200 {
		return say.Text("太长了，200字以内才看得完。"), nil
	}
	err := t.Store.NoteDigest(ctx, t.By, org, due, note)
	return say.Reply{Text: "加好了，日报最后会有：\n补充：" + note, Hint: "要改就再说一遍“加一句 …”。", Buttons: []string{"现在发 " + org.Name, "今天先不发 " + org.Name}}, err
}
