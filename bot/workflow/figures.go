package workflow

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"xiaoqing/bot/digest"
	"xiaoqing/bot/form"
	"xiaoqing/bot/parse"
	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// ReadFigures reads what a coordinator says of figures: 零报告, 口径 报名, 期初数 …;
// asked says that a question is open, to which 今天没有 may be the answer.
func ReadFigures(text string, asked bool) (r parse.Reading, ok bool) {
	text = strings.Trim(strings.TrimSpace(text), "。！!")
	if rest, found := strings.CutPrefix(text, "零报告"); found || slices.Contains(noNews, text) && !asked {
		r = parse.Reading{Intent: Nothing.Intent}
		if found {
			r.Fields.Org = strings.Trim(rest, " 　，,：:")
		}
		return r, true
	}
	if _, found := strings.CutPrefix(text, "期初"); found {
		return parse.Reading{Intent: Opening.Intent}, true
	}
	for _, cut := range []func(string, string) (string, bool){strings.CutPrefix, strings.CutSuffix} {
		if rest, found := cut(text, "口径"); found && len(text) < 60 {
			return parse.Reading{Intent: Basis.Intent, Fields: basisOf(strings.TrimSuffix(strings.Trim(rest, " 　，,：:"), "的"))}, true
		}
	}
	return r, false
}

// basisOf takes the figure, and the unit where one is said with it: 报名 四平路街道.
func basisOf(said string) parse.Fields {
	words := strings.Fields(said)
	if _, whole := models.MeasureNamed(said); !whole && len(words) == 2 {
		if _, first := models.MeasureNamed(words[0]); first {
			return parse.Fields{Topic: words[0], Org: words[1]}
		}
		return parse.Fields{Topic: words[1], Org: words[0]}
	}
	return parse.Fields{Topic: said}
}

// noNews are ways to say that a day had nothing.
var noNews = []string{"今天没有", "今日没有", "今天无", "今日无", "今天没有情况", "今天没有新增", "今天没有数据", "今天没有要报的", "无新增"}

// Nothing (零报告): a coordinator says that their unit had nothing today, which is
// not the same as saying nothing (未报).
var Nothing = Workflow{
	Intent: "nothing", Words: "今天没有要报的，说“零报告”", For: coordinators, Direct: true, Group: true,
	Form: form.Form{Name: "nothing", Title: "零报告"},
	Save: saveNothing,
}

func saveNothing(ctx context.Context, t *Turn, _ form.Answers) (say.Reply, error) {
	orgs, err := t.reporting(ctx)
	if err != nil {
		return say.Reply{}, err
	}
	today := calendar.DayOf(t.By.Now)
	var nothing, active []string
	for _, o := range orgs {
		b, err := t.Store.Book(ctx, o, today, today, t.By.Now)
		if err != nil {
			return say.Reply{}, err
		}
		if slices.Contains(b.Active(today), true) {
			active = append(active, o.Name)
			continue
		}
		if _, err := t.Store.ReportNothing(ctx, t.By, o); err != nil {
			return say.Reply{}, err
		}
		nothing = append(nothing, o.Name)
	}
	var lines []string
	if nothing != nil {
		lines = append(lines, fmt.Sprintf("记下了：%s %s零报告。后面有了新的，照常发给我就行。", say.List(nothing), say.Date(today)))
	}
	if active != nil {
		lines = append(lines, say.List(active)+"今天已经有数字了，不用再报。回“日报”看看。")
	}
	return say.Reply{Text: strings.Join(lines, "\n")}, nil
}

// reporting are the units that the speaker answers for: the one named, the
// group's, or all of their own.
func (t *Turn) reporting(ctx context.Context) ([]models.Org, error) {
	if t.Reading.Fields.Org != "" || t.Group != nil {
		org, err := t.digestOrg(ctx)
		return []models.Org{org}, err
	}
	return t.By.Orgs(models.Coordinator), nil
}

// Basis (口径): what a figure counts, in one line.
var Basis = Workflow{
	Intent: "basis", Words: "问一个数是怎么算的，比如“口径 报名”", For: coordinators, Direct: true, Group: true,
	Form: form.Form{Name: "basis", Title: "口径"},
	Save: saveBasis,
}

func saveBasis(ctx context.Context, t *Turn, _ form.Answers) (say.Reply, error) {
	m, ok := models.MeasureNamed(t.Reading.Fields.Topic)
	if !ok {
		var names []string
		for _, m := range models.Measures {
			names = append(names, m.Name)
		}
		return say.Text("要问哪个数？比如“口径 报名”。有这些：%s。", say.List(names)), nil
	}
	org, err := t.digestOrg(ctx)
	if err != nil {
		return say.Reply{}, err
	}
	today := calendar.DayOf(t.By.Now)
	b, err := t.Store.Book(ctx, org, today, today, t.By.Now)
	if err != nil {
		return say.Reply{}, err
	}
	r := say.Reply{Text: digest.Basis(b, m)}
	if t.Group == nil {
		r.Links = []say.Link{t.figuresLink(org, today, m.ID)}
	}
	return r, nil
}
