package bot

import (
	"slices"
	"strings"

	"xiaoqing/bot/parse"
	"xiaoqing/bot/workflow"
	"xiaoqing/models"
)

// aboutCase reads what social workers alone say: 个案, 案7, 结案 案7. From anyone
// else these are words like others, so that nobody learns which cases there are.
func aboutCase(text string) (r parse.Reading, ok bool) {
	words, closing := strings.CutPrefix(strings.Join(strings.Fields(text), ""), "结案")
	t, named := models.ParseTicket(words)
	switch {
	case named && t.Prefix == models.CasePrefix:
		r.Fields.Tickets = []string{t.String()}
	case slices.Contains([]string{"个案", "看个案", "紧急个案", "看紧急个案"}, words), closing && words == "":
		closing = false
	default:
		return r, false
	}
	if closing {
		r.Fields.Reason = "close"
	}
	r.Intent = workflow.Cases.Intent
	return r, true
}
