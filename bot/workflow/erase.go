package workflow

import (
	"context"
	"fmt"
	"strings"
	"time"

	"xiaoqing/bot/form"
	"xiaoqing/bot/say"
	"xiaoqing/models"
)

// Erase (删掉我的信息, 删掉朵朵的信息): one's own words, or one child's, vanish after a
// tap that says what goes and what stays; a receipt proves it.
var Erase = Workflow{
	Intent: "erase", Words: "删掉留下的资料，说“删掉我的信息”或“删掉朵朵的信息”", Direct: true,
	Form: form.Form{Name: "erase", Title: "删掉信息", Fields: []form.Field{
		{Name: "who", Label: "删谁的", Ask: "删谁的信息？", Kind: form.OneOf{}},
		{Name: "sure", Label: "确认", Kind: form.OneOf{Options: []form.Option{{Value: "yes", Label: "确定删掉"}, {Value: "no", Label: "先不删"}}}, Tap: true,
			Ask: "删了找不回来。确定吗？"},
	}},
	Prepare: prepareErase,
	Save:    saveErase,
}

// everything is the answer for all of one's own.
const everything = "me"

func prepareErase(ctx context.Context, t *Turn) (s Start, err error) {
	f := t.Reading.Fields
	children, err := t.ownChildren(ctx)
	if err != nil {
		return s, err
	}
	if f.Child == "" && f.Topic != "child" {
		s.Answers = s.Answers.Set("who", everything)
		s.Options = map[string][]form.Option{"who": {{Value: everything, Label: "我的"}}}
		s.Lead = eraseLead("您的姓名、电话、报名资料和聊天记录", len(children) > 0 || t.By.Has(models.Tutor))
		return s, nil
	}
	var options []form.Option
	child := "这个孩子"
	for _, e := range children {
		if f.Child == "" || strings.Contains(e.Child, f.Child) || strings.Contains(f.Child, e.Child) {
			options = append(options, form.Option{Value: e.Ticket().String(), Label: e.Ticket().String() + " " + e.Child})
		}
	}
	switch {
	case len(children) == 0:
		return s, models.Refuse(models.NotFound, "这里没有您报的孩子。要删您自己的，说“删掉我的信息”。")
	case len(options) == 0:
		return s, models.Refuse(models.NotFound, "您报的孩子里没有叫这个的。回“我的”看看，再说“删掉……的信息”。")
	case len(options) == 1:
		s.Answers, child = s.Answers.Set("who", options[0].Value), options[0].Label
	}
	s.Options = map[string][]form.Option{"who": options}
	s.Lead = eraseLead(child+"的称呼、年级和报名资料", true)
	return s, nil
}

// eraseLead says what goes and what stays, before the tap.
func eraseLead(what string, lessons bool) string {
	text := "会删掉：" + what + "，还有协调员、老师和群里的消息、名单、备注中提到的地方；没办完的报名一起撤回"
	if lessons {
		text += "，正在上的课从今天起结束，会告诉对方，不说原因"
	}
	return text + "。\n会留下：没有名字的数字（上了几节课），谁在什么时候办过什么（只有编号），社工还在跟的个案（办结30天后删）。旧的备份到期就删。"
}

// ownChildren are the speaker's children whose words are there.
func (t *Turn) ownChildren(ctx context.Context) (es []*models.Enrolment, err error) {
	all, err := t.Store.RecordsOf(ctx, t.By.Person)
	for _, r := range all {
		if e, ok := r.(*models.Enrolment); ok && !e.Forgotten {
			es = append(es, e)
		}
	}
	return es, err
}

func saveErase(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	if a.Get("sure") != "yes" {
		return say.Text("好的，都还在。"), nil
	}
	var children []int64
	if a.Get("who") != everything {
		ticket, ok := models.ParseTicket(a.Get("who"))
		if !ok {
			return say.Reply{}, models.Refuse(models.Invalid, "没认出是哪个孩子，请再说一遍“删掉……的信息”。")
		}
		children = []int64{ticket.ID}
	}
	e, ended, err := t.Store.Erase(ctx, t.By, children...)
	if err != nil {
		return say.Reply{}, err
	}
	for _, p := range ended {
		if err := t.tellEnded(ctx, p); err != nil {
			return say.Reply{}, err
		}
	}
	t.Erased = true
	r := say.Text("都删掉了。%s", Receipt(e, t.Store))
	if e.Whole {
		r.Text += "\n以后想再报名，随时跟我说。"
	}
	return r, t.tellSeated(ctx)
}

// tellEnded tells the other side of a pairing, and the coordinator, that it ended.
func (t *Turn) tellEnded(ctx context.Context, p models.EndedPairing) error {
	e, err := t.Store.Enrolment(ctx, p.EnrolmentID)
	if err != nil {
		return err
	}
	key := fmt.Sprintf("ended:%d", p.ID)
	other, words := p.TutorID, say.Text("%s的课到此结束了，谢谢你的陪伴！报过的课时都算数，有合适的孩子再来找你。", e.Ticket())
	if p.TutorLeft {
		other, words = e.PersonID, say.Text("%s的老师不能再上课了，正在重新找，排的位置不变。", e.Ticket())
	}
	if err := t.tell(ctx, other, "pairing", key, words); err != nil {
		return err
	}
	org, err := t.Store.Org(ctx, p.OrgID)
	if err != nil {
		return err
	}
	_, err = t.Store.TellHolders(ctx, models.Coordinator, org, t.By.Person, models.Notice{Key: key + ":coordinator", Kind: "pairing", Now: t.By.Now,
		Body: say.Text("%s的结对今天结束了，后面的课都撤了，已经告诉对方。", e.Ticket())})
	return err
}

// Receipt is an erasure as its person reads it: 删除凭证 删3.
func Receipt(e models.Erasure, s *models.Store) string {
	at := time.UnixMilli(e.MadeAt).In(s.Zone).Format("2006-01-02 15:04")
	text := fmt.Sprintf("删除凭证%s（%s）：本人的资料%d份，本人的聊天和信件%d条，别人的消息、名单、备注%d处。", e.Ticket(), at, e.Records, e.Chats, e.Others)
	if e.DoneAt == 0 {
		text += "所有记录还在逐条核对，今天内查完，回“查 " + e.Ticket().String() + "”看结果。"
	}
	text += "\n留下的：没有名字的数字和编号，用来对账。"
	if e.Cases > 0 {
		text += fmt.Sprintf("社工在跟的个案%d件，办结30天后删。", e.Cases)
	}
	return text
}
