package pages

import (
	"io"
	"net/http"
)

// Notice is a page that only says something: what went wrong and what to do.
type Notice struct {
	Frame           // Title "" takes the status's own
	Status   int    // HTTP status; chooses the words that are not given
	Says     string // "" takes the status's own
	Incident string // what the operator finds in the log, "" for none
	Actions  []Action
}

type words struct{ title, says string }

// notices are the words for a status.
var notices = map[int]words{
	http.StatusBadRequest:            {"没看明白", "这一页收到的内容不完整。请返回上一页，再提交一次。"},
	http.StatusForbidden:             {"这一页您看不了", "要看这一页，请用发给您本人的链接，或者问问您所在街道的团干部。"},
	http.StatusNotFound:              {"没有这一页", "链接可能没复制全。回到原来的消息里再点一次，或者直接跟小青说您要办什么。"},
	http.StatusConflict:              {"刚刚有人改过", "这一条在您打开之后有变化。请刷新看看最新的情况，再决定。"},
	http.StatusGone:                  {"链接过期了", "为了安全，链接过一段时间就不能用了。跟小青说一声“我的”，马上给您一个新的，填过的内容都在。"},
	http.StatusRequestEntityTooLarge: {"内容太长了", "请少写一点，分几次发。"},
	http.StatusTooManyRequests:       {"点得有点快", "请等一分钟再试，填的内容还在，不用重填。"},
	http.StatusServiceUnavailable:    {"稍等一下", "小青正在恢复，一两分钟就好。请过一会儿刷新这一页，已经收到的内容都在。"},
}

var unknown = words{"出了点问题", "这不是您的问题。请过一会儿再试，已经收到的内容都在。"}

// Notice draws a notice.
func (p *Pages) Notice(w io.Writer, v Notice) error {
	standing, ok := notices[v.Status]
	if !ok {
		standing = unknown
	}
	if v.Title == "" {
		v.Title = standing.title
	}
	if v.Says == "" {
		v.Says = standing.says
	}
	return p.render(w, "notice", v)
}
