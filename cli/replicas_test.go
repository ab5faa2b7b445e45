package cli

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"xiaoqing/bot/channel/wecom/wecomtest"
	"xiaoqing/bot/say"
	"xiaoqing/models"
	"xiaoqing/models/modeltest"
)

// wall is a clock on the wall that the test moves.
type wall struct {
	mu sync.Mutex
	at time.Time
}

func (w *wall) now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.at
}

func (w *wall) add(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.at = w.at.Add(d)
}

// twins are two replicas on one database, before one platform and one wall clock.
type twins struct {
	t      *testing.T
	both   []*office
	double *wecomtest.Server
	wall   *wall
}

// eachTwins opens two replicas on each kind of database.
func eachTwins(t *testing.T, f func(w *twins)) {
	for kind, database := range modeltest.DSNs(t) {
		t.Run(kind, func(t *testing.T) {
			w := &twins{t: t, wall: &wall{at: time.Now()}}
			w.double = wecomtest.Start(t, w.wall.now)
			for range 2 {
				o := newOffice(t, database, w.double.Config(), w.double, "XQ_TIMEZONE=Asia/Shanghai") // its clock is set throughout
				o.outbox.Wall = w.wall.now
				w.both = append(w.both, o)
			}
			f(w)
		})
	}
}

// at sets the programme's clock of both.
func (w *twins) at(moment string) {
	for _, o := range w.both {
		o.at(moment)
	}
}

// atOnce lets both do something at the same time, several times over.
func (w *twins) atOnce(f func(o *office) error) {
	w.t.Helper()
	var all sync.WaitGroup
	for i := range 3 * len(w.both) {
		all.Go(func() {
			if err := f(w.both[i%len(w.both)]); err != nil {
				w.t.Error(err)
			}
		})
	}
	all.Wait()
}

// jobsAt is both waking up for what is due at a moment, and sending the letters.
func (w *twins) jobsAt(moment string) {
	w.t.Helper()
	w.at(moment)
	w.atOnce(func(o *office) error { return o.jobs.CatchUp(context.Background(), o.clock.Now()) })
	w.drain()
}

func (w *twins) drain() {
	w.t.Helper()
	w.atOnce(func(o *office) error { return o.outbox.Drain(context.Background()) })
}

// delivered are the platform's deliveries to a member or a robot that say words.
func (w *twins) delivered(to, words string) (texts []string) {
	for _, d := range w.double.Delivered() {
		if d.To == to && strings.Contains(d.Text, words) {
			texts = append(texts, d.Text)
		}
	}
	return texts
}

// TestReplicasPostOnce has a digest, a tutor's reminder and a coordinator's, each
// due in both replicas at once.
func TestReplicasPostOnce(t *testing.T) {
	eachTwins(t, func(w *twins) {
		a, b := w.both[0], w.both[1]
		w.at("2022-04-08T10:00:00+08:00")
		a.group("g1", "五角场街道")
		robot := w.double.AddRobot("robot-key-1")
		if said := a.text(boss, "绑定 五角场街道 "+robot, "bind"); !strings.Contains(said, "绑定到五角场街道") {
			t.Fatalf("%q", said)
		}
		b.text("rui", "报名云托班辅导老师 芮一鸣 女 21岁 13900001111 五角场街道", "r1")
		b.text("rui", "1", "r2")
		for i, words := range []string{"给孩子报云托班，三年级，13812345678，五角场街道", "1", "朵朵", "1"} {
			a.text("mama", words, fmt.Sprint("m", i))
		}
		b.text(boss, "通过 志1", "c")
		b.text("rui", "我同意守则", "r3")
		for i, words := range []string{"通过 托1", "结对 托1 芮老师", "排课 托1 周五 19:00 1课时"} {
			b.text(boss, words, fmt.Sprint("c", i))
		}
		a.text("li", "报名 李四 男 22岁 13812340000 五角场街道", "l1")
		a.text("li", "1", "l2")
		w.drain()

		w.jobsAt("2022-04-08T18:00:05+08:00")
		w.jobsAt("2022-04-08T18:01:05+08:00")
		if got := w.delivered("robot-key-1", "日报"); len(got) != 1 || !strings.Contains(got[0], "五角场街道") {
			w.t.Errorf("%d digests to the robot: %q", len(got), got)
		}
		if n := len(b.lines("g1", 0)); n != 3 { // words, picture, sheet
			w.t.Errorf("%d lines in the group", n)
		}
		w.jobsAt("2022-04-08T18:30:05+08:00")
		w.jobsAt("2022-04-08T18:35:05+08:00")
		if got := w.delivered("rui", "快到了"); len(got) != 1 {
			w.t.Errorf("%d reminders of the lesson: %q", len(got), got)
		}
		w.jobsAt("2022-04-09T10:05:05+08:00")
		w.jobsAt("2022-04-09T10:10:05+08:00")
		if got := w.delivered(boss, "等审核超过一天"); len(got) != 1 {
			w.t.Errorf("%d reminders of the queue: %q", len(got), got)
		}
		if got := w.delivered("rui", "还没报课时"); len(got) != 1 || !strings.Contains(got[0], "/l/") {
			w.t.Errorf("%d reminders to report: %q", len(got), got)
		}
	})
}

// TestReplicasHearOnce delivers each message to both replicas at once.
func TestReplicasHearOnce(t *testing.T) {
	eachTwins(t, func(w *twins) {
		var mu sync.Mutex
		for i, words := range []string{"报名 安娜 女 22岁 13812345678 五角场街道 周末全天 会开车", "1", "电话改成13900002222", "1", "我的"} {
			answers := map[string]bool{}
			w.atOnce(func(o *office) error {
				said := o.text("anna", words, fmt.Sprint(i))
				mu.Lock()
				defer mu.Unlock()
				answers[said] = true
				return nil
			})
			if len(answers) != 1 {
				w.t.Errorf("%s: %d answers: %v", words, len(answers), answers)
			}
		}
		raw := w.both[0].raw
		if n, m := raw.number("SELECT COUNT(*) FROM signups"), raw.number("SELECT COUNT(*) FROM people"); n != 1 || m != 2 {
			w.t.Errorf("%d sign-ups of %d people", n, m)
		}
		if n := raw.number("SELECT SUM(delta) FROM entries WHERE measure = 'signups'"); n != 1 {
			w.t.Errorf("counted %d times", n)
		}
	})
}

// TestAPersonInAHurry says several things at once, to either replica: each is
// handled after the other, and none is lost.
func TestAPersonInAHurry(t *testing.T) {
	eachTwins(t, func(w *twins) {
		a := w.both[0]
		a.text("anna", "报名 安娜 女 22岁 13812345678 五角场街道 周末全天", "1")
		var all sync.WaitGroup
		for i, words := range []string{"电话改成13900002222", "年龄改成23岁", "单位改成仁济医院", "特长改成开车"} {
			all.Go(func() { w.both[i%2].text("anna", words, fmt.Sprint("at-once-", i)) })
		}
		all.Wait()
		card := a.text("anna", "再看一眼", "2")
		if said := a.text("anna", "没问题", "3"); !strings.Contains(said, "编号志1") {
			w.t.Fatalf("%q after %q", said, card)
		}
		mine := w.both[1].text("anna", "志1电话改成13900003333", "4")
		for _, want := range []string{"女，23岁", "仁济医院", "开车", "139****3333"} {
			if !strings.Contains(mine, want) {
				w.t.Errorf("%s is not in %q", want, mine)
			}
		}
	})
}

// TestReplicasShareAChat has a chat page open at one replica and the person
// speaking at the other: the page hears it by itself.
func TestReplicasShareAChat(t *testing.T) {
	eachTwins(t, func(w *twins) {
		here, there := w.both[0].visitor(), w.both[1]
		chat := "/c/" + strings.Repeat("t", 24)
		stream, err := http.Get(there.url + chat + "/events?after=0")
		if err != nil {
			w.t.Fatal(err)
		}
		defer stream.Body.Close()
		here.gets(http.StatusOK, chat, url.Values{"id": {"1"}, "text": {"报名当志愿者"}}, "怎么称呼")
		lines := bufio.NewScanner(stream.Body)
		for heard := ""; !strings.Contains(heard, "怎么称呼"); heard += lines.Text() {
			if !lines.Scan() {
				w.t.Fatalf("the stream ended after %q", heard)
			}
		}
	})
}

// TestReplicasShareALimit has more letters for one robot than a minute takes.
// Urgent ones are spread over the minutes, the others are joined; each arrives
// once, in order, and the platform never has to refuse.
func TestReplicasShareALimit(t *testing.T) {
	const waiting = 45
	for name, urgent := range map[string]bool{"spread": true, "joined": false} {
		t.Run(name, func(t *testing.T) {
			eachTwins(t, func(w *twins) {
				a := w.both[0]
				a.group("g1", "五角场街道")
				a.text(boss, "绑定 五角场街道 "+w.double.AddRobot("robot-key-1"), "bind")
				w.write(waiting, urgent)
				minutes := 0
				for ; minutes < 5 && w.arrived() < waiting; minutes++ {
					before := len(w.double.Delivered())
					w.drain()
					w.wall.add(30 * time.Second)
					w.drain()
					if n := len(w.double.Delivered()) - before; n == 0 || n > 20 {
						w.t.Errorf("%d messages in a minute", n)
					}
					w.wall.add(32 * time.Second)
				}
				if urgent && minutes != 3 || !urgent && minutes != 1 {
					w.t.Errorf("%d letters took %d minutes and %d messages", waiting, minutes, len(w.double.Delivered()))
				}
				if sent, tried := len(w.double.Delivered()), w.double.Calls(wecomtest.RobotSend); sent != tried {
					w.t.Errorf("%d messages in %d calls", sent, tried)
				}
				w.ordered(waiting, urgent)
			})
		})
	}
}

// write puts letters for the robot into the outbox.
func (w *twins) write(n int, urgent bool) {
	w.t.Helper()
	o := w.both[0]
	groups, err := o.store.Groups(context.Background())
	if err != nil {
		w.t.Fatal(err)
	}
	robot := groups[len(groups)-1]
	for i := range n {
		notice := models.Notice{Key: fmt.Sprint("test:", i), Kind: "test", Urgent: urgent, Now: o.clock.Now(), Body: say.Text("第%d封。", i)}
		if err := o.store.TellGroup(context.Background(), robot, notice); err != nil {
			w.t.Fatal(err)
		}
	}
}

// arrived counts the letters in all messages.
func (w *twins) arrived() (n int) {
	for _, d := range w.double.Delivered() {
		n += strings.Count(d.Text, "封。")
	}
	return n
}

// ordered wants each letter once; urgent ones overtake each other.
func (w *twins) ordered(n int, urgent bool) {
	w.t.Helper()
	var all strings.Builder
	for _, d := range w.double.Delivered() {
		all.WriteString(d.Text)
	}
	at := -1
	for i := range n {
		words := fmt.Sprintf("第%d封。", i)
		if strings.Count(all.String(), words) != 1 {
			w.t.Errorf("%s arrived %d times", words, strings.Count(all.String(), words))
		}
		next := strings.Index(all.String(), words)
		if next < at && !urgent {
			w.t.Errorf("%s is out of order", words)
		}
		at = next
	}
}
