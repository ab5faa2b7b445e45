package workflow

import (
	"context"
	"fmt"
	"strings"

	"xiaoqing/bot/form"
	"xiaoqing/bot/say"
	"xiaoqing/models"
)

func prepareEnd(ctx context.Context, t *Turn) (Start, error) {
	s, err := prepareChild("end")(ctx, t)
	if err != nil || s.Answers.Get("tickets") == "" {
		return s, err
	}
	ticket, _ := models.ParseTicket(s.Answers.Get("tickets"))
	side, e, err := t.sideOf(ctx, ticket)
	if err != nil {
		return s, err
	}
	s.Answers = s.Answers.Set("side", string(side))
	follows := "后面的课都取消，老师的位置让给别的孩子"
	if all, err := t.Store.Together(ctx, e.ID); err != nil {
		return s, err
	} else if len(all) > 1 {
		follows = e.Child + "不再上课，一起上的孩子照常"
	}
	s.Lead = fmt.Sprintf("%s结束以后：%s，%s的资料30天后删掉。已经上的课时都算数。", ticket, follows, e.Child)
	if side == models.Teaching {
		if e, err = t.Store.Learner(ctx, e.ID); err != nil {
			return s, err
		}
		s.Lead = fmt.Sprintf("不再带%s了，对吗？后面的课会取消，我马上给孩子找新老师。你报过的课时都算数。", e.Child)
	}
	return s, nil
}

// sideOf is in what part the speaker speaks of a child, and the child.
func (t *Turn) sideOf(ctx context.Context, ticket models.Ticket) (models.Side, models.Enrolment, error) {
	r, err := t.Store.Record(ctx, ticket)
	if err != nil {
		return "", models.Enrolment{}, err
	}
	e := *r.(*models.Enrolment)
	side, err := t.Store.SideOf(ctx, t.By, e)
	return side, e, err
}

func saveEnd(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	ticket, err := t.ticketOf(a)
	if err != nil {
		return say.Reply{}, err
	}
	side, before, err := t.sideOf(ctx, ticket)
	if err != nil {
		return say.Reply{}, err
	}
	if side != models.Deciding && a.Get("sure") != "yes" {
		return say.Text("好的，%s照常上课。", ticket), nil
	}
	end, err := t.Store.End(ctx, t.By, ticket, a.Get("reason"))
	if err != nil {
		return say.Reply{}, err
	}
	t.rememberEnd(before.Stage, end)
	if side == models.Teaching {
		if err := t.tellFreed(ctx, end, "老师不能再带了"); err != nil {
			return say.Reply{}, err
		}
		child := end.Enrolment.Child
		guardian := fmt.Sprintf("%s现在的老师有事不能再带了，下一轮第一个给%s找新老师，一有消息就告诉您。", child, child)
		return say.Text("好的，%s不用你带了，谢谢你这一路的陪伴。报过的课时都在，想再带孩子随时说。点错了就回“撤销”。", child), t.tellOthers(ctx, end, "end:"+t.Key, guardian, "")
	}
	if err := t.tellFreed(ctx, end, "孩子结束云托班了"); err != nil {
		return say.Reply{}, err
	}
	goOn := ""
	tutor := fmt.Sprintf("%s的云托班结束了，后面的课不用上了，谢谢你的陪伴！课时都算数。", before.Child)
	if end.Staying != "" {
		goOn = fmt.Sprintf("%s的课照常上。", end.Staying)
		tutor = fmt.Sprintf("%s的云托班结束了，%s", before.Child, goOn)
	}
	err = t.tellOthers(ctx, end, "end:"+t.Key, fmt.Sprintf("%s的云托班结束了，资料30天后删掉，上过的课时都算数。%s谢谢您！", ticket, goOn), tutor)
	if err == nil {
		err = t.tellSeated(ctx)
	}
	switch { // nothing fell, and there is no pairing to take back
	case err == nil && end.Pairing.ID == 0:
		return say.Text("%s结束了，不再找老师。%s想再报随时说。", ticket, strings.Replace(goOn, "的课照常上", "接着排", 1)), nil
	case err == nil && end.Staying != "":
		return say.Text("%s结束了，%s已经告诉%s。", ticket, goOn, others(end)), nil
	}
	who := map[bool]string{true: "您", false: "你"}[t.Elder()]
	return say.Text("%s结束了，后面的%d节课取消了，已经告诉%s。谢谢%s！点错了就回“撤销”，10分钟内都能恢复。", ticket, len(end.Lessons), others(end), who), err
}

// rememberEnd keeps what an ending took, so that it can be taken back.
func (t *Turn) rememberEnd(was models.Stage, end models.Ending) {
	if end.Pairing.ID == 0 || end.Staying != "" {
		return
	}
	t.Did = Saved{Tickets: endTickets(end.Enrolment.Ticket(), end.Lessons), Before: form.Answers{}.Set("stage", string(was)).Set("pairing", fmt.Sprint(end.Pairing.ID))}
}

// tellFreed tells the coordinator that a pairing ended, unless they said so.
func (t *Turn) tellFreed(ctx context.Context, end models.Ending, what string) error {
	if end.By == models.Deciding {
		return nil
	}
	org, err := t.Store.Org(ctx, end.Enrolment.OrgID)
	if err != nil {
		return err
	}
	if reason := end.Pairing.Reason; reason != "" {
		what += "：" + reason
	}
	_, err = t.Store.TellHolders(ctx, models.Coordinator, org, t.By.Person, models.Notice{Key: "freed:" + t.Key, Kind: "stage", Now: t.By.Now, Body: say.Text("%s %s。", end.Enrolment.Ticket(), what)})
	return err
}

func undoEnd(ctx context.Context, t *Turn, last Saved) (say.Reply, error) {
	ticket, lessons := lastTickets(last)
	p, err := t.Store.Reunite(ctx, t.By, ticket, number(last.Before.Get("pairing")), models.Stage(last.Before.Get("stage")), lessons)
	if err != nil {
		return say.Reply{}, err
	}
	e, err := t.Store.Learner(ctx, ticket.ID)
	if err != nil {
		return say.Reply{}, err
	}
	end := models.Ending{Enrolment: e, Pairing: p}
	words := fmt.Sprintf("%s的课照常上，刚才说的不算。", e.Child)
	return say.Text("%s恢复原样了，课照常上，已经告诉对方。", ticket), t.tellOthers(ctx, end, "unend:"+t.Key, words, words)
}

func saveRematch(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
	ticket, err := t.ticketOf(a)
	if err != nil {
		return say.Reply{}, err
	}
	_, before, err := t.sideOf(ctx, ticket)
	if err != nil {
		return say.Reply{}, err
	}
	end, err := t.Store.Rematch(ctx, t.By, ticket, a.Get("reason"))
	if err != nil {
		return say.Reply{}, err
	}
	t.rememberEnd(before.Stage, end)
	if err := t.tellFreed(ctx, end, "要换一位老师"); err != nil {
		return say.Reply{}, err
	}
	guardian := fmt.Sprintf("给%s换一位老师，正在找，等的时间照原来算，有合适的先问您。", end.Enrolment.Child)
	tutor := fmt.Sprintf("%s这边想换个时间更合适的安排，后面的课不用上了。谢谢你这段时间的陪伴，课时都算数，有合适的孩子再来找你。", end.Enrolment.Child)
	if err := t.tellOthers(ctx, end, "rematch:"+t.Key, guardian, tutor); err != nil {
		return say.Reply{}, err
	}
	queue, err := t.queue(ctx, end.Enrolment)
	return say.Text("好的，%s换一位老师，不会再是这一位。等的时间照原来算，%s点错了就回“撤销”。", ticket, queue), err
}
