package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"xiaoqing/bot/channel/wecom/wecomtest"
	"xiaoqing/models/modeltest"
)

// private is what people and operators entrust to us on the day of the test, and
// what must be nowhere but in their own chats and pages.
var private = []string{
	"欧阳紫陌", "紫陌", "葵宝儿", "上官婉晴", "婉晴", "端木知秋", "知秋", "尉迟敬山", "司徒冰云",
	"13987650123", "13987650124", "13765432109", "13612340987", "13512349876", "7650123", "5432109",
	"国定路777弄", "天使医院", "独角兽科技", "会弹竖琴", "偷偷哭", "膝盖旧伤",
	"robot-key-geheim", "ouyang.zimo", "weblink-geheim-geheim-1", modeltest.Secret, wecomtest.Secret, wecomtest.AESKey,
}

// TestNothingPrivateLeaks plays a whole day and then looks for people's words in
// the log, in groups, in errors, in the metrics, and in every byte stored.
func TestNothingPrivateLeaks(t *testing.T) {
	for kind, database := range modeltest.DSNs(t) {
		t.Run(kind, func(t *testing.T) {
			double := wecomtest.Start(t, time.Now)
			o := newOffice(t, database, double.Config(), double, "XQ_TIMEZONE=Asia/Shanghai") // its clock is set throughout
			d := &day{office: o, robot: double.AddRobot("robot-key-geheim")}
			d.play()
			d.happened()
			clean(t, "the log", o.logs.Bytes())
			clean(t, "an error", d.errors.Bytes())
			clean(t, "the metrics", d.page(http.MethodGet, "/metrics", nil))
			for _, l := range o.lines("g1", 0) {
				if l.From == "bot" {
					clean(t, "the group", []byte(fmt.Sprint(l)))
				}
			}
			for _, m := range double.Delivered() {
				if m.Call == wecomtest.RobotSend {
					clean(t, "the robot's group", []byte(m.Text))
				}
			}
			for _, table := range o.raw.tables() {
				o.raw.cells("SELECT * FROM `"+table+"`", func(column string, value []byte) { clean(t, table+"."+column, value) })
			}
			if path, ok := strings.CutPrefix(database, "sqlite:"); ok {
				files, err := filepath.Glob(path + "*")
				if err != nil || len(files) == 0 {
					t.Fatal(files, err)
				}
				for _, f := range files {
					b, err := os.ReadFile(f)
					if err != nil {
						t.Fatal(err)
					}
					clean(t, filepath.Base(f), b)
				}
			}
		})
	}
}

// clean wants nothing private in b.
func clean(t *testing.T, where string, b []byte) {
	t.Helper()
	for _, word := range private {
		if i := bytes.Index(b, []byte(word)); i >= 0 {
			t.Errorf("%q is in %s: …%s…", word, where, b[max(i-60, 0):min(i+len(word)+60, len(b))])
		}
	}
}

// day is one day in one street.
type day struct {
	*office
	robot  string
	errors bytes.Buffer // every body that says no
	client http.Client
	n      int
}

func (d *day) play() {
	d.client.Jar, _ = cookiejar.New(nil)
	d.at("2022-04-08T09:00:00+08:00")
	d.person("street", "coordinator", "五角场街道", "尉迟敬山")
	d.person("worker", "social_worker", "五角场街道", "司徒冰云")
	d.person("mama", "parent", "五角场街道", "上官婉晴")
	d.group("g1", "五角场街道")
	d.member(boss, "绑定 五角场街道 "+d.robot)
	d.says("street", "g1", "绑定 五角场街道 "+d.robot) // a key does not belong into a group

	d.member("ouyang.zimo", "报名 欧阳紫陌 男 22岁 13987650123 五角场街道 周末全天 会弹竖琴", "1")
	d.member("ouyang.zimo", "单位改成独角兽科技", "1")
	d.submit("/f/signup", url.Values{"name": {"端木知秋"}, "phone": {"13612340987"}, "org": {"五角场街道"}, "skills": {"会弹竖琴"}})
	d.member("rui", "报名云托班辅导老师 端木知秋 女 21岁 13612340987 五角场街道", "1")
	d.talk("mama", "给孩子报云托班", "1", "葵宝儿", "三年级", "13765432109", "1", "家长改成上官婉晴", "1")
	d.talk("nurse", "给孩子报云托班，三年级，13512349876，我在天使医院", "2", "葵宝儿", "1")
	d.submit("/f/enrol", url.Values{"consent": {"guardian"}, "child": {"葵宝儿"}, "grade": {"三年级"}, "phone": {"13512349876"}, "unit": {"天使医院"}, "guardian": {"上官婉晴"}})
	d.webChat("报名 上官婉晴 女 30岁 13765432109 五角场街道", "1", "我住国定路777弄9号，每天都在偷偷哭", "我不想活了，我在国定路777弄9号402，膝盖旧伤")

	d.inTheGroup()
	d.talk("mama", "我不想活了，我在国定路777弄9号402，每天都在偷偷哭")
	d.talk("worker", "个案", "案1", "案2")
	d.review()
	d.lessons()
	d.talk("lost", "关联账号", "欧阳紫陌", "13987650123")
	for i, job := range []string{"reminder", "digest", "watchdog", "retention", "outbox"} {
		d.job(job, fmt.Sprintf("2022-04-15T18:%02d:00+08:00", i))
	}
	d.callout()
	d.refusals()
	d.commands()
}

// callout is answered by a member, and by a stranger from the group's code.
func (d *day) callout() {
	d.talk("street", "通过 志1", "动员令 明早9点 核酸引导 1人 也发给志愿者", "发出 召1")
	d.member("ouyang.zimo", "我参加 召1")
	link := d.callLink("g1")
	said := d.page(http.MethodPost, link[strings.Index(link, "/l/"):], url.Values{"do": {"yes"}, "name": {"司徒冰云"}, "phone": {"13512349876"}, "submission": {strings.Repeat("s", 24)}})
	if !bytes.Contains(said, []byte("候补第1位")) {
		d.t.Errorf("the stranger was told %s", said)
	}
	d.talk("street", "召1", "看动员令")
	d.member("ouyang.zimo", "来不了 召1")
}

// member is a member of the corp who says one thing after the other.
func (d *day) member(user string, words ...string) (last string) {
	for _, w := range words {
		d.n++
		last = d.text(user, w, fmt.Sprint("w", d.n))
	}
	return last
}

// talk is one of the simulator's people who does.
func (d *day) talk(from string, words ...string) (last spoken) {
	for _, w := range words {
		last = d.says(from, "direct", w)
	}
	return last
}

func (d *day) webChat(words ...string) {
	for i, w := range words {
		d.page(http.MethodPost, "/c/weblink-geheim-geheim-1", url.Values{"id": {fmt.Sprint(i)}, "text": {w}})
	}
}

// inTheGroup is what people say where it does not belong.
func (d *day) inTheGroup() {
	for _, x := range [][2]string{
		{"mama", "报云托班 葵宝儿 三年级 13765432109"}, {"he", "报名 欧阳紫陌 13987650123 五角场街道"}, {"rui2", "今晚7点到8点给葵宝儿辅导数学"},
		{"mama", "查 托1"}, {"mama", "我的"}, {"street", "待审核"}, {"street", "通过 志1"}, {"street", "退回 志1 欧阳紫陌电话不通"}, {"street", "日报"}, {"street", "查 托1"},
		{"street", "查 志1 0123"}, {"street", "结对 托1 端木老师"}, {"mama", "我不想活了，我在国定路777弄9号402"}, {"street", "葵宝儿的妈妈上官婉晴在吗"}, {"street", "个案"},
	} {
		d.says(x[0], "g1", x[1])
	}
}

// review has reasons that hold names, in chat and on the page.
func (d *day) review() {
	d.talk("street", "待审核", "退回 志1 欧阳紫陌的电话不通，打给上官婉晴了")
	d.member("ouyang.zimo", "13987650124")
	link := d.talk("street", "后台").Links
	if len(link) == 0 {
		d.t.Fatal("no link to the console")
	}
	d.page(http.MethodGet, strings.TrimPrefix(link[0], "http://localhost:8080"), nil)
	d.page(http.MethodGet, "/console/review?tab=enrol", nil)
	d.page(http.MethodPost, "/console/review?tab=signup", url.Values{"submission": {"s"}, "do": {"reject"}, "pick": {"志2"}, "reason": {"和端木知秋重复，13612340987"}})
	d.page(http.MethodPost, "/console/review?tab=enrol", url.Values{"submission": {"s"}, "do": {"transfer"}, "pick": {"托2"}, "org": {"四平路街道"}})
	d.talk("street", "通过 志1", "通过 志3", "通过 托1")
	d.page(http.MethodGet, "/console/letters", nil)
}

func (d *day) lessons() {
	d.talk("street", "结对 托1 端木老师", "排课 托1 周五 14:00 1课时")
	d.at("2022-04-08T15:30:00+08:00")
	d.member("rui", "今天14点到14点45给葵宝儿辅导数学", "1", "备注改成她膝盖旧伤还没好", "1")
}

// refusals ask for what is not given.
func (d *day) refusals() {
	long := strings.Repeat("欧阳紫陌", 20_000)
	d.page(http.MethodPost, "/f/signup", url.Values{"name": {"欧阳紫陌"}, "phone": {"13987650123"}, "submission": {"short"}})
	d.page(http.MethodPost, "/f/signup", url.Values{"name": {long}, "submission": {strings.Repeat("s", 24)}})
	d.page(http.MethodPost, "/c/weblink-geheim-geheim-1", url.Values{"id": {"x"}, "text": {long}})
	d.page(http.MethodPost, "/c/weblink-geheim-geheim-1", url.Values{"id": {"x"}, "text": {long[:20_000]}})
	d.page(http.MethodPost, "/c/short", url.Values{"id": {"x"}, "text": {"欧阳紫陌"}})
	for _, path := range []string{"/f/欧阳紫陌", "/l/欧阳紫陌", "/poster/欧阳紫陌", "/help/欧阳紫陌", "/欧阳紫陌", "/console/enter/欧阳紫陌"} {
		d.page(http.MethodGet, path, nil)
	}
	for _, body := range []string{`{"from":"欧阳紫陌","text":`, `{"from":"欧阳紫陌","text":"13987650123","at":"葵宝儿"}`, `{"from":"","text":"欧阳紫陌"}`} {
		d.send(http.MethodPost, "/sim/api/messages", "application/json", strings.NewReader(body))
		d.send(http.MethodPost, "/sim/api/people", "application/json", strings.NewReader(body))
	}
	now := time.Now()
	for _, plain := range []string{"欧阳紫陌", "<xml><FromUserName>ouyang.zimo</FromUserName><Content>欧阳紫陌</Content></xml>"} {
		_, body := d.deliver(wecomtest.Seal(d.cfg, plain, now))
		d.errors.Write(body)
	}
}

// commands are an operator's: a sheet with mistakes, a digest on the screen.
func (d *day) commands() {
	sheet := filepath.Join(d.t.TempDir(), "报名.csv")
	rows := "姓名,电话,街道,年龄\n欧阳紫陌,1398765012,五角场街道,22\n13987650123,欧阳紫陌,国定路777弄,葵宝儿\n上官婉晴,13765432109,五角场街道,二百\n"
	if err := os.WriteFile(sheet, []byte(rows), 0o600); err != nil {
		d.t.Fatal(err)
	}
	if status := d.command(&d.errors, "import", "signups", sheet); status != failed {
		d.t.Errorf("the import ended with %d", status)
	}
	if status := d.command(&d.errors, "digest", "--org", "五角场街道"); status != done {
		d.t.Errorf("the digest ended with %d", status)
	}
}

func (d *day) command(out io.Writer, args ...string) int {
	environ := []string{"XQ_DATABASE=" + d.store.Database, "XQ_SECRET=" + modeltest.Secret}
	return Run(args, environ, strings.NewReader(""), out, out)
}

// happened makes sure that the words did come in: they are in the operator's
// export, and the day left its rows.
func (d *day) happened() {
	d.t.Helper()
	var out bytes.Buffer
	for _, kind := range []string{"signups", "enrolments", "people", "tutoring"} {
		d.command(&out, "export", kind)
	}
	for _, word := range []string{"欧阳紫陌", "13987650124", "端木知秋", "上官婉晴", "葵宝儿", "13765432109", "独角兽科技", "天使医院", "会弹竖琴", "尉迟敬山"} {
		if !strings.Contains(out.String(), word) {
			d.t.Errorf("%s did not come in", word)
		}
	}
	for table, n := range map[string]int{"welfare_cases": 2, "signups": 4, "enrolments": 3, "pairings": 1, "tutoring_logs": 1, "letters": 10, "submissions": 5, "chat_groups": 2, "codes": 1} {
		if got := d.raw.number("SELECT COUNT(*) FROM " + table); got < n {
			d.t.Errorf("%d rows in %s, want %d", got, table, n)
		}
	}
	if err := d.outbox.Drain(context.Background()); err != nil {
		d.t.Error(err)
	}
	posted := 0
	for _, m := range d.double.Delivered() {
		if m.Call == wecomtest.RobotSend {
			posted++
		}
	}
	if posted == 0 {
		d.t.Error("the robot posted nothing")
	}
	if !strings.Contains(d.errors.String(), "手机号要11位") {
		d.t.Errorf("the import did not say what is wrong: %s", d.errors.String())
	}
}

// submit fills a public form, with a page's own id.
func (d *day) submit(path string, v url.Values) {
	d.t.Helper()
	d.n++
	v.Set("submission", fmt.Sprintf("submission-of-the-day-%04d", d.n))
	if body := d.page(http.MethodPost, path, v); !bytes.Contains(body, []byte("编号")) {
		d.t.Errorf("%s was not taken: %s", path, body)
	}
}

// page is what a browser gets; a body that says no is kept.
func (d *day) page(method, path string, form url.Values) []byte {
	d.t.Helper()
	return d.send(method, path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

func (d *day) send(method, path, kind string, body io.Reader) []byte {
	d.t.Helper()
	r, err := http.NewRequest(method, d.url+(&url.URL{Path: path}).String(), body)
	if err != nil {
		d.t.Fatal(err)
	}
	if before, query, ok := strings.Cut(path, "?"); ok {
		r.URL.Path, r.URL.RawQuery = before, query
	}
	r.Header.Set("Content-Type", kind)
	answer, err := d.client.Do(r)
	if err != nil {
		d.t.Fatal(err)
	}
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	if err != nil {
		d.t.Fatal(err)
	}
	if answer.StatusCode >= 400 && answer.StatusCode != http.StatusUnprocessableEntity {
		d.errors.Write(b)
	}
	return b
}
