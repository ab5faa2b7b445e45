package workflow

import (
	"context"

	"xiaoqing/bot/form"
	"xiaoqing/bot/say"
)

// Console (后台): the login link to the coordinators' pages.
var Console = Workflow{
	Intent: "console", Words: "打开手机上的后台，说“后台”", For: coordinators, Direct: true,
	Form: form.Form{Name: "console", Title: "后台"},
	Save: func(_ context.Context, t *Turn, _ form.Answers) (say.Reply, error) {
		return say.Reply{Text: "这是您自己的登录链接，30分钟内有效，别转给别人。", Links: []say.Link{{Label: "打开后台", URL: t.consoleLink()}}}, nil
	},
}
