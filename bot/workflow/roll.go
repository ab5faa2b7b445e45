package workflow

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"xiaoqing/bot/form"
	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// Roll (担保, 本单位名单): a Partner's coordinator pastes a list, of the tutors that
// its 校团委 vouches for or of the staff whose children are eligible. It is shown
// first, and kept with one tap.
var Roll = Workflow{
	Intent: "roll", Words: "校团委担保辅导老师、单位交职工名单，整份贴给我，比如“担保 张三 13812345678 无记录”“本单位名单 李四 13912345678”", For: coordinators, Direct: true,
	Form: form.Form{Name: "roll", Title: "名单", Fields: []form.Field{
		{Name: "list", Hidden: true, Kind: form.Text{}},
		{Name: "partner", Label: "单位", Ask: "是哪个单位的名单？", Kind: form.OneOf{}},
		{Name: "kind", Label: "名单", Ask: "这份名单是？", Kind: form.OneOf{Options: rollKinds}},
		{Name: "sure", Label: "确认", Ask: "对的话就记下来。", Tap: true,
			Kind: form.OneOf{Options: []form.Option{{Value: "yes", Label: "记下名单"}, {Value: "no", Label: "先不记"}}}},
	}},
	Prepare: prepareRoll,
	Save:    saveRoll,
}

var rollKinds = []form.Option{{Value: string(models.RollTutors), Label: "担保的辅导老师"}, {Value: string(models.RollStaff), Label: "本单位职工"}}

const rollLimit = 500 // lines that one message may bring

func prepareRoll(ctx context.Context, t *Turn) (s Start, err error) {
	_, text, _ := rollSaid(t.Text)
	partner, skip, err := t.rollPartner(ctx, text)
	if err != nil {
		return s, err
	}
	entries, unread := readRoll(text, skip, t.By.Now)
	switch {
	case len(entries) == 0:
		return s, models.Refuse(models.Invalid, "没读到名单。每人一行写姓名和手机号就行，比如“张三 13812345678 无记录 2022-03-01”。%s", firstOf(unread))
	case len(entries) > rollLimit:
		return s, models.Refuse(models.TooMany, "这份有%d人，太长了，请分成每份%d人以内，或者在后台传表格。", len(entries), rollLimit)
	}
	list, err := json.Marshal(entries)
	if err != nil {
		return s, err
	}
	s.Answers = s.Answers.Set("list", string(list))
	all := t.partners()
	if partner.ID != 0 {
		s.Answers, all = s.Answers.Set("partner", rowOption(partner.ID)), []models.Org{partner}
	}
	s.Options = map[string][]form.Option{}
	for _, p := range all {
		s.Options["partner"] = append(s.Options["partner"], form.Option{Value: rowOption(p.ID), Label: p.Name})
	}
	kind := models.RollKind(t.Reading.Fields.Topic)
	if kind != "" {
		s.Answers = s.Answers.Set("kind", string(kind))
	}
	s.Lead, err = t.rollPreview(ctx, partner, kind, entries, unread)
	return s, err
}

func firstOf(unread []string) string {
	if len(unread) == 0 {
		return ""
	}
	return "\n" + unread[0] + "。"
}

// rollPartner is whose list it is: the speaker's own Partner, or the one that the
// first line names; its ID is 0 when the speaker has several. skip is that line.
func (t *Turn) rollPartner(ctx context.Context, text string) (p models.Org, skip string, err error) {
	first, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	if named, found, err := t.Store.PartnerNamed(ctx, strings.TrimSpace(first)); err != nil || found && perPerson(rollWords(first)) == nil {
		if err == nil && !t.By.Holds(models.Coordinator, named) {
			err = models.Refuse(models.Forbidden, "%s的名单要由他们自己的协调员来交。", named.Name)
		}
		return named, strings.TrimSpace(first), err
	}
	own := t.partners()
	switch len(own) {
	case 0:
		return p, "", models.Refuse(models.Invalid, "这份名单是哪个伙伴的？第一行写上伙伴的名字，比如“担保 复旦大学团委”，下面每人一行。")
	case 1:
		return own[0], "", nil
	}
	return p, "", nil
}

// rollPreview is what was read, and whom of them we know.
func (t *Turn) rollPreview(ctx context.Context, partner models.Org, kind models.RollKind, entries []rollEntry, unread []string) (string, error) {
	var names []string
	var lines []models.RollLine
	failed := 0
	for _, e := range entries {
		names, lines = append(names, orElse(e.Name, "尾号"+e.Phone[7:])), append(lines, e.line())
		if e.Failed {
			failed++
		}
	}
	shown := say.List(names[:min(len(names), chainNames)])
	if len(names) > chainNames {
		shown += "等"
	}
	text := fmt.Sprintf("%s读到%d人：%s。", orElse(partner.Name, "这份名单"), len(entries), shown)
	if kind != "" {
		met, err := t.Store.RollMeets(ctx, kind, lines)
		if err != nil {
			return "", err
		}
		text += fmt.Sprintf(map[models.RollKind]string{models.RollTutors: "其中%d人已经报名当辅导老师，别人报了名就对上。", models.RollStaff: "其中%d人的孩子在等审核，记下就通过；别人报了名也直接通过。"}[kind], met)
	}
	if failed > 0 {
		text += fmt.Sprintf("有%d人的入职查询有记录，不会安排带孩子，只有协调员知道。", failed)
	}
	if len(unread) > 0 {
		text += fmt.Sprintf("\n有%d行没读出来：\n%s", len(unread), strings.Join(unread[:min(len(unread), chainUnread)], "\n"))
	}
	return text, nil
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

func saveRoll(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	if a.Get("sure") != "yes" {
		return say.Text("好的，先不记。改好了再贴给我。"), nil
	}
	partner, err := t.anyOrg(ctx, a.Get("partner"))
	if err != nil {
		return say.Reply{}, err
	}
	var entries []rollEntry
	if err := json.Unmarshal([]byte(a.Get("list")), &entries); err != nil {
		return say.Reply{}, err
	}
	var lines []models.RollLine
	for _, e := range entries {
		lines = append(lines, e.line())
	}
	kind := models.RollKind(a.Get("kind"))
	r, err := t.TakeRoll(ctx, partner, kind, lines)
	return RolledWords(kind, r), err
}

// TakeRoll keeps a list, whatever door it came by, and tells whom it concerns: parents
// whose child is eligible now, and in private the coordinators of a tutor whose check
// was not passed.
func (t *Turn) TakeRoll(ctx context.Context, partner models.Org, kind models.RollKind, lines []models.RollLine) (r models.Rolled, err error) {
	if r, err = t.Store.TakeRoll(ctx, t.By, partner, kind, lines); err != nil {
		return r, err
	}
	for _, g := range r.Failed {
		if err := t.tellBarred(ctx, g); err != nil {
			return r, err
		}
	}
	for _, e := range r.Passed {
		words, err := t.approved(ctx, e)
		if err != nil {
			return r, err
		}
		if mute, err := t.mute(ctx, models.ReviewOf(e)); err != nil || mute {
			if err != nil {
				return r, err
			}
			continue
		}
		if err := t.tell(ctx, e.PersonID, "review", fmt.Sprintf("listed:%s:%d", e.Ticket(), e.Version), words); err != nil {
			return r, err
		}
	}
	return r, nil
}

// RolledWords say what came of a list.
func RolledWords(kind models.RollKind, r models.Rolled) say.Reply {
	text := fmt.Sprintf("记下了：新增%d人", r.Added)
	for _, x := range []struct {
		n    int
		form string
	}{{r.Changed, "，更新%d人"}, {r.Same, "，原来就有%d人"}} {
		if x.n > 0 {
			text += fmt.Sprintf(x.form, x.n)
		}
	}
	text += "。"
	if kind == models.RollStaff {
		if n := len(r.Passed); n > 0 {
			text += fmt.Sprintf("有%d个孩子通过了，已经告诉家长。", n)
		}
		return say.Reply{Text: text + "名单上的人以后给孩子报云托班，不用再等确认。"}
	}
	if n := len(r.Met); n > 0 {
		text += fmt.Sprintf("对上了%d位报名的老师。", n)
	}
	if n := len(r.Failed); n > 0 {
		text += fmt.Sprintf("%d位的入职查询有记录，已经私下告诉街道的协调员，不会再安排。", n)
	}
	return say.Reply{Text: text}
}

// tellBarred tells the coordinators of a tutor, and nobody else, that the check was
// not passed.
func (t *Turn) tellBarred(ctx context.Context, g *models.Signup) error {
	org, err := t.Store.Org(ctx, g.OrgID)
	if err != nil {
		return err
	}
	text := fmt.Sprintf("%s %s的入职查询没有通过，小青不会再给这位结对、派代课。请私下处理，别在群里说。", g.Ticket(), g.Name)
	pupils, err := t.Store.Pupils(ctx, g.PersonID, calendar.DayOf(t.By.Now))
	if err != nil {
		return err
	}
	if n := len(pupils); n > 0 {
		text += fmt.Sprintf("现在还带着%d个孩子，请马上换老师。", n)
	}
	_, err = t.Store.TellHolders(ctx, models.Coordinator, org, g.PersonID, models.Notice{Key: fmt.Sprintf("barred:%d:%d:%s", g.ID, g.VouchID, calendar.DayOf(t.By.Now)), Kind: "barred", Urgent: true, Now: t.By.Now,
		Body: say.Reply{Text: text}})
	return err
}

// VouchLine is what a coordinator reads of a tutor's university and check.
func VouchLine(l models.RollLine) string {
	switch {
	case l.Failed:
		return "入职查询没通过"
	case l.ID == 0:
		return "入职查询：未查询"
	case l.CheckedOn == "":
		return "校团委已确认，入职查询：未查询"
	}
	return "校团委已确认，入职查询有效到" + string(l.Until)
}
