package workflow

import (
	"strings"

	"xiaoqing/models"
)

// answer is what somebody says of a pairing that they were asked about.
type answer struct {
	yes    bool
	all    bool   // 都同意: of every child that is open
	ticket string // of the child that was named
	reason string
}

// answerWords begin a yes or a no; what others begin with comes behind them. Before
// more words whole ones mean something else: 不要发短信.
var answerWords = []struct {
	word       string
	yes, whole bool
}{
	{"不同意", false, false}, {"不愿意", false, false}, {"换一位老师", false, false}, {"换一位", false, false}, {"换个老师", false, false}, {"换一个", false, false}, {"不合适", false, false}, {"不方便", false, false}, {"带不了", false, false},
	{"不太行", false, false}, {"不太方便", false, false}, {"不太合适", false, false}, {"不接受", false, false}, {"不行", false, true}, {"不可以", false, true}, {"不要", false, true}, {"不考虑", false, true},
	{"同意", true, true}, {"接受", true, true}, {"愿意", true, true}, {"可以", true, true}, {"好的", true, true}, {"行", true, true}, {"好", true, true}, {"没问题", true, true}, {"合适", true, true}, {"ok", true, true}, {"OK", true, true},
}

// readAnswer takes yes or no, the number and the reason apart; meant is false for
// any other message.
func readAnswer(text string) (a answer, meant bool) {
	rest := strings.TrimSpace(text)
	for _, lead := range []string{"那就", "我们", "我", "两个孩子", "两个", "俩", "全都", "全部", "都"} {
		after, found := strings.CutPrefix(rest, lead)
		if rest = strings.TrimLeft(after, " ，,"); found && !strings.HasSuffix(lead, "就") && !strings.HasPrefix(lead, "我") {
			a.all = true
		}
	}
	whole := false
	for _, w := range answerWords {
		if after, found := strings.CutPrefix(rest, w.word); found {
			a.yes, whole, rest, meant = w.yes, w.whole, after, true
			break
		}
	}
	word, more, _ := strings.Cut(strings.Trim(rest, " ，,。！!的吧呀啊了"), " ")
	if t, ok := models.ParseTicket(word); ok {
		a.ticket, a.reason = t.String(), strings.TrimSpace(more)
		return a, meant
	}
	a.reason = strings.Trim(polite.Replace(rest), " ，,。！!的吧呀啊了")
	return a, meant && (!whole || a.reason == "" || !a.yes && strings.IndexAny(rest, " ，,") == 0)
}

// polite takes out what is said beside an answer.
var polite = strings.NewReplacer("谢谢", "", "感谢", "", "麻烦", "", "辛苦", "", "收到", "", "老师", "", "小青", "", "你们", "", "您", "", "你", "", "哈", "", "呢", "", "哒", "", "滴", "")
