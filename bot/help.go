package bot

import (
	"strings"

	"xiaoqing/bot/say"
	"xiaoqing/models"
)

// greeting is what a person hears first.
func (b *Bot) greeting(by models.Actor) say.Reply {
	if by.Has(models.Coordinator) {
		return say.Reply{Text: "您好，我是小青。“待审核”看谁在等，“日报”看今天的数字，“后台”打开手机页面。", Buttons: []string{"待审核", "日报", "帮助"}}
	}
	if by.Has(models.SocialWorker) {
		return say.Reply{Text: "您好，我是小青。有人求助我马上叫您，回“个案”看还有哪些等着。", Buttons: []string{"个案", "帮助"}}
	}
	if by.Has(models.Tutor) {
		return say.Reply{Text: "你好，我是小青。上完课说一句就能报课时，比如“今晚7点到8点半给小明辅导数学”。", Buttons: []string{"上报课时", "我的", "帮助"}}
	}
	if by.Has(models.Volunteer) {
		return say.Reply{Text: "你好，我是小青。到岗说“签到”，走了说“签退”，想报班说“有哪些班”。", Buttons: []string{"签到", "有哪些班", "我的"}}
	}
	return say.Reply{Text: "您好，我是小青。报云托班、报名当志愿者、上报课时，一句话告诉我就行。", Buttons: []string{"给孩子报云托班", "报名当志愿者", "我的"}}
}

// help names what this person can do, a line a topic, whose list is a tap away.
func (b *Bot) help(by models.Actor) say.Reply {
	lines := []string{"我能帮您："}
	var buttons []string
	for _, t := range topics {
		if len(b.helps(by, t)) > 0 {
			lines, buttons = append(lines, "· "+t.Name+"："+t.Words), append(buttons, "帮助 "+t.Name)
		}
	}
	lines = append(lines, "一句话说就行。想看怎么说，回“"+buttons[0]+"”这样。")
	lines = append(lines, "填到一半，“上一步”“跳过”“修改”“取消”都管用。")
	if b.Hotline != "" {
		lines = append(lines, "想找人问，打"+b.Hotline+"。")
	}
	return say.Reply{Text: strings.Join(lines, "\n"), Buttons: buttons}
}

// unknown is for what was not understood: what the bot can do for this person,
// never the same twice in a row, and a human number the second time running.
func (h *hearing) unknown() say.Reply {
	h.mem.Misses++
	if h.mem.Misses == 1 {
		r := h.bot.greeting(h.turn.By)
		r.Text = "这句我没看懂。" + h.example()
		return h.offered(r)
	}
	r := h.bot.help(h.turn.By)
	if h.mem.Misses%2 == 1 {
		r = say.Reply{Text: "还是没看懂，换个说法试试？" + h.example(), Buttons: []string{"帮助"}}
	}
	if h.bot.Hotline != "" && !strings.Contains(r.Text, h.bot.Hotline) {
		r.Text += "\n也可以打" + h.bot.Hotline + "，有人接。"
	}
	return h.offered(r)
}

// example is what this person can say, by their role.
func (h *hearing) example() string {
	switch by := h.turn.By; {
	case by.Has(models.Coordinator):
		return "您可以说“待审核”“通过 志678”“日报”“排班 核酸点引导 明天 8点到12点 10人 五角场广场”，或者把群里的接龙贴给我。"
	case by.Has(models.SocialWorker):
		return "您可以说“个案”。"
	case by.Has(models.Tutor):
		return "你可以说“今晚7点到8点半给小明辅导数学”“我的”。"
	case by.Has(models.Volunteer):
		return "你可以说“签到”“有哪些班”“我的时长”。"
	}
	return "您可以说“给孩子报云托班，三年级，数学”“报名当志愿者”或“我的”。"
}
