package workflow

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"xiaoqing/bot/form"
	"xiaoqing/bot/parse"
	"xiaoqing/bot/say"
	"xiaoqing/models"
)

// Collect (接龙): a coordinator pastes a list from a group chat and it becomes
// sign-ups or orders. Pasted again with more names, only those are new; who is
// missing is asked about; forks become one.
var Collect = Workflow{
	Intent: "chain", Words: "转接龙，把群里的接龙整份贴给我就行", For: coordinators, Direct: true,
	Form: form.Form{Name: "chain", Title: "接龙", Fields: []form.Field{
		{Name: "list", Hidden: true, Kind: form.Text{}},
		{Name: "becomes", Label: "转成", Ask: "转成什么？", Kind: form.OneOf{}},
		{Name: "left", Label: "少的人", Ask: "是退出了，还是贴了旧的？", Kind: form.OneOf{}, When: someLeft},
	}},
	Prepare: prepareChain,
	Save:    saveChain,
	Undo:    undoChain,
}

// chainList is a pasted list on its way through the dialog.
type chainList struct {
	Org     int64        `json:"org"`
	Title   string       `json:"title,omitempty"`
	Lines   []chainEntry `json:"lines"`
	Unread  []string     `json:"unread,omitempty"`
	Missing int          `json:"missing,omitempty"`
}

type chainEntry struct {
	N    int    `json:"n"`
	Name string `json:"name"`
	Note string `json:"note,omitempty"`
}

const (
	chainNot    = "none" // 先不转
	chainLeft   = "yes"
	chainStays  = "no"
	chainNames  = 5   // names that a preview shows
	chainLimit  = 500 // lines that one message may bring
	chainUnread = 10  // unread lines that are shown
)

func decodeChain(a form.Answers) (l chainList) {
	_ = json.Unmarshal([]byte(a.Get("list")), &l) // it is our own
	return l
}

func someLeft(a form.Answers) bool {
	return decodeChain(a).Missing > 0 && a.Get("becomes") != chainNot
}

func prepareChain(ctx context.Context, t *Turn) (s Start, err error) {
	f := t.Reading.Fields
	switch {
	case len(f.Entries) == 0:
		return s, models.Refuse(models.Invalid, "没读到名单。每人一行、前面带序号就行，比如“1. 张三 13812345678”。")
	case len(f.Entries) > chainLimit:
		return s, models.Refuse(models.TooMany, "这份有%d行，太长了，请分成每份%d行以内贴给我。", len(f.Entries), chainLimit)
	}
	org, err := t.chainOrg(ctx, f.Title)
	if err != nil {
		return s, err
	}
	l := chainList{Org: org.ID, Title: f.Title}
	for _, e := range f.Entries {
		l.Lines = append(l.Lines, chainEntry(e))
	}
	for _, line := range f.Unread {
		l.Unread = append(l.Unread, fmt.Sprintf("第%d行“%s”", line.At, say.Short(line.Text, 20)))
	}
	old, kept, err := t.Store.FindChain(ctx, org, l.Title, l.rows(), t.By.Now)
	if err != nil {
		return s, err
	}
	d := models.DiffChain(kept, l.rows())
	l.Missing = len(d.Missing)
	list, err := json.Marshal(l)
	s.Answers = s.Answers.Set("list", string(list))
	s.Options = map[string][]form.Option{"becomes": l.choices(), "left": leftChoices(d)}
	s.Lead = l.preview()
	if old.ID != 0 {
		s.Answers = s.Answers.Set("becomes", old.Becomes)
		s.Lead = l.comparison(kept, d)
	}
	return s, err
}

// chainOrg is whose list it is: the unit that its title names, when the speaker
// coordinates it, else the speaker's own.
func (t *Turn) chainOrg(ctx context.Context, title string) (models.Org, error) {
	if name := parse.Read("报名"+title, parse.Context{At: t.By.Now}).Fields.Org; name != "" {
		orgs, err := t.Store.OrgsNamed(ctx, name)
		for _, o := range orgs {
			if t.By.Holds(models.Coordinator, o) {
				return o, err
			}
		}
		if err != nil {
			return models.Org{}, err
		}
	}
	return t.By.Orgs(models.Coordinator)[0], nil
}

// rows are the lines as they are kept.
func (l chainList) rows() (rows []models.ChainLine) {
	for _, e := range l.Lines {
		row := models.ChainLine{N: e.N, ChainLinePrivate: models.ChainLinePrivate{Name: e.Name, Note: e.Note}}
		row.Phone, _ = parse.Phone(e.Note)
		rows = append(rows, row)
	}
	return rows
}

// choices are what the list can become; what its title speaks of comes first.
func (l chainList) choices() []form.Option {
	signup := form.Option{Value: models.ChainSignup, Label: models.Programmes[l.programme()]}
	order := form.Option{Value: models.ChainOrder, Label: "订单"}
	not := form.Option{Value: chainNot, Label: "先不转"}
	for _, word := range []string{"团购", "订购", "下单", "订单", "买", "套餐", "代购", "团菜", "菜", "订"} {
		if strings.Contains(l.Title, word) {
			return []form.Option{order, signup, not}
		}
	}
	return []form.Option{signup, order, not}
}

// programme is what the title says people join.
func (l chainList) programme() string {
	if r := parse.Read("报名"+l.Title, parse.Context{}); r.Intent == "signup" && r.Fields.Programme != "" {
		return r.Fields.Programme
	}
	return "volunteer"
}

func leftChoices(d models.ChainDiff) []form.Option {
	stays := form.Option{Value: chainStays, Label: "贴了旧的"}
	if len(d.Added) > 0 {
		stays.Label = "没退出，两份并起来"
	}
	return []form.Option{{Value: chainLeft, Label: "退出了"}, stays}
}

// preview is what was read of a list that is new.
func (l chainList) preview() string {
	return l.name() + fmt.Sprintf("读到%d人：%s。", len(l.Lines), shortNames(l.rows())) + l.unread()
}

// comparison is what is new in a list, and who is missing.
func (l chainList) comparison(kept []models.ChainLine, d models.ChainDiff) string {
	text := l.name() + fmt.Sprintf("上次%d人，这次%d人。", len(kept), len(l.Lines))
	if len(d.Added) > 0 {
		text += fmt.Sprintf("新的%d人：%s。", len(d.Added), shortNames(d.Added))
	}
	if len(d.Missing) > 0 {
		text += fmt.Sprintf("\n少了%d人：%s。", len(d.Missing), shortNames(d.Missing))
	}
	return text + l.unread()
}

func (l chainList) name() string {
	if l.Title == "" {
		return "这份接龙"
	}
	return "“" + say.Short(l.Title, 20) + "”"
}

// unread shows line by line what could not be read.
func (l chainList) unread() string {
	if len(l.Unread) == 0 {
		return ""
	}
	shown := l.Unread[:min(len(l.Unread), chainUnread)]
	text := fmt.Sprintf("\n有%d行没读出来：\n%s", len(l.Unread), strings.Join(shown, "\n"))
	if len(shown) < len(l.Unread) {
		text += fmt.Sprintf("\n……还有%d行", len(l.Unread)-len(shown))
	}
	return text
}

func shortNames(lines []models.ChainLine) string {
	var names []string
	for _, l := range lines[:min(len(lines), chainNames)] {
		names = append(names, l.Name)
	}
	if len(lines) > chainNames {
		return say.List(names) + "等"
	}
	return say.List(names)
}
