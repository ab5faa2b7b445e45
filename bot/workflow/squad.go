package workflow

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"xiaoqing/bot/form"
	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
)

// Squad (建突击队): a coordinator makes a squad and names its leader, who musters it.
var Squad = Workflow{
	Intent: "squad", Words: "建突击队，比如“建突击队 五角场先锋队 队长 张三”", For: coordinators, Direct: true,
	Form: form.Form{Name: "squad", Title: "建突击队", Fields: []form.Field{
		{Name: "title", Label: "队名", Ask: "队叫什么？比如“五角场先锋队”。", Kind: form.Text{Max: 20}},
		{Name: "name", Label: "队长", Ask: "队长是谁？写姓名，要是已经核实的志愿者。", Kind: form.Name{}},
		{Name: "phone", Label: "队长电话", Kind: form.Phone{}, Optional: true, Later: true}}},
	Save: saveSquad,
}

// leader is the volunteer of that name, or of that phone where several have it.
func (t *Turn) leader(ctx context.Context, name, phone string) (models.Person, error) {
	found := map[int64]models.Person{}
	var ends []string
	for _, org := range t.By.Orgs(models.Coordinator) {
		people, err := t.Store.HoldersNamed(ctx, name, []models.Role{models.Volunteer, models.Tutor}, org)
		if err != nil {
			return models.Person{}, err
		}
		for _, p := range people {
			if _, twice := found[p.ID]; twice || phone != "" && p.Phone != phone {
				continue
			}
			if found[p.ID] = p; len(p.Phone) == 11 {
				ends = append(ends, p.Phone[7:])
			}
		}
	}
	switch len(found) {
	case 0:
		return models.Person{}, models.Refuse(models.NotFound, "您管的范围里没有叫“%s”的志愿者。队长要先报名、核实，再来建队。", name)
	case 1:
		return slices.Collect(maps.Values(found))[0], nil
	}
	return models.Person{}, models.Refuse(models.Invalid, "有%d位%s（手机尾号%s），请在后面写上队长的手机号再说一遍。", len(found), name, say.List(ends))
}

func saveSquad(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	leader, err := t.leader(ctx, a.Get("name"), a.Get("phone"))
	if err != nil {
		return say.Reply{}, err
	}
	org := t.By.Orgs(models.Coordinator)[0]
	q, fresh, err := t.Store.MakeSquad(ctx, t.By, org, a.Get("title"), leader.ID)
	if err != nil {
		return say.Reply{}, err
	}
	if leader.ID != t.By.Person {
		err = t.tell(ctx, leader.ID, "duty", fmt.Sprintf("leader:%d:%s", q.ID, t.Key), say.Text("请你当%s的队长（%s）。要叫齐人，说“集合 %s 今晚7点 五角场广场”；看谁到了，说“点名”。", q.Name, org.Name, q.Name))
	}
	words := "建好了"
	if !fresh {
		words = "换好队长了"
	}
	return say.Text("%s：%s，%s，队长%s。请队员对小青说“加入 %s”。", words, q.Name, org.Name, leader.Name, q.Name), err
}

// Enlist (加入) puts a volunteer into a squad, Quit (退出) takes them out.
var (
	Enlist = Workflow{
		Intent: "enlist", Words: "加入突击队，比如“加入 五角场先锋队”", Direct: true,
		Form: form.Form{Name: "enlist", Title: "加入突击队", Fields: []form.Field{
			{Name: "title", Label: "队名", Ask: "加入哪一队？写队名。", Kind: form.Text{Max: 20}}}},
		Save: saveEnlist,
	}
	Quit = Workflow{
		Intent: "quit", Words: "退出突击队，比如“退出 五角场先锋队”", For: []models.Role{models.Volunteer, models.Tutor}, Direct: true,
		Form: form.Form{Name: "quit", Title: "退出突击队", Fields: []form.Field{
			{Name: "title", Label: "队名", Ask: "退出哪一队？写队名。", Kind: form.Text{Max: 20}}}},
		Save: saveQuit,
	}
)

// squad is the squad of that name.
func (t *Turn) squad(ctx context.Context, name string) (models.Squad, error) {
	var orgs []models.Org
	for _, s := range t.By.Standings {
		orgs = append(orgs, s.Org)
	}
	qs, err := t.Store.SquadsNamed(ctx, name, orgs)
	if err != nil {
		return models.Squad{}, err
	}
	if len(qs) == 0 {
		return models.Squad{}, models.Refuse(models.NotFound, "没有找到“%s”，请核对队名。要当突击队的志愿者，说“报名突击队 姓名 电话 街道”。", name)
	}
	return qs[0], nil
}

func saveEnlist(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	q, err := t.squad(ctx, a.Get("title"))
	if err != nil {
		return say.Reply{}, err
	}
	fresh, err := t.Store.JoinSquad(ctx, t.By, q)
	if err != nil {
		return say.Reply{}, err
	}
	if !fresh {
		return say.Text("你已经在%s里了。", q.Name), nil
	}
	p, err := t.Store.Person(ctx, t.By.Person)
	if err != nil {
		return say.Reply{}, err
	}
	if q.LeaderID != t.By.Person {
		err = t.tell(ctx, q.LeaderID, "duty", "enlisted:"+t.Key, say.Text("%s加入了%s。", nameless(p), q.Name))
	}
	return say.Text("欢迎加入%s！要集合时我叫你，到时回“到”或“来不了”就行。", q.Name), err
}

func saveQuit(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	q, err := t.squad(ctx, a.Get("title"))
	if err != nil {
		return say.Reply{}, err
	}
	if err := t.Store.LeaveSquad(ctx, t.By, q); err != nil {
		return say.Reply{}, err
	}
	return say.Text("你退出%s了，谢谢你出过的力。", q.Name), nil
}

// Muster (集合): a squad's leader, or a coordinator, calls its members together;
// RollCall (点名) shows who answered what.
var (
	Muster = Workflow{
		Intent: "muster", Words: "叫突击队集合，比如“集合 五角场先锋队 今晚7点 五角场广场”", For: []models.Role{models.Volunteer, models.Tutor, models.Coordinator}, Direct: true,
		Form: form.Form{Name: "muster", Title: "集合", Fields: []form.Field{
			{Name: "title", Label: "队名", Ask: "叫哪一队？写队名。", Kind: form.Text{Max: 20}},
			{Name: "date", Label: "日期", Kind: form.Date{Future: true}, Optional: true, Later: true},
			{Name: "start", Label: "几点", Ask: "几点集合？比如“今晚7点”。", Kind: form.Clock{}},
			{Name: "place", Label: "地点", Ask: "在哪里集合？", Kind: form.Text{Max: 40}}}},
		Prepare: prepareMuster,
		Save:    saveMuster,
	}
	RollCall = Workflow{
		Intent: "rollcall", Words: "看突击队谁到了，说“点名”", For: []models.Role{models.Volunteer, models.Tutor, models.Coordinator}, Direct: true,
		Form: form.Form{Name: "rollcall", Title: "点名", Fields: []form.Field{
			{Name: "title", Label: "队名", Ask: "点哪一队？写队名。", Kind: form.Text{Max: 20}}}},
		Prepare: prepareMuster,
		Save:    saveRollCall,
	}
)

// prepareMuster takes the only squad that the speaker leads when none was named.
func prepareMuster(ctx context.Context, t *Turn) (Start, error) {
	s := Start{Answers: t.said()}
	if s.Answers.Get("title") != "" {
		return s, nil
	}
	all, err := t.Store.SquadsOf(ctx, t.By.Person)
	if err != nil {
		return s, err
	}
	own := slices.DeleteFunc(all, func(q models.Squad) bool { return q.LeaderID != t.By.Person })
	switch {
	case len(own) == 1:
		s.Answers = s.Answers.Set("title", own[0].Name)
	case len(own) == 0 && !t.By.Has(models.Coordinator):
		return s, models.Refuse(models.Forbidden, "集合、点名要由队长来。想当队长，请街道的协调员说“建突击队 队名 队长 你的姓名”。")
	}
	return s, nil
}

func saveMuster(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	q, err := t.squad(ctx, a.Get("title"))
	if err != nil {
		return say.Reply{}, err
	}
	m := models.Muster{Day: orDay(calendar.Day(a.Get("date")), calendar.DayOf(t.By.Now)), MusterPrivate: models.MusterPrivate{Place: a.Get("place")}}
	m.Start, _ = calendar.ParseClock(a.Get("start"))
	return t.callMuster(ctx, q, m, "")
}

// callMuster calls a squad together; instead says what the call takes the place of.
func (t *Turn) callMuster(ctx context.Context, q models.Squad, m models.Muster, instead string) (say.Reply, error) {
	people, err := t.Store.CallMuster(ctx, t.By, q, &m)
	if err != nil {
		return say.Reply{}, err
	}
	for _, p := range people {
		n := models.Notice{Key: fmt.Sprintf("muster:%d:%d", m.ID, p), Kind: "duty", Urgent: true, Now: t.By.Now, Expires: m.Begins(t.Store.Zone), Body: say.Reply{
			Text: fmt.Sprintf("%s集合：%s，%s。%s能来吗？", q.Name, t.musterTime(m), m.Place, instead), Buttons: []string{"到 " + m.Ticket().String(), "来不了 " + m.Ticket().String()}}}
		if err := t.Store.Tell(ctx, p, n); err != nil {
			return say.Reply{}, err
		}
	}
	if len(people) == 0 {
		return say.Reply{Text: fmt.Sprintf("%s %s %s，没有要再叫的人。", q.Name, t.musterTime(m), m.Place), Buttons: []string{"点名 " + q.Name}}, nil
	}
	return say.Reply{Text: fmt.Sprintf("叫了%d人：%s，%s，%s。看谁来，说“点名”。", len(people), q.Name, t.musterTime(m), m.Place), Buttons: []string{"点名 " + q.Name}}, nil
}

func (t *Turn) musterTime(m models.Muster) string {
	return fmt.Sprintf("%s %s", say.Day(m.Day, calendar.DayOf(t.By.Now)), m.Start)
}

func saveRollCall(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	q, err := t.squad(ctx, a.Get("title"))
	if err != nil {
		return say.Reply{}, err
	}
	m, answers, err := t.Store.RollCall(ctx, t.By, q)
	if err != nil {
		return say.Reply{}, err
	}
	if m.ID == 0 {
		return t.members(ctx, q)
	}
	var ids []int64
	for _, x := range answers {
		ids = append(ids, x.PersonID)
	}
	people, err := t.Store.PeopleByID(ctx, ids)
	by := map[string][]string{}
	for _, x := range answers {
		by[x.Answer] = append(by[x.Answer], nameless(people[x.PersonID]))
	}
	lines := []string{fmt.Sprintf("%s %s %s，叫了%d人：", q.Name, t.musterTime(m), m.Place, len(answers))}
	for _, x := range []struct{ answer, label string }{{models.MusterComes, "到"}, {models.MusterNot, "来不了"}, {"", "还没回"}} {
		if names := by[x.answer]; len(names) > 0 {
			lines = append(lines, fmt.Sprintf("%s%d人：%s", x.label, len(names), say.List(names)))
		}
	}
	return say.Reply{Text: strings.Join(lines, "\n")}, err
}

// members is a roll call before the first muster.
func (t *Turn) members(ctx context.Context, q models.Squad) (say.Reply, error) {
	ids, err := t.Store.MembersOf(ctx, q.ID)
	if err != nil {
		return say.Reply{}, err
	}
	people, err := t.Store.PeopleByID(ctx, ids)
	var names []string
	for _, id := range ids {
		names = append(names, nameless(people[id]))
	}
	return say.Text("%s有%d人：%s。还没集合过，要集合说“集合 %s 今晚7点 五角场广场”。", q.Name, len(names), say.List(names), q.Name), err
}

// Mustered answers what a member says to a muster: 到 集3, 来不了 集3, and the bare
// words while one of theirs is open. ok is false for anything else.
func Mustered(ctx context.Context, t *Turn) (r say.Reply, ok bool, err error) {
	word, number, _ := strings.Cut(strings.TrimSpace(t.Text), " ")
	answer := musterAnswer(word)
	if answer == "" || t.Group != nil {
		return r, false, nil
	}
	var m models.Muster
	if ticket, is := models.ParseTicket(strings.TrimSpace(number)); is && ticket.Prefix == models.MusterPrefix {
		m, err = t.Store.Muster(ctx, ticket.ID)
	} else if number == "" {
		m, err = t.Store.OpenMuster(ctx, t.By.Person, t.By.Now, unanswered(answer)...)
	}
	if err != nil || m.ID == 0 {
		return r, err != nil, err
	}
	if err := t.Store.AnswerMuster(ctx, t.By, m, answer); err != nil {
		return r, true, err
	}
	if answer == models.MusterNot {
		return say.Text("知道了，%s的集合你来不了，队长看得到。", t.musterTime(m)), true, nil
	}
	return say.Text("记上了，%s在%s见。", t.musterTime(m), m.Place), true, nil
}

// musterAnswer is what a word says to a muster, "" for nothing.
func musterAnswer(word string) string {
	return map[string]string{"到": models.MusterComes, "能到": models.MusterComes, "能来": models.MusterComes, "来不了": models.MusterNot, "到不了": models.MusterNot, "去不了": models.MusterNot}[strings.TrimRight(word, "。！!")]
}

// unanswered are the answers that a bare word can take the place of: who said 到 may
// still not come.
func unanswered(answer string) []string {
	if answer == models.MusterNot {
		return []string{"", models.MusterComes}
	}
	return []string{""}
}
