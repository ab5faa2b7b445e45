package workflow

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"

	"xiaoqing/bot/digest"
	"xiaoqing/bot/form"
	"xiaoqing/bot/parse"
	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// Opening (期初数): a figure from before the product, from which totals start.
var Opening = Workflow{
	Intent: "opening", Words: "记以前的数，比如“期初数 五角场街道 报名 120 截至3月27日 来源街道台账”", For: coordinators,
	Form:    form.Form{Name: "opening", Title: "期初数", Fields: OpeningFields()},
	Prepare: prepareOpening, Save: saveOpening,
}

// OpeningFields are the questions of an opening figure, as a sheet asks them too.
func OpeningFields() []form.Field {
	return []form.Field{
		{Name: "org", Label: "组织", Ask: "是哪个街道或社区的数？", Kind: form.Org{}},
		{Name: "measure", Label: "指标", Ask: "是什么数？比如报名、报云托班、课时。", Kind: MeasureKind{}},
		{Name: "value", Label: "数量", Ask: "一共多少？写数字就行，比如120。", Kind: AmountKind{}},
		{Name: "date", Label: "截至", Ask: "截至哪一天？比如3月27日。", Kind: form.Date{Past: true}},
		{Name: "source", Label: "来源", Ask: "数从哪里来的？比如街道台账。", Kind: form.Text{Max: 60}},
	}
}

// MeasureKind is a figure by its name; canonical is its id. Stocks have no opening
// figure.
type MeasureKind struct{}

// Read takes 报名, 云托班, 课时.
func (MeasureKind) Read(text string, _ form.Context) (string, error) {
	m, ok := models.MeasureNamed(text)
	if name, _, cut := strings.Cut(text, "（"); cut && !ok {
		m, ok = models.MeasureNamed(name)
	}
	if !ok || m.IsStock() {
		return "", form.Wrong("没看懂是哪个数，可以是报名、审核通过、报云托班、上课、辅导、课时、上岗、上岗时长这些。")
	}
	return m.ID, nil
}

// Show is 报名（人）.
func (MeasureKind) Show(value string) string {
	if m, ok := models.MeasureOf(value); ok {
		return m.Name + "（" + m.Unit + "）"
	}
	return value
}

// Control is one line.
func (MeasureKind) Control() form.Control { return form.Control{Type: "text", Placeholder: "报名"} }

// AmountKind is a number that is not negative, with or without its unit; canonical
// has two decimals at most: 120, 35.5.
type AmountKind struct{}

// Read takes 120, 1,527人, 35.5课时, 2万.
func (AmountKind) Read(text string, _ form.Context) (string, error) {
	text = strings.NewReplacer(",", "", "，", "", " ", "").Replace(strings.TrimSpace(text))
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		var ok bool
		if n, ok = parse.Number(text); !ok {
			return "", form.Wrong("请写一个数字，比如120。")
		}
	}
	if n < 0 || n > 1e12 || math.IsNaN(n) {
		return "", form.Wrong("请写一个不小于0的数字，比如120。")
	}
	return strconv.FormatFloat(math.Round(n*100)/100, 'f', -1, 64), nil
}

// Show is the number.
func (AmountKind) Show(value string) string { return value }

// Control is a number pad.
func (AmountKind) Control() form.Control {
	return form.Control{Type: "text", InputMode: "decimal", Placeholder: "120"}
}

// OpeningFigure is what the answers come to for an Org. It refuses (Invalid) a
// number that the measure cannot have: a third of a 课时, half a person.
func OpeningFigure(org models.Org, a form.Answers) (o models.OpeningFigure, err error) {
	m, _ := models.MeasureOf(a.Get("measure"))
	n, _ := strconv.ParseFloat(a.Get("value"), 64) // AmountKind has read it
	kept := n * float64(m.Per)
	if math.Abs(kept-math.Round(kept)) > 1e-3 && m.Per != 60 {
		return o, models.Refuse(models.Invalid, "%s的单位是%s，%s这个数不对，请再核对一下。", m.Name, m.Unit, a.Get("value"))
	}
	return models.OpeningFigure{OrgID: org.ID, Measure: m.ID, Day: calendar.Day(a.Get("date")), Value: int64(math.Round(kept)),
		OpeningPrivate: models.OpeningPrivate{Source: a.Get("source")}}, nil
}

// prepareOpening reads 期初数 五角场街道 报名 120 截至3月27日 来源街道台账 in one go, and
// says what it would take the place of or be added to.
func prepareOpening(ctx context.Context, t *Turn) (s Start, err error) {
	s.Answers = readOpening(t.Text, form.Context{At: t.By.Now})
	if own := t.By.Orgs(models.Coordinator); s.Answers.Get("org") == "" && len(own) == 1 {
		s.Answers = s.Answers.Set("org", own[0].Name)
	}
	if name := s.Answers.Get("org"); name != "" {
		org, err := t.inCharge(ctx, name)
		if err != nil {
			return s, err
		}
		if name, err = t.fullName(ctx, org); err != nil {
			return s, err
		}
		s.Answers = s.Answers.Set("org", name)
		s.Lead, err = t.beforeOpening(ctx, org, s.Answers)
		return s, err
	}
	return s, nil
}

// beforeOpening is what stands already: an opening figure that would go, entries
// of days before it that would be added to it.
func (t *Turn) beforeOpening(ctx context.Context, org models.Org, a form.Answers) (string, error) {
	m, ok := models.MeasureOf(a.Get("measure"))
	day := calendar.Day(a.Get("date"))
	if !ok || day == "" {
		return "", nil
	}
	b, err := t.Store.Book(ctx, org, day, day, t.By.Now)
	if err != nil {
		return "", err
	}
	lead, sum := "", b.Total()[0].Figures[m.ID]
	for _, o := range b.Openings {
		if o.OrgID == org.ID && o.Measure == m.ID {
			lead = fmt.Sprintf("原来记的是%s，会换成这一次的，原来那条也留着。", digest.Amount(m, o.Value))
			sum -= o.Value
		}
	}
	if sum != 0 {
		lead += fmt.Sprintf("请留意：小青里%s（含）以前已经有%s%s，会和期初数加在一起。", say.Date(day), m.Name, digest.Amount(m, sum))
	}
	return lead, nil
}

// readOpening finds the parts in one sentence, with blanks between them or not.
func readOpening(text string, c form.Context) (a form.Answers) {
	text = strings.TrimPrefix(strings.TrimPrefix(strings.TrimSpace(text), "期初"), "数")
	text, source, _ := strings.Cut(text, "来源")
	text, until := cutAny(text, "截至", "截止到", "截止")
	for _, field := range OpeningFields() {
		said := map[string]string{"source": source, "date": until}[field.Name]
		if v, err := field.Kind.Read(strings.Trim(said, " 　：:，,。"), c); said != "" && err == nil {
			a = a.Set(field.Name, v)
		}
	}
	head := strings.Trim(text, " 　：:，,。")
	if i := strings.IndexAny(head, "0123456789"); i >= 0 {
		negative := strings.HasSuffix(strings.TrimRight(head[:i], " "), "-") // is asked again
		if v, err := (AmountKind{}).Read(head[i:], c); err == nil && !negative {
			a = a.Set("value", v)
		}
		head = strings.TrimRight(head[:i], " 　：:，,共-")
	}
	org, measure := splitMeasure(head)
	if measure != "" {
		a = a.Set("measure", measure)
	}
	if org != "" {
		a = a.Set("org", org)
	}
	return a
}

// splitMeasure takes the name of a figure off the end: 五角场街道报名.
func splitMeasure(head string) (rest, measure string) {
	for i := range head {
		if m, ok := models.MeasureNamed(head[i:]); ok && !m.IsStock() {
			return strings.Trim(head[:i], " 　：:，,的"), m.ID
		}
	}
	return strings.TrimSpace(head), ""
}

func cutAny(text string, words ...string) (before, after string) {
	for _, w := range words {
		if before, after, ok := strings.Cut(text, w); ok {
			return before, after
		}
	}
	return text, ""
}

func saveOpening(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	org, err := t.inCharge(ctx, a.Get("org"))
	if err != nil {
		return say.Reply{}, err
	}
	o, err := OpeningFigure(org, a)
	if err != nil {
		return say.Reply{}, err
	}
	changed, err := t.Store.SetOpening(ctx, t.By, o)
	if err != nil {
		return say.Reply{}, err
	}
	m, _ := models.MeasureOf(o.Measure)
	words := fmt.Sprintf("%s %s期初数%s，截至%s，来源：%s。", org.Name, m.Name, digest.Amount(m, o.Value), say.Date(o.Day), o.Source)
	if !changed {
		return say.Reply{Text: "这一条已经记过了：" + words}, nil
	}
	return say.Reply{Text: "记下了：" + words, Hint: "累计里从今天起就含它。数不对就再发一次，以最后一次为准。"}, nil
}
