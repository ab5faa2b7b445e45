package cli_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"

	"xiaoqing/models/modeltest"
)

// demoStreet and demoCity are what the digests of 18:00 say after the day was played.
var (
	demoStreet = []string{"五角场街道 日报 4月8日", "截至18:00",
		"今日：报名39人，审核通过35人，报云托班13人，排课3节，上课2节，辅导2人次，共3课时", "昨日全天：没有新增", "累计：报名39人，审核通过35人，报云托班13人",
		"已结对8人，等结对4人", "等审核5人", "4个孩子等结对", "国定社区：报名4人，审核通过4人，报云托班2人"}
	demoCity = []string{"上海市 日报 4月8日", "今日：报名40人，审核通过36人，报云托班13人", "杨浦区：报名40人，审核通过36人"}
)

func TestDemoFillsAnEmptyDatabaseOnce(t *testing.T) {
	sheets := map[string]bool{}
	for kind, dsn := range modeltest.DSNs(t) {
		t.Run(kind, func(t *testing.T) {
			m := newMachine(t, secret, "XQ_DATABASE="+dsn)
			m.run("demo").ends(0).says(demoStreet...).says("08:00", "18:00", "demo --serve").hides("补发")
			m.run("digest", "--date", "2022-04-08", "--org", "五角场街道").ends(0).says(demoStreet...)
			m.run("digest", "--date", "2022-04-08").ends(0).says(demoCity...)
			rows := m.run("export", "enrolments").ends(0).out
			if n := strings.Count(rows, "138000030"); n != 13 || strings.Count(rows, "芮一鸣") != 2 {
				t.Errorf("%d children\n%s", n, rows)
			}
			sheets[m.run("export", "signups").out+rows+m.run("export", "tutoring").out] = true
			m.run("demo").ends(1).says("已经有内容", "XQ_DATABASE=")
			m.run("digest", "--date", "2022-04-08").ends(0).says(demoCity...)
		})
	}
	if len(sheets) != 1 {
		t.Error("the day is not the same on each database")
	}
}

func TestDemoKeepsOutOfADatabaseWithPeople(t *testing.T) {
	m := newMachine(t, "XQ_ADMINS=wecom:zhangsan")
	m.serve().stop(syscall.SIGTERM)
	m.run("demo").ends(1).says("已经有内容").hides("08:00")
	m.with("XQ_SIMULATOR=off").run("demo", "--serve").ends(2).says("XQ_SIMULATOR=on")
}

func TestDemoIsTheSameWhateverIsConfigured(t *testing.T) {
	m := newMachine(t, "XQ_CITY=南京市", "XQ_PERIOD_MINUTES=60", "XQ_SEASON_END=2030-01-31", "XQ_TIMEZONE=Asia/Tokyo", "XQ_ADMINS=sim:admin")
	m.run("demo").ends(0).says(demoStreet...)
}

func TestDemoCanBeLookedAt(t *testing.T) {
	m := newMachine(t)
	m.run("demo").ends(0)
	s := m.serve("demo", "--serve")
	for chat, want := range map[string]string{"g-wjc": "五角场街道 日报", "g-city": "上海市 日报", "direct:mama": "和芮老师结对了", "direct:v33": "还没填完"} {
		if said := s.read("/sim/api/chats/" + chat + "/messages"); !strings.Contains(said, want) {
			t.Errorf("%s: no %s in %s", chat, want, said)
		}
	}
	var clock struct {
		At        string
		Simulated bool
	}
	if err := json.Unmarshal([]byte(s.read("/sim/api/clock")), &clock); err != nil || !clock.Simulated || clock.At != "2022-04-08T18:05:00+08:00" {
		t.Errorf("clock %+v %v", clock, err)
	}
}

// read is the body of a page that must be there.
func (s *service) read(path string) string {
	s.t.Helper()
	answer, err := http.Get(s.url + path)
	if err != nil {
		s.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		s.t.Fatalf("%s: %d %v", path, answer.StatusCode, err)
	}
	return string(body)
}
