package cli

import (
	"context"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"xiaoqing/models"
)

// callLink is the link of the newest call-out's letter in a chat.
func (h *house) callLink(chat string) string {
	h.t.Helper()
	for _, l := range h.lines(chat, 0) {
		if strings.Contains(l.Text, "动员令（召") && len(l.Links) > 0 {
			return l.Links[0]
		}
	}
	h.t.Fatal("no call-out came to ", chat)
	return ""
}

// drill is a street with a community, and a call-out to both.
func (h *house) drill(words string) {
	h.at("2022-04-08T10:00:00+08:00")
	h.person("street", "coordinator", "五角场街道", "高宁")
	h.says("street", "direct", "新建 国定社区 属于 五角场街道")
	h.person("a", "volunteer", "五角场街道", "沈一")
	h.person("b", "volunteer", "国定社区", "沈二")
	h.person("c", "volunteer", "国定社区", "欧阳紫陌")
	h.group("g1", "五角场街道")
	h.group("g2", "国定社区")
	h.says("street", "direct", words)
	h.says("street", "direct", "发出 召1")
}

// TestCalloutPages answers by link: a volunteer who is known, a stranger from the
// group's code, each once; a look says nothing; the console counts and stops.
func TestCalloutPages(t *testing.T) {
	eachShop(t, func(h *house) {
		h.drill("动员令 明早7点 五角场广场 核酸引导 2人 联系王芳 021-55001234 也发给志愿者")
		v, raw := h.visitor(), openRaw(t, h.store.Database)
		own, group := h.callLink("direct:a"), h.callLink("g2")
		page := v.gets(http.StatusOK, own, nil, "核酸引导", "五角场广场", "2人，还剩2个", "我参加", "来不了", "收到", "4月9日 周六 07:00")
		if n := raw.number("SELECT COUNT(*) FROM callout_answers"); n != 0 {
			t.Errorf("a look left %d answers", n)
		}
		for range 2 {
			v.gets(http.StatusOK, own, url.Values{"submission": {submission(page)}, "do": {"yes"}}, "召1算你一个", "还剩1个")
		}
		page = v.gets(http.StatusOK, group, nil, "姓名", "电话", "我参加")
		v.gets(http.StatusUnprocessableEntity, group, url.Values{"submission": {submission(page)}, "do": {"yes"}, "name": {"王小明"}, "phone": {"1381234"}}, "手机号要11位")
		stranger := url.Values{"submission": {submission(page)}, "do": {"yes"}, "name": {"王小明"}, "phone": {"13812345678"}}
		for range 2 {
			v.gets(http.StatusOK, group, stranger, "召1算你一个", "还剩0个", "收好这个链接")
		}
		stranger.Set("do", "no")
		v.gets(http.StatusUnprocessableEntity, group, stranger, "已经回过了")
		said := v.gets(http.StatusOK, group, url.Values{"submission": {submission(page)}, "do": {"yes"}, "name": {"李四"}, "phone": {"13912345678"}}, "候补第1位")
		// b and c come by their own links; one waits and hears when there is room
		v.gets(http.StatusOK, h.callLink("direct:b"), url.Values{"submission": {submission(page)}, "do": {"yes"}}, "候补第2位")
		v.gets(http.StatusOK, own, url.Values{"submission": {submission(page)}, "do": {"no"}}, "这次不算你")
		h.job("outbox", "2022-04-08T10:00:00+08:00")
		if news := h.heard("direct:street"); !strings.Contains(news[len(news)-1].Text, "候补的李四补上了") || !strings.Contains(news[len(news)-1].Text, "13912345678") {
			t.Errorf("the coordinator heard %v", news)
		}
		v.gets(http.StatusOK, strings.Split(between(said, `id="own-link" readonly value="`, `"`), "&")[0], nil, "召1算你一个")
		lines := h.lines("g2", 0)
		if i := slices.IndexFunc(lines, func(l spoken) bool { return l.Image != "" }); i < 0 {
			t.Errorf("no QR code came to the group: %v", lines)
		} else {
			v.gets(http.StatusOK, lines[i].Image, nil)
		}
		if n := raw.number("SELECT COUNT(*) FROM callout_answers WHERE says = 'yes' AND turn = 0"); n != 2 {
			t.Errorf("%d places are taken, want 2", n)
		}
		if got := h.says("street", "direct", "召1"); !strings.Contains(got.Text, "已读4人，参加2人，候补1人，来不了1人") {
			t.Errorf("counted %s", got.Text)
		}
		h.at("2022-04-09T07:00:00+08:00")
		v.gets(http.StatusOK, h.callLink("direct:c"), nil, "时间已经过了")
		v.gets(http.StatusOK, h.callLink("direct:c"), url.Values{"submission": {submission(page)}, "do": {"yes"}}, "时间已经过了")
	})
}

// TestCalloutInTheBrowser makes one on the phone, sends it, answers it and stops it.
func TestCalloutInTheBrowser(t *testing.T) {
	browser := openBrowser(t)
	eachShop(t, func(h *house) {
		h.drill("动员令 明早7点 五角场广场 核酸引导 3人 联系王芳 021-55001234 也发给志愿者")
		kind := map[bool]string{true: "", false: "-mariadb"}[strings.HasPrefix(h.store.Database, "sqlite")]
		p := newPhone(h.t, browser).opens(h.callLink("direct:c")).sees("核酸引导", "还剩3个").fits("call" + kind).presses("我参加").sees("召1算你一个").fits("call-yes" + kind)
		stranger := newPhone(h.t, browser).opens(h.callLink("g2")).sees("姓名").fits("call-group" + kind)
		stranger.types("#f-name", "王小明").types("#f-phone", "138").presses("我参加").sees("手机号要11位").fits("call-wrong"+kind).
			do(chromedp.SetValue(chromedp.CSS("#f-phone"), "13812345678")).presses("我参加").sees("召1算你一个", "收好这个链接").fits("call-stranger" + kind).
			presses("来不了").sees("这次不算你")
		h.says("b", "direct", "收到")
		h.says("a", "direct", "来不了 召1")
		desk := newPhone(h.t, browser).opens(h.link("street", "后台")).presses("动员令").sees("核酸引导").fits("callouts"+kind).presses("核酸引导").
			sees("私下发给", "本级", "国定社区", "欧阳紫陌").fits("callboard" + kind)
		desk.do(chromedp.EmulateViewport(1280, 900)).fits("callboard-desk" + kind).do(chromedp.EmulateViewport(360, 740))
		desk.presses("停止").presses("确定停止").sees("召1停了", "已停止").fits("callboard-stopped" + kind)
		p.do(chromedp.Reload()).sees("这次动员停了").fits("call-stopped" + kind)
		desk.presses("所有动员令").presses("发一条动员令").sees("任务", "下一步").fits("call-new"+kind).types("#f-task", "搬运物资").types("#f-date", "后天").presses("也发给志愿者").presses("下一步").
			sees("还没发", "3位志愿者", "没回的提醒一次").fits("call-draft" + kind).presses("发出").sees("召2正在发")
	})
}

// TestMoreThanAThousand must say their number, in chat and on the page.
func TestMoreThanAThousand(t *testing.T) {
	eachShop(t, func(h *house) {
		h.at("2022-04-08T10:00:00+08:00")
		h.person("street", "coordinator", "五角场街道", "高宁")
		ctx := context.Background()
		orgs, err := h.store.OrgsNamed(ctx, "五角场街道")
		if err == nil {
			err = h.store.Tx(ctx, func(tx *models.Store) error {
				for range 1234 {
					p := models.Person{}
					if err := tx.SavePerson(ctx, &p); err != nil {
						return err
					}
					if err := tx.GrantRole(ctx, p.ID, models.Volunteer, orgs[0], 0, h.clock.Now()); err != nil {
						return err
					}
				}
				return nil
			})
		}
		if err != nil {
			t.Fatal(err)
		}
		said := h.says("street", "direct", "动员令 明早7点 核酸引导 也发给志愿者")
		if !strings.Contains(said.Text, "1,234位志愿者（其中1,234位没有聊天，收不到）") || !strings.Contains(said.Text, "确认发给1,234人") || strings.Contains(strings.Join(said.Buttons, ""), "发出") {
			t.Errorf("the preview: %+v", said)
		}
		for _, x := range [][2]string{{"发出 召1", "确认发给1,234人"}, {"确认发给1,233人", "数字对不上"}, {"确认发给1234人", "召1正在发"}} {
			if got := h.says("street", "direct", x[0]); !strings.Contains(got.Text, x[1]) {
				t.Errorf("%s: %s", x[0], got.Text)
			}
		}
		if got := h.says("street", "direct", "召1"); !strings.Contains(got.Text, "发给1,234人（送到0人）") {
			t.Errorf("counted %s", got.Text)
		}
		h.says("street", "direct", "动员令 后天早上7点 疫苗引导 也发给志愿者")
		v := h.visitor()
		login := h.link("street", "后台")
		v.client.Jar, _ = cookiejar.New(nil)
		v.gets(http.StatusOK, login, nil, "动员令")
		page := v.gets(http.StatusOK, "/console/callouts/2", nil, "确认发给1,234人", "还没发")
		v.gets(http.StatusOK, "/console/callouts/2", url.Values{"submission": {submission(page)}, "do": {"send"}}, "再核对一遍", "还没发")
		v.gets(http.StatusOK, "/console/callouts/2", url.Values{"submission": {submission(page)}, "do": {"send"}, "sure": {"确认发给1人"}}, "数字对不上", "还没发")
		v.gets(http.StatusOK, "/console/callouts/2", url.Values{"submission": {submission(page)}, "do": {"send"}, "sure": {"确认发给1,234人"}}, "召2正在发")
	})
}
