package cli_test

import (
	"encoding/csv"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"xiaoqing/bot/channel/wecom"
	"xiaoqing/bot/channel/wecom/wecomtest"
	"xiaoqing/models/modeltest"
)

// wecomEnv is the configuration of the double's app.
func wecomEnv(c wecom.Config) []string {
	return []string{"XQ_WECOM_CORP_ID=" + c.CorpID, "XQ_WECOM_AGENT_ID=1000002", "XQ_WECOM_SECRET=" + c.Secret, "XQ_WECOM_TOKEN=" + c.Token,
		"XQ_WECOM_AES_KEY=" + c.AESKey, "XQ_WECOM_API=" + c.API, "XQ_WECOM_ROBOT_API=" + c.RobotAPI}
}

// mortal is a service at one address that is killed and started again.
type mortal struct {
	t    *testing.T
	m    machine
	addr string
	cmd  *exec.Cmd

	mu    sync.Mutex
	moved *sync.Cond
	up    bool
	acks  int
}

func newMortal(t *testing.T, env ...string) *mortal {
	s := &mortal{t: t, addr: free(t)}
	s.moved = sync.NewCond(&s.mu)
	s.m = newMachine(t, append(env, "XQ_ADDR="+s.addr, "XQ_SIMULATOR=off", "XQ_LOG_LEVEL=error")...)
	return s
}

// start runs the service and returns when it listens.
func (s *mortal) start() {
	s.t.Helper()
	s.cmd = s.m.command("serve")
	if err := s.cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	for began := time.Now(); ; {
		if r, err := http.Get("http://" + s.addr + "/readyz"); err == nil {
			r.Body.Close()
			break
		}
		if time.Since(began) > 20*time.Second {
			s.t.Fatal("it does not start")
		}
	}
	s.note(func() { s.up = true })
}

// kill ends it as a power cut does.
func (s *mortal) kill() {
	s.note(func() { s.up = false })
	_ = s.cmd.Process.Kill()
	_ = s.cmd.Wait()
}

func (s *mortal) note(change func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change()
	s.moved.Broadcast()
}

func (s *mortal) await(true func() bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for !true() {
		s.moved.Wait()
	}
}

// clients are how many requests are on their way at once.
const clients = 16

// deaths are after how many answers the service is killed.
var deaths = []int{200, 700, 1100, 1800}

// TestKilledInTheMiddle has a thousand people sign up in two messages each, sends
// each message until it is answered, and kills the service in between. Sent
// again, every message gets its answer again, and every sign-up is there once.
func TestKilledInTheMiddle(t *testing.T) {
	for kind, database := range modeltest.DSNs(t) {
		t.Run(kind, func(t *testing.T) {
			double := wecomtest.Start(t, time.Now)
			s := newMortal(t, append(wecomEnv(double.Config()), secret, "XQ_DATABASE="+database)...)
			c := thousand{s, double.Config(), make([][2]string, 1000)}
			s.start()
			t.Cleanup(s.kill)
			began := time.Now()
			var dying sync.WaitGroup
			dying.Go(func() {
				for _, acks := range deaths {
					s.await(func() bool { return s.acks >= acks })
					s.kill()
					s.start()
				}
			})
			c.everyone(func(i, step int, said string) { c.answers[i][step] = said })
			dying.Wait()
			t.Logf("%d messages answered in %v, with %d deaths", s.acks, time.Since(began).Round(time.Millisecond), len(deaths))
			c.everyone(func(i, step int, said string) {
				if said != c.answers[i][step] {
					t.Errorf("message %d of %d again: %q, was %q", step+1, i, said, c.answers[i][step])
				}
			})
			c.once()
		})
	}
}

// thousand are people who sign up by WeCom, and what they were answered.
type thousand struct {
	*mortal
	cfg     wecom.Config
	answers [][2]string
}

// everyone signs up, each message sent until it is answered.
func (c thousand) everyone(answered func(i, step int, said string)) {
	next := make(chan int)
	var all sync.WaitGroup
	for range clients {
		all.Go(func() {
			for i := range next {
				for step, words := range []string{fmt.Sprintf("报名 张安 男 22岁 %s 五角场街道 周末全天 会开车", phone(i)), "1"} {
					answered(i, step, c.say(fmt.Sprint("user", i), words, fmt.Sprintf("%d-%d", i, step)))
					c.note(func() { c.acks++ })
				}
			}
		})
	}
	for i := range c.answers {
		next <- i
	}
	close(next)
	all.Wait()
}

func phone(i int) string { return fmt.Sprintf("138%08d", i) }

// say sends one message again and again until it is answered.
func (c thousand) say(user, words, id string) string {
	for {
		c.await(func() bool { return c.up })
		now := time.Now()
		r, err := wecomtest.Seal(c.cfg, wecomtest.Text(user, words, id, now), now).Request("http://" + c.addr + "/webhook/wecom")
		if err != nil {
			c.t.Error(err)
			return ""
		}
		if said, ok := c.try(r); ok {
			return said
		}
	}
}

func (c thousand) try(r *http.Request) (said string, ok bool) {
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return "", false
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode == http.StatusServiceUnavailable {
		return "", false
	}
	reply, err := wecomtest.Open(c.cfg, body)
	if answer.StatusCode != http.StatusOK || err != nil {
		c.t.Errorf("%d %v", answer.StatusCode, err)
	}
	return reply.Content, true
}

// once looks at the operator's export: everyone is in it once, under the number
// they were told, and the figures agree.
func (c thousand) once() {
	c.t.Helper()
	out := c.m.run("export", "signups").ends(0).out
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(out, "\uFEFF"))).ReadAll()
	if err != nil {
		c.t.Fatal(err)
	}
	found := map[string]int{}
	for _, row := range rows[1:] {
		for _, cell := range row {
			if strings.HasPrefix(cell, "138") {
				found[cell]++
			}
		}
	}
	tickets := map[string]bool{}
	for i, said := range c.answers {
		if n := found[phone(i)]; n != 1 {
			c.t.Errorf("%s is there %d times", phone(i), n)
		}
		_, rest, _ := strings.Cut(said[1], "编号")
		ticket, _, _ := strings.Cut(rest, "。")
		tickets[ticket] = true
	}
	if len(rows) != 1001 || len(found) != 1000 || len(tickets) != 1000 {
		c.t.Errorf("%d rows, %d phones, %d numbers", len(rows)-1, len(found), len(tickets))
	}
	c.m.run("digest").ends(0).says("1,000")
}
