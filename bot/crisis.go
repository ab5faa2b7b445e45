package bot

import (
	"context"
	"fmt"

	"xiaoqing/bot/say"
	"xiaoqing/models"
)

// crisis answers a cry for help before anything else: two numbers at once, a
// case that only social workers read, and a letter to whoever is on duty. The
// open dialog stays as it was. In a group nothing is shown: the answer goes in
// private.
func (h *hearing) crisis(ctx context.Context) (say.Reply, error) {
	store, now := h.turn.Store, h.turn.By.Now
	home, err := store.HomeOf(ctx, h.turn.By.Person)
	if err != nil {
		return say.Reply{}, err
	}
	duty, staffed, err := store.DutyOrg(ctx, models.SocialWorker, home)
	if err != nil {
		return say.Reply{}, err
	}
	if staffed {
		home = duty
	}
	c, err := store.CryForHelp(ctx, h.turn.Account, home, h.m.Text, now)
	if err != nil {
		return say.Reply{}, err
	}
	words := say.Text("%s有人求助，请马上看。回“%s”看内容，只有社工能看。", c.Ticket(), c.Ticket())
	n := models.Notice{Key: fmt.Sprintf("case:%d:%d", c.ID, len(c.Words)), Kind: "case", Urgent: true, Now: now, Body: words}
	role := models.SocialWorker
	if !staffed { // nobody is on duty: someone must be found at once, told nothing but that
		role = models.Coordinator
		if duty, _, err = store.DutyOrg(ctx, role, home); err != nil {
			return say.Reply{}, err
		}
		n.Body = say.Text("%s有人求助，现在没有值班社工。请马上联系12355，并请人来值班：回“邀请 %s 社工”。", c.Ticket(), duty.Name)
	}
	if _, err := store.TellHolders(ctx, role, duty, 0, n); err != nil {
		return say.Reply{}, err
	}
	return h.comfort(ctx, c)
}

func (h *hearing) comfort(ctx context.Context, c models.Case) (say.Reply, error) {
	text := "谢谢你告诉我。先确认人是安全的：有危险马上打110。\n想说说话，青少年服务热线12355随时有人接，也可以打12356心理援助热线。\n我已经叫值班社工了，会有人联系你，别一个人扛着。"
	if h.bot.Hotline != "" {
		text += "\n也可以打" + h.bot.Hotline + "。"
	}
	r := say.Reply{Text: text, Links: []say.Link{{Label: "打110", URL: "tel:110"}, {Label: "打12355", URL: "tel:12355"}}}
	if h.m.Chat == "" {
		return r, nil
	}
	return say.Reply{}, h.turn.Store.Tell(ctx, h.turn.By.Person, models.Notice{Key: fmt.Sprintf("comfort:%d:%d", c.ID, len(c.Words)), Kind: "case", Urgent: true, Now: h.turn.By.Now, Body: r})
}
