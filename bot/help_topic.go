package bot

import (
	"slices"
	"strings"

	"xiaoqing/bot/say"
	"xiaoqing/bot/workflow"
	"xiaoqing/models"
)

// topic is a part of what the bot can do: help names each in a line, and lists one
// when asked for it (帮助 上课).
type topic struct {
	Name    string
	Words   string   // what is in it, in a few words
	Intents []string // in order; it is for whoever can use the first
}

// topics are all there are, as a person needs them.
var topics = []topic{
	{"报名", "报云托班、当志愿者，看进度、改、取消", []string{"enrol", "siblings", "signup", "status", "places", "cancel", "join"}},
	{"上课", "请假、改时间、对方没来、带话、停一阵、换老师、申诉", []string{"no_show", "leave", "move", "day_off", "keep_meeting", "class_page", "relay", "pause", "appeal"}},
	{"课时", "报课时、看算没算、开证明、休息、改资料", []string{"report", "report_sheet", "hours", "certificate", "rest", "profile", "conduct"}},
	{"上岗", "报班、签到、签退、补报、开证明", []string{"rosters", "take", "drop", "check_in", "check_out", "shift", "adjust", "certificate"}},
	{"审核", "待审核，通过、退回、拒绝、转出，名单和工牌，申诉", []string{"review", "approve", "return", "reject", "transfer", "roll", "disown", "badge", "appeal_answer"}},
	{"结对", "结对、排课、补录、关注、名额", []string{"match", "ask", "discard", "pair", "schedule", "enter", "attention", "set_places"}},
	{"召集", "动员令、排班、接龙", []string{"mobilise", "roster", "rearrange", "chain"}},
	{"突击队", "加入、集合、点名", []string{"rollcall", "squad", "enlist", "quit", "muster"}},
	{"数字", "日报、零报告、口径、期初数，后台", []string{"digest", "nothing", "basis", "opening", "console"}},
	{"组织", "绑定群、请人来管、加下级和伙伴", []string{"bind", "invite", "grow", "partner"}},
	{"个案", "求助和担心的事", []string{"cases"}},
	{"资料", "有点担心、撤回同意、删掉自己的信息", []string{"concern", "revoke", "erase"}},
}

// besides are the topics of who coordinates partners alone.
var besides = []string{"审核", "数字"}

// helps are the workflows of a topic that this person can use.
func (b *Bot) helps(by models.Actor, t topic) (found []workflow.Workflow) {
	if workflow.OnlyPartners(by) && !slices.Contains(besides, t.Name) {
		return nil
	}
	for i, intent := range t.Intents {
		w, ok := b.Workflows.By(intent)
		if ok && w.May(by) && w.Words != "" && (w.For != nil || !by.Has(models.Coordinator)) {
			found = append(found, w)
		} else if i == 0 {
			return nil
		}
	}
	return found
}

// helpOn lists one topic with an example each; ok is false for any other message.
func (b *Bot) helpOn(by models.Actor, text string) (r say.Reply, ok bool) {
	name, is := strings.CutPrefix(strings.TrimSpace(text), "帮助")
	i := slices.IndexFunc(topics, func(t topic) bool { return t.Name == strings.TrimSpace(name) })
	if !is || i < 0 {
		return r, false
	}
	lines := []string{topics[i].Name + "这些事，这样说就行："}
	for _, w := range b.helps(by, topics[i]) {
		lines = append(lines, "· "+w.Words)
	}
	if len(lines) == 1 {
		return r, false
	}
	return say.Reply{Text: strings.Join(lines, "\n"), Buttons: []string{"帮助"}}, true
}
