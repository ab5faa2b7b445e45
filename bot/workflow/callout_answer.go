package workflow

import (
	"context"
	"fmt"
	"strings"
	"time"

	"xiaoqing/bot/say"
	"xiaoqing/models"
)

// AnswerCall keeps an answer and tells whoever it gives a place to, and the caller
// when the last place is gone.
func (t *Turn) AnswerCall(ctx context.Context, reply models.CallReply) (o models.CallOutcome, err error) {
	if o, err = t.Store.AnswerCall(ctx, t.By, reply); err != nil {
		return o, err
	}
	if err := t.tellMoved(ctx, o); err != nil || !o.Full {
		return o, err
	}
	key := fmt.Sprintf("callfull:%d:%d", o.Callout.ID, o.Callout.Version)
	return o, t.tell(ctx, o.Callout.PersonID, "callfull", key, say.Text("%s的%d个名额都有人了，再来的排候补。回“%s”看情况。", o.Callout.Ticket(), o.Callout.Places, o.Callout.Ticket()))
}

// saysOfCall answers in the chat.
func (t *Turn) saysOfCall(ctx context.Context, reply models.CallReply) (say.Reply, error) {
	o, err := t.AnswerCall(ctx, reply)
	if err != nil {
		return say.Reply{}, err
	}
	return Standing(o.Callout, o.Answer, o.Ahead, t.By.Now, false), nil
}

// Standing is what a person hears of their answer, in the chat or on its page.
func Standing(c models.Callout, a models.CalloutAnswer, ahead int64, now time.Time, page bool) say.Reply {
	ticket := c.Ticket().String()
	no, yes := "回“来不了 "+ticket+"”", "再回“我参加 "+ticket+"”"
	if page {
		no, yes = "在这一页点“来不了”", "点“我参加”"
	}
	switch {
	case a.Turn > 0:
		return say.Text("名额满了，你排在候补第%d位。有人来不了，马上告诉你。不等了就%s。", ahead, no)
	case a.Says == models.CallYes:
		return say.Text("记下了，%s算你一个。%s临时来不了，早点%s，好让别人补上。", ticket, meet(c, now), no)
	case a.Says == models.CallNo:
		return say.Text("好的，%s这次不算你。谢谢你回我，下次再来！", ticket)
	}
	return say.Text("好的，%s你看过了。能来的话%s。", ticket, yes)
}

// meet is 4月9日 周六 07:00，五角场广场见。
func meet(c models.Callout, now time.Time) string {
	var parts []string
	for _, row := range facts(c, now, true) {
		if row.Label == "时间" || row.Label == "地点" {
			parts = append(parts, row.Value)
		}
	}
	if parts == nil {
		return ""
	}
	return strings.Join(parts, "，") + "见。"
}

// tellMoved tells who has the place that was given up, or, where they can only be
// rung up, the one who called.
func (t *Turn) tellMoved(ctx context.Context, o models.CallOutcome) error {
	if o.Moved == nil {
		return nil
	}
	key := fmt.Sprintf("callmoved:%d:%d", o.Moved.ID, o.Callout.Version)
	n := models.Notice{Key: key, Kind: "callmoved", Urgent: atOnce(o.Callout, t.By.Now), Now: t.By.Now, NotBefore: byDay(o.Callout, t.By.Now), Expires: o.Callout.Ends(t.By.Now.Location())}
	if o.Moved.PersonID == 0 {
		n.Body = say.Text("%s有人来不了，候补的%s补上了。对方是扫码报的，收不到消息，请您打个电话：%s。", o.Callout.Ticket(), o.Moved.Name, o.Moved.Phone)
		return t.Store.Tell(ctx, o.Callout.PersonID, n)
	}
	n.Body = say.Reply{Text: fmt.Sprintf("轮到你了！%s（%s）有人来不了，名额给你。%s", o.Callout.Ticket(), o.Callout.Task, meet(o.Callout, t.By.Now)),
		Hint: fmt.Sprintf("你也来不了的话，回“来不了 %s”。", o.Callout.Ticket())}
	return t.Store.Tell(ctx, o.Moved.PersonID, n)
}

// PressedCall takes a number for a call-out's button, when that came after the last
// word of the speaker and they have not answered it.
func (t *Turn) PressedCall(ctx context.Context, words string, last time.Time) error {
	says, ok := map[string]string{"1": "我参加", "2": "来不了", "3": "收到"}[strings.TrimSpace(words)]
	if !ok {
		return nil
	}
	c, err := t.Store.CallFor(ctx, t.By.Person, t.By.Now)
	if err != nil || c.ID == 0 || c.CalledAt < last.UnixMilli() {
		return err
	}
	a, err := t.Store.AnswerTo(ctx, c.ID, t.By.Person)
	if a.ID == 0 {
		t.Text = says + " " + c.Ticket().String()
	}
	return err
}

// CalledInGroup takes what is said in a group of its newest call-out: 收到 is that
// they have read it, and nothing more. The group hears no answer; who comes or does
// not hears in private. ok is false for anything else.
func CalledInGroup(ctx context.Context, t *Turn) (ok bool, err error) {
	says, id, ok := readCallAnswer(t.Text)
	if !ok || t.Group == nil {
		return false, nil
	}
	if id == 0 {
		c, err := t.Store.CallIn(ctx, t.Group.ID, t.By.Now)
		if err != nil || c.ID == 0 {
			return false, err
		}
		id = c.ID
	}
	r, err := t.saysOfCall(ctx, models.CallReply{Callout: id, Says: says, Group: t.Group.ID})
	if models.KindOf(err) != models.Internal && models.KindOf(err) != models.Unavailable && err != nil {
		r, err = say.Reply{Text: models.SayOf(err)}, nil
	}
	if err != nil || says == models.CallRead {
		return true, err
	}
	return true, t.tell(ctx, t.By.Person, "callsaid", "callsaid:"+t.Key, r)
}
