package cli

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"

	"xiaoqing/bot/channel/wecom/wecomtest"
	"xiaoqing/models/modeltest"
)

// second is how long anything may take while something is away, with what a
// loaded machine of tests adds.
const second = 1500 * time.Millisecond

// road is the way to a database, which a test can cut.
type road struct {
	t      *testing.T
	to     string
	listen net.Listener
	mu     sync.Mutex
	state  string // "", cut, stuck, or at commit: stuck as soon as one is on its way
	moved  *sync.Cond
	conns  map[net.Conn]bool
}

// throughRoad gives a database's address by way of a road.
func throughRoad(t *testing.T, database string) (string, *road) {
	t.Helper()
	cfg, err := mysql.ParseDSN(strings.TrimPrefix(database, "mysql://"))
	if err != nil {
		t.Fatal(err)
	}
	r := &road{t: t, to: cfg.Addr, conns: map[net.Conn]bool{}}
	r.moved = sync.NewCond(&r.mu)
	if r.listen, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	cfg.Addr = r.listen.Addr().String()
	go r.accept()
	t.Cleanup(func() { r.listen.Close(); r.is("cut") })
	return "mysql://" + cfg.FormatDSN(), r
}

func (r *road) accept() {
	for {
		here, err := r.listen.Accept()
		if err != nil {
			return
		}
		there, err := net.Dial("tcp", r.to)
		if err != nil || !r.hold(here, there) {
			here.Close()
			continue
		}
		go r.carry(here, there)
		go r.carry(there, here)
	}
}

// hold keeps both ends to be cut, unless the road is cut already.
func (r *road) hold(ends ...net.Conn) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, c := range ends {
		if r.state == "cut" {
			c.Close()
			continue
		}
		r.conns[c] = true
	}
	return r.state != "cut"
}

func (r *road) carry(from, to net.Conn) {
	defer to.Close()
	defer from.Close()
	b := make([]byte, 64<<10)
	for {
		n, err := from.Read(b)
		if err != nil || !r.open(b[:n]) {
			return
		}
		if _, err := to.Write(b[:n]); err != nil {
			return
		}
	}
}

// open waits while the road is stuck, and says whether it goes on.
func (r *road) open(packet []byte) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.state == "at commit" && bytes.Contains(packet, []byte("COMMIT")) {
		r.state = "stuck"
	}
	for r.state == "stuck" {
		r.moved.Wait()
	}
	return r.state == "" || r.state == "at commit"
}

// is makes the road cut (all connections end, new ones too), stuck (nothing
// arrives any more), stuck from the next commit on or, by "", good again.
func (r *road) is(state string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.state = state
	r.moved.Broadcast()
	if state != "cut" {
		return
	}
	for c := range r.conns {
		c.Close()
	}
	clear(r.conns)
}

// TestDatabaseAway takes the database away, by a broken connection and by one
// that hangs: everybody is told within a second, and all goes on when it is back.
func TestDatabaseAway(t *testing.T) {
	for _, state := range []string{"cut", "stuck", "at commit"} {
		t.Run(state, func(t *testing.T) {
			database, road := throughRoad(t, modeltest.DSN(t, "mariadb"))
			double := wecomtest.Start(t, time.Now)
			o := newOffice(t, database, double.Config(), double)
			o.text("anna", "报名 安娜 女 22岁 13812345678 五角场街道 周末全天 会开车", "1")
			if got := o.status(http.MethodGet, "/readyz", ""); got != http.StatusOK {
				t.Fatalf("/readyz %d", got)
			}
			road.is(state)
			o.awayAll()
			road.is("")
			if said := o.text("anna", "1", "2"); !strings.Contains(said, "编号志1") {
				t.Errorf("delivered again when it is back: %q", said)
			}
			if got := o.status(http.MethodGet, "/readyz", ""); got != http.StatusOK {
				t.Errorf("/readyz %d when it is back", got)
			}
			if n := openRaw(t, database).number("SELECT COUNT(*) FROM signups"); n != 1 {
				t.Errorf("%d sign-ups", n)
			}
		})
	}
}

// awayAll asks at every door while the database is away.
func (o *office) awayAll() {
	o.t.Helper()
	c := wecomtest.Seal(o.cfg, wecomtest.Text("anna", "1", "2", time.Now()), time.Now())
	stale := wecomtest.Seal(o.cfg, wecomtest.Text("anna", "1", "2", time.Now()), time.Now().Add(-time.Hour))
	for i, c := range []wecomtest.Callback{c, c, stale} {
		lines := o.logged(func() {
			o.within(fmt.Sprint("callback ", i+1), func() int { status, _ := o.deliver(c); return status })
		})
		for _, l := range lines {
			if strings.Contains(l, "安娜") || strings.Contains(l, "root@") {
				o.t.Errorf("logged %q", l)
			}
		}
	}
	form := url.Values{"submission": {strings.Repeat("s", 24)}, "name": {"安娜"}, "phone": {"13812345678"}, "org": {"五角场街道"}}.Encode()
	chat := "/c/" + strings.Repeat("t", 24)
	for _, ask := range [][3]string{
		{http.MethodGet, "/readyz", ""}, {http.MethodPost, "/f/signup", form}, {http.MethodPost, chat, "id=1&text=我的"},
		{http.MethodGet, chat, ""}, {http.MethodGet, chat + "/lines", ""}, {http.MethodGet, "/", ""}, {http.MethodPost, "/sim/api/messages", `{"from":"a","text":"我的"}`},
	} {
		o.within(ask[0]+" "+ask[1], func() int { return o.status(ask[0], ask[1], ask[2]) })
	}
	if got := o.status(http.MethodGet, "/healthz", ""); got != http.StatusOK {
		o.t.Errorf("/healthz %d", got)
	}
}

// within wants 503 in a second.
func (o *office) within(name string, f func() int) {
	o.t.Helper()
	began := time.Now()
	status := f()
	if took := time.Since(began); status != http.StatusServiceUnavailable || took > second {
		o.t.Errorf("%s: %d after %v", name, status, took)
	}
}

// status is what one request gets; a body goes as a form, or as JSON.
func (o *office) status(method, path, body string) int {
	o.t.Helper()
	r, err := http.NewRequest(method, o.url+path, strings.NewReader(body))
	if err != nil {
		o.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if strings.HasPrefix(body, "{") {
		r.Header.Set("Content-Type", "application/json")
	}
	client := http.Client{Timeout: 5 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.Do(r)
	if err != nil {
		o.t.Errorf("%s %s: %v", method, path, err)
		return 0
	}
	defer answer.Body.Close()
	page, err := io.ReadAll(answer.Body)
	if err != nil {
		o.t.Error(err)
	}
	if answer.StatusCode >= 500 && (strings.Contains(string(page), "tcp") || strings.Contains(string(page), "mysql")) {
		o.t.Errorf("%s %s shows its cause: %s", method, path, page)
	}
	return answer.StatusCode
}

// TestPlatformAway lets the platform hang, fail and be gone while letters wait to
// be sent: a webhook answers as ever, and the letters arrive when it is back.
func TestPlatformAway(t *testing.T) {
	eachOffice(t, func(o *office) {
		o.start()
		defer o.finish()
		hang := make(chan struct{})
		o.double.Break(wecomtest.GetToken, wecomtest.Fault{Hang: hang})
		ask := func(user string) {
			for i, words := range []string{"报名 安娜 女 22岁 13812345678 五角场街道 周末全天 会开车", "1"} {
				o.quick(user, words, fmt.Sprint(user, i))
			}
		}
		ask("anna")
		o.quick(boss, "通过 志1", "b1")
		if !o.double.AwaitCalls(o.soon(), wecomtest.GetToken, 1) {
			o.t.Fatal("nobody asks for a token")
		}
		ask("berta") // while the sending hangs
		o.quick(boss, "通过 志2", "b2")
		close(hang)
		o.double.Mend(wecomtest.GetToken)
		if !o.double.AwaitDelivered(o.soon(), 2) {
			o.t.Errorf("%d delivered", len(o.double.Delivered()))
		}
		o.double.Break(wecomtest.Send, wecomtest.Fault{Status: http.StatusBadGateway})
		ask("carl")
		o.quick(boss, "通过 志3", "b3")
		if !o.double.AwaitCalls(o.soon(), wecomtest.Send, 3) {
			o.t.Error("the third letter is not tried")
		}
		ask("dora")
	})
}

// quick is one text message that is answered within a second.
func (o *office) quick(user, words, id string) {
	o.t.Helper()
	began := time.Now()
	said := o.text(user, words, id)
	if took := time.Since(began); said == "" || took > second {
		o.t.Errorf("%s> %s: %q after %v", user, words, said, took)
	}
}
