package workflow

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"xiaoqing/bot/parse"
	"xiaoqing/bot/say"
	"xiaoqing/models"
)

// What is said of call-outs by those who make them, 召12 behind it.
var callVerbs = []struct {
	words []string
	do    func(ctx context.Context, t *Turn, id int64) (say.Reply, error)
}{
	{[]string{"发出", "发送", "现在发", "确认发出"}, launchCall},
	{[]string{"先不发", "不发了", "取消"}, dropCall},
	{[]string{"停止", "停掉", "停发", "叫停", "撤回"}, func(ctx context.Context, t *Turn, id int64) (say.Reply, error) { return t.stopCall(ctx, id) }},
}

// callAnswers are what those who were called say: the longer words first.
var callAnswers = []struct {
	says  string
	words []string
}{
	{models.CallNo, []string{"我参加不了", "参加不了", "不参加", "我来不了", "来不了", "我去不了", "去不了", "不能来", "没空", "不去了", "不来了", "我退出", "退出"}},
	{models.CallYes, []string{"我参加", "我要参加", "参加", "我报名参加", "我报名", "我去", "我来", "来", "我能来", "能来", "能来了", "我又能来了", "又能来了", "可以来", "我可以来", "我可以", "能去", "我能去", "来得了", "算我一个", "加我一个"}},
	{models.CallRead, []string{"收到", "已读", "知道了", "看到了"}},
}

// readCallAnswer takes 我参加 召12 apart: what it says, and of which call-out, 0 when
// none is named.
func readCallAnswer(text string) (says string, id int64, ok bool) {
	words, number, _ := strings.Cut(strings.TrimSpace(text), " ")
	if ticket, is := models.ParseTicket(words); is && number != "" { // 召12 我参加
		words, number = strings.TrimSpace(number), ticket.String()
	}
	words = strings.Trim(words, "，。！!,.~～ ")
	words = strings.TrimRight(words, "的吧呀啊啦哦了")
	ticket, named := models.ParseTicket(strings.TrimSpace(number))
	if number != "" && (!named || ticket.Prefix != models.CalloutPrefix) {
		return "", 0, false
	}
	for _, a := range callAnswers {
		for _, w := range a.words {
			if words == strings.TrimRight(w, "了") || words == w {
				return a.says, ticket.ID, true
			}
		}
	}
	return "", 0, false
}

// Mutes reads 不要再发动员令 (off) and 恢复动员令.
func Mutes(text string) (off, ok bool) {
	text = strings.Trim(strings.TrimSpace(text), "，。！!,.~～ ")
	switch text {
	case "不要再发动员令", "不要再发动员令了", "别再发动员令", "别再发动员令了", "不要发动员令", "不要发动员令了", "不收动员令", "不想收动员令", "不再收动员令", "停发动员令", "退订动员令", "不要动员令":
		return true, true
	case "恢复动员令", "要收动员令", "重新收动员令", "继续收动员令", "订阅动员令", "恢复发动员令":
		return false, true
	}
	return false, false
}

// Called answers what is said of call-outs: a word that sends or stops one, a
// change of a draft, 我参加, 来不了, 收到. ok is false for anything else.
func Called(ctx context.Context, t *Turn) (r say.Reply, ok bool, err error) {
	if off, is := Mutes(t.Text); is {
		r, err = t.muteCalls(ctx, off)
		return r, true, err
	}
	if t.By.Has(models.Coordinator) {
		if r, ok, err = t.handlesCall(ctx); ok || err != nil {
			return r, ok, err
		}
	}
	says, id, ok := readCallAnswer(t.Text)
	if !ok {
		return r, false, nil
	}
	if id == 0 {
		c, err := t.Store.CallFor(ctx, t.By.Person, t.By.Now)
		if err != nil || c.ID == 0 {
			return r, false, err
		}
		if m, err := t.musterMeant(ctx); err != nil || m.CalledAt >= c.CalledAt {
			return r, false, err
		}
		id = c.ID
	}
	r, err = t.saysOfCall(ctx, models.CallReply{Callout: id, Says: says})
	return r, true, err
}

// musterMeant is the muster that a bare 来不了 may be said to; it is the newer letter
// that people answer.
func (t *Turn) musterMeant(ctx context.Context) (m models.Muster, err error) {
	answer := musterAnswer(strings.TrimSpace(t.Text))
	if answer == "" {
		return m, nil
	}
	return t.Store.OpenMuster(ctx, t.By.Person, t.By.Now, unanswered(answer)...)
}

func (t *Turn) muteCalls(ctx context.Context, off bool) (say.Reply, error) {
	if err := t.Store.MuteCalls(ctx, t.By, off); err != nil {
		return say.Reply{}, err
	}
	if off {
		return say.Text("好的，不再私下给你发动员令了。想再收，回“恢复动员令”。"), nil
	}
	return say.Text("好的，以后有动员令再告诉你。不想收了，回“不要再发动员令”。"), nil
}

// handlesCall does what a coordinator says to one of their call-outs.
func (t *Turn) handlesCall(ctx context.Context) (r say.Reply, ok bool, err error) {
	text := strings.TrimSpace(t.Text)
	for _, v := range callVerbs {
		for _, w := range v.words {
			rest, found := strings.CutPrefix(text, w)
			ticket, is := models.ParseTicket(strings.TrimSpace(rest))
			if found && is && ticket.Prefix == models.CalloutPrefix {
				r, err = v.do(ctx, t, ticket.ID)
				return r, true, err
			}
		}
	}
	if slices.Contains([]string{"看动员令", "动员令进度", "动员令情况", "我的动员令", "动员令列表"}, text) {
		r, err = t.listCalls(ctx)
		return r, true, err
	}
	if slices.Contains([]string{"停止动员令", "停止召集", "停掉动员令", "动员令停了"}, text) {
		r, err = t.listCalls(ctx)
		r.Hint = "要停哪一条，回“停止”加编号，比如“停止 召12”。"
		return r, true, err
	}
	if rest, found := strings.CutPrefix(text, "确认发给"); found && strings.HasSuffix(rest, "人") {
		r, err = t.confirmMany(ctx, rest)
		return r, true, err
	}
	if do := bareVerb(text); do != nil {
		c, err := t.Store.DraftOf(ctx, t.By)
		if err != nil || c.ID == 0 || t.By.Now.Sub(time.UnixMilli(c.MadeAt)) > justNow {
			return r, false, err
		}
		r, err = do(ctx, t, c.ID)
		return r, true, err
	}
	if id, rest, named := callNamed(text); named {
		return t.changesCall(ctx, id, rest)
	}
	return t.changesDraft(ctx, text)
}

// bareVerb is what a short word does to the draft that was just shown: nobody types
// its number while they look at it.
func bareVerb(text string) func(ctx context.Context, t *Turn, id int64) (say.Reply, error) {
	switch strings.TrimRight(text, "了吧啊呀。！!") {
	case "发出", "发", "发出去", "确认发出", "就这样发", "可以发", "没问题，发", "没问题发":
		return launchCall
	case "先不发", "不发", "别发", "先别发":
		return dropCall
	}
	return nil
}

// callNamed takes 召12 改成9点, 把召12的时间改成9点 apart.
func callNamed(text string) (id int64, rest string, ok bool) {
	text, found := strings.CutPrefix(strings.TrimPrefix(text, "把"), models.CalloutPrefix)
	rest = strings.TrimLeft(text, "0123456789")
	if _, err := fmt.Sscan(strings.TrimSuffix(text, rest), &id); !found || err != nil {
		return 0, "", false
	}
	rest = strings.TrimLeft(rest, " 的，,：:")
	field, _ := draftChange(rest)
	return id, rest, field != ""
}

// changesCall changes the draft that was named; what has gone out stays as people
// read it.
func (t *Turn) changesCall(ctx context.Context, id int64, change string) (r say.Reply, ok bool, err error) {
	c, err := t.Store.Callout(ctx, t.By, id)
	if err != nil {
		return r, true, err
	}
	draft, err := t.Store.DraftOf(ctx, t.By)
	if err != nil || draft.ID == id {
		t.Text = change
		r, ok, err = t.changesDraft(ctx, change)
		return r, ok, err
	}
	if c.Stage == models.CalloutDraft {
		return say.Text("%s放了太久，改不了了，请重新发一条。", c.Ticket()), true, nil
	}
	return say.Text("%s已经发出去了，大家看到的改不了。要换就先“停止 %s”，再重新发一条。", c.Ticket(), c.Ticket()), true, nil
}

// HandleCall does for a page what a coordinator could have said: words, and for a
// draft to very many the sentence with their number.
func (t *Turn) HandleCall(ctx context.Context, words, number string) (say.Reply, error) {
	t.Text = words
	r, _, err := t.handlesCall(ctx)
	if err != nil || number == "" {
		return r, err
	}
	t.Text = number
	if r, ok, err := t.handlesCall(ctx); ok || err != nil {
		return r, err
	}
	return r, models.Refuse(models.Invalid, "要原样写上那一句，数字也要对。")
}

// confirmMany sends a draft to more than a thousand people, when their number is
// said as it was shown.
func (t *Turn) confirmMany(ctx context.Context, number string) (say.Reply, error) {
	c, err := t.Store.DraftOf(ctx, t.By)
	if err != nil || c.ID == 0 {
		return say.Text("没有等着发的动员令。要发一条，说“动员令 明早7点 五角场广场 核酸引导 20人”。"), err
	}
	n, _ := parse.Number(strings.NewReplacer(",", "", "，", "").Replace(number))
	if int(n) != c.People {
		return say.Text("数字对不上：%s会发给%s人。核对好了打这一句：%s", c.Ticket(), say.Count(int64(c.People)), sure(c)), nil
	}
	return t.launched(ctx, c.ID)
}

func launchCall(ctx context.Context, t *Turn, id int64) (say.Reply, error) {
	c, err := t.Store.Callout(ctx, t.By, id)
	if err != nil {
		return say.Reply{}, err
	}
	if c.Stage == models.CalloutDraft && many(c) {
		return say.Text("%s会发给%s人，人多，请再核对一遍。没问题就打这一句：%s", c.Ticket(), say.Count(int64(c.People)), sure(c)), nil
	}
	return t.launched(ctx, id)
}

func (t *Turn) launched(ctx context.Context, id int64) (say.Reply, error) {
	c, fresh, err := t.Store.Launch(ctx, t.By, id, byDay)
	if err != nil {
		return say.Reply{}, err
	}
	ticket := c.Ticket().String()
	if !fresh {
		return say.Text("%s已经发过了，回“%s”看到哪一步了。", ticket, ticket), nil
	}
	when := "正在发"
	if byDay(c, t.By.Now).After(t.By.Now) {
		when = "夜里不打扰大家，早上7点发"
	}
	return say.Reply{Text: fmt.Sprintf("好的，%s%s。", ticket, when), Hint: fmt.Sprintf("随时回“%s”看多少人看过、多少人来；要停回“停止 %s”。", ticket, ticket), Buttons: []string{ticket, "停止 " + ticket}}, nil
}

func dropCall(ctx context.Context, t *Turn, id int64) (say.Reply, error) {
	if err := t.Store.DropDraft(ctx, t.By, id); err != nil {
		return say.Reply{}, err
	}
	return say.Text("好的，没有发。"), nil
}

func (t *Turn) stopCall(ctx context.Context, id int64) (say.Reply, error) {
	c, fresh, err := t.Store.StopCallout(ctx, t.By, id)
	if err != nil {
		return say.Reply{}, err
	}
	if !fresh {
		return say.Text("%s已经停了。", c.Ticket()), nil
	}
	strangers, err := t.Store.Strangers(ctx, c)
	if err != nil {
		return say.Reply{}, err
	}
	r := say.Text("%s停了，没发出去的不再发，报了名的正在一个个告诉。", c.Ticket())
	if strangers > 0 {
		r.Text += fmt.Sprintf("其中%d位是扫码报的，收不到消息，请您打个电话，号码在后台。", strangers)
		r.Links = []say.Link{{Label: "打开后台", URL: t.consoleLink()}}
	}
	return r, nil
}
