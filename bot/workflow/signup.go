package workflow

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"xiaoqing/bot/form"
	"xiaoqing/bot/say"
	"xiaoqing/models"
)

// Signup (志愿者报名): a person joins a programme; their community verifies.
var Signup = Workflow{
	Intent: "signup",
	Words:  "报名当志愿者，比如“报名 张三 男 22岁 13812345678 五角场街道 周末全天”",
	Form: form.Form{Name: "signup", Title: "志愿者报名", Fields: []form.Field{
		{Name: "programme", Label: "项目", Kind: form.OneOf{Options: programmes}, Optional: true, Later: true, Usual: "volunteer"},
		{Name: "name", Label: "姓名", Also: "名字 称呼", Ask: "请问怎么称呼您？", Kind: form.Name{}},
		{Name: "gender", Label: "性别", Kind: form.Gender{}, Optional: true, Later: true},
		{Name: "age", Label: "年龄", Ask: "今年多大？未满18岁要请监护人点一下同意。", Kind: form.Age{Min: 8, Max: 99}, Optional: true},
		{Name: "phone", Label: "电话", Also: "手机号码 手机号 手机 号码 联系电话", Ask: "手机号是多少？", Kind: form.Phone{}},
		{Name: "org", Label: "街道", Also: "社区 住址", Ask: "住在哪个街道或社区？比如“五角场街道”。", Kind: form.Org{}},
		{Name: "unit", Label: "单位", Kind: form.Text{Max: 40}, Optional: true, Later: true},
		{Name: "slots", Label: "时间", Ask: "一般什么时候有空？比如“周末全天”。", Kind: form.Slots{}, Optional: true},
		{Name: "skills", Label: "特长", Ask: "有什么特长？比如“开车、急救”。", Kind: form.Text{Max: 60}, Optional: true},
		{Name: "quantity", Label: "最多带", Kind: form.OneOf{Options: seatOptions}, Optional: true, Later: true, Usual: "1", When: tutoring},
	}},
	Prepare: prepareSignup,
	Save:    saveSignup,
	Refill:  refillSignup,
	Undo:    undoSignup,
}

func tutoring(a form.Answers) bool { return a.Get("programme") == "tutor" }

var programmes = []form.Option{{Value: "volunteer", Label: "志愿者"}, {Value: "commando", Label: "青年突击队"}, {Value: "report_in", Label: "社区报到"},
	{Value: "tutor", Label: "云托班辅导老师"}, {Value: "secretary_assistant", Label: "书记助手"}, {Value: "council", Label: "青年议事会"}}

func prepareSignup(ctx context.Context, t *Turn) (Start, error) {
	a := t.said()
	if a.Get("programme") == "" {
		a = a.Set("programme", "volunteer")
	}
	if n, err := strconv.Atoi(a.Get("quantity")); err == nil && n > mostSeats {
		a = a.Set("quantity", strconv.Itoa(mostSeats))
	}
	a, err := t.known(ctx, a)
	if err == nil && a.Get("programme") == "tutor" {
		a, err = t.withUnit(ctx, a)
	}
	if err != nil {
		return Start{}, err
	}
	return t.settle(ctx, Start{Answers: a})
}

// known fills in what the speaker told before, so that it is not asked again;
// whoever registers twice for one programme registers somebody else.
func (t *Turn) known(ctx context.Context, a form.Answers) (form.Answers, error) {
	if a.Get("name") != "" {
		return a, nil
	}
	records, err := t.Store.RecordsOf(ctx, t.By.Person)
	if err != nil {
		return a, err
	}
	for _, r := range records {
		if g, ok := r.(*models.Signup); ok && g.Programme == a.Get("programme") {
			return a, nil
		}
	}
	p, err := t.Store.Person(ctx, t.By.Person)
	for _, x := range [][2]string{{"name", p.Name}, {"phone", p.Phone}, {"gender", p.Gender}} {
		if a.Get(x[0]) == "" && x[1] != "" {
			a = a.Set(x[0], x[1])
		}
	}
	return a, err
}

// settle puts what was said of a place where it belongs: a unit of the tree is
// the Org, anything else the workplace or school, and the street is asked. Who
// named none is at home where they stand, or where their poster hung; a Partner's
// poster names their unit.
func (t *Turn) settle(ctx context.Context, s Start) (Start, error) {
	if name := s.Answers.Get("org"); name != "" {
		orgs, err := t.Store.OrgsNamed(ctx, name)
		switch {
		case err != nil:
			return s, err
		case len(orgs) > 1:
			s.Answers = s.Answers.Without("org")
			return s, t.offer(ctx, &s, orgs)
		case len(orgs) == 1:
			full, err := t.fullName(ctx, orgs[0])
			s.Answers = s.Answers.Set("org", full)
			return s, err
		case models.LevelOf(name) == models.Street:
			return s, nil
		}
		s.Answers = s.Answers.Without("org").Set("unit", name)
	}
	if t.Home != 0 && s.Answers.Get("unit") == "" {
		o, err := t.Store.Org(ctx, t.Home)
		if err != nil {
			return s, err
		}
		if o.Level == models.Beside {
			s.Answers = s.Answers.Set("unit", o.Name)
		}
	}
	home, err := t.home(ctx)
	if err == nil && home != nil {
		s.Answers = s.Answers.Set("org", home.Name)
	}
	return s, err
}

func (t *Turn) offer(ctx context.Context, s *Start, orgs []models.Org) error {
	s.Options = map[string][]form.Option{}
	for _, o := range orgs {
		above, err := t.Store.Org(ctx, o.ParentID)
		if err != nil {
			return err
		}
		s.Options["org"] = append(s.Options["org"], form.Option{Value: rowOption(o.ID), Label: above.Name + o.Name})
	}
	return nil
}

// rowOption is how an answer names a row of a list for certain: a bare number said
// is a place in the list, never the row's own.
func rowOption(id int64) string { return "#" + strconv.FormatInt(id, 10) }

// rowOf is the row of such a value, or of one that a page or a job gave.
func rowOf(value string) (int64, error) {
	return strconv.ParseInt(strings.TrimPrefix(value, "#"), 10, 64)
}

// home is where the speaker belongs: their poster's Org, or the first one in
// which they are a parent, worker, tutor or volunteer; nil when unknown.
func (t *Turn) home(ctx context.Context) (*models.Org, error) {
	if t.Home != 0 {
		o, err := t.Store.Org(ctx, t.Home)
		if err != nil || o.Level != models.Beside {
			return &o, err
		}
	}
	for _, s := range t.By.Standings {
		if s.Role != models.Coordinator && s.Role != models.SocialWorker && s.Org.Level >= models.Street && s.Org.Level != models.Beside {
			return &s.Org, nil
		}
	}
	return nil, nil
}

// org is the unit of an answer: an option's id, a name of the tree, or a street
// nobody has placed yet. An empty answer is the city's to place.
func (t *Turn) org(ctx context.Context, value string) (models.Org, error) {
	if id, ok := strings.CutPrefix(value, "#"); ok {
		n, err := strconv.ParseInt(id, 10, 64)
		if err != nil {
			return models.Org{}, models.Refuse(models.Invalid, "没认出是哪个街道，请写全名，比如“五角场街道”。")
		}
		o, err := t.Store.Org(ctx, n)
		if err == nil && o.Level == models.Beside {
			err = models.Refuse(models.Invalid, "%s不是街道或社区。请写住在哪个街道，比如“五角场街道”。", o.Name)
		}
		return o, err
	}
	if value == "" {
		return t.Store.Root(ctx)
	}
	o, found, err := t.Store.SettleOrg(ctx, value, t.By.Now)
	if err == nil && !found {
		err = models.Refuse(models.Invalid, "“%s”不是街道或社区的名字。请写街道的全名，比如“五角场街道”。", value)
	}
	return o, err
}

func saveSignup(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	org, err := t.org(ctx, a.Get("org"))
	if err != nil {
		return say.Reply{}, err
	}
	g := &models.Signup{}
	if t.Subject.ID != 0 {
		before, err := refillSignup(ctx, t, t.Subject)
		if err != nil {
			return say.Reply{}, err
		}
		if g, err = t.ownSignup(ctx, t.Subject); err != nil {
			return say.Reply{}, err
		}
		t.Did = Saved{Tickets: []string{t.Subject.String()}, Before: before.Set("org", rowOption(g.OrgID))}
	}
	fillSignup(g, a)
	if t.Subject.ID != 0 {
		return t.mended(ctx, g, org)
	}
	g.OrgID, g.PersonID, g.Channel = org.ID, t.By.Person, t.By.Via
	if err := t.Store.SignUp(ctx, g, t.By.Now); err != nil {
		return say.Reply{}, err
	}
	t.Subject = g.Ticket()
	if err := t.remember(ctx, g.Name, g.Phone, g.Gender); err != nil {
		return say.Reply{}, err
	}
	vouch, err := t.Store.VouchOf(ctx, g)
	if err == nil && vouch.Failed {
		err = t.tellBarred(ctx, g)
	}
	return t.signedUp(g, org), err
}

func fillSignup(g *models.Signup, a form.Answers) {
	g.Programme, g.Name, g.Phone, g.Gender, g.Unit = a.Get("programme"), a.Get("name"), a.Get("phone"), a.Get("gender"), a.Get("unit")
	if g.Programme == "" {
		g.Programme = "volunteer"
	}
	g.Age, _ = strconv.Atoi(a.Get("age"))
	g.Slots, _ = form.DecodeSlots(a.Get("slots"))
	g.Skills = list(a.Get("skills"))
	g.Seats, _ = strconv.Atoi(a.Get("quantity"))
}

// list splits 数学、英语; nil for nothing.
func list(value string) []string {
	if value == "" {
		return nil
	}
	return strings.Split(value, "、")
}

func (t *Turn) signedUp(g *models.Signup, org models.Org) say.Reply {
	r := say.Text("收到您的报名，编号%s。由%s审核，一般1个工作日内答复。辛苦了！", g.Ticket(), org.Name)
	if g.Minor() {
		r.Text = fmt.Sprintf("收到你的报名，编号%s。你未满18岁，请把下面的链接发给爸爸妈妈，他们点一下“同意”，%s就开始审核。", g.Ticket(), org.Name)
		r.Links = []say.Link{{Label: "请监护人点这里", URL: t.Links.Personal(Link{To: ToMinor, ID: g.ID, Expires: t.By.Now.AddDate(0, 1, 0)})}}
		return r
	}
	r.Links = []say.Link{{Label: "我的报名", URL: t.Links.Personal(Link{To: ToSignup, ID: g.ID, Person: g.PersonID, Expires: t.By.Now.AddDate(0, 6, 0)})}}
	return r
}

// undoSignup puts a corrected signup back as it was, or withdraws a new one.
func undoSignup(ctx context.Context, t *Turn, last Saved) (say.Reply, error) {
	if last.Before != nil {
		return t.revert(ctx, last, saveSignup)
	}
	return t.takeBack(ctx, last.Tickets)
}

// revert saves a record as it was before its last correction.
func (t *Turn) revert(ctx context.Context, last Saved, save func(context.Context, *Turn, form.Answers) (say.Reply, error)) (say.Reply, error) {
	t.Subject, _ = models.ParseTicket(last.Tickets[0])
	if _, err := save(ctx, t, last.Before); err != nil {
		return say.Reply{}, err
	}
	return say.Text("好的，%s改回原来的样子了。", t.Subject), nil
}

// takeBack withdraws what was registered a moment ago.
func (t *Turn) takeBack(ctx context.Context, tickets []string) (say.Reply, error) {
	for _, s := range tickets {
		ticket, _ := models.ParseTicket(s)
		if _, err := t.Store.Withdraw(ctx, t.By, ticket); err != nil {
			return say.Reply{}, err
		}
	}
	return say.Text("%s撤销了，就当没报过。", say.List(tickets)), t.tellSeated(ctx)
}

// remember keeps a person's own name and phone when none are known yet.
func (t *Turn) remember(ctx context.Context, name, phone, gender string) error {
	return t.Store.Introduce(ctx, t.By.Person, models.PersonPrivate{Name: name, Phone: phone, Gender: gender})
}

func (t *Turn) ownSignup(ctx context.Context, ticket models.Ticket) (*models.Signup, error) {
	r, err := t.Store.Record(ctx, ticket)
	if err != nil {
		return nil, err
	}
	g, ok := r.(*models.Signup)
	if !ok || g.PersonID != t.By.Person {
		return nil, models.Refuse(models.Forbidden, "%s不是您的报名，改不了。", ticket)
	}
	return g, nil
}

func refillSignup(ctx context.Context, t *Turn, ticket models.Ticket) (form.Answers, error) {
	g, err := t.ownSignup(ctx, ticket)
	if err != nil {
		return nil, err
	}
	org, err := t.Store.Org(ctx, g.OrgID)
	if err != nil {
		return nil, err
	}
	return fields([2]string{"programme", g.Programme}, [2]string{"name", g.Name}, [2]string{"gender", g.Gender}, [2]string{"age", digits(g.Age)},
		[2]string{"phone", g.Phone}, [2]string{"org", org.Name}, [2]string{"unit", g.Unit}, [2]string{"slots", form.EncodeSlots(g.Slots)},
		[2]string{"skills", say.List(g.Skills)}, [2]string{"quantity", digits(g.Seats)}), nil
}

func digits(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// mended puts a corrected record back and tells its coordinators when it had been
// sent back; a new Org moves it, waiting time kept.
func (t *Turn) mended(ctx context.Context, r models.Record, org models.Org) (say.Reply, error) {
	before := models.ReviewOf(r)
	switch before.Stage {
	case models.Applied, models.Returned:
	default:
		return say.Reply{}, models.Refuse(models.Conflict, "%s现在是“%s”，要改请联系协调员。", r.Ticket(), before.Stage.Chinese())
	}
	if err := t.Store.Mended(ctx, r, t.By); err != nil {
		return say.Reply{}, err
	}
	if before.OrgID != org.ID {
		if err := t.Store.Rehome(ctx, r, org, t.By); err != nil {
			return say.Reply{}, err
		}
		if err := t.tellSeated(ctx); err != nil {
			return say.Reply{}, err
		}
	}
	if before.Stage != models.Returned {
		return t.rehomed(ctx, r, fmt.Sprintf("改好了，%s记下了。", r.Ticket()))
	}
	_, err := t.Store.TellHolders(ctx, models.Coordinator, org, t.By.Person, models.Notice{Kind: "review", Now: t.By.Now, Expires: t.By.Now.Add(48 * time.Hour),
		Key: fmt.Sprintf("mended:%s:%s", r.Ticket(), t.Key), Body: say.Text("%s已经补好了，可以接着审。回“待审核”看名单。", r.Ticket())})
	return say.Text("补好了，%s已经回到审核队伍里，原来排的位置还在。有结果马上告诉您。", r.Ticket()), err
}
