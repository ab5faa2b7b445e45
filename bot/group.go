package bot

import (
	"context"

	"xiaoqing/bot/dialog"
	"xiaoqing/bot/say"
	"xiaoqing/bot/workflow"
	"xiaoqing/models"
)

// inGroup answers in a group chat: only what belongs there. Requests with
// people's names and phones are asked to come in private, and talk that is not
// meant for the bot is left alone.
func (h *hearing) inGroup(ctx context.Context) (say.Reply, error) {
	if ok, err := workflow.CalledInGroup(ctx, h.turn); ok || err != nil {
		return say.Reply{}, err
	}
	w, ok := h.bot.Workflows.By(h.turn.Reading.Intent)
	switch {
	case h.mem.Open != nil && !ok:
		return h.answerInGroup(ctx)
	case !ok:
		return say.Reply{}, nil
	case w.Group:
		h.mem.Open = nil
		return h.begin(ctx, w)
	}
	switch w.Intent {
	case "concern": // worries are nobody's business here: the way is told in private
		return say.Reply{}, h.turn.Store.Tell(ctx, h.turn.By.Person, models.Notice{Key: "concern:" + h.turn.Key, Kind: "case", Urgent: true, Now: h.turn.By.Now,
			Body: say.Text("想请社工看看的话，私下跟我说就行，比如“我有点担心……”，只有社工看得到。")})
	case "chain":
		return say.Reply{Text: "接龙我来转。名单里有姓名，请把它私下发给我，别在群里转。", Links: []say.Link{{Label: "私下跟小青说", URL: h.bot.Links.Page("c")}}}, nil
	case "keep_meeting":
		return say.Reply{Text: "会议链接别发在群里，私下发给我，我只给上课的两边。", Links: []say.Link{{Label: "私下跟小青说", URL: h.bot.Links.Page("c")}}}, nil
	case "roll":
		return say.Reply{Text: "名单里有姓名和电话，请私下发给我，别发在群里。", Links: []say.Link{{Label: "私下跟小青说", URL: h.bot.Links.Page("c")}}}, nil
	case "mobilise":
		if w.May(h.turn.By) {
			return say.Text("动员令发出去之前先给您看一眼，请私下跟我说。"), nil
		}
	case "enrol", "signup", "report":
		return say.Reply{Text: "这事有姓名和电话，咱们私下说，别发在群里。私聊我，或点下面的页面。", Links: []say.Link{{Label: "私下跟小青说", URL: h.bot.Links.Page("c")}}}, nil
	}
	return say.Reply{}, nil
}

func (h *hearing) answerInGroup(ctx context.Context) (say.Reply, error) {
	open := *h.mem.Open
	w, ok := h.bot.Workflows.By(open.Form)
	if !ok || !w.Group {
		h.mem.Open = nil
		return say.Reply{}, nil
	}
	return h.follow(ctx, w, dialog.Next(w.Form, open.State, h.answering(w)), open)
}
