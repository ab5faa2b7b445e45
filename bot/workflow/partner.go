package workflow

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"xiaoqing/bot/form"
	"xiaoqing/bot/parse"
	"xiaoqing/bot/say"
	"xiaoqing/models"
)

// Befriend (新建伙伴): the city's coordinator adds a Partner beside the tree.
var Befriend = Workflow{
	Intent: "partner", Words: "加一个伙伴（校团委、医院团委），比如“新建伙伴 复旦大学团委 简称 复旦”", For: coordinators, Direct: true,
	Form: form.Form{Name: "partner", Title: "新建伙伴", Fields: []form.Field{
		{Name: "org", Label: "名称", Ask: "伙伴叫什么？写全名，比如“复旦大学团委”。", Kind: form.Text{Max: 40}},
		{Name: "topic", Label: "简称", Kind: form.Text{Max: 100}, Optional: true, Later: true}}},
	Save: saveBefriend,
}

func saveBefriend(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	o, fresh, adopted, err := t.Store.Befriend(ctx, t.By, a.Get("org"), list(a.Get("topic")))
	if err != nil {
		return say.Reply{}, err
	}
	text := fmt.Sprintf("好的，%s加进伙伴了。", o.Name)
	if !fresh {
		text = fmt.Sprintf("%s已经在伙伴里了。", o.Name)
	}
	if adopted > 0 {
		text += fmt.Sprintf("已有的报名里写着伙伴单位的，归好了%d个。", adopted)
	}
	return say.Reply{Text: text + fmt.Sprintf("要请他们自己来管，说“邀请 %s”。", o.Name)}, nil
}

// ReadPartner reads what a coordinator says of partners: 新建伙伴 复旦大学团委, 担保
// with a list, 确认 托1-3, 不是本单位 托3, 要工牌 托1. alone says that the speaker
// coordinates partners and no unit of the tree: any list is a list of theirs then.
func ReadPartner(text string, c parse.Context, alone bool) (r parse.Reading, ok bool) {
	text = strings.TrimSpace(text)
	for _, word := range []string{"新建伙伴", "新增伙伴", "添加伙伴", "加伙伴"} {
		if rest, ok := strings.CutPrefix(text, word); ok {
			return readBefriend(rest), true
		}
	}
	if kind, _, ok := rollSaid(text); ok {
		return parse.Reading{Intent: Roll.Intent, Fields: parse.Fields{Topic: string(kind)}}, true
	}
	if lines, _ := readRoll(text, "", c.At); alone && len(lines) > 1 {
		return parse.Reading{Intent: Roll.Intent}, true
	}
	for _, x := range [...]struct{ word, as, intent string }{{"确认", "通过", "approve"}, {"不是本单位", "退回", "disown"}, {"不是我们单位", "退回", "disown"}, {"要工牌", "通过", "badge"}} {
		rest, ok := strings.CutPrefix(text, x.word)
		if before, is := strings.CutSuffix(text, x.word); !ok && x.intent == "disown" && is {
			rest, ok = before, true
		}
		if !ok {
			continue
		}
		if said := parse.Read(x.as+" "+strings.Trim(rest, " 的，,。："), c); len(said.Fields.Tickets) > 0 {
			said.Intent, said.Missing = x.intent, nil
			return said, true
		}
	}
	return r, false
}

func readBefriend(rest string) parse.Reading {
	name, short := strings.Trim(rest, " ：:，,。"), ""
	for _, word := range []string{"简称", "也叫", "又叫"} {
		if before, after, ok := strings.Cut(name, word); ok {
			name, short = strings.Trim(before, " （(，,"), after
		}
	}
	words := strings.FieldsFunc(short, func(c rune) bool { return strings.ContainsRune(" 、，,：:）)。/", c) })
	return parse.Reading{Intent: Befriend.Intent, Fields: parse.Fields{Org: name, Topic: say.List(words)}}
}

// PartnerSaid is the name of the Partner that a command is about: 绑定 复旦大学团委,
// 邀请 中山医院; "" for none.
func PartnerSaid(ctx context.Context, s *models.Store, text string) (string, error) {
	for _, word := range []string{"绑定", "邀请", "日报", "周报", "统计"} {
		text = strings.Replace(text, word, " ", 1)
	}
	words := strings.Fields(text)
	if len(words) == 0 {
		return "", nil
	}
	o, _, err := s.PartnerNamed(ctx, words[0])
	return o.Name, err
}

// partners are those that the speaker coordinates.
func (t *Turn) partners() (orgs []models.Org) {
	for _, o := range t.By.Orgs(models.Coordinator) {
		if o.Level == models.Beside {
			orgs = append(orgs, o)
		}
	}
	return orgs
}

// OnlyPartners says whether the actor coordinates partners and no unit of the tree.
func OnlyPartners(by models.Actor) bool {
	orgs := by.Orgs(models.Coordinator)
	return len(orgs) > 0 && !slices.ContainsFunc(orgs, func(o models.Org) bool { return o.Level != models.Beside })
}

// partnerState says what a Partner's coordinator has to look after.
func (t *Turn) partnerState(ctx context.Context) (lines []string, err error) {
	for _, p := range t.partners() {
		tutors, err := t.Store.PartnerTutors(ctx, p, partnerShown)
		if err != nil {
			return nil, err
		}
		staff, err := t.Store.StaffWaiting(ctx, []models.Org{p}, partnerShown)
		if err != nil {
			return nil, err
		}
		lines = append(lines, fmt.Sprintf("%s：辅导老师%d人，等您确认%d人。", p.Name, len(tutors), len(staff)))
	}
	return lines, nil
}

// partnerShown is how many tutors or staff of a Partner are looked at.
const partnerShown = 1000
