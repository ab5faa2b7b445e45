package workflow

import (
	"context"

	"xiaoqing/bot/form"
	"xiaoqing/bot/say"
)

// Erase (删掉我的信息): one's own words vanish, after a tap that says so.
var Erase = Workflow{
	Intent: "erase", Words: "删掉留下的资料，说“删掉我的信息”", Direct: true,
	Form: form.Form{Name: "erase", Title: "删掉我的信息", Fields: []form.Field{
		{Name: "sure", Label: "确认", Kind: form.OneOf{Options: []form.Option{{Value: "yes", Label: "确定删掉"}, {Value: "no", Label: "先不删"}}}, Tap: true,
			Ask: "会删掉您的姓名、电话、报名资料和聊天记录，还没办完的报名一起撤回，删了找不回来。只留下没有名字的数字；协调员聊天里提到您的话，最多再留30天。确定吗？"},
	}},
	Save: func(ctx context.Context, t *Turn, a form.Answers) (say.Reply, error) {
		if a.Get("sure") != "yes" {
			return say.Text("好的，都还在。"), nil
		}
		if err := t.Store.Erase(ctx, t.By); err != nil {
			return say.Reply{}, err
		}
		t.Erased = true
		return say.Text("都删掉了。以后想再报名，随时跟我说。"), t.tellSeated(ctx)
	},
}
