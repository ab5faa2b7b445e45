package handlers_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	_ "github.com/glebarez/go-sqlite"

	"xiaoqing/bot"
	"xiaoqing/bot/channel/wecom"
	"xiaoqing/bot/channel/wecom/wecomtest"
	"xiaoqing/bot/workflow"
	"xiaoqing/handlers"
	"xiaoqing/models"
	"xiaoqing/models/calendar"
	"xiaoqing/models/modeltest"
)

// inFlight is how many requests are under way at once.
const inFlight = 32

// BenchmarkThroughput sends encrypted WeCom messages through the real router,
// decrypt to committed answer: questions alone, and sign-ups (a quarter begins one
// in one message, a quarter confirms it, a quarter asks how it stands); beside it, in the same run and on the same
// kind of database, a bare handler that inserts five rows in one transaction.
// It prints messages a second and p50 and p99, with 32 in flight and at 200
// messages a second offered.
func BenchmarkThroughput(b *testing.B) {
	debug.SetGCPercent(400) // as serve does
	for _, kind := range modeltest.Kinds {
		b.Run(kind, func(b *testing.B) {
			router := newRouter(b, kind)
			bare := newBare(b, kind)
			b.Run("bare/32", func(b *testing.B) { flood(b, bare, "bare") })
			b.Run("questions/32", func(b *testing.B) { flood(b, router.saying(questions), "q") })
			b.Run("signups/32", func(b *testing.B) { flood(b, router.saying(signups), "f") })
			b.Run("signups/200persecond", func(b *testing.B) { offer(b, router.saying(signups), 200) })
		})
	}
}

// questions and signups are what each person says, one after the other.
var (
	questions = []string{"你好", "云托班是做什么的？", "你们收费吗", "谢谢"}
	signups   = []string{"报名 张三 男 22岁 138%08d 五角场街道 周末全天 会开车", "1", "我的", "云托班是做什么的？"}
)

// target is where requests go, and how the i-th is made.
type target struct {
	client *http.Client
	url    string
	store  *models.Store
	cfg    wecom.Config
	send   func(user, text, id string) *http.Request   // nil: the bare handler's
	make   func(series string, i, n int) *http.Request // the i-th of n
}

// saying is the target that hears texts, each person's in order.
func (t target) saying(texts []string) target {
	t.make = func(series string, i, n int) *http.Request {
		people := n/len(texts) + 1
		who, text := i%people, texts[i/people]
		if strings.Contains(text, "%") {
			text = fmt.Sprintf(text, who)
		}
		return t.send(fmt.Sprintf("%s%d", series, who), text, fmt.Sprintf("%s-%d", series, i))
	}
	return t
}

func newRouter(b testing.TB, kind string) target {
	return newRouterOn(b, modeltest.Open(b, modeltest.DSN(b, kind)))
}

func newRouterOn(b testing.TB, s *models.Store) target {
	double := wecomtest.New(time.Now)
	cfg := double.Config()
	cfg.API, cfg.RobotAPI = "", ""
	app, err := wecom.New(cfg, wecom.Deps{Tokens: &wecomtest.Tokens{}})
	if err != nil {
		b.Fatal(err)
	}
	clock := calendar.NewProgramme(s.Zone)
	quiet := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))
	links := workflow.Linker{Base: "http://localhost:8080", Vault: s.Vault()}
	h, err := handlers.New(handlers.Deps{Store: s, Clock: clock, Wall: time.Now, Rand: rand.Reader, Log: quiet, PublicURL: "http://localhost:8080", WeCom: app, TrustedProxies: []string{"127.0.0.1"},
		Bot: &bot.Bot{Store: s, Workflows: workflow.All(), Clock: clock, Links: links, Log: quiet, Wake: func() {}, Answers: map[string]int{wecom.Name: wecom.AnswerLimit}}})
	if err != nil {
		b.Fatal(err)
	}
	server := httptest.NewServer(h)
	b.Cleanup(func() { h.Close(); server.Close() })
	return target{client: client(), url: server.URL, store: s, cfg: cfg, send: func(user, text, id string) *http.Request {
		at := time.Now()
		r, err := wecomtest.Seal(cfg, wecomtest.Text(user, text, id, at), at).Request(server.URL + "/webhook/wecom")
		if err != nil {
			b.Fatal(err)
		}
		return r
	}}
}

// newBare is the yardstick: a handler that only inserts five rows.
func newBare(b *testing.B, kind string) target {
	db := bareDatabase(b, kind)
	body := strings.Repeat("x", 200)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		tx, err := db.BeginTx(context.Background(), nil)
		for range 5 {
			if err == nil {
				_, err = tx.Exec("INSERT INTO bare (body, at) VALUES (?, ?)", body, time.Now().UnixMilli())
			}
		}
		if err == nil {
			err = tx.Commit()
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	}))
	b.Cleanup(server.Close)
	return target{client: client(), make: func(string, int, int) *http.Request {
		r, err := http.NewRequest(http.MethodPost, server.URL, bytes.NewReader(make([]byte, 700)))
		if err != nil {
			b.Fatal(err)
		}
		return r
	}}
}

func bareDatabase(b *testing.B, kind string) *sql.DB {
	dsn := modeltest.DSN(b, kind)
	driver, address, key := "mysql", strings.TrimPrefix(dsn, "mysql://"), "BIGINT AUTO_INCREMENT PRIMARY KEY"
	if path, ok := strings.CutPrefix(dsn, "sqlite:"); ok {
		driver, key = "sqlite", "INTEGER PRIMARY KEY"
		address = "file:" + path + "?_pragma=journal_mode(WAL)&_pragma=busy_timeout(5000)&_pragma=synchronous(FULL)&_txlock=immediate"
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		b.Fatal(err)
	}
	db.SetMaxOpenConns(24)
	if driver == "sqlite" {
		db.SetMaxOpenConns(1)
	}
	db.SetMaxIdleConns(24)
	if _, err := db.Exec("CREATE TABLE bare (id " + key + ", body TEXT, at BIGINT)"); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	return db
}

func client() *http.Client {
	return &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 2 * inFlight}, Timeout: 10 * time.Second}
}

// flood keeps 32 requests under way; b.N is how many there are in all.
func flood(b *testing.B, t target, series string) {
	series = fmt.Sprintf("%s%d", series, time.Now().UnixNano())
	took := make([]time.Duration, b.N)
	next := make(chan int)
	var working sync.WaitGroup
	for range inFlight {
		working.Go(func() {
			for i := range next {
				took[i] = t.do(b, series, i)
			}
		})
	}
	b.ResetTimer()
	began := time.Now()
	for i := range b.N {
		next <- i
	}
	close(next)
	working.Wait()
	report(b, took, time.Since(began))
}

// offer sends perSecond requests a second, whether or not earlier ones are done.
func offer(b *testing.B, t target, perSecond int) {
	series := fmt.Sprintf("o%d", time.Now().UnixNano())
	took := make([]time.Duration, b.N)
	tick := time.NewTicker(time.Second / time.Duration(perSecond))
	defer tick.Stop()
	var working sync.WaitGroup
	b.ResetTimer()
	began := time.Now()
	for i := range b.N {
		<-tick.C
		working.Go(func() { took[i] = t.do(b, series, i) })
	}
	working.Wait()
	report(b, took, time.Since(began))
}

// do sends one request and wants 200; making it is not counted.
func (t target) do(b *testing.B, series string, i int) time.Duration {
	r := t.make(series, i, b.N)
	began := time.Now()
	answer, err := t.client.Do(r)
	if err != nil {
		b.Error(err)
		return 0
	}
	_, _ = io.Copy(io.Discard, answer.Body)
	answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		b.Errorf("status %d", answer.StatusCode)
	}
	return time.Since(began)
}

func report(b *testing.B, took []time.Duration, all time.Duration) {
	slices.Sort(took)
	b.ReportMetric(float64(len(took))/all.Seconds(), "msg/s")
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
	b.ReportMetric(0, "ns/op")
}
