package workflow

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"xiaoqing/bot/form"
	"xiaoqing/bot/parse"
	"xiaoqing/bot/say"
	"xiaoqing/models"
)

// Bind (绑定): a group speaks for an Org from now on. Said in the group itself,
// or in private with the address of a robot that can only speak.
var Bind = Workflow{
	Intent: "bind", Words: "绑定群，比如在群里说“绑定 五角场街道”", For: coordinators, Direct: true, Group: true,
	Form: form.Form{Name: "bind", Title: "绑定群", Fields: []form.Field{{Name: "org", Label: "组织", Ask: "绑定到哪个街道或社区？", Kind: form.Org{}}}},
	Save: saveBind,
}

// RobotChannel is the name of the channel of group robots that can only speak.
const RobotChannel = "robot"

func saveBind(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	org, err := t.inCharge(ctx, a.Get("org"))
	if err != nil {
		return say.Reply{}, err
	}
	channel, address := t.Account.Channel, t.Chat
	if robot := t.Reading.Fields.Meeting; robot != "" {
		if !strings.HasPrefix(robot, "https://") && !strings.HasPrefix(robot, "http://") || !strings.Contains(robot, "key=") {
			return say.Reply{}, models.Refuse(models.Invalid, "机器人的地址不对，要从群机器人设置里整条复制，以https开头、带key。")
		}
		if address != "" {
			return say.Reply{}, models.Refuse(models.Invalid, "机器人的地址是钥匙，别发在群里。请私下发给我，再到群机器人设置里重置一下地址。")
		}
		channel, address = RobotChannel, robot
	}
	if address == "" {
		return say.Reply{}, models.Refuse(models.Invalid, "请在要绑定的群里说“绑定 %s”；群机器人就把它的地址一起私下发给我：“绑定 %s https://…”。", org.Name, org.Name)
	}
	if _, err := t.Store.BindGroup(ctx, channel, address, "", org, t.By.Person, t.By.Now); err != nil {
		return say.Reply{}, err
	}
	return say.Text("好的，这个群绑定到%s了，每天18点发日报。", org.Name), nil
}

// inCharge is the unit or the Partner of that name, when the speaker coordinates it.
// Of several, it is the one below a unit that they named, too; else they are asked.
func (t *Turn) inCharge(ctx context.Context, name string) (models.Org, error) {
	orgs, err := t.Store.OrgsNamed(ctx, name)
	if err != nil {
		return models.Org{}, err
	}
	held := slices.DeleteFunc(slices.Clone(orgs), func(o models.Org) bool { return !t.By.Holds(models.Coordinator, o) })
	if len(held) > 1 {
		return t.whichOf(ctx, name, held)
	}
	if len(held) == 1 {
		return held[0], nil
	}
	if partner, found, err := t.Store.PartnerNamed(ctx, name); err != nil || found {
		if err == nil && !t.By.Holds(models.Coordinator, partner) {
			err = models.Refuse(models.Forbidden, "%s不归您管。请他们自己的协调员来做，或请市里邀请您。", partner.Name)
		}
		return partner, err
	}
	if len(orgs) == 0 {
		return models.Org{}, models.Refuse(models.NotFound, "组织里还没有“%s”。要新建就说“新建 %s 属于 某某区”。", name, name)
	}
	return models.Org{}, models.Refuse(models.Forbidden, "%s不归您管。请那边的协调员来做，或请上一级邀请您。", orgs[0].Name)
}

// whichOf is the one of several units of the same name whose unit above was said.
func (t *Turn) whichOf(ctx context.Context, name string, orgs []models.Org) (models.Org, error) {
	var said, full []string
	var meant models.Org
	for _, o := range orgs {
		above, err := t.Store.Org(ctx, o.ParentID)
		if err != nil {
			return o, err
		}
		full = append(full, above.Name+o.Name)
		if strings.Contains(strings.Replace(t.Text, o.Name, "", 1), parse.ShortOrg(above.Name)) {
			meant, said = o, append(said, above.Name)
		}
	}
	if len(said) == 1 {
		return meant, nil
	}
	return models.Org{}, models.Refuse(models.Invalid, "叫“%s”的有%d个：%s。请连上级一起说，免得弄错。", name, len(orgs), say.List(full))
}

// fullName is a unit's name, with the one above where others are called the same.
func (t *Turn) fullName(ctx context.Context, o models.Org) (string, error) {
	orgs, err := t.Store.OrgsNamed(ctx, o.Name)
	if err != nil || len(orgs) < 2 {
		return o.Name, err
	}
	above, err := t.Store.Org(ctx, o.ParentID)
	return above.Name + o.Name, err
}

// Grow (新建, 归属): a coordinator adds a unit below their own, or places one that
// people named and nobody has placed yet.
var Grow = Workflow{
	Intent: "grow", Words: "加一个下级组织，比如“新建 国定社区 属于 五角场街道”", For: coordinators, Direct: true,
	Form: form.Form{Name: "grow", Title: "新建组织", Fields: []form.Field{
		{Name: "org", Label: "名称", Ask: "新组织叫什么？写全名，比如“国定社区”。", Kind: form.Text{Max: 40}},
		{Name: "place", Label: "上级", Ask: "它属于哪里？比如“五角场街道”。", Kind: form.Org{}}}},
	Prepare: prepareGrow,
	Save:    saveGrow,
}

// prepareGrow takes the coordinator's own unit as the parent when none was named.
func prepareGrow(_ context.Context, t *Turn) (Start, error) {
	f := t.Reading.Fields
	s := Start{}
	if f.Org != "" {
		s.Answers = s.Answers.Set("org", f.Org)
	}
	if f.Place != "" {
		s.Answers = s.Answers.Set("place", f.Place)
	} else if own := t.By.Orgs(models.Coordinator); len(own) == 1 {
		s.Answers = s.Answers.Set("place", own[0].Name)
	}
	return s, nil
}

func saveGrow(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	parent, err := t.inCharge(ctx, a.Get("place"))
	if err != nil {
		return say.Reply{}, err
	}
	name := a.Get("org")
	level := models.LevelOf(name)
	if level == 0 || level <= parent.Level {
		return say.Reply{}, models.Refuse(models.Invalid, "名称要写全，末尾带区、街道（镇、乡）、社区或居委，而且比%s低一级，比如“国定社区”。", parent.Name)
	}
	orgs, err := t.Store.OrgsNamed(ctx, name)
	if err != nil {
		return say.Reply{}, err
	}
	for _, o := range orgs {
		if o.ParentID == parent.ID {
			return say.Text("%s已经在%s下面了。", o.Name, parent.Name), nil
		}
		if !o.Placed {
			return say.Text("好的，%s归到%s下面了。", o.Name, parent.Name), t.Store.PlaceOrg(ctx, o, parent)
		}
	}
	o, err := t.Store.AddOrg(ctx, parent, name, level, true, t.By.Now)
	if err != nil {
		return say.Reply{}, err
	}
	return say.Text("好的，%s建好了，在%s下面。要请人来管，说“邀请 %s”。", o.Name, parent.Name, o.Name), nil
}

// Invite (邀请): a coordinator makes a code; whoever says it to the bot takes
// the role.
var Invite = Workflow{
	Intent: "invite", Words: "请人来管，比如“邀请 五角场街道”", For: coordinators, Direct: true,
	Form: form.Form{Name: "invite", Title: "邀请", Fields: []form.Field{
		{Name: "org", Label: "组织", Ask: "请人来管哪个街道或社区？", Kind: form.Org{}},
		{Name: "topic", Label: "身份", Kind: form.Text{Max: 20}, Optional: true, Later: true}}},
	Save: saveInvite,
}

func saveInvite(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	org, err := t.inCharge(ctx, a.Get("org"))
	if err != nil {
		return say.Reply{}, err
	}
	role := models.Role(a.Get("topic"))
	if role == "" || role.Chinese() == "" {
		role = models.Coordinator
	}
	code, err := t.Store.Invite(ctx, t.By, role, org)
	if err != nil {
		return say.Reply{}, err
	}
	return say.Text("把下面这句转给对方，请对方原样发给小青，3天内有效，只能用一次：\n邀请码 %s\n用了就是%s的%s。", code, org.Name, role.Chinese()), nil
}

// Accept takes an invitation by its code.
func Accept(ctx context.Context, t *Turn, code string) (say.Reply, error) {
	role, org, err := t.Store.Accept(ctx, t.By, code)
	if err != nil {
		return say.Reply{}, err
	}
	return say.Text("欢迎！您现在是%s的%s。回“帮助”看看能做什么。", org.Name, role.Chinese()), nil
}

// Join (关联账号): who is known by name and phone brings this account to their
// older records, with a code shown in the older account.
var Join = Workflow{
	Intent: "join", Words: "在别处报过名，说“关联账号”", Direct: true,
	Form: form.Form{Name: "join", Title: "关联账号", Fields: []form.Field{
		{Name: "name", Label: "姓名", Ask: "报名时写的姓名是什么？", Kind: form.Name{}},
		{Name: "phone", Label: "电话", Ask: "报名时写的手机号？", Kind: form.Phone{}}}},
	Save: saveJoin,
}

func saveJoin(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	older, code, err := t.Store.AskToJoin(ctx, t.Account, a.Get("name"), a.Get("phone"), t.By.Now)
	if err != nil {
		return say.Reply{}, err
	}
	// The same words whether or not somebody was found: who asks learns nothing.
	answer := say.Text("好的。要是对得上，您原来的聊天里会收到6位确认码，15分钟内把它发给我；原来没有聊天的，由协调员核对后告诉您。")
	if older.ID == 0 {
		return answer, nil
	}
	key := "join:" + t.Key
	if code != "" {
		n := models.Notice{Key: key, Kind: "code", Urgent: true, Now: t.By.Now, Body: say.Text("有人要把一个新账号关联到您这里。是您本人，就把确认码%s发到新账号的聊天里；不是就别理它，谁要都别给。", code)}
		return answer, t.Store.Tell(ctx, older.ID, n)
	}
	home, err := t.Store.HomeOf(ctx, older.ID)
	if err != nil {
		return answer, err
	}
	_, err = t.Store.TellHolders(ctx, models.Coordinator, home, t.By.Person, models.Notice{Key: key, Kind: "join", Now: t.By.Now,
		Body: say.Reply{Text: "有人说自己就是" + t.recordsOf(ctx, older.ID) + "的本人，要把新账号关联过来。请打报名时留的电话核对。",
			Hint: fmt.Sprintf("核对无误，回“同意关联%d”。", t.Account.ID)}})
	return answer, err
}

func (t *Turn) recordsOf(ctx context.Context, person int64) string {
	records, err := t.Store.RecordsOf(ctx, person)
	if err != nil || len(records) == 0 {
		return "一位已经登记的人"
	}
	return records[0].Ticket().String()
}

// JoinCode answers a request to join with the code that was shown; ok is false
// when this account asked for nothing.
func JoinCode(ctx context.Context, t *Turn, code string) (r say.Reply, ok bool, err error) {
	pending, err := t.Store.JoinPending(ctx, t.Account, t.By.Now)
	if err != nil || !pending {
		return r, false, err
	}
	joined, err := t.Store.Join(ctx, t.Account, code, t.By)
	if err != nil {
		return r, true, err
	}
	if !joined {
		return say.Text("确认码不对，请再看一眼原来的聊天，发6位数字给我。"), true, nil
	}
	return say.Text("关联好了，以前的报名在这里都能看到。回“我的”看看。"), true, nil
}

// ConfirmJoin is the coordinator's yes to a request to join.
func ConfirmJoin(ctx context.Context, t *Turn, account int64) (say.Reply, error) {
	if err := t.Store.ConfirmJoin(ctx, account, t.By); err != nil {
		return say.Reply{}, err
	}
	a, err := t.Store.AccountByID(ctx, account)
	if err != nil {
		return say.Reply{}, err
	}
	err = t.tell(ctx, a.PersonID, "join", "joined:"+t.Key, say.Text("协调员核对过了，账号关联好了。回“我的”看看以前的报名。"))
	return say.Text("好的，关联好了，已经告诉对方。"), err
}

var errNoCode = errors.New("no code in the text")

// CodeIn finds an invitation code, or the number of a request to join, in what a
// person said.
func CodeIn(text string) (invite string, account int64, err error) {
	text = strings.TrimSpace(text)
	if rest, ok := strings.CutPrefix(text, "邀请码"); ok {
		return strings.ToUpper(strings.Trim(rest, " ：:")), 0, nil
	}
	if rest, ok := strings.CutPrefix(text, "同意关联"); ok {
		if _, err := fmt.Sscanf(strings.TrimSpace(rest), "%d", &account); err == nil {
			return "", account, nil
		}
	}
	return "", 0, errNoCode
}
