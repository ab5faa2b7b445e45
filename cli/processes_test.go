package cli_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"xiaoqing/bot/channel/wecom/wecomtest"
	"xiaoqing/models/modeltest"
)

// ask posts JSON to a running service and gives the answer.
func (s *service) ask(path string, body map[string]string) string {
	s.t.Helper()
	b, err := json.Marshal(body)
	if err != nil {
		s.t.Fatal(err)
	}
	answer, err := http.Post(s.url+path, "application/json", bytes.NewReader(b))
	if err != nil {
		s.t.Error(err)
		return ""
	}
	defer answer.Body.Close()
	said, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		s.t.Errorf("%s: %d %s %v\n%s", path, answer.StatusCode, said, err, s.log)
	}
	return string(said)
}

// TestTwoProcesses runs the program twice on one database: started at once on an
// empty one, told the same things at once, asked for the same digest at once.
func TestTwoProcesses(t *testing.T) {
	for kind, database := range modeltest.DSNs(t) {
		t.Run(kind, func(t *testing.T) {
			double := wecomtest.Start(t, time.Now)
			m := newMachine(t, append(wecomEnv(double.Config()), secret, "XQ_DATABASE="+database, "XQ_SIMULATOR=on", "XQ_ADMINS=sim:boss")...)
			var both [2]*service
			var all sync.WaitGroup
			for i := range both {
				all.Go(func() { both[i] = m.serve() })
			}
			all.Wait()
			atOnce := func(path string, body map[string]string) (answers [2]string) {
				for i, s := range both {
					all.Go(func() { answers[i] = s.ask(path, body) })
				}
				all.Wait()
				return answers
			}
			both[0].ask("/sim/api/groups", map[string]string{"id": "g1", "org": "五角场街道"})
			bind := "绑定 五角场街道 " + double.AddRobot("k1")
			for i, words := range []string{bind, "待审核"} {
				m := map[string]string{"from": "boss", "text": words, "id": string(rune('a' + i)), "at": "2022-04-08T10:00:00+08:00"}
				if a := atOnce("/sim/api/messages", m); a[0] != a[1] || a[0] == `{"replies":[]}` {
					t.Errorf("%q", a)
				}
			}
			for _, at := range []string{"2022-04-08T18:00:05+08:00", "2022-04-08T18:02:00+08:00"} {
				atOnce("/sim/api/jobs/digest", map[string]string{"at": at})
			}
			if d := double.Delivered(); len(d) != 1 || !strings.Contains(d[0].Text, "五角场街道") {
				t.Errorf("%d digests: %v", len(d), d)
			}
			answer, err := http.Get(both[1].url + "/sim/api/chats/g1/messages?after=0")
			if err != nil {
				t.Fatal(err)
			}
			defer answer.Body.Close()
			var said struct{ Messages []struct{ Text string } }
			if err := json.NewDecoder(answer.Body).Decode(&said); err != nil || len(said.Messages) != 1 {
				t.Errorf("%v %v", said, err)
			}
		})
	}
}

// TestNoSimulator: it is not there unless it is on, nor are platforms that are
// not configured.
func TestNoSimulator(t *testing.T) {
	s := newMortal(t)
	s.start()
	t.Cleanup(s.kill)
	for path, want := range map[string]int{"/": 200, "/c": 200, "/sim": 404, "/sim/api/chats": 404, "/sim/api/clock": 404, "/webhook/wecom": 404, "/webhook/feishu": 404} {
		answer, err := http.Get("http://" + s.addr + path)
		if err != nil {
			t.Fatal(err)
		}
		page, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil || answer.StatusCode != want || strings.Contains(string(page), `"/sim`) {
			t.Errorf("%s: %d, want %d, %v\n%s", path, answer.StatusCode, want, err, page)
		}
	}
}
