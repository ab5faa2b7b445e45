package workflow

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"xiaoqing/bot/form"
	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// Rearrange (改班) changes a roster: 班12 改成15人, 班12改到后天9点到13点. What is not
// said stays; everyone in it hears what is different.
var Rearrange = Workflow{
	Intent: "rearrange", Words: "改排好的班，比如“班12 改成15人”“班12 改到后天9点”", For: coordinators, Direct: true,
	Form: form.Form{Name: "rearrange", Title: "改班", Fields: append([]form.Field{
		{Name: "roster", Label: "班次", Ask: "改哪一班？", Kind: form.OneOf{}}}, unasked(Rearranged.Fields)...)},
	Prepare: prepareRearrange,
	Save:    saveRearrange,
	Undo:    undoRearrange,
}

// Rearranged is all of a roster that can be changed, for a page that shows it as it
// is.
var Rearranged = form.Form{Name: "rearranged", Title: "改班", Fields: slices.DeleteFunc(slices.Clone(Roster.Form.Fields), func(f form.Field) bool { return f.Name == "org" })}

// unasked are fields of which a conversation asks for none.
func unasked(fields []form.Field) []form.Field {
	fields = slices.Clone(fields)
	for i := range fields {
		fields[i].Optional, fields[i].Later = true, true
	}
	return fields
}

func prepareRearrange(ctx context.Context, t *Turn) (Start, error) {
	if day := t.Reading.Fields.Date; day != "" && day < calendar.DayOf(t.By.Now) {
		return Start{}, models.Refuse(models.Invalid, "这个时间已经过去了，请再看看是哪天。")
	}
	if err := t.changeable(); err != nil {
		return Start{}, err
	}
	s, ok := t.saidRoster()
	if !ok {
		rs, err := t.Store.RostersOf(ctx, t.By.Orgs(models.Coordinator), t.By.Now, 50)
		if err != nil {
			return Start{}, err
		}
		s.Options = map[string][]form.Option{"roster": t.rosterOptions(rs)}
		return s, nil
	}
	id, _ := rowOf(s.Answers.Get("roster"))
	r, err := t.Store.Roster(ctx, id)
	if err != nil {
		return Start{}, err
	}
	for _, a := range t.saidChanges(r) {
		s.Answers = s.Answers.Set(a.Field, *a.Value)
	}
	return s, nil
}

// changeable refuses what no roster can be, before the rest of it is told to people.
func (t *Turn) changeable() error {
	f := t.Reading.Fields
	switch {
	case len(f.Tickets) > 1:
		return models.Refuse(models.Invalid, "一次改一班，请分开说，比如“%s 改成15人”。", f.Tickets[0])
	case f.How == "" && f.Minutes > 0 && (f.Minutes < 30 || f.Minutes > 8*60):
		return models.Refuse(models.Invalid, "一班最短30分钟，最长8小时。再长就分成两班。")
	case f.Quantity > 1000:
		return models.Refuse(models.Invalid, "一班最多1000人，请再看看人数。")
	}
	return nil
}

// saidChanges are the answers that were said, those that are counted from how the
// roster stands among them: 加5人, 延长到13点, 推迟半小时.
func (t *Turn) saidChanges(r models.Roster) (a form.Answers) {
	f, said := t.Reading.Fields, t.withContact(t.said())
	for _, field := range Rearranged.Fields {
		if said.Has(field.Name) {
			a = a.Set(field.Name, said.Get(field.Name))
		}
	}
	switch f.How {
	case "more":
		a = a.Set("quantity", strconv.Itoa(r.Places+int(f.Quantity)))
	case "less":
		a = a.Set("quantity", strconv.Itoa(r.Places-int(f.Quantity)))
	case "later", "earlier":
		by := calendar.Clock(f.Minutes)
		if f.How == "earlier" {
			by = -by
		}
		if a = a.Without("minutes"); r.Start+by >= 0 && r.Start+by < 24*60 {
			a = a.Set("start", (r.Start + by).String())
		}
	}
	if end, ok := calendar.ParseClock(f.End); ok && f.Start == "" {
		a = a.Set("minutes", strconv.Itoa(int(end-r.Start+24*60)%(24*60)))
	}
	return a
}

func saveRearrange(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	id, err := rowOf(a.Get("roster"))
	if err != nil {
		return say.Reply{}, models.Refuse(models.Invalid, "没认出是哪一班，请写编号，比如“班12 改成15人”。")
	}
	r, err := t.Store.Roster(ctx, id)
	if err != nil {
		return say.Reply{}, err
	}
	to := changed(r, a)
	if to == r.Change() {
		return say.Text("%s现在就是这样：%s，%d/%d人。要改什么连着编号说，比如“%s 改成15人”“%s 改到后天9点”。", r.Ticket(), t.rosterLine(r), r.Taken, r.Places, r.Ticket(), r.Ticket()), nil
	}
	c, err := t.Store.ChangeRoster(ctx, t.By, id, to)
	if err != nil {
		return say.Reply{}, err
	}
	t.Did.Tickets, t.Did.Before = []string{r.Ticket().String()}, RosterAnswers(c.Was)
	if err := t.tellChanged(ctx, c); err != nil {
		return say.Reply{}, err
	}
	return say.Reply{Text: t.changedWords(c), Links: t.rosterLinks(c.Roster)}, nil
}

// changed is a roster as the answers want it; what has none stays.
func changed(r models.Roster, a form.Answers) models.RosterChange {
	to := r.Change()
	for _, x := range a {
		if x.Value == nil {
			continue
		}
		switch v := *x.Value; x.Field {
		case "title":
			to.Task = v
		case "place":
			to.Place = v
		case "who":
			to.Contact = v
		case "date":
			to.Day = calendar.Day(v)
		case "start":
			to.Start, _ = calendar.ParseClock(v)
		case "minutes":
			to.Minutes, _ = strconv.Atoi(v)
		case "quantity":
			to.Places, _ = strconv.Atoi(v)
		}
	}
	return to
}

// RosterAnswers are what a roster's coordinator would answer to have it as it is.
func RosterAnswers(r models.Roster) (a form.Answers) {
	return a.Set("roster", rowID(r.ID)).Set("title", r.Task).Set("place", r.RosterPrivate.Place).Set("who", r.Contact).Set("date", string(r.Day)).
		Set("start", r.Start.String()).Set("minutes", strconv.Itoa(r.Minutes)).Set("quantity", strconv.Itoa(r.Places))
}

func (t *Turn) changedWords(c models.RosterChanged) string {
	text := fmt.Sprintf("改好了：%s，%d/%d人。", t.rosterLine(c.Roster), c.Roster.Taken, c.Roster.Places)
	if t.differs(c) && len(c.Seated) > 0 {
		text += fmt.Sprintf("已经告诉报上的%d人。", len(c.Seated))
	}
	if n := len(c.Clash); n > 0 {
		text += fmt.Sprintf("其中%d人那时排不开，可能会退班。", n)
	}
	if n := len(c.Up); n > 0 {
		text += fmt.Sprintf("候补的%d人补上了，也告诉了。", n)
	}
	return text
}

// differs says that those in it have something to know.
func (t *Turn) differs(c models.RosterChanged) bool {
	return c.Moved || c.Was.RosterPrivate != c.Roster.RosterPrivate
}

// tellChanged tells everyone in a roster what is different, at once when it is near.
func (t *Turn) tellChanged(ctx context.Context, c models.RosterChanged) error {
	near := func(r models.Roster) bool { return r.Begins(t.Store.Zone).Sub(t.By.Now) < 12*time.Hour }
	tell := func(p models.RosterPlace, body say.Reply) error {
		return t.Store.Tell(ctx, p.PersonID, models.Notice{Key: fmt.Sprintf("rearranged:%d:%d:%d", c.Roster.ID, c.Roster.Revision, p.ID), Kind: "duty",
			Urgent: near(c.Was) || near(c.Roster), Now: t.By.Now, Expires: c.Roster.Ends(t.Store.Zone), Body: body})
	}
	for _, p := range c.Up {
		if err := tell(p, say.Reply{Text: fmt.Sprintf("轮到你了！加了名额，你补上了%s。来不了请早点说。", t.rosterLine(c.Roster)), Buttons: []string{"退班 " + c.Roster.Ticket().String()}}); err != nil {
			return err
		}
	}
	if !t.differs(c) {
		return nil
	}
	for _, p := range c.Seated {
		if err := tell(p, t.changedFor(c, p.PersonID)); err != nil {
			return err
		}
	}
	for _, p := range c.Waiting {
		if err := tell(p, say.Text("你候补的班改了：%s，原来是%s。轮到你我马上告诉你，不等了就说“退班 %s”。", t.rosterLine(c.Roster), t.before(c), c.Roster.Ticket())); err != nil {
			return err
		}
	}
	return nil
}

// changedFor is what someone with a place hears; a link of the old time would have
// run out.
func (t *Turn) changedFor(c models.RosterChanged, person int64) say.Reply {
	text := fmt.Sprintf("你报的班改了：%s，原来是%s。", t.rosterLine(c.Roster), t.before(c))
	if why := c.Clash[person]; why != "" {
		text += "新时间" + why
	}
	if c.Was.Contact != c.Roster.Contact && c.Roster.Contact != "" {
		text += "现场联系：" + c.Roster.Contact + "。"
	}
	return say.Reply{Text: text + "来不了请早点说。", Buttons: []string{"退班 " + c.Roster.Ticket().String()}, Links: []say.Link{t.dutyLink(c.Roster, person)}}
}

// before is what changed, as it was.
func (t *Turn) before(c models.RosterChanged) string {
	var parts []string
	if c.Was.Task != c.Roster.Task {
		parts = append(parts, c.Was.Task)
	}
	if c.Moved {
		parts = append(parts, t.rosterTime(c.Was))
	}
	if c.Was.RosterPrivate.Place != c.Roster.RosterPrivate.Place {
		parts = append(parts, c.Was.RosterPrivate.Place)
	}
	if len(parts) == 0 {
		return "另一位联系人"
	}
	return strings.Join(parts, "，")
}

func undoRearrange(ctx context.Context, t *Turn, last Saved) (say.Reply, error) {
	return saveRearrange(ctx, t, last.Before)
}
